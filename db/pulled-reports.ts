import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { NOT_AGAINST } from '../src/model/decision.ts'
import type { CellKind } from '../src/model/report.ts'
import type { Reach } from '../src/model/role.ts'
import type { CellKey, Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'

/** Reports and cells for programs that pull them page by page, in an order that never changes. */

export type PulledFilter = {
  readonly district?: string | undefined
  readonly authority?: string | undefined
  readonly year?: number | undefined
  /** Part of the authority's name. */
  readonly q?: string | undefined
  /** Id of one report. */
  readonly report?: number | undefined
  /** Only of these districts; null: of all, and of none. */
  readonly reach: Reach
}

function conditions({ district, authority, year, q, report, reach }: PulledFilter): RawBuilder<SqlBool>[] {
  return [
    ...(district === undefined ? [] : [sql<SqlBool>`r.district_id = ${district}`]),
    ...(authority === undefined ? [] : [sql<SqlBool>`r.authority_id = ${authority}`]),
    ...(year === undefined ? [] : [sql<SqlBool>`r.year = ${year}`]),
    ...(q === undefined ? [] : [sql<SqlBool>`r.authority_name ILIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`]),
    ...(report === undefined ? [] : [sql<SqlBool>`r.id = ${report}`]),
    ...(reach === null ? [] : [sql<SqlBool>`r.district_id = ANY(${reach}::text[])`]),
  ]
}

type ReportFacts = {
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
  readonly year: number
  readonly version: number
  readonly edition: Edition | null
}
const FACTS = sql`r.authority_id AS "authorityId", r.authority_name AS "authorityName", r.district_id AS "districtId", r.year, v.version, v.edition`

export type PulledReport = ReportFacts & {
  readonly id: number
  readonly versionId: number
  readonly title: string | null
  readonly url: string
  readonly sha256: string
  readonly firstSeenAt: Date
  /** Open findings that count against the authority. */
  readonly findings: number
}

/** Reports with their current versions whose ids follow `after`, at most `limit`. */
export async function reportsAfter(
  db: Db,
  filter: PulledFilter,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<PulledReport[]> {
  const { rows } = await sql<PulledReport>`
    SELECT r.id, ${FACTS}, v.id AS "versionId", v.title, c.url, v.sha256, r.first_seen_at AS "firstSeenAt",
      (SELECT count(*) FROM findings n WHERE n.report_id = r.id AND n.state = 'open' AND n.decision <> ALL(${NOT_AGAINST}::text[])) AS findings
    FROM reports r JOIN report_versions v ON v.id = r.current_version_id JOIN captures c ON c.id = v.capture_id
    WHERE ${sql.join([sql`r.id > ${after}`, ...conditions(filter)], sql` AND `)}
    ORDER BY r.id LIMIT ${sql.lit(limit)}`.execute(db)
  return rows
}

export type PulledCell = ReportFacts & {
  readonly reportId: number
  readonly key: CellKey
  readonly raw: string
  readonly value: number | null
  readonly kind: CellKind
  readonly confidence: number
  readonly remark: string | null
}

/** A cell after which a page begins. */
export type CellPlace = { readonly report: number; readonly key: string }

/** A whole key is looked up by the index of keys, its beginning is looked for among the cells of each report. */
function isUnder(key: string): RawBuilder<SqlBool> {
  const isWhole = key.split('.').length === (key.startsWith('t3.') ? 3 : 2)
  return isWhole ? sql`c.key = ${key}` : sql`starts_with(c.key, ${`${key}.`})`
}

/** Cells of current versions that follow a place, by report and key, at most `limit`. `under`: a key, or its beginning up to a dot. */
export async function cellsAfter(
  db: Db,
  { under, kind, ...filter }: PulledFilter & { readonly under?: string | undefined; readonly kind?: CellKind | undefined },
  { after, limit }: { readonly after: CellPlace | null; readonly limit: number },
): Promise<PulledCell[]> {
  const cells = [
    sql<SqlBool>`c.version_id = v.id`,
    ...(under === undefined ? [] : [isUnder(under)]),
    ...(kind === undefined ? [] : [sql<SqlBool>`c.kind = ${kind}`]),
    ...(after === null ? [] : [sql<SqlBool>`(r.id > ${after.report} OR c.key COLLATE "C" > ${after.key})`]),
  ]
  const reports = [...(after === null ? [] : [sql<SqlBool>`r.id >= ${after.report}`]), ...conditions(filter)]
  const { rows } = await sql<PulledCell>`
    SELECT r.id AS "reportId", ${FACTS}, c.key, c.raw, c.value, c.kind, c.confidence, c.remark
    FROM reports r JOIN report_versions v ON v.id = r.current_version_id JOIN cells c ON ${sql.join(cells, sql` AND `)}
    ${reports.length === 0 ? sql`` : sql`WHERE ${sql.join(reports, sql` AND `)}`}
    ORDER BY r.id, c.key COLLATE "C" LIMIT ${sql.lit(limit)}`.execute(db)
  return rows
}
