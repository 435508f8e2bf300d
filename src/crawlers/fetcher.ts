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
export type Ask = {
  readonly method: string
  readonly body: Uint8Array | null
  readonly contentType: string | null
  /** Such as Referer and X-Requested-With, in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

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

type RulesOf = (url: URL) => Promise<RobotsRules>
type Journey = { readonly url: URL; readonly redirects: readonly string[] } & (
  | { readonly reply: Reply; readonly refusal: null }
  | { readonly reply: null; readonly refusal: { readonly outcome: FetchOutcome; readonly error: string } }
)
type Weighed = Pick<Answer, 'outcome' | 'bytes' | 'text' | 'sha256' | 'error'>

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
  const lost = new Set<string>()
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

  /** Asks for an address and follows its redirects, each at its host's turn and only where it may be asked. */
  const travel = async (start: URL, ask: Ask, known: KnownFetch | null, rules: RulesOf): Promise<Journey> => {
    const redirects: string[] = []
    let url = start
    while (true) {
      const end = (outcome: FetchOutcome, error: string): Journey => ({
        url,
        redirects,
        reply: null,
        refusal: { outcome, error },
      })
      if (!hosts.has(url.host))
        return end(
          'refused-host',
          `${url.host} is not registered for portal ${portal.id}; name it under "other_hosts" if the portal's files are there`,
        )
      const clock = clockOf(url.host)
      if (clock.stopped !== null) return end(clock.stopped.outcome, `not asked: ${clock.stopped.reason}`)
      const { allows, crawlDelay } = await rules(url)
      if (crawlDelay !== null) clock.slowDown(crawlDelay)
      if (!allows(url.pathname + url.search)) return end('robots', 'robots.txt of the portal does not allow it')

      const target = url
      const sent = await clock
        .take(() => {
          requests++
          return sender.send(target, { ...ask, headers: headersFor(target, ask, known) }, signal)
        }, signal)
        .then(
          (reply) => ({ reply }),
          (failure: unknown) => ({ failure }),
        )
      if ('failure' in sent) {
        signal?.throwIfAborted()
        const { outcome, error } = failureOf(sent.failure)
        if (outcome === 'later') clock.silent(error)
        return end(outcome, error)
      }
      const { reply } = sent
      keepCookies(url.host, reply)
      const location = reply.status >= 300 && reply.status < 400 && reply.status !== 304 ? reply.headers.location : undefined
      if (location === undefined) return { url, redirects, reply, refusal: null }
      clock.answered()
      if (redirects.length >= MAX_REDIRECTS) return end('blocked', `${MAX_REDIRECTS} redirects and no page`)
      if (!URL.canParse(location, url)) return end('blocked', `a redirect to "${location}", which is no address`)
      url = new URL(location, url)
      redirects.push(url.href)
    }
  }

  /** What a reply is worth; its bytes are kept when they are new. */
  const weigh = async (start: URL, url: URL, reply: Reply, known: KnownFetch | null): Promise<Weighed> => {
    const contentType = reply.headers['content-type'] ?? null
    const clock = clockOf(url.host)
    const bytes = reply.status === 304 ? await earlierBytes(start, known) : reply.bytes
    const text = bytes !== null && isPage(bytes, contentType) ? decodeText(bytes, charsetOf(contentType)).text : null
    const judged = judgeAnswer(reply.status, text)
    const isEmpty = bytes === null || bytes.length === 0
    const outcome = isEmpty && (judged === 'ok' || judged === 'unchanged') ? 'later' : judged
    if (bytes !== null && outcome === 'unchanged' && known !== null) {
      clock.answered()
      return { outcome, bytes, text, sha256: known.sha256, error: null }
    }
    if (bytes !== null && outcome === 'ok' && !isMoved(start, url)) {
      clock.answered()
      const isSame = known !== null && sha256Of(bytes) === known.sha256
      const sha256 = isSame ? known.sha256 : await io.saveSnapshot(bytes, contentType)
      return { outcome: isSame ? 'unchanged' : 'ok', bytes, text, sha256, error: null }
    }
    const refused = outcome === 'ok' ? 'soft-404' : outcome
    if (refused === 'blocked') clock.blocked(retryAfterOf(reply))
    else if (refused === 'later') clock.failed(retryAfterOf(reply))
    else clock.answered()
    return { outcome: refused, bytes: null, text: null, sha256: null, error: reasonOf(refused, reply) }
  }

  /** The bytes that "unchanged" means. Should they be lost, the address is asked without a condition the next time. */
  const earlierBytes = async (start: URL, known: KnownFetch | null): Promise<Uint8Array | null> => {
    if (known === null) return null
    return io.load(known.sha256).catch(() => {
      lost.add(start.href)
      return null
    })
  }

  /** One address to its end, over redirects, with one record. */
  const retrieve = async (start: URL, ask: Ask, rules: RulesOf): Promise<Answer> => {
    const fetchedAt = new Date()
    const known = ask.method === 'GET' && !lost.has(start.href) ? await io.known(start.href) : null
    const { url, redirects, reply, refusal } = await travel(start, ask, known, rules)
    const weighed = reply === null ? { ...refusal, bytes: null, text: null, sha256: null } : await weigh(start, url, reply, known)
    const kept = weighed.outcome === 'unchanged' ? known : null
    const answer: Answer = {
      ...weighed,
      url: start.href,
      finalUrl: url.href,
      status: reply?.status ?? null,
      contentType: reply?.headers['content-type'] ?? null,
      lastModified: reply?.headers['last-modified'] ?? kept?.lastModified ?? null,
      isHostStopped: clocks.get(url.host)?.stopped != null,
    }
    await io.recordFetch({
      url: answer.url,
      finalUrl: answer.finalUrl,
      redirects,
      status: answer.status,
      outcome: answer.outcome,
      fetchedAt: fetchedAt.toISOString(),
      durationMs: Date.now() - fetchedAt.getTime(),
      etag: reply?.headers.etag ?? kept?.etag ?? null,
      lastModified: answer.lastModified,
      contentType: answer.contentType,
      bytes: reply?.bytes.length ?? 0,
      sha256: answer.sha256,
      error: answer.error,
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
    ...ask.headers,
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
      if (reply.status === 304) return 'the answer is "unchanged", and what it was is not known any more'
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
