import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as columnReadings from '../../db/column-readings.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import { evidenceOf } from '../../db/filing-evidence.ts'
import * as filings from '../../db/filings.ts'
import * as findings from '../../db/findings.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { columnIdsOf, importRegistry } from '../../db/registry.ts'
import { openTestDatabase } from '../test-database.ts'
import { A1, authorityOf, COLUMN, publish, registryOf, reportOf, startRun } from './rows.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
  await importRegistry(open.db, registryOf())
})
afterAll(() => open.close())

const assessed = (authority_id: string, more: Partial<filings.AssessedFiling> = {}): filings.AssessedFiling => ({
  authority_id,
  year: 2023,
  status: 'not-found',
  due: '2024-01-31',
  strength: 'law',
  basis: '《政府信息公开条例》第四十九条第一款',
  reason: null,
  published_on: null,
  published_from: null,
  days_late: null,
  backdated: false,
  report_id: null,
  evidence: { readings: [], dates: [] },
  ...more,
})

test('the board names every authority, with what is known of its filing; a later assessment replaces an earlier one', async () => {
  const { db } = open
  expect(await filings.board(db, { district: 'd1', year: 2023 })).toMatchObject([
    { authorityId: 'a1', status: null, findings: 0 },
    { authorityId: 'a2', status: null },
  ])
  const stored = await publish(db, { runId: await startRun(db), bytes: 'board' }, reportOf())
  await filings.upsert(db, [assessed('a1'), assessed('a2')])
  const late = {
    status: 'late' as const,
    published_on: '2024-02-03',
    published_from: 'list',
    days_late: 3,
    report_id: stored.reportId,
    evidence: { readings: [], dates: [{ date: '2024-02-03', from: 'list' }] },
  }
  await filings.upsert(db, [assessed('a1', late)])
  await filings.upsert(db, [])
  await findings.reconcile(db, { ...A1, scope: 'filing', reportId: stored.reportId, versionId: stored.versionId }, [
    {
      fingerprint: 'f1',
      rule: 'TIME-01',
      ruleSet: '2',
      family: 'late',
      severity: 'error',
      verdict: 'fail',
      message: '逾期3天',
      messageEn: '3 days late',
      cells: [],
      quote: null,
      left: null,
      right: null,
      difference: null,
      basis: '《政府信息公开条例》第四十九条',
      repair: [],
      subject: 'filing',
    },
  ])
  expect(await filings.board(db, { district: 'd1', year: 2023 })).toMatchObject([
    {
      authorityId: 'a1',
      authorityName: '示例县a1',
      kind: 'gov_department',
      status: 'late',
      due: '2024-01-31',
      publishedOn: '2024-02-03',
      publishedFrom: 'list',
      daysLate: 3,
      backdated: false,
      reportId: stored.reportId,
      versionId: stored.versionId,
      findings: 1,
      evidence: late.evidence,
    },
    { authorityId: 'a2', status: 'not-found', reportId: null, versionId: null, findings: 0 },
  ])
})

test('the evidence tells what each night’s reading of the columns proves, and the ends of equal stretches suffice', async () => {
  const { db } = open
  const own = 'https://www.example.gov.cn/a2/'
  const { portals, ...rest } = registryOf({ authorities: [authorityOf('a1'), authorityOf('a2')] })
  const [portal] = portals
  if (!portal) throw new Error('no portal')
  await importRegistry(db, { ...rest, portals: [{ ...portal, columns: [...portal.columns, { url: own, authorities: ['a2'] }] }] })
  const columns = await columnIdsOf(db, 'p1')
  const entry = { url: `${COLUMN}2024.html`, title: '2024年年报', date: null, judgement: 'candidate', reason: null } as const
  const nights = [
    { at: '2024-06-01', complete: true, entries: [entry] },
    { at: '2025-02-01', complete: true, entries: [] },
    { at: '2025-02-02', complete: true, entries: [] },
    { at: '2025-02-03', complete: true, entries: [] },
    { at: '2025-02-04', complete: false, entries: [] },
    { at: '2025-02-05', complete: true, entries: [entry] },
    { at: '2025-02-06', complete: true, entries: [entry] },
    { at: '2025-02-07', complete: true, entries: [entry] },
  ]
  for (const { at, complete, entries } of nights) {
    const [portalCrawlId = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
    // The crawl began then; it ends, and is recorded, later.
    await sql`update portal_crawls set started_at = ${`${at}T02:30:00+08:00`} where id = ${portalCrawlId}`.execute(db)
    const reading = { complete, pages: 1, entries, declared: null, problem: complete ? null : '第二页未读取' }
    await columnReadings.record(db, { portalCrawlId, columnId: columns.get(COLUMN) as number }, { ...reading, columnUrl: COLUMN })
  }
  const [portalCrawlId = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
  const reading = { columnUrl: own, complete: true, pages: 1, entries: [], declared: null, problem: null }
  await columnReadings.record(db, { portalCrawlId, columnId: columns.get(own) as number }, reading)

  const page = { url: `${COLUMN}2024.pdf`, attachmentOf: entry.url, bytes: '2024', dates: [{ date: '2025-01-30', from: 'list' }] }
  const stored = await publish(
    db,
    { runId: await startRun(db), ...page },
    reportOf({}, { year: 2024, dates: [{ date: '2025-01-20', from: 'signature' }] }),
    { year: 2024 },
  )
  await sql`update reports set first_seen_at = '2025-02-08T18:30:00Z' where id = ${stored.reportId}`.execute(db)
  await sql`update captures set first_seen_at = '2025-02-04T18:30:00Z' where report_id = ${stored.reportId}`.execute(db)

  const [a1, a2] = await evidenceOf(db, { district: 'd1', year: 2024 })
  expect(a1?.authority).toEqual(authorityOf('a1'))
  expect(a1?.report).toEqual({
    id: stored.reportId,
    versionId: stored.versionId,
    firstSeenOn: '2025-02-05',
    changes: [],
    dead: null,
    corrected: null,
    dates: [
      { date: '2025-01-20', from: 'signature' },
      { date: '2025-01-30', from: 'list' },
    ],
  })
  const seen = a1?.readings.map(({ readAt, complete, found }) => [readAt.slice(0, 10), complete, found])
  expect(seen).toEqual([
    ['2025-01-31', true, false],
    ['2025-02-02', true, false],
    ['2025-02-03', false, false],
    ['2025-02-04', true, true],
    ['2025-02-06', true, true],
  ])
  expect(a1?.columns).toEqual([{ url: COLUMN, annual: true }])
  expect(a2?.columns).toEqual([COLUMN, own].map((url) => ({ url, annual: true })))
  expect(a2?.report).toBeNull()
  expect(a2?.readings.map(({ columnUrl }) => columnUrl)).toEqual([COLUMN, COLUMN, COLUMN, COLUMN, COLUMN, own])
  expect(a2?.readings.every(({ found }) => !found)).toBe(true)
})
