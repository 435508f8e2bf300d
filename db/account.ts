import { sql } from 'kysely'
import type { CrawlProblem } from '../src/model/crawl.ts'
import type { FindingDecision } from '../src/model/decision.ts'
import type { Severity } from '../src/model/finding.ts'
import type { Db } from './connect.ts'
import type { CaptureTable, DeliveryTable, FindingState, RunTable } from './tables.ts'

/** How the whole installation stands, for those who watch it. What is owed is read by indexes made for it, whatever the size of the rest. */

export type Owed = {
  readonly capturesPending: number
  readonly versionsUnchecked: number
  readonly auditsOwed: number
  readonly runsRunning: number
}

export async function owedNow(db: Db): Promise<Owed> {
  const { rows } = await sql<Owed>`
    SELECT
      (SELECT count(*) FROM captures WHERE state = 'pending') AS "capturesPending",
      (SELECT count(*) FROM report_versions v JOIN reports r ON r.current_version_id = v.id WHERE v.checked_at IS NULL) AS "versionsUnchecked",
      (SELECT count(*) FROM run_audits a JOIN runs r ON r.id = a.run_id WHERE r.state = 'running' AND a.done_at IS NULL) AS "auditsOwed",
      (SELECT count(*) FROM runs WHERE state = 'running') AS "runsRunning"`.execute(db)
  return rows[0] as Owed
}

type LastRun = Pick<RunTable, 'kind' | 'state'> & { readonly id: number; readonly startedAt: Date; readonly endedAt: Date | null }

/** The newest run of each kind. */
export async function lastRuns(db: Db): Promise<LastRun[]> {
  const { rows } = await sql<LastRun>`
    SELECT DISTINCT ON (kind) id, kind, state, started_at AS "startedAt", ended_at AS "endedAt" FROM runs ORDER BY kind, id DESC`.execute(
    db,
  )
  return rows
}

/** Messages that are owed, and that have failed. */
export async function undelivered(
  db: Db,
): Promise<Readonly<Record<Exclude<DeliveryTable['state']['__select__'], 'sent'>, number>>> {
  const { rows } = await sql<{ owed: number; failed: number }>`
    SELECT (SELECT count(*) FROM deliveries WHERE state = 'owed') AS owed, (SELECT count(*) FROM deliveries WHERE state = 'failed') AS failed`.execute(
    db,
  )
  return rows[0] as { owed: number; failed: number }
}

export type CountOf<Row> = Row & { readonly count: number }

/** Counts that take as long as their tables are large. */
export async function findingCounts(
  db: Db,
): Promise<CountOf<{ readonly severity: Severity; readonly state: FindingState; readonly decision: FindingDecision }>[]> {
  const { fn } = db
  return await db
    .selectFrom('findings')
    .select(['severity', 'state', 'decision', fn.countAll<number>().as('count')])
    .groupBy(['severity', 'state', 'decision'])
    .execute()
}

export async function captureCounts(db: Db): Promise<CountOf<{ readonly state: CaptureTable['state'] }>[]> {
  const { fn } = db
  return await db
    .selectFrom('captures')
    .select(['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
}

/** The last crawls of every registered portal: see `conditionOf`. */
export type LastCrawls = {
  readonly name: string
  readonly state: string | null
  readonly failures: number
  readonly problems: readonly CrawlProblem[] | null
}

export async function lastCrawls(db: Db): Promise<LastCrawls[]> {
  const { rows } = await sql<LastCrawls>`
    SELECT p.name, c.state, c.problems,
      (SELECT count(*)::int FROM portal_crawls f WHERE f.portal_id = p.id AND f.ended_at IS NOT NULL
        AND f.run_id > coalesce((SELECT max(run_id) FROM portal_crawls s WHERE s.portal_id = p.id AND s.state = 'complete'), 0)) AS failures
    FROM portals p
    LEFT JOIN LATERAL (
      SELECT state, problems FROM portal_crawls WHERE portal_id = p.id AND state <> 'waiting' ORDER BY run_id DESC LIMIT 1
    ) c ON true
    WHERE p.retired_at IS NULL
    ORDER BY p.name`.execute(db)
  return rows
}
