import { sql } from 'kysely'
import type { CrawlProblem } from '../src/model/crawl.ts'
import type { HostStop, HostWay } from '../src/model/host-ledger.ts'
import type { Reach } from '../src/model/role.ts'
import type { Db } from './connect.ts'
import type { PortalCrawlTable } from './tables.ts'

/** A portal with its latest crawl that has begun; state, times, requests and problems are null where it was never crawled. */
export type PortalHealth = {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly district: string
  readonly sample: boolean
  readonly family: string | null
  readonly state: PortalCrawlTable['state'] | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly requests: number | null
  readonly problems: readonly CrawlProblem[] | null
  readonly columns: readonly ColumnHealth[]
  /** When a crawl was last complete. */
  readonly lastSuccess: Date | null
  /** Crawls that ended since then, none of them complete. */
  readonly failures: number
  /** What was last wrong, and when; of a crawl before the latest one, too. */
  readonly lastError: { readonly at: Date; readonly problem: CrawlProblem } | null
  /** Hosts of the portal that are reached otherwise than strictly, or that are asked no more today. */
  readonly hosts: readonly HostHealth[]
}

type HostHealth = { readonly host: string; readonly way: HostWay | null; readonly stop: HostStop | null }

type ColumnHealth = {
  readonly url: string
  readonly complete: boolean
  readonly pages: number
  readonly entries: number
  readonly declared: number | null
  readonly problem: string | null
}

/** How the latest crawl of each registered portal went, by district and name; of one alone where `id` names it, of those within `reach`. */
export async function latestOfPortals(
  db: Db,
  { id = null, reach = null }: { readonly id?: string | null; readonly reach?: Reach } = {},
): Promise<PortalHealth[]> {
  const { rows } = await sql<PortalHealth>`
    SELECT p.id, p.name, p.host, d.name AS district, p.sample, coalesce(p.family, c.family) AS family,
      c.state, c.started_at AS "startedAt", c.ended_at AS "endedAt", c.requests, c.problems,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('url', k.url, 'complete', r.complete, 'pages', r.pages,
          'entries', jsonb_array_length(l.entries), 'declared', r.declared, 'problem', r.problem) ORDER BY k.id), '[]')
        FROM column_readings r JOIN portal_columns k ON k.id = r.column_id JOIN entry_lists l ON l.sha256 = r.list_sha256
        WHERE r.portal_crawl_id = c.id) AS columns,
      success.ended_at AS "lastSuccess",
      (SELECT count(*)::int FROM portal_crawls f
        WHERE f.portal_id = p.id AND f.ended_at IS NOT NULL AND f.run_id > coalesce(success.run_id, 0)) AS failures,
      (SELECT jsonb_build_object('at', e.ended_at, 'problem', e.problems -> 0) FROM portal_crawls e
        WHERE e.portal_id = p.id AND e.ended_at IS NOT NULL AND jsonb_array_length(e.problems) > 0
        ORDER BY e.run_id DESC LIMIT 1) AS "lastError",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('host', n.host, 'way', h.way, 'stop', t.stop) ORDER BY n.host), '[]')
        FROM unnest(array_prepend(p.host, p.other_hosts)) n (host)
        LEFT JOIN hosts h ON h.host = n.host
        LEFT JOIN host_days t ON t.host = n.host AND t.day = (now() AT TIME ZONE 'Asia/Shanghai')::date
        WHERE coalesce(h.way, 'strict') <> 'strict' OR t.stop IS NOT NULL) AS hosts
    FROM portals p
    JOIN districts d ON d.id = p.district_id
    LEFT JOIN LATERAL (
      SELECT * FROM portal_crawls WHERE portal_id = p.id AND state <> 'waiting' ORDER BY run_id DESC LIMIT 1
    ) c ON true
    LEFT JOIN LATERAL (
      SELECT run_id, ended_at FROM portal_crawls WHERE portal_id = p.id AND state = 'complete' ORDER BY run_id DESC LIMIT 1
    ) success ON true
    WHERE p.retired_at IS NULL AND (${id}::text IS NULL OR p.id = ${id})
      AND (${reach}::text[] IS NULL OR p.district_id = ANY(${reach}))
    ORDER BY d.name, p.name, p.id`.execute(db)
  // Times within JSON come as text.
  return rows.map(({ lastError, ...row }) => ({ ...row, lastError: lastError && { ...lastError, at: new Date(lastError.at) } }))
}
