import type { QuietTime } from './quiet-time.ts'

/** How much the crawls ask of portals, as the operator sets it. */
export type Manners = {
  readonly quiet: QuietTime | null
  /** Most requests to one host on one day. */
  readonly budget: number
  /** Days in which an article that stands unchanged in its list is not asked again; 0: it is asked each time. */
  readonly recheckDays: number
  /** How long (ms) a portal that does not answer is asked again within its night; left out: four hours. */
  readonly awayPatienceMs?: number
}

/** What a crawl does that nobody set up: one that a person tries, or a test. */
export const PLAIN_MANNERS: Manners = { quiet: null, budget: 2_000, recheckDays: 0 }
