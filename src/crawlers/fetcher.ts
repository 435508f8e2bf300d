import { randomUUID } from 'node:crypto'
import { CookieJar } from 'tough-cookie'
import type { CrawlIo, Exchange, FetchOutcome, KnownFetch } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import { decodeText } from '../model/decode-text.ts'
import type { HostWay } from '../model/host-ledger.ts'
import { type Manners, PLAIN_MANNERS } from '../model/manners.ts'
import type { Portal } from '../model/portal.ts'
import { sha256Of } from '../model/sha256.ts'
import { type Answer, charsetOf, failureOf, isHomePage, NothingSent, reasonOf, retryAfterOf } from './answer.ts'
import { type Met, openChallenges } from './challenges.ts'
import { openDomainClock } from './domain-clock.ts'
import { exchangeOf } from './exchange.ts'
import { recordOf } from './fetch-record.ts'
import { HostClock } from './host-clock.ts'
import { isPage, judgeAnswer } from './judge-answer.ts'
import { type Attempt, reach } from './ladder.ts'
import { openMemoryLedger } from './memory-ledger.ts'
import { madeUpAddress, saysTheSame, wordsOf } from './not-there.ts'
import { requestHeaders } from './request-headers.ts'
import { NO_RULES } from './robots.ts'
import { type Rules, rulesFrom } from './robots-gate.ts'
import { isStale, openSender, type Reply } from './send.ts'
import { type Wall, wallOf } from './walls.ts'

export type { Answer } from './answer.ts'

const AGENT = 'Gouji'
const MAX_REDIRECTS = 5

/** A request that is more than a GET, as scripts of a page send them. */
export type Ask = {
  readonly method: string
  readonly body: Uint8Array | null
  readonly contentType: string | null
  /** Such as Referer and X-Requested-With, in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

const GET: Ask = { method: 'GET', body: null, contentType: null }

/** What else is known of an address that is asked for. */
type About = {
  /** Address of the column that it is a page of the list of. */
  readonly columnUrl?: string
  /** Looks at the answer once more, in the light of others, before it is recorded. */
  readonly review?: (answer: Answer) => Promise<Answer>
}

/** How often a request that may work later is sent again in the same crawl; the clock of the host makes it wait. */
export const RETRIES = 2

export function isWorthRetrying(answer: Answer): boolean {
  return !answer.isHostStopped && (answer.outcome === 'later' || answer.status === 429)
}

export type Fetcher = {
  /** Fetches an address politely and records it. Never throws for what the other side does: the outcome says it. */
  readonly fetch: (url: string, ask?: Ask, about?: About) => Promise<Answer>
  /** What was fetched from an address not before `since`, as if it were unchanged and without asking; null where nothing was. */
  readonly recallSince: (url: string, since: Date) => Promise<Answer | null>
  /** Whether a page that looks like nothing says the same as the host says of an address that nobody has. Asked once a host and day. */
  readonly isNotThere: (answer: Answer) => Promise<boolean>
  /** The host of an address shows that we ask too much. */
  readonly slowDown: (url: string) => Promise<void>
  /** Whether a request to this address may be sent at all. */
  readonly isRegistered: (url: string) => boolean
  /** Requests sent so far, robots.txt and redirects included. */
  readonly requests: () => number
  /** Hosts that did not answer the last times they were asked. */
  readonly away: () => Promise<readonly string[]>
  /** A challenge that no browser could be shown, since none is there; null where that did not happen. */
  readonly missedBrowser: () => { readonly url: string; readonly message: string } | null
  readonly close: () => void
}

export type FetcherOptions = {
  readonly contact: string | null
  /** The browser that a challenge is shown to; left out: one is looked for. */
  readonly chromiumPath?: string | null
  readonly manners?: Manners
  readonly signal?: AbortSignal
}

type RulesOf = (url: URL) => Promise<Rules>
type Journey = { readonly url: URL; readonly redirects: readonly string[]; readonly exchanges: readonly Exchange[] } & (
  | { readonly reply: Reply; readonly refusal: null }
  | { readonly reply: null; readonly refusal: { readonly outcome: FetchOutcome; readonly error: string } }
)
type Weighed = Pick<Answer, 'outcome' | 'bytes' | 'text' | 'sha256' | 'error'> & { readonly wall: Wall | null }
/** A host in this crawl. `isSwitched`: the other scheme was tried after a refusal. */
type Host = { readonly clock: HostClock; way: HostWay; isSwitched: boolean }

/**
 * Opens the one way by which a crawl reaches its portal: registered hosts only, one clock a registrable domain, robots.txt, conditional
 * requests, redirects followed by hand, limits on time and size. The browser goes through it as well.
 */
export function openFetcher(portal: Portal, io: CrawlIo, options: FetcherOptions): Fetcher {
  const { contact, signal, chromiumPath = null, manners = PLAIN_MANNERS } = options
  const registered = new Set([portal.host, ...portal.otherHosts])
  const sender = openSender(portal.sample ? 'loopback' : 'public')
  const ledger = io.ledger ?? openMemoryLedger()
  const turns = openDomainClock(ledger)
  const hosts = new Map<string, Promise<Host>>()
  const robots = new Map<string, Promise<Rules>>()
  const cookies = new CookieJar(undefined, { looseMode: true })
  const userAgent = `${AGENT}/0.1${contact === null ? '' : ` (+${contact})`}`
  const lost = new Set<string>()
  const challenges = openChallenges({ chromiumPath, cookies, userAgent, signal, ledger })
  let requests = 0

  const hostOf = (url: URL): Promise<Host> => {
    const open = async (): Promise<Host> => {
      const [day, { way }] = await Promise.all([ledger.today(url.host), ledger.recall(url.host)])
      const clock = new HostClock({ url, day, pace: portal.pace, turns, ledger, manners })
      return { clock, way, isSwitched: false }
    }
    const host = hosts.get(url.host) ?? open()
    hosts.set(url.host, host)
    return host
  }

  const rulesOf = (url: URL): Promise<Rules> => {
    const address = new URL('/robots.txt', url)
    const ask = async (): Promise<Rules> => {
      const answer = await retrieve(address, GET, async () => NO_RULES)
      const earlier = async () => {
        const known = await io.known(address.href)
        return known === null
          ? null
          : await io.load(known.sha256).then(
              (bytes) => decodeText(bytes).text,
              () => null,
            )
      }
      const rules = await rulesFrom(answer, { host: url.host, agent: AGENT, ledger, earlier })
      // Asked again with the next request: the server may have come back.
      if ('unknown' in rules) robots.delete(url.origin)
      return rules
    }
    const rules = robots.get(url.origin) ?? ask()
    robots.set(url.origin, rules)
    return rules
  }

  /** Asks for an address and follows its redirects, each at its domain's turn and only where it may be asked. */
  const travel = async (start: URL, ask: Ask, known: KnownFetch | null, rules: RulesOf): Promise<Journey> => {
    const redirects: string[] = []
    const exchanges: Exchange[] = []
    let url = start
    while (true) {
      const end = (outcome: FetchOutcome, error: string): Journey => ({
        url,
        redirects,
        exchanges,
        reply: null,
        refusal: { outcome, error },
      })
      if (!registered.has(url.host))
        return end(
          'refused-host',
          `${url.host} is not registered for portal ${portal.id}; name it under "other_hosts" if the portal's files are there`,
        )
      const host = await hostOf(url)
      const { clock } = host
      if (clock.stopped !== null) return end(clock.stopped.outcome, said('not-asked', clock.stopped.reason))
      const allowed = await rules(url)
      if ('unknown' in allowed) return end('later', allowed.unknown)
      if (allowed.crawlDelay !== null) clock.slowDown(allowed.crawlDelay)
      if (!allowed.allows(url.pathname + url.search)) return end('robots', said('robots-forbid'))

      const reached = await attemptBy(host, url, ask, known, exchanges)
      if (reached.failure !== null) {
        const { outcome, error } = failureOf(reached.failure)
        if (outcome === 'later') clock.silent(error)
        return end(outcome, error)
      }
      const { reply } = reached
      url = reached.url
      const location = reply.status >= 300 && reply.status < 400 && reply.status !== 304 ? reply.headers.location : undefined
      if (location === undefined) return { url, redirects, exchanges, reply, refusal: null }
      clock.answered()
      if (redirects.length >= MAX_REDIRECTS) return end('blocked', `${MAX_REDIRECTS} redirects and no page`)
      if (!URL.canParse(location, url)) return end('blocked', `a redirect to "${location}", which is no address`)
      url = new URL(location, url)
      redirects.push(url.href)
    }
  }

  /** One address, by the way that its host needs: every step down is a request of its own, at the domain's turn, and remembered. */
  const attemptBy = async (host: Host, url: URL, ask: Ask, known: KnownFetch | null, exchanges: Exchange[]) => {
    const attempt = async (address: URL, way: HostWay): Promise<Attempt> => {
      if (way === 'unverified' && ask.method !== 'GET')
        return { reply: null, failure: new NothingSent('its certificate cannot be verified, and nothing is sent there') }
      const isByScheme = way === 'http' || way === 'https'
      if (isByScheme && host.way !== way) host.isSwitched = true
      // A fault of the ledger is ours and is thrown; what happens on the way to the host is an outcome.
      const once = () =>
        host.clock.take(async () => {
          requests++
          const cookie = cookies.getCookieStringSync(address.href)
          const message = { ...ask, headers: requestHeaders({ way, ask, known, userAgent, cookie }) }
          const at = new Date()
          const attempted = await sender.send(address, message, signal, isByScheme ? 'strict' : way).then(
            (reply): Attempt => ({ reply, failure: null }),
            (failure: Error): Attempt => ({ reply: null, failure }),
          )
          exchanges.push(exchangeOf({ ...message, url: address, at }, attempted))
          return attempted
        }, signal)
      const attempted = await once()
      // The host may have seen it, so that this takes a turn of its own.
      const isLost = attempted.failure !== null && ask.method === 'GET' && isStale(attempted.failure)
      return isLost ? await once() : attempted
    }
    const reached = await reach(url, host.way, !host.isSwitched, attempt)
    signal?.throwIfAborted()
    if (reached.reply !== null) {
      if (reached.way !== host.way) {
        host.way = reached.way
        await ledger.remember(url.host, { way: reached.way })
      }
      if (reached.reply.tls !== 'unverified')
        for (const line of reached.reply.headers['set-cookie'] ?? [])
          cookies.setCookieSync(line, reached.url.href, { ignoreError: true })
    }
    return reached
  }

  /** What a reply is worth; its bytes are kept when they are new. */
  const weigh = async (at: {
    start: URL
    url: URL
    reply: Reply
    known: KnownFetch | null
    isTried: boolean
  }): Promise<Weighed> => {
    const { start, url, reply, known } = at
    const contentType = reply.headers['content-type'] ?? null
    const { clock } = await hostOf(url)
    const bytes = reply.status === 304 ? await earlierBytes(start, known) : reply.bytes
    const text = bytes === null ? null : textOf(bytes, contentType)
    const judged = judgeAnswer(reply.status, text)
    const isEmpty = bytes === null || bytes.length === 0
    const outcome = isEmpty && (judged === 'ok' || judged === 'unchanged') ? 'later' : judged
    if (bytes !== null && outcome === 'unchanged' && known !== null) {
      clock.answered()
      return { outcome, bytes, text, sha256: known.sha256, error: null, wall: null }
    }
    if (bytes !== null && outcome === 'ok' && !isHomePage(start.href, url.href)) {
      clock.answered()
      const isSame = known !== null && sha256Of(bytes) === known.sha256
      const sha256 = isSame ? known.sha256 : await io.saveSnapshot(bytes, contentType, reply.tls)
      return { outcome: isSame ? 'unchanged' : 'ok', bytes, text, sha256, error: null, wall: null }
    }
    const refused = outcome === 'ok' ? 'soft-404' : outcome
    const error = reasonOf(refused, reply)
    const wall = refused === 'blocked' ? wallOf(reply.status, text) : null
    if (refused === 'needs-human') await clock.stopToday({ outcome: refused, reason: error })
    else if (wall === 'firewall')
      await clock.stopToday({
        outcome: 'blocked',
        reason: said('firewall', reply.status),
      })
    // What a browser is shown is no refusal yet.
    else if (refused === 'blocked' && !(wall === 'challenge' && at.isTried)) await clock.blocked(retryAfterOf(reply))
    else if (refused === 'later' && reply.status >= 500) clock.erred(retryAfterOf(reply))
    else if (refused === 'later') clock.failed(retryAfterOf(reply))
    else clock.answered()
    return { outcome: refused, bytes: null, text: null, sha256: null, error, wall }
  }

  /** The bytes that "unchanged" means. Should they be lost, the address is asked without a condition the next time. */
  const earlierBytes = async (start: URL, known: KnownFetch | null): Promise<Uint8Array | null> => {
    if (known === null) return null
    return io.load(known.sha256).catch(() => {
      lost.add(start.href)
      return null
    })
  }

  /** One address to its end; a challenge on the way is shown to a browser, once for each host. */
  const retrieve = async (start: URL, ask: Ask, rules: RulesOf, about: About = {}): Promise<Answer> => {
    const isTried = challenges.isToBeTried(start, ask)
    const met = await retrieveOnce(start, ask, { rules, isTried, about })
    if (met.wall !== 'challenge' || !isTried) return met.answer
    const again = (url: URL, { isLast }: { readonly isLast: boolean }, message: Ask = GET) =>
      retrieveOnce(url, message, { rules, isTried: !isLast, about: url.href === start.href ? about : {} })
    const { clock } = await hostOf(new URL(met.answer.finalUrl))
    return await challenges.meet(met, { again, refused: () => clock.blocked(null) })
  }

  /** One address to its end, over redirects, with one record. `isTried`: a challenge is shown to a browser, or comes while one looks. */
  const retrieveOnce = async (
    start: URL,
    ask: Ask,
    { rules, isTried, about }: { readonly rules: RulesOf; readonly isTried: boolean; readonly about: About },
  ): Promise<Met> => {
    const fetchedAt = new Date()
    const known = ask.method === 'GET' && !lost.has(start.href) ? await io.known(start.href) : null
    const { url, redirects, exchanges, reply, refusal } = await travel(start, ask, known, rules)
    const weighed: Weighed =
      reply === null
        ? { ...refusal, bytes: null, text: null, sha256: null, wall: null }
        : await weigh({ start, url, reply, known, isTried })
    const kept = weighed.outcome === 'unchanged' ? known : null
    const stopped = hosts.has(url.host) ? (await hostOf(url)).clock.stopped : null
    const { wall, ...content } = weighed
    const taken: Answer = {
      ...content,
      url: start.href,
      finalUrl: url.href,
      status: reply?.status ?? null,
      contentType: reply?.headers['content-type'] ?? null,
      lastModified: reply?.headers['last-modified'] ?? kept?.lastModified ?? null,
      tls: reply?.tls ?? null,
      isHostStopped: stopped !== null,
    }
    const challenge = reply === null ? null : challenges.markOf(url.host, wall)
    const durationMs = Date.now() - fetchedAt.getTime()
    const answer = (await about.review?.(taken)) ?? taken
    const { columnUrl = null } = about
    const etag = kept?.etag ?? null
    const of = {
      fetchedAt,
      durationMs,
      redirects,
      exchanges,
      challenge,
      method: ask.method,
      etag,
      columnUrl,
      sha256: taken.sha256,
    }
    await io.recordFetch(recordOf(answer, reply, of))
    io.onPage?.(answer.url)
    return { answer, reply, wall }
  }

  const recallSince = async (url: string, since: Date): Promise<Answer | null> => {
    const known = await io.known(url)
    if (known === null || known.fetchedAt < since) return null
    const bytes = await earlierBytes(new URL(url), known)
    if (bytes === null) return null
    const { sha256, finalUrl, lastModified } = known
    const nothingAsked = { status: null, contentType: null, tls: null, error: null, isHostStopped: false }
    return { ...nothingAsked, url, finalUrl, outcome: 'unchanged', bytes, text: textOf(bytes, null), sha256, lastModified }
  }

  const isNotThere = async (answer: Answer): Promise<boolean> => {
    if (answer.text === null || answer.status !== 200) return false
    const { host } = new URL(answer.finalUrl)
    let { notThere } = await ledger.today(host)
    if (notThere === null) {
      const { outcome, text } = await retrieve(new URL(madeUpAddress(answer.finalUrl, randomUUID())), GET, rulesOf)
      if (outcome === 'later' || outcome === 'blocked' || outcome === 'needs-human') return false
      notThere = outcome === 'ok' && text !== null ? wordsOf(text) : ''
      await ledger.keepNotThere(host, notThere)
    }
    return notThere !== '' && saysTheSame(wordsOf(answer.text), notThere)
  }

  return {
    fetch: (url, ask, about) => retrieve(new URL(url), ask ?? GET, rulesOf, about),
    recallSince,
    isNotThere,
    slowDown: async (url) => (await hostOf(new URL(url))).clock.failed(null),
    isRegistered: (url) => URL.canParse(url) && registered.has(new URL(url).host),
    requests: () => requests,
    away: async () => {
      const asked = await Promise.all([...hosts].map(async ([name, host]) => ({ name, isAway: (await host).clock.isAway })))
      return asked.filter(({ isAway }) => isAway).map(({ name }) => name)
    },
    missedBrowser: challenges.missedBrowser,
    close: sender.close,
  }
}

function textOf(bytes: Uint8Array, contentType: string | null): string | null {
  return isPage(bytes, contentType) ? decodeText(bytes, charsetOf(contentType)).text : null
}
