import * as captures from '../../db/captures.ts'
import { alone } from '../../db/locks.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as runAudits from '../../db/run-audits.ts'
import * as runs from '../../db/runs.ts'
import { advanceRuns } from './advance-run.ts'
import type { QueueContext } from './context.ts'
import { sweep } from './sweep.ts'

/** Without queues the next sweep of a worker goes on from the rows. */
type QueuesOrNot = Pick<QueueContext, 'db'> & { readonly queues: QueueContext['queues'] | null }

/**
 * Has a run ask no portal any more. What it has fetched is read and checked, so that nothing is half known; then it ends as `cancelled` with
 * the account of what it did. Of a run of local files, those that still wait are put aside. False where it had ended, or there is none.
 */
export async function cancelRun({ db, queues }: QueuesOrNot, runId: number, by: string): Promise<boolean> {
  const isCancelled = await alone(db, runs.BEGIN_OR_END, async (trx) => {
    const run = await runs.cancel(trx, runId, by)
    if (run === null) return false
    await portalCrawls.cancelOpen(trx, runId)
    if (run.kind === 'ingest') await captures.putAside(trx, runId)
    return true
  })
  if (isCancelled && queues !== null) await advanceRuns({ db, queues })
  return isCancelled
}

/**
 * Takes up a cancelled run where it stopped. Portals that were being asked are asked again from the start, with conditional requests. False
 * where it was not cancelled. @throws Error when another run is crawling: two at once would ask a portal twice as fast as its pace allows
 */
export async function resumeRun({ db, queues }: QueuesOrNot, runId: number): Promise<boolean> {
  const isResumed = await alone(db, runs.BEGIN_OR_END, async (trx) => {
    const run = await runs.get(trx, runId)
    if (!run || run.cancelled_at === null) return false
    const others = (await runs.unfinished(trx)).filter(({ id, kind }) => id !== runId && kind !== 'ingest')
    if (run.kind !== 'ingest' && others.length > 0) throw new OtherRunGoesOn(others[0]!.id)
    await portalCrawls.reopenCancelled(trx, runId)
    await captures.takeBack(trx, runId)
    await runAudits.reopen(trx, runId)
    return await runs.takeUp(trx, runId)
  })
  if (isResumed && queues !== null) await sweep({ db, queues })
  return isResumed
}

export class OtherRunGoesOn extends Error {
  readonly runId: number

  constructor(runId: number) {
    super(`run ${runId} is still going on`)
    this.runId = runId
  }
}
