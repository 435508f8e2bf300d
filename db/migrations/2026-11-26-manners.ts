import { type Kysely, sql } from 'kysely'

/** One clock for each registrable domain over all machines, the account of each host by day, and more of each request. */
export const manners = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE domain_turns (
    domain text PRIMARY KEY,
    holder uuid,
    held_until timestamptz NOT NULL,
    ended_at timestamptz NOT NULL
  )`,
  `CREATE TABLE host_days (
    host text NOT NULL,
    day date NOT NULL,
    requests integer NOT NULL DEFAULT 0,
    blocks integer NOT NULL DEFAULT 0,
    stop jsonb,
    not_there text,
    PRIMARY KEY (host, day)
  )`,
  `CREATE TABLE hosts (
    host text PRIMARY KEY,
    way text NOT NULL DEFAULT 'strict' CHECK (way IN ('strict', 'legacy', 'unverified', 'http', 'https')),
    way_since timestamptz NOT NULL DEFAULT now(),
    robots_failing_since timestamptz
  )`,
  `ALTER TABLE fetches ADD method text NOT NULL DEFAULT 'GET', ADD headers jsonb NOT NULL DEFAULT '{}',
    ADD tls text CHECK (tls IN ('verified', 'legacy', 'unverified', 'plain'))`,
  `ALTER TABLE snapshots ADD tls_unverified boolean NOT NULL DEFAULT false`,
]
