import type { Table3Column } from '../../model/template.ts'
import type { LabelledCell } from './grid-rows.ts'
import { isFurniture, row3Of } from './labels.ts'
import { numberOf, readCell } from './read-cell.ts'
import { weigh } from './reading.ts'
import {
  agrees,
  COLUMNS,
  cellIn,
  type Headings,
  isBlank,
  isNumeric,
  type OpenRow,
  type Row,
  textsOf,
  type Values,
} from './table3-rows.ts'
import { makesTotal, scoreOf, type Told, wayOfSums } from './value-windows.ts'

/** Fewer rows than these do not tell where values begin. */
export const LEAST_ROWS = 3

/** Where the values of a row begin: with its n-th cell behind the label, or at a column of the grid. The n-th cell may be none of them. */
type Start = { readonly offset: number } | { readonly column: number } | { readonly without: number }

/**
 * Where rows have more cells than the form has columns, which are its seven: those of the one place where the rows add up. Null where no
 * row has too many cells, the headings do as well, or the sums leave it open.
 */
export function valuesStart(rows: readonly OpenRow[]): Told<Start> | null {
  const longest = Math.min(Math.max(0, ...rows.map(({ after }) => after.length)), MOST_CELLS)
  if (longest <= COLUMNS.length || rows.length < LEAST_ROWS) return null
  const columns = new Set(rows.flatMap(({ after }) => after.slice(0, longest - COLUMNS.length + 1).map(({ column }) => column)))
  const starts: Start[] = [
    ...Array.from({ length: longest - COLUMNS.length + 1 }, (_, offset) => ({ offset })),
    ...[...columns].slice(0, MOST_CELLS).map((column) => ({ column })),
    ...COLUMNS.slice(1).map((_, index) => ({ without: index + 1 })),
  ]
  const textsOrNull = (values: Values | null) => values && textsOf(values)
  const tried = starts.map((way) => ({ way, windows: rows.map((row) => textsOrNull(windowOf(row, way))) }))
  return wayOfSums(tried, scoreOf(rows.map(({ byHeading }) => textsOrNull(byHeading))))
}

const MOST_CELLS = 20

function windowOf({ after }: Pick<OpenRow, 'after'>, start: Start): Values | null {
  const cells = cellsFrom(after, start).slice(0, COLUMNS.length)
  return cells.length < COLUMNS.length ? null : { columns: COLUMNS, cells }
}

function cellsFrom(after: readonly LabelledCell[], start: Start): readonly LabelledCell[] {
  if ('without' in start) return after.filter((_, index) => index !== start.without)
  const first = 'offset' in start ? start.offset : after.findIndex((cell) => cell.column >= start.column)
  return first < 0 ? [] : after.slice(first)
}

/** Gives a row its values; `found` is where they begin among too many cells, if the sums of the table tell. */
export function settleRow(open: OpenRow, found: Told<Start> | null): Row | null {
  const { head, headings, after, byHeading, fitsHeadings: fits, isTrimmed } = open
  const columns = columnsOf(headings, after)
  // A blank at the end may be a value, and one before the values part of the label: the headings tell.
  const inOrder = after.length === columns.length && !(isTrimmed && fits && after[0]!.text.trim() === '')
  const byOrder = inOrder ? { columns, cells: after } : null
  const agree = byOrder !== null && byHeading !== null && agrees(byHeading, byOrder)
  const moved = byOrder ? null : movedCells(after, byHeading)
  const bySums = byOrder || found === null ? null : windowOf({ after }, found.way)
  const values = byOrder ?? bySums ?? moved ?? byHeading
  if (!values || !plausible(values)) return null
  const holdsLabel = values.cells.some(isLabel)
  // Nearly every row: the cells behind its label are those under the headings.
  if (agree && fits) return { head, values, order: weigh([holdsLabel, 0.6, 'row-shifted']) }
  // More cells than headings, of which the first does not stand under the first heading.
  const isBeyond = byHeading !== null && after.length > COLUMNS.length && !byHeading.cells.includes(after[0]!)
  const isHeaded = byHeading !== null && agrees(byHeading, values)
  const isUsed = (cell: LabelledCell) => values.cells.includes(cell)
  // No more figures than columns, and yet one of them stands beside those that were taken.
  const filled = after.filter((cell) => cell.text.trim() !== '')
  const isStray = !fits && filled.length <= COLUMNS.length && !filled.every(isUsed)
  // A row that ends in a blank and begins behind one may have been moved by it.
  const [first] = after
  const mayBeMoved = !byOrder && isBlank(first) && !isUsed(first!) && isBlank(cellIn(values, 'total')) && filled.length > 0
  // The total stands last; elsewhere its heading may have been moved.
  const isOutOfOrder = values === byHeading && headings.columns.includes('total') && headings.columns.at(-1) !== 'total'
  const order = weigh(
    [isStray, 0.6, 'row-shifted'],
    [isOutOfOrder && makesTotal(textsOf(values)) !== true, 0.8, 'headings-disagree'],
    [mayBeMoved, 0.8, 'blank-at-end'],
    [byOrder !== null && !agree && byHeading !== null, 0.8, 'headings-disagree'],
    [byOrder !== null && byHeading === null, 0.95, 'by-order'],
    [bySums !== null && !isHeaded, found?.isFirm ? 0.95 : 0.85, 'by-order'],
    [bySums !== null && !isHeaded && makesTotal(textsOf(bySums)) === false, 0.8, 'row-shifted'],
    [!byOrder && !bySums && moved !== null, 0.8, 'row-shifted'],
    [!byOrder && !bySums && !moved && !fits, 0.6, 'row-shifted'],
    [holdsLabel, 0.6, 'row-shifted'],
    [isBeyond && values === byHeading && makesTotal(textsOf(values)) === false, 0.8, 'row-shifted'],
  )
  return { head, values, order }
}

/** A label of the form where a value should stand. */
function isLabel({ label }: LabelledCell): boolean {
  return label.length >= 4 && !isNumeric(label) && (isFurniture(label) || row3Of(label) !== null)
}

/** Seven numbers of which one stands beside the headings were moved sideways together, as where a label lost its span. */
function movedCells(after: readonly LabelledCell[], byHeading: Values | null): Values | null {
  const filled = after.filter((cell) => cell.text.trim() !== '')
  if (filled.length !== COLUMNS.length || !filled.every((cell) => isNumeric(cell.label))) return null
  return filled.every((cell) => byHeading?.cells.includes(cell)) ? null : { columns: COLUMNS, cells: filled }
}

/**
 * The columns that the cells of a row stand for. Headings whose spans were lost are shifted: seven cells stand in official order unless they
 * add up in the order of the headings only.
 */
function columnsOf({ columns, isOfficial }: Headings, after: readonly LabelledCell[]): readonly Table3Column[] {
  if (columns.length === 0 || isOfficial) return COLUMNS
  if (after.length !== COLUMNS.length) return columns
  return columns.length === COLUMNS.length && addsUp(columns, after) && !addsUp(COLUMNS, after) ? columns : COLUMNS
}

function addsUp(keys: readonly Table3Column[], cells: readonly LabelledCell[]): boolean {
  const values = cells.map((cell) => numberOf(cell.text))
  const total = values[keys.indexOf('total')] ?? null
  return (
    total !== null && values.every((value) => value !== null) && values.reduce((sum, value) => sum! + value!, 0) === 2 * total
  )
}

/** A row of headings has words where a row of data has values. */
function plausible({ cells }: Values): boolean {
  const words = cells.filter(({ text, label }) => label.length > 2 && readCell(text).kind === 'word')
  return words.length * 2 < cells.length
}
