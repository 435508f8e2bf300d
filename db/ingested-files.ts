import { sql } from 'kysely'
import { NOT_AGAINST } from '../src/model/decision.ts'
import type { Db } from './connect.ts'
import type { CaptureTable } from './tables.ts'

/** What became of one local file in a run. */
export type IngestedFile = {
  readonly url: string
  readonly state: CaptureTable['state']
  readonly reason: string | null
  readonly message: string | null
  readonly authorityName: string | null
  readonly year: number | null
  /** `beside`: the report is known from a better source, and this file says something else. */
  readonly change: 'new' | 'changed' | 'unchanged' | 'beside' | null
  /** Open failures of the report, by severity. */
  readonly errors: number
  readonly warnings: number
  readonly infos: number
}

/** The local files of a run, by address. */
export async function ofRun(db: Db, runId: number): Promise<IngestedFile[]> {
  const { rows } = await sql<IngestedFile>`
    SELECT c.url, c.state, c.reason, c.message, r.authority_name AS "authorityName", r.year,
      CASE
        WHEN r.id IS NULL THEN NULL
        WHEN v.content_hash <> own.content_hash THEN 'beside'
        WHEN v.extracted_at < run.started_at THEN 'unchanged'
        WHEN r.first_seen_at >= run.started_at THEN 'new'
        ELSE 'changed' END AS change,
      count(f.id) FILTER (WHERE f.severity = 'error') AS errors,
      count(f.id) FILTER (WHERE f.severity = 'warning') AS warnings,
      count(f.id) FILTER (WHERE f.severity = 'info') AS infos
    FROM runs run
    JOIN captures c ON c.last_run_id = run.id
    LEFT JOIN reports r ON r.id = c.report_id
    LEFT JOIN report_versions v ON v.id = r.current_version_id
    LEFT JOIN report_versions own ON own.id = c.version_id
    LEFT JOIN findings f ON f.report_id = r.id AND f.state = 'open' AND f.verdict = 'fail' AND f.decision <> ALL(${NOT_AGAINST}::text[])
    WHERE run.id = ${runId} AND c.column_id IS NULL
    GROUP BY c.id, r.id, v.id, own.id, run.id
    ORDER BY c.url`.execute(db)
  return rows
}
