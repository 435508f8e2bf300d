import type { Finding } from '../model/finding.ts'
import type { CheckInput } from './check-input.ts'
import { evaluateRules } from './evaluate/evaluate-rules.ts'

/**
 * Judges one report by every rule, beside last year's report where there is one. Gives failures and what could not be assessed;
 * a pass leaves nothing, and findings that another one explains are left out.
 */
export function checkReport(input: CheckInput): Finding[] {
  return evaluateRules(input)
}
