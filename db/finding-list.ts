import { type SqlBool, sql } from 'kysely'
import type { FindingDecision } from '../src/model/decision.ts'
import type { Family, Severity, Verdict } from '../src/model/finding.ts'
import type { Reach } from '../src/model/role.ts'
import type { Db } from './connect.ts'
import type { FindingRow, FindingState } from './tables.ts'

export type FindingFilter = {
  readonly district?: string
  readonly authority?: string
  readonly year?: number
  readonly family?: Family
  readonly rule?: string
  readonly severity?: Severity
  readonly verdict?: Verdict
  readonly state?: FindingState
  readonly decision?: FindingDecision
  readonly reportId?: number
  /** Words that the message, the quoted sentence or the authority's name holds. */
  readonly q?: string
  /** Only of these districts; null: of all, and of none. */
  readonly reach?: Reach
}

/** Column of each filter that compares for equality. */
const EQUAL = {
  district: 'district_id',
  authority: 'authority_id',
  year: 'year',
  family: 'family',
  rule: 'rule',
  severity: 'severity',
  verdict: 'verdict',
  state: 'state',
  decision: 'decision',
  reportId: 'report_id',
} as const satisfies Record<Exclude<keyof FindingFilter, 'q' | 'reach'>, keyof FindingRow>

function filtered(db: Db, filter: FindingFilter) {
  let query = db.selectFrom('findings')
  for (const [name, column] of Object.entries(EQUAL)) {
    const value = filter[name as keyof typeof EQUAL]
    if (value !== undefined) query = query.where(column, '=', value as never)
  }
  const { reach = null } = filter
  if (reach !== null) query = query.where('district_id', '=', sql<string>`ANY(${reach}::text[])`)
  for (const word of (filter.q ?? '').split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(({ or, eb }) =>
      or([
        eb('message', 'ilike', pattern),
        eb('message_en', 'ilike', pattern),
        eb('quote', 'ilike', pattern),
        eb('authority_name', 'ilike', pattern),
        eb('rule', 'ilike', pattern),
      ]),
    )
  }
  return query
}

export type FindingPage = {
  readonly rows: FindingRow[]
  /** Where the next page begins; null on the last one. */
  readonly next: string | null
}

/** Errors first, then warnings, then notes; of each the newest first. `after` is `next` of the page before. */
export async function list(db: Db, filter: FindingFilter, page: { after?: string | null; limit: number }): Promise<FindingPage> {
  const after = page.after ? parseCursor(page.after) : null
  const rows = await filtered(db, filter)
    .selectAll()
    .$if(after !== null, (query) => query.where(sql<SqlBool>`(severity_rank, id) < (${after?.rank}::int, ${after?.id}::int)`))
    .orderBy('severity_rank', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return { rows: rows.slice(0, page.limit), next: last ? `${last.severity_rank}-${last.id}` : null }
}

/** The findings just before and after this one in the list; the finding itself need not be in it any more. */
export async function neighboursOf(
  db: Db,
  filter: FindingFilter,
  { severity_rank, id }: Pick<FindingRow, 'severity_rank' | 'id'>,
): Promise<{ previous: number | null; next: number | null }> {
  const here = sql`(${severity_rank}::int, ${id}::int)`
  const beside = (side: '<' | '>') =>
    filtered(db, filter)
      .select('id')
      .where(sql<SqlBool>`(severity_rank, id) ${sql.raw(side)} ${here}`)
      .orderBy('severity_rank', side === '<' ? 'desc' : 'asc')
      .orderBy('id', side === '<' ? 'desc' : 'asc')
      .limit(1)
      .executeTakeFirst()
  const [next, previous] = await Promise.all([beside('<'), beside('>')])
  return { previous: previous?.id ?? null, next: next?.id ?? null }
}

/** Anything that is no cursor of ours begins at the first page. */
function parseCursor(text: string): { rank: number; id: number } | null {
  const match = /^([123])-(\d{1,9})$/.exec(text)
  return match ? { rank: Number(match[1]), id: Number(match[2]) } : null
}

export async function count(db: Db, filter: FindingFilter): Promise<number> {
  const { count } = await filtered(db, filter)
    .select((counted) => counted.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

const FACETS = ['severity', 'rule', 'family', 'year', 'district', 'authority', 'decision', 'state', 'verdict'] as const
export type Facet = (typeof FACETS)[number]
export type FacetCounts = { readonly [F in Facet]: readonly { readonly value: string; readonly count: number }[] }

/**
 * How many findings each choice of each filter would show beside the other filters that are set, so that a filter's own choice hides no
 * alternative. Most first; values that no finding has are left out.
 */
export async function facets(db: Db, filter: FindingFilter): Promise<FacetCounts> {
  const isSet = (facet: Facet) => filter[facet] !== undefined
  const free = FACETS.filter((facet) => !isSet(facet))
  const counted = await Promise.all([
    countFacets(db, filter, free),
    ...FACETS.filter(isSet).map((facet) => countFacets(db, { ...filter, [facet]: undefined }, [facet])),
  ])
  const rows = counted.flat()
  return Object.fromEntries(
    FACETS.map((facet) => [facet, rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }))]),
  ) as unknown as FacetCounts
}

async function countFacets(db: Db, filter: FindingFilter, names: readonly Facet[]) {
  if (names.length === 0) return []
  const columns = names.map((name) => sql.ref(EQUAL[name]))
  const ownColumn = names.map((name, index) => sql`WHEN grouping(${sql.ref(EQUAL[name])}) = 0 THEN ${sql.lit(index)}`)
  const rows = await filtered(db, filter)
    .select([
      sql<number>`CASE ${sql.join(ownColumn, sql` `)} END`.as('index'),
      sql<string | null>`coalesce(${sql.join(columns.map((column) => sql`${column}::text`))})`.as('value'),
      sql<number>`count(*)`.as('count'),
    ])
    .groupBy(sql`GROUPING SETS (${sql.join(columns.map((column) => sql`(${column})`))})`)
    .orderBy('count', 'desc')
    .orderBy('value')
    .execute()
  return rows.flatMap(({ index, value, count }) => (value === null ? [] : [{ facet: names[index] as Facet, value, count }]))
}
