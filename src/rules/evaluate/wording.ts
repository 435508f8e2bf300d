import { isOneBody } from '../body-names.ts'
import type { WordingTerms } from '../kinds/wording.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Checks } from './checks.ts'
import { findWords } from './find-words.ts'
import { checkOtherBody } from './other-body.ts'
import { failureOf, type Outcome } from './outcome.ts'
import { checkPrivateData } from './private-data.ts'
import { checkSlips } from './slips.ts'
import { checkPeriodOfYear, checkTitleYear, checkYearTold } from './stale-years.ts'
import type { View } from './view.ts'
import { textOf, wordsOf } from './words.ts'

export const wordingChecks = {
  'words-found': checkWordsFound,
  'year-told': checkYearTold,
  'period-of-year': checkPeriodOfYear,
  'title-year': checkTitleYear,
  'other-body': checkOtherBody,
  'typing-slips': checkSlips,
  'private-data': checkPrivateData,
  'name-registered': checkNameRegistered,
} as const satisfies Checks<WordingTerms['kind']>

function checkWordsFound(view: View, rule: RuleOfKind<'words-found'>): Outcome[] {
  return findWords(view, rule, textOf(wordsOf(view.report), rule.parts), rule.patterns)
}

function checkNameRegistered(view: View, rule: RuleOfKind<'name-registered'>): Outcome[] {
  const { body, report } = view
  const printed = report.authority
  if (!body.isRegistered || body.name === null || printed === null) return []
  if ([body.name, ...body.aliases].some((name) => isOneBody(name, printed))) return []
  return [failureOf(view, rule, { subject: 'authority', values: { a: printed, b: body.name }, quote: printed })]
}
