import type { Handler } from 'hono'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/tables.ts'
import type { ReviewEnv } from './visitor.ts'

/** The process answers. */
export const alive: Handler<ReviewEnv> = (c) => c.text('ok\n')

/** The database answers too; 503 until it does. */
export function ready(db: Kysely<Database>): Handler<ReviewEnv> {
  return async (c) => {
    try {
      await sql`SELECT 1`.execute(db)
      return c.text('ok\n')
    } catch {
      return c.text('the database does not answer\n', 503)
    }
  }
}
