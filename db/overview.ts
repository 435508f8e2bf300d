import { type RawBuilder, sql } from 'kysely'
import type { AuthorityKind, AuthorityLevel } from '../src/model/authority.ts'
import type { FindingDecision, FindingStatus, HistoryAct } from '../src/model/decision.ts'
import type { FilingStatus } from '../src/model/filing.ts'
import type { Family, Severity } from '../src/model/finding.ts'
import { SURE } from '../src/model/report.ts'
import type { Reach } from '../src/model/role.ts'
import type { CellKey } from '../src/model/template.ts'
import { isAt } from './authority-level.ts'
import type { Db } from './connect.ts'
import { STANDS } from './decisions.ts'

/** What the overview is about; null: all. */
export type OverviewScope = { readonly district: string | null; readonly year: number | null; readonly reach: Reach }

/** `column` and `year` are names of columns. */
function within(scope: OverviewScope, district: string, year: string): RawBuilder<unknown> {
  const parts = [
    sql`true`,
    ...(scope.district === null ? [] : [sql`${sql.ref(district)} = ${scope.district}`]),
    ...(scope.year === null ? [] : [sql`${sql.ref(year)} = ${scope.year}`]),
    ...(scope.reach === null ? [] : [sql`${sql.ref(district)} = ANY(${scope.reach}::text[])`]),
  ]
  return sql.join(parts, sql` AND `)
}

export type FilingCount = {
  readonly district: string
  readonly year: number
  readonly level: AuthorityLevel | null
  readonly kind: AuthorityKind
  /** Null where it has not been worked out. */
  readonly status: FilingStatus | null
  readonly count: number
}

/** Registered authorities by the years that their district registers: every authority and year is in one of the counts. */
export async function filingCounts(db: Db, scope: OverviewScope): Promise<FilingCount[]> {
  const { rows } = await sql<FilingCount>`
    SELECT a.district_id AS district, y.year, a.level, a.kind, f.status, count(*) AS count
    FROM authorities a JOIN districts d ON d.id = a.district_id CROSS JOIN unnest(d.years) AS y (year)
    LEFT JOIN filings f ON f.authority_id = a.id AND f.year = y.year
    WHERE a.retired_at IS NULL AND ${within(scope, 'a.district_id', 'y.year')}
    GROUP BY a.district_id, y.year, a.level, a.kind, f.status`.execute(db)
  return rows
}

export type FindingCount = {
  readonly rule: string
  readonly family: Family
  readonly status: FindingStatus
  readonly decision: FindingDecision
  /** Why it was dismissed. */
  readonly reason: string | null
  readonly count: number
}

/** Failures by rule and what was decided on them. */
export async function findingCounts(db: Db, scope: OverviewScope): Promise<FindingCount[]> {
  const { rows } = await sql<FindingCount>`
    SELECT rule, family, status, decision, decision_reason AS reason, count(*) AS count FROM findings
    WHERE verdict = 'fail' AND ${within(scope, 'district_id', 'year')}
    GROUP BY rule, family, status, decision, decision_reason`.execute(db)
  return rows
}

export type Waiting = {
  readonly severity: Severity
  /** Which of the ages it has: 0 for the youngest. */
  readonly age: number
  readonly count: number
  readonly oldest: Date
}

/** Open failures that nobody has decided on, by severity and by how long they have been open; `ages` are the ends of the ages in days, the last open. */
export async function waiting(db: Db, scope: OverviewScope, ages: readonly number[]): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT severity, width_bucket(extract(epoch FROM now() - opened_at) / 86400, ${ages}::numeric[]) AS age, count(*) AS count,
      min(opened_at) AS oldest
    FROM findings WHERE verdict = 'fail' AND status = 'undecided' AND ${within(scope, 'district_id', 'year')}
    GROUP BY 1, 2`.execute(db)
  return rows
}

export type WeekOfWork = { readonly week: string; readonly act: HistoryAct; readonly count: number }

/**
 * What was done on findings in the last weeks, by the Monday that a week begins with in China; what was taken back is not counted. What a second person
 * approved counts as what was proposed.
 */
export async function workByWeek(db: Db, scope: OverviewScope, weeks: number): Promise<WeekOfWork[]> {
  const isAll = scope.district === null && scope.year === null && scope.reach === null
  const { rows } = await sql<WeekOfWork>`
    SELECT date_trunc('week', d.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS week,
      CASE d.act WHEN 'approve' THEN coalesce(d.before #>> '{proposal,act}', d.act) ELSE d.act END AS act, count(*) AS count
    FROM decisions d ${isAll ? sql`` : sql`JOIN findings f ON f.id = d.finding_id`}
    WHERE d.decided_at >= (date_trunc('week', now() AT TIME ZONE 'Asia/Shanghai') - make_interval(weeks => ${weeks - 1})) AT TIME ZONE 'Asia/Shanghai'
      AND ${STANDS} AND ${isAll ? sql`true` : within(scope, 'f.district_id', 'f.year')}
    GROUP BY 1, 2 ORDER BY 1`.execute(db)
  return rows
}

/** A figure of the tables: the sum of some cells, counted of those reports only that give all of `given`, or all of `or`, which is then the sum. */
export type FigureCells = {
  readonly sum: readonly CellKey[]
  readonly given: readonly CellKey[]
  readonly or?: readonly CellKey[]
}

type ReportScope = OverviewScope & {
  /** Kinds of authority. */
  readonly kinds: readonly AuthorityKind[]
  /** Null: of every level. */
  readonly level: AuthorityLevel | null
}

function ofKindAndLevel({ kinds, level }: ReportScope): RawBuilder<unknown> {
  return sql`a.kind = ANY(${kinds}::text[]) ${level === null ? sql`` : sql`AND ${isAt(level)}`}`
}

function reportsWithin(scope: ReportScope): RawBuilder<unknown> {
  return sql`FROM reports r JOIN authorities a ON a.id = r.authority_id
    WHERE r.current_version_id IS NOT NULL AND a.retired_at IS NULL AND ${ofKindAndLevel(scope)} AND ${within(scope, 'a.district_id', 'r.year')}`
}

/** How many reports the figures would be summed over. */
export async function countReports(db: Db, scope: ReportScope): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count ${reportsWithin(scope)}`.execute(db)
  return rows[0]!.count
}

export type ExpectedReports = { readonly year: number; readonly expected: number; readonly missing: number }

/** How many registered authorities are to report, by the years that their districts register, and of how many of these there is no report. */
export async function expectedReports(db: Db, scope: ReportScope): Promise<ExpectedReports[]> {
  const { rows } = await sql<ExpectedReports>`
    SELECT y.year, count(*) AS expected, count(*) FILTER (WHERE NOT EXISTS (
      SELECT FROM reports r WHERE r.authority_id = a.id AND r.year = y.year AND r.current_version_id IS NOT NULL)) AS missing
    FROM authorities a JOIN districts d ON d.id = a.district_id CROSS JOIN unnest(d.years) AS y (year)
    LEFT JOIN filings f ON f.authority_id = a.id AND f.year = y.year
    WHERE a.retired_at IS NULL AND f.status IS DISTINCT FROM 'exempt' AND ${ofKindAndLevel(scope)}
      AND ${within(scope, 'a.district_id', 'y.year')}
    GROUP BY y.year`.execute(db)
  return rows
}

export type YearOfFigures = {
  readonly year: number
  readonly reports: number
  /** In the order of the figures asked for; the sum is null where no report gives the figure. */
  readonly figures: readonly { readonly sum: number | null; readonly bodies: number }[]
}

/**
 * Sums of the tables of current versions, by year, the newest first. A cell counts as given where a number is printed that was read surely: a blank, a
 * slash or a doubtful reading takes its report out of that figure, and out of the number of bodies beside it.
 */
export async function sumFigures(db: Db, scope: ReportScope, figures: readonly FigureCells[]): Promise<YearOfFigures[]> {
  const keys = [...new Set(figures.flatMap(({ sum, given, or = [] }) => [...sum, ...given, ...or]))]
  const whenGiven = (given: readonly CellKey[], sum: readonly CellKey[]) => sql`
    WHEN count(*) FILTER (WHERE c.key = ANY(${given}::text[])) = ${given.length} THEN sum(c.value) FILTER (WHERE c.key = ANY(${sum}::text[]))`
  const columns = figures.map(
    ({ sum, given, or }, index) =>
      sql`CASE ${whenGiven(given, sum)} ${or === undefined ? sql`` : whenGiven(or, or)} END AS ${sql.ref(`f${index}`)}`,
  )
  const sums = figures.map(
    (_, index) => sql`json_build_object('sum', sum(${sql.ref(`f${index}`)}), 'bodies', count(${sql.ref(`f${index}`)}))`,
  )
  const { rows } = await sql<YearOfFigures>`
    WITH scoped AS (SELECT r.year, r.current_version_id AS version ${reportsWithin(scope)}),
    read AS (
      SELECT s.year, s.version, ${sql.join(columns)}
      FROM scoped s LEFT JOIN cells c ON c.version_id = s.version AND c.key = ANY(${keys}::text[]) AND c.kind = 'number'
        AND c.value IS NOT NULL AND c.confidence >= ${SURE}::real
      GROUP BY s.year, s.version)
    SELECT year, count(*) AS reports, json_build_array(${sql.join(sums)}) AS figures FROM read GROUP BY year ORDER BY year DESC`.execute(
    db,
  )
  return rows
}
