import * as registry from '../../db/registry.ts'
import * as runAudits from '../../db/run-audits.ts'
import { districtsOf, hasPendingCaptures, uncheckedVersions, unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import type { JobContext } from './context.ts'
import { enqueue } from './queues.ts'

/**
 * Takes every run to its next stage when the rows say that the one before is over: crawled and extracted → check → audit → notify.
 * Called whenever a job has ended; whoever commits last sees that all is done. Reports are checked when all of a run are extracted,
 * since each is compared with the one of the year before. `among: 'checks'`: called after one of many checks, which are queued already.
 */
export async function advanceRuns(context: JobContext, { among }: { among?: 'checks' } = {}): Promise<void> {
  for (const { id } of await runs.unfinished(context.db)) await advance(context, id, among === 'checks')
}

async function advance(context: JobContext, runId: number, checksAreQueued: boolean): Promise<void> {
  const { db, queues } = context
  if ((await unfinishedCrawls(db, runId)).length > 0) return
  if (await hasPendingCaptures(db, runId)) return
  const unchecked = await uncheckedVersions(db, checksAreQueued ? { runId, limit: 1 } : { runId })
  if (!checksAreQueued)
    await enqueue(
      queues,
      'check',
      unchecked.map((versionId) => ({ versionId })),
    )
  if (unchecked.length > 0) return

  await runAudits.owe(db, runId, await auditsOf(context, runId))
  const open = (await runAudits.ofRun(db, runId)).filter(({ done }) => !done)
  if (open.length > 0)
    await enqueue(
      queues,
      'audit',
      open.map(({ district, year }) => ({ runId, district, year })),
    )
  else await enqueue(queues, 'notify', [{ runId }])
}

async function auditsOf({ db }: JobContext, runId: number): Promise<{ district: string; year: number }[]> {
  const districts = await districtsOf(db, runId)
  const known = await registry.loadRegistry(db)
  return known.districts
    .filter(({ id }) => districts.includes(id))
    .flatMap(({ id, years }) => years.map((year) => ({ district: id, year })))
}
