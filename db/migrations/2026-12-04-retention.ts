import { type Kysely, sql } from 'kysely'

/** What was deleted by the settings that say how long bookkeeping is kept, and what of a crawl or run they have dealt with. */
export const retention = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE deletions (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('request', 'run-details', 'delivery', 'host-day', 'portal-try')),
    keep_days integer NOT NULL,
    before timestamptz NOT NULL,
    rows integer NOT NULL CHECK (rows > 0),
    bytes bigint NOT NULL,
    oldest timestamptz NOT NULL,
    newest timestamptz NOT NULL,
    deleted_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  'CREATE INDEX ON deletions (deleted_at)',
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON deletions FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  'ALTER TABLE fetches ADD repeated integer NOT NULL DEFAULT 0',
  'ALTER TABLE portal_crawls ADD fetches_deleted integer',
  'CREATE INDEX portal_crawls_unpruned ON portal_crawls (id) WHERE fetches_deleted IS NULL',
  'ALTER TABLE runs ADD details_deleted_at timestamptz',
]
