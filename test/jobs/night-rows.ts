import { sql } from 'kysely'
import type { Db } from '../../db/connect.ts'
import type { FilingStatus } from '../../src/model/filing.ts'

export type FoundReport = { readonly authority: string; readonly year: number; readonly rules: readonly string[] }

/** Every report that is known, with the rules that say something is wrong with its figures. */
export async function foundReports(db: Db): Promise<FoundReport[]> {
  const { rows } = await sql<FoundReport>`
    SELECT r.filer AS authority, r.year,
      array(SELECT f.rule FROM findings f WHERE f.report_id = r.id AND f.scope = 'report' AND f.verdict = 'fail'
        AND f.severity = 'error' AND f.closed_at IS NULL ORDER BY f.rule) AS rules
    FROM reports r`.execute(db)
  return rows
}

/** The entries of all lists of a portal as a run judged them. */
export async function foundEntries(db: Db, runId: number, portal: string): Promise<{ title: string; judgement: string }[]> {
  const { rows } = await sql<{ title: string; judgement: string }>`
    SELECT e.title, e.judgement FROM portal_crawls c
    JOIN column_readings r ON r.portal_crawl_id = c.id
    JOIN entry_lists l ON l.sha256 = r.list_sha256, jsonb_to_recordset(l.entries) AS e (title text, judgement text)
    WHERE c.run_id = ${runId} AND c.portal_id = ${portal}`.execute(db)
  return rows
}

export type FoundFiling = {
  readonly district: string
  readonly authority: string
  readonly year: number
  readonly status: FilingStatus
}

export async function foundFilings(db: Db): Promise<FoundFiling[]> {
  return await db
    .selectFrom('filings')
    .innerJoin('authorities', 'authorities.id', 'filings.authority_id')
    .select(['district_id as district', 'authority_id as authority', 'year', 'status'])
    .orderBy('authority_id')
    .orderBy('year')
    .execute()
}

/** The portals that a run has not done with. */
export async function openCrawls(db: Db, runId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('portal_crawls')
    .select('portal_id')
    .where('run_id', '=', runId)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(({ portal_id }) => portal_id)
}

/** How much is kept of all that was ever seen. */
export async function countKept(db: Db): Promise<{ reports: number; versions: number; captures: number; snapshots: number }> {
  const { rows } = await sql<{ reports: number; versions: number; captures: number; snapshots: number }>`
    SELECT (SELECT count(*) FROM reports) AS reports, (SELECT count(*) FROM report_versions) AS versions,
      (SELECT count(*) FROM captures) AS captures, (SELECT count(*) FROM snapshots WHERE sha256 IN (SELECT sha256 FROM captures)) AS snapshots`.execute(
    db,
  )
  return rows[0]!
}

/** Path and query of every document that is no page of a list itself. */
export async function capturedPaths(db: Db): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    SELECT c.url FROM captures c WHERE c.url NOT IN (SELECT url FROM portal_columns)`.execute(db)
  return rows.map(({ url }) => new URL(url)).map(({ pathname, search }) => `${pathname}${search}`)
}
