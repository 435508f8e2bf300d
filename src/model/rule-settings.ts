import type { Severity } from './finding.ts'

/** What a district may make of a rule. A rule that is off by default runs where a severity is named. */
export const RULE_SEVERITIES = ['error', 'warning', 'info', 'off'] as const satisfies readonly (Severity | 'off')[]

/** What a district sets otherwise for one rule. `most`: the limit of a rule that has one, such as the characters of FMT-18. */
export type RuleSetting = { readonly severity?: (typeof RULE_SEVERITIES)[number] | undefined; readonly most?: number | undefined }

/** Settings by the rule's id; a rule that is not named is as in the catalogue. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>
