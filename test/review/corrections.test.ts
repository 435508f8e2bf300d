import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as corrections from '../../db/corrections.ts'
import * as filings from '../../db/filings.ts'
import { assessFilings } from '../../src/jobs/assess-filings.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf } from './sign-in.ts'

const YEAR = 2023
let filled: Filled
let app: ReviewApp
let supervisor: string
let officer: string
let reportId: number

beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
  const signIn = async (role: 'officer' | 'supervisor') =>
    (await cookieOf(filled.db, await addAccount(filled.db, { role, name: '赵', login: role }))).plain
  supervisor = await signIn('supervisor')
  officer = await signIn('officer')
})
afterAll(() => filled?.close())

let seen: number
beforeEach(async () => {
  const report = await filled.db.selectFrom('reports').select('id').where('authority_id', '=', 'finance').where('year', '=', YEAR)
    .executeTakeFirstOrThrow() // biome-ignore format: one line of a query
  reportId = report.id
  seen = (await corrections.ofReport(filled.db, reportId)).length
  await filled.desks.crawls.refile({ district: 'yunhe', year: YEAR })
})

const send = (cookie: string, fields: Readonly<Record<string, string>>) =>
  app.request(`http://localhost/reports/${reportId}/corrections`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ act: 'correct', expected: String(seen), note: '见政府公报', ...fields }),
  })
const page = async (path: string, cookie = supervisor) =>
  (await app.request(`http://localhost${path}`, { headers: { Cookie: cookie } })).text()
const filing = async () => (await filings.get(filled.db, 'finance', YEAR))!
const timely = async () =>
  await filled.db.selectFrom('findings').select(['rule', 'message', 'message_en']).where('authority_id', '=', 'finance')
    .where('year', '=', YEAR).where('rule', 'like', 'TIME-%').where('state', '=', 'open').orderBy('rule').execute() // biome-ignore format: one line of a query

test('a day that a person names is judged by at once, says who named it, and stays beside what was read through later checks', async () => {
  const asRead = await filing()
  const answer = await send(supervisor, { date: '2024-03-01', evidence: 'https://www.example.gov.cn/gongbao.html' })
  expect(answer.status).toBe(303)
  const late = { status: 'late', published_on: '2024-03-01', published_from: 'corrected:赵 (supervisor)', days_late: 30 }
  expect(await filing()).toMatchObject(late)
  expect((await filing()).evidence.dates).toEqual([
    { date: '2024-03-01', from: 'corrected:赵 (supervisor)' },
    ...asRead.evidence.dates,
  ])
  expect(await timely()).toMatchObject([{ rule: 'TIME-02' }])
  // Findings go into notices and releases: who corrected the day is told by the board and the history alone.
  const [told] = await timely()
  expect(told!.message_en).toContain('corrected by an officer')
  expect(told!.message).toContain('经人工更正的日期')
  expect(`${told!.message}${told!.message_en}`).not.toContain('赵')
  await filled.desks.crawls.refile({ district: 'yunhe', year: YEAR })
  expect(await filing(), 'the next night').toMatchObject(late)

  const report = await page(`/reports/${reportId}`, officer)
  for (const said of ['更正为 2024年3月1日', '赵 (supervisor)', '见政府公报', 'https://www.example.gov.cn/gongbao.html'])
    expect(report).toContain(said)
  expect(report, 'an officer sees, and cannot correct').not.toContain('correct-date')
  expect(await page(`/filings/yunhe/${YEAR}`)).toContain('人工更正（赵 (supervisor)）')
})

test('withdrawn, what was read holds again, and both entries stay', async () => {
  const corrected = await send(supervisor, { date: '2024-01-20' })
  expect(corrected.status).toBe(303)
  expect(await filing()).toMatchObject({ status: 'on-time', published_on: '2024-01-20' })
  seen += 1
  await send(supervisor, { act: 'withdraw', note: '公报是另一份' })
  const stands = await filing()
  expect(stands.published_from ?? '').not.toContain('corrected')
  const [last] = (await corrections.ofReport(filled.db, reportId)).slice(-1)
  expect(last).toMatchObject({ after: null, note: '公报是另一份', corrected_by: '赵 (supervisor)' })
  await expect(filled.db.deleteFrom('corrections').execute()).rejects.toThrow('never changed or deleted')
})

test('as of a day before it was made, a correction is not known', async () => {
  await send(supervisor, { date: '2024-01-20', note: '再次更正' })
  const judged = async (onlyKnownThen: boolean, asOf: string) => {
    const all = await assessFilings(filled.db, { district: 'yunhe', year: YEAR, asOf, onlyKnownThen })
    return all.find(({ input }) => input.authority.id === 'finance')!.input.report?.corrected ?? null
  }
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  expect(await judged(true, today)).toMatchObject({ date: '2024-01-20' })
  expect(await judged(false, '2024-02-01')).toMatchObject({ date: '2024-01-20' })
  expect(await judged(true, '2024-02-01')).toBeNull()
})

test.each([
  ['an officer may not', () => send(officer, { date: '2024-01-20' }), 403, ''],
  ['a day in the year itself', () => send(supervisor, { date: '2023-06-01' }), 422, '请填写'],
  ['a day after the first capture', () => send(supervisor, { date: '2099-01-01' }), 422, '首次采集'],
  ['no reason', () => send(supervisor, { date: '2024-01-21', note: '' }), 422, '请填写理由'],
  ['a proof that is no address', () => send(supervisor, { date: '2024-01-21', evidence: 'javascript:alert(1)' }), 422, 'http://'],
  ['somebody was quicker', () => send(supervisor, { date: '2024-01-21', expected: '99' }), 409, '已有他人更正'],
])('refused, with what was typed kept: %s', async (_, ask, status, said) => {
  const before = await corrections.ofReport(filled.db, reportId)
  const answer = await ask()
  expect(answer.status).toBe(status)
  expect(await answer.text()).toContain(said)
  expect(await corrections.ofReport(filled.db, reportId)).toEqual(before)
})
