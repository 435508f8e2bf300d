import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { ProcessTable } from './tables.ts'

/** A process that has not been seen for so long is taken for dead, and later forgotten. */
const DEAD_AFTER_S = 180

export type OurProcess = Pick<ProcessTable, 'id' | 'role' | 'machine' | 'pid' | 'version' | 'queues'>

/** A process says that it lives; `now` is its own clock, which is compared with the database's. */
export async function markAlive(db: Db, process: OurProcess, now: Date): Promise<void> {
  const seen = {
    seen_at: sql<Date>`now()`,
    clock_skew_ms: sql<number>`round(1000 * extract(epoch FROM ${now} - clock_timestamp()))`,
  }
  await db
    .insertInto('processes')
    .values({ ...process, ...seen })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(seen))
    .execute()
  await sql`DELETE FROM processes WHERE seen_at < now() - interval '7 days'`.execute(db)
}

/** It ends, and nobody need look for it. */
export async function forget(db: Db, id: string): Promise<void> {
  await db.deleteFrom('processes').where('id', '=', id).execute()
}

export type KnownProcess = OurProcess & { readonly seenMs: number; readonly skewMs: number; readonly isAlive: boolean }

/** Processes of the last days that did not end by themselves, by role and machine. */
export async function known(db: Db): Promise<KnownProcess[]> {
  const rows = await db
    .selectFrom('processes')
    .select(['id', 'role', 'machine', 'pid', 'version', 'queues', 'clock_skew_ms as skewMs'])
    .select(sql<number>`round(1000 * extract(epoch FROM now() - seen_at))`.as('seenMs'))
    .orderBy('role')
    .orderBy('machine')
    .orderBy('pid')
    .execute()
  return rows.map((row) => ({ ...row, isAlive: row.seenMs < DEAD_AFTER_S * 1000 }))
}

/** The database's clock. */
export async function databaseNow(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(db)
  return rows[0]?.now ?? new Date(Number.NaN)
}
