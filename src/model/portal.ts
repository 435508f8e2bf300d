import type { AuthorityKind, AuthorityLevel } from './authority.ts'
import type { LocalDeadline } from './deadline.ts'
import type { RuleSettings } from './rule-settings.ts'
import type { Holiday } from './work-days.ts'

/** What a district sets by itself. */
export type DistrictSettings = {
  readonly deadlines: readonly LocalDeadline[]
  /** Holidays of the region, and of years that are not known to us yet. */
  readonly holidays: readonly Holiday[]
  /** Rules that it switches off or judges otherwise. */
  readonly rules: RuleSettings
}

/** What a district that sets nothing goes by. */
export const NOTHING_SET: DistrictSettings = { deadlines: [], holidays: [], rules: {} }

/** A district: the circle of authorities that one officer looks after. */
export type District = DistrictSettings & {
  readonly id: string
  readonly name: string
  /** Reporting years whose filing status is worked out. */
  readonly years: readonly number[]
}

/** A name that an authority had before, with the first and last reporting year that it stood for; null: not known. */
export type FormerName = { readonly name: string; readonly since: number | null; readonly until: number | null }

/** What we know of an entry by having looked. Both are left out where nothing is known: such an entry is unverified. */
type Verification = {
  /** Day (YYYY-MM-DD) on which somebody saw that the entry is right. */
  readonly verifiedAt?: string
  readonly note?: string
}

export type RegisteredAuthority = Verification & {
  readonly id: string
  readonly district: string
  readonly name: string
  readonly kind: AuthorityKind
  /** Null where neither the kind nor the portals file tells it. */
  readonly level: AuthorityLevel | null
  /** Further names and short forms in use, without regard to years. */
  readonly aliases: readonly string[]
  readonly formerNames: readonly FormerName[]
  /** First reporting year that is expected; null = always. */
  readonly since: number | null
  /** Last reporting year that is expected; null = still. */
  readonly until: number | null
  /** Id of the authority that took over after `until`; null where there is none. */
  readonly successor: string | null
  /** Years for which no report is expected, with the reason. */
  readonly exempt: Readonly<Record<string, string>>
  /** The district's own record of when the report of a year was handed in (YYYY-MM-DD); null: not handed in. Years left out: not known. */
  readonly submitted: Readonly<Record<string, string | null>>
  /** 统一社会信用代码, with a right check digit. */
  readonly uscc?: string
}

/** Every name that a report of the authority may carry. */
export function namesOf({
  name,
  aliases,
  formerNames,
}: Pick<RegisteredAuthority, 'name' | 'aliases' | 'formerNames'>): readonly string[] {
  return [name, ...aliases, ...formerNames.map((former) => former.name)]
}

/**
 * What has become of a column. `old`: nothing new appears there, its reports stay; `moved`: the portal has given it up for another;
 * `blocked`, `robots`: the portal does not want us there. Only the first two are asked.
 */
export const COLUMN_STATUSES = ['active', 'old', 'moved', 'blocked', 'robots'] as const

export type ColumnStatus = (typeof COLUMN_STATUSES)[number]

/** A list of reports on a portal. `authorities` is 'all' for a shared column, else the ids of those whose reports it lists. */
export type PortalColumn = Verification & {
  readonly url: string
  readonly authorities: 'all' | readonly string[]
  /** False for a place other than the 政府信息公开年报 column, such as the catalogue of all papers; left out: it is that column. */
  readonly annual?: false
  /** First and last reporting year whose reports stand there; left out: no end is known. */
  readonly since?: number
  readonly until?: number
  /** Left out: `active`. */
  readonly status?: Exclude<ColumnStatus, 'active'>
}

/** Whether a crawl asks for the column. */
export function isAsked({ status }: PortalColumn): boolean {
  return status === undefined || status === 'old'
}

/** Whether reports of a year are expected in the column, so that only a reading of it proves that one is absent. */
export function isPlaceOf({ status, since, until }: PortalColumn, year: number): boolean {
  return status !== 'moved' && (since ?? year) <= year && year <= (until ?? year)
}

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

/** Leaves out the facts that are null: an entry holds those of the rarer ones that are known. */
export function withoutNulls<T extends object>(facts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as { [K in keyof T]?: NonNullable<T[K]> }
}
