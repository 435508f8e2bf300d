import type { Page, Request, Route } from 'playwright'
import { type Answer, type Ask, type Fetcher, isWorthRetrying, RETRIES } from './fetcher.ts'

/** What a list needs to appear. Images, fonts, media and styles are not fetched. */
const NEEDED = new Set(['document', 'script', 'xhr', 'fetch'])

/**
 * Counters and the like ask the same for ever. At the pace of a portal each answer takes seconds, so that they would stand before the list and
 * eat up the budget of the host: beyond so many they are turned away.
 */
const MOST_OF_ONE = 5

/** An address without what is put in to be another each time: clocks and random numbers. */
function withoutStamp(address: string): string {
  const url = new URL(address)
  for (const [name, value] of [...url.searchParams]) if (/^(?:\d{10,}|0?\.\d{6,})$/.test(value)) url.searchParams.delete(name)
  return url.href
}

/** The requests of one page. */
export type Traffic = {
  /** Time since when nothing is on its way; null while something is. */
  readonly quietSince: () => number | null
  /** Requests for data or scripts that the page did not get, each in a few words. */
  readonly failures: readonly string[]
  /** Why its host is asked nothing more; null while it may be asked. */
  readonly stop: Pick<Answer, 'outcome' | 'error'> | null
  /** A fault of ours that stopped the traffic. */
  readonly fault: unknown
}

/** Scripts of one crawl by address: the pages of a portal share them. */
export type Scripts = Map<string, Promise<Answer>>

/**
 * Leads every request of a page through the fetcher, so that the browser itself opens no connection: registered hosts only, at the
 * portal's pace, recorded, and conditional when the last crawl knows the address. The page itself is given as it was fetched.
 */
export async function passThrough(
  page: Page,
  document: Answer,
  fetcher: Fetcher,
  { scripts, columnUrl }: { readonly scripts: Scripts; readonly columnUrl: string },
): Promise<Traffic> {
  const failures: string[] = []
  const asked = new Map<string, number>()
  let onTheWay = 0
  let quietSince: number | null = Date.now()
  let stop: Traffic['stop'] = null
  let fault: unknown = null

  const fetchPatiently = async (url: string, ask?: Ask): Promise<Answer> => {
    let answer = await fetcher.fetch(url, ask, { columnUrl })
    for (let retry = 0; retry < RETRIES && isWorthRetrying(answer); retry++) answer = await fetcher.fetch(url, ask, { columnUrl })
    return answer
  }

  const answerTo = (request: Request): Promise<Answer> => {
    const url = request.url()
    if (request.method() === 'GET' && request.resourceType() === 'document' && url === document.finalUrl)
      return Promise.resolve(document)
    const ask =
      request.method() === 'GET'
        ? undefined
        : {
            method: request.method(),
            body: request.postDataBuffer(),
            contentType: request.headers()['content-type'] ?? null,
          }
    const known = scripts.get(url)
    if (request.resourceType() !== 'script') return fetchPatiently(url, ask)
    const asked = known ?? fetchPatiently(url, ask)
    scripts.set(url, asked)
    return asked
  }

  const isPolling = (request: Request): boolean => {
    if (!/^(?:xhr|fetch)$/.test(request.resourceType())) return false
    const what = `${request.method()} ${withoutStamp(request.url())} ${request.postData() ?? ''}`
    const times = (asked.get(what) ?? 0) + 1
    asked.set(what, times)
    return times > MOST_OF_ONE
  }

  const handle = async (route: Route): Promise<void> => {
    const request = route.request()
    if (!NEEDED.has(request.resourceType()) || !fetcher.isRegistered(request.url()) || fault !== null || isPolling(request))
      return route.abort('blockedbyclient')
    onTheWay++
    quietSince = null
    try {
      const answer = await answerTo(request)
      if (answer.bytes === null && answer.isHostStopped) stop = answer
      if (answer.bytes !== null) await route.fulfill(toResponse(answer, request.resourceType()))
      else {
        const isMissed = answer.outcome !== 'gone' || /xhr|fetch|document/.test(request.resourceType())
        if (isMissed) failures.push(`${answer.url}: ${answer.error}`)
        await route.abort('failed')
      }
    } finally {
      onTheWay--
      if (onTheWay === 0) quietSince = Date.now()
    }
  }

  await page.routeWebSocket(/.*/, (socket) => socket.close())
  await page.route('**/*', (route) =>
    handle(route).catch((error: unknown) => {
      if (!page.isClosed()) fault ??= error
    }),
  )
  return {
    quietSince: () => quietSince,
    failures,
    get stop() {
      return stop
    },
    get fault() {
      return fault
    },
  }
}

/** Text goes to the browser as UTF-8, decoded by our rule: a header that is missing or wrong does no harm then. */
function toResponse(answer: Answer, resourceType: string): { status: number; contentType: string; body: Buffer } {
  if (answer.text === null)
    return { status: 200, contentType: answer.contentType ?? 'application/octet-stream', body: Buffer.from(answer.bytes!) }
  const given = answer.contentType?.split(';')[0]?.trim()
  const type =
    resourceType === 'document' ? 'text/html' : resourceType === 'script' ? 'text/javascript' : (given ?? 'application/json')
  return { status: 200, contentType: `${type}; charset=utf-8`, body: Buffer.from(answer.text) }
}
