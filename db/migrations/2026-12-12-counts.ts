import { type Kysely, sql } from 'kysely'

/** Indexes that alone hold what is counted beside the list of a district or of what is due, and on the overview. */
export const counts = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  'DROP INDEX findings_counted',
  `CREATE INDEX findings_counted ON findings (district_id, year, rule, family, severity, status, verdict, decision, decision_reason)`,
  'DROP INDEX findings_due_on_idx',
  'CREATE INDEX findings_due_on_idx ON findings (due_on, status, severity, verdict, family, year, rule) WHERE due_on IS NOT NULL',
]
