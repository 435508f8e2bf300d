import type { PlausibilityTerms } from '../kinds/plausibility.ts'
import type { RuleOfKind } from '../rule.ts'
import { meantValue } from './apart.ts'
import type { Checks } from './checks.ts'
import { failureOf, type Outcome } from './outcome.ts'
import { type keyOf, rowLabel, sumOf, type View, valueAt } from './view.ts'

export const plausibilityChecks = {
  share: checkShare,
  'stock-is-issue': checkStockIsIssue,
} as const satisfies Checks<PlausibilityTerms['kind']>

/** A part of table 3 that makes up more of its whole than is usual. */
function checkShare(view: View, rule: RuleOfKind<'share'>): Outcome[] {
  const whole = sumOf(view, rule.whole)
  if (whole.blanks + whole.unread > 0 || whole.value === 0) return []
  return rule.parts.flatMap((cell) => {
    const part = valueAt(view, cell)
    if (part === null || part < rule.atLeast || part > whole.value || part * 100 <= rule.above * whole.value) return []
    const values = { a: Number(((part / whole.value) * 100).toFixed(1)), row: rowOf(view, cell) }
    const cells = [cell, ...rule.whole]
    return [failureOf(view, rule, { subject: `cell:${cell}`, values, cells, left: part, right: whole.value })]
  })
}

function rowOf(view: View, cell: string): string {
  return rowLabel(view, cell.split('.')[1] as Parameters<typeof keyOf>[0])
}

function checkStockIsIssue(view: View, rule: RuleOfKind<'stock-is-issue'>): Outcome[] {
  const { kind, name, isRegistered } = view.body
  const isSuch =
    kind !== null && rule.bodies.includes(kind) ? true : !isRegistered && name !== null && kind === null && rule.names.test(name)
  const [issued, stock] = [meantValue(view, rule.issued), meantValue(view, rule.stock)]
  if (!isSuch || issued === null || issued !== stock || issued <= rule.moreThan) return []
  return [
    failureOf(view, rule, {
      subject: 'row',
      values: { a: issued },
      cells: [rule.issued, rule.stock],
      left: issued,
      right: stock,
    }),
  ]
}
