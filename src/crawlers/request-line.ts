import { Request as CrawleeRequest, type Dictionary, type IRequestManager, type RequestProvider } from '@crawlee/basic'
import type { Request } from './tasks.ts'

/** The requests of one crawl that wait, as Crawlee takes them. */
export type RequestLine = IRequestManager & {
  /** Puts requests to the end of the line, or all of them to its beginning; those whose `uniqueKey` was there before are passed over. */
  readonly add: (requests: readonly Request[], place?: 'end' | 'beginning') => void
}

/**
 * A line in memory. Crawlee's own queue makes every request a record that is checked, serialised, locked and found again, and sets 16 MB
 * aside for each crawl so that it can be shared by processes and outlive them; ours needs neither: a crawl that is cut short begins anew.
 */
export function openRequestLine(): RequestLine {
  const seen = new Set<string>()
  let waiting: (Request | CrawleeRequest)[] = []
  let underWay = 0
  let handled = 0

  const add: RequestLine['add'] = (requests, place = 'end') => {
    const fresh = requests.filter(({ uniqueKey }) => {
      const isFresh = !seen.has(uniqueKey)
      seen.add(uniqueKey)
      return isFresh
    })
    if (place === 'end') waiting.push(...fresh)
    else waiting = [...fresh, ...waiting]
  }
  const closed = (): never => {
    throw new Error('requests are added to the line itself')
  }

  return {
    add,
    isEmpty: async () => waiting.length === 0,
    isFinished: async () => waiting.length === 0 && underWay === 0,
    handledCount: async () => handled,
    getTotalCount: () => seen.size,
    getPendingCount: () => waiting.length + underWay,
    fetchNextRequest: async <T extends Dictionary>() => {
      const next = waiting.shift()
      if (next === undefined) return null
      underWay++
      return (next instanceof CrawleeRequest ? next : new CrawleeRequest({ id: next.uniqueKey, ...next })) as CrawleeRequest<T>
    },
    markRequestHandled: async () => {
      underWay--
      handled++
    },
    reclaimRequest: async (request) => {
      underWay--
      waiting.push(request)
      return null
    },
    async *[Symbol.asyncIterator]() {
      yield* []
    },
    addRequest: closed,
    addRequestsBatched: closed,
  }
}

/**
 * The line as the option `requestQueue`: Crawlee 3.18 takes any request manager there, while its check of the options does not know the
 * option `requestManager` that its types name.
 */
export function asQueue(line: RequestLine): RequestProvider {
  return line as unknown as RequestProvider
}
