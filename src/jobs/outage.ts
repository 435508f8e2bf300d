import { DatabaseUnavailable, SnapshotStoreUnavailable } from '../../db/unavailable.ts'

/** Classes of SQLSTATE (PostgreSQL, appendix A) that say something of the server and nothing of the work. */
const SERVER_STATES = /^(?:08|53|57P0|58)/
/** The disk is full, or something that we need cannot be reached. */
const SYSTEM_CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])
/** What drivers throw without a code when their connection breaks. */
const BROKEN =
  /^(?:Connection terminated|Connection is closed|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * Whether an error of a job is about what all jobs need (database, Redis, disk, object storage) and not about its own work: it says nothing of the work then,
 * however often it comes. Portals that do not answer are told by the crawl and never thrown.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof DatabaseUnavailable || error instanceof SnapshotStoreUnavailable || BROKEN.test(error.message)) return true
  const { code } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && (SYSTEM_CODES.has(code) || (code.length === 5 && SERVER_STATES.test(code)))) return true
  if (error instanceof AggregateError && error.errors.some(isOutage)) return true
  return isOutage(error.cause)
}

export type Outages = {
  /** Notes an outage and says how long the work is to wait (ms); null when it lasts too long to be waited for. */
  readonly wait: () => number | null
  /** Notes that something worked. */
  readonly over: () => void
}

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 30_000

/** Outages as one process sees them: waits double from 2 to 30 s with jitter, for `patienceMs` in all. `now`: ms of any clock. */
export function watchOutages(patienceMs: number, now: () => number = () => performance.now()): Outages {
  let since: number | null = null
  return {
    wait: () => {
      since ??= now()
      const lasted = now() - since
      if (lasted > patienceMs) return null
      const wait = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, lasted))
      return wait * (0.75 + Math.random() / 2)
    },
    over: () => {
      since = null
    },
  }
}
