import { type Selectable, sql } from 'kysely'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { RunState, RunTable } from './tables.ts'

export type Run = Selectable<RunTable>

/** What is locked while it is decided whether a run begins, goes on with more portals, or ends: nobody may add to one that ends. */
export const BEGIN_OR_END = 'runs'

/** Begins a run. With a `key` that another run has, that one is returned: two schedulers make one run of a tick. */
export async function start(
  db: Db,
  { kind, key = null }: { kind: RunTable['kind']; key?: string | null },
): Promise<{ id: number; isNew: boolean }> {
  const row = await db
    .insertInto('runs')
    .values({ kind, key, state: 'running' })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row) return { id: row.id, isNew: true }
  const { id } = await db.selectFrom('runs').select('id').where('key', '=', key).executeTakeFirstOrThrow()
  return { id, isNew: false }
}

/** Whether a run of this tick of the schedule has begun, ended or not. */
export async function isKnown(db: Db, key: string): Promise<boolean> {
  return (await db.selectFrom('runs').select('id').where('key', '=', key).executeTakeFirst()) !== undefined
}

/** Ends a run with its summary; false when it has ended before, and then nothing is changed. */
export async function end(
  db: Db,
  id: number,
  outcome: { state: Exclude<RunState, 'running'>; summary: object },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({ state: outcome.state, summary: toJson(outcome.summary), ended_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function get(db: Db, id: number): Promise<Run | null> {
  return (await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** The newest first, of those before a run where one is named. */
export async function latest(db: Db, limit: number, before: number | null = null): Promise<Run[]> {
  return db
    .selectFrom('runs')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', before as number))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Notes that a run is to ask nothing more. Null when it has ended before, or there is none. */
export async function cancel(db: Db, id: number, by: string): Promise<Pick<Run, 'kind'> | null> {
  const row = await db
    .updateTable('runs')
    .set({ cancelled_at: sql<Date>`now()`, cancelled_by: by })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('kind')
    .executeTakeFirst()
  return row ?? null
}

/** Takes a cancelled run up again, ended or still ending; false where it was not cancelled. */
export async function takeUp(db: Db, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({ state: 'running', cancelled_at: null, cancelled_by: null, ended_at: null, summary: null })
    .where('id', '=', id)
    .where('cancelled_at', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Runs that have begun and not ended, the oldest first. */
export async function unfinished(db: Db): Promise<Run[]> {
  return db.selectFrom('runs').selectAll().where('state', '=', 'running').orderBy('id').execute()
}
