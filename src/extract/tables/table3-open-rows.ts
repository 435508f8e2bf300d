import type { Table3Column } from '../../model/template.ts'
import { normaliseWithoutRemark } from '../label.ts'
import type { LabelledCell, LabelledGrid, NumberedGrid } from './grid-rows.ts'
import { column3Of, isFurniture } from './labels.ts'
import { lastLabel } from './table3-row-labels.ts'
import { COLUMNS, type Headings, isNumeric, type OpenRow, type Values } from './table3-rows.ts'

/** The headings above the first data row. */
export function headingsOf(grid: LabelledGrid, end: number): Headings {
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

export function openRow({ grid, number, block }: NumberedGrid, row: number, headings: Headings): OpenRow | null {
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

/** Whether the headings of a table that prints only some applicants name every cell behind the label of its first row. */
export function coversValues({ columns, places }: Headings, grid: LabelledGrid, first: number): boolean {
  if (columns.length < 2) return false
  const labelled = lastLabel(grid.lines[first]!)
  const after = grid.lines[first]!.slice(labelled + 1)
  return labelled >= 0 && after.length === columns.length && after.every((cell) => places.includes(cell.column))
}

/** Headings of columns that the form does not have: words above figures that name none of its columns. */
export function headsBeside(grid: LabelledGrid, first: number, { places }: Headings): LabelledCell[] {
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

/** Empty cells behind the seventh only fill the row up. */
function withoutFilling(cells: readonly LabelledCell[]): readonly LabelledCell[] {
  return cells.slice(COLUMNS.length).every((cell) => cell.text.trim() === '') ? cells.slice(0, COLUMNS.length) : cells
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
