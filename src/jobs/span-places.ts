import { createHash } from 'node:crypto'
import type { Belonging } from '../../db/belonging.ts'
import type { SpanPlace } from '../model/trace.ts'

// Ids follow from rows: every process knows them without being told, so that a trace holds together over crashes and over jobs that a
// sweep has queued again, and nothing of it has to travel with the jobs.

/** The whole of a run. */
export function placeOfRun({ runId, began }: Pick<Belonging, 'runId' | 'began'>): SpanPlace {
  return { traceId: hex(32, 'run', runId, began), spanId: hex(16, 'run', runId, began) }
}

/** The whole crawl of a portal: a trace of its own, since that of a night over a thousand portals could not be shown. */
export function placeOfCrawl({ crawlId, began }: { readonly crawlId: number; readonly began: string }): SpanPlace {
  return { traceId: hex(32, 'crawl', crawlId, began), spanId: hex(16, 'crawl', crawlId, began) }
}

export function placeOfFetch(crawl: SpanPlace, fetchId: number): SpanPlace {
  return { traceId: crawl.traceId, spanId: hex(16, 'fetch', crawl.traceId, fetchId) }
}

/** Under which span work stands: the request that brought its document, else the crawl, else the run. */
export function placeAbove({ crawlId, fetchId, ...run }: Belonging): SpanPlace {
  if (crawlId === null) return placeOfRun(run)
  const crawl = placeOfCrawl({ crawlId, began: run.began })
  return fetchId === null ? crawl : placeOfFetch(crawl, fetchId)
}

function hex(length: 16 | 32, ...seed: readonly (string | number)[]): string {
  return createHash('sha256').update(seed.join(' ')).digest('hex').slice(0, length)
}
