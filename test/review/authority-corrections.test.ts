import { afterAll, beforeAll, expect, test } from 'vitest'
import * as authorityCorrections from '../../db/authority-corrections.ts'
import * as captures from '../../db/captures.ts'
import * as decisions from '../../db/decisions.ts'
import * as filings from '../../db/filings.ts'
import { importRegistry } from '../../db/registry.ts'
import * as reports from '../../db/reports.ts'
import type { FindingRow } from '../../db/tables.ts'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { fingerprintOf } from '../../src/rules/fingerprint.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { addAccount, cookieOf } from './sign-in.ts'

const YEAR = 2023
let filled: Filled
let app: ReviewApp
let supervisor: string
let officer: string
let id: number

beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
  const signIn = async (role: 'officer' | 'supervisor') =>
    (await cookieOf(filled.db, await addAccount(filled.db, { role, name: '赵', login: role }))).plain
  supervisor = await signIn('supervisor')
  officer = await signIn('officer')
  id = await reportOf('finance')
})
afterAll(() => filled?.close())

async function reportOf(filer: string): Promise<number> {
  const found = await filled.db.selectFrom('reports').select('id').where('filer', '=', filer).where('year', '=', YEAR).execute()
  return found[0]!.id
}
const send = (fields: Readonly<Record<string, string>>, cookie = supervisor) =>
  app.request(`http://localhost/reports/${id}/authority`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ act: 'correct', note: '署名用错模板', ...fields }),
  })
const findingsIn = (): Promise<FindingRow[]> =>
  filled.db.selectFrom('findings').selectAll().where('report_id', '=', id).where('scope', '=', 'report').orderBy('id').execute()
const statusOf = async (authority: string) => (await filings.get(filled.db, authority, YEAR))?.status
const page = async () => (await app.request(`http://localhost/reports/${id}`, { headers: { Cookie: officer } })).text()

test.each([
  ['an officer', { authority: 'education', expected: '0' }, 403, ''],
  ['nobody of that name', { authority: '不存在局', expected: '0' }, 422, '名录中没有'],
  ['no reason', { authority: 'education', expected: '0', note: '' }, 422, '请填写理由'],
  ['whose it is already', { authority: 'finance', expected: '0' }, 422, '与现有更正相同'],
  ['one that has a report of the year', { authority: 'hostile', expected: '0' }, 409, '已有报告'],
  ['nothing to withdraw', { act: 'withdraw', expected: '0' }, 422, '没有可撤回'],
  ['somebody was quicker', { authority: 'education', expected: '7' }, 409, '已有他人更正'],
])('refused: %s', async (who, fields, status, said) => {
  const answer = await send(fields, who === 'an officer' ? officer : supervisor)
  expect(answer.status).toBe(status)
  expect(await answer.text()).toContain(said)
  expect(await reports.get(filled.db, id)).toMatchObject({ filer: 'finance' })
})

test('the report goes with its findings and their decisions to whom a person names, later readings of its address, too, and back', async () => {
  const [first] = await findingsIn()
  const by = { name: '李', account: null }
  await decisions.act(filled.db, { act: 'confirm', targets: [{ findingId: first!.id, expected: null }], by })
  const before = await findingsIn()
  const answer = await send({ authority: '云河区教育局', expected: '0', evidence: 'https://www.yunhe.example/proof.html' })
  expect(answer.status).toBe(303)
  expect(await reports.get(filled.db, id)).toMatchObject({
    filer: 'education',
    authorityId: 'education',
    authorityName: '云河区教育局',
  })
  const after = await findingsIn()
  expect(after.map(({ status, entries }) => [status, entries])).toEqual(before.map(({ status, entries }) => [status, entries]))
  for (const finding of after) {
    expect(finding).toMatchObject({ filer: 'education', authority_id: 'education', authority_name: '云河区教育局' })
    expect(finding.fingerprint).toBe(fingerprintOf(finding))
  }
  expect(await statusOf('education')).toBe('on-time')
  expect(['not-found', 'not-assessable']).toContain(await statusOf('finance'))
  const unchecked = await filled.db.selectFrom('report_versions').select('checked_at').where('report_id', '=', id).execute()
  expect(
    unchecked.some(({ checked_at }) => checked_at === null),
    'is checked again',
  ).toBe(true)
  const shown = await page()
  for (const said of ['归属经 赵 (supervisor) 更正', '读取为“云河区财政局”的报告', '署名用错模板', 'proof.html'])
    expect(shown).toContain(said)

  const [capture] = await filled.db.selectFrom('captures').selectAll().where('report_id', '=', id).limit(1).execute()
  const again = await filled.db
    .insertInto('captures')
    .values({
      sha256: capture!.sha256,
      url: capture!.url.replace(/$/, '?v=2'),
      run_id: capture!.run_id,
      last_run_id: capture!.run_id,
      column_id: null,
      authority_id: null,
      district_id: null,
      list_title: null,
      dates: '[]',
      attachment_of: capture!.url,
      state: 'pending',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const filerOf = (filer: string, year = YEAR) => authorityCorrections.filerFor(filled.db, { captureId: again.id, filer, year })
  expect(await filerOf('finance')).toMatchObject({ filer: 'education', authorityId: 'education' })
  expect(await filerOf('finance', YEAR - 1), 'another year').toBeNull()
  expect(await filerOf('water'), 'read as another’s by now').toBeNull()
  expect((await captures.get(filled.db, again.id))?.state).toBe('pending')

  const back = await send({ act: 'withdraw', expected: '1', note: '是财政局的' })
  expect(back.status).toBe(303)
  expect(await reports.get(filled.db, id)).toMatchObject({ filer: 'finance', authorityName: '云河区财政局' })
  expect(await findingsIn()).toMatchObject(before.map(({ fingerprint, status, filer }) => ({ fingerprint, status, filer })))
  expect(await filerOf('finance')).toBeNull()
  expect(await page()).not.toContain('归属经')
})

test('a report that goes to another district takes its original with it', async () => {
  await importRegistry(filled.db, {
    districts: [{ id: 'linshan', name: '临山区', deadlines: [], holidays: [], rules: {}, years: [YEAR] }],
    authorities: [
      {
        id: 'linshan-finance',
        name: '临山区财政局',
        district: 'linshan',
        kind: 'gov_department',
        aliases: [],
        since: null,
        level: null,
        formerNames: [],
        until: null,
        successor: null,
        submitted: {},
        exempt: {},
      },
    ],
    portals: [],
  })
  const signInAt = async (district: string) =>
    (await cookieOf(filled.db, await addAccount(filled.db, { districts: [district] }))).plain
  const [old, next] = [await signInAt('yunhe'), await signInAt('linshan')]
  const { sha256 } = (await captures.ofReport(filled.db, id))[0]!
  const seenBy = async (cookie: string) =>
    await Promise.all(
      [`/reports/${id}`, `/snapshots/${sha256}`, `/snapshots/${sha256}/view?version=${filled.finance.versionId}`].map(
        async (path) => (await app.request(`http://localhost${path}`, { headers: { Cookie: cookie } })).status,
      ),
    )
  expect([await seenBy(old), await seenBy(next)]).toEqual([
    [200, 200, 200],
    [403, 403, 403],
  ])
  const expected = String((await authorityCorrections.ofReport(filled.db, id)).length)
  expect((await send({ authority: 'linshan-finance', expected })).status).toBe(303)
  expect([await seenBy(old), await seenBy(next)]).toEqual([
    [403, 403, 403],
    [200, 200, 200],
  ])
})
