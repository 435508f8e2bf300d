import { sql } from 'kysely'
import type { Db } from './connect.ts'

export type Schedule = {
  /** Cron, by the clock of Asia/Shanghai. */
  readonly pattern: string
  /** Since when it holds: an earlier tick was never due. */
  readonly since: Date
  /** When a scheduler last looked. */
  readonly seenAt: Date
}

/** Sets the pattern by which runs begin. The one that stands already goes on, with all its ticks; another one counts from now. */
export async function set(db: Db, name: string, pattern: string): Promise<void> {
  await db
    .insertInto('schedules')
    .values({ name, pattern })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ pattern, since: sql<Date>`now()` }).where('schedules.pattern', '<>', pattern),
    )
    .execute()
}

/** The schedule of this name and the database's time, which is one for all machines; null where none was set. */
export async function get(db: Db, name: string): Promise<(Schedule & { readonly now: Date }) | null> {
  const row = await db
    .selectFrom('schedules')
    .select(['pattern', 'since', 'seen_at', sql<Date>`now()`.as('now')])
    .where('name', '=', name)
    .executeTakeFirst()
  return row ? { pattern: row.pattern, since: row.since, seenAt: row.seen_at, now: row.now } : null
}

/** Notes that a scheduler has looked. */
export async function markSeen(db: Db, name: string): Promise<void> {
  await db.updateTable('schedules').set({ seen_at: sql<Date>`now()` }).where('name', '=', name).execute()
}
