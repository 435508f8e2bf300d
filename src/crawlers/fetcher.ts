import type { CrawlIo, FetchOutcome, KnownFetch } from '../model/crawl.ts'
import { decodeText } from '../model/decode-text.ts'
import type { Portal } from '../model/portal.ts'
import { sha256Of } from '../model/sha256.ts'
import { HostClock } from './host-clock.ts'
import { isPage, judgeAnswer } from './judge-answer.ts'
import { NO_RULES, type RobotsRules, readRobots } from './robots.ts'
import { openSender, RefusedAddress, type Reply, TooLarge } from './send.ts'

const AGENT = 'Gouji'
const MAX_REDIRECTS = 5

/** What came back for an address, after redirects. `bytes` is null unless the outcome is `ok` or `unchanged`. */
export type Answer = {
  readonly url: string
  readonly finalUrl: string
  readonly status: number | null
  readonly outcome: FetchOutcome
  readonly bytes: Uint8Array | null
  readonly sha256: string | null
  /** The decoded text, for pages; null for files. */
  readonly text: string | null
  readonly contentType: string | null
  readonly lastModified: string | null
  /** What went wrong, in a few words. */
  readonly error: string | null
  /** Nothing more is asked of the host in this crawl. */
  readonly isHostStopped: boolean
}

/** A request that is more than a GET, as scripts of a page send them. */
export type Ask = { readonly method: string; readonly body: Uint8Array | null; readonly contentType: string | null }

const GET: Ask = { method: 'GET', body: null, contentType: null }

/** How often a request that may work later is sent again in the same crawl; the clock of the host makes it wait. */
export const RETRIES = 2

export function isWorthRetrying(answer: Answer): boolean {
  return !answer.isHostStopped && (answer.outcome === 'later' || answer.status === 429)
}

export type Fetcher = {
  /** Fetches an address politely and records it. Never throws for what the other side does: the outcome says it. */
  readonly fetch: (url: string, ask?: Ask) => Promise<Answer>
  /** Whether a request to this address may be sent at all. */
  readonly isRegistered: (url: string) => boolean
  /** Requests sent so far, robots.txt and redirects included. */
  readonly requests: () => number
  readonly close: () => void
}

export type FetcherOptions = { readonly contact: string | null; readonly signal?: AbortSignal }

/**
 * Opens the one way by which a crawl reaches its portal: registered hosts only, one clock a host, robots.txt, conditional requests,
 * redirects followed by hand, limits on time and size. The browser goes through it as well.
 */
export function openFetcher(portal: Portal, io: CrawlIo, { contact, signal }: FetcherOptions): Fetcher {
  const hosts = new Set([portal.host, ...portal.otherHosts])
  const sender = openSender(portal.sample ? 'loopback' : 'public')
  const clocks = new Map<string, HostClock>()
  const robots = new Map<string, Promise<RobotsRules>>()
  const cookies = new Map<string, Map<string, string>>()
  const userAgent = `${AGENT}/0.1${contact === null ? '' : ` (+${contact})`}`
  let requests = 0

  const clockOf = (host: string): HostClock => {
    const clock = clocks.get(host) ?? new HostClock(host, portal.pace)
    clocks.set(host, clock)
    return clock
  }

  const rulesOf = (url: URL): Promise<RobotsRules> => {
    const known = robots.get(url.origin)
    if (known) return known
    const asked = retrieve(new URL('/robots.txt', url), GET, async () => NO_RULES).then((answer) => {
      const counts = answer.text !== null && /^text\/plain/i.test(answer.contentType ?? 'text/plain')
      return counts && !/<html/i.test(answer.text ?? '') ? readRobots(answer.text ?? '', AGENT) : NO_RULES
    })
    robots.set(url.origin, asked)
    return asked
  }

  /** One address to its end, over redirects, with one record. */
  const retrieve = async (start: URL, ask: Ask, rules: (url: URL) => Promise<RobotsRules>): Promise<Answer> => {
    const fetchedAt = new Date()
    const known = ask.method === 'GET' ? await io.known(start.href) : null
    const redirects: string[] = []
    let url = start
    let reply: Reply | null = null
    let outcome: FetchOutcome = 'later'
    let error: string | null = null

    while (true) {
      if (!hosts.has(url.host)) {
        outcome = 'refused-host'
        error = `${url.host} is not registered for portal ${portal.id}; name it under "other_hosts" if the portal's files are there`
        break
      }
      const clock = clockOf(url.host)
      if (clock.stopped !== null) {
        outcome = clock.stopped.outcome
        error = `not asked: ${clock.stopped.reason}`
        break
      }
      const { allows, crawlDelay } = await rules(url)
      if (crawlDelay !== null) clock.slowDown(crawlDelay)
      if (!allows(url.pathname + url.search)) {
        outcome = 'robots'
        error = 'robots.txt of the portal does not allow it'
        break
      }
      const target = url
      const sent = await clock
        .take(async () => {
          requests++
          return { reply: await sender.send(target, { ...ask, headers: headersFor(target, ask, known) }, signal) }
        }, signal)
        .catch((failure: unknown) => ({ failure }))
      if ('failure' in sent) {
        signal?.throwIfAborted()
        ;({ outcome, error } = failureOf(sent.failure))
        if (outcome === 'later') clock.silent(error)
        break
      }
      reply = sent.reply
      keepCookies(url.host, reply)
      const location = reply.status >= 300 && reply.status < 400 && reply.status !== 304 ? reply.headers.location : undefined
      if (location === undefined) {
        outcome = 'ok'
        break
      }
      if (redirects.length >= MAX_REDIRECTS || !URL.canParse(location, url)) {
        outcome = 'blocked'
        error = redirects.length >= MAX_REDIRECTS ? `${MAX_REDIRECTS} redirects and no page` : `redirect to "${location}"`
        break
      }
      url = new URL(location, url)
      redirects.push(url.href)
    }

    let bytes: Uint8Array | null = null
    let text: string | null = null
    let sha256: string | null = null
    if (reply !== null && outcome === 'ok') {
      const contentType = reply.headers['content-type'] ?? null
      if (reply.status === 304 && known !== null) {
        bytes = await io.load(known.sha256)
        sha256 = known.sha256
      } else bytes = reply.bytes
      text = isPage(bytes, contentType) ? decodeText(bytes, charsetOf(contentType)).text : null
      outcome = judgeAnswer(reply.status, text)
      const clock = clockOf(url.host)
      if ((outcome === 'ok' && bytes.length === 0) || (outcome === 'unchanged' && known === null)) outcome = 'later'
      if (outcome === 'ok' && isMoved(start, url)) outcome = 'soft-404'
      if (outcome === 'ok') {
        sha256 = known !== null && sha256Of(bytes) === known.sha256 ? known.sha256 : await io.saveSnapshot(bytes, contentType)
        if (sha256 === known?.sha256) outcome = 'unchanged'
      }
      if (outcome === 'ok' || outcome === 'unchanged') clock.answered()
      else {
        error = reasonOf(outcome, reply)
        const pause = retryAfterOf(reply)
        if (outcome === 'blocked') clock.blocked(pause)
        else if (outcome === 'later') clock.failed(pause)
        else clock.answered()
        ;({ bytes, text } = { bytes: null, text: null })
      }
    }

    const answer: Answer = {
      url: start.href,
      finalUrl: url.href,
      status: reply?.status ?? null,
      outcome,
      bytes,
      sha256,
      text,
      contentType: reply?.headers['content-type'] ?? null,
      lastModified: reply?.headers['last-modified'] ?? (outcome === 'unchanged' ? (known?.lastModified ?? null) : null),
      error,
      isHostStopped: clocks.get(url.host)?.stopped != null,
    }
    await io.recordFetch({
      url: answer.url,
      finalUrl: answer.finalUrl,
      redirects,
      status: answer.status,
      outcome,
      fetchedAt: fetchedAt.toISOString(),
      durationMs: Date.now() - fetchedAt.getTime(),
      etag: reply?.headers.etag ?? (outcome === 'unchanged' ? (known?.etag ?? null) : null),
      lastModified: answer.lastModified,
      contentType: answer.contentType,
      bytes: reply?.bytes.length ?? 0,
      sha256,
      error,
    })
    io.onPage?.(answer.url)
    return answer
  }

  const headersFor = (url: URL, ask: Ask, known: KnownFetch | null): Record<string, string> => ({
    'user-agent': userAgent,
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'zh-CN,zh;q=0.9',
    'accept-encoding': 'gzip, deflate, br',
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
    ...(ask.contentType ? { 'content-type': ask.contentType } : {}),
    ...(ask.body ? { 'content-length': String(ask.body.length) } : {}),
    ...(cookies.get(url.host)?.size
      ? { cookie: [...cookies.get(url.host)!].map(([name, value]) => `${name}=${value}`).join('; ') }
      : {}),
  })

  const keepCookies = (host: string, reply: Reply): void => {
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (at < 1) continue
      const jar = cookies.get(host) ?? new Map<string, string>()
      cookies.set(host, jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim()))
    }
  }

  return {
    fetch: (url, ask) => retrieve(new URL(url), ask ?? GET, rulesOf),
    isRegistered: (url) => URL.canParse(url) && hosts.has(new URL(url).host),
    requests: () => requests,
    close: sender.close,
  }
}

function failureOf(failure: unknown): { outcome: FetchOutcome; error: string } {
  const error = failure as NodeJS.ErrnoException
  if (failure instanceof RefusedAddress) return { outcome: 'refused-host', error: error.message }
  if (failure instanceof TooLarge) return { outcome: 'too-large', error: error.message }
  return { outcome: 'later', error: NETWORK_ERRORS[error.code ?? ''] ?? error.message }
}

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the host refuses connections',
  ECONNRESET: 'the host closed the connection',
  ENOTFOUND: 'the name service does not know the host',
  EAI_AGAIN: 'the name service does not answer',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
}

function reasonOf(outcome: FetchOutcome, reply: Reply): string {
  switch (outcome) {
    case 'gone':
      return `the page does not exist (HTTP ${reply.status})`
    case 'soft-404':
      return 'the answer is a page that says the address does not exist, or the home page'
    case 'blocked':
      return `the host refuses the request (HTTP ${reply.status})`
    default:
      return reply.status === 200 ? 'the answer is empty' : `the server answers HTTP ${reply.status}`
  }
}

/** An article or column that leads to the home page is not there any more. */
function isMoved(start: URL, end: URL): boolean {
  return start.pathname.length > 1 && start.href !== end.href && /^\/(?:index\.\w+)?$/.test(end.pathname) && end.search === ''
}

function retryAfterOf(reply: Reply): number | null {
  const value = reply.headers['retry-after']
  if (value === undefined) return null
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return Number.isNaN(seconds) ? null : Math.max(0, Math.ceil(seconds))
}

function charsetOf(contentType: string | null): string | undefined {
  return contentType?.match(/charset\s*=\s*["']?([\w-]+)/i)?.[1]
}
