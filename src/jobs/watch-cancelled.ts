import * as portalCrawls from '../../db/portal-crawls.ts'
import type { PortalCrawl } from '../model/crawl.ts'
import type { JobContext } from './context.ts'

/** How often it is asked whether runs were cancelled. */
const LOOK_EVERY_MS = 5_000

type Crawling = { readonly runId: number; readonly portalCrawlId: number }
type WhileOpen = (
  crawl: Crawling,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<PortalCrawl>,
) => Promise<PortalCrawl | null>

/**
 * Gives what crawls until it is done, or until somebody ends the crawl by cancelling its run: then null, and nothing of it is kept but the record
 * of its requests. One statement asks for all crawls of the process, however many there are.
 */
export function watchCancelled({ db, log }: Pick<JobContext, 'db' | 'log'>): WhileOpen {
  const open = new Map<number, AbortController>()
  let timer: NodeJS.Timeout | null = null
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      for (const id of await portalCrawls.endedOf(db, [...open.keys()])) open.get(id)?.abort()
    } catch (error) {
      log.warn({ err: error }, 'cannot see whether runs were cancelled; looking again')
    } finally {
      isLooking = false
    }
  }

  return async ({ runId, portalCrawlId }, stopping, work) => {
    const cancelled = new AbortController()
    open.set(portalCrawlId, cancelled)
    timer ??= setInterval(look, LOOK_EVERY_MS)
    try {
      return await work(AbortSignal.any([stopping, cancelled.signal]))
    } catch (error) {
      if (!cancelled.signal.aborted) throw error
      log.info({ run: runId, portalCrawl: portalCrawlId }, 'the run was cancelled; the crawl stops')
      return null
    } finally {
      open.delete(portalCrawlId)
      if (open.size === 0 && timer !== null) {
        clearInterval(timer)
        timer = null
      }
    }
  }
}
