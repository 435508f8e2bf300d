import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as runAudits from '../../db/run-audits.ts'
import { districtsOf, hasPendingCaptures, readyCaptures, uncheckedVersions, unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import type { QueueContext } from './context.ts'
import { enqueue } from './queues.ts'

/**
 * Takes every run to its next stage when the rows say that the one before is over: crawl → extract → check → audit → notify.
 * Called whenever a job has ended; whoever commits last sees that all is done. Reports are checked when all of a run are extracted,
 * since each is compared with the one of the year before. `among`: called after one of many jobs of a stage, which are all queued.
 */
export async function advanceRuns(context: QueueContext, { among }: { among?: 'extract' | 'check' } = {}): Promise<void> {
  for (const { id } of await runs.unfinished(context.db)) await advance(context, id, among)
}

async function advance({ db, queues }: QueueContext, runId: number, among: 'extract' | 'check' | undefined): Promise<void> {
  if ((await unfinishedCrawls(db, runId)).length > 0) return
  if (await hasPendingCaptures(db, runId)) {
    const ready = among === 'extract' ? [] : await readyCaptures(db, { runId })
    return await enqueue(
      queues,
      'extract',
      ready.map((captureId) => ({ captureId })),
    )
  }
  const unchecked = await uncheckedVersions(db, among === 'check' ? { runId, limit: 1 } : { runId })
  if (unchecked.length > 0) {
    const versions = among === 'check' ? [] : unchecked
    return await enqueue(
      queues,
      'check',
      versions.map((versionId) => ({ versionId })),
    )
  }

  await runAudits.owe(db, runId, await auditsOf(db, runId))
  const open = (await runAudits.ofRun(db, runId)).filter(({ done }) => !done)
  if (open.length > 0)
    await enqueue(
      queues,
      'audit',
      open.map(({ district, year }) => ({ runId, district, year })),
    )
  else await enqueue(queues, 'notify', [{ runId }])
}

async function auditsOf(db: Db, runId: number): Promise<{ district: string; year: number }[]> {
  const districts = await districtsOf(db, runId)
  const known = await registry.loadRegistry(db)
  return known.districts
    .filter(({ id }) => districts.includes(id))
    .flatMap(({ id, years }) => years.map((year) => ({ district: id, year })))
}
