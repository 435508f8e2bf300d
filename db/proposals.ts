import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { type FindingFilter, whereFiltered } from './finding-list.ts'

/** How many of the findings wait for a second person. */
export async function count(db: Db, filter: FindingFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM findings ${whereFiltered({ ...filter, approval: 'waiting' })}`.execute(db)
  return rows[0]!.count
}
