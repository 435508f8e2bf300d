import type { Context } from 'hono'
import { z } from 'zod'
import { type FindingFilter, type SearchWord, SORT_NAMES, type Sort, UNASSIGNED } from '../../db/finding-list.ts'
import { AUTHORITY_LEVELS, type AuthorityLevel } from '../model/authority.ts'
import { type FindingStatus, STATUSES } from '../model/decision.ts'
import { RULES } from '../rules/catalogue.ts'
import { parsedOrBad, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import type { ReviewEnv, Visitor } from './visitor.ts'

/** Each filter and what it may be. */
export const FILTERS = z.object({
  district: REGISTRY_ID.optional(),
  authority: z.string().min(1).max(200).optional(),
  level: z.enum(AUTHORITY_LEVELS as unknown as [AuthorityLevel, ...AuthorityLevel[]]).optional(),
  year: REPORT_YEAR.optional(),
  family: z.enum(['late', 'inaccurate', 'incomplete', 'copied']).optional(),
  rule: z
    .string()
    .regex(/^[A-Z0-9]{1,8}-\d{1,3}$/)
    .optional(),
  severity: z.enum(['error', 'warning', 'info']).optional(),
  verdict: z.enum(['fail', 'not-assessable']).optional(),
  status: z.enum(STATUSES as [FindingStatus, ...FindingStatus[]]).optional(),
  state: z.literal('open').optional(),
  /** A name or a login, `me`, or that it is nobody's work. */
  assignee: z.string().min(1).max(110).or(z.literal(UNASSIGNED)).optional(),
  due: z.enum(['overdue', 'soon']).optional(),
  /** What waits for a second person. */
  approval: z.literal('waiting').optional(),
  /** A day, or a run: `run-12`. */
  since: z.iso
    .date()
    .or(z.string().regex(/^run-[1-9]\d{0,8}$/))
    .optional(),
  /** A day of the week in which somebody acted on it. */
  worked: z.iso.date().optional(),
  q: z.string().trim().min(1).max(100).optional(),
  sort: z.enum(SORT_NAMES as [Sort, ...Sort[]]).optional(),
})

/** What the list of findings is narrowed to, and how it is sorted; the names are those in the address. */
export type Filters = z.infer<typeof FILTERS>
export type FilterName = Exclude<keyof Filters, 'sort'>
const NAMES = Object.keys(FILTERS.shape) as readonly (keyof Filters)[]

/** The assignee that whoever asks is. */
export const MINE = 'me'

/** What waits for an officer: failures that nobody has decided on. */
export const WAITING: Filters = { verdict: 'fail', status: 'undecided' }

/** The filters in the address; empty ones count as not given. @throws BadRequest */
export function filtersOf(c: Context<ReviewEnv>): Filters {
  const given = NAMES.map((name) => [name, c.req.query(name)?.trim()] as const).filter(([, value]) => value)
  return parsedOrBad(FILTERS, Object.fromEntries(given))
}

/** Filters as a query string with its `?`, or nothing. `more` adds to them or, with null, takes away. */
export function filterQuery(filters: Filters, more: Readonly<Record<string, string | null>> = {}): string {
  const parts: string[] = []
  const all: Readonly<Record<string, string | number | null | undefined>> = { ...filters, ...more }
  for (const name in all) {
    const value = all[name]
    if (value !== null && value !== undefined) parts.push(`${name}=${inQuery(String(value))}`)
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** As forms write it. Pages have hundreds of addresses, and few values in them that have to be escaped. */
function inQuery(value: string): string {
  return /^[\w.-]*$/.test(value) ? value : new URLSearchParams([['', value]]).toString().slice(1)
}

/** How many things the list is narrowed by. */
export function countOfFilters({ sort: _sort, ...filters }: Filters): number {
  return Object.values(filters).filter((value) => value !== undefined).length
}

/** The findings that the filters ask for, of those that the visitor may see. */
export function findingsFor(
  { sort: _sort, q, since, assignee, ...equal }: Filters,
  { reach, actor }: Pick<Visitor, 'reach' | 'actor'>,
): FindingFilter {
  return {
    ...equal,
    ...(assignee !== undefined && { assignee: assignee === MINE ? actor : assignee }),
    ...(since !== undefined && { since: since.startsWith('run-') ? { run: Number(since.slice(4)) } : { day: since } }),
    ...(q !== undefined && { words: q.split(/\s+/).map(searchWord) }),
    reach,
  }
}

function searchWord(text: string): SearchWord {
  const word = text.toLowerCase()
  const said = RULES.filter(({ id, title }) => `${id} ${title.zh} ${title.en}`.toLowerCase().includes(word))
  return { text, rules: said.map(({ id }) => id) }
}
