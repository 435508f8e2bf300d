import { sql } from 'kysely'
import type { HostDay, HostLedger, HostMemory } from '../src/model/host-ledger.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

/** A turn that its process has not kept for so long is free again: the process died. */
const LEASE = '90 seconds'
/** How soon to ask again for a turn that somebody holds. */
const HELD_POLL_MS = 500
/** A host that was let down a step of the ladder is tried strictly again after this time: certificates are renewed. */
const WAY_LASTS = '14 days'

/** The ledger that all workers share. Each call is one short statement: no lock outlives it, and no connection is held. */
export function openHostLedger(db: Db): HostLedger {
  return {
    takeTurn: async ({ domain, host, holder, pauseMs }) => {
      const { rows } = await sql<{ wait: number }>`
        WITH taken AS (
          INSERT INTO domain_turns AS t (domain, holder, held_until, ended_at)
          VALUES (${domain}, ${holder}, clock_timestamp() + ${LEASE}::interval, '-infinity')
          ON CONFLICT (domain) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
            WHERE (t.holder IS NULL OR t.held_until < clock_timestamp())
              AND t.ended_at + ${`${pauseMs} milliseconds`}::interval <= clock_timestamp()
          RETURNING 1
        ), counted AS (
          INSERT INTO host_days (host, day, requests) SELECT ${host}, ${TODAY}, 1 FROM taken
          ON CONFLICT (host, day) DO UPDATE SET requests = host_days.requests + 1
        )
        SELECT CASE
          WHEN EXISTS (SELECT FROM taken) THEN 0
          ELSE (SELECT greatest(
              CASE WHEN t.holder IS NULL THEN 1 ELSE ${HELD_POLL_MS} END,
              1000 * extract(epoch FROM t.ended_at + ${`${pauseMs} milliseconds`}::interval - clock_timestamp()))
            FROM domain_turns t WHERE t.domain = ${domain})
          END::float8 AS wait`.execute(db)
      // The row may be new to others and not seen yet by this statement.
      return rows[0]?.wait ?? HELD_POLL_MS
    },
    keepTurn: async (domain, holder) => {
      await sql`UPDATE domain_turns SET held_until = clock_timestamp() + ${LEASE}::interval
        WHERE domain = ${domain} AND holder = ${holder}`.execute(db)
    },
    endTurn: async (domain, holder) => {
      await sql`UPDATE domain_turns SET holder = NULL, ended_at = clock_timestamp()
        WHERE domain = ${domain} AND holder = ${holder}`.execute(db)
    },
    today: async (host) => {
      const { rows } = await sql<HostDay>`
        SELECT requests, blocks, stop, not_there AS "notThere" FROM host_days WHERE host = ${host} AND day = ${TODAY}`.execute(db)
      return rows[0] ?? { requests: 0, blocks: 0, stop: null, notThere: null }
    },
    countBlock: async (host) => {
      const { rows } = await sql<{ blocks: number }>`
        INSERT INTO host_days (host, day, blocks) VALUES (${host}, ${TODAY}, 1)
        ON CONFLICT (host, day) DO UPDATE SET blocks = host_days.blocks + 1 RETURNING blocks`.execute(db)
      return rows[0]!.blocks
    },
    stopToday: async (host, stop) => {
      await sql`INSERT INTO host_days (host, day, stop) VALUES (${host}, ${TODAY}, ${toJson(stop)}::jsonb)
        ON CONFLICT (host, day) DO UPDATE SET stop = excluded.stop`.execute(db)
    },
    keepNotThere: async (host, words) => {
      await sql`INSERT INTO host_days (host, day, not_there) VALUES (${host}, ${TODAY}, ${words})
        ON CONFLICT (host, day) DO UPDATE SET not_there = excluded.not_there`.execute(db)
    },
    recall: async (host) => {
      const { rows } = await sql<{ way: HostMemory['way']; since: Date | null; needsBrowser: boolean }>`
        SELECT CASE WHEN way_since > now() - ${WAY_LASTS}::interval THEN way ELSE 'strict' END AS way, robots_failing_since AS since,
          coalesce(browser_at > now() - ${WAY_LASTS}::interval, false) AS "needsBrowser"
        FROM hosts WHERE host = ${host}`.execute(db)
      const { way = 'strict', since = null, needsBrowser = false } = rows[0] ?? {}
      return { way, robotsFailingSince: since?.toISOString() ?? null, needsBrowser }
    },
    remember: async (host, { way, robotsFailingSince, needsBrowser }) => {
      if (needsBrowser !== undefined)
        await sql`INSERT INTO hosts (host, browser_at) VALUES (${host}, CASE WHEN ${needsBrowser} THEN now() END)
          ON CONFLICT (host) DO UPDATE SET browser_at = excluded.browser_at`.execute(db)
      if (way !== undefined)
        await sql`INSERT INTO hosts (host, way) VALUES (${host}, ${way})
          ON CONFLICT (host) DO UPDATE SET way = excluded.way, way_since = now()`.execute(db)
      if (robotsFailingSince !== undefined)
        await sql`INSERT INTO hosts (host, robots_failing_since) VALUES (${host}, ${robotsFailingSince}::timestamptz)
          ON CONFLICT (host) DO UPDATE SET robots_failing_since = excluded.robots_failing_since`.execute(db)
    },
  }
}

/** Nights and days are those of China. */
const TODAY = sql`(now() AT TIME ZONE 'Asia/Shanghai')::date`
