import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { JobContext } from './context.ts'
import { enqueue } from './queues.ts'

/**
 * A run that crawls these portals: the one that was interrupted, where there is one, so that nothing is asked for twice; else a new one.
 * What is to be crawled is committed before anything is queued.
 */
export async function continueOrStartRun(
  context: JobContext,
  portals: readonly string[],
): Promise<{ readonly runId: number; readonly continued: boolean }> {
  const [interrupted] = (await runs.unfinished(context.db)).filter(({ kind }) => kind !== 'ingest')
  if (!interrupted) return { runId: await startCrawlRun(context, { kind: 'manual', key: null, portals }), continued: false }
  await queueCrawls(context, await portalCrawls.plan(context.db, interrupted.id, portals))
  return { runId: interrupted.id, continued: true }
}

async function startCrawlRun(
  context: JobContext,
  {
    kind,
    key,
    portals,
  }: { readonly kind: 'manual' | 'nightly'; readonly key: string | null; readonly portals: readonly string[] },
): Promise<number> {
  const { runId, crawls } = await inTransaction(context.db, async (trx) => {
    const run = await runs.start(trx, { kind, key })
    return { runId: run.id, crawls: run.isNew ? await portalCrawls.plan(trx, run.id, portals) : [] }
  })
  await queueCrawls(context, crawls)
  return runId
}

async function queueCrawls({ queues }: JobContext, crawls: readonly number[]): Promise<void> {
  await enqueue(
    queues,
    'crawl',
    crawls.map((portalCrawlId) => ({ portalCrawlId })),
  )
}

/**
 * The night's run. `tick` names the tick of the schedule, so that a job that runs twice starts one run. While an earlier crawl still
 * goes on, the night is left out: two crawls at once would ask a portal twice as fast as its pace allows.
 */
export async function startNightlyRun(context: JobContext, tick: string): Promise<void> {
  const going = (await runs.unfinished(context.db)).find(({ kind, key }) => kind !== 'ingest' && key !== tick)
  if (going) {
    context.log.warn({ run: going.id }, `run ${going.id} is still going on; tonight's crawl is left out`)
    return
  }
  const { portals } = await registry.loadRegistry(context.db)
  const runId = await startCrawlRun(context, { kind: 'nightly', key: tick, portals: portals.map(({ id }) => id) })
  context.log.info({ run: runId }, `run ${runId} started`)
}
