import { type Selectable, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { DeliveryTable } from './tables.ts'

export type Delivery = Selectable<DeliveryTable>

/** An attempt that takes longer has died with its process; sending gives up well before. */
const ABANDONED_AFTER_S = 120

/** The run's summary is to be told to these targets; what is owed, sent or failed already stays as it is. */
export async function owe(db: Db, runId: number, targets: readonly string[]): Promise<void> {
  if (targets.length === 0) return
  await db
    .insertInto('deliveries')
    .values(targets.map((target) => ({ run_id: runId, target })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Ids of what is owed, the oldest first. */
export async function owed(db: Db): Promise<number[]> {
  const rows = await db.selectFrom('deliveries').select('id').where('state', '=', 'owed').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/**
 * Takes a delivery that is due and that nobody else is sending, and counts the attempt; null where there is none to take.
 * One that another process began and never ended is taken with `maybe_sent`.
 */
export async function take(db: Db, id: number): Promise<Delivery | null> {
  const row = await db
    .updateTable('deliveries')
    .set({
      attempts: sql`attempts + 1`,
      maybe_sent: sql`maybe_sent OR sending_since IS NOT NULL`,
      sending_since: sql`now()`,
    })
    .where('id', '=', id)
    .where('state', '=', 'owed')
    .where('next_at', '<=', sql<Date>`now()`)
    .where(sql<boolean>`coalesce(sending_since < now() - make_interval(secs => ${ABANDONED_AFTER_S}), true)`)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** Milliseconds until a delivery may be taken; null where it is owed no more. */
export async function waitFor(db: Db, id: number): Promise<number | null> {
  const { rows } = await sql<{ ms: number }>`
    SELECT ceil(1000 * extract(epoch FROM greatest(next_at, sending_since + make_interval(secs => ${ABANDONED_AFTER_S})) - now())) AS ms
    FROM deliveries WHERE id = ${id} AND state = 'owed'`.execute(db)
  return rows[0] ? Math.max(rows[0].ms, 0) : null
}

export async function recordSent(db: Db, id: number): Promise<void> {
  const set = { state: 'sent', sent_at: sql<Date>`now()`, sending_since: null, error: null } as const
  await db.updateTable('deliveries').set(set).where('id', '=', id).where('state', '=', 'owed').execute()
}

/** It did not work, and is tried again in `retryMs`; null: never. `maybeSent`: the message may have arrived nevertheless. */
export async function recordFailure(
  db: Db,
  id: number,
  failure: { readonly error: string; readonly retryMs: number | null; readonly maybeSent: boolean },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      sending_since: null,
      error: failure.error,
      maybe_sent: sql`maybe_sent OR ${failure.maybeSent}`,
      state: failure.retryMs === null ? 'failed' : 'owed',
      next_at: sql`now() + make_interval(secs => ${(failure.retryMs ?? 0) / 1000})`,
    })
    .where('id', '=', id)
    .where('state', '=', 'owed')
    .execute()
}

/** Owes again what has failed; returns how many. */
export async function retryFailed(db: Db): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'owed', attempts: 0, next_at: sql`now()` })
    .where('state', '=', 'failed')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** What became of the messages of the latest runs, the newest first. */
export async function latest(db: Db, limit: number): Promise<Delivery[]> {
  return db.selectFrom('deliveries').selectAll().orderBy('run_id', 'desc').orderBy('id').limit(limit).execute()
}

/** Of one run, in the order of the settings. */
export async function ofRun(db: Db, runId: number): Promise<Delivery[]> {
  return db.selectFrom('deliveries').selectAll().where('run_id', '=', runId).orderBy('id').execute()
}

/** Those that have failed, the newest first. */
export async function failed(db: Db, limit: number): Promise<Delivery[]> {
  return db.selectFrom('deliveries').selectAll().where('state', '=', 'failed').orderBy('id', 'desc').limit(limit).execute()
}
