import { type CellKey, TABLE4 } from '../../model/template.ts'
import { RULES } from '../catalogue.ts'
import { keyOf, type View, valueAt } from './view.ts'

const REVIEW_CELLS: ReadonlyMap<string, CellKey> = new Map(
  TABLE4.filter(({ key }) => key.startsWith('review_')).map(({ key, label }) => [label, `t4.${key}` as CellKey]),
)

/**
 * Numbers that something beside the table's own sums says of a cell: the text of the report, or last year's report. They decide
 * between repairs that the sums allow alike.
 */
export function evidenceOf(view: View): ReadonlyMap<CellKey, ReadonlySet<number>> {
  const found = new Map<CellKey, Set<number>>()
  const add = (cell: CellKey, value: number | null) => {
    if (value !== null) found.set(cell, (found.get(cell) ?? new Set()).add(value))
  }
  for (const { kind, label, value, approximate } of view.report.claims) {
    if (approximate) continue
    for (const rule of RULES) {
      if (rule.kind !== 'text-matches-table' || rule.claim !== kind) continue
      for (const reading of rule.readings)
        if (reading.plus.length === 1 && !reading.minus && (!reading.label || reading.label.test(label ?? '')))
          add(keyOf(reading.plus[0]!, 'total'), value)
    }
    if (kind === 'by_applicant' && label === '自然人') add('t3.new_received.natural_person', value)
    if (kind === 'review') add(REVIEW_CELLS.get(label ?? '总计') ?? 't4.review_total', value)
  }
  for (const rule of RULES)
    if (rule.kind === 'carry' && rule.left.length === 1 && rule.prior.length === 1)
      add(rule.left[0]!, valueAt(view, `prior:${rule.prior[0]!}`))
  return found
}
