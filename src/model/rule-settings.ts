import type { Severity } from './finding.ts'

/** What a district sets otherwise for one rule. `most`: the limit of a rule that has one, such as the characters of FMT-18. */
export type RuleSetting = { readonly severity?: Severity | 'off'; readonly most?: number }

/** Settings by the rule's id; a rule that is not named is as in the catalogue. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>
