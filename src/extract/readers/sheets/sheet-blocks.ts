import type { Block, Note, Place } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import { layOutSpans, type SpannedRow } from '../spans.ts'
import { append } from '../table-blocks.ts'
import { linesAt } from '../text/text.ts'

/** A cell that the sheet writes. `text` is as shown on the screen; `boxed` says that it has a border on any side. `column` counts from 0. */
export type SheetCell = { readonly column: number; readonly text: string; readonly boxed: boolean }

/** A row that the sheet writes; `row` counts from 0. Cells are in the order of their columns. */
export type SheetRow = { readonly row: number; readonly cells: readonly SheetCell[] }

/** A merged area, all bounds included, counted from 0. */
export type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/** One sheet of a workbook. Rows are in order and may leave out empty ones. Hidden rows and columns are not shown and so not read. */
export type Sheet = {
  readonly name: string
  readonly hidden: boolean
  readonly rows: readonly SheetRow[]
  readonly merges: readonly Merge[]
  readonly hiddenRows: ReadonlySet<number>
  readonly hiddenColumns: ReadonlySet<number>
  /** What places of its cells begin with, such as `xl/worksheets/sheet1.xml`; a cell is `<path>#B7`. */
  readonly path: string
}

/** Sheets of a million rows can be written in a few bytes; no report needs more cells, positions or steps than these. */
const MAX_CELLS = 500_000
const MAX_POSITIONS = 1_000_000
const MAX_STEPS = 20_000_000
const MAX_CHARACTERS = 20_000_000

/** A text in a box of its own is a part of the table only when it is short and not numbered as a heading. */
const LONGEST_CAPTION = 60
const HEADING = /^\s*[一二三四五六七八九十]{1,3}\s*[、.．]/

/**
 * What the visible sheets of a workbook say, in order: titles and texts as paragraphs, tables as grids. Text that stands alone in its row is
 * a paragraph unless it is boxed like the table around it; where a sheet draws borders, rows without any are text. An empty row ends a table.
 */
export function blocksOfSheets(sheets: readonly Sheet[]): { readonly blocks: Block[]; readonly notes: Note[] } {
  const blocks: Block[] = []
  const notes: Note[] = []
  for (const sheet of sheets) {
    const lines = shownLines(sheet)
    if (!sheet.hidden) append(blocks, blocksOfLines(lines, sheet))
    else if (lines.some(({ cells }) => cells.some(({ text }) => text.trim() !== '')))
      notes.push({ code: 'hidden-sheet', message: `工作表“${sheet.name}”已隐藏，其内容未读取。`, at: { path: sheet.path } })
    if (!sheet.hidden && hidesText(sheet))
      notes.push({
        code: 'hidden-cells',
        message: `工作表“${sheet.name}”有隐藏的行或列，其内容未读取。`,
        at: { path: sheet.path },
      })
  }
  return { blocks, notes }
}

/** A cell with what it covers: `row` and `rowSpan` count the rows that are shown, `column` and `columnSpan` all columns. */
type ShownCell = SheetCell & { readonly row: number; readonly rowSpan: number; readonly columnSpan: number; readonly at: Place }

/** A row that is shown. `number` is its own, `row` its position among those shown; `covered` says that a merged area reaches into it. */
type Line = { readonly number: number; readonly row: number; readonly cells: readonly ShownCell[]; readonly covered: boolean }

/** The rows that are written and shown, with merged areas as one cell each. */
function shownLines(sheet: Sheet): Line[] {
  if (sheet.rows.reduce((sum, { cells }) => sum + cells.length, 0) > MAX_CELLS)
    throw tooLarge(sheet, `more than ${MAX_CELLS} cells`)
  // A long text may be written once and shown in every cell.
  if (sheet.rows.reduce((sum, { cells }) => cells.reduce((length, { text }) => length + text.length, sum), 0) > MAX_CHARACTERS)
    throw tooLarge(sheet, `more than ${MAX_CHARACTERS} characters`)
  const hiddenRows = [...sheet.hiddenRows].sort((a, b) => a - b)
  const shownRow = (row: number) => row - lowerBound(hiddenRows, row)
  const areasOf = mergesByRow(sheet)
  return sheet.rows.flatMap(({ row, cells }) => {
    if (sheet.hiddenRows.has(row)) return []
    const areas = areasOf.get(row) ?? []
    const shown = cells.flatMap((cell): ShownCell[] => {
      const area = areas.find(({ left, right }) => left <= cell.column && cell.column <= right)
      if (area ? area.top !== row || area.left !== cell.column : sheet.hiddenColumns.has(cell.column)) return []
      return [
        {
          ...cell,
          row: shownRow(row),
          rowSpan: area ? shownRow(area.bottom + 1) - shownRow(row) : 1,
          columnSpan: area ? area.right + 1 - area.left : 1,
          at: placeOf(sheet, row, cell.column),
        },
      ]
    })
    return [{ number: row, row: shownRow(row), cells: shown, covered: areas.some(({ top }) => top < row) }]
  })
}

/** The merged areas that reach each row that is written. Areas may be as high as the sheet; only written rows are visited. */
function mergesByRow(sheet: Sheet): ReadonlyMap<number, readonly Merge[]> {
  const byTop = sheet.merges.filter((area) => area.bottom >= area.top && area.right >= area.left).sort((a, b) => a.top - b.top)
  const areas = new Map<number, readonly Merge[]>()
  let open: Merge[] = []
  let next = 0
  let steps = 0
  for (const { row, cells } of sheet.rows) {
    while (next < byTop.length && byTop[next]!.top <= row) open.push(byTop[next++]!)
    steps += open.length * (cells.length + 1)
    if (steps > MAX_STEPS) throw tooLarge(sheet, `${sheet.merges.length} merged areas`)
    open = open.filter(({ bottom }) => bottom >= row)
    if (open.length > 0) areas.set(row, open)
    open = [...open]
  }
  return areas
}

/** How many of the sorted numbers are smaller than a value. */
function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function placeOf(sheet: Sheet, row: number, column: number): Place {
  return { path: `${sheet.path}#${columnName(column)}${row + 1}` }
}

function hidesText(sheet: Sheet): boolean {
  if (sheet.hiddenRows.size === 0 && sheet.hiddenColumns.size === 0) return false
  return sheet.rows.some(({ row, cells }) =>
    cells.some(({ column, text }) => text.trim() !== '' && (sheet.hiddenRows.has(row) || sheet.hiddenColumns.has(column))),
  )
}

type LineKind = 'empty' | 'text' | 'table'

function blocksOfLines(lines: readonly Line[], sheet: Sheet): Block[] {
  const kinds = kindsOf(lines)
  const blocks: Block[] = []
  let run: Line[] = []
  const endRun = () => {
    if (run.length > 0) append(blocks, blocksOfRun(run, sheet))
    run = []
  }
  lines.forEach((line, index) => {
    const previous = lines[index - 1]
    if (kinds[index] !== 'table' || (previous && line.row > previous.row + 1 && !reaches(run, line.row))) endRun()
    if (kinds[index] === 'table') run.push(line)
    if (kinds[index] === 'text') append(blocks, paragraphsOf(line.cells))
  })
  endRun()
  return blocks
}

/** Whether a merged area of the run reaches down to a row. */
function reaches(run: readonly Line[], row: number): boolean {
  return run.some(({ cells }) => cells.some((cell) => cell.row + cell.rowSpan > row))
}

function kindsOf(lines: readonly Line[]): LineKind[] {
  const drawsBorders = lines.some(({ cells }) => cells.some(({ boxed }) => boxed))
  const kinds: LineKind[] = []
  for (let index = lines.length - 1; index >= 0; index--) {
    const above = lines[index - 1]
    const below = lines[index + 1]
    const { cells, covered, row } = lines[index]!
    const printed = cells.filter(({ text }) => text.trim() !== '')
    const boxes = cells.filter(({ boxed }) => boxed)
    const kind = (): LineKind => {
      if (printed.length === 0) return covered || boxes.length > 1 ? 'table' : 'empty'
      if (covered) return 'table'
      const several = printed.length > 1 || boxes.length > (boxes.includes(printed[0]!) ? 1 : 0)
      if (drawsBorders && boxes.length === 0) return 'text'
      if (several) return 'table'
      const { text } = printed[0]!
      const tableBelow = below !== undefined && below.row === row + 1 && kinds.at(-1) === 'table'
      const lineAbove = above !== undefined && above.row === row - 1
      const tableAbove = lineAbove && above.cells.filter((cell) => cell.text.trim() !== '').length > 1
      if (text.length > LONGEST_CAPTION) return 'text'
      // A boxed row below a table and above none is its last row, whose values were left out.
      if (HEADING.test(text) && !(drawsBorders && tableAbove && !tableBelow)) return 'text'
      if (drawsBorders) return tableBelow || (lineAbove && kinds.at(-1) !== 'text') ? 'table' : 'text'
      return tableAbove && tableBelow ? 'table' : 'text'
    }
    kinds.push(kind())
  }
  return kinds.reverse()
}

/** Lines of text; the cells of a row are the pieces of one line. */
function paragraphsOf(cells: readonly ShownCell[]): Block[] {
  const printed = cells.filter(({ text }) => text.trim() !== '')
  if (printed.length > 1 && printed.every(({ text }) => !/[\n\t]/.test(text.trim()))) {
    const pieces = printed.map(({ text, at }) => ({ text: text.trim(), at }))
    return [{ kind: 'paragraph', text: pieces.map(({ text }) => text).join(' '), heading: null, pieces, at: printed[0]!.at }]
  }
  return printed.flatMap(({ text, at }) => linesAt(text, at))
}

/** A table as a grid; every position that no cell covers is a blank cell, since a sheet has no holes. */
function blocksOfRun(lines: readonly Line[], sheet: Sheet): Block[] {
  const used = usedColumns(lines, sheet)
  if (used.length <= 1) return lines.flatMap(({ cells }) => paragraphsOf(cells))
  const top = lines[0]!.row
  const height = lines.at(-1)!.row - top + 1
  if (height * used.length > MAX_POSITIONS) throw tooLarge(sheet, `a table of more than ${MAX_POSITIONS} positions`)
  const rows: SpannedRow[] = Array.from({ length: height }, () => ({ group: 0, cells: [] }))
  const taken = Array.from({ length: height }, () => new Set<number>())
  let positions = 0
  for (const line of lines) {
    const y = line.row - top
    const cells = line.cells.flatMap((cell) => {
      const column = lowerBound(used, cell.column)
      const columnSpan = lowerBound(used, cell.column + cell.columnSpan) - column
      const rowSpan = Math.min(cell.rowSpan, height - y)
      positions += columnSpan * rowSpan
      if (positions > MAX_POSITIONS) throw tooLarge(sheet, `a table of more than ${MAX_POSITIONS} positions`)
      for (let row = y; row < y + rowSpan; row++) for (let x = column; x < column + columnSpan; x++) taken[row]!.add(x)
      return columnSpan > 0 ? [{ text: cell.text.trim(), at: cell.at, rowSpan, columnSpan, column }] : []
    })
    const blank = used.flatMap((column, index) =>
      taken[y]!.has(index)
        ? []
        : [{ text: '', at: placeOf(sheet, line.number, column), rowSpan: 1, columnSpan: 1, column: index }],
    )
    rows[y] = { group: 0, cells: [...cells, ...blank].sort((a, b) => a.column - b.column) }
  }
  return [layOutSpans(rows, { path: `${sheet.path}#${lines[0]!.number + 1}:${lines.at(-1)!.number + 1}` })]
}

/** The columns that a cell with text or a box begins in, from the first with text to the last, without hidden ones: others add nothing. */
function usedColumns(lines: readonly Line[], sheet: Sheet): number[] {
  const columns = new Set<number>()
  let first = Number.POSITIVE_INFINITY
  let last = -1
  for (const { cells } of lines) {
    for (const { text, boxed, column, columnSpan } of cells) {
      const hasText = text.trim() !== ''
      if (!hasText && (!boxed || columnSpan > 1)) continue
      // The text of a merged area is shown even where its first column is hidden.
      let shown = column
      while (sheet.hiddenColumns.has(shown) && shown < column + columnSpan - 1) shown++
      if (sheet.hiddenColumns.has(shown)) continue
      columns.add(shown)
      if (!hasText) continue
      first = Math.min(first, shown)
      last = Math.max(last, shown)
    }
  }
  return [...columns].filter((column) => column >= first && column <= last).sort((a, b) => a - b)
}

/** `A` for 0, `AA` for 26. */
export function columnName(column: number): string {
  let name = ''
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) name = String.fromCharCode(65 + (rest % 26)) + name
  return name
}

function tooLarge(sheet: Sheet, what: string): GiveUp {
  return new GiveUp('too-large', `the sheet ${sheet.name} has ${what}; give only the report, or save it as DOCX`)
}
