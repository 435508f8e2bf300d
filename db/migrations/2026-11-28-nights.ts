import { type Kysely, sql } from 'kysely'

/** Nights that are caught up after downtime, and runs that are cancelled and taken up again. */
export const nights = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE schedules (
    name text PRIMARY KEY,
    pattern text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
  )`,
  'ALTER TABLE runs DROP CONSTRAINT runs_state_check',
  `ALTER TABLE runs ADD CHECK (state IN ('running', 'complete', 'partial', 'failed', 'cancelled')),
    ADD cancelled_at timestamptz, ADD cancelled_by text`,
  'ALTER TABLE portal_crawls DROP CONSTRAINT portal_crawls_state_check',
  `ALTER TABLE portal_crawls ADD CHECK (state IN ('waiting', 'running', 'complete', 'partial', 'failed', 'cancelled'))`,
]
