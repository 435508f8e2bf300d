import type { Report } from '../model/report.ts'
import type { CellKey, Edition } from '../model/template.ts'
import { cellKeysOf } from '../model/template.ts'
import { ruleById } from '../rules/catalogue.ts'
import { formatNumber } from './dates.ts'
import { type Html, html } from './html.ts'
import { printed } from './report-tables.ts'
import type { Visitor } from './visitor.ts'

type Sides = { readonly left: readonly CellKey[]; readonly right: readonly CellKey[] }

/** The cells that stand on either side of the sum that a finding is about; null where its rule adds nothing up. */
export function sidesOf(finding: { readonly rule: string; readonly cells: readonly CellKey[] }, edition: Edition): Sides | null {
  const rule = ruleById(finding.rule)
  const [table, row, column] = finding.cells[0]?.split('.') ?? []
  const existing = new Set(cellKeysOf(edition))
  const known = (keys: readonly string[]) => keys.filter((key): key is CellKey => existing.has(key as CellKey))
  switch (rule?.kind) {
    case 'column-balance':
      if (table !== 't3' || !column) return null
      return {
        left: known(rule.left.map((each) => `t3.${each}.${column}`)),
        right: known(rule.right.map((each) => `t3.${each}.${column}`)),
      }
    case 'row-sum':
      if (table !== 't3' || !row) return null
      return { left: known(rule.parts.map((each) => `t3.${row}.${each}`)), right: known([`t3.${row}.${rule.total}`]) }
    case 'balance':
      return { left: known(rule.left), right: known(rule.right) }
    default:
      return null
  }
}

/** The sum as one would write it on paper: the terms of either side, and what they make. Zeros share one line. */
export function writtenSum(
  visitor: Visitor,
  report: Report,
  sides: Sides,
  totals: { readonly left: number; readonly right: number },
  labelOf: (key: CellKey) => string,
): Html {
  const { words } = visitor
  return html`<table class="written"><caption class="hidden">${words.sum}</caption>
    ${side(visitor, report, sides.left, totals.left, labelOf)}${side(visitor, report, sides.right, totals.right, labelOf)}</table>`
}

function side(
  visitor: Visitor,
  report: Report,
  keys: readonly CellKey[],
  total: number,
  labelOf: (key: CellKey) => string,
): Html {
  const isNothing = (key: CellKey) => (report.cells[key]?.value ?? 0) === 0
  const shown = keys.length <= 4 ? keys : keys.filter((key) => !isNothing(key))
  const left = keys.length - shown.length
  const lines = shown.map(
    (key, index) =>
      html`<tr><td>${index > 0 && '+'}</td><th scope="row">${labelOf(key)}</th><td>${printed(visitor, report.cells[key])}</td></tr>`,
  )
  return html`<tbody>${lines}${left > 0 && html`<tr class="soft"><td></td><th scope="row">${visitor.words.zeroTerms(left)}</th><td></td></tr>`}
    ${keys.length > 1 && html`<tr class="makes"><td>=</td><th scope="row"></th><td>${formatNumber(total)}</td></tr>`}</tbody>`
}
