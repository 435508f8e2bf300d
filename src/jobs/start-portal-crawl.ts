import type { Db } from '../../db/connect.ts'
import { alone } from '../../db/locks.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import { enqueue, type Queues } from './queues.ts'

/**
 * Crawls one portal in a run of its own, so that its outcome is told apart; where a crawl of it waits or goes on already, that one is
 * named. Its turn comes when its hosts are free, at its pace, and not in the quiet hours. Without queues the next sweep of a worker finds it.
 */
export async function startPortalCrawl(
  db: Db,
  queues: Queues | null,
  portal: string,
): Promise<{ readonly runId: number; readonly isNew: boolean }> {
  const begun = await alone(db, runs.BEGIN_OR_END, async (trx) => {
    const going = await portalCrawls.goingOn(trx, portal)
    if (going !== null) return { runId: going, isNew: false }
    const { id } = await runs.start(trx, { kind: 'manual' })
    await portalCrawls.plan(trx, id, [portal])
    return { runId: id, isNew: true }
  })
  if (queues === null) return begun
  const crawls = await unfinishedCrawls(db, begun.runId)
  await enqueue(
    queues,
    'crawl',
    crawls.map((portalCrawlId) => ({ portalCrawlId })),
  )
  return begun
}
