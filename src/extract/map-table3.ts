import type { Note } from '../model/document.ts'
import { type CellKey, TABLE3_COLUMNS, type Table3Column, type Table3Row, table3Key } from '../model/template.ts'
import { type LabelledCell, type LabelledGrid, type NumberedGrid, placeOf } from './grid-rows.ts'
import { LabelIndex, likeness, normaliseWithoutRemark } from './label.ts'
import { column3Of, isFurniture, ROWS3, row3Of } from './labels.ts'
import { readCell } from './read-cell.ts'
import { type Placed, type TableReading, weigh } from './reading.ts'

const COLUMNS: readonly Table3Column[] = TABLE3_COLUMNS.map((column) => column.key)
const LEAST_LIKENESS = 0.6
/** A report has one table of 25 rows; a few tables with foreign rows stay well below this. */
const MOST_ROWS = 600

/** A data row of some grid: its printed label and the cells that stand in the columns of table 3. */
type Row = {
  readonly number: number
  readonly block: number
  readonly labels: readonly string[]
  readonly printed: string
  readonly values: ReadonlyMap<Table3Column, LabelledCell>
  readonly order: Pick<Placed, 'sure' | 'doubts'>
  readonly at: LabelledCell
}

type Columns = ReadonlyMap<Table3Column, number>

/** Maps table 3 by the labels of rows and columns, over all grids that it was broken into. */
export function mapTable3(grids: readonly NumberedGrid[]): TableReading {
  const rows: Row[] = []
  let columns: Columns = new Map()
  let width = 0
  for (const each of grids) {
    const first = firstDataRow(each.grid)
    if (first < 0) continue
    const own = headColumns(each.grid, first)
    if (own.size >= COLUMNS.length - 1) columns = own
    else if (each.grid.rows[first]!.length !== width) columns = new Map()
    width = each.grid.rows[first]!.length
    for (let row = first; row < each.grid.rows.length && rows.length < MOST_ROWS; row += 1) {
      const found = dataRow(each, row, columns)
      if (found) rows.push(found)
    }
  }
  return place(rows)
}

function firstDataRow(grid: LabelledGrid): number {
  return grid.rows.findIndex((cells, row) =>
    cells.some((cell, column) => cell && cell.column === column && (isRowLabel(cell) || isHeadOfValues(cell, grid, row))),
  )
}

function isRowLabel(cell: LabelledCell): boolean {
  const { label } = cell
  if (label === '' || isFurniture(label)) return false
  return row3Of(label) !== null || isRowWithRemark(cell) || isLikeRow(label, 0.8)
}

/** 其他 and 总计 name a column as well as a row, 其他处理 a group as well: values behind them make them a row. */
function isHeadOfValues(cell: LabelledCell, grid: LabelledGrid, row: number): boolean {
  if (row3Of(cell.label) === null) return false
  const after = grid.lines[row]!.filter((each) => each.column > cell.column)
  return (
    after.length >= COLUMNS.length - 1 &&
    after.every((each) => readCell(each.text).kind !== 'word') &&
    after.some((each) => /\d/.test(each.text))
  )
}

function isRowWithRemark({ text }: LabelledCell): boolean {
  return /[（(]/.test(text) && row3Of(normaliseWithoutRemark(text)) !== null
}

const OFFICIAL_LABELS = new LabelIndex(ROWS3.flatMap((row) => row.labels))

/** Whether a label is at least so much like that of some row. */
function isLikeRow(label: string, least: number): boolean {
  return label.length >= 5 && OFFICIAL_LABELS.likenesses(label, least).some((like) => like >= least)
}

/** Which grid column holds which column of table 3, from the headings above the first data row. */
function headColumns(grid: LabelledGrid, end: number): Columns {
  const columns = new Map<Table3Column, number>()
  const doubled = new Set<Table3Column>()
  const width = grid.rows[end]?.length ?? 0
  for (let column = 0; column < Math.min(width, 40); column += 1) {
    let path = ''
    let last: LabelledCell | null = null
    for (let row = 0; row < end; row += 1) {
      const cell = grid.rows[row]?.[column] ?? null
      if (cell && cell !== last) path += cell.label
      last = cell
    }
    const key = column3Of(path)
    if (!key) continue
    const earlier = columns.get(key)
    if (earlier === undefined) columns.set(key, column)
    else if (grid.rows[end - 1]?.[earlier] !== grid.rows[end - 1]?.[column]) doubled.add(key)
  }
  for (const key of doubled) columns.delete(key)
  return columns
}

function dataRow({ grid, number, block }: NumberedGrid, row: number, columns: Columns): Row | null {
  const cells = grid.lines[row]!
  const labelled = lastLabel(cells)
  const firstValue = columns.size > 0 ? Math.min(...columns.values()) : Infinity
  const end = labelled >= 0 ? labelled : cells.findLastIndex((cell) => cell.column < firstValue && isWord(cell.label))
  const at = cells[end]
  if (!at) return null
  const after = withoutFilling(cells.slice(end + 1))
  const headed = [...columns.keys()].sort((a, b) => columns.get(a)! - columns.get(b)!)
  const keys = keysOf(headed, after)
  const byOrder = after.length === keys.length ? new Map(keys.map((key, index) => [key, after[index]!])) : null
  const byHeading = after.length < columns.size ? null : headingCells(grid, row, columns, at)
  const agree = byOrder && byHeading && [...byHeading].every(([key, cell]) => byOrder.get(key) === cell)
  const moved = byOrder ? null : movedCells(after, byHeading)
  const values = byOrder ?? moved ?? byHeading
  if (!values || !plausible(values)) return null
  const order = weigh(
    [byOrder !== null && !agree && byHeading !== null, 0.8, 'headings-disagree'],
    [byOrder !== null && byHeading === null, 0.95, 'by-order'],
    [!byOrder && moved !== null, 0.8, 'row-shifted'],
    [!byOrder && !moved && !fitsHeadings(grid, row, columns, after), 0.6, 'row-shifted'],
  )
  const leading = cells.slice(0, end + 1).filter((cell) => cell.label !== '')
  const labels = [at.label, normaliseWithoutRemark(at.text), leading.map(({ label }) => label).join('')]
  return { number, block, labels, printed: at.text, values, order, at }
}

/** Empty cells behind the seventh only fill the row up. */
function withoutFilling(cells: readonly LabelledCell[]): readonly LabelledCell[] {
  return cells.slice(COLUMNS.length).every((cell) => cell.text.trim() === '') ? cells.slice(0, COLUMNS.length) : cells
}

/** Seven numbers of which one stands beside the headings were moved sideways together, as where a label lost its span. */
function movedCells(
  after: readonly LabelledCell[],
  byHeading: ReadonlyMap<Table3Column, LabelledCell> | null,
): ReadonlyMap<Table3Column, LabelledCell> | null {
  const filled = after.filter((cell) => cell.text.trim() !== '')
  if (filled.length !== COLUMNS.length || !filled.every((cell) => isNumeric(cell.label))) return null
  const headed = new Set(byHeading?.values())
  return filled.every((cell) => headed.has(cell)) ? null : new Map(COLUMNS.map((key, index) => [key, filled[index]!]))
}

/**
 * The columns that the cells of a row stand for. Headings whose spans were lost are shifted: seven cells stand in official order unless they
 * add up in the order of the headings only.
 */
function keysOf(headed: readonly Table3Column[], after: readonly LabelledCell[]): readonly Table3Column[] {
  if (headed.length === 0) return COLUMNS
  if (after.length !== COLUMNS.length) return headed
  return headed.length === COLUMNS.length && addsUp(headed, after) && !addsUp(COLUMNS, after) ? headed : COLUMNS
}

function addsUp(keys: readonly Table3Column[], cells: readonly LabelledCell[]): boolean {
  const values = cells.map((cell) => readCell(cell.text).value)
  const total = values[keys.indexOf('total')] ?? null
  return (
    total !== null && values.every((value) => value !== null) && values.reduce((sum, value) => sum! + value!, 0) === 2 * total
  )
}

function lastLabel(cells: readonly LabelledCell[]): number {
  return cells.findLastIndex((cell) => {
    const { label } = cell
    if (label === '' || isNumeric(label)) return false
    if (row3Of(label) !== null) return true
    if (isFurniture(label)) return false
    return isRowWithRemark(cell) || isLikeRow(label, LEAST_LIKENESS)
  })
}

/** Cells beside the headings, or words where a total should come out, show that a row was shifted. */
function fitsHeadings(grid: LabelledGrid, row: number, columns: Columns, after: readonly LabelledCell[]): boolean {
  const headedColumns = [...columns.values()]
  const beyond = after.filter((cell) => cell.column > Math.max(...headedColumns) || isBefore(cell, headedColumns))
  const headed = beyond.every((cell) => grid.rows.slice(0, row).some((cells) => labelOfHead(cells[cell.column]) !== ''))
  return columns.size === COLUMNS.length && headed
}

function isBefore(cell: LabelledCell, columns: readonly number[]): boolean {
  return cell.text.trim() !== '' && cell.column + cell.columnSpan <= Math.min(...columns)
}

function labelOfHead(cell: LabelledCell | null | undefined): string {
  return cell && !isNumeric(cell.label) ? cell.label : ''
}

function isWord(label: string): boolean {
  return label !== '' && !isNumeric(label)
}

function isNumeric(label: string): boolean {
  return /^\d+$/.test(label)
}

/** The cells under the headings; null where the row does not reach them or one cell covers two of them. */
function headingCells(
  grid: LabelledGrid,
  row: number,
  columns: Columns,
  label: LabelledCell,
): Map<Table3Column, LabelledCell> | null {
  if (columns.size === 0) return null
  const values = new Map<Table3Column, LabelledCell>()
  for (const [key, column] of columns) {
    const cell = grid.rows[row]?.[column]
    if (!cell || cell === label || [...values.values()].includes(cell)) return null
    values.set(key, cell)
  }
  return values
}

/** A row of headings has words where a row of data has values. */
function plausible(values: ReadonlyMap<Table3Column, LabelledCell>): boolean {
  let words = 0
  for (const cell of values.values()) if (readCell(cell.text).kind === 'word' && cell.label.length > 2) words += 1
  return words * 2 < values.size
}

function place(rows: readonly Row[]): TableReading {
  const cells = new Map<CellKey, Placed>()
  const taken = new Map<Table3Row, Row>()
  const twice = new Map<Table3Row, Row>()
  const extra: Row[] = []
  const order: (Table3Row | null)[] = rows.map(exactKey)
  for (const [index, key] of order.entries()) {
    const earlier = key && taken.get(key)
    if (key && !earlier) taken.set(key, rows[index]!)
    else if (key && earlier && !sameValues(earlier, rows[index]!)) twice.set(key, rows[index]!)
  }
  const guessed = new Map<Table3Row, number>()
  for (const [index, row] of rows.entries()) {
    if (order[index] !== null) continue
    const key = likelyKey(row, index, order, taken)
    if (key) {
      taken.set(key.key, row)
      guessed.set(key.key, key.likeness)
      order[index] = key.key
    } else if ([...row.values.values()].some((cell) => /\d/.test(cell.text)) && !isFurniture(row.labels[0]!)) extra.push(row)
  }
  const mayLackCell = lackingCells(rows)
  for (const [key, row] of taken) {
    const label = { printed: row.printed, likeness: guessed.get(key) ?? 1 }
    const own = weigh(
      [label.likeness < 0.8, 0.85, 'row-unclear'],
      [mayLackCell(row), 0.8, 'blank-at-end'],
      [twice.has(key), 0.8, 'row-twice'],
    )
    const sure = Math.min(row.order.sure, own.sure)
    const doubts = [...(row.order.doubts ?? []), ...(own.doubts ?? [])]
    const common = doubts.length > 0 ? { sure, doubts, label } : { sure, label }
    for (const [column, cell] of row.values)
      cells.set(table3Key(key, column), { raw: cell.text, at: placeOf(cell, row.number), ...common })
  }
  const notes = [
    ...rowNotes('row-twice', [...twice.values()], (labels) => `表三${labels}出现两次且数字不同，采用第一次出现的数字，请核实。`),
    ...rowNotes('row-extra', extra, (labels) => `表三出现统一格式以外的行${labels}，未纳入。`),
  ]
  return { table: 't3', edition: null, cells, notes, blocks: new Set(rows.map((row) => row.block)) }
}

/** One note for all rows of a kind. */
function rowNotes(code: string, rows: readonly Row[], message: (labels: string) => string): Note[] {
  if (rows.length === 0) return []
  const labels = rows.slice(0, 3).map((row) => `“${row.printed.trim().slice(0, 40)}”`)
  return [{ code, message: message(labels.join('、') + (rows.length > 3 ? `等${rows.length}行` : '')), at: rows[0]!.at.at }]
}

/**
 * Where rows have a total, one that ends in a blank and is placed by order alone may as well lack a cell before it.
 */
function lackingCells(rows: readonly Row[]): (row: Row) => boolean {
  const endsBlank = (row: Row) => row.values.get('total')?.text.trim() === ''
  const blank = rows.filter(endsBlank).length
  return (row) => row.order.sure < 1 && blank < rows.length / 2 && endsBlank(row)
}

function exactKey({ labels, printed }: Row): Table3Row | null {
  // 其他 is the last detail of （六）, and （六） itself where it is one row.
  if (labels[0] === '其他' && /^\s*[（(]\s*六/.test(printed)) return 'other_all'
  for (const label of labels) {
    const key = row3Of(label)
    if (key) return key
  }
  return null
}

function likelyKey(
  row: Row,
  index: number,
  order: readonly (Table3Row | null)[],
  taken: ReadonlyMap<Table3Row, Row>,
): { key: Table3Row; likeness: number } | null {
  const position = (key: Table3Row | null | undefined) => ROWS3.findIndex((each) => each.key === key)
  const before = position(order.slice(0, index).findLast((key) => key !== null))
  const next = order.slice(index + 1).find((key) => key !== null)
  const after = next ? position(next) : ROWS3.length
  let best: { key: Table3Row; likeness: number } | null = null
  for (let candidate = before + 1; candidate < after; candidate += 1) {
    const template = ROWS3[candidate]!
    if (taken.has(template.key)) continue
    const like = Math.max(
      ...template.labels.flatMap((official) => row.labels.map((label) => likeness(label, official, LEAST_LIKENESS))),
    )
    if (like >= LEAST_LIKENESS && like > (best?.likeness ?? 0)) best = { key: template.key, likeness: like }
  }
  return best
}

function sameValues(a: Row, b: Row): boolean {
  return [...a.values].every(([column, cell]) => b.values.get(column)?.text.trim() === cell.text.trim())
}
