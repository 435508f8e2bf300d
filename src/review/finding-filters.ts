import type { Context } from 'hono'
import { z } from 'zod'
import { DECISIONS, type FindingDecision } from '../model/decision.ts'
import { parsedOrBad, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

const FILTERS = z.object({
  district: REGISTRY_ID.optional(),
  authority: z.string().min(1).max(200).optional(),
  year: REPORT_YEAR.optional(),
  family: z.enum(['late', 'inaccurate', 'incomplete', 'copied']).optional(),
  rule: z
    .string()
    .regex(/^[A-Z0-9]{1,8}-\d{1,3}$/)
    .optional(),
  severity: z.enum(['error', 'warning', 'info']).optional(),
  verdict: z.enum(['fail', 'not-assessable']).optional(),
  state: z.enum(['open', 'closed']).optional(),
  decision: z.enum(DECISIONS as [FindingDecision, ...FindingDecision[]]).optional(),
  q: z.string().trim().min(1).max(100).optional(),
})

/** What the list of findings is narrowed to; the names are those in the address. */
export type Filters = z.infer<typeof FILTERS>
export type FilterName = keyof Filters
const FILTER_NAMES = Object.keys(FILTERS.shape) as readonly FilterName[]

/** What waits for an officer: open failures that nobody has decided on. */
export const WAITING: Filters = { state: 'open', verdict: 'fail', decision: 'undecided' }

/** The filters in the address; empty ones count as not given. @throws BadRequest */
export function filtersOf(c: Context<ReviewEnv>): Filters {
  const given = FILTER_NAMES.map((name) => [name, c.req.query(name)?.trim()] as const).filter(([, value]) => value)
  return parsedOrBad(FILTERS, Object.fromEntries(given))
}

/** Filters as a query string with its `?`, or nothing. `more` adds to them or, with null, takes away. */
export function filterQuery(filters: Filters, more: Readonly<Record<string, string | null>> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filters, ...more })) {
    if (value !== null && value !== undefined) query.set(name, String(value))
  }
  return query.size === 0 ? '' : `?${query}`
}
