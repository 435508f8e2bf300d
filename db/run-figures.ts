import { type ExpressionBuilder, sql } from 'kysely'
import type { FindingDecision } from '../src/model/decision.ts'
import type { FilingStatus } from '../src/model/filing.ts'
import type { Severity } from '../src/model/finding.ts'
import type { Db } from './connect.ts'
import type { CaptureTable, Database, RunTable } from './tables.ts'

/** What the rows say about one run, for its summary. */

export async function portalsOf(db: Db, runId: number) {
  return await db
    .selectFrom('portal_crawls')
    .innerJoin('portals', 'portals.id', 'portal_crawls.portal_id')
    .select(['portals.id', 'portals.name', 'portal_crawls.state', 'portal_crawls.problems'])
    .select(({ selectFrom, fn }) =>
      // Counted as recorded: a crawl that was interrupted made more requests than it knows of.
      selectFrom('fetches')
        .whereRef('portal_crawl_id', '=', 'portal_crawls.id')
        .select(fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('requests'),
    )
    .where('run_id', '=', runId)
    .orderBy('portals.id')
    .execute()
}

export type RequestCounts = {
  readonly requests: number
  readonly fetched: number
  readonly unchanged: number
  readonly failed: number
}

/** Requests of a run by what became of them. That a portal has no robots.txt is an answer like any other. */
export async function requestsOf(db: Db, runId: number): Promise<RequestCounts> {
  const { rows } = await sql<RequestCounts>`
    SELECT count(*) AS requests, count(*) FILTER (WHERE outcome = 'ok') AS fetched,
      count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged, count(*) FILTER (WHERE outcome NOT IN ('ok', 'unchanged')) AS failed
    FROM (
      SELECT CASE WHEN f.outcome = 'gone' AND f.url LIKE '%/robots.txt' THEN 'ok' ELSE f.outcome END AS outcome
      FROM fetches f JOIN portal_crawls c ON c.id = f.portal_crawl_id WHERE c.run_id = ${runId}
    ) f`.execute(db)
  return rows[0] ?? { requests: 0, fetched: 0, unchanged: 0, failed: 0 }
}

type RefusedEntry = {
  readonly judgement: 'foreign' | 'not-report'
  readonly title: string
  readonly url: string
  readonly reason: string | null
}

export type EntryCounts = {
  readonly total: number
  /** Not opened because of their titles. */
  readonly refused: readonly RefusedEntry[]
  /** How many there were, where retention took them out of an old account. */
  readonly refusedInAll?: number
  /** Those that led to a document, and those that did not: the page could not be had, or is the same as another. */
  readonly opened: number
  readonly unopened: number
}

/** The entries of the lists that a run read, by what became of them. */
export async function entriesOf(db: Db, runId: number): Promise<EntryCounts> {
  const { rows } = await sql<(RefusedEntry | { judgement: 'candidate' }) & { isOpened: boolean }>`
    WITH seen AS (
      SELECT url FROM captures WHERE last_run_id = ${runId}
      UNION SELECT attachment_of FROM captures WHERE last_run_id = ${runId} AND attachment_of IS NOT NULL
    )
    SELECT e.judgement, e.title, e.url, e.reason, e.url IN (SELECT url FROM seen) AS "isOpened"
    FROM portal_crawls c
    JOIN column_readings r ON r.portal_crawl_id = c.id
    JOIN entry_lists l ON l.sha256 = r.list_sha256,
      jsonb_to_recordset(l.entries) AS e (judgement text, title text, url text, reason text)
    WHERE c.run_id = ${runId}
    ORDER BY e.url`.execute(db)
  const refused = rows.filter((row) => row.judgement !== 'candidate').map(({ isOpened: _, ...entry }) => entry as RefusedEntry)
  const candidates = rows.filter(({ judgement }) => judgement === 'candidate')
  const opened = candidates.filter(({ isOpened }) => isOpened).length
  return { total: rows.length, refused, opened, unopened: candidates.length - opened }
}

export type RunDocument = {
  readonly state: CaptureTable['state']
  readonly reason: string | null
  readonly message: string | null
  readonly title: string | null
  readonly url: string
}

/** The documents a run saw: those that did not become reports, how many did, and how many there are. */
export async function documentsOf(db: Db, runId: number): Promise<{ others: RunDocument[]; reports: number; total: number }> {
  const seen = db.selectFrom('captures').where('last_run_id', '=', runId)
  const others = await seen
    .select(['state', 'reason', 'message', 'list_title as title', 'url'])
    .where('state', 'in', ['not-report', 'failed'])
    .orderBy('url')
    .execute()
  const counts = await seen
    .select(({ fn }) => [
      fn.countAll<number>().as('total'),
      fn.countAll<number>().filterWhere('state', '=', 'report').as('reports'),
    ])
    .executeTakeFirstOrThrow()
  return { others, ...counts }
}

export type ReportCounts = {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly total: number
}

/** Reports a run saw, by whether it saw them first, read something new in them, or found them as they were. */
export async function reportsOf(db: Db, runId: number): Promise<ReportCounts> {
  const { rows } = await sql<ReportCounts>`
    WITH run AS (SELECT started_at FROM runs WHERE id = ${runId}),
    seen AS (
      SELECT r.first_seen_at >= started_at AS is_new, v.extracted_at >= started_at AS is_read_now
      FROM reports r JOIN report_versions v ON v.id = r.current_version_id, run
      WHERE r.id IN (SELECT report_id FROM captures WHERE last_run_id = ${runId})
    )
    SELECT count(*) FILTER (WHERE is_new) AS new, count(*) FILTER (WHERE is_read_now AND NOT is_new) AS changed,
      count(*) FILTER (WHERE NOT is_read_now AND NOT is_new) AS unchanged, count(*) AS total
    FROM seen`.execute(db)
  return rows[0] ?? { new: 0, changed: 0, unchanged: 0, total: 0 }
}

/** Reports that a run saw and that could not be checked. */
export async function uncheckedOf(db: Db, runId: number): Promise<{ title: string | null; url: string }[]> {
  return await db
    .selectFrom('reports')
    .innerJoin('report_versions', 'report_versions.id', 'reports.current_version_id')
    .innerJoin('captures', 'captures.id', 'report_versions.capture_id')
    .select(['report_versions.title', 'captures.url'])
    .where('report_versions.rule_set', 'is', null)
    .where('captures.last_run_id', '=', runId)
    .orderBy('captures.url')
    .execute()
}

export type FindingCount = {
  readonly rule: string
  readonly severity: Severity
  readonly verdict: string
  readonly decision: FindingDecision
  readonly count: number
}

/**
 * Open findings by rule, and how many were opened or closed since the run began. Seen are the findings of the districts the run
 * audited and of the reports it saw. One that came and went within the run is not counted: it only shows in which order things were read.
 */
export async function findingsOf(db: Db, runId: number): Promise<{ open: FindingCount[]; opened: number; closed: number }> {
  const { started_at } = await db.selectFrom('runs').select('started_at').where('id', '=', runId).executeTakeFirstOrThrow()
  const inScope = ({ eb, or, selectFrom }: ExpressionBuilder<Database, 'findings'>) =>
    or([
      eb('findings.district_id', 'in', selectFrom('run_audits').select('district_id').where('run_id', '=', runId)),
      eb(
        'findings.report_id',
        'in',
        selectFrom('captures')
          .select('captures.report_id')
          .where('last_run_id', '=', runId)
          .where('captures.report_id', 'is not', null),
      ),
    ])
  const open = await db
    .selectFrom('findings')
    .select(['rule', 'severity', 'verdict', 'decision', (count) => count.fn.countAll<number>().as('count')])
    .where('state', '=', 'open')
    .where(inScope)
    .groupBy(['rule', 'severity', 'verdict', 'decision'])
    .orderBy('rule')
    .execute()
  const changes = await db
    .selectFrom('findings')
    .select([
      (count) =>
        count.fn.countAll<number>().filterWhere('opened_at', '>=', started_at).filterWhere('state', '=', 'open').as('opened'),
      (count) =>
        count.fn
          .countAll<number>()
          .filterWhere('closed_at', '>=', started_at)
          .filterWhere('opened_at', '<', started_at)
          .as('closed'),
    ])
    .where(inScope)
    .executeTakeFirstOrThrow()
  return { open, ...changes }
}

export type RunFiling = {
  readonly authority: string
  readonly name: string
  readonly year: number
  readonly status: FilingStatus
  readonly daysLate: number | null
  readonly strength: 'law' | 'policy'
  readonly backdated: boolean
}

/** Filing status of every registered authority and year that a run audited. */
export async function filingsOf(db: Db, runId: number): Promise<RunFiling[]> {
  return await db
    .selectFrom('filings')
    .innerJoin('authorities', 'authorities.id', 'filings.authority_id')
    .innerJoin('run_audits', (join) =>
      join.onRef('run_audits.district_id', '=', 'authorities.district_id').onRef('run_audits.year', '=', 'filings.year'),
    )
    .select([
      'authorities.id as authority',
      'authorities.name',
      'filings.year',
      'filings.status',
      'filings.days_late as daysLate',
      'filings.strength',
      'filings.backdated',
    ])
    .where('run_audits.run_id', '=', runId)
    .where('authorities.retired_at', 'is', null)
    .orderBy('filings.year')
    .orderBy('authorities.id')
    .execute()
}

export type RunKind = RunTable['kind']
