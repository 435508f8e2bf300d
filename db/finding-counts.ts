import { sql } from 'kysely'
import type { Severity } from '../src/model/finding.ts'
import type { Db } from './connect.ts'
import { FILTER_COLUMNS, type FindingFilter, whereFiltered, withAuthorities } from './finding-list.ts'

/** Filters whose choices are counted beside every list. */
const FACETS = ['severity', 'status', 'verdict', 'family', 'year', 'rule'] as const
/** Those of many values, which are counted only on demand. */
const WIDE_FACETS = ['district', 'authority'] as const
export type Facet = (typeof FACETS)[number] | (typeof WIDE_FACETS)[number]

type FacetCounts = { readonly [F in Facet]?: readonly { readonly value: string; readonly count: number }[] }

export type ListCounts = {
  readonly total: number
  /** How many findings each choice of each filter would show beside the other filters, most first; those that none has are left out. */
  readonly facets: FacetCounts
}

/** Findings that are counted while somebody waits for the list. */
const AT_MOST = 5_000

/**
 * The counts of a list where the filters other than those counted leave few findings, as an office's district does; null where there are
 * more, for which `countAll` is to be asked.
 */
export async function countFew(db: Db, filter: FindingFilter): Promise<ListCounts | null> {
  const base = { ...filter, ...Object.fromEntries(FACETS.map((facet) => [facet, undefined])) }
  const isWhole = !Object.values(base).some((value) => value !== undefined && value !== null)
  if (isWhole && (await isLarge(db))) return null
  const columns = FACETS.map((facet) => sql.ref(FILTER_COLUMNS[facet]))
  const ownColumn = columns.map((column, index) => sql`WHEN grouping(${column}) = 0 THEN ${sql.lit(index)}`)
  // A choice is counted beside the other filters; where its own is not set, those are all there are.
  const countBeside = (own: Facet | null) => {
    const others = FACETS.filter((facet) => facet !== own && filter[facet] !== undefined)
    const isWanted = others.map((facet) => sql`${sql.ref(FILTER_COLUMNS[facet])} = ${filter[facet]}`)
    return isWanted.length === 0 ? sql`count(*)` : sql`count(*) FILTER (WHERE ${sql.join(isWanted, sql` AND `)})`
  }
  const ownCount = FACETS.map((facet, index) => sql`WHEN grouping(${columns[index]}) = 0 THEN ${countBeside(facet)}`)
  const { rows } = await sql<{ index: number | null; value: string | null; count: number; every: number }>`
    SELECT CASE ${sql.join(ownColumn, sql` `)} END AS index, coalesce(${sql.join(columns.map((column) => sql`${column}::text`))}) AS value,
      CASE ${sql.join(ownCount, sql` `)} ELSE ${countBeside(null)} END AS count, count(*) AS every
    FROM (SELECT ${sql.join(columns)} FROM findings ${whereFiltered(await withAuthorities(db, base))} LIMIT ${sql.lit(AT_MOST + 1)}) f
    GROUP BY GROUPING SETS ((), ${sql.join(columns.map((column) => sql`(${column})`))})
    ORDER BY count DESC, value`.execute(db)
  const whole = rows.find(({ index }) => index === null)
  if (whole === undefined || whole.every > AT_MOST) return null
  const countsOf = (own: number) =>
    rows.flatMap(({ index, value, count }) => (index === own && value !== null && count > 0 ? [{ value, count }] : []))
  return { total: whole.count, facets: Object.fromEntries(FACETS.map((facet, index) => [facet, countsOf(index)])) }
}

/** Whether there are so many findings that counting all of them takes time, by what the server last counted, which costs nothing to ask. */
export async function isLarge(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    estimate: number
  }>`SELECT reltuples AS estimate FROM pg_class WHERE oid = 'findings'::regclass`.execute(db)
  return (rows[0]?.estimate ?? 0) > 2 * AT_MOST
}

/** The same counts, and those of districts and authorities, of any number of findings: in as long as it takes. */
export async function countAll(db: Db, asked: FindingFilter): Promise<ListCounts> {
  const filter = await withAuthorities(db, asked)
  const all = [...FACETS, ...WIDE_FACETS]
  const isSet = (facet: Facet) => filter[facet] !== undefined
  const counted = await Promise.all([
    countFacets(
      db,
      filter,
      all.filter((facet) => !isSet(facet) && (facet !== 'authority' || isSet('district'))),
    ),
    ...all.filter(isSet).map((facet) => countFacets(db, { ...filter, [facet]: undefined }, [facet])),
  ])
  const rows = counted.flatMap(({ facets }) => facets)
  return {
    total: counted[0]?.total ?? 0,
    facets: Object.fromEntries(
      all.map((facet) => [facet, rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count }))]),
    ),
  }
}

async function countFacets(db: Db, filter: FindingFilter, names: readonly Facet[]) {
  const columns = names.map((name) => sql.ref(FILTER_COLUMNS[name]))
  const ownColumn = columns.map((column, index) => sql`WHEN grouping(${column}) = 0 THEN ${sql.lit(index)}`)
  const { rows } = await sql<{ index: number | null; value: string | null; count: number }>`
    SELECT ${names.length === 0 ? sql`NULL` : sql`CASE ${sql.join(ownColumn, sql` `)} END`} AS index,
      ${names.length === 0 ? sql`NULL` : sql`coalesce(${sql.join(columns.map((column) => sql`${column}::text`))})`} AS value, count(*) AS count
    FROM findings ${whereFiltered(filter)}
    GROUP BY GROUPING SETS (${sql.join([sql`()`, ...columns.map((column) => sql`(${column})`)])})
    ORDER BY count DESC, value`.execute(db)
  return {
    total: rows.find(({ index }) => index === null)?.count ?? 0,
    facets: rows.flatMap(({ index, value, count }) =>
      index === null || value === null ? [] : [{ facet: names[index] as Facet, value, count }],
    ),
  }
}

export async function countsBySeverity(db: Db, filter: FindingFilter): Promise<{ severity: Severity; count: number }[]> {
  return (
    await sql<{
      severity: Severity
      count: number
    }>`SELECT severity, count(*) AS count FROM findings ${whereFiltered(filter)} GROUP BY severity`.execute(db)
  ).rows
}
