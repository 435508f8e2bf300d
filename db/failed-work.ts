import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** What could not be done: a document read, a report checked, the filings of a district and year assessed, a portal crawled. */
export type FailedKind = 'document' | 'check' | 'audit' | 'portal'

export type FailedWork = {
  readonly kind: FailedKind
  /** Number of the capture or the report version, id of the portal, or `<district>/<year>`. */
  readonly id: string
  readonly title: string
  /** Where it lies; empty for an audit. */
  readonly url: string
  /** Code of a reason for which it will never work as it is; null where each attempt ended in an error. */
  readonly reason: string | null
  readonly message: string | null
  readonly runId: number
}

/** All that failed and has not been done since, by kind and run, the newest first. */
export async function list(db: Db): Promise<FailedWork[]> {
  const { rows } = await sql<FailedWork>`
    SELECT 'document' AS kind, id::text, coalesce(list_title, url) AS title, url, reason, message, last_run_id AS "runId"
    FROM captures WHERE state = 'failed'
    UNION ALL
    SELECT 'check', v.id::text, coalesce(v.title, c.url), c.url, NULL, NULL, c.last_run_id
    FROM reports r JOIN report_versions v ON v.id = r.current_version_id JOIN captures c ON c.id = v.capture_id
    WHERE v.checked_at IS NOT NULL AND v.rule_set IS NULL
    UNION ALL
    SELECT 'audit', a.district_id || '/' || a.year, d.name || ' ' || a.year, '', NULL, a.problem, a.run_id
    FROM (SELECT DISTINCT ON (district_id, year) * FROM run_audits WHERE done_at IS NOT NULL ORDER BY district_id, year, run_id DESC) a
    JOIN districts d ON d.id = a.district_id
    WHERE a.problem IS NOT NULL
    UNION ALL
    SELECT 'portal', p.id, p.name, coalesce(k.problems -> 0 ->> 'url', ''), k.problems -> 0 ->> 'code', k.problems -> 0 ->> 'message', k.run_id
    FROM (SELECT DISTINCT ON (portal_id) * FROM portal_crawls WHERE ended_at IS NOT NULL ORDER BY portal_id, run_id DESC) k
    JOIN portals p ON p.id = k.portal_id
    WHERE k.state = 'failed' AND p.retired_at IS NULL
    ORDER BY kind, "runId" DESC, id`.execute(db)
  return rows
}

type Chosen = Readonly<Record<FailedKind, readonly string[]>>

/** Hands failed work to a run, as if nobody had tried it. Portals have to be planned for the run by the caller. */
export async function handOver(db: Db, runId: number, { document, check, audit }: Chosen): Promise<void> {
  await sql`UPDATE captures SET state = 'pending', reason = NULL, message = NULL, last_run_id = ${runId}
    WHERE id = ANY(${document}::int[]) AND state = 'failed'`.execute(db)
  await sql`UPDATE captures SET last_run_id = ${runId}
    WHERE id IN (SELECT capture_id FROM report_versions WHERE id = ANY(${check}::int[]))`.execute(db)
  await sql`UPDATE report_versions SET checked_at = NULL WHERE id = ANY(${check}::int[]) AND rule_set IS NULL`.execute(db)
  await sql`INSERT INTO run_audits (run_id, district_id, year)
    SELECT ${runId}, split_part(audit, '/', 1), split_part(audit, '/', 2)::int FROM unnest(${audit}::text[]) AS audit
    ON CONFLICT DO NOTHING`.execute(db)
}
