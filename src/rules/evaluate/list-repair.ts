import { RULES } from '../catalogue.ts'
import type { Rule } from '../rule.ts'
import { evaluateRule } from './checks.ts'
import { type Correction, correctionOf, likeliest, withClaim, withRepair } from './corrections.ts'
import { vanishing } from './explained.ts'
import type { Outcome } from './outcome.ts'
import type { View } from './view.ts'

/** A correction that leaves one more thing wrong is less likely than one that looks like no slip. */
const LEFT_WRONG = 6

/** What else a figure of a list may stand in: other lists, shares, the same item elsewhere. */
const KINDS: ReadonlySet<Rule['kind']> = new Set<Rule['kind']>(['breakdown', 'percentage', 'repeated'])

/** Proposes which figure of a list is wrong. Where there is one proposal, what it explains beside the list is left out. */
export function correctLists(view: View, outcomes: readonly Outcome[]): readonly Outcome[] {
  let left = outcomes
  const lists = outcomes.filter(({ rule, finding }) => rule.kind === 'breakdown' && finding.verdict === 'fail')
  for (const outcome of lists.toSorted((a, b) => gravity(b) - gravity(a))) {
    if (!left.includes(outcome)) continue
    const corrections = correctionsOf(view, outcome)
    const [only, ...others] = corrections
    if (only === undefined) continue
    const explained = others.length > 0 ? new Set<Outcome>() : vanishing(withClaim(view, only), left)
    const told = withRepair(view, outcome, corrections)
    left = left.flatMap((each) => (each === outcome ? [told] : explained.has(each) ? [] : [each]))
  }
  return left
}

function gravity({ finding: { severity } }: Outcome): number {
  return { error: 2, warning: 1, info: 0 }[severity]
}

/** A total and its parts: any of them may be wrong, and those are proposed that look most like slips and leave least wrong. */
function correctionsOf(view: View, { finding: { quote, left: sum, right: total } }: Outcome): readonly Correction[] {
  const { claims } = view.report
  const place = claims.findIndex((claim) => claim.text === quote && claim.value === total && claim.of === null)
  if (sum === null || total === null || place === -1) return []
  const parts = [...claims.entries()].filter(([, { of, kind }]) => of === place && kind === 'part')
  // Where some parts are not counted, the list is no plain sum.
  if (parts.reduce((all, [, { value }]) => all + (value ?? 0), 0) !== sum) return []
  const ofParts = parts
    .map(([index, { value }]) => ({ index, from: value ?? 0, to: (value ?? 0) - (sum - total) }))
    .filter(({ to }) => to >= 0)
    .map(({ index, from, to }) => correctionOf(index, from, to, false))
  const all = [correctionOf(place, total, sum, true), ...ofParts]
  return likeliest(all.map((each) => ({ ...each, cost: each.cost + LEFT_WRONG * wrongIn(withClaim(view, each)) })))
}

/** How much is wrong in the lists of a text. */
function wrongIn(view: View): number {
  return RULES.filter(({ kind }) => KINDS.has(kind))
    .flatMap((rule) => evaluateRule(view, rule))
    .filter(({ finding }) => finding.verdict === 'fail').length
}
