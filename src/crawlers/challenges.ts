import type { CookieJar } from 'tough-cookie'
import type { HostLedger } from '../model/host-ledger.ts'
import { SetupError } from '../model/setup-error.ts'
import type { Answer, Ask } from './fetcher.ts'
import { type Browser, findBrowser } from './find-browser.ts'
import type { Reply } from './send.ts'
import { type BrowserAsk, type ShownPage, showChallenge } from './show-challenge.ts'
import type { Wall } from './walls.ts'

/** What one request met: its answer, and what came over the network last. */
export type Met = { readonly answer: Answer; readonly reply: Reply | null; readonly wall: Wall | null }

/** How the fetcher takes part. */
type Meeting = {
  /** Sends a request at its host's turn, by the rules of its host. `isLast`: no browser looks any more, so that a wall is a refusal. */
  readonly again: (url: URL, at: { readonly isLast: boolean }, ask?: Ask) => Promise<Met>
  /** The challenge was not passed: it counts as a refusal. */
  readonly refused: () => Promise<void>
}

export type Challenges = {
  /** Whether a challenge in place of this answer would be shown to a browser. */
  readonly isToBeTried: (url: URL, ask: Ask) => boolean
  /** Shows the challenge to a browser, once for each host; gives the page behind it, or the refusal. */
  readonly meet: (met: Met, meeting: Meeting) => Promise<Answer>
  /** What an answer of a host has to do with its challenge, for the record of the request. */
  readonly markOf: (host: string, wall: Wall | null) => 'met' | 'passed' | null
  /** A challenge that no browser could be shown, since none is there. */
  readonly missedBrowser: () => { readonly url: string; readonly message: string } | null
}

export type ChallengeOptions = {
  readonly chromiumPath: string | null
  readonly cookies: CookieJar
  readonly userAgent: string
  readonly signal: AbortSignal | undefined
  readonly ledger: Pick<HostLedger, 'remember'>
}

type Try = { state: 'on' | 'passed' | 'failed'; end: Promise<void> }

/**
 * Keeps the one try that a crawl has for a host whose answer is a script challenge: a plain browser is shown it, and its cookies are those
 * of the crawl. Captchas and firewalls are never tried, nor is a host whose certificate cannot be verified, where no cookie is sent.
 */
export function openChallenges({ chromiumPath, cookies, userAgent, signal, ledger }: ChallengeOptions): Challenges {
  const tries = new Map<string, Try>()
  let missed: { readonly url: string; readonly message: string } | null = null

  const lookFor = async (url: string): Promise<Browser | null> => {
    try {
      const browser = await findBrowser(chromiumPath)
      if (browser === null) missed ??= { url, message: NO_BROWSER }
      return browser
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      missed ??= { url, message: `${NO_BROWSER} (${error.message})` }
      return null
    }
  }

  /** The page that the browser came to, or null where it did not come through. */
  const show = async ({ answer, reply }: Met & { reply: Reply }, { again }: Meeting): Promise<Answer | null> => {
    const url = answer.finalUrl
    const browser = await lookFor(url)
    if (browser === null) return null
    let last: Answer | null = null
    const send = async ({ url: wanted, ...ask }: BrowserAsk): Promise<ShownPage | null> => {
      const met = await again(new URL(wanted), { isLast: false }, { ...ask, headers: {} })
      const isPage = met.reply !== null && new URL(met.answer.finalUrl).host === new URL(url).host
      if (isPage && ask.method === 'GET' && met.answer.text !== null && !SCRIPT.test(met.answer.contentType ?? ''))
        last = met.answer
      return met.reply === null ? null : pageOf(met.reply, met.answer)
    }
    const challenge = { url, page: pageOf(reply, answer), userAgent, cookies, send, isThrough: () => last !== null, signal }
    await showChallenge(challenge, browser)
    return last
  }

  return {
    isToBeTried: (url, { method }) => method === 'GET' && !isOver(tries.get(url.host)),
    meet: async (met, meeting) => {
      const { answer, reply } = met
      const { host } = new URL(answer.finalUrl)
      const given = new URL(answer.url)
      const running = tries.get(host)
      if (running !== undefined) {
        await running.end
        return running.state === 'passed' ? (await meeting.again(given, { isLast: true })).answer : answer
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      const attempt: Try = { state: 'on', end: promise }
      tries.set(host, attempt)
      try {
        const isShown = reply !== null && reply.tls !== 'unverified'
        const page = isShown ? await show({ ...met, reply }, meeting) : null
        attempt.state = page === null ? 'failed' : 'passed'
        await ledger.remember(host, { needsBrowser: page !== null })
        if (page === null) {
          await meeting.refused()
          return { ...answer, error: `${answer.error}${missed === null ? NOT_PASSED : ''}` }
        }
        return page.url === given.href ? page : (await meeting.again(given, { isLast: true })).answer
      } finally {
        if (attempt.state === 'on') attempt.state = 'failed'
        resolve()
      }
    },
    markOf: (host, wall) => {
      if (wall !== null) return wall === 'challenge' ? 'met' : null
      return tries.has(host) && tries.get(host)?.state !== 'failed' ? 'passed' : null
    },
    missedBrowser: () => missed,
  }
}

const SCRIPT = /javascript|json/i
const NOT_PASSED = '; a browser that was shown its challenge did not come through by itself, and it is not broken'
const NO_BROWSER =
  'the host answers with a script challenge, and no browser was found that could be shown it; install Chromium, or name one in PLAYWRIGHT_CHROMIUM_PATH'

function isOver(attempt: Try | undefined): boolean {
  return attempt !== undefined && attempt.state !== 'on'
}

/** The answer as the browser is given it; one that has not changed, as it was. */
function pageOf({ status, headers, bytes }: Reply, answer: Answer): ShownPage {
  const isUnchanged = status === 304 && answer.bytes !== null
  return {
    status: isUnchanged ? 200 : status,
    contentType: headers['content-type'] ?? null,
    body: isUnchanged ? answer.bytes : bytes,
  }
}
