import { type SqlBool, sql } from 'kysely'
import { NOT_AGAINST } from '../src/model/decision.ts'
import type { Reach } from '../src/model/role.ts'
import type { Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'

export type ReportSummary = {
  readonly id: number
  readonly filer: string
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
  readonly year: number
  readonly firstSeenAt: Date
  readonly versionId: number
  readonly version: number
  readonly title: string | null
  readonly edition: Edition | null
  readonly sha256: string
  readonly url: string
}

function summaries(db: Db) {
  return db
    .selectFrom('reports as r')
    .innerJoin('report_versions as v', 'v.id', 'r.current_version_id')
    .innerJoin('captures as c', 'c.id', 'v.capture_id')
    .select([
      'r.id',
      'r.filer',
      'r.authority_id as authorityId',
      'r.authority_name as authorityName',
      'r.district_id as districtId',
    ])
    .select([
      'r.year',
      'r.first_seen_at as firstSeenAt',
      'v.id as versionId',
      'v.version',
      'v.title',
      'v.edition',
      'v.sha256',
      'c.url',
    ])
}

/** A report with its current version; null when there is none. */
export async function get(db: Db, id: number): Promise<ReportSummary | null> {
  return (await summaries(db).where('r.id', '=', id).executeTakeFirst()) ?? null
}

/** All reports of the same filer, the newest year first. */
export async function ofFiler(db: Db, filer: string): Promise<ReportSummary[]> {
  return summaries(db).where('r.filer', '=', filer).orderBy('r.year', 'desc').execute()
}

export type ReportFilter = {
  readonly district?: string
  readonly authority?: string
  readonly year?: number
  readonly q?: string
  /** Only of these districts; null: of all, and of none. */
  readonly reach?: Reach
}
export type ListedReport = ReportSummary & {
  /** Open findings that count against the authority. */
  readonly findings: number
}
export type ReportPage = { readonly rows: ListedReport[]; readonly next: string | null }

/** The newest year first, then by the authority's name. `after` is `next` of the page before. */
export async function list(db: Db, filter: ReportFilter, page: { after?: string | null; limit: number }): Promise<ReportPage> {
  const after = page.after ? parseCursor(page.after) : null
  const { district, authority, year, q, reach = null } = filter
  const rows = await summaries(db)
    .select((eb) =>
      eb
        .selectFrom('findings as n')
        .select((counted) => counted.fn.countAll<number>().as('count'))
        .whereRef('n.report_id', '=', 'r.id')
        .where('n.state', '=', 'open')
        .where('n.decision', 'not in', NOT_AGAINST)
        .$asScalar()
        .$notNull()
        .as('findings'),
    )
    .$if(district !== undefined, (query) => query.where('r.district_id', '=', district as string))
    .$if(reach !== null, (query) => query.where('r.district_id', '=', sql<string>`ANY(${reach}::text[])`))
    .$if(authority !== undefined, (query) => query.where('r.authority_id', '=', authority as string))
    .$if(year !== undefined, (query) => query.where('r.year', '=', year as number))
    .$if(q !== undefined, (query) => query.where('r.authority_name', 'ilike', `%${(q as string).replace(/[\\%_]/g, '\\$&')}%`))
    .$if(after !== null, (query) =>
      query.where(
        sql<SqlBool>`(-r.year, r.authority_name, r.id) > (${-(after?.year ?? 0)}::int, ${after?.name}::text, ${after?.id}::int)`,
      ),
    )
    .orderBy(sql`-r.year`)
    .orderBy('r.authority_name')
    .orderBy('r.id')
    .limit(page.limit + 1)
    .execute()
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return { rows: rows.slice(0, page.limit), next: last ? `${last.year}-${last.id}-${last.authorityName}` : null }
}

function parseCursor(text: string): { year: number; id: number; name: string } | null {
  const match = /^(\d{4})-(\d{1,9})-(.*)$/s.exec(text)
  return match ? { year: Number(match[1]), id: Number(match[2]), name: match[3] ?? '' } : null
}
