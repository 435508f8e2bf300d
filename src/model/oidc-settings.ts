import { type Reach, ROLES, type Role } from './role.ts'

/** What somebody gets who is not known and comes by the identity provider. */
export type Newcomers = { readonly role: Exclude<Role, 'administrator'>; readonly districts: Reach }

/** The office's identity provider (OpenID Connect). */
export type OidcSettings = {
  readonly issuer: string
  readonly clientId: string
  /** Null: a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string | null
  /** The claim that names the login. */
  readonly loginClaim: string
  /** Null: only persons whom an administrator invited get in. */
  readonly newcomers: Newcomers | null
  /** Address at which these pages are opened from outside; null: the one that was asked for. */
  readonly publicUrl: string | null
}

/** `officer:yunhe,linshan` or `viewer:*`; null where it is not of that form. */
export function readNewcomers(text: string): Newcomers | null {
  const [, role, where = ''] = /^([a-z]+):(\*|[^\s,*]+(?:,[^\s,*]+)*)$/.exec(text.trim()) ?? []
  const isOne = ROLES.some((each) => each === role && each !== 'administrator')
  if (!isOne) return null
  return { role: role as Newcomers['role'], districts: where === '*' ? null : [...new Set(where.split(','))].sort() }
}
