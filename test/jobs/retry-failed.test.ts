import { afterEach, beforeEach, expect, test } from 'vitest'
import * as failedWork from '../../db/failed-work.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import { markUncheckable } from '../../db/run-progress.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { OtherRunGoesOn } from '../../src/jobs/cancel-run.ts'
import { retryFailed } from '../../src/jobs/retry-failed.ts'
import { continueOrStartRun } from '../../src/jobs/start-run.ts'
import { startSamplePortals } from '../portals/start-sample-portals.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { reportPage } from './report-page.ts'

let world: JobWorld
beforeEach(async () => {
  world = await openJobWorld()
})
afterEach(() => world.close())

const URL_2025 = 'http://127.0.0.1:3/xxgk/nianbao/1.html'

/** A run that read one report, whose document is then said to have failed. */
async function readAndFail(why: { reason: string | null; message: string }): Promise<number> {
  const runId = await world.startRun()
  const [capture] = await world.see(runId, [{ url: URL_2025, bytes: reportPage('yl-gonganju', 2025) }])
  await world.processors.extract.recordFailure({ captureId: capture!.id }, new Error(why.message))
  await world.finish(runId)
  return capture!.id
}

test('a document that failed is listed with its reason, and is read by the run that tries again', async () => {
  const { db } = world.context
  const id = await readAndFail({ reason: null, message: 'out of memory' })
  const failed = await failedWork.list(db)
  expect(failed).toMatchObject([{ kind: 'document', id: String(id), url: URL_2025, reason: null, message: 'out of memory' }])
  const again = await retryFailed(world.context, failed)
  const summary = await world.finish(again!)
  expect(summary).toMatchObject({ run: { state: 'complete' }, documents: { total: 1, ofReports: 1 }, reports: { new: 1 } })
  expect(await failedWork.list(db)).toEqual([])
  expect(await retryFailed(world.context, [])).toBeNull()
})

test('a report that could not be checked is checked again', async () => {
  const { db } = world.context
  const runId = await world.startRun()
  await world.see(runId, [{ url: URL_2025, bytes: reportPage('yl-gonganju', 2025) }])
  await world.finish(runId)
  const { id } = await db.selectFrom('report_versions').select('id').executeTakeFirstOrThrow()
  await db.updateTable('report_versions').set({ checked_at: null }).execute()
  await markUncheckable(db, id)
  const failed = await failedWork.list(db)
  expect(failed).toMatchObject([{ kind: 'check', id: String(id), url: URL_2025 }])
  expect((await world.finish((await retryFailed(world.context, failed))!)).unchecked).toEqual([])
  expect(await failedWork.list(db)).toEqual([])
})

test('a portal and the filings of a year that failed are done again', async () => {
  const { db } = world.context
  const sample = await startSamplePortals({ basePort: 0, night: 1 })
  try {
    await registry.importRegistry(db, readPortalsFile(sample.portalsYaml, 'portals.yaml'))
    const { runId } = await continueOrStartRun(world.context, ['yunlan-townships'])
    const [portalCrawlId] = await portalCrawls.plan(db, runId, ['yunlan-townships'])
    await world.processors.crawl.recordFailure({ portalCrawlId: portalCrawlId! }, new Error('it broke'))
    await world.finish(runId)
    await db.updateTable('run_audits').set({ problem: 'it broke, too' }).where('year', '=', 2024).execute()
    const failed = await failedWork.list(db)
    expect(failed.map(({ kind, id, message }) => [kind, id, message])).toEqual([
      ['audit', 'yunlan/2024', 'it broke, too'],
      ['portal', 'yunlan-townships', 'it broke'],
    ])
    const summary = await world.finish((await retryFailed(world.context, failed))!)
    expect(summary.portals).toMatchObject([{ id: 'yunlan-townships', state: 'complete' }])
    expect(await failedWork.list(db)).toEqual([])
  } finally {
    await sample.close()
  }
})

test('nothing is tried again while a run crawls', async () => {
  await readAndFail({ reason: null, message: 'x' })
  await continueOrStartRun(world.context, ['yunlan-townships'])
  await expect(retryFailed(world.context, await failedWork.list(world.context.db))).rejects.toThrow(OtherRunGoesOn)
})
