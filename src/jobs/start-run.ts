import { alone } from '../../db/locks.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import { unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import type { JobContext } from './context.ts'
import { enqueue } from './queues.ts'

/**
 * A run that crawls these portals: the one that was interrupted, where there is one, so that nothing is asked for twice; else a new one.
 * A run that has crawled all its portals takes no more of them. Whoever asks at the same moment, on any machine, gets the same run.
 */
export async function continueOrStartRun(
  context: JobContext,
  portals: readonly string[],
): Promise<{ readonly runId: number; readonly continued: boolean }> {
  const begun = await alone(context.db, runs.BEGIN_OR_END, async (trx) => {
    for (const { id } of (await runs.unfinished(trx)).filter(({ kind }) => kind !== 'ingest')) {
      const planned = await portalCrawls.portalsOf(trx, id)
      const isOpen = portals.every((portal) => planned.includes(portal)) || (await unfinishedCrawls(trx, id)).length > 0
      if (!isOpen) continue
      await portalCrawls.plan(trx, id, portals)
      return { runId: id, continued: true }
    }
    const { id } = await runs.start(trx, { kind: 'manual' })
    await portalCrawls.plan(trx, id, portals)
    return { runId: id, continued: false }
  })
  await queueCrawls(context, begun.runId)
  return begun
}

/** What is to be crawled is committed before anything is queued. */
async function queueCrawls({ db, queues }: Pick<JobContext, 'db' | 'queues'>, runId: number): Promise<void> {
  const crawls = await unfinishedCrawls(db, runId)
  await enqueue(
    queues,
    'crawl',
    crawls.map((portalCrawlId) => ({ portalCrawlId })),
  )
}

/**
 * The night's run. `tick` names the tick of the schedule: whoever asks for it again, on any machine, gets the same run. While an earlier crawl
 * still goes on, the night waits: two crawls at once would ask a portal twice as fast as its pace allows.
 */
export async function startNightlyRun(context: Pick<JobContext, 'db' | 'queues' | 'log'>, tick: string): Promise<void> {
  const { db, log } = context
  const begun = await alone(db, runs.BEGIN_OR_END, async (trx) => {
    if (await runs.isKnown(trx, tick)) return null
    const going = (await runs.unfinished(trx)).find(({ kind }) => kind !== 'ingest')
    if (going) return { going: going.id }
    const run = await runs.start(trx, { kind: 'nightly', key: tick })
    const { portals } = await registry.loadRegistry(trx)
    await portalCrawls.plan(
      trx,
      run.id,
      portals.map(({ id }) => id),
    )
    return { runId: run.id }
  })
  if (begun === null) return
  if (begun.runId === undefined)
    return log.warn({ run: begun.going, tick }, `run ${begun.going} is still going on; tonight's crawl begins when it has ended`)
  log.info({ run: begun.runId, tick }, `run ${begun.runId} started`)
  // After a crash at this place the sweep queues them.
  await queueCrawls(context, begun.runId)
}
