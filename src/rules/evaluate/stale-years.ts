import type { RuleOfKind } from '../rule.ts'
import { failureOf, LOWER, type Outcome } from './outcome.ts'
import type { View } from './view.ts'
import { quoteOf, sentenceAt, textOf, wordsOf } from './words.ts'

/** Sentences on this year's work that name another year; the first of each year. */
export function checkYearTold(view: View, rule: RuleOfKind<'year-told'>): Outcome[] {
  const { year } = view.report
  if (year === null) return []
  const text = textOf(wordsOf(view.report), rule.parts)
  const found = new Map<number, string>()
  for (const pattern of rule.patterns)
    for (const match of text.matchAll(pattern)) {
      const told = Number(match.groups!['year'])
      if (told - year < rule.wrong.from || told - year > rule.wrong.to || found.has(told)) continue
      const sentence = sentenceAt(text, match.index + match[0].indexOf(match.groups!['year']!))
      if (sentence.includes(String(year)) && told !== year) continue
      if (!rule.unless.test(sentence)) found.set(told, sentence)
    }
  return [...found].map(([told, sentence]) => {
    const values = { text: quoteOf(sentence), a: told, b: year }
    return failureOf(view, rule, { subject: `year:${told}`, values, quote: quoteOf(sentence) })
  })
}

/**
 * The stated days against the report year. Where the opening also calls the report that of their year, the title is the odd one out, which
 * `title-year` tells; a body founded during the year counts from then on.
 */
export function checkPeriodOfYear(view: View, rule: RuleOfKind<'period-of-year'>): Outcome[] {
  const { period, year: reportYear } = view.report
  if (period === null) return []
  const year = reportYear ?? Number(period.start.slice(0, 4))
  const [start, end] = [`${year}-01-01`, `${year}-12-31`]
  if (period.start === start && period.end === end) return []
  const { whole, opening, sections } = wordsOf(view.report)
  const isInYear = period.start > start && period.start < period.end && period.end === end
  if (isInYear && rule.founded.test(whole)) return []
  const told = statedYear(opening)
  if (told !== null && told !== year && period.start.startsWith(String(told)) && period.end.startsWith(String(told))) return []
  const sentence = sentenceOfPeriod(`${opening}\n${sections.get(1) ?? ''}`, period)
  const isStated = sentence !== null && rule.stated.test(sentence)
  const text = printedPeriod(sentence) ?? `${period.start}至${period.end}`
  const severity = isStated ? rule.severity : LOWER[rule.severity]
  return [failureOf(view, rule, { subject: 'period', values: { text, year }, quote: sentence && quoteOf(sentence), severity })]
}

const DAYS =
  /(?:19|20)\d{2}[年./-]\d{1,2}[月./-](?:\d{1,2}日?)?[^，。；]{0,6}?[至到—–~～－-]+[^，。；\d]{0,2}(?:(?:19|20)\d{2}[年./-])?\d{1,2}[月./-](?:\d{1,2}日?)?/g

function printedPeriod(sentence: string | null): string | null {
  return sentence?.match(DAYS)?.[0] ?? null
}

/** The sentence that states both days. */
function sentenceOfPeriod(text: string, { start, end }: { readonly start: string; readonly end: string }): string | null {
  for (const match of text.matchAll(DAYS)) {
    const numbers = (match[0].match(/\d+/g) ?? []).map(Number)
    const [year, month] = start.split('-').map(Number)
    if (numbers[0] === year && numbers[1] === month && numbers.includes(Number(end.slice(5, 7))))
      return sentenceAt(text, match.index)
  }
  return null
}

const STATED_YEAR =
  /(?<!\d)((?:19|20)\d{2})年度?[^，。；：、《》\d]{0,30}?(?:政府|政务)信息公开(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:报告|年报)/
const ABOUT_OTHERS = /通知|要求|格式|部署|精神|上一?年|去年|往年|相比|对照|参照/

/** The year that the opening calls this report by; titles of circulars are left out. */
function statedYear(opening: string): number | null {
  for (const sentence of opening.split(/[。；\n]/)) {
    const bare = sentence.replace(/《[^《》]*(?:通知|格式|办法|条例|要点|函)[^《》]*》/g, '')
    const match = STATED_YEAR.exec(bare)
    if (match && !ABOUT_OTHERS.test(bare.slice(Math.max(0, match.index - 12), match.index + match[0].length + 8)))
      return Number(match[1])
  }
  return null
}

export function checkTitleYear(view: View, rule: RuleOfKind<'title-year'>): Outcome[] {
  const { title, opening } = wordsOf(view.report)
  const a = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(title)?.[1]
  const b = statedYear(opening)
  if (a === undefined || b === null || Number(a) === b) return []
  const quote = opening.split(/[。；\n]/).find((sentence) => sentence.includes(`${b}年`)) ?? null
  return [failureOf(view, rule, { subject: 'year', values: { a, b }, quote: quote && quoteOf(quote), left: Number(a), right: b })]
}
