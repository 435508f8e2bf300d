import type { Block, Note } from '../../model/document.ts'
import { type CellKey, type Edition, type Table2Key, TEMPLATES } from '../../model/template.ts'
import { type LabelledCell, type NumberedGrid, placeOf, turnGrid } from './grid-rows.ts'
import { column2Of, columnsOfRow2, editionWeightOf, key2, likenessOfRow2, type Row2, row2Of, rowLabel2 } from './labels.ts'
import { readCell } from './read-cell.ts'
import { doubt, doubtCell, type Placed, type TableReading, weigh } from './reading.ts'
import { type Choice, chooseTable, TABLE2, tableTwice, wordsAbove } from './table-copies.ts'
import { addMeaning, type Meanings, meaningNotes, unitNote } from './table2-headings.ts'

/** A heading and the grid columns that it spans; `column` is null where it is none of the form's. */
type Heading = {
  readonly column: string | null
  readonly cell: LabelledCell
  readonly from: number
  readonly to: number
  readonly repeated: boolean
}
type Found = {
  readonly row: Row2
  readonly printed: string
  readonly cells: readonly LabelledCell[]
  /** The headings above its cells. */
  readonly headings: readonly Heading[]
  readonly where: NumberedGrid
}
type Rows = {
  readonly found: readonly Found[]
  readonly extra: readonly LabelledCell[]
  readonly edition: Edition | null
  readonly blocks: ReadonlySet<number>
}

/**
 * Maps table 2, block by block, by the headings above each row; the headings also tell the edition. Blocks may stand side by side, and rows
 * for columns.
 */
export function mapTable2(grids: readonly NumberedGrid[], blocks: readonly Block[] = []): TableReading {
  const upright = mapRows(grids, blocks)
  if (isWhole(upright)) return upright
  const turned = turnPlaces(
    mapRows(
      grids.map((each) => ({ ...each, grid: turnGrid(each.grid) })),
      blocks,
    ),
  )
  return readableCells(turned) > readableCells(upright) ? turned : upright
}

function isWhole({ cells, edition }: TableReading): boolean {
  return TEMPLATES[edition ?? '2021'].t2.every(
    ({ key }) => cells.get(`t2.${key}`)?.unreadable === undefined && cells.has(`t2.${key}`),
  )
}

function readableCells({ cells }: TableReading): number {
  return [...cells.values()].filter((cell) => !cell.unreadable).length
}

/** Places in a grid that was turned, as places in the grid that is printed. */
function turnPlaces(reading: TableReading): TableReading {
  const turn = (cell: Placed): Placed =>
    cell.at?.row === undefined || cell.at.column === undefined
      ? cell
      : { ...cell, at: { ...cell.at, row: cell.at.column, column: cell.at.row } }
  return { ...reading, cells: new Map([...reading.cells].map(([key, cell]) => [key, turn(cell)])) }
}

function mapRows(grids: readonly NumberedGrid[], blocks: readonly Block[]): TableReading {
  const { found, extra, edition, blocks: taken } = findRows(grids)
  const { own, choice, second } = rowsOfOne(found, blocks)
  const placing: Placing = { edition, cells: new Map(), notes: [], meanings: new Map(), columns: new Set(), twice: new Set() }
  if (extra.length > 0) placing.notes.push(extraNote('row-extra', '行', extra))
  for (const each of own) placeRow(each, placing)
  for (const { row, cells } of placing.twice) placing.notes.push(twiceNote(row, cells[0]!))
  if (placing.columns.size > 0) placing.notes.push(extraNote('column-extra', '列', [...placing.columns]))
  placing.notes.push(...meaningNotes(placing.meanings, edition ?? '2021'))
  const unit = own.flatMap(({ headings }) => headings.flatMap((each) => unitNote(each.column, each.cell) ?? []))[0]
  if (unit) placing.notes.push(unit)
  if (choice !== null) placing.notes.push(tableTwice(TABLE2, second!.cells[0]!.at, choice.isNamed))
  // With a row of another table among them the others may be that one's, too.
  const isOpen = choice === null ? placing.twice.size > 0 : !choice.isNamed
  const cells = isOpen ? doubt(placing.cells, 0.85, 'table-twice') : placing.cells
  return { table: 't2', edition, cells, notes: placing.notes, blocks: taken }
}

/** The rows of one table, where another one with other figures stands behind or before it: that of another year. */
function rowsOfOne(
  found: readonly Found[],
  blocks: readonly Block[],
): { readonly own: readonly Found[]; readonly choice: Choice | null; readonly second: Found | null } {
  const again = TABLE2.secondBeginning(found.map(({ row }) => row))
  if (again === null) return { own: found, choice: null, second: null }
  const [before, behind] = [found.slice(0, again), found.slice(again)]
  if (before.map(figuresOf).join() === behind.map(figuresOf).join()) return { own: before, choice: null, second: null }
  const wordsOf = ({ where, cells }: Found) => wordsAbove(blocks, { ...where, row: cells[0]!.row })
  const choice = chooseTable(wordsOf(before[0]!), wordsOf(behind[0]!))
  return { own: choice.first ? before : behind, choice, second: behind[0]! }
}

function figuresOf({ row, cells }: Found): string {
  return [row, ...cells.map(({ text }) => text.trim())].join(' ')
}

/** The rows of the form with the headings above them, and rows that the form does not have. */
function findRows(grids: readonly NumberedGrid[]): Rows {
  const found: Found[] = []
  const extra: LabelledCell[] = []
  const blocks = new Set<number>()
  const votes: Record<Edition, number> = { '2019': 0, '2021': 0 }
  let headings: readonly Heading[] = []
  for (const where of grids) {
    for (const cells of where.grid.lines) {
      const columns = cells.map((cell) => column2Of(cell.label))
      const segments = segmentsOf(cells)
      if (columns.some((column) => column !== null) || (segments.length === 0 && isHeadingLine(cells))) {
        headings = headingsOf(cells, columns)
        for (const cell of cells) {
          const vote = editionWeightOf(cell.label)
          if (vote) votes[vote.edition] += vote.weight
        }
        if (columns.some((column) => column !== null)) blocks.add(where.block)
      } else if (segments.length > 0) {
        for (const { row, label, values } of segments) {
          const from = label.column + label.columnSpan
          const to = values.at(-1)!.column + values.at(-1)!.columnSpan
          const above = headings.filter((heading) => heading.from < to && heading.to > from)
          found.push({ row, printed: label.text, cells: values, headings: above, where })
        }
        blocks.add(where.block)
      } else if (isExtraRow(cells, headings, found, where)) extra.push(cells[0]!)
    }
  }
  const edition: Edition | null = votes['2019'] + votes['2021'] === 0 ? null : votes['2021'] >= votes['2019'] ? '2021' : '2019'
  return { found, extra, edition, blocks: found.length > 0 ? blocks : new Set() }
}

type Segment = { readonly row: Row2; readonly label: LabelledCell; readonly values: readonly LabelledCell[] }

/** The rows of the form that one line of the grid holds: each a label and the cells up to the next label. */
function segmentsOf(cells: readonly LabelledCell[]): Segment[] {
  const starts: { readonly row: Row2; readonly index: number }[] = []
  for (const [index, { label, text }] of cells.entries()) {
    const row = label === '' ? null : row2Of(label, text)
    if (row !== null && (starts.length === 0 || likenessOfRow2(row, text) === 1)) starts.push({ row, index })
  }
  return starts.flatMap(({ row, index }, at) => {
    const values = cells.slice(index + 1, starts[at + 1]?.index)
    return values.length === 0 ? [] : [{ row, label: cells[index]!, values }]
  })
}

/** Whether a line without a heading of the form heads columns: it begins as headings do and holds no figure. */
function isHeadingLine(cells: readonly LabelledCell[]): boolean {
  const first = cells.find((cell) => cell.label !== '')
  return (
    first !== undefined && FIRST_HEADING.test(first.label) && cells.length > 1 && !cells.some((cell) => /\d/.test(cell.label))
  )
}

const FIRST_HEADING = /^(?:序号|信息内容|内容|信息类别|类别|事项|项目|指标)(?:名称)?$/

function isExtraRow(
  cells: readonly LabelledCell[],
  headings: readonly Heading[],
  found: readonly Found[],
  where: NumberedGrid,
): boolean {
  return (
    found.at(-1)?.where === where &&
    headings.length > 0 &&
    cells.length > 1 &&
    cells.slice(1).some((cell) => /^\d/.test(cell.text.trim())) &&
    !/^第.{1,4}条/.test(cells[0]!.label)
  )
}

type Placing = {
  readonly edition: Edition | null
  readonly cells: Map<CellKey, Placed>
  readonly notes: Note[]
  /** Printed headings that say something else than the form's, by their text. */
  readonly meanings: Meanings
  /** Headings of columns that the form does not have and that hold something. */
  readonly columns: Set<LabelledCell>
  /** Rows that are printed a second time, with other figures. */
  readonly twice: Set<Found>
}

function placeRow(found: Found, placing: Placing): void {
  const { edition, cells, notes, twice } = placing
  const placed = byHeading(found, edition ?? '2021', placing) ?? byOrder(found, placing)
  if (!placed) {
    const message = `表二“${rowLabel2(found.row)}”行有${found.cells.length}格，与表头不符，未读取。`
    notes.push({ code: 'reading-doubtful', message, table: 't2', at: found.cells[0]!.at })
    placeUnread(found, edition, cells)
    return
  }
  const label = { printed: found.printed, likeness: likenessOfRow2(found.row, found.printed) }
  for (const { key, cell, ...sure } of placed) {
    const earlier = cells.get(`t2.${key}`)
    if (earlier === undefined || earlier.unreadable)
      cells.set(`t2.${key}`, { raw: cell.text, at: placeOf(cell, found.where.number), ...sure, label })
    else if (readCell(earlier.raw).value !== readCell(cell.text).value) {
      cells.set(`t2.${key}`, doubtCell(earlier, 0.8, 'row-twice'))
      twice.add(found)
    }
  }
}

function placeUnread({ row, cells: printed, where }: Found, edition: Edition | null, cells: Map<CellKey, Placed>): void {
  const raw = printed
    .map((cell) => cell.text.trim())
    .filter((text) => text !== '')
    .join(' ')
  const at = placeOf(printed[0]!, where.number)
  for (const key of columnsOfRow2(row, edition ?? '2021'))
    if (!cells.has(`t2.${key}`)) cells.set(`t2.${key}`, { raw, at, sure: 0, unreadable: true })
}

type PlacedCell = { readonly key: Table2Key; readonly cell: LabelledCell } & Pick<Placed, 'sure' | 'doubts'>

/** The cells under the headings; null where a heading has no cell, or several that hold something. */
function byHeading({ row, cells, headings }: Found, edition: Edition, { columns, meanings }: Placing): PlacedCell[] | null {
  const own = headings.filter(({ column }) => column !== null)
  const foreign = headings.filter(({ column }) => column === null)
  const isForeign = (cell: LabelledCell) => foreign.some((heading) => heading.from <= cell.column && heading.to >= endOf(cell))
  const placed: PlacedCell[] = []
  const used = new Set<LabelledCell>()
  const whole = cells.length > 0 && own.length > 1 ? coveringAll(cells[0]!, own) : null
  const odd: [Heading, Table2Key][] = []
  for (const heading of own) {
    const key = key2(row, heading.column!, edition)
    const under = cells.filter((cell) => cell.column < heading.to && endOf(cell) > heading.from)
    const filled = under.filter((cell) => cell.text.trim() !== '')
    const cell = filled[0] ?? under[0]
    const written = heading.repeated && filled.every((each) => each.text === cell?.text) ? filled : filled.slice(0, 1)
    if (!key || !cell || filled.length > written.length || (used.has(cell) && cell !== whole)) return null
    for (const each of [cell, ...written]) used.add(each)
    const isOther = OTHER_SPAN.test(heading.cell.label)
    if (isOther) odd.push([heading, key])
    placed.push({ key, cell, ...weigh([isOther, 0.8, 'column-meaning']) })
  }
  const isComplete = new Set(placed.map(({ key }) => key)).size === columnsOfRow2(row, edition).length
  const rest = cells.filter((cell) => !used.has(cell) && cell.text.trim() !== '')
  if (!isComplete || placed.length > columnsOfRow2(row, edition).length || !rest.every(isForeign)) return null
  for (const cell of rest) {
    const heading = foreign.find((each) => each.from <= cell.column && each.to >= endOf(cell))
    if (heading) columns.add(heading.cell)
  }
  for (const [heading, key] of odd) addMeaning(meanings, heading.cell, key)
  return placed
}

/** Headings of the form that speak of another span of time than the year. */
const OTHER_SPAN = /累计.*(?:制发|废止|处理|收费)|历年|近[两三五]年|半年|季度/

/** The one cell under all headings of a row, as 县级无此项 written over three columns: it holds no number of any of them. */
function coveringAll(cell: LabelledCell, headings: readonly Heading[]): LabelledCell | null {
  const covers = headings.every((heading) => cell.column < heading.to && endOf(cell) > heading.from)
  return covers && ['word', 'slash', 'dash', 'blank'].includes(readCell(cell.text).kind) ? cell : null
}

function endOf(cell: LabelledCell): number {
  return cell.column + cell.columnSpan
}

/** The headings of a row, one printed several times side by side (a span written out) being one. */
function headingsOf(cells: readonly LabelledCell[], columns: readonly (string | null)[]): Heading[] {
  const headings: Heading[] = []
  for (const [index, cell] of cells.entries()) {
    const column = columns[index] ?? null
    const before = headings.at(-1)
    const to = endOf(cell)
    if (column !== null && before?.column === column && before.to === cell.column)
      headings[headings.length - 1] = { ...before, to, repeated: true }
    else if (cell.label !== '') headings.push({ column, cell, from: cell.column, to, repeated: false })
  }
  return headings
}

/** The cells in the order of the form. A heading that says something else makes them doubtful, a mere 数量 does not. */
function byOrder({ row, cells, headings }: Found, { edition, meanings }: Placing): PlacedCell[] | null {
  const keys = columnsOfRow2(row, edition ?? '2021')
  if (cells.length !== keys.length) return null
  const sure = weigh([true, 0.9, 'by-order'], [edition === null, 0.8, 'edition-open'])
  return keys.map((key, index) => {
    const cell = cells[index]!
    const heading = headings.find((each) => each.from <= cell.column && each.to > cell.column)
    const isOther = heading !== undefined && saysOther(heading, row, edition ?? '2021')
    if (!isOther) return { key, cell, ...sure }
    addMeaning(meanings, heading.cell, key)
    return { key, cell, ...weigh([true, 0.8, 'column-meaning'], [edition === null, 0.8, 'edition-open']) }
  })
}

function saysOther({ column, cell }: Heading, row: Row2, edition: Edition): boolean {
  if (column === null) return !PLAIN_HEADING.test(cell.label) && !FIRST_HEADING.test(cell.label)
  return key2(row, column, edition) === null && key2(row, column, edition === '2019' ? '2021' : '2019') !== null
}

const PLAIN_HEADING = /^(?:本年度?)?(?:数量|件数|数|数值|金额)?$/

function twiceNote(row: Row2, { at }: LabelledCell): Note {
  const message = `表二“${rowLabel2(row)}”行出现两次且数字不同，采用第一次出现的数字，请核实。`
  return { code: 'row-twice', message, table: 't2', at }
}

function extraNote(code: 'row-extra' | 'column-extra', word: '行' | '列', labels: readonly LabelledCell[]): Note {
  const printed = labels.map((cell) => cell.text.trim().slice(0, 40))
  const names = printed.slice(0, 3).map((label) => `“${label}”`)
  const rest = labels.length > 3 ? `等${labels.length}${word}` : ''
  return {
    code,
    message: `表二出现统一格式以外的${word}${names.join('、')}${rest}，未纳入。`,
    table: 't2',
    labels: printed.slice(0, MOST_LABELS),
    at: labels[0]!.at,
  }
}

/** A note names no more labels. */
const MOST_LABELS = 12
