import type { ColumnType, Generated } from 'kysely'
import type { Role } from '../src/model/role.ts'

type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>

/** Who may use the review pages. */
export type AccountTable = {
  id: Generated<number>
  /** As `readLogin` makes it. */
  login: string
  name: string
  role: Role
  /** Null: all. */
  districts: string[] | null
  /** Null: none was chosen yet, or the account signs in elsewhere. */
  password_hash: ColumnType<string | null, string | null | undefined, string | null>
  password_changed_at: NullableTime
  locked_at: NullableTime
  created_at: Generated<Date>
  signed_in_at: NullableTime
  /** Who vouches for the person where not a password does, and the name that they have there. */
  oidc_issuer: ColumnType<string | null, string | null | undefined, string | null>
  oidc_subject: ColumnType<string | null, string | null | undefined, string | null>
}

/** A link that works once: to create the first administrator, to accept an invitation, to choose a new password. */
export type AccountLinkTable = {
  token_hash: string
  purpose: 'first' | 'invitation' | 'reset'
  account_id: number | null
  created_at: Generated<Date>
  expires_at: ColumnType<Date, Date | string, never>
  used_at: NullableTime
}

export type SessionTable = {
  id: Generated<number>
  token_hash: string
  account_id: number
  created_at: Generated<Date>
  seen_at: Generated<Date>
  /** When somebody ended it; one that was left alone ends by itself. */
  ended_at: NullableTime
  address: string | null
  agent: string | null
}

export type ApiTokenTable = {
  id: Generated<number>
  account_id: number
  name: string
  token_hash: string
  /** Never more than the account may do when it is used. */
  role: Role
  created_at: Generated<Date>
  expires_at: ColumnType<Date, Date | string, never>
  last_used_at: NullableTime
  revoked_at: NullableTime
}

/** Attempts to sign in that failed, of the last day. The login may be a password that was typed into the wrong field. */
export type SignInFailureTable = {
  id: Generated<number>
  login_hash: string
  address: string
  failed_at: Generated<Date>
}

/** A form that was sent when its session had ended: its account is shown it after signing in again. */
export type HeldFormTable = {
  id: Generated<number>
  account_id: number
  path: string
  fields: ColumnType<readonly (readonly [string, string])[], string, never>
  held_at: Generated<Date>
}

/** A way to the identity provider that somebody set out on: see `oidc-attempts.ts`. */
export type OidcAttemptTable = {
  state_hash: string
  browser_hash: string
  nonce: string
  code_verifier: string
  next: string
  account_id: number | null
  began_at: Generated<Date>
}

/** Append-only: what happened to accounts. */
export type AccountEventTable = {
  id: Generated<number>
  happened_at: Generated<Date>
  account_id: number | null
  kind: string
  detail: ColumnType<Readonly<Record<string, unknown>>, string, never>
  by_account_id: number | null
  by_name: string
  address: string | null
}

/** Append-only: who started, cancelled or took up a run. */
export type RunActionTable = {
  id: Generated<number>
  run_id: number
  action: 'start' | 'cancel' | 'resume'
  by_name: string
  by_account_id: number | null
  acted_at: Generated<Date>
}
