import { type Kysely, sql } from 'kysely'

/** Cells that an officer says we read wrongly, as they stood when it was said. What became of one is written to it once. */
export const misreadings = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE misreadings (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id integer NOT NULL REFERENCES reports,
    version_id integer NOT NULL REFERENCES report_versions,
    key text NOT NULL,
    cell jsonb NOT NULL,
    reader text NOT NULL,
    printed text,
    note text,
    reported_by text NOT NULL,
    reported_by_account integer REFERENCES accounts,
    reported_at timestamptz NOT NULL DEFAULT now(),
    outcome text CHECK (outcome IN ('fixed', 'right', 'withdrawn')),
    settled_by text,
    settled_by_account integer REFERENCES accounts,
    settled_at timestamptz,
    CHECK ((outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (settled_by IS NULL))
  )`,
  `CREATE INDEX ON misreadings (report_id)`,
  `CREATE INDEX ON misreadings (id DESC) WHERE outcome IS NULL`,
]
