import { type Kysely, sql } from 'kysely'

/** The registry as the pages change it: who changed what, and the addresses that officers try. */
export const registryDesk = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE registry_changes (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    district_id text NOT NULL REFERENCES districts,
    kind text NOT NULL CHECK (kind IN ('district', 'authority', 'portal', 'column')),
    portal_id text,
    subject text NOT NULL,
    before jsonb,
    after jsonb,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
  )`,
  'CREATE INDEX ON registry_changes (district_id, id)',
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry_changes FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TABLE portal_tries (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    url text NOT NULL,
    district_id text NOT NULL REFERENCES districts,
    authority_id text,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    result jsonb,
    problem text
  )`,
  'CREATE INDEX ON portal_tries (id) WHERE ended_at IS NULL',
]
