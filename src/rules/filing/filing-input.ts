import type { Deadline } from '../../model/deadline.ts'
import type { Reason } from '../../model/expectation.ts'
import type { FilingStatus } from '../../model/filing.ts'
import type { DistrictSettings, RegisteredAuthority } from '../../model/portal.ts'
import type { DateEvidence } from '../../model/report.ts'
import type { CellKey } from '../../model/template.ts'
import type { DayOff } from '../../model/work-days.ts'

/** One reading of a column in which the report should be listed. `complete`: every page of the list was read. */
export type ColumnSight = {
  readonly columnUrl: string
  readonly readAt: string
  readonly complete: boolean
  readonly found: boolean
}

/** A column that is registered for the authority now. `annual`: it is the 政府信息公开年报 column. */
export type RegisteredColumn = { readonly url: string; readonly annual: boolean }

/** What differs between two versions of a report at one address. `noted`: the newer one tells that it was corrected. */
export type ContentChange = {
  /** The day (Asia/Shanghai) on which the newer content was first seen. */
  readonly on: string
  readonly noted: boolean
  readonly cells: readonly CellKey[]
  /** The first passage that changed, as the newer version prints it; null where only figures changed. */
  readonly passage: string | null
}

/** An address of the report that answered "not there", on so many days, since it last gave a page. */
type DeadAddress = { readonly url: string; readonly since: string; readonly days: number }

/** The report as our crawls know it. */
export type FiledReport = {
  /** The day (Asia/Shanghai) of the first capture. */
  readonly firstSeenOn: string
  readonly dates: readonly DateEvidence[]
  readonly changes: readonly ContentChange[]
  /** The day of publication as a person named it, and who did; it stands before all that was read. */
  readonly corrected?: { readonly date: string; readonly by: string } | null
  /** Given only where every address of the report is dead. */
  readonly dead: DeadAddress | null
}

/** A document that may be the report by its title and place, and could not be read. */
type UnreadDocument = { readonly url: string; readonly title: string | null }

export type FilingInput = {
  readonly authority: RegisteredAuthority
  /** Name of the authority that took over, where one did. */
  readonly successor: string | null
  readonly year: number
  readonly settings: DistrictSettings
  /** The day of judgement, YYYY-MM-DD in Asia/Shanghai. The evidence is what was known by then. */
  readonly asOf: string
  readonly report: FiledReport | null
  /** All columns that are registered for the authority now; one that was never read proves nothing. */
  readonly columns: readonly RegisteredColumn[]
  /** By column and time. */
  readonly readings: readonly ColumnSight[]
  readonly unread: readonly UnreadDocument[]
}

export type FilingAssessment = {
  readonly status: FilingStatus
  /** Why no report is expected, or why nothing can be said; null where the status speaks for itself. */
  readonly reason: Reason | null
  readonly deadline: Deadline
  /** Why the due date is no working day; null where it is one. */
  readonly dayOff: DayOff | null
  readonly publishedOn: string | null
  /** Which evidence `publishedOn` rests on: as in `DateEvidence.from`, `first-seen`, or `corrected:` and who said so. */
  readonly publishedFrom: string | null
  readonly daysLate: number | null
  /** A complete reading after the due date did not list the report, which later appeared with an earlier page date. */
  readonly backdated: boolean
}
