import { type Kysely, sql } from 'kysely'

/** What has been told to whom of a night, and which processes are alive. */
export const deliveries = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE deliveries (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id integer NOT NULL REFERENCES runs,
    target text NOT NULL,
    state text NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'sent', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    owed_at timestamptz NOT NULL DEFAULT now(),
    next_at timestamptz NOT NULL DEFAULT now(),
    sending_since timestamptz,
    maybe_sent boolean NOT NULL DEFAULT false,
    sent_at timestamptz,
    error text,
    UNIQUE (run_id, target)
  )`,
  `CREATE INDEX ON deliveries (next_at) WHERE state = 'owed'`,
  `CREATE INDEX ON deliveries (id) WHERE state = 'failed'`,
  `CREATE TABLE processes (
    id text PRIMARY KEY,
    role text NOT NULL,
    machine text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    queues text[] NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    clock_skew_ms integer NOT NULL
  )`,
]
