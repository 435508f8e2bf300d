import { type Kysely, sql } from 'kysely'

/** Who may use the review pages, how they prove it, and which account did what. Rows of before keep the bare names they were recorded under. */
export const accounts = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const APPEND_ONLY = 'BEFORE UPDATE OR DELETE'
const ROLES = "('viewer', 'officer', 'supervisor', 'administrator')"

const STATEMENTS = [
  `CREATE TABLE accounts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ${ROLES}),
    districts text[],
    password_hash text,
    password_changed_at timestamptz,
    locked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    signed_in_at timestamptz,
    oidc_issuer text,
    oidc_subject text,
    UNIQUE (oidc_issuer, oidc_subject),
    CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL)),
    CHECK (role <> 'administrator' OR districts IS NULL)
  )`,
  `CREATE TABLE account_links (
    token_hash text PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('first', 'invitation', 'reset')),
    account_id integer REFERENCES accounts,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK ((purpose = 'first') = (account_id IS NULL))
  )`,
  `CREATE INDEX ON account_links (account_id)`,
  `CREATE TABLE sessions (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash text NOT NULL UNIQUE,
    account_id integer NOT NULL REFERENCES accounts,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    address text,
    agent text
  )`,
  `CREATE INDEX ON sessions (account_id) WHERE ended_at IS NULL`,
  `CREATE INDEX ON sessions (seen_at)`,
  `CREATE TABLE api_tokens (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts,
    name text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ${ROLES}),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `CREATE INDEX ON api_tokens (account_id)`,
  `CREATE TABLE sign_in_failures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login_hash text NOT NULL,
    address text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX ON sign_in_failures (login_hash, failed_at)`,
  `CREATE INDEX ON sign_in_failures (address, failed_at)`,
  `CREATE INDEX ON sign_in_failures (failed_at)`,
  `CREATE TABLE held_forms (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer NOT NULL REFERENCES accounts,
    path text NOT NULL,
    fields jsonb NOT NULL,
    held_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX ON held_forms (account_id)`,
  `CREATE TABLE account_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT now(),
    account_id integer REFERENCES accounts,
    kind text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    by_account_id integer REFERENCES accounts,
    by_name text NOT NULL,
    address text
  )`,
  `CREATE INDEX ON account_events (account_id, id)`,
  `CREATE TRIGGER append_only ${APPEND_ONLY} ON account_events FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TABLE run_actions (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id integer NOT NULL REFERENCES runs,
    action text NOT NULL CHECK (action IN ('start', 'cancel', 'resume')),
    by_name text NOT NULL,
    by_account_id integer REFERENCES accounts,
    acted_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX ON run_actions (run_id)`,
  `CREATE TRIGGER append_only ${APPEND_ONLY} ON run_actions FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `ALTER TABLE decisions ADD decided_by_account integer REFERENCES accounts`,
  `ALTER TABLE registry_changes ADD changed_by_account integer REFERENCES accounts`,
  `ALTER TABLE portal_tries ADD asked_by_account integer REFERENCES accounts`,
]
