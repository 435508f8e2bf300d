import type { Claim } from '../../model/report.ts'
import { plainNumber } from '../message.ts'
import type { RuleOfKind } from '../rule.ts'
import { failureOf, LOWER, type Outcome } from './outcome.ts'
import { sumOfClaims, type View } from './view.ts'

/** A stated total against the sum of its listed parts. */
export function checkBreakdowns(view: View, rule: RuleOfKind<'breakdown'>): Outcome[] {
  const listed = Map.groupBy(view.report.claims, ({ of }) => of)
  return view.report.claims.flatMap((total, index) => {
    if (!rule.claims.includes(total.kind) || total.value === null || total.approximate) return []
    const parts = (listed.get(index) ?? []).filter(({ kind, value }) => kind === 'part' && value !== null)
    if (parts.length < 2 || parts.some(({ approximate }) => approximate)) return []
    if (!isOfRule(rule, parts) || isFeeList(view, total)) return []
    const alike = parts.filter(({ unit }) => unit === null || total.unit === null || unit === total.unit)
    const isMixed = alike.length < parts.length
    const counted = rule.parts === 'over' ? overParts(alike, parts, total.value) : parts
    const sum = sumOfClaims(counted)
    const added = { sum, total: total.value, isClosed: total.closed, isMixed, count: parts.length }
    if (!breakdownFires(rule.parts, { ...added, isDisclosed: isDisclosed(total) })) return []
    // A list about something else is no clear case, and one item may be published over two channels.
    const overlaps = rule.parts === 'over' && parts.filter(({ label }) => rule.channels.test(label ?? '')).length >= 2
    // Everything stands on the website, and some of it elsewhere as well.
    if (overlaps && parts.some(({ value }) => value === total.value)) return []
    // Steps of one thing: 征集意见12项、反馈结果12项.
    if (rule.parts === 'over' && parts.every(({ value }) => value === total.value)) return []
    const isClear =
      rule.parts === 'unlike' || (total.kind === 'disclosed_total' && !overlaps && (rule.parts !== 'over' || counted === alike))
    const severity = isClear ? rule.severity : LOWER[rule.severity]
    const values = { text: excerpt(total.text), a: plainNumber(sum), b: total.value, diff: plainNumber(sum - total.value) }
    return [
      failureOf(view, rule, {
        subject: `list:${total.label ?? total.kind}`,
        values,
        quote: total.text,
        left: sum,
        right: total.value,
        severity,
      }),
    ]
  })
}

/** Whether a list is named as the rule asks: by bodies, or by anything else. */
function isOfRule({ only, but }: RuleOfKind<'breakdown'>, parts: readonly Claim[]): boolean {
  const areAll = (names: RegExp) => parts.length >= 3 && parts.every(({ label }) => names.test(label ?? ''))
  return (only === undefined || areAll(only)) && (but === undefined || !areAll(but))
}

/** The cases of a fee are told apart by the rule on fees. */
function isFeeList({ report }: View, total: Claim): boolean {
  return report.claims.some(({ kind, value, text }) => kind === 'fee_cases' && value === total.value && text === total.text)
}

function isDisclosed({ kind }: Claim): boolean {
  return kind === 'disclosed_total' || kind === 'breakdown_total'
}

/** The parts that may prove too much: those in the unit of the total, else with them what is counted as papers are. */
function overParts(alike: readonly Claim[], parts: readonly Claim[], total: number): readonly Claim[] {
  return sumOfClaims(alike) >= total ? alike : parts.filter((part) => alike.includes(part) || PAPERS.test(part.unit ?? ''))
}

const PAPERS = /^(?:条|件|篇|份)$/

type Added = {
  readonly sum: number
  readonly total: number
  readonly isClosed: boolean | undefined
  readonly isMixed: boolean
  readonly count: number
  readonly isDisclosed: boolean
}

function breakdownFires(
  parts: RuleOfKind<'breakdown'>['parts'],
  { sum, total, isClosed, isMixed, count, isDisclosed: disclosed }: Added,
): boolean {
  switch (parts) {
    case 'over':
      return sum > total
    case 'under-closed':
      return sum < total && isClosed === true && !isMixed
    case 'unlike':
      // What is disclosed beyond its total is the matter of another rule.
      return (sum > total && !disclosed) || (sum < total && isClosed === undefined && !isMixed && sum >= total * 0.5)
    case 'under-open':
      // A list that names only highlights (等, or little of the total) says nothing of the rest.
      return sum < total && isClosed !== false && (isClosed === undefined || isMixed) && sum >= total * (count > 2 ? 0.5 : 0.8)
  }
}

function excerpt(text: string): string {
  const plain = text.replace(/\s+/g, '')
  return plain.length <= 60 ? plain : `${plain.slice(0, 42)}……${plain.slice(-14)}`
}
