import { type Correction, correctionOf, likeliest, withClaim, withRepair } from './corrections.ts'
import type { Statement } from './evidence.ts'
import { vanishing } from './explained.ts'
import { makes } from './likelihood.ts'
import { correctLists } from './list-repair.ts'
import type { Outcome } from './outcome.ts'
import type { View } from './view.ts'

/**
 * Proposes what figures of the text should be, where the tables say it or the list does that they stand in. Where one figure explains
 * several findings, the gravest is kept. The tables are taken as `view` supposes them: repaired.
 */
export function correctText(view: View, statements: readonly Statement[], outcomes: readonly Outcome[]): readonly Outcome[] {
  let left = correctLists(view, outcomes)
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
  const open = outcomes.filter(({ finding }) => finding.repair.length === 0 && finding.quote !== null)
  if (open.length === 0) return { statement, corrections: [], explained: [] }
  const tried = correctionsOf(view, statement).map((correction) => ({
    correction,
    explained: [...vanishing(withClaim(view, correction), open)],
  }))
  const most = Math.max(0, ...tried.map(({ explained }) => explained.length))
  const best = tried.filter(({ explained }) => explained.length === most)
  const corrections = best.length === 0 ? [] : likeliest(best.map(({ correction }) => correction))
  const explained = best.find(({ correction }) => correction === corrections[0])?.explained ?? []
  return { statement, corrections, explained }
}

function correctionsOf(view: View, statement: Statement): Correction[] {
  const { claim, value } = statement
  if (claim === null) return []
  const sums = makes(view, statement)
  if (sums.length === 0 || sums.includes(value)) return []
  return [...new Set(sums)].map((to) => correctionOf(claim, value, to, false))
}
