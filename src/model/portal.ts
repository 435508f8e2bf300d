import type { AuthorityKind } from './authority.ts'

/** A district: the circle of authorities that one officer looks after. */
export type District = {
  readonly id: string
  readonly name: string
  /** Local due date (MM-DD) for townships, sub-districts and zones; null where none is known. */
  readonly localDue: string | null
  /** Reporting years whose filing status is worked out. */
  readonly years: readonly number[]
}

export type RegisteredAuthority = {
  readonly id: string
  readonly district: string
  readonly name: string
  readonly kind: AuthorityKind
  readonly aliases: readonly string[]
  /** First reporting year that is expected; null = always. */
  readonly since: number | null
  /** Years for which no report is expected, with the reason. */
  readonly exempt: Readonly<Record<string, string>>
}

/** A list of reports on a portal. `authorities` is 'all' for a shared column, else the ids of those whose reports it lists. */
export type PortalColumn = { readonly url: string; readonly authorities: 'all' | readonly string[] }

/** A site that publishes reports. */
export type Portal = {
  readonly id: string
  readonly name: string
  readonly district: string
  /** Host with port where it is not the scheme's own, as in `new URL(url).host`. */
  readonly host: string
  /** Further registered hosts, for attachments on a file server. */
  readonly otherHosts: readonly string[]
  /** Id of a family in `src/crawlers/families`, or null: recognise it. */
  readonly family: string | null
  /** Seconds between two requests to the portal. */
  readonly pace: number
  /** Marked as a sample in its file: loopback addresses are allowed, and only these. */
  readonly sample: boolean
  readonly columns: readonly PortalColumn[]
}

/** The content of a portals file, checked. */
export type Registry = {
  readonly districts: readonly District[]
  readonly authorities: readonly RegisteredAuthority[]
  readonly portals: readonly Portal[]
}
