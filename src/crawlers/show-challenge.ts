import { setTimeout as delay } from 'node:timers/promises'
import type { BrowserContext, Request, Route } from 'playwright'
import type { CookieJar } from 'tough-cookie'
import { inBrowserTurn } from './browser-turns.ts'
import { type Browser, WITHOUT_NETWORK } from './find-browser.ts'

/** A page as it came over the network, whatever its status. */
export type ShownPage = { readonly status: number; readonly contentType: string | null; readonly body: Uint8Array }

/** What the browser asks for while it looks at a challenge. */
export type BrowserAsk = {
  readonly url: string
  readonly method: string
  readonly body: Uint8Array | null
  readonly contentType: string | null
}

export type ChallengeToShow = {
  readonly url: string
  readonly page: ShownPage
  readonly userAgent: string
  /** Where the cookies of the crawl are: those that the scripts of the challenge set come into it. */
  readonly cookies: CookieJar
  /** Sends a request of the browser by the way of all others; null where it may not be sent or brought nothing. */
  readonly send: (ask: BrowserAsk) => Promise<ShownPage | null>
  /** Whether the host let the browser through with the answer that `send` gave last. */
  readonly isThrough: () => boolean
  readonly signal: AbortSignal | undefined
}

/** The page is asked for again at most so often: known challenges take two loads after the first. */
const MOST_LOADS = 3
/** Documents, scripts and calls in all. */
const MOST_REQUESTS = 10
/** Nothing on its way for so long: the challenge waits for something that a plain browser does not do. */
const PATIENCE_MS = 6_000
const POLL_MS = 50
const NEEDED = new Set(['document', 'script', 'xhr', 'fetch'])

/**
 * Shows a challenge to a plain browser, once, and waits whether it passes it by itself: no stealth, no altered fingerprint, our own
 * User-Agent. The browser opens no connection; its requests go by `send`, a bounded number of them.
 */
export function showChallenge(challenge: ChallengeToShow, browser: Browser): Promise<boolean> {
  return inBrowserTurn(() => visit(challenge, browser), challenge.signal)
}

async function visit(challenge: ChallengeToShow, browser: Browser): Promise<boolean> {
  const { url, userAgent, signal } = challenge
  const { chromium } = await import('playwright')
  const { executablePath, args } = browser
  const handleNone = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
  const running = await chromium.launch({ executablePath, args: [...args, ...WITHOUT_NETWORK], headless: true, ...handleNone })
  try {
    const context = await running.newContext({ userAgent, locale: 'zh-CN', serviceWorkers: 'block', acceptDownloads: false })
    await bringCookies(challenge, context)
    const page = await context.newPage()
    const visited = openVisit(challenge, context)
    await page.routeWebSocket(/.*/, (socket) => socket.close())
    await page.route('**/*', visited.handle)
    // A page that leads on before it has come wholly ends the call with an error, which says nothing.
    page.goto(url, { waitUntil: 'commit' }).catch(() => undefined)
    while (!visited.isOver()) await delay(POLL_MS, undefined, { signal })
    if (visited.fault() !== null) throw visited.fault()
    // What its scripts set last is there only now.
    await takeCookies(challenge, context)
    return challenge.isThrough()
  } finally {
    await running.close()
  }
}

/** The requests of one look at a challenge. */
function openVisit(challenge: ChallengeToShow, context: BrowserContext) {
  let loads = -1
  let requests = 0
  let onTheWay = 0
  let quietSince = Date.now()
  let fault: unknown = null

  const isOver = (): boolean =>
    fault !== null ||
    challenge.isThrough() ||
    loads > MOST_LOADS ||
    requests > MOST_REQUESTS ||
    (onTheWay === 0 && Date.now() - quietSince > PATIENCE_MS)

  const answerTo = async (request: Request): Promise<ShownPage | null> => {
    if (request.resourceType() === 'document' && ++loads === 0) return challenge.page
    requests++
    if (isOver()) return null
    await takeCookies(challenge, context)
    const [body, contentType] = [request.postDataBuffer(), request.headers()['content-type'] ?? null]
    const answer = await challenge.send({ url: request.url(), method: request.method(), body, contentType })
    await bringCookies(challenge, context)
    return answer
  }

  const handle = async (route: Route): Promise<void> => {
    const request = route.request()
    if (!NEEDED.has(request.resourceType()) || isOver()) return route.abort('blockedbyclient').catch(() => undefined)
    onTheWay++
    try {
      const answer = await answerTo(request).catch((error: unknown) => {
        fault ??= error
        return null
      })
      // The page may have gone on in the meantime, so that nobody waits for the answer any more.
      const given = answer === null ? route.abort('failed') : route.fulfill(responseOf(answer))
      await given.catch(() => undefined)
    } finally {
      onTheWay--
      quietSince = Date.now()
    }
  }
  return { handle, isOver, fault: () => fault }
}

function responseOf({ status, contentType, body }: ShownPage) {
  return { status, contentType: contentType ?? 'text/html', body: Buffer.from(body) }
}

/** Cookies that scripts of the page have set are those of the crawl. */
async function takeCookies({ url, cookies }: ChallengeToShow, context: BrowserContext): Promise<void> {
  for (const { name, value, path, expires } of await context.cookies(url)) {
    const until = expires > 0 ? `; expires=${new Date(expires * 1_000).toUTCString()}` : ''
    cookies.setCookieSync(`${name}=${value}; path=${path}${until}`, url, { ignoreError: true })
  }
}

async function bringCookies({ url, cookies }: ChallengeToShow, context: BrowserContext): Promise<void> {
  const known = cookies.getCookiesSync(url)
  if (known.length > 0) await context.addCookies(known.map(({ key, value, httpOnly }) => ({ name: key, value, httpOnly, url })))
}
