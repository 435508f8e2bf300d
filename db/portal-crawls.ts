import type { Selectable } from 'kysely'
import type { CrawlProblem } from '../src/model/crawl.ts'
import type { Db } from './connect.ts'
import type { PortalCrawlTable, RunState } from './tables.ts'

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

/** Begins a crawl, or begins again one whose process died. Null when it has ended (or there is none): there is nothing to do. */
export async function begin(db: Db, id: number): Promise<PortalCrawlRow | null> {
  const row = await db
    .updateTable('portal_crawls')
    .set({ state: 'running', started_at: new Date() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

export async function end(
  db: Db,
  id: number,
  outcome: { state: Exclude<RunState, 'running'>; family: string | null; requests: number; problems: readonly CrawlProblem[] },
): Promise<void> {
  await db
    .updateTable('portal_crawls')
    .set({ ...outcome, problems: JSON.stringify(outcome.problems), ended_at: new Date() })
    .where('id', '=', id)
    .execute()
}
