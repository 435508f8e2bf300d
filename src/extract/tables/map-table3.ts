import type { Block, Note } from '../../model/document.ts'
import { type CellKey, TABLE3_COLUMNS, type Table3Column, type Table3Row, table3Key } from '../../model/template.ts'
import { LabelIndex, normaliseWithoutRemark, remembered } from '../label.ts'
import { type LabelledCell, type LabelledGrid, type NumberedGrid, placeOf, turnGrid } from './grid-rows.ts'
import { column3Of, isFurniture, ROWS3, row3Of } from './labels.ts'
import { numberOf, readCell } from './read-cell.ts'
import { doubt, emptyReading, type Placed, type TableReading, weigh } from './reading.ts'
import { type Choice, chooseTable, TABLE3, tableTwice, wordsAbove } from './table-copies.ts'
import { makesTotal, scoreOf, type Told, wayOfSums } from './value-windows.ts'

const COLUMNS: readonly Table3Column[] = TABLE3_COLUMNS.map((column) => column.key)
const LEAST_LIKENESS = 0.6
/** A report has one table of 25 rows; a few tables with foreign rows stay well below this. */
const MOST_ROWS = 600

/** The label of a data row, where it stands, and what it may be called: the label, the label without remarks, all words before the values. */
type RowHead = {
  readonly grid: LabelledGrid
  readonly number: number
  readonly block: number
  readonly labels: readonly string[]
  readonly printed: string
  readonly at: LabelledCell
}

/** Cells of a row, each with the column of table 3 that it stands in. */
type Values = { readonly columns: readonly Table3Column[]; readonly cells: readonly LabelledCell[] }

/** A data row of some grid and the cells that stand in the columns of table 3. */
type Row = { readonly head: RowHead; readonly values: Values; readonly order: Pick<Placed, 'sure' | 'doubts'> }

/** A data row before it is settled which of its cells are the values: those behind its label, and those under the headings. */
type OpenRow = {
  readonly head: RowHead
  readonly headings: Headings
  readonly after: readonly LabelledCell[]
  readonly byHeading: Values | null
  readonly fitsHeadings: boolean
  /** Blank cells behind the seventh were left out. */
  readonly isTrimmed: boolean
}

/** Which columns of table 3 the headings of a grid name, from left to right, and the columns of the grid that they stand in. */
type Headings = { readonly columns: readonly Table3Column[]; readonly places: readonly number[]; readonly isOfficial: boolean }

const NO_HEADINGS: Headings = { columns: [], places: [], isOfficial: false }

/** Maps table 3 by the labels of rows and columns, over all grids that it was broken into. */
export function mapTable3(grids: readonly NumberedGrid[], blocks: readonly Block[] = []): TableReading {
  const reading = mapRows(grids, blocks)
  if (reading.cells.size > LEAST_ROWS * COLUMNS.length) return reading
  const turned = mapTurned(grids)
  return turned.cells.size > reading.cells.size ? turned : reading
}

/** Maps a table whose rows are the applicants and whose columns the kinds of results. */
function mapTurned(grids: readonly NumberedGrid[]): TableReading {
  const wide = grids.filter(({ grid }) => (grid.rows[0]?.length ?? 0) >= LEAST_TURNED)
  if (wide.length === 0) return emptyReading('t3')
  const turned = mapRows(
    wide.map((each) => ({ ...each, grid: turnGrid(each.grid) })),
    [],
  )
  const turnBack = (cell: Placed): Placed =>
    cell.at ? { ...cell, at: { ...cell.at, row: cell.at.column ?? 0, column: cell.at.row ?? 0 } } : cell
  return { ...turned, cells: new Map([...turned.cells].map(([key, cell]) => [key, turnBack(cell)])) }
}

/** A table that was turned has as many columns as the form has rows. */
const LEAST_TURNED = 20

/** Fewer rows than these do not tell where values begin. */
const LEAST_ROWS = 3

function mapRows(grids: readonly NumberedGrid[], blocks: readonly Block[]): TableReading {
  const opened: OpenRow[][] = []
  let count = 0
  const extraColumns = new Map<string, LabelledCell>()
  let headings = NO_HEADINGS
  let width = 0
  for (const each of grids) {
    const first = firstDataRow(each.grid)
    if (first < 0) continue
    const own = headingsOf(each.grid, first)
    if (own.columns.length >= COLUMNS.length - 1 || coversValues(own, each.grid, first)) headings = own
    else if (each.grid.rows[first]!.length !== width) headings = NO_HEADINGS
    width = each.grid.rows[first]!.length
    const open: OpenRow[] = []
    for (let row = first; row < each.grid.rows.length && count + open.length < MOST_ROWS; row += 1) {
      const found = openRow(each, row, headings)
      if (found) open.push(found)
    }
    opened.push(open)
    for (const head of headsBeside(each.grid, first, headings)) extraColumns.set(head.label, head)
    count += open.length
  }
  // Where every row is a table of its own, all of them together tell where their values begin.
  const common = opened.some((open) => open.length >= LEAST_ROWS) ? null : valuesStart(opened.flat())
  const rows = opened.flatMap((open) => {
    const start = common ?? valuesStart(open)
    return open.flatMap((row) => settleRow(row, start) ?? [])
  })
  const { own, choice, second } = rowsOfOne(rows, blocks)
  const reading = place(own, [...extraColumns.values()])
  if (choice === null) return reading
  return {
    ...reading,
    cells: choice.isNamed ? reading.cells : doubt(reading.cells, 0.85, 'table-twice'),
    notes: [...reading.notes, tableTwice(TABLE3, second!.head.at.at, choice.isNamed)],
    blocks: new Set(rows.map(({ head }) => head.block)),
  }
}

/** The rows of one table, where another one with other figures stands behind or before it: that of another year. */
function rowsOfOne(
  rows: readonly Row[],
  blocks: readonly Block[],
): { readonly own: readonly Row[]; readonly choice: Choice | null; readonly second: Row | null } {
  const keys = rows.map(exactKey)
  const again = TABLE3.secondBeginning(keys)
  if (again === null) return { own: rows, choice: null, second: null }
  const [before, behind] = [rows.slice(0, again), rows.slice(again)]
  const earlier = new Map(before.map((row, index) => [keys[index]!, row]))
  const differs = behind.some((row, index) => {
    const same = keys[again + index] ? earlier.get(keys[again + index]!) : undefined
    return same !== undefined && !isOtherPart(same, row) && !sameValues(same, row)
  })
  if (!differs) return { own: rows, choice: null, second: null }
  const wordsOf = ({ head: { grid, block, at } }: Row) => wordsAbove(blocks, { grid, block, row: at.row })
  const choice = chooseTable(wordsOf(before[0]!), wordsOf(behind[0]!))
  return { own: choice.first ? before : behind, choice, second: behind[0]! }
}

/** Whether the headings of a table that prints only some applicants name every cell behind the label of its first row. */
function coversValues({ columns, places }: Headings, grid: LabelledGrid, first: number): boolean {
  if (columns.length < 2) return false
  const labelled = lastLabel(grid.lines[first]!)
  const after = grid.lines[first]!.slice(labelled + 1)
  return labelled >= 0 && after.length === columns.length && after.every((cell) => places.includes(cell.column))
}

/** Headings of columns that the form does not have: words above figures that name none of its columns. */
function headsBeside(grid: LabelledGrid, first: number, { places }: Headings): LabelledCell[] {
  const last = places.at(-1)
  if (last === undefined) return []
  const heads: LabelledCell[] = []
  for (let column = last + 1; column < Math.min(grid.rows[first]?.length ?? 0, 40); column += 1) {
    const head = grid.rows
      .slice(0, first)
      .map((row) => row[column] ?? null)
      .findLast((cell) => labelOfHead(cell) !== '')
    const isFilled = grid.rows.slice(first).some((row) => (row[column]?.text.trim() ?? '') !== '')
    if (head && isFilled && head.column > last) heads.push(head)
  }
  return heads
}

/** Where the values of a row begin: with its n-th cell behind the label, or at a column of the grid. The n-th cell may be none of them. */
type Start = { readonly offset: number } | { readonly column: number } | { readonly without: number }

/**
 * Where rows have more cells than the form has columns, which are its seven: those of the one place where the rows add up. Null where no
 * row has too many cells, the headings do as well, or the sums leave it open.
 */
function valuesStart(rows: readonly OpenRow[]): Told<Start> | null {
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

/** The texts of a row's values in the order of the form. */
function textsOf(values: Values): readonly string[] {
  return COLUMNS.map((column) => cellIn(values, column)?.text ?? '')
}

function cellIn({ columns, cells }: Values, column: Table3Column): LabelledCell | undefined {
  const index = columns.indexOf(column)
  return index < 0 ? undefined : cells[index]
}

/** Whether all cells of the first stand in the same columns of the second. */
function agrees(one: Values, other: Values): boolean {
  return one.cells.every((cell, index) => cellIn(other, one.columns[index]!) === cell)
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
const ROW_OF_LABEL = ROWS3.flatMap((row, index) => row.labels.map(() => index))

/** How alike a label is to each row of the form; what is less than `LEAST_LIKENESS` may come out lower. */
const likenessesToRows = remembered((label) => {
  const best = ROWS3.map(() => 0)
  for (const [index, like] of OFFICIAL_LABELS.likenesses(label, LEAST_LIKENESS).entries()) {
    const row = ROW_OF_LABEL[index]!
    best[row] = Math.max(best[row]!, like)
  }
  return best
})

/** Whether a label is at least so much like that of some row. */
function isLikeRow(label: string, least: number): boolean {
  return label.length >= 5 && likenessesToRows(label).some((like) => like >= least)
}

/** The headings above the first data row. */
function headingsOf(grid: LabelledGrid, end: number): Headings {
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
  const named = [...columns.keys()]
  const isOfficial = named.length === COLUMNS.length && named.every((key, index) => key === COLUMNS[index])
  return { columns: named, places: [...columns.values()], isOfficial }
}

function openRow({ grid, number, block }: NumberedGrid, row: number, headings: Headings): OpenRow | null {
  const cells = grid.lines[row]!
  const labelled = lastLabel(cells)
  const firstValue = headings.places[0] ?? Infinity
  const end = labelled >= 0 ? labelled : cells.findLastIndex((cell) => cell.column < firstValue && isWord(cell.label))
  const at = cells[end]
  if (!at) return null
  const behind = cells.slice(end + 1)
  const after = withoutFilling(behind)
  const byHeading = after.length < headings.columns.length ? null : cellsUnder(headings, grid.rows[row]!, at)
  const leading = cells.slice(0, end + 1).filter((cell) => cell.label !== '')
  const labels = [at.label, normaliseWithoutRemark(at.text), leading.map(({ label }) => label).join('')]
  return {
    head: { grid, number, block, labels, printed: at.text, at },
    headings,
    after,
    byHeading,
    fitsHeadings: byHeading !== null && fitsHeadings(grid, row, headings, after),
    isTrimmed: after.length < behind.length,
  }
}

/** Gives a row its values; `found` is where they begin among too many cells, if the sums of the table tell. */
function settleRow(open: OpenRow, found: Told<Start> | null): Row | null {
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

function isBlank(cell: LabelledCell | undefined): boolean {
  return cell !== undefined && cell.text.trim() === ''
}

/** A label of the form where a value should stand. */
function isLabel({ label }: LabelledCell): boolean {
  return label.length >= 4 && !isNumeric(label) && (isFurniture(label) || row3Of(label) !== null)
}

/** Empty cells behind the seventh only fill the row up. */
function withoutFilling(cells: readonly LabelledCell[]): readonly LabelledCell[] {
  return cells.slice(COLUMNS.length).every((cell) => cell.text.trim() === '') ? cells.slice(0, COLUMNS.length) : cells
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
function fitsHeadings(grid: LabelledGrid, row: number, { places }: Headings, after: readonly LabelledCell[]): boolean {
  if (places.length < COLUMNS.length) return false
  const beyond = after.filter((cell) => cell.column > places.at(-1)! || isBefore(cell, places[0]!))
  return beyond.every((cell) => grid.rows.slice(0, row).some((cells) => isHeadOfOther(cells[cell.column])))
}

/** Whether a cell heads a column that the form does not have. */
function isHeadOfOther(cell: LabelledCell | null | undefined): boolean {
  const label = labelOfHead(cell)
  return label !== '' && !isFurniture(label)
}

function isBefore(cell: LabelledCell, column: number): boolean {
  return cell.column + cell.columnSpan <= column && cell.text.trim() !== ''
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

/** The cells of a row under the headings; null where the row does not reach them or one cell covers two of them. */
function cellsUnder({ columns, places }: Headings, row: readonly (LabelledCell | null)[], label: LabelledCell): Values | null {
  if (columns.length === 0) return null
  const cells: LabelledCell[] = []
  for (const place of places) {
    const cell = row[place]
    if (!cell || cell === label || cells.includes(cell)) return null
    cells.push(cell)
  }
  return { columns, cells }
}

/** A row of headings has words where a row of data has values. */
function plausible({ cells }: Values): boolean {
  const words = cells.filter(({ text, label }) => label.length > 2 && readCell(text).kind === 'word')
  return words.length * 2 < cells.length
}

function place(rows: readonly Row[], extraColumns: readonly LabelledCell[]): TableReading {
  const cells = new Map<CellKey, Placed>()
  const taken = new Map<Table3Row, Row>()
  const twice = new Map<Table3Row, Row>()
  const extra: Row[] = []
  const parts: [Table3Row, Row][] = []
  const order: (Table3Row | null)[] = rows.map(exactKey)
  for (const [index, key] of order.entries()) {
    const earlier = key && taken.get(key)
    if (key && !earlier) taken.set(key, rows[index]!)
    else if (key && earlier && isOtherPart(earlier, rows[index]!)) parts.push([key, rows[index]!])
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
    } else if (row.values.cells.some((cell) => /\d/.test(cell.text)) && !isFurniture(row.head.labels[0]!)) extra.push(row)
  }
  const mayLackCell = lackingCells(rows)
  for (const [key, row] of [...taken, ...parts]) {
    const label = { printed: row.head.printed, likeness: guessed.get(key) ?? 1 }
    const own = weigh(
      [label.likeness < 0.8, 0.85, 'row-unclear'],
      [mayLackCell(row), 0.8, 'blank-at-end'],
      [twice.has(key), 0.8, 'row-twice'],
    )
    const sure = Math.min(row.order.sure, own.sure)
    const doubts = [...(row.order.doubts ?? []), ...(own.doubts ?? [])]
    const common = doubts.length > 0 ? { sure, doubts, label } : { sure, label }
    for (const [index, cell] of row.values.cells.entries())
      cells.set(table3Key(key, row.values.columns[index]!), { raw: cell.text, at: placeOf(cell, row.head.number), ...common })
  }
  const notes = [
    ...rowNotes(
      'row-twice',
      headsOf(twice.values()),
      (labels) => `表三${labels}出现两次且数字不同，采用第一次出现的数字，请核实。`,
    ),
    ...rowNotes('row-extra', headsOf(extra), (labels) => `表三出现统一格式以外的行${labels}，未纳入。`),
    ...rowNotes(
      'column-extra',
      taken.size > 0 ? extraColumns.map((at) => ({ printed: at.text, at })) : [],
      (labels) => `表三出现统一格式以外的列${labels}，未纳入。`,
    ),
  ]
  return { table: 't3', edition: null, cells, notes, blocks: new Set(rows.map(({ head }) => head.block)) }
}

function headsOf(rows: Iterable<Row>): RowHead[] {
  return Array.from(rows, ({ head }) => head)
}

/** One note for all rows, or columns, of a kind. */
function rowNotes(code: string, rows: readonly Pick<RowHead, 'printed' | 'at'>[], message: (labels: string) => string): Note[] {
  if (rows.length === 0) return []
  const printed = rows.map((row) => row.printed.trim().slice(0, 40))
  const names = printed.slice(0, 3).map((label) => `“${label}”`)
  const said = message(names.join('、') + (rows.length > 3 ? `等${rows.length}行` : ''))
  return [{ code, message: said, table: 't3', labels: printed.slice(0, MOST_LABELS), at: rows[0]!.at.at }]
}

/** A note names no more labels. */
const MOST_LABELS = 12

/**
 * Where rows have a total, one that ends in a blank and is placed by order alone may as well lack a cell before it.
 */
function lackingCells(rows: readonly Row[]): (row: Row) => boolean {
  const endsBlank = ({ values }: Row) => isBlank(cellIn(values, 'total'))
  const blank = rows.filter(endsBlank).length
  return (row) => row.order.sure < 1 && blank < rows.length / 2 && endsBlank(row)
}

function exactKey({ head: { labels, printed } }: Row): Table3Row | null {
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
  const likenesses = row.head.labels.map(likenessesToRows)
  let best: { key: Table3Row; likeness: number } | null = null
  for (let candidate = before + 1; candidate < after; candidate += 1) {
    const template = ROWS3[candidate]!
    if (taken.has(template.key)) continue
    const like = Math.max(...likenesses.map((each) => each[candidate]!))
    if (like >= LEAST_LIKENESS && like > (best?.likeness ?? 0)) best = { key: template.key, likeness: like }
  }
  return best
}

/** Whether a second row of the same name holds other columns: a table that prints some applicants first and the rest in another one. */
function isOtherPart(a: Row, b: Row): boolean {
  return b.values.columns.every((column) => !a.values.columns.includes(column))
}

function sameValues(a: Row, b: Row): boolean {
  return a.values.cells.every((cell, index) => cellIn(b.values, a.values.columns[index]!)?.text.trim() === cell.text.trim())
}
