import type { Context } from 'hono'
import { z } from 'zod'
import { AUTHORITY_KINDS, AUTHORITY_LEVELS } from '../model/authority.ts'
import type { BoardLine, Order } from './filing-lines.ts'
import { SORTS } from './filing-lines.ts'
import { BOARD_STATUSES } from './filing-words.ts'
import { parsedOrBad } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

const SORT_NAMES = SORTS.flatMap((sort) => [sort, `-${sort}`] as const)

const FILTERS = z.object({
  status: z.enum(BOARD_STATUSES).optional(),
  level: z.enum([...AUTHORITY_LEVELS, 'unknown']).optional(),
  kind: z.enum(AUTHORITY_KINDS).optional(),
  flag: z.enum(['backdated']).optional(),
  published: z.iso.date().optional(),
  sort: z.enum(SORT_NAMES).optional(),
})

/** What a board is narrowed to and sorted by; the names are those in the address. */
export type BoardFilters = z.infer<typeof FILTERS>
const NAMES = Object.keys(FILTERS.shape) as readonly (keyof BoardFilters)[]

/** The filters in the address; empty ones count as not given. @throws BadRequest */
export function boardFiltersOf(c: Context<ReviewEnv>): BoardFilters {
  const given = NAMES.map((name) => [name, c.req.query(name)?.trim()] as const).filter(([, value]) => value)
  return parsedOrBad(FILTERS, Object.fromEntries(given))
}

/** Filters as a query string with its `?`, or nothing; `more` adds to them or, with null, takes away. */
export function boardQuery(filters: BoardFilters, more: Readonly<Record<string, string | null>> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filters, ...more }))
    if (value !== null && value !== undefined) query.set(name, value)
  return query.size === 0 ? '' : `?${query}`
}

export function isNarrowed({ sort: _, ...filters }: BoardFilters): boolean {
  return Object.keys(filters).length > 0
}

export function matches(line: BoardLine, { status, level, kind, flag, published }: BoardFilters): boolean {
  return (
    (status === undefined || line.status === status) &&
    (level === undefined || (line.level ?? 'unknown') === level) &&
    (kind === undefined || line.kind === kind) &&
    (flag === undefined || line.backdated === true) &&
    (published === undefined || line.publishedOn === published)
  )
}

/** What needs attention first, where the address says nothing. */
export function orderOf({ sort = 'status' }: BoardFilters): Order {
  const descending = sort.startsWith('-')
  return { by: (descending ? sort.slice(1) : sort) as Order['by'], descending }
}
