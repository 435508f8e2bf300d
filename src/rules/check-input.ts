import type { RegisteredAuthority } from '../model/portal.ts'
import type { Report } from '../model/report.ts'
import type { RuleSettings } from '../model/rule-settings.ts'

/** What one report is judged by. */
export type CheckInput = {
  readonly report: Report
  /** Last year's report of the same body; null where none is at hand. */
  readonly prior: Report | null
  /** Who files it, as registered; left out or null: only what the report prints of itself is known. */
  readonly authority?: RegisteredAuthority | null
  /** What the district has set otherwise than the catalogue. */
  readonly settings?: RuleSettings
}
