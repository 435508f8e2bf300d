import * as failedWork from '../../db/failed-work.ts'
import { alone } from '../../db/locks.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as runs from '../../db/runs.ts'
import { OtherRunGoesOn } from './cancel-run.ts'
import type { JobContext } from './context.ts'
import { sweep } from './sweep.ts'

/**
 * Begins a run that tries failed work again, as if nobody had tried it, and returns its number; null where there is nothing to try.
 * @throws OtherRunGoesOn while another run crawls: what it finds may settle some of it, and two would ask a portal twice as fast
 */
export async function retryFailed(context: JobContext, work: readonly failedWork.FailedWork[]): Promise<number | null> {
  if (work.length === 0) return null
  const ids = (wanted: failedWork.FailedKind) => work.filter(({ kind }) => kind === wanted).map(({ id }) => id)
  const runId = await alone(context.db, runs.BEGIN_OR_END, async (trx) => {
    const other = (await runs.unfinished(trx)).find(({ kind }) => kind !== 'ingest')
    if (other) throw new OtherRunGoesOn(other.id)
    const { id } = await runs.start(trx, { kind: 'manual' })
    const chosen = { document: ids('document'), check: ids('check'), audit: ids('audit'), portal: ids('portal') }
    await failedWork.handOver(trx, id, chosen)
    await portalCrawls.plan(trx, id, chosen.portal)
    return id
  })
  await sweep(context)
  return runId
}
