import type { HostLedger } from '../model/host-ledger.ts'
import type { Answer } from './fetcher.ts'
import { NO_RULES, type RobotsRules, readRobots } from './robots.ts'

/** After so long with server errors only, a robots.txt counts as not there (RFC 9309, 2.3.1.4). */
const FAILING_COUNTS_FOR_MS = 30 * 86_400_000

/** The rules of a host; or why they are not known, so that nothing is asked of it now. */
export type Rules = RobotsRules | { readonly unknown: string }

/**
 * What a robots.txt that was asked for means (RFC 9309, 2.3.1): one that is not there, or that is a page, forbids nothing; while the server
 * fails, nothing is asked, unless an earlier copy is known or it has failed for a month.
 */
export async function rulesFrom(
  answer: Answer,
  at: {
    readonly host: string
    readonly agent: string
    readonly ledger: HostLedger
    readonly earlier: () => Promise<string | null>
  },
): Promise<Rules> {
  const { host, agent, ledger } = at
  const { robotsFailingSince } = await ledger.recall(host)
  const isFailing = answer.outcome === 'later' && (answer.status === null || answer.status >= 500 || answer.status === 429)
  if (!isFailing) {
    if (robotsFailingSince !== null) await ledger.remember(host, { robotsFailingSince: null })
    return isRobotsFile(answer) ? readRobots(answer.text ?? '', agent) : NO_RULES
  }
  const since = robotsFailingSince ?? new Date().toISOString()
  if (robotsFailingSince === null && answer.status !== null) await ledger.remember(host, { robotsFailingSince: since })
  const earlier = await at.earlier()
  if (earlier !== null) return readRobots(earlier, agent)
  if (answer.status !== null && Date.now() - Date.parse(since) > FAILING_COUNTS_FOR_MS) return NO_RULES
  return { unknown: `what robots.txt of the host allows is not known: ${answer.error ?? 'no answer'}` }
}

/** Many hosts answer with their home page, or with a page that says 404. */
function isRobotsFile({ text, contentType }: Answer): boolean {
  return text !== null && /^text\/plain/i.test(contentType ?? 'text/plain') && !/<html/i.test(text)
}
