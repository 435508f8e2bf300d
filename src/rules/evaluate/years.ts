import { SURE } from '../../model/report.ts'
import { type CellKey, cellLabel } from '../../model/template.ts'
import type { YearTerms } from '../kinds/years.ts'
import { plainNumber } from '../message.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Side, Term } from '../term.ts'
import { apartOf, meantValue, sayTheSameScope } from './apart.ts'
import type { Checks } from './checks.ts'
import { failureOf, noteOf, type Outcome, openOf } from './outcome.ts'
import { cellAt, columnLabel, keyOf, rowLabel, type View, valueAt } from './view.ts'

export const yearChecks = {
  'carry-columns': checkCarryColumns,
  stock: checkStock,
  'definitions-changed': checkDefinitionsChanged,
  'left-open': checkLeftOpen,
  'big-change': checkBigChange,
} as const satisfies Checks<YearTerms['kind']>

/** The totals agree, single columns do not: one finding, since what one column lacks another has too much of. */
function checkCarryColumns(view: View, rule: RuleOfKind<'carry-columns'>): Outcome[] {
  const pair = (column: RuleOfKind<'carry-columns'>['columns'][number]) => ({
    column,
    now: valueAt(view, keyOf(rule.row, column)),
    before: valueAt(view, `prior:${keyOf(rule.prior, column)}`),
  })
  const total = pair('total')
  if (total.now === null || total.now !== total.before) return []
  const different = rule.columns.map(pair).filter(({ now, before }) => now !== null && before !== null && now !== before)
  const [first] = different
  if (!first) return []
  const apart = apartOf(view)
  const cells = different.map(({ column }) => keyOf(rule.row, column))
  if (apart) return [openOf(rule, apart, { cells })]
  const values = { col: columnLabel(first.column), colEn: first.column, a: first.now!, b: first.before! }
  return [failureOf(view, rule, { subject: 'row', values, cells, left: first.now, right: first.before })]
}

/** What is in force now against what was, with what came and went. */
function checkStock(view: View, rule: RuleOfKind<'stock'>): Outcome[] {
  if (view.prior === null || view.prior.edition !== view.edition) return []
  return rule.cases.flatMap(({ subject, now, before, expected: { plus, minus = [] } }) => {
    const own = meantValue(view, now)
    const was = meantValue(view, `prior:${before}`)
    const change = sideOf(view, { plus, minus })
    if (own === null || was === null || change === null) return []
    const expected = was + change
    if (own === expected) return []
    const apart = apartOf(view)
    if (apart) return [openOf(rule, apart, { cells: [now] })]
    const isGrave = sayTheSameScope(view) && Math.abs(own - expected) > (rule.errorAbove ?? Infinity) * Math.abs(expected)
    const isSure = [before, ...[...plus, ...minus].map(ofPrior)].every((key) => isSureBefore(view, key))
    const cells = [...new Set([now, ...[...plus, ...minus].filter(isOwn)])]
    return [
      failureOf(view, rule, {
        subject,
        values: { a: own, b: was, c: expected, row: rowOf(view, now) },
        cells,
        left: own,
        right: expected,
        severity: isGrave && isSure ? 'error' : rule.severity,
      }),
    ]
  })
}

/** What a side makes; null where a cell of it holds no number. */
function sideOf(view: View, { plus, minus = [] }: Side): number | null {
  const [added, taken] = [sumOfMeant(view, plus), sumOfMeant(view, minus)]
  return added === null || taken === null ? null : added - taken
}

function sumOfMeant(view: View, terms: readonly Term[]): number | null {
  const values = terms.map((term) => meantValue(view, term))
  return values.includes(null) ? null : values.reduce((sum: number, value) => sum + value!, 0)
}

function isOwn(term: Term): term is CellKey {
  return !term.startsWith('prior:')
}

function ofPrior(term: Term): CellKey | null {
  return isOwn(term) ? null : (term.slice('prior:'.length) as CellKey)
}

function isSureBefore({ prior }: View, key: CellKey | null): boolean {
  return key === null || (prior?.cells[key]?.confidence ?? 1) >= SURE
}

/** `行政许可` of `行政许可—上一年项目数量`. */
function rowOf({ edition }: View, key: CellKey): string {
  return edition === null ? key : cellLabel(key, edition).split('—')[0]!
}

/** A note where both years print the cells in forms that define them differently. */
function checkDefinitionsChanged(view: View, rule: RuleOfKind<'definitions-changed'>): Outcome[] {
  const { report, prior, edition } = view
  if (prior === null || prior.edition === null || prior.edition === edition) return []
  const isFilled = (cells: typeof report.cells) =>
    Object.entries(cells).some(([key, cell]) => rule.cells.test(key) && (cell.value ?? 0) > 0)
  return isFilled(report.cells) && isFilled(prior.cells) ? [noteOf(rule, { subject: 'table' })] : []
}

/** What was pending is said to have vanished. */
function checkLeftOpen(view: View, rule: RuleOfKind<'left-open'>): Outcome[] {
  return rule.cases.flatMap(({ pending, total }) => {
    const before = valueAt(view, `prior:${pending}`)
    const now = valueAt(view, total)
    if (before === null || before <= 0 || now !== 0 || apartOf(view)) return []
    return [failureOf(view, rule, { subject: `cell:${total}`, values: { a: before }, cells: [total], left: now, right: before })]
  })
}

/** A count out of all proportion to last year's, where nothing else explains it. */
function checkBigChange(view: View, rule: RuleOfKind<'big-change'>): Outcome[] {
  const { prior, edition } = view
  if (prior === null || edition === null) return []
  const { times = 1, share = 0, moreThan } = rule
  const explained = rule.unless ? sideOf(view, rule.unless) : null
  return rule.cells.flatMap((cell) => {
    // The forms do not define the figures of table 2 alike.
    if (cell.startsWith('t2.') && prior.edition !== edition) return []
    const [now, before] = [meantValue(view, cell), meantValue(view, `prior:${cell}`)]
    if (now === null || before === null || now === explained || isDoubtful(view, cell)) return []
    // Where there was nothing before, powers are new, or last year's report left them out.
    if (before <= 0 || now < 0) return []
    const change = Math.abs(now - before)
    if (change <= moreThan || change <= share * before || Math.max(now, before) <= times * Math.min(now, before)) return []
    if (apartOf(view)) return []
    const values = { row: nameOf(view, cell), a: plainNumber(before), b: plainNumber(now) }
    return [failureOf(view, rule, { subject: `cell:${cell}`, values, cells: [cell], left: now, right: before })]
  })
}

/** A figure that was not read for certain in either year explains itself. */
function isDoubtful(view: View, cell: CellKey): boolean {
  return [cell, `prior:${cell}` as const].some((term) => (cellAt(view, term)?.confidence ?? 1) < SURE)
}

function nameOf(view: View, cell: CellKey): string {
  const [table, row] = cell.split('.')
  if (table === 't3') return rowLabel(view, row as Parameters<typeof keyOf>[0])
  return view.edition === null ? cell : cellLabel(cell, view.edition)
}
