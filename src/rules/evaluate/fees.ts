import type { Claim } from '../../model/report.ts'
import type { FeeTerms } from '../kinds/fees.ts'
import { plainNumber } from '../message.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Checks } from './checks.ts'
import { failureOf, LOWER, type Outcome } from './outcome.ts'
import { sumOf, type View, valueAt } from './view.ts'

export const feeChecks = {
  'fee-notices': checkNotices,
  'fee-without-applications': checkWithoutApplications,
  'fee-parts': checkFeeParts,
  'fee-agrees': checkFeesAgree,
} as const satisfies Checks<FeeTerms['kind']>

/** Applications that ended because a fee was not paid need a notice of the fee. */
function checkNotices(view: View, rule: RuleOfKind<'fee-notices'>): Outcome[] {
  const unpaid = valueAt(view, rule.cell)
  const said = view.report.claims.filter(isFee)
  // A notice that the text tells of anywhere is no contradiction.
  if (unpaid === null || unpaid <= 0 || said.some(({ kind, value }) => kind === 'fee_cases' && (value ?? 0) > 0)) return []
  const denial = said.find(
    ({ section, value, label }) => section === rule.section && value === 0 && rule.denial.test(label ?? ''),
  )
  if (rule.when === 'denied' ? denial === undefined : !hasSection(view, rule.section)) return []
  if (rule.when === 'untold' && said.some(({ kind, value }) => kind === 'fee_amount' && (value ?? 0) > 0)) return []
  const quote = denial?.text ?? said.find(({ section }) => section === rule.section)?.text ?? null
  return [
    failureOf(view, rule, { subject: 'claim:fee', values: { a: unpaid }, cells: [rule.cell], quote, left: unpaid, right: 0 }),
  ]
}

function hasSection({ report }: View, number: number): boolean {
  return report.sections.some((section) => section.number === number && section.text.trim() !== '')
}

function checkWithoutApplications(view: View, rule: RuleOfKind<'fee-without-applications'>): Outcome[] {
  const amount = totalsOf(view, 'fee_amount').find(({ section, yuan }) => section === rule.section && yuan > 0)
  const { value, blanks, unread } = sumOf(view, rule.applications)
  if (!amount || value > 0 || unread > 0 || (blanks > 0 && !view.blanksAreZero)) return []
  const values = { a: plainNumber(amount.yuan) }
  return [
    failureOf(view, rule, {
      subject: 'claim:fee',
      values,
      cells: rule.applications,
      quote: amount.text,
      left: amount.yuan,
      right: 0,
    }),
  ]
}

/** Items of a fee against its sum, in yuan or in cases. */
function checkFeeParts(view: View, rule: RuleOfKind<'fee-parts'>): Outcome[] {
  const { claims } = view.report
  const listed = Map.groupBy(claims, ({ of }) => of)
  return claims.flatMap((total, index) => {
    const parts = (listed.get(index) ?? []).filter(({ kind }) => kind === total.kind)
    if (!isFee(total) || total.approximate || parts.length < 2 || parts.some(({ approximate }) => approximate)) return []
    const sum = plainNumber(parts.reduce((all, part) => all + inYuan(part), 0))
    const whole = inYuan(total)
    if (sum === whole || (sum < whole && total.closed === false)) return []
    const severity = sum > whole || total.closed === true ? rule.severity : LOWER[rule.severity]
    const values = { a: sum, b: whole }
    return [
      failureOf(view, rule, {
        subject: `list:${total.kind}`,
        values,
        quote: total.text,
        left: sum,
        right: whole,
        severity,
      }),
    ]
  })
}

/** The fee of the last section against what the sections before it say. */
function checkFeesAgree(view: View, rule: RuleOfKind<'fee-agrees'>): Outcome[] {
  for (const kind of ['fee_amount', 'fee_cases'] as const) {
    const all = totalsOf(view, kind)
    const [here, before] = [
      all.filter(({ section }) => section === rule.section),
      all.filter(({ section }) => section < rule.section),
    ]
    const [first, last] = [before[0], here[0]]
    if (!first || !last || before.some(({ yuan }) => here.some((other) => other.yuan === yuan))) continue
    const values = { a: plainNumber(first.yuan), b: plainNumber(last.yuan) }
    const quote = `${first.text}${last.text}`
    return [failureOf(view, rule, { subject: `claim:${kind}`, values, quote, left: first.yuan, right: last.yuan })]
  }
  return []
}

type Fee = Claim & { readonly yuan: number }

/** The sums that the text states, each in yuan or cases; items of a list and rough numbers are none. */
function totalsOf({ report }: View, kind: 'fee_amount' | 'fee_cases'): readonly Fee[] {
  return report.claims
    .filter((claim) => claim.kind === kind && claim.of === null && claim.value !== null && !claim.approximate)
    .map((claim) => ({ ...claim, yuan: inYuan(claim) }))
}

function isFee({ kind }: Claim): boolean {
  return kind === 'fee_amount' || kind === 'fee_cases'
}

function inYuan({ value, unit }: Claim): number {
  return unit === '万元' ? Math.round((value ?? 0) * 10_000) : (value ?? 0)
}
