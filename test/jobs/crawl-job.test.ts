import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { continueOrStartRun, startNightlyRun } from '../../src/jobs/start-run.ts'
import { NotNow } from '../../src/jobs/workers.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'
import { type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'
import { type JobWorld, openJobWorld, rowsOf } from './job-world.ts'

let world: JobWorld
let sample: SamplePortals
beforeEach(async () => {
  world = await openJobWorld()
  sample = await startSamplePortals({ basePort: 0, night: 1 })
  await registry.importRegistry(world.context.db, readPortalsFile(sample.portalsYaml, 'portals.yaml'))
})
afterEach(async () => {
  await sample.close()
  await world.close()
})

const PORTAL = 'yunlan-townships'
const job = { signal: new AbortController().signal }

async function planCrawl(): Promise<{ runId: number; portalCrawlId: number }> {
  const { id: runId } = await runs.start(world.context.db, { kind: 'manual' })
  const [portalCrawlId] = await portalCrawls.plan(world.context.db, runId, [PORTAL])
  return { runId, portalCrawlId: portalCrawlId as number }
}

test('a crawl that is done is not done again', async () => {
  const { portalCrawlId } = await planCrawl()
  await world.processors.crawl.run({ portalCrawlId }, job)
  const once = await rowsOf(world)
  const requests = sample.log.length
  await world.processors.crawl.run({ portalCrawlId }, job)
  expect(sample.log.length).toBe(requests)
  expect(await rowsOf(world)).toEqual(once)
  expect(once['captures']?.length).toBeGreaterThan(20)
})

test('a crawl that is cut short leaves no reading: half a list is no proof of absence', async () => {
  const { portalCrawlId } = await planCrawl()
  const stopping = new AbortController()
  const running = world.processors.crawl.run({ portalCrawlId }, { ...job, signal: stopping.signal })
  setTimeout(() => stopping.abort(), 300)
  await expect(running).rejects.toThrow()
  const { captures, column_readings, portal_crawls } = await rowsOf(world)
  expect([captures, column_readings]).toEqual([[], []])
  expect(portal_crawls).toMatchObject([{ state: 'running' }])
})

test('a crawl that fails each time is recorded with unread columns, and the run can end', async () => {
  const { runId, portalCrawlId } = await planCrawl()
  await world.processors.crawl.recordFailure({ portalCrawlId }, new Error('no space left on device'))
  const summary = await world.finish(runId)
  expect(summary).toMatchObject({
    run: { state: 'failed' },
    portals: [{ id: PORTAL, state: 'failed', problems: [{ code: 'later', message: 'no space left on device' }] }],
  })
  expect(summary.filings.counts['not-assessable']).toBe(24 * 3)
  expect(summary.filings.missing).toEqual([])
})

test('one tick of the schedule makes one run, and none while a crawl is still going on', async () => {
  const { db } = world.context
  await Promise.all([1, 2].map(() => startNightlyRun(world.context, 'tick-1')))
  const first = await runs.latest(db, 10)
  expect(first).toMatchObject([{ kind: 'nightly', key: 'tick-1', state: 'running' }])
  await startNightlyRun(world.context, 'tick-2')
  expect(await runs.latest(db, 10)).toHaveLength(1)
  expect(await continueOrStartRun(world.context, [PORTAL])).toEqual({ runId: first[0]?.id, continued: true })
})

test('whoever asks for a crawl at the same moment gets the same run: no portal is asked by two', async () => {
  const asked = await Promise.all([1, 2, 3].map(() => continueOrStartRun(world.context, [PORTAL])))
  expect(new Set(asked.map(({ runId }) => runId)).size).toBe(1)
  expect(asked.filter(({ continued }) => !continued)).toHaveLength(1)
  await startNightlyRun(world.context, 'tick-1')
  expect(await runs.latest(world.context.db, 10)).toHaveLength(1)
})

test('a portal asked for while a run ends is crawled by another run, and a run with an open crawl does not end', async () => {
  const { db } = world.context
  const { runId, portalCrawlId } = await planCrawl()
  await world.processors.notify.run({ runId }, job)
  expect((await runs.get(db, runId))?.state).toBe('running')
  await portalCrawls.end(db, portalCrawlId, { state: 'complete', family: null, requests: 0, problems: [] })
  expect(await continueOrStartRun(world.context, [PORTAL])).toEqual({ runId, continued: true })
  const next = await continueOrStartRun(world.context, [PORTAL, 'yunlan-main'])
  expect(next.continued).toBe(false)
  expect(next.runId).not.toBe(runId)
  await world.processors.notify.run({ runId }, job)
  expect((await runs.get(db, runId))?.state).not.toBe('running')
})

test('two portals on one host are crawled one after the other, whichever process does it', async () => {
  const { db } = world.context
  const known = await registry.loadRegistry(db)
  const townships = known.portals.find(({ id }) => id === PORTAL)
  if (!townships) throw new Error('no such portal')
  const twin = { ...townships, id: 'twin', host: 'files.example.gov.cn', otherHosts: [townships.host] }
  await registry.importRegistry(db, { ...known, portals: [...known.portals, twin] })
  const { id: runId } = await runs.start(db, { kind: 'manual' })
  const [one = 0, two = 0] = await portalCrawls.plan(db, runId, [PORTAL, 'twin'])
  await portalCrawls.begin(db, two)
  await expect(world.processors.crawl.run({ portalCrawlId: one }, job)).rejects.toThrow(NotNow)
  expect(await portalCrawls.isHostTaken(db, two)).toBe(false)
  await portalCrawls.begin(db, one)
  expect([await portalCrawls.isHostTaken(db, one), await portalCrawls.isHostTaken(db, two)]).toEqual([false, true])
  await portalCrawls.end(db, one, { state: 'complete', family: null, requests: 0, problems: [] })
  expect(await portalCrawls.isHostTaken(db, two)).toBe(false)
})

test('columns that moved or do not want us are not asked, and those that do not want us keep their authorities unassessed', async () => {
  const known = readPortalsFile(sample.portalsYaml, 'portals.yaml')
  const marked = (status: 'blocked' | 'moved') => ({
    ...known,
    portals: known.portals.map((portal) => ({ ...portal, columns: portal.columns.map((column) => ({ ...column, status })) })),
  })
  for (const status of ['blocked', 'moved'] as const) {
    await registry.importRegistry(world.context.db, marked(status))
    const { runId, portalCrawlId } = await planCrawl()
    await world.processors.crawl.run({ portalCrawlId }, job)
    const summary = await world.finish(runId)
    expect(summary.portals).toMatchObject([{ id: PORTAL, state: 'complete', problems: [] }])
    expect(summary.filings.counts['not-assessable'], status).toBe(24 * 3)
    expect(summary.filings.missing).toEqual([])
  }
  expect(sample.log).toEqual([])
})

test('a crawl that has to wait for the quiet hours to end gives its place back, asks nothing, and is taken up later', async () => {
  const { db } = world.context
  const yaml =
    'districts: [{ id: q, name: 示例区, authorities: [{ id: qa, name: 示例区财政局, kind: gov_department }] }]\nportals: [{ id: qp, name: 示例网, district: q, host: www.example.gov.cn, columns: [{ url: "http://www.example.gov.cn/nb/", authorities: all }] }]'
  await registry.importRegistry(db, readPortalsFile(yaml, 'portals.yaml'))
  const { id: runId } = await runs.start(db, { kind: 'manual' })
  const [portalCrawlId] = (await portalCrawls.plan(db, runId, ['qp'])) as [number]
  const quiet = { hours: { from: 1320, to: 1440 }, season: { from: '01-01', to: '12-31' } }
  vi.useFakeTimers({ now: new Date('2026-01-13T22:30:00+08:00'), toFake: ['Date'] })
  const { crawl } = createProcessors({ ...world.context, manners: { ...PLAIN_MANNERS, quiet } })
  const waiting = await crawl.run({ portalCrawlId }, job).catch((error: unknown) => error)
  vi.useRealTimers()
  expect(waiting).toBeInstanceOf(NotNow)
  expect(Math.round((waiting as NotNow).delayMs / 60_000)).toBe(90)
  const { portal_crawls, fetches } = await rowsOf(world)
  expect(portal_crawls).toMatchObject([{ state: 'waiting' }])
  expect(fetches ?? []).toEqual([])
})
