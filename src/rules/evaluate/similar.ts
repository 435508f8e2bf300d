import type { Report } from '../../model/report.ts'
import type { SimilarTerms } from '../kinds/similar.ts'
import type { RuleOfKind } from '../rule.ts'
import { textOf } from '../similarity/body-text.ts'
import { compareTexts } from '../similarity/compare-texts.ts'
import { maskText } from '../similarity/masked-text.ts'
import type { Checks } from './checks.ts'
import { failureOf, type Outcome } from './outcome.ts'
import type { View } from './view.ts'

export const similarChecks = {
  'text-of-last-year': checkTextOfLastYear,
  'only-year-changed': checkOnlyYearChanged,
} as const satisfies Checks<SimilarTerms['kind']>

/** The first group of sections that is nearly last year's; one finding a rule. */
function checkTextOfLastYear(view: View, rule: RuleOfKind<'text-of-last-year'>): Outcome[] {
  const { report } = view
  const prior = otherReport(view)
  if (prior === null) return []
  for (const { zh, en, numbers } of rule.sections) {
    const own = maskText(textOf(report, numbers), namesOf(view))
    if (own.masked.length < rule.least) continue
    const { covered, passages } = compareTexts(own, maskText(textOf(prior, numbers), namesOf(view)))
    if (covered < rule.from) continue
    const percent = Math.floor(covered * 100)
    const values = { text: zh, textEn: en, a: percent }
    return [failureOf(view, rule, { subject: 'text', values, quote: passages[0]?.own ?? null, passages })]
  }
  return []
}

function checkOnlyYearChanged(view: View, rule: RuleOfKind<'only-year-changed'>): Outcome[] {
  const { report } = view
  const prior = otherReport(view)
  if (prior === null) return []
  const text = textOf(report, rule.sections)
  if (withoutYears(text) !== withoutYears(textOf(prior, rule.sections))) return []
  if (maskText(text, namesOf(view)).masked.length < rule.least) return []
  return [failureOf(view, rule, { subject: 'text', values: { year: report.year ?? '' } })]
}

/** Last year's report, unless it is the same file under another year: that is a mistake of the list, not a copy. */
function otherReport({ report, prior }: View): Report | null {
  return prior?.source.sha256 === report.source.sha256 ? null : prior
}

function withoutYears(text: string): string {
  return text.replace(/\s+/g, '').replace(/20\d{2}|二[〇○零０]\S{2}年|[上去今本]年度?/g, '年')
}

function namesOf({ body, report, prior }: View): string[] {
  return [...new Set([body.name, report.authority, prior?.authority, ...body.aliases].filter((name) => typeof name === 'string'))]
}
