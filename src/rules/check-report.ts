import type { Finding } from '../model/finding.ts'
import type { CheckInput } from './check-input.ts'
import { evaluateRules } from './evaluate/evaluate-rules.ts'
import { asSet, ruleSetFor, rulesFor } from './settings.ts'

/**
 * Judges one report by every rule, beside last year's report where there is one. Gives failures and what could not be assessed;
 * a pass leaves nothing, and findings that another one explains are left out.
 */
export function checkReport(input: CheckInput): Finding[] {
  const { settings = {} } = input
  const ruleSet = ruleSetFor(settings)
  return evaluateRules(input, rulesFor(settings)).flatMap((finding) => asSet(finding, settings, ruleSet) ?? [])
}
