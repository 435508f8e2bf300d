import { type Kysely, sql } from 'kysely'

/** Reports of a district beside each other: what is kept of their texts, findings about the district, and what it sets of the rules. */
export const rulesOfDistricts = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `ALTER TABLE report_versions ADD text_sketch bytea`,
  `ALTER TABLE findings DROP CONSTRAINT findings_scope_check,
    ADD CONSTRAINT findings_scope_check CHECK (scope IN ('report', 'filing', 'district')),
    ADD passages jsonb NOT NULL DEFAULT '[]', ADD rule_set text`,
  `CREATE TABLE district_checks (
    district_id text NOT NULL REFERENCES districts,
    year integer NOT NULL,
    basis text NOT NULL,
    checked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, year)
  )`,
  `CREATE TABLE rule_changes (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id text NOT NULL REFERENCES districts,
    rule text NOT NULL,
    before jsonb,
    after jsonb,
    changed_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX ON rule_changes (district_id, id)`,
]
