import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** The database's clock is the one that all machines share: whatever is compared between them is dated by it. */
export async function timeOf(db: Db): Promise<Date> {
  const { rows } = await sql<{ time: Date }>`SELECT clock_timestamp() AS time`.execute(db)
  return rows[0]!.time
}

/** The calendar day in China by the database's clock, YYYY-MM-DD. */
export async function todayOf(db: Db): Promise<string> {
  const { rows } = await sql<{ day: string }>`SELECT (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date AS day`.execute(db)
  return rows[0]!.day
}
