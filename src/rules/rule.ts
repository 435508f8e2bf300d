import type { Family, Severity } from '../model/finding.ts'
import type { Edition, TableName } from '../model/template.ts'
import { CELL_KINDS, type CellTerms } from './kinds/cells.ts'
import { COMPARISON_KINDS, type ComparisonTerms } from './kinds/comparisons.ts'
import { CONTENT_KINDS, type ContentTerms } from './kinds/content.ts'
import { DISTRICT_KINDS, type DistrictTerms } from './kinds/district.ts'
import { FEE_KINDS, type FeeTerms } from './kinds/fees.ts'
import { FILING_KINDS, type FilingTerms } from './kinds/filing.ts'
import { FORMAT_KINDS, type FormatTerms } from './kinds/format.ts'
import { NARRATIVE_KINDS, type NarrativeTerms } from './kinds/narrative.ts'
import { PLAUSIBILITY_KINDS, type PlausibilityTerms } from './kinds/plausibility.ts'
import { SIMILAR_KINDS, type SimilarTerms } from './kinds/similar.ts'
import { SUM_KINDS, type SumTerms } from './kinds/sums.ts'
import { WORDING_KINDS, type WordingTerms } from './kinds/wording.ts'
import { YEAR_KINDS, type YearTerms } from './kinds/years.ts'

type RuleScope = 'cell' | 'row' | 'table' | 'report' | 'cross-year' | 'cross-agency'

/** What every rule says of itself. Messages are templates with `{named}` placeholders. */
type RuleHead = {
  readonly id: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly family: Family
  readonly severity: Severity
  readonly scope: RuleScope
  /** Form editions that the rule looks at; left out: any, also reports whose edition is not known. */
  readonly editions?: readonly Edition[]
  /** Report years that the rule looks at, both included; left out: any. */
  readonly years?: { readonly from?: number; readonly to?: number }
  /** Only where a district switches it on. */
  readonly off?: true
  readonly basis: string
  readonly zh: string
  readonly en: string
  /** What a report says that the rule finds fault with, in Chinese: figures and words as they would be printed. */
  readonly example?: string
  /** The table whose reading the rule rests on. */
  readonly table?: TableName
  /** Rules that leave this one out when they have fired on the same table. */
  readonly yieldsTo?: readonly string[]
}

/** The kinds of rules, by what they look at. The evaluators know these and no single rule. */
type RuleTerms =
  | FormatTerms
  | ContentTerms
  | CellTerms
  | SumTerms
  | ComparisonTerms
  | NarrativeTerms
  | FeeTerms
  | YearTerms
  | PlausibilityTerms
  | WordingTerms
  | SimilarTerms
  | FilingTerms
  | DistrictTerms

export type Rule = RuleHead & RuleTerms
export type RuleKind = Rule['kind']
export type RuleOfKind<K extends RuleKind> = Extract<Rule, { kind: K }>

/** What each kind of rule does, for readers of the documentation. */
export const KINDS: Readonly<Record<RuleKind, string>> = {
  ...FORMAT_KINDS,
  ...CONTENT_KINDS,
  ...CELL_KINDS,
  ...SUM_KINDS,
  ...COMPARISON_KINDS,
  ...NARRATIVE_KINDS,
  ...FEE_KINDS,
  ...YEAR_KINDS,
  ...PLAUSIBILITY_KINDS,
  ...WORDING_KINDS,
  ...SIMILAR_KINDS,
  ...FILING_KINDS,
  ...DISTRICT_KINDS,
}
