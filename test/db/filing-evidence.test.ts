import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as captures from '../../db/captures.ts'
import type { Db, OpenDatabase } from '../../db/connect.ts'
import * as fetches from '../../db/fetches.ts'
import { evidenceOf } from '../../db/filing-evidence.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { columnIdsOf, importRegistry } from '../../db/registry.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { FetchOutcome } from '../../src/model/crawl.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { openTestDatabase } from '../test-database.ts'
import { authorityOf, COLUMN, portalOf, publish, registryOf, reportOf, startRun } from './rows.ts'

let open: OpenDatabase
let db: Db
beforeEach(async () => {
  open = await openTestDatabase()
  db = open.db
  const authorities = [authorityOf('a1'), authorityOf('a2', { until: 2023, successor: 'a1' })]
  await importRegistry(db, registryOf({ authorities }))
})
afterEach(() => open.close())

const PAGE = `${COLUMN}1.html`
const YEAR = 2024
const at = (day: string) => `${day}T02:30:00+08:00`

/** Stores what was read at an address on a day, as the night's crawl and reading do. */
async function publishOn(day: string, total: number, { url = PAGE, reader = '1' } = {}) {
  const page = { runId: await startRun(db), url, bytes: `${url} ${total}`, dates: [{ date: '2025-01-20', from: 'list' }] }
  const report = reportOf({ 't3.new_received.total': total }, { year: YEAR, dates: [] })
  const stored = await publish(db, page, report, { year: YEAR, reader })
  await sql`UPDATE captures SET first_seen_at = ${at(day)} WHERE url = ${url} AND sha256 = ${sha256Of(page.bytes)}`.execute(db)
  await sql`UPDATE reports SET first_seen_at = ${at(day)} WHERE id = ${stored.reportId} AND first_seen_at > ${at(day)}`.execute(
    db,
  )
  return stored
}

async function fetchOn(day: string, outcome: FetchOutcome, url = PAGE) {
  const sha256 = outcome === 'ok' ? sha256Of(day) : null
  if (sha256) await snapshots.record(db, { sha256, bytes: 1, mediaType: 'text/html' })
  const [crawl = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
  const asked = { method: 'GET', exchanges: [], columnUrl: null, tls: null, challenge: null } as const
  const nothing = {
    ...asked,
    redirects: [],
    etag: null,
    lastModified: null,
    contentType: null,
    error: null,
    durationMs: 1,
    bytes: 1,
  }
  const status = outcome === 'ok' ? 200 : 404
  await fetches.record(db, crawl, { ...nothing, url, finalUrl: url, status, outcome, fetchedAt: at(day), sha256 })
}

async function evidence(asOf: string | null = null) {
  const [a1] = await evidenceOf(db, { district: 'd1', year: YEAR, asOf })
  return a1?.report ?? null
}

test('the name of the authority that took over stands beside the one that it took over from', async () => {
  const [a1, a2] = await evidenceOf(db, { district: 'd1', year: YEAR })
  expect([a1?.successor, a2?.successor]).toEqual([null, '示例县a1'])
})

describe('changes of a report', () => {
  test('other content at the same address is a change, from the day on which it was seen', async () => {
    const before = await publishOn('2025-01-25', 21)
    const after = await publishOn('2025-03-05', 12)
    expect((await evidence())?.changes).toEqual([
      { before: before.versionId, after: after.versionId, on: '2025-03-05', listTitle: '年报' },
    ])
  })

  test.each([
    { name: 'the same content in other bytes', first: {}, second: { total: 21 } },
    { name: 'another reader', first: {}, second: { reader: '2' } },
    { name: 'another address', first: {}, second: { url: `${COLUMN}2.html` } },
    { name: 'a local file that was edited', first: { url: '/files/draft.html' }, second: { url: '/files/draft.html' } },
  ])('$name is none', async ({ first, second }) => {
    await publishOn('2025-01-25', 21, first)
    const { total = 12, ...more } = second as { total?: number; url?: string; reader?: string }
    await publishOn('2025-03-05', total, more)
    expect((await evidence())?.changes).toEqual([])
  })
})

describe('what was known by a day', () => {
  beforeEach(async () => {
    await publishOn('2025-01-25', 21)
    await publishOn('2025-03-05', 12)
    await fetchOn('2025-03-12', 'gone')
    await fetchOn('2025-03-13', 'soft-404')
  })
  const cases = [
    { asOf: '2025-01-24', report: null },
    { asOf: '2025-01-25', report: { firstSeenOn: '2025-01-25', changes: 0, dead: null } },
    { asOf: '2025-03-05', report: { firstSeenOn: '2025-01-25', changes: 1, dead: null } },
    { asOf: '2025-03-12', report: { firstSeenOn: '2025-01-25', changes: 1, dead: { url: PAGE, since: '2025-03-12', days: 1 } } },
    { asOf: '2025-03-13', report: { firstSeenOn: '2025-01-25', changes: 1, dead: { url: PAGE, since: '2025-03-12', days: 2 } } },
    { asOf: null, report: { firstSeenOn: '2025-01-25', changes: 1, dead: { url: PAGE, since: '2025-03-12', days: 2 } } },
  ]
  test.each(cases)('$asOf', async ({ asOf, report }) => {
    const known = await evidence(asOf)
    expect(known && { firstSeenOn: known.firstSeenOn, changes: known.changes.length, dead: known.dead }).toEqual(report)
  })
})

describe('addresses that are gone', () => {
  const twice = async (url: string) => {
    await fetchOn('2025-03-12', 'gone', url)
    await fetchOn('2025-03-13', 'gone', url)
  }
  test('a page that came back is not', async () => {
    await publishOn('2025-01-25', 21)
    await twice(PAGE)
    await fetchOn('2025-03-14', 'ok')
    expect((await evidence())?.dead).toBeNull()
  })
  test('a report that another address still holds is there', async () => {
    await publishOn('2025-01-25', 21)
    await publishOn('2025-01-25', 21, { url: `${COLUMN}2.html` })
    await twice(PAGE)
    expect((await evidence())?.dead).toBeNull()
  })
  test('a site that does not answer says nothing', async () => {
    await publishOn('2025-01-25', 21)
    await fetchOn('2025-03-12', 'later')
    await fetchOn('2025-03-13', 'blocked')
    expect((await evidence())?.dead).toBeNull()
  })
  test('an attached file is gone with its article', async () => {
    const file = { runId: await startRun(db), url: `${COLUMN}1.pdf`, attachmentOf: PAGE, bytes: 'pdf' }
    await publish(db, file, reportOf({}, { year: YEAR }), { year: YEAR })
    await twice(PAGE)
    expect((await evidence())?.dead).toMatchObject({ url: PAGE, days: 2 })
  })
})

describe('documents that could not be read', () => {
  async function see(listTitle: string, more: { authorityId?: string | null; reason?: string; url?: string } = {}) {
    const { authorityId = 'a1', reason = 'damaged-file', url = `${COLUMN}9.html` } = more
    const sha256 = sha256Of(listTitle)
    await snapshots.record(db, { sha256, bytes: 1, mediaType: 'application/pdf' })
    const columnId = (await columnIdsOf(db, 'p1')).get(COLUMN) ?? null
    const dates = [{ date: '2025-01-20', from: 'list' }]
    const seen = { url, sha256, columnId, authorityId, districtId: 'd1', listTitle, dates, attachmentOf: null }
    const [capture] = await captures.record(db, await startRun(db), [seen])
    const mark = reason === 'damaged-file' ? captures.markFailed : captures.markNotReport
    await mark(db, capture?.id ?? 0, { reason, message: '' })
  }
  const unreadOf = async () => (await evidenceOf(db, { district: 'd1', year: YEAR })).map(({ unread }) => unread.length)

  test.each([
    { name: 'a report of the year by its title', title: '2024年政府信息公开工作年度报告', unread: [1, 0] },
    { name: 'a report of another year', title: '2023年政府信息公开工作年度报告', unread: [0, 0] },
    { name: 'a title without a year, of the year by its date', title: '政府信息公开年度报告', unread: [1, 0] },
    { name: 'pictures only', title: '2024年年度报告', reason: 'pictures-only', unread: [1, 0] },
    { name: 'no report by its content', title: '2024年年度报告', reason: 'website-report', unread: [0, 0] },
    {
      name: 'nobody’s for certain, with the name in its title',
      title: '示例县a2 2024年年度报告',
      authorityId: null,
      unread: [0, 1],
    },
    { name: 'nobody’s for certain, without a name', title: '2024年年度报告', authorityId: null, unread: [0, 0] },
  ])('$name', async ({ title, unread, ...more }) => {
    await see(title, more)
    expect(await unreadOf()).toEqual(unread)
  })

  test('the page of a file that was read is no such document', async () => {
    await see('2024年年度报告', { reason: 'attachment-only' })
    expect(await unreadOf()).toEqual([1, 0])
    const file = { runId: await startRun(db), url: `${COLUMN}9.pdf`, attachmentOf: `${COLUMN}9.html`, bytes: 'pdf' }
    await publish(db, file, reportOf({}, { year: YEAR }), { year: YEAR })
    expect(await unreadOf()).toEqual([0, 0])
  })
})

test('only columns that hold reports of the year, and have not moved, are places to look', async () => {
  const authorities = [authorityOf('a1'), authorityOf('a2', { until: 2023, successor: 'a1' })]
  const columns = [
    { url: COLUMN, authorities: 'all', since: YEAR },
    { url: `${COLUMN}old/`, authorities: 'all', status: 'old', until: YEAR - 1 },
    { url: `${COLUMN}moved/`, authorities: 'all', status: 'moved' },
    { url: `${COLUMN}blocked/`, authorities: 'all', status: 'blocked' },
  ] as const
  await importRegistry(db, registryOf({ authorities, portals: [portalOf('p1', { columns })] }))
  const [first] = await evidenceOf(db, { district: 'd1', year: YEAR })
  expect(first?.columns.map(({ url }) => url)).toEqual([COLUMN, `${COLUMN}blocked/`])
  const [before] = await evidenceOf(db, { district: 'd1', year: YEAR - 1 })
  expect(before?.columns.map(({ url }) => url)).toEqual([`${COLUMN}old/`, `${COLUMN}blocked/`])
})
