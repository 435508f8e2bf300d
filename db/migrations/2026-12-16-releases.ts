import { type Kysely, sql } from 'kysely'

/**
 * Releases that were made, and which version of which report each holds: versions are never deleted, so that two releases can be compared.
 * They are named without a foreign key, so that no row of a working night is locked for it.
 */
export const releases = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE releases (
    version text PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now(),
    selection jsonb NOT NULL,
    formats text[] NOT NULL,
    csv jsonb NOT NULL,
    previous text REFERENCES releases,
    program text NOT NULL,
    rule_sets text[] NOT NULL,
    readers text[] NOT NULL,
    tables jsonb NOT NULL,
    files jsonb NOT NULL,
    open_to_all boolean NOT NULL DEFAULT false
  )`,
  `CREATE TABLE release_reports (
    release text NOT NULL REFERENCES releases,
    report_id integer NOT NULL,
    version_id integer NOT NULL,
    PRIMARY KEY (release, report_id)
  )`,
]
