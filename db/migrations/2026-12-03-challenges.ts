import { type Kysely, sql } from 'kysely'

/** Which requests met a script challenge or came after one was passed, and which hosts need a browser for that. */
export const challenges = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  "ALTER TABLE fetches ADD challenge text CHECK (challenge IN ('met', 'passed'))",
  'ALTER TABLE hosts ADD browser_at timestamptz',
]
