import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { RunState } from './tables.ts'

/** What is still to be done, as the committed rows tell it. Without a run: of all runs. */

/** Crawls that have not ended, of runs that have not. */
export async function unfinishedCrawls(db: Db, runId?: number): Promise<number[]> {
  const rows = await db
    .selectFrom('portal_crawls')
    .innerJoin('runs', 'runs.id', 'portal_crawls.run_id')
    .select('portal_crawls.id')
    .where('runs.state', '=', 'running')
    .where('portal_crawls.ended_at', 'is', null)
    .$if(runId !== undefined, (query) => query.where('run_id', '=', runId as number))
    .orderBy('portal_crawls.id')
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * Captures that can be extracted now. An attachment waits for the article that links to it and for those listed before it, so that
 * in whatever order they are worked on the same one of them becomes the report.
 */
export async function readyCaptures(
  db: Db,
  of: { runId?: number; portalCrawlId?: number; attachmentsOf?: string } = {},
): Promise<number[]> {
  const { runId = null, portalCrawlId = null, attachmentsOf = null } = of
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM captures c
    WHERE state = 'pending'
      AND (${runId}::int IS NULL OR last_run_id = ${runId})
      AND (${portalCrawlId}::int IS NULL OR column_id IN (
        SELECT k.id FROM portal_columns k JOIN portal_crawls p ON p.portal_id = k.portal_id WHERE p.id = ${portalCrawlId}
      ))
      AND (${attachmentsOf}::text IS NULL OR (md5(attachment_of) = md5(${attachmentsOf}) AND attachment_of = ${attachmentsOf}))
      AND (attachment_of IS NULL OR NOT EXISTS (
        SELECT FROM captures a
        WHERE md5(a.url) = md5(c.attachment_of) AND a.url = c.attachment_of AND a.state = 'pending' AND a.id <> c.id
      ) AND NOT EXISTS (
        SELECT FROM captures b
        WHERE md5(b.attachment_of) = md5(c.attachment_of) AND b.attachment_of = c.attachment_of AND b.state = 'pending' AND b.id < c.id
      ))
    ORDER BY id`.execute(db)
  return rows.map(({ id }) => id)
}

export async function hasPendingCaptures(db: Db, runId: number): Promise<boolean> {
  const rows = await db
    .selectFrom('captures')
    .select('id')
    .where('state', '=', 'pending')
    .where('last_run_id', '=', runId)
    .limit(1)
    .execute()
  return rows.length > 0
}

/**
 * Current versions that nobody has checked since they, or the report of the year before, changed. With a run: those of the filers
 * whose reports it saw.
 */
export async function uncheckedVersions(
  db: Db,
  of: { runId?: number; versionId?: number; limit?: number } = {},
): Promise<number[]> {
  const { runId = null, versionId = null, limit = null } = of
  const { rows } = await sql<{ id: number }>`
    SELECT v.id FROM report_versions v JOIN reports r ON r.current_version_id = v.id
    WHERE v.checked_at IS NULL
      AND (${versionId}::int IS NULL OR v.id = ${versionId})
      AND (${runId}::int IS NULL OR EXISTS (
        SELECT FROM reports seen JOIN captures c ON c.report_id = seen.id WHERE seen.filer = r.filer AND c.last_run_id = ${runId}
      ))
    ORDER BY v.id
    LIMIT ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Has the current versions checked again that were checked by other rules than these, or could not be checked. */
export async function forgetOtherChecks(
  db: Db,
  ruleSets: { readonly standard: string; readonly byDistrict: Readonly<Record<string, string>> },
): Promise<void> {
  await sql`
    UPDATE report_versions v SET checked_at = NULL FROM reports r
    WHERE r.current_version_id = v.id AND v.checked_at IS NOT NULL
      AND v.rule_set IS DISTINCT FROM coalesce(${toJson(ruleSets.byDistrict)}::jsonb ->> r.district_id, ${ruleSets.standard})`.execute(
    db,
  )
}

/** Notes that a version could not be checked, so that its run can end; `forgetOtherChecks` has it tried again. */
export async function markUncheckable(db: Db, versionId: number): Promise<void> {
  await db
    .updateTable('report_versions')
    .set({ checked_at: sql<Date>`now()`, rule_set: null })
    .where('id', '=', versionId)
    .where('checked_at', 'is', null)
    .execute()
}

/** Districts whose filing status a run may have changed: those of its portals, and of the reports it saw. */
export async function districtsOf(db: Db, runId: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT p.district_id AS id FROM portal_crawls c JOIN portals p ON p.id = c.portal_id WHERE c.run_id = ${runId}
    UNION
    SELECT r.district_id FROM captures c JOIN reports r ON r.id = c.report_id
    WHERE c.last_run_id = ${runId} AND r.authority_id IS NOT NULL AND r.district_id IS NOT NULL
    ORDER BY 1`.execute(db)
  return rows.map(({ id }) => id)
}

/** How far a run is, in rows. */
export type RunProgress = {
  readonly state: RunState
  readonly crawls: { readonly total: number; readonly ended: number }
  readonly requests: number
  readonly captures: { readonly total: number; readonly done: number; readonly reports: number }
  readonly versions: { readonly total: number; readonly checked: number }
  readonly audits: { readonly total: number; readonly done: number }
}

export async function progressOf(db: Db, runId: number): Promise<RunProgress> {
  const { rows } = await sql<{
    state: RunState
    crawls: number
    crawls_ended: number
    requests: number
    captures: number
    captures_done: number
    captures_reports: number
    versions: number
    versions_checked: number
    audits: number
    audits_done: number
  }>`
    SELECT r.state, c.*, f.*, k.*, v.*, a.*
    FROM runs r,
      LATERAL (SELECT count(*) AS crawls, count(ended_at) AS crawls_ended FROM portal_crawls WHERE run_id = r.id) c,
      LATERAL (SELECT count(*) AS requests FROM fetches JOIN portal_crawls p ON p.id = portal_crawl_id WHERE p.run_id = r.id) f,
      LATERAL (
        SELECT count(*) AS captures, count(*) FILTER (WHERE state <> 'pending') AS captures_done,
          count(*) FILTER (WHERE state = 'report') AS captures_reports
        FROM captures WHERE last_run_id = r.id
      ) k,
      LATERAL (
        SELECT count(*) AS versions, count(checked_at) AS versions_checked
        FROM report_versions WHERE id IN (
          SELECT current_version_id FROM reports JOIN captures ON report_id = reports.id WHERE last_run_id = r.id
        )
      ) v,
      LATERAL (SELECT count(*) AS audits, count(done_at) AS audits_done FROM run_audits WHERE run_id = r.id) a
    WHERE r.id = ${runId}`.execute(db)
  const [row] = rows
  if (!row) throw new Error(`There is no run ${runId}.`)
  return {
    state: row.state,
    crawls: { total: row.crawls, ended: row.crawls_ended },
    requests: row.requests,
    captures: { total: row.captures, done: row.captures_done, reports: row.captures_reports },
    versions: { total: row.versions, checked: row.versions_checked },
    audits: { total: row.audits, done: row.audits_done },
  }
}
