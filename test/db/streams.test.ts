import { afterAll, beforeAll, expect, test } from 'vitest'
import * as cells from '../../db/cells.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import * as reports from '../../db/reports.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, COLUMN, publish, reportOf, seed, startRun } from './rows.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
  const { runId } = await seed(open.db)
  for (const year of [2024, 2023])
    for (const filer of ['name:乙局', 'a1']) {
      const page = { runId, url: `${COLUMN}${filer}-${year}.html`, bytes: `${filer}-${year}` }
      await publish(open.db, page, reportOf({ 't2.reg_issued': year }, { year }), { filer, year })
    }
  const page = { runId: await startRun(open.db), url: `${COLUMN}a1-2023.html`, bytes: 'corrected' }
  const { reportId, versionId } = await publish(open.db, page, reportOf({ 't2.reg_issued': 7 }))
  const finding = {
    ruleSet: '2',
    family: 'inaccurate',
    severity: 'error',
    verdict: 'fail',
    message: '不相等',
    messageEn: 'differs',
    cells: [],
    quote: null,
    left: 1,
    right: 2,
    difference: -1,
    basis: '表三',
    repair: [],
    subject: 's',
  } as const
  await findings.reconcile(open.db, { ...A1, scope: 'report', reportId, versionId }, [
    { ...finding, rule: 'T3-02', fingerprint: '2' },
    { ...finding, rule: 'T3-01', fingerprint: '1' },
  ])
  const [row] = (await findingList.list(open.db, { rule: 'T3-01' }, { limit: 1 })).rows
  for (const note of ['first', 'last'])
    for (const act of ['dismiss', 'comment', 'reopen', 'dismiss', 'assign'] as const)
      await decisions.act(open.db, {
        act,
        reason: 'scope',
        assignee: '李',
        note: act === 'dismiss' ? note : null,
        targets: [{ findingId: row?.id as number, expected: null }],
        by: { name: act === 'dismiss' ? '王' : '李', account: null },
      })
})
afterAll(() => open.close())

async function all<Row>(stream: AsyncIterable<Row>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of stream) rows.push(row)
  return rows
}

test('every report comes once, with its current version, by filer and year', async () => {
  const rows = await all(reports.stream(open.db))
  expect(rows.map(({ filer, year, version }) => [filer, year, version])).toEqual([
    ['a1', 2023, 2],
    ['a1', 2024, 1],
    ['name:乙局', 2023, 1],
    ['name:乙局', 2024, 1],
  ])
  expect(rows[0]).toMatchObject({
    mediaType: 'text/html',
    reader: '1',
    dates: [{ date: '2024-01-20' }],
    document: { year: 2023, claims: [] },
  })
})

test('the cells of current versions come by filer, year and key', async () => {
  const rows = await all(cells.stream(open.db))
  expect(rows).toHaveLength(4 * 200)
  expect(rows.filter(({ key }) => key === 't2.reg_issued').map(({ filer, year, value }) => [filer, year, value])).toEqual([
    ['a1', 2023, 7],
    ['a1', 2024, 2024],
    ['name:乙局', 2023, 2023],
    ['name:乙局', 2024, 2024],
  ])
})

test('findings come by filer, year and rule, each once, with its last decision', async () => {
  const rows = await all(findings.stream(open.db))
  expect(rows).toMatchObject([
    { rule: 'T3-01', version: 2, decision: 'dismissed', decision_reason: 'scope', decision_note: 'last', decided_by: '王' },
    { rule: 'T3-02', version: 2, decision: 'undecided', decision_reason: null, decided_at: null },
  ])
})

test('what is streamed in one transaction is one state of the database', async () => {
  const page = { runId: await startRun(open.db), url: `${COLUMN}later.html`, bytes: 'later' }
  const count = await open.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const before = (await all(reports.stream(trx))).length
      await publish(open.db, page, reportOf(), { filer: 'name:丙局' })
      return (await all(cells.stream(trx))).length / before
    })
  expect(count).toBe(200)
  expect(await all(reports.stream(open.db))).toHaveLength(5)
})

test('reports of a filer, the newest year first', async () => {
  expect((await reports.ofFiler(open.db, 'a1')).map(({ year }) => year)).toEqual([2024, 2023])
})
