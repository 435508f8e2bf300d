import { type Kysely, sql } from 'kysely'

/** Indexes for lists of findings of a family, of what could not be judged, and by the day they are due. */
export const lists = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  'CREATE INDEX ON findings (family, status, weight DESC, urgency DESC, id DESC)',
  "CREATE INDEX ON findings (status, weight DESC, urgency DESC, id DESC) WHERE verdict = 'not-assessable'",
  'CREATE INDEX ON findings (urgency DESC, id DESC)',
]
