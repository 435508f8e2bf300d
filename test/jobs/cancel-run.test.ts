import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { cancelRun, OtherRunGoesOn, resumeRun } from '../../src/jobs/cancel-run.ts'
import { continueOrStartRun } from '../../src/jobs/start-run.ts'
import { type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'
import { type JobWorld, openJobWorld, rowsOf } from './job-world.ts'
import { reportPage } from './report-page.ts'

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

const PORTALS = ['yunlan-main', 'yunlan-townships']
const job = { signal: new AbortController().signal }

test('a run that is cancelled before it began ends as cancelled, says by whom, and asks nothing', async () => {
  const { runId } = await continueOrStartRun(world.context, PORTALS)
  expect(await cancelRun(world.context, runId, 'wang')).toBe(true)
  const summary = await world.finish(runId)
  expect(sample.log).toEqual([])
  expect(summary.run).toMatchObject({
    state: 'cancelled',
    why: [{ zh: '已由 wang 取消，2 个网站未抓取或未抓取完', en: 'cancelled by wang; 2 portals not crawled, or not to the end' }],
  })
  expect(await cancelRun(world.context, runId, 'wang')).toBe(false)
})

test('a crawl in the middle stops, keeps no half list, and what was fetched before is read', async () => {
  const { db } = world.context
  const { runId } = await continueOrStartRun(world.context, PORTALS)
  const [main, townships] = await portalCrawls.plan(db, runId, PORTALS)
  await world.processors.crawl.run({ portalCrawlId: townships! }, job)
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const crawling = world.processors.crawl.run({ portalCrawlId: main! }, job)
  const before = sample.log.length
  await vi.waitFor(() => expect(sample.log.length).toBeGreaterThan(before), 10_000)
  await cancelRun(world.context, runId, 'wang')
  await vi.advanceTimersByTimeAsync(5_000)
  vi.useRealTimers()
  await crawling
  const summary = await world.finish(runId)
  expect(summary.run.state).toBe('cancelled')
  expect(summary.portals.map(({ state }) => state)).toEqual(['cancelled', 'complete'])
  expect(summary.reports.new).toBeGreaterThan(20)
  const { column_readings } = await rowsOf(world)
  expect(column_readings!.every((row) => (row as { portal_crawl_id: number }).portal_crawl_id === townships)).toBe(true)
})

test('a cancelled run that is taken up again ends like one that was never cancelled', async () => {
  const undisturbed = await openJobWorld()
  try {
    await registry.importRegistry(undisturbed.context.db, readPortalsFile(sample.portalsYaml, 'portals.yaml'))
    await undisturbed.finish((await continueOrStartRun(undisturbed.context, ['yunlan-townships'])).runId)

    const { runId } = await continueOrStartRun(world.context, ['yunlan-townships'])
    await cancelRun(world.context, runId, 'wang')
    await world.finish(runId)
    expect(await resumeRun(world.context, runId)).toBe(true)
    expect((await world.finish(runId)).run).toMatchObject({ state: 'complete' })
    const tables = ['cells', 'findings', 'filings'] as const
    const expected = await rowsOf(undisturbed)
    const seen = await rowsOf(world)
    const shown = (rows: unknown[] | undefined) =>
      (rows ?? []).map((row) => {
        const { rule, filer, year, state, verdict } = row as Record<string, unknown>
        return [rule, filer, year, state, verdict].join(' ')
      })
    expect(shown(seen['findings']).toSorted()).toEqual(shown(expected['findings']).toSorted())
    for (const table of tables) expect(seen[table]!.length).toBe(expected[table]!.length)
  } finally {
    await undisturbed.close()
  }
})

test('a run that was not cancelled is not taken up, and none beside another that crawls', async () => {
  const { runId } = await continueOrStartRun(world.context, PORTALS)
  expect(await resumeRun(world.context, runId)).toBe(false)
  await cancelRun(world.context, runId, 'wang')
  await world.finish(runId)
  const next = await continueOrStartRun(world.context, PORTALS)
  expect(next.continued).toBe(false)
  await expect(resumeRun(world.context, runId)).rejects.toThrow(OtherRunGoesOn)
})

test('local files that wait are put aside, and read when the run is taken up again', async () => {
  const { db } = world.context
  const { id: runId } = await runs.start(db, { kind: 'ingest' })
  await world.see(runId, [{ url: 'file:///a.html', bytes: reportPage('yl-gonganju', 2025) }])
  await cancelRun(world.context, runId, 'wang')
  const cancelled = await world.finish(runId)
  expect(cancelled).toMatchObject({
    run: { state: 'cancelled' },
    failed: [{ reason: 'cancelled', count: 1 }],
    reports: { total: 0 },
  })
  await resumeRun(world.context, runId)
  expect(await world.finish(runId)).toMatchObject({ run: { state: 'complete' }, failed: [], reports: { new: 1, total: 1 } })
})
