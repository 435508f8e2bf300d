import type { CellTerms } from '../kinds/cells.ts'
import type { ComparisonTerms } from '../kinds/comparisons.ts'
import type { ContentTerms } from '../kinds/content.ts'
import type { FeeTerms } from '../kinds/fees.ts'
import type { FormatTerms } from '../kinds/format.ts'
import type { NarrativeTerms } from '../kinds/narrative.ts'
import type { PlausibilityTerms } from '../kinds/plausibility.ts'
import type { SimilarTerms } from '../kinds/similar.ts'
import type { WordingTerms } from '../kinds/wording.ts'
import type { YearTerms } from '../kinds/years.ts'
import type { Rule, RuleKind, RuleOfKind } from '../rule.ts'
import { cellChecks } from './cells.ts'
import { comparisonChecks } from './comparisons.ts'
import { contentChecks } from './content.ts'
import { feeChecks } from './fees.ts'
import type { Outcome } from './outcome.ts'
import { plausibilityChecks } from './plausibility.ts'
import { similarChecks } from './similar.ts'
import { formatChecks } from './tables.ts'
import { narrativeChecks } from './text.ts'
import type { View } from './view.ts'
import { wordingChecks } from './wording.ts'
import { yearChecks } from './years.ts'

/** How the rules of some kinds are judged: each by itself, from one report and the one before it. */
export type Checks<K extends RuleKind> = { readonly [Kind in K]: (view: View, rule: RuleOfKind<Kind>) => Outcome[] }

type CheckedKind = (
  | FormatTerms
  | ContentTerms
  | CellTerms
  | ComparisonTerms
  | NarrativeTerms
  | FeeTerms
  | YearTerms
  | PlausibilityTerms
  | WordingTerms
  | SimilarTerms
)['kind']

const CHECKS: Checks<CheckedKind> = {
  ...formatChecks,
  ...contentChecks,
  ...cellChecks,
  ...comparisonChecks,
  ...narrativeChecks,
  ...feeChecks,
  ...yearChecks,
  ...plausibilityChecks,
  ...wordingChecks,
  ...similarChecks,
}

/** What one rule says. Sums say nothing here, being judged together (`localise`), nor does filing (`checkFiling`). */
export function evaluateRule(view: View, rule: Rule): Outcome[] {
  // A rule always meets the check of its own kind, which TypeScript cannot follow through the union.
  const check = (CHECKS as Partial<Record<RuleKind, (view: View, rule: never) => Outcome[]>>)[rule.kind]
  return check ? check(view, rule as never) : []
}
