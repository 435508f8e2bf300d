import { sql } from 'kysely'
import type { CrawlProblem } from '../src/model/crawl.ts'
import type { HostDay, HostWay } from '../src/model/host-ledger.ts'
import type { Db } from './connect.ts'
import type { PortalCrawlTable, RunTable } from './tables.ts'

/** A crawl of one portal in a run. */
export type PastCrawl = {
  readonly id: number
  readonly runId: number
  readonly kind: RunTable['kind']
  readonly state: PortalCrawlTable['state']
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly family: string | null
  readonly requests: number
  /** Requests of a crawl that still goes on are in the record of fetches only. */
  readonly asked: number
  readonly entries: number
  readonly columnsRead: number
  readonly columnsComplete: number
  readonly problems: readonly CrawlProblem[]
}

/** The latest crawls of a portal, the newest first, those that wait or go on among them. */
export async function latestCrawls(db: Db, portalId: string, limit: number): Promise<PastCrawl[]> {
  const { rows } = await sql<PastCrawl>`
    SELECT c.id, c.run_id AS "runId", r.kind, c.state, c.started_at AS "startedAt", c.ended_at AS "endedAt", c.family, c.requests,
      CASE WHEN c.ended_at IS NULL THEN (SELECT count(*) FROM fetches f WHERE f.portal_crawl_id = c.id)::int ELSE c.requests END AS asked,
      coalesce(k.entries, 0)::int AS entries, coalesce(k.read, 0)::int AS "columnsRead", coalesce(k.complete, 0)::int AS "columnsComplete",
      c.problems
    FROM portal_crawls c JOIN runs r ON r.id = c.run_id
    LEFT JOIN LATERAL (
      SELECT count(*) AS read, count(*) FILTER (WHERE n.complete) AS complete, sum(jsonb_array_length(l.entries)) AS entries
      FROM column_readings n JOIN entry_lists l ON l.sha256 = n.list_sha256 WHERE n.portal_crawl_id = c.id
    ) k ON true
    WHERE c.portal_id = ${portalId} ORDER BY c.run_id DESC LIMIT ${limit}`.execute(db)
  return rows
}

/** What a host was asked today, in China, and how it is reached. */
export type HostToday = Pick<HostDay, 'requests' | 'blocks' | 'stop'> & { readonly host: string; readonly way: HostWay | null }

export async function hostsToday(db: Db, hosts: readonly string[]): Promise<HostToday[]> {
  const { rows } = await sql<HostToday>`
    SELECT n.host, h.way, coalesce(t.requests, 0) AS requests, coalesce(t.blocks, 0) AS blocks, t.stop
    FROM unnest(${[...hosts]}::text[]) WITH ORDINALITY n (host, place)
    LEFT JOIN hosts h ON h.host = n.host
    LEFT JOIN host_days t ON t.host = n.host AND t.day = (now() AT TIME ZONE 'Asia/Shanghai')::date
    ORDER BY n.place`.execute(db)
  return rows
}

/** Whether a crawl kept these bytes as the picture of a page. */
export async function isScreenshot(db: Db, sha256: string): Promise<boolean> {
  const kept = JSON.stringify([{ kept: [{ kind: 'screenshot', sha256 }] }])
  const { rows } = await sql`SELECT FROM portal_crawls WHERE problems @> ${kept}::jsonb LIMIT 1`.execute(db)
  return rows.length > 0
}
