import { AUTHORITY_KINDS, type AuthorityKind, type AuthorityLevel } from './authority.ts'

/** Days that a district sets by itself, beside the law's (domain reference §1.3). */
export type LocalDeadline = {
  /** Kinds of authority that they are set for. */
  readonly kinds: readonly AuthorityKind[]
  /** Reporting years that they are set for; null: each year for which no other entry names them. */
  readonly years: readonly number[] | null
  /** Last day (MM-DD of the next year) to publish; null where none is set. */
  readonly publish: string | null
  /** Last day (MM-DD) to hand the report in, which only the district knows of; null where none is set. */
  readonly submit: string | null
  /** What sets them, as officers quote it. */
  readonly basis: string
}

/** Kinds whose date no law sets: those of `local_due` in a portals file. */
export const KINDS_WITHOUT_LEGAL_DATE = [
  'township',
  'subdistrict',
  'dev_zone',
  'dispatched_unit',
] as const satisfies readonly AuthorityKind[]

export const LOCAL_BASIS = '本地工作要求'

/** The last day on which a report may be published. */
export type Deadline = {
  readonly date: string
  /** Breach of the Regulation, or of a local requirement only. */
  readonly strength: 'law' | 'policy'
  readonly basis: string
  /** False where neither law nor district names the day: then it is a habit only. */
  readonly isSet: boolean
}

/** Whose deadline is asked for. */
type Filer = { readonly kind: AuthorityKind; readonly level: AuthorityLevel | null }

/** Reports for earlier years were due by the first Regulation (国务院令第492号, in force until 14 May 2019), with one date for all. */
const FIRST_YEAR_OF_REVISION = 2019

/**
 * The last day on which a report for `year` may be published. Departments: 31 January, governments: 31 March of the next year
 * (政府信息公开条例 第四十九条). Townships, sub-districts, zones and dispatched units have a local date only (domain reference §1.2).
 */
export function deadlineOf({ kind, level }: Filer, year: number, local: readonly LocalDeadline[]): Deadline {
  const isOld = year < FIRST_YEAR_OF_REVISION
  if (isOld && kind !== 'dev_zone' && kind !== 'dispatched_unit')
    return law(`${year + 1}-03-31`, '《政府信息公开条例》（国务院令第492号）第三十一条')
  if (kind === 'province_gov' || kind === 'city_gov' || kind === 'county_gov')
    return law(`${year + 1}-03-31`, '《政府信息公开条例》第四十九条第二款')
  const isBelowCounty = level === 'township' || KINDS_WITHOUT_LEGAL_DATE.some((each) => each === kind)
  if (!isBelowCounty) return law(`${year + 1}-01-31`, '《政府信息公开条例》第四十九条第一款')
  const set = localDeadlineOf(kind, year, local, 'publish')
  return {
    date: `${year + 1}-${set?.publish ?? (isOld ? '03-31' : '01-31')}`,
    strength: 'policy',
    basis: set?.basis ?? LOCAL_BASIS,
    isSet: set !== null,
  }
}

function law(date: string, basis: string): Deadline {
  return { date, strength: 'law', basis, isSet: true }
}

/** An earlier day than the law's that the district asks for; null where it asks for none. A later one changes nothing. */
export function earlierLocalDay(filer: Filer, year: number, local: readonly LocalDeadline[]): Deadline | null {
  const statutory = deadlineOf(filer, year, local)
  const set = localDeadlineOf(filer.kind, year, local, 'publish')
  if (statutory.strength === 'policy' || set === null) return null
  const date = `${year + 1}-${set.publish}`
  return date < statutory.date ? { date, strength: 'policy', basis: set.basis, isSet: true } : null
}

/** The last day to hand the report in; days from October on are those of the reporting year itself. Null where none is set. */
export function submissionDay(
  kind: AuthorityKind,
  year: number,
  local: readonly LocalDeadline[],
): { date: string; basis: string } | null {
  const set = localDeadlineOf(kind, year, local, 'submit')
  if (set?.submit == null) return null
  return { date: `${set.submit >= '10-01' ? year : year + 1}-${set.submit}`, basis: set.basis }
}

/** The entry that sets this day for the kind and year: one that names the year goes before one for all years. */
function localDeadlineOf(
  kind: AuthorityKind,
  year: number,
  local: readonly LocalDeadline[],
  what: 'publish' | 'submit',
): LocalDeadline | null {
  const set = local.filter((each) => each[what] !== null && each.kinds.includes(kind))
  return set.find(({ years }) => years?.includes(year)) ?? set.find(({ years }) => years === null) ?? null
}

/** The kinds for which two entries set the same day of the same year, so that neither goes before the other. */
export function clashOf(a: LocalDeadline, b: LocalDeadline): readonly AuthorityKind[] {
  const sameDay = (a.publish !== null && b.publish !== null) || (a.submit !== null && b.submit !== null)
  const sameYears = a.years === null || b.years === null ? a.years === b.years : a.years.some((year) => b.years?.includes(year))
  return sameDay && sameYears ? AUTHORITY_KINDS.filter((kind) => a.kinds.includes(kind) && b.kinds.includes(kind)) : []
}
