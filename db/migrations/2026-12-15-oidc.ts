import { type Kysely, sql } from 'kysely'

/** Ways to an identity provider that somebody has set out on: what comes back has to be of one of them, in the same browser, once. */
export const oidc = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `CREATE TABLE oidc_attempts (
    state_hash text PRIMARY KEY,
    browser_hash text NOT NULL,
    nonce text NOT NULL,
    code_verifier text NOT NULL,
    next text NOT NULL,
    account_id integer REFERENCES accounts,
    began_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX ON oidc_attempts (began_at)`,
]
