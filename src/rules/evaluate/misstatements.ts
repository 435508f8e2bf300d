import type { Repair } from '../../model/finding.ts'
import type { Claim } from '../../model/report.ts'
import type { Statement } from './evidence.ts'
import { vanishing } from './explained.ts'
import { makes } from './likelihood.ts'
import { NO_SLIP, slipOf } from './number-slip.ts'
import type { Outcome } from './outcome.ts'
import type { View } from './view.ts'

/** More proposals than this are no help. */
const MOST_PROPOSALS = 3

/** A figure of the text, by its place in `Report.claims`, and what it should be. */
type Correction = { readonly claim: number; readonly to: number; readonly reason: string; readonly cost: number }

/**
 * Proposes what figures of the text should be, where the tables say it or the list does that they stand in. Where one figure explains
 * several findings, the gravest is kept. The tables are taken as `view` supposes them: repaired.
 */
export function correctText(view: View, statements: readonly Statement[], outcomes: readonly Outcome[]): Outcome[] {
  let left = outcomes.map((outcome) => (outcome.rule.kind === 'breakdown' ? withListRepair(view, outcome) : outcome))
  const open = new Set(statements.filter((statement) => correctionsOf(view, statement).length > 0))
  while (open.size > 0) {
    const [found] = [...open]
      .map((statement) => explainedBy(view, statement, left))
      .toSorted((a, b) => b.explained.length - a.explained.length)
    if (!found || found.explained.length === 0) break
    const [kept] = found.explained.toSorted((a, b) => rank(b) - rank(a))
    const corrected = withRepair(view, kept!, found.corrections)
    left = left.flatMap((outcome) => (outcome === kept ? corrected : found.explained.includes(outcome) ? [] : outcome))
    open.delete(found.statement)
  }
  return left
}

/** Findings that say outright which figure differs come first, then the graver ones. */
function rank({ finding, rule }: Outcome): number {
  const severity = { error: 2, warning: 1, info: 0 }[finding.severity]
  return severity + (rule.kind === 'text-matches-table' ? 3 : 0)
}

type Explained = {
  readonly statement: Statement
  readonly corrections: readonly Correction[]
  readonly explained: readonly Outcome[]
}

/** What becomes right once a number that does not fit the tables is replaced by what they make. */
function explainedBy(view: View, statement: Statement, outcomes: readonly Outcome[]): Explained {
  const corrections = correctionsOf(view, statement)
  const [first] = corrections
  const open = outcomes.filter(({ finding }) => finding.repair.length === 0 && finding.quote !== null)
  if (!first || open.length === 0) return { statement, corrections, explained: [] }
  return { statement, corrections, explained: [...vanishing(withClaim(view, first), open)] }
}

function correctionsOf(view: View, statement: Statement): Correction[] {
  const { claim, value } = statement
  if (claim === null) return []
  const sums = makes(view, statement)
  if (sums.length === 0 || sums.includes(value)) return []
  return likeliest([...new Set(sums)].map((to) => correctionOf(claim, value, to, false)))
}

function correctionOf(claim: number, from: number, to: number, isSum: boolean): Correction {
  const slip = slipOf(from, to, isSum)
  return { claim, to, reason: slip?.reason ?? (isSum ? '与各项之和不符' : '与表格不符'), cost: slip?.cost ?? NO_SLIP }
}

function likeliest(corrections: readonly Correction[]): Correction[] {
  const least = Math.min(...corrections.map(({ cost }) => cost))
  return corrections.filter(({ cost }) => cost === least).toSorted((a, b) => String(a.to).length - String(b.to).length)
}

function withClaim(view: View, { claim, to }: Correction): View {
  const claims = view.report.claims.with(claim, { ...view.report.claims[claim]!, value: to })
  return { ...view, report: { ...view.report, claims }, claims: Map.groupBy(claims, ({ kind }) => kind) }
}

/** A total and its parts: any of them may be wrong, and the likeliest slips are proposed. */
function withListRepair(view: View, outcome: Outcome): Outcome {
  const { claims } = view.report
  const { quote, left: sum, right: total } = outcome.finding
  const place = claims.findIndex((claim) => claim.text === quote && claim.value === total && claim.of === null)
  if (sum === null || total === null || place === -1) return outcome
  const parts = [...claims.entries()].filter(([, { of, kind }]) => of === place && kind === 'part')
  // Where some parts are not counted, the list is no plain sum.
  if (parts.reduce((all, [, { value }]) => all + (value ?? 0), 0) !== sum) return outcome
  const ofParts = parts
    .map(([index, { value }]) => ({ index, from: value ?? 0, to: (value ?? 0) - (sum - total) }))
    .filter(({ to }) => to >= 0)
    .map(({ index, from, to }) => correctionOf(index, from, to, false))
  return withRepair(view, outcome, likeliest([correctionOf(place, total, sum, true), ...ofParts]))
}

function withRepair({ report }: View, outcome: Outcome, corrections: readonly Correction[]): Outcome {
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
