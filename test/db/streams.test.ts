import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as decisions from '../../db/decisions.ts'
import * as findingList from '../../db/finding-list.ts'
import * as findings from '../../db/findings.ts'
import * as released from '../../db/released-rows.ts'
import * as reports from '../../db/reports.ts'
import { EVERYTHING } from '../../src/model/release.ts'
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

const EVERY = { selection: EVERYTHING, size: 2 }

async function all<Row>(portions: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const portion of portions) rows.push(...portion)
  return rows
}

test('every report comes once, with its current version, by year and filer', async () => {
  const rows = await all(released.reports(open.db, EVERY))
  expect(rows.map(({ year, filer, version }) => [year, filer, version])).toEqual([
    [2023, 'a1', 2],
    [2023, 'name:乙局', 1],
    [2024, 'a1', 1],
    [2024, 'name:乙局', 1],
  ])
  expect(rows[0]).toMatchObject({ reader: '1', dates: 'meta:PubDate=2024-01-20', authority: 'a1', district: 'd1', notes: 0 })
})

test('the cells of current versions come by year and filer, in the order of keys', async () => {
  const rows = await all(released.cells(open.db, EVERY))
  expect(rows.map(({ year, filer, cells }) => [year, filer, cells?.[2][cells[0].indexOf('t2.reg_issued')]])).toEqual([
    [2023, 'a1', 7],
    [2023, 'name:乙局', 2023],
    [2024, 'a1', 2024],
    [2024, 'name:乙局', 2024],
  ])
  for (const { cells } of rows) {
    expect(cells?.map((list) => list.length)).toEqual([200, 200, 200, 200, 200, 200])
    expect(cells?.[0]).toEqual(cells?.[0].toSorted())
  }
})

test('findings come by year, filer and rule, each once, with the time of the last entry that decided something', async () => {
  const rows = await all(released.findings(open.db, EVERY))
  const { rows: decided } = await sql<{ at: Date }>`SELECT max(decided_at) AS at FROM decisions WHERE act = 'dismiss'`.execute(
    open.db,
  )
  expect(rows).toMatchObject([
    { rule: 'T3-01', version: 2, decision: 'dismissed', decision_reason: 'scope', decided_at: decided[0]?.at },
    { rule: 'T3-02', version: 2, decision: 'undecided', decision_reason: null, decided_at: null },
  ])
})

test('what is streamed in one transaction is one state of the database', async () => {
  const page = { runId: await startRun(open.db), url: `${COLUMN}later.html`, bytes: 'later' }
  const count = await open.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const before = (await all(released.reports(trx, EVERY))).length
      await publish(open.db, page, reportOf(), { filer: 'name:丙局' })
      return (await all(released.cells(trx, EVERY))).length / before
    })
  expect(count).toBe(1)
  expect(await all(released.reports(open.db, EVERY))).toHaveLength(5)
})

test('reports of a filer, the newest year first', async () => {
  expect((await reports.ofFiler(open.db, 'a1')).map(({ year }) => year)).toEqual([2024, 2023])
})
