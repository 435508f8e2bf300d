import type { Finding } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { evaluateRules } from './evaluate/evaluate-rules.ts'

export type CheckInput = { readonly report: Report; readonly prior: Report | null }

/**
 * Judges one report by every rule, beside last year's report where there is one. Gives failures and what could not be assessed;
 * a pass leaves nothing, and findings that another one explains are left out.
 */
export function checkReport({ report, prior }: CheckInput): Finding[] {
  return evaluateRules({ report, prior })
}
