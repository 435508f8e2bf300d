import type { Report } from '../model/report.ts'
import type { CellKey, Edition } from '../model/template.ts'
import { cellKeysOf, cellLabel } from '../model/template.ts'
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
  { left, right, prior }: { readonly left: number; readonly right: number; readonly prior: Report | null },
): Html {
  const known = prior !== null && prior.edition === report.edition ? prior : null
  const paper = { visitor, report, prior: known }
  return html`<table class="written"><caption class="hidden">${visitor.words.sum}</caption>
    ${known && html`<thead><tr><td></td><td></td><th scope="col">${report.year}</th><th scope="col" class="soft">${known.year}</th></tr></thead>`}
    ${side(paper, sides.left, left)}${side(paper, sides.right, right)}</table>`
}

/** The report with the terms, and last year's beside it where its form is the same. */
type Paper = { readonly visitor: Visitor; readonly report: Report; readonly prior: Report | null }

function side({ visitor, report, prior }: Paper, keys: readonly CellKey[], total: number): Html {
  const isNothing = (key: CellKey) => (report.cells[key]?.value ?? 0) === 0
  const shown = keys.length <= 4 ? keys : keys.filter((key) => !isNothing(key))
  const left = keys.length - shown.length
  const before = (key: CellKey | null) =>
    prior && html`<td class="soft">${key !== null && printed(visitor, prior.cells[key])}</td>`
  const lines = shown.map(
    (key, index) =>
      html`<tr><td>${index > 0 && '+'}</td><th scope="row">${report.edition ? cellLabel(key, report.edition) : key}</th><td>${printed(visitor, report.cells[key])}</td>${before(key)}</tr>`,
  )
  return html`<tbody>${lines}${left > 0 && html`<tr class="soft"><td></td><th scope="row">${visitor.words.zeroTerms(left)}</th><td></td>${before(null)}</tr>`}
    ${keys.length > 1 && html`<tr class="makes"><td>=</td><td></td><td>${formatNumber(total)}</td>${before(null)}</tr>`}</tbody>`
}
