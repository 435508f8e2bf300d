import type { Repair } from '../../model/finding.ts'
import type { Claim } from '../../model/report.ts'
import { NO_SLIP, slipOf } from './number-slip.ts'
import type { Outcome } from './outcome.ts'
import type { View } from './view.ts'

/** More proposals than this are no help. */
const MOST_PROPOSALS = 3

/** A figure of the text, by its place in `Report.claims`, and what it should be; the likelier the less it costs. */
export type Correction = { readonly claim: number; readonly to: number; readonly reason: string; readonly cost: number }

export function correctionOf(claim: number, from: number, to: number, isSum: boolean): Correction {
  const slip = slipOf(from, to, isSum)
  return { claim, to, reason: slip?.reason ?? (isSum ? '与各项之和不符' : '与表格不符'), cost: slip?.cost ?? NO_SLIP }
}

export function likeliest(corrections: readonly Correction[]): Correction[] {
  const least = Math.min(...corrections.map(({ cost }) => cost))
  return corrections.filter(({ cost }) => cost === least).toSorted((a, b) => String(a.to).length - String(b.to).length)
}

/** The report as it would be with the correction made. */
export function withClaim(view: View, { claim: place, to }: Correction): View {
  const wrong = view.report.claims[place]!
  const claims = view.report.claims.map((claim) => (isOneFigure(claim, wrong) ? { ...claim, value: to } : claim))
  return { ...view, report: { ...view.report, claims }, claims: Map.groupBy(claims, ({ kind }) => kind) }
}

/** A part that has parts of its own is two claims and one printed number. */
function isOneFigure(one: Claim, other: Claim): boolean {
  if (one === other) return true
  const isTwin = [one, other].some(({ kind }) => kind === 'part') && [one, other].some(({ kind }) => kind === 'breakdown_total')
  return isTwin && one.text === other.text && one.value === other.value && one.label === other.label
}

export function withRepair({ report }: View, outcome: Outcome, corrections: readonly Correction[]): Outcome {
  if (corrections.length > MOST_PROPOSALS) return outcome
  const repair = corrections.map(
    ({ claim, to, reason }, option): Repair => ({
      cell: null,
      label: wordsFor(report.claims[claim]!),
      from: report.claims[claim]!.value,
      to,
      reason,
      option,
    }),
  )
  return { ...outcome, finding: { ...outcome.finding, repair } }
}

function wordsFor({ label, kind }: Claim): string {
  return label ?? (kind === 'disclosed_total' || kind === 'breakdown_total' ? '总数' : '所列数')
}
