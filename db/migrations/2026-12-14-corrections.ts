import { type Kysely, sql } from 'kysely'

/**
 * What a person said of a report, beside what was read: append-only, the last entry of a kind holds, one that says nothing
 * withdraws the one before. And lists of findings that people keep under a name.
 */
export const corrections = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE corrections (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id integer NOT NULL REFERENCES reports,
    kind text NOT NULL CHECK (kind IN ('published-on', 'authority')),
    before jsonb,
    after jsonb,
    note text NOT NULL CHECK (note <> ''),
    evidence text,
    corrected_by text NOT NULL,
    corrected_by_account integer REFERENCES accounts,
    corrected_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX ON corrections (report_id, kind, id)`,
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON corrections FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TABLE saved_views (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer REFERENCES accounts,
    name text NOT NULL,
    query text NOT NULL,
    shared boolean NOT NULL DEFAULT false,
    saved_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX ON saved_views (coalesce(account_id, 0), name)`,
]
