import { sql } from 'kysely'
import type { CrawlProblem } from '../src/model/crawl.ts'
import type { Db } from './connect.ts'
import type { PortalCrawlTable } from './tables.ts'

/** A portal with its latest crawl that has begun; the last six are null where it was never crawled. */
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
}

type ColumnHealth = {
  readonly url: string
  readonly complete: boolean
  readonly pages: number
  readonly entries: number
  readonly declared: number | null
  readonly problem: string | null
}

/** How the latest crawl of each registered portal went, by district and name. */
export async function latestOfPortals(db: Db): Promise<PortalHealth[]> {
  const { rows } = await sql<PortalHealth>`
    SELECT p.id, p.name, p.host, d.name AS district, p.sample, coalesce(p.family, c.family) AS family,
      c.state, c.started_at AS "startedAt", c.ended_at AS "endedAt", c.requests, c.problems,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('url', k.url, 'complete', r.complete, 'pages', r.pages,
          'entries', jsonb_array_length(l.entries), 'declared', r.declared, 'problem', r.problem) ORDER BY k.id), '[]')
        FROM column_readings r JOIN portal_columns k ON k.id = r.column_id JOIN entry_lists l ON l.sha256 = r.list_sha256
        WHERE r.portal_crawl_id = c.id) AS columns
    FROM portals p
    JOIN districts d ON d.id = p.district_id
    LEFT JOIN LATERAL (
      SELECT * FROM portal_crawls WHERE portal_id = p.id AND state <> 'waiting' ORDER BY run_id DESC LIMIT 1
    ) c ON true
    WHERE p.retired_at IS NULL
    ORDER BY d.name, p.name, p.id`.execute(db)
  return rows
}
