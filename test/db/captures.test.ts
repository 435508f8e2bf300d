import { afterAll, beforeAll, expect, test } from 'vitest'
import * as captures from '../../db/captures.ts'
import * as columnReadings from '../../db/column-readings.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as fetches from '../../db/fetches.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { columnIdsOf } from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { ColumnReading, FetchRecord } from '../../src/model/crawl.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { openTestDatabase } from '../test-database.ts'
import { COLUMN, publish, reportOf, see, seed, startRun } from './rows.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
  await seed(open.db)
})
afterAll(() => open.close())

test('a run begins, ends once, and a tick of the schedule makes only one', async () => {
  const { db } = open
  const [first, second] = await Promise.all([1, 2].map(() => runs.start(db, { kind: 'nightly', key: '2026-11-23T02:30' })))
  expect(first?.id).toBe(second?.id)
  expect([first?.isNew, second?.isNew].sort()).toEqual([false, true])
  const id = first?.id as number
  expect((await runs.unfinished(db)).map((run) => run.id)).toContain(id)
  expect(await runs.end(db, id, { state: 'complete', summary: { pages: 3 } })).toBe(true)
  expect(await runs.end(db, id, { state: 'failed', summary: {} })).toBe(false)
  expect(await runs.get(db, id)).toMatchObject({ state: 'complete', summary: { pages: 3 } })
  expect((await runs.latest(db, 1))[0]?.id).toBe(id)
})

test('a crawl is planned once, begins again after its process died, and not after it ended', async () => {
  const { db } = open
  const runId = await startRun(db)
  const [id = 0] = await portalCrawls.plan(db, runId, ['p1'])
  expect(await portalCrawls.plan(db, runId, ['p1'])).toEqual([id])
  expect(await portalCrawls.begin(db, id)).toMatchObject({ portal_id: 'p1', state: 'running' })
  expect(await portalCrawls.begin(db, id)).not.toBeNull()
  const problems = [{ code: 'later', url: COLUMN, message: '503' }] as const
  await portalCrawls.end(db, id, { state: 'partial', family: 'trs-static', requests: 4, problems })
  expect(await portalCrawls.begin(db, id)).toBeNull()
  expect(await db.selectFrom('portal_crawls').selectAll().where('id', '=', id).executeTakeFirst()).toMatchObject({
    problems,
    requests: 4,
  })
})

test('a list that did not change is kept once; reading a column again in a crawl replaces the reading', async () => {
  const { db } = open
  const columnId = (await columnIdsOf(db, 'p1')).get(COLUMN) as number
  const entries = [{ url: `${COLUMN}1.html`, title: '年报', date: null, judgement: 'candidate', reason: null }] as const
  const reading: ColumnReading = { columnUrl: COLUMN, complete: false, pages: 1, entries, declared: 2, problem: '第二页未读取' }
  for (const night of [1, 2]) {
    const [portalCrawlId = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
    await columnReadings.record(db, { portalCrawlId, columnId }, reading)
    await columnReadings.record(db, { portalCrawlId, columnId }, { ...reading, complete: true, pages: night, problem: null })
    const [kept] = await columnReadings.ofCrawl(db, portalCrawlId)
    expect(kept).toMatchObject({ columnUrl: COLUMN, complete: true, pages: night, entries, problem: null })
  }
  expect(await db.selectFrom('entry_lists').selectAll().execute()).toHaveLength(1)
})

test('what is known of an address is its last page, with the marks that came with those bytes', async () => {
  const { db } = open
  const url = `https://www.example.gov.cn/${'long/'.repeat(1_000)}`
  const [portalCrawlId = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
  const [old, page] = [sha256Of('old'), sha256Of('page')]
  for (const sha256 of [old, page]) await snapshots.record(db, { sha256, bytes: 3, mediaType: null })
  const fetch: FetchRecord = {
    url,
    finalUrl: url,
    redirects: [],
    status: 200,
    outcome: 'ok',
    fetchedAt: '2026-11-23T02:30:00Z',
    durationMs: 12.5,
    etag: '"1"',
    lastModified: null,
    contentType: 'text/html',
    bytes: 4,
    sha256: old,
    error: null,
    method: 'GET',
    exchanges: [],
    columnUrl: null,
    tls: 'plain',
    challenge: null,
  }
  expect(await fetches.known(db, url)).toBeNull()
  await fetches.record(db, portalCrawlId, fetch)
  await fetches.record(db, portalCrawlId, { ...fetch, sha256: page, etag: '"2"', lastModified: 'Mon, 23 Nov 2026 00:00:00 GMT' })
  await fetches.record(db, portalCrawlId, { ...fetch, status: 304, outcome: 'unchanged', sha256: page, etag: null, bytes: 0 })
  await fetches.record(db, portalCrawlId, { ...fetch, status: 503, outcome: 'later', sha256: null, etag: '"busy"', bytes: 0 })
  await fetches.record(db, portalCrawlId, { ...fetch, outcome: 'soft-404', sha256: old, etag: '"gone"' })
  await fetches.record(db, portalCrawlId, { ...fetch, method: 'POST', etag: '"posted"' })
  expect(await fetches.known(db, url)).toEqual({
    sha256: page,
    etag: '"2"',
    lastModified: 'Mon, 23 Nov 2026 00:00:00 GMT',
    finalUrl: url,
    fetchedAt: new Date(fetch.fetchedAt),
  })
  expect(await fetches.known(db, COLUMN)).toBeNull()
})

test('new bytes wait for extraction; seen again they are only touched, with the dates that were not known', async () => {
  const { db } = open
  const url = `${COLUMN}seen.html`
  const [first, second] = [await startRun(db), await startRun(db)]
  const seen = await see(db, { runId: first, url, bytes: 'a', dates: [{ date: '2024-01-20', from: 'list' }] })
  expect(seen.isNew).toBe(true)
  await captures.markNotReport(db, seen.id, { reason: 'notice', message: '是通知' })
  const again = await see(db, { runId: second, url, bytes: 'a', dates: [{ date: '2024-02-02', from: 'list' }] })
  expect(again).toEqual({ ...seen, isNew: false })
  const row = await captures.get(db, seen.id)
  expect(row).toMatchObject({ run_id: first, last_run_id: second, state: 'not-report', reason: 'notice' })
  expect(row?.dates).toEqual([
    { date: '2024-01-20', from: 'list' },
    { date: '2024-02-02', from: 'list' },
  ])
  expect(await see(db, { runId: second, url, bytes: 'b' })).toMatchObject({ isNew: true })
})

test('a title with a zero or half a character in it costs no crawl', async () => {
  const { db } = open
  const columnId = (await columnIdsOf(db, 'p1')).get(COLUMN) as number
  const runId = await startRun(db)
  const [portalCrawlId = 0] = await portalCrawls.plan(db, runId, ['p1'])
  const entry = { url: `${COLUMN}odd.html`, title: '年\0报\ud83d', date: null, judgement: 'candidate', reason: null } as const
  const reading = { columnUrl: COLUMN, complete: true, pages: 1, entries: [entry], declared: null, problem: null }
  await columnReadings.record(db, { portalCrawlId, columnId }, reading)
  const [kept] = await columnReadings.ofCrawl(db, portalCrawlId)
  expect(kept?.entries[0]?.title).toBe('年\ufffd报\ufffd')
})

test('a page that two columns list is one capture', async () => {
  const { db } = open
  const runId = await startRun(db)
  const sha256 = sha256Of('listed twice')
  await snapshots.record(db, { sha256, bytes: 12, mediaType: null })
  const capture = { url: `${COLUMN}2.html`, sha256, columnId: null, districtId: 'd1', listTitle: '年报', attachmentOf: null }
  const recorded = await captures.record(db, runId, [
    { ...capture, authorityId: null, dates: [{ date: '2024-01-20', from: 'list' }] },
    {
      ...capture,
      authorityId: 'a2',
      dates: [
        { date: '2024-01-20', from: 'list' },
        { date: '2024-01-21', from: 'url' },
      ],
    },
  ])
  expect(recorded).toHaveLength(1)
  expect(await captures.get(db, recorded[0]?.id as number)).toMatchObject({ authority_id: 'a2', dates: { length: 2 } })
})

test('a document of an authority that was not registered waits again when it is seen again: the name may be registered now', async () => {
  const { db } = open
  const page = { url: `${COLUMN}foreign.html`, bytes: 'foreign' }
  const runId = await startRun(db)
  const { id } = await see(db, { ...page, runId })
  await captures.markNotReport(db, id, { reason: 'foreign', message: '不在名录中' })
  await see(db, { ...page, runId })
  expect((await captures.get(db, id))?.state).toBe('not-report')
  await see(db, { ...page, runId: await startRun(db) })
  expect((await captures.get(db, id))?.state).toBe('pending')
})

test('what failed for a reason that may pass is tried again when it is seen again; what never works is not', async () => {
  const { db } = open
  for (const [reason, state] of [
    [null, 'pending'],
    ['encrypted-file', 'failed'],
    ['authority-unknown', 'pending'],
  ] as const) {
    const page = { url: `${COLUMN}${reason}.pdf`, bytes: `${reason}` }
    const runId = await startRun(db)
    const { id } = await see(db, { ...page, runId })
    await captures.markFailed(db, id, { reason, message: '…' })
    await see(db, { ...page, runId })
    expect((await captures.get(db, id))?.state).toBe('failed')
    await see(db, { ...page, runId: await startRun(db) })
    expect((await captures.get(db, id))?.state).toBe(state)
  }
})

test('a change that is withdrawn is read again', async () => {
  const { db } = open
  const url = `${COLUMN}withdrawn.html`
  const nights = [await startRun(db), await startRun(db), await startRun(db), await startRun(db)]
  const [v1, v2, v3] = [
    await publish(db, { runId: nights[0] as number, url, bytes: 'first' }, reportOf({ 't2.reg_issued': 1 })),
    await publish(db, { runId: nights[1] as number, url, bytes: 'second' }, reportOf({ 't2.reg_issued': 2 })),
    await publish(db, { runId: nights[2] as number, url, bytes: 'first' }, reportOf({ 't2.reg_issued': 1 })),
  ]
  expect([v1, v2, v3].map(({ isNew }) => isNew)).toEqual(['new-report', 'new-version', 'new-version'])
  const { id } = await see(db, { runId: nights[3] as number, url, bytes: 'first' })
  expect((await captures.get(db, id))?.state).toBe('report')
})

test('two portals that see the same pages at once do not stand in each other’s way', async () => {
  const { db } = open
  const runId = await startRun(db)
  const pages = Array.from({ length: 30 }, (_, index) => ({
    url: `${COLUMN}both-${index}.html`,
    sha256: sha256Of(`both-${index}`),
  }))
  for (const { sha256 } of pages) await snapshots.record(db, { sha256, bytes: 1, mediaType: null })
  const seen = pages.map((page) => ({
    ...page,
    columnId: null,
    authorityId: null,
    districtId: null,
    listTitle: null,
    dates: [],
    attachmentOf: null,
  }))
  const recorded = await Promise.all([captures.record(db, runId, seen), captures.record(db, runId, seen.toReversed())])
  expect(recorded.flat().filter(({ isNew }) => isNew)).toHaveLength(30)
})
