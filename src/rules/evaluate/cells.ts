import { type Cell, type Report, SURE } from '../../model/report.ts'
import {
  APPLICANT_COLUMNS,
  type CellKey,
  type Table3Column,
  type Table3Row,
  type TableName,
  TEMPLATES,
} from '../../model/template.ts'
import type { CellTerms } from '../kinds/cells.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Checks } from './checks.ts'
import { failureOf, type Outcome } from './outcome.ts'
import { type FormCell, keyOf, labelOf, standingOf, tableNumber, type View } from './view.ts'

export const cellChecks = {
  cell: checkCells,
  'cell-style': checkCellStyle,
  'blank-cells': checkBlankCells,
  'blank-totals': checkBlankTotals,
  'doubtful-reading': checkDoubtfulReading,
} as const satisfies Checks<CellTerms['kind']>

const TABLES = ['t2', 't3', 't4'] as const satisfies readonly TableName[]

/** Words that mean "nothing here": a blank in other letters. */
const NOTHING =
  /^(?:暂?无[一-龥]{0,8}|没有[一-龥]{0,6}|空白?|未(?:发生|产生|涉及|开展)|不涉及|不适用|不存在|[一-龥]*无此项|n\/?a|nil|none)$/i

/** One finding for each cell that cannot be a count. */
function checkCells(view: View, rule: RuleOfKind<'cell'>): Outcome[] {
  const offends = OFFENCES[rule.test]
  return TABLES.flatMap((table) =>
    view.tables[table]
      .filter((each) => offends(view, each))
      .map(({ key, cell }) => {
        const { raw = '', value = null } = cell ?? {}
        const values = { label: labelOf(view, key), text: raw.trim(), a: value ?? raw.trim() }
        return failureOf(view, rule, { subject: `cell:${key}`, values, cells: [key], quote: raw.trim(), left: value, table })
      }),
  )
}

const OFFENCES: Readonly<Record<RuleOfKind<'cell'>['test'], (view: View, each: FormCell) => boolean>> = {
  'not-a-number': ({ report }, { cell }) => {
    // 约12: where the letters are the author's own, a number among words is none either.
    if (cell?.kind === 'unreadable') return isTyped(report) && /[一-龥]/.test(cell.raw)
    return cell?.kind === 'word' && !NOTHING.test(cell.raw.replace(/[\s（）()。.]/g, ''))
  },
  negative: (view, each) => (numberIn(each) ?? 0) < 0 && !templateCell(view, each.key)?.signed,
  'not-an-integer': (view, each) => !Number.isInteger(numberIn(each) ?? 0) && !isAmount(view, each.key),
}

function numberIn({ cell }: FormCell): number | null {
  return cell?.kind === 'number' ? cell.value : null
}

function isAmount(view: View, key: CellKey): boolean {
  return templateCell(view, key)?.decimal === true || key === 't2.procurement_amount'
}

function templateCell({ edition }: View, key: CellKey): { readonly signed?: boolean; readonly decimal?: boolean } | undefined {
  return edition === null ? undefined : TEMPLATES[edition].t2.find((cell) => key === `t2.${cell.key}`)
}

/** Odd but readable numbers: one finding for each table, however many cells. */
function checkCellStyle(view: View, rule: RuleOfKind<'cell-style'>): Outcome[] {
  return TABLES.flatMap((table) => {
    const odd = view.tables[table].filter(({ cell }) => isOdd(view, cell, rule.test))
    const [first] = odd
    if (!first) return []
    const cells = odd.map(({ key }) => key)
    const text = first.cell?.raw.trim() ?? ''
    const more = cells.length > 1 ? `等${cells.length}处` : ''
    const moreEn = cells.length > 1 ? ` and ${cells.length - 1} more` : ''
    const values = { label: labelOf(view, first.key), text, more, moreEn }
    return [failureOf(view, rule, { subject: `table:${table}`, values, cells, quote: text, table })]
  })
}

/** 减3 is a number where the form asks for a change. */
const SIGN_WORD = /^\s*(?:增加|新增|增|减少|减)\s*\d/

function isOdd({ report }: View, cell: Cell | undefined, test: 'remark' | 'digits'): boolean {
  if (cell?.kind !== 'number') return false
  if (test === 'remark') return cell.remark !== undefined || SIGN_WORD.test(cell.raw)
  if (PLAIN_DIGITS.test(cell.raw)) return false
  // Gaps between digits come from the typesetting of PDF and text dumps, not from the author.
  const gaps = isTyped(report) && /\d\s+\d/.test(cell.raw)
  return gaps || /[０-９]/.test(cell.raw) || /\d[,，]\d{3}/.test(cell.raw)
}

const PLAIN_DIGITS = /^\d*$/

/** Whether the characters are those that the author typed, not what was made out of a page image or a text dump. */
function isTyped({ source }: Report): boolean {
  return /html|wordprocessing/.test(source.mediaType)
}

/** One finding for each table with cells that hold no number; totals left blank are told by a rule of their own. */
function checkBlankCells(view: View, rule: RuleOfKind<'blank-cells'>): Outcome[] {
  const totals = new Set(blankTotals(view, APPLICANT_COLUMNS, 'total'))
  return TABLES.flatMap((table) => {
    const blank = view.tables[table].filter(
      (each) => each.standing === 'blank' && !totals.has(each.key) && !OFFENCES['not-a-number'](view, each),
    )
    if (blank.length === 0) return []
    const cells = blank.map(({ key }) => key)
    const severity = cells.every((key) => rule.toleratedAlone.test(key)) ? 'info' : rule.severity
    const values = { a: tableNumber(table), b: cells.length }
    return [failureOf(view, rule, { subject: `table:${table}`, values, cells, severity, table })]
  })
}

/** Rows whose parts are filled in while the total is not: one finding for the table. */
function checkBlankTotals(view: View, rule: RuleOfKind<'blank-totals'>): Outcome[] {
  const cells = blankTotals(view, rule.parts, rule.total)
  return cells.length === 0 ? [] : [failureOf(view, rule, { subject: 'column:total', values: { b: cells.length }, cells })]
}

function blankTotals(view: View, columns: readonly Table3Column[], total: Table3Column): CellKey[] {
  const partsOf = (row: Table3Row) => columns.map((column) => view.report.cells[keyOf(row, column)])
  const rows = view.rows.filter((row) => {
    if (standingOf(view.report.cells[keyOf(row, total)]) !== 'blank') return false
    return partsOf(row).some(isPositive) || partsOf(row).every((cell) => standingOf(cell) === 'known')
  })
  // One total of zeros is a blank like any other.
  const [only] = rows
  if (only && rows.length === 1 && !partsOf(only).some(isPositive)) return []
  return rows.map((row) => keyOf(row, total))
}

function isPositive(cell: Cell | undefined): boolean {
  return (cell?.value ?? 0) > 0
}

/** One note for each table with cells read with little confidence. */
function checkDoubtfulReading(view: View, rule: RuleOfKind<'doubtful-reading'>): Outcome[] {
  return TABLES.flatMap((table) => {
    const read = view.tables[table].filter(({ cell }) => (cell?.kind ?? 'missing') !== 'missing')
    const doubtful = read.filter(({ cell }) => (cell?.confidence ?? 1) < SURE).map(({ key }) => key)
    if (doubtful.length === 0) return []
    const values = { a: tableNumber(table), b: doubtful.length }
    const outcome = failureOf(view, rule, {
      subject: `table:${table}`,
      values,
      table: doubtful.length >= read.length * rule.suppressFrom ? table : null,
    })
    // The note itself needs no warning of doubt, so the cells are added after the message is made.
    return [{ ...outcome, finding: { ...outcome.finding, cells: doubtful } }]
  })
}
