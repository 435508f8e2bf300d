import { type Expression, sql } from 'kysely'
import { AUTHORITY_KINDS, type AuthorityKind, type AuthorityLevel } from '../src/model/authority.ts'
import type { FindingStatus, HistoryAct, Standing } from '../src/model/decision.ts'
import type { FilingStatus } from '../src/model/filing.ts'
import type { PaperScope } from '../src/model/paper.ts'
import type { Cell } from '../src/model/report.ts'
import type { CellKey, Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'
import type { FindingRow } from './tables.ts'

/** A cell as it is printed in the report. */
export type PrintedCell = Pick<Cell, 'raw' | 'kind'> & { readonly key: CellKey }

/** A finding as papers tell it. */
export type PaperFinding = Pick<
  FindingRow,
  | ('id' | 'year' | 'scope' | 'rule' | 'family' | 'severity' | 'status' | 'message' | 'cells' | 'quote')
  | ('left_value' | 'right_value' | 'difference' | 'basis' | 'repair' | 'due_on' | 'assignee' | 'version_id')
> & {
  /** Id of a registered authority, or `name:` and its printed name. */
  readonly filer: string
  readonly authority: string
  readonly district: string | null
  readonly kind: AuthorityKind | null
  readonly level: AuthorityLevel | null
  readonly edition: Edition | null
  /** The snapshot that the report was read from, and its address; null for a report that was not found. */
  readonly sha256: string | null
  readonly url: string | null
  /** Null where nothing of the cells was read, or none is spoken of. */
  readonly printed: readonly PrintedCell[] | null
  /** Whose decision it stands by; null as long as there is none. */
  readonly decidedBy: string | null
}

const DECIDING = ['confirm', 'notify', 'dismiss', 'misread', 'reopen', 'approve', 'undo'] as const satisfies readonly HistoryAct[]

/**
 * Failures that stand as asked, by district, kind, filer and weight; read in portions. What could not be assessed is never among them: it says
 * nothing of anybody.
 */
export function streamFindings(db: Db, scope: PaperScope, statuses: readonly FindingStatus[]): AsyncIterable<PaperFinding> {
  return db
    .selectFrom('findings as f')
    .leftJoin('authorities as a', 'a.id', 'f.authority_id')
    .leftJoin('districts as d', 'd.id', 'f.district_id')
    .leftJoin('report_versions as v', 'v.id', 'f.version_id')
    .leftJoin('captures as c', 'c.id', 'v.capture_id')
    .select(['f.id', 'f.filer', 'f.year', 'f.scope', 'f.rule', 'f.family', 'f.severity', 'f.status', 'f.message', 'f.cells'])
    .select(['f.quote', 'f.left_value', 'f.right_value', 'f.difference', 'f.basis', 'f.repair', 'f.due_on', 'f.assignee'])
    .select(['f.version_id', 'a.kind', 'a.level', 'v.edition', 'v.sha256', 'c.url', 'd.name as district'])
    .select((eb) => [
      eb.fn.coalesce('a.name', 'f.authority_name').$notNull().as('authority'),
      sql<readonly PrintedCell[] | null>`CASE WHEN f.cells <> '{}' THEN (
        SELECT json_agg(json_build_object('key', p.key, 'raw', p.raw, 'kind', p.kind) ORDER BY array_position(f.cells, p.key))
        FROM cells p WHERE p.version_id = f.version_id AND p.key = ANY(f.cells)) END`.as('printed'),
      sql<string | null>`CASE WHEN f.decision <> 'undecided' THEN (
        SELECT decided_by FROM decisions WHERE finding_id = f.id AND act = ANY(${DECIDING}::text[]) ORDER BY id DESC LIMIT 1) END`.as(
        'decidedBy',
      ),
    ])
    .where('f.verdict', '=', 'fail')
    .where('f.status', 'in', statuses)
    .where('f.year', '=', scope.year)
    .$if(scope.district !== null, (query) => query.where('f.district_id', '=', scope.district))
    .$if(scope.authority !== null, (query) => query.where('f.authority_id', '=', scope.authority))
    .$if(scope.reach !== null, (query) => query.where('f.district_id', '=', sql<string>`ANY(${scope.reach}::text[])`))
    .orderBy('f.district_id', (order) => order.collate('C'))
    .orderBy(placeOfKind(sql.ref('a.kind')))
    .orderBy('f.filer', (order) => order.collate('C'))
    .orderBy('f.weight', 'desc')
    .orderBy('f.rule', (order) => order.collate('C'))
    .orderBy('f.subject', (order) => order.collate('C'))
    .orderBy('f.id')
    .stream(1_000)
}

function placeOfKind(kind: Expression<unknown>) {
  return sql`array_position(${AUTHORITY_KINDS}::text[], ${kind}::text)`
}

/** How many findings could not be assessed, and how many we misread: they are on no paper, which says so. */
export async function countLeftOut(db: Db, scope: PaperScope): Promise<{ notAssessable: number; misread: number }> {
  const { rows } = await sql<{ notAssessable: number; misread: number }>`
    SELECT count(*) FILTER (WHERE verdict = 'not-assessable' AND state = 'open' AND decision NOT IN ('dismissed', 'misread')) AS "notAssessable",
      count(*) FILTER (WHERE decision = 'misread') AS misread
    FROM findings WHERE year = ${scope.year}
      ${scope.district === null ? sql`` : sql`AND district_id = ${scope.district}`}
      ${scope.authority === null ? sql`` : sql`AND authority_id = ${scope.authority}`}
      ${scope.reach === null ? sql`` : sql`AND district_id = ANY(${scope.reach}::text[])`}`.execute(db)
  return rows[0]!
}

/** A registered authority and its filing of one year. */
export type PaperFiling = {
  readonly authorityId: string
  readonly authority: string
  readonly district: string
  readonly kind: AuthorityKind
  readonly level: AuthorityLevel | null
  /** Null where it has not been worked out. */
  readonly status: FilingStatus | null
  readonly reason: { readonly zh: string } | null
  readonly due: string | null
  readonly publishedOn: string | null
  readonly publishedFrom: string | null
  readonly daysLate: number | null
  readonly reportId: number | null
  readonly url: string | null
  readonly sha256: string | null
  readonly versionId: number | null
}

/** Every registered authority with its filing of the year, by district, kind and id. */
export async function listFilings(db: Db, scope: PaperScope): Promise<PaperFiling[]> {
  return db
    .selectFrom('authorities as a')
    .innerJoin('districts as d', 'd.id', 'a.district_id')
    .leftJoin('filings as f', (join) => join.onRef('f.authority_id', '=', 'a.id').on('f.year', '=', scope.year))
    .leftJoin('reports as r', 'r.id', 'f.report_id')
    .leftJoin('report_versions as v', 'v.id', 'r.current_version_id')
    .leftJoin('captures as c', 'c.id', 'v.capture_id')
    .select(['a.id as authorityId', 'a.name as authority', 'd.name as district', 'a.kind', 'a.level'])
    .select(['f.status', 'f.reason', 'f.due', 'f.published_on as publishedOn', 'f.published_from as publishedFrom'])
    .select(['f.days_late as daysLate', 'f.report_id as reportId', 'c.url', 'v.sha256', 'v.id as versionId'])
    .where('a.retired_at', 'is', null)
    .$if(scope.district !== null, (query) => query.where('a.district_id', '=', scope.district as string))
    .$if(scope.authority !== null, (query) => query.where('a.id', '=', scope.authority as string))
    .$if(scope.reach !== null, (query) => query.where('a.district_id', '=', sql<string>`ANY(${scope.reach}::text[])`))
    .orderBy('a.district_id', (order) => order.collate('C'))
    .orderBy(placeOfKind(sql.ref('a.kind')))
    .orderBy('a.id', (order) => order.collate('C'))
    .execute()
}

/** An entry of the history of a finding. */
export type PaperDecision = {
  readonly findingId: number
  readonly authority: string
  readonly district: string | null
  readonly rule: string
  readonly message: string
  readonly act: HistoryAct
  readonly before: Standing
  readonly after: Standing
  readonly note: string | null
  readonly by: string
  readonly at: Date
}

/** All that was done on findings of the year, by district, filer, finding and time; read in portions. */
export function streamDecisions(db: Db, scope: PaperScope): AsyncIterable<PaperDecision> {
  return db
    .selectFrom('decisions as e')
    .innerJoin('findings as f', 'f.id', 'e.finding_id')
    .leftJoin('authorities as a', 'a.id', 'f.authority_id')
    .leftJoin('districts as d', 'd.id', 'f.district_id')
    .select(['f.id as findingId', 'd.name as district', 'f.rule', 'f.message', 'e.act', 'e.before', 'e.after', 'e.note'])
    .select(['e.decided_by as by', 'e.decided_at as at'])
    .select((eb) => eb.fn.coalesce('a.name', 'f.authority_name').$notNull().as('authority'))
    .where('f.year', '=', scope.year)
    .$if(scope.district !== null, (query) => query.where('f.district_id', '=', scope.district))
    .$if(scope.authority !== null, (query) => query.where('f.authority_id', '=', scope.authority))
    .$if(scope.reach !== null, (query) => query.where('f.district_id', '=', sql<string>`ANY(${scope.reach}::text[])`))
    .orderBy('f.district_id', (order) => order.collate('C'))
    .orderBy('f.filer', (order) => order.collate('C'))
    .orderBy('f.id')
    .orderBy('e.id')
    .stream(1_000)
}

/** Some cells of several versions as they are printed. */
export async function printedCells(
  db: Db,
  versionIds: readonly number[],
  keys: readonly CellKey[],
): Promise<readonly (PrintedCell & { readonly versionId: number })[]> {
  return db
    .selectFrom('cells')
    .select(['version_id as versionId', 'key', 'raw', 'kind'])
    .where('version_id', '=', sql<number>`ANY(${versionIds}::int[])`)
    .where('key', '=', sql<CellKey>`ANY(${keys}::text[])`)
    .execute()
}
