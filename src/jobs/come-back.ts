import type { Away } from '../../db/portal-crawls.ts'
import type { Manners } from '../model/manners.ts'
import { quietUntil } from '../model/quiet-time.ts'

const MINUTE_MS = 60_000
const SHORTEST_WAIT_MS = 10 * MINUTE_MS
const LONGEST_WAIT_MS = 60 * MINUTE_MS
const PATIENCE_MS = 240 * MINUTE_MS

/**
 * In how many milliseconds a portal that does not answer is asked again, while hours of its night remain: waits double from ten minutes to an hour. Null
 * where the night goes on without it: its patience is over, officers would be at work by then, a person waits for the run, or the portal was away in
 * the night before, too – one that is gone would hold up the account of each night.
 */
export function comeBackIn(
  { isNightly, wasWell, awayMs }: Away,
  { awayPatienceMs = PATIENCE_MS, quiet }: Pick<Manners, 'awayPatienceMs' | 'quiet'>,
  now: Date,
): number | null {
  if (!isNightly || !wasWell) return null
  const wait = Math.min(Math.max(awayMs, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
  if (awayMs + wait > awayPatienceMs) return null
  return quiet !== null && quietUntil(quiet, new Date(now.getTime() + wait)) !== null ? null : wait
}
