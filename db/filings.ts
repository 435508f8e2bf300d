import { sql } from 'kysely'
import type { AuthorityKind, AuthorityLevel } from '../src/model/authority.ts'
import { NOT_AGAINST } from '../src/model/decision.ts'
import type { Reason } from '../src/model/expectation.ts'
import type { FilingStatus } from '../src/model/filing.ts'
import type { FormerName } from '../src/model/portal.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { FilingRow, FilingTable } from './tables.ts'

export type AssessedFiling = Omit<FilingRow, 'computed_at'>

/** Writes the filing status of authorities and years; a later assessment replaces an earlier one. */
export async function upsert(db: Db, filings: readonly AssessedFiling[]): Promise<void> {
  if (filings.length === 0) return
  await sql`
    INSERT INTO filings (authority_id, year, status, reason, due, strength, basis, published_on, published_from, days_late, backdated,
      report_id, evidence)
    SELECT * FROM jsonb_to_recordset(${toJson(filings)}::jsonb) AS f (authority_id text, year int, status text, reason jsonb, due date,
      strength text, basis text, published_on date, published_from text, days_late int, backdated boolean, report_id int, evidence jsonb)
    ON CONFLICT (authority_id, year) DO UPDATE SET status = excluded.status, reason = excluded.reason, due = excluded.due,
      strength = excluded.strength, basis = excluded.basis, published_on = excluded.published_on, published_from = excluded.published_from, days_late = excluded.days_late,
      backdated = excluded.backdated, report_id = excluded.report_id, evidence = excluded.evidence, computed_at = now()`.execute(
    db,
  )
}

/** The filing of one authority and year as it was last worked out; null where it never was. */
export async function get(db: Db, authorityId: string, year: number): Promise<FilingRow | null> {
  const row = await db
    .selectFrom('filings')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('year', '=', year)
    .executeTakeFirst()
  return row ?? null
}

export type BoardRow = {
  readonly authorityId: string
  readonly authorityName: string
  readonly kind: AuthorityKind
  readonly level: AuthorityLevel | null
  readonly formerNames: readonly FormerName[]
  readonly reportId: number | null
  readonly versionId: number | null
  /** Null as long as it has not been worked out. */
  readonly status: FilingStatus | null
  /** Why no report is expected, or why nothing can be said. */
  readonly reason: Reason | null
  readonly due: string | null
  readonly strength: FilingTable['strength'] | null
  /** What sets the due date. */
  readonly basis: string | null
  readonly publishedOn: string | null
  readonly publishedFrom: string | null
  readonly daysLate: number | null
  readonly backdated: boolean | null
  readonly evidence: FilingRow['evidence'] | null
  readonly computedAt: Date | null
  /** Open findings that count against the authority, of all scopes. */
  readonly findings: number
}

type Board = { readonly district: string; readonly year: number; readonly authority?: string }

/** Every registered authority of a district, or one of them, with its filing status of one year, in the order of ids. */
export async function board(db: Db, { district, year, authority }: Board): Promise<BoardRow[]> {
  return db
    .selectFrom('authorities as a')
    .leftJoin('filings as f', (join) => join.onRef('f.authority_id', '=', 'a.id').on('f.year', '=', year))
    .leftJoin('reports as r', 'r.id', 'f.report_id')
    .select([
      'a.id as authorityId',
      'a.name as authorityName',
      'a.kind',
      'a.level',
      'a.former_names as formerNames',
      'f.report_id as reportId',
      'r.current_version_id as versionId',
    ])
    .select(['f.reason', 'f.basis'])
    .select(['f.status', 'f.due', 'f.strength', 'f.published_on as publishedOn', 'f.published_from as publishedFrom'])
    .select(['f.days_late as daysLate', 'f.backdated', 'f.evidence', 'f.computed_at as computedAt'])
    .select((eb) =>
      eb
        .selectFrom('findings as n')
        .select((counted) => counted.fn.countAll<number>().as('count'))
        .whereRef('n.authority_id', '=', 'a.id')
        .where('n.year', '=', year)
        .where('n.state', '=', 'open')
        .where('n.decision', 'not in', NOT_AGAINST)
        .$asScalar()
        .$notNull()
        .as('findings'),
    )
    .where('a.district_id', '=', district)
    .$if(authority !== undefined, (query) => query.where('a.id', '=', authority as string))
    .where('a.retired_at', 'is', null)
    .orderBy('a.id')
    .execute()
}

export type YearOfFiling = Pick<BoardRow, 'authorityId' | 'reportId' | 'publishedOn' | 'daysLate' | 'due'> & {
  readonly year: number
  readonly status: FilingStatus
  readonly backdated: boolean
}

/** What was worked out for the registered authorities of a district, all years, without the evidence. */
export async function allYearsOf(db: Db, district: string): Promise<YearOfFiling[]> {
  return db
    .selectFrom('filings as f')
    .innerJoin('authorities as a', 'a.id', 'f.authority_id')
    .select(['f.authority_id as authorityId', 'f.year', 'f.status', 'f.due', 'f.published_on as publishedOn'])
    .select(['f.days_late as daysLate', 'f.backdated', 'f.report_id as reportId'])
    .where('a.district_id', '=', district)
    .where('a.retired_at', 'is', null)
    .execute()
}
