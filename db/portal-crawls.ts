import { type Selectable, sql, type Transaction } from 'kysely'
import type { CrawlProblem } from '../src/model/crawl.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Database, PortalCrawlTable, RunState } from './tables.ts'

export type PortalCrawlRow = Selectable<PortalCrawlTable>

/** Notes that these portals are to be crawled in a run, and returns the crawls' ids; those noted before stay as they are. */
export async function plan(db: Db, runId: number, portalIds: readonly string[]): Promise<number[]> {
  if (portalIds.length > 0)
    await db
      .insertInto('portal_crawls')
      .values(portalIds.map((portalId) => ({ run_id: runId, portal_id: portalId, state: 'waiting' as const })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  const rows = await db
    .selectFrom('portal_crawls')
    .select('id')
    .where('run_id', '=', runId)
    .where('portal_id', 'in', [...portalIds, ''])
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** The portals that a run crawls, crawled already or not. */
export async function portalsOf(db: Db, runId: number): Promise<string[]> {
  const rows = await db.selectFrom('portal_crawls').select('portal_id').where('run_id', '=', runId).execute()
  return rows.map(({ portal_id }) => portal_id)
}

/** The run in which a crawl of the portal waits or goes on; null where there is none. */
export async function goingOn(db: Db, portalId: string): Promise<number | null> {
  const row = await db
    .selectFrom('portal_crawls')
    .innerJoin('runs', 'runs.id', 'portal_crawls.run_id')
    .select('run_id')
    .where('portal_id', '=', portalId)
    .where('runs.state', '=', 'running')
    .where('portal_crawls.ended_at', 'is', null)
    .orderBy('run_id')
    .executeTakeFirst()
  return row?.run_id ?? null
}

/**
 * Whether another crawl that has begun asks a host of this one's portal: several portals may lie on one host, which is to be asked by
 * one at a time. Of two that have begun, as after a crash, the older one goes on.
 */
export async function isHostTaken(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM portal_crawls own JOIN portals p ON p.id = own.portal_id,
      portal_crawls other JOIN portals q ON q.id = other.portal_id JOIN runs ON runs.id = other.run_id
    WHERE own.id = ${id} AND other.id <> own.id AND runs.state = 'running' AND other.state = 'running' AND other.ended_at IS NULL
      AND (own.state = 'waiting' OR other.id < own.id)
      AND array_append(p.other_hosts, p.host) && array_append(q.other_hosts, q.host)
    LIMIT 1`.execute(db)
  return rows.length > 0
}

/** Begins a crawl, or begins again one whose process died. Null when it has ended (or there is none): there is nothing to do. */
export async function begin(db: Db, id: number): Promise<PortalCrawlRow | null> {
  const row = await db
    .updateTable('portal_crawls')
    .set({ state: 'running', started_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** Ends the crawls of a run that have not ended, whoever works on them, and gives how many there were. */
export async function cancelOpen(db: Db, runId: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('portal_crawls')
    .set({ state: 'cancelled', ended_at: sql<Date>`now()` })
    .where('run_id', '=', runId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Lets the crawls that `cancelOpen` ended be done after all. */
export async function reopenCancelled(db: Db, runId: number): Promise<void> {
  await db
    .updateTable('portal_crawls')
    .set({ state: 'waiting', ended_at: null })
    .where('run_id', '=', runId)
    .where('state', '=', 'cancelled')
    .execute()
}

/** Which of these crawls have ended. */
export async function endedOf(db: Db, ids: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('portal_crawls')
    .select('id')
    .where('id', 'in', [...ids, 0])
    .where('ended_at', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether a crawl has not ended; it stays so until the transaction ends. */
export async function isOpen(trx: Transaction<Database>, id: number): Promise<boolean> {
  const row = await trx
    .selectFrom('portal_crawls')
    .select('id')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Puts a crawl back that has to wait: other portals of its hosts may be crawled meanwhile. */
export async function putBack(db: Db, id: number): Promise<void> {
  await db.updateTable('portal_crawls').set({ state: 'waiting' }).where('id', '=', id).where('ended_at', 'is', null).execute()
}

export async function end(
  db: Db,
  id: number,
  outcome: { state: Exclude<RunState, 'running'>; family: string | null; requests: number; problems: readonly CrawlProblem[] },
): Promise<void> {
  await db
    .updateTable('portal_crawls')
    .set({ ...outcome, problems: toJson(outcome.problems), ended_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()
}

/** A crawl whose portal did not answer, as far as it says whether to wait for it. */
export type Away = {
  readonly isNightly: boolean
  /** Whether the portal's last crawl before this one went through without anything that may work later. */
  readonly wasWell: boolean
  /** For how long these hosts have not answered in this crawl, or with server errors only. */
  readonly awayMs: number
}

export async function awayOf(db: Db, id: number, hosts: readonly string[]): Promise<Away> {
  const later = toJson([{ code: 'later' }])
  const { rows } = await sql<Away>`
    WITH asked AS (
      SELECT id, fetched_at, coalesce(status < 500, false) AS answered FROM fetches
      WHERE portal_crawl_id = ${id} AND split_part(split_part(url, '//', 2), '/', 1) = ANY(${[...hosts]}::text[])
    )
    SELECT r.kind = 'nightly' AS "isNightly",
      coalesce((SELECT NOT o.problems @> ${later}::jsonb FROM portal_crawls o
        WHERE o.portal_id = c.portal_id AND o.id < c.id AND o.ended_at IS NOT NULL AND o.state <> 'cancelled'
        ORDER BY o.id DESC LIMIT 1), true) AS "wasWell",
      coalesce((SELECT 1000 * extract(epoch FROM clock_timestamp() - min(fetched_at)) FROM asked
        WHERE id > coalesce((SELECT max(id) FROM asked WHERE answered), 0)), 0)::float8 AS "awayMs"
    FROM portal_crawls c JOIN runs r ON r.id = c.run_id WHERE c.id = ${id}`.execute(db)
  return rows[0] ?? { isNightly: false, wasWell: false, awayMs: 0 }
}
