/** A day that stands for the one of publication, and what it rests on: as in `DateEvidence.from`, `first-seen`, or `corrected:` and who said so. */
export type StandingDay = { readonly date: string; readonly from: string }

const CORRECTED = 'corrected:'

/** What a day rests on that a person named. */
export function correctedBy(name: string): string {
  return CORRECTED + name
}

/** Who named a day; null where it was read. */
export function correctorOf(from: string | null): string | null {
  return from?.startsWith(CORRECTED) ? from.slice(CORRECTED.length) : null
}

/** Whose report it is: an authority's id, or `name:<printed name>` of one that is not registered. */
export type ReportFiler = {
  readonly filer: string
  readonly authorityId: string | null
  readonly authorityName: string
  readonly districtId: string | null
}
