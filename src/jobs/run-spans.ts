import * as belonging from '../../db/belonging.ts'
import type { Db } from '../../db/connect.ts'
import type { FetchRecord } from '../model/crawl.ts'
import type { Span, SpanFacts, SpanPlace } from '../model/trace.ts'
import type { JobContext } from './context.ts'
import { placeOfCrawl, placeOfFetch, placeOfRun } from './span-places.ts'
import type { Traces } from './traces.ts'

/** One request of a crawl: how long it waited until it was sent, and each message that it took. Its address goes without what stands behind `?`. */
export function fetchSpan(crawl: SpanPlace, fetchId: number, fetch: FetchRecord): Span {
  const from = Date.parse(fetch.fetchedAt)
  const { origin, pathname, hostname, port, protocol } = new URL(fetch.finalUrl)
  const [first] = fetch.exchanges
  const facts: SpanFacts = {
    'http.request.method': fetch.method,
    'url.full': `${origin}${pathname}`,
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    ...(fetch.status === null ? {} : { 'http.response.status_code': fetch.status }),
    'http.response.body.size': fetch.bytes,
    'gouji.fetch_id': fetchId,
    'gouji.outcome': fetch.outcome,
    'gouji.messages': fetch.exchanges.length,
    ...(first === undefined ? {} : { 'gouji.wait_ms': Math.max(Date.parse(first.at) - from, 0) }),
  }
  return {
    name: fetch.method,
    kind: 'asked',
    at: placeOfFetch(crawl, fetchId),
    parentId: crawl.spanId,
    from,
    to: from + fetch.durationMs,
    facts,
    error: fetch.outcome === 'ok' || fetch.outcome === 'unchanged' ? null : fetch.outcome,
    events: fetch.exchanges.map(({ at, url, answer }) => ({
      name: 'sent',
      at: Date.parse(at),
      facts: {
        'server.address': new URL(url).hostname,
        ...(answer === null ? {} : { 'http.response.status_code': answer.status }),
      },
    })),
  }
}

/** Records a crawl as a whole when it has ended. It came of its run. */
export async function recordCrawl(db: Db, { record }: Pick<Traces, 'record'>, portalCrawlId: number): Promise<void> {
  const [known, crawl] = await Promise.all([belonging.ofCrawl(db, portalCrawlId), belonging.endedCrawl(db, portalCrawlId)])
  if (known === null || crawl === null) return
  record({
    name: 'crawl of a portal',
    kind: 'work',
    at: placeOfCrawl({ crawlId: portalCrawlId, began: known.began }),
    parentId: null,
    from: crawl.startedAt.getTime(),
    to: crawl.endedAt.getTime(),
    facts: {
      'gouji.run_id': known.runId,
      'gouji.portal_crawl_id': portalCrawlId,
      'gouji.portal': crawl.portalId,
      'gouji.state': crawl.state,
      ...(crawl.family === null ? {} : { 'gouji.family': crawl.family }),
      'gouji.requests': crawl.requests,
      'gouji.problems': crawl.problems,
    },
    error: crawl.state === 'failed' ? 'failed' : null,
    cause: placeOfRun(known),
  })
}

/** Records a run as a whole when it has ended. */
export async function recordRun(db: Db, { record }: Pick<Traces, 'record'>, runId: number): Promise<void> {
  const [known, run] = await Promise.all([belonging.ofRun(db, runId), belonging.endedRun(db, runId)])
  if (known === null || run === null) return
  record({
    name: 'run',
    kind: 'work',
    at: placeOfRun(known),
    parentId: null,
    from: run.startedAt.getTime(),
    to: run.endedAt.getTime(),
    facts: { 'gouji.run_id': runId, 'gouji.kind': run.kind, 'gouji.state': run.state, 'gouji.portals': run.portals },
    error: run.state === 'failed' ? 'failed' : null,
  })
}

/** Where the requests of a crawl stand; null where no traces are made. */
export async function placeInTraces(
  { db, traces }: Pick<JobContext, 'db' | 'traces'>,
  crawlId: number,
): Promise<SpanPlace | null> {
  const known = traces === undefined ? null : await belonging.ofCrawl(db, crawlId)
  return known && placeOfCrawl({ crawlId, began: known.began })
}
