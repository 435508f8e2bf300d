import { afterAll, beforeAll, expect, test } from 'vitest'
import { workByWeek } from '../../db/overview.ts'
import type { FindingRow } from '../../db/tables.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf } from './sign-in.ts'

let filled: Filled
let app: ReviewApp
let all: FindingRow[]
let officer: string
let supervisor: string

beforeAll(async () => {
  filled = await fillDatabase()
  const options = { ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true }
  app = createReviewApp({ ...options, secondApprover: ['notify', 'dismiss'] })
  const signIn = async (role: 'officer' | 'supervisor', name: string) =>
    (await cookieOf(filled.db, await addAccount(filled.db, { role, name, login: role }))).plain
  officer = await signIn('officer', '李')
  supervisor = await signIn('supervisor', '赵')
  all = await filled.db.selectFrom('findings').selectAll().orderBy('id').execute()
})
afterAll(() => filled?.close())

const get = async (cookie: string, path: string) =>
  (await app.request(`http://localhost${path}`, { headers: { Cookie: cookie } })).text()
const post = (cookie: string, path: string, form: readonly (readonly [string, string])[]) =>
  app.request(`http://localhost${path}`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams(form.map(([name, value]) => [name, value])),
  })
const pick = (of: readonly FindingRow[], entries = 0) => of.map(({ id }) => ['pick', `${id}:${entries}`] as const)
const statusOf = async (id: number) =>
  (await filled.db.selectFrom('findings').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status

test('many are proposed, listed, counted and approved at once; an officer cannot approve', async () => {
  const some = all.slice(0, 2)
  const done = await post(officer, '/finding-acts', [...pick(some), ['act', 'dismiss'], ['reason', 'scope'], ['note', '口径']])
  expect(await get(officer, done.headers.get('Location') ?? '')).toContain('已对 2 条“提请审批”')
  expect(await statusOf(some[0]!.id)).toBe('undecided')
  expect(await get(supervisor, '/?year=all')).toContain('<a href="/findings?approval=waiting">待审批</a> 2')

  const waiting = await get(officer, '/findings?approval=waiting')
  expect(waiting.match(/name="pick"/g)).toHaveLength(2)
  expect(waiting).toContain('李 (officer) 提请“排除（误报）”')
  expect(waiting).not.toContain('value="approve"')
  expect((await post(officer, '/finding-acts', [...pick(some, 1), ['act', 'approve']])).status).toBe(403)

  expect(await get(supervisor, '/findings?approval=waiting')).toContain('value="approve"')
  const approved = await post(supervisor, '/finding-acts?approval=waiting', [...pick(some, 1), ['act', 'approve']])
  expect(await get(supervisor, approved.headers.get('Location') ?? '')).toContain('已对 2 条“同意”')
  expect(await statusOf(some[1]!.id)).toBe('dismissed')
  const work = await workByWeek(filled.db, { district: null, year: null, reach: null }, 1)
  expect(work.map(({ act, count }) => `${act} ${count}`).toSorted()).toEqual(['dismiss 2', 'propose 2'])
  const page = await get(officer, `/findings/${some[0]!.id}`)
  for (const said of ['提请审批', '李 (officer)', '同意', '赵 (supervisor)', '口径']) expect(page).toContain(said)
})

test('one is proposed, shown with what waits, returned with a note, and told to who proposed it', async () => {
  const { id } = all[2]!
  const decide = (cookie: string, fields: readonly (readonly [string, string])[]) =>
    post(cookie, `/findings/${id}/decisions`, fields)
  expect(await get(officer, `/findings/${id}`)).toContain('“通知整改”“排除（误报）”须经另一位负责人审批后生效')
  const due = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  await decide(officer, [['expected', '0'], ['act', 'notify'], ['due', due]]) // biome-ignore format: one request a line
  const own = await get(officer, `/findings/${id}`)
  expect(own).toContain('由您提请')
  expect(own).toContain('value="withdraw"')
  expect(own).not.toContain('value="dismiss"')
  const others = await get(supervisor, `/findings/${id}`)
  expect(others).toContain('value="approve"')
  expect(
    (
      await decide(officer, [
        ['expected', '1'],
        ['act', 'approve'],
      ])
    ).status,
  ).toBe(403)
  expect(
    (
      await decide(supervisor, [
        ['expected', '1'],
        ['act', 'return'],
      ])
    ).status,
    'without a note',
  ).toBe(422)
  await decide(supervisor, [['expected', '1'], ['act', 'return'], ['note', '期限太短']]) // biome-ignore format: one request a line
  const returned = await get(officer, `/findings/${id}`)
  expect(returned).toContain('赵 (supervisor) 已退回您的提请')
  expect(returned).toContain('期限太短')
  const late = await decide(supervisor, [
    ['expected', '2'],
    ['act', 'approve'],
  ])
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('没有待审批的操作')
})

test('what was proposed lapses when a cell that it rests on is called misread; the misreading holds', async () => {
  const resting = await filled.db.selectFrom('findings').selectAll().where('report_id', '=', filled.finance.reportId).execute()
  const { id, cells, version_id, entries } = resting.find(
    (each) => each.cells.length > 0 && each.status === 'undecided' && each.proposal === null,
  )!
  const { version } = await filled.db
    .selectFrom('report_versions')
    .select('version')
    .where('id', '=', version_id)
    .executeTakeFirstOrThrow()
  await post(officer, `/findings/${id}/decisions`, [['expected', String(entries)], ['act', 'dismiss'], ['reason', 'scope']]) // biome-ignore format: one request a line
  expect(await get(officer, `/findings/${id}`)).toContain('由您提请')

  const form = [['version', String(version)], ['cell', cells[0]!], ['printed', '16'], ['also', '1']] as const // biome-ignore format: one request a line
  expect((await post(officer, `/reports/${filled.finance.reportId}/misreadings`, form)).status).toBe(303)
  expect(await statusOf(id)).toBe('misread')
  const history = await filled.db.selectFrom('decisions').selectAll().where('finding_id', '=', id).orderBy('id').execute()
  expect(history.slice(-3).map(({ act, decided_by }) => [act, decided_by])).toEqual([
    ['propose', '李 (officer)'],
    ['lapsed', 'gouji'],
    ['misread', '李 (officer)'],
  ])
  expect(history.at(-2)).toMatchObject({ before: { proposal: { act: 'dismiss' } }, after: { proposal: null } })
  const page = await get(officer, `/findings/${id}`)
  for (const said of ['提请失效', '所依据的单元格读取有误']) expect(page).toContain(said)
})
