import { TABLE3_COLUMNS, type Table3Column } from '../../model/template.ts'
import type { LabelledCell, LabelledGrid } from './grid-rows.ts'
import type { Placed } from './reading.ts'

/** The columns of table 3 in the order of the form. */
export const COLUMNS: readonly Table3Column[] = TABLE3_COLUMNS.map((column) => column.key)

/** The label of a data row, where it stands, and what it may be called: the label, the label without remarks, all words before the values. */
export type RowHead = {
  readonly grid: LabelledGrid
  readonly number: number
  readonly block: number
  readonly labels: readonly string[]
  readonly printed: string
  readonly at: LabelledCell
}

/** Cells of a row, each with the column of table 3 that it stands in. */
export type Values = { readonly columns: readonly Table3Column[]; readonly cells: readonly LabelledCell[] }

/** A data row of some grid and the cells that stand in the columns of table 3. */
export type Row = { readonly head: RowHead; readonly values: Values; readonly order: Pick<Placed, 'sure' | 'doubts'> }

/** A data row before it is settled which of its cells are the values: those behind its label, and those under the headings. */
export type OpenRow = {
  readonly head: RowHead
  readonly headings: Headings
  readonly after: readonly LabelledCell[]
  readonly byHeading: Values | null
  readonly fitsHeadings: boolean
  /** Blank cells behind the seventh were left out. */
  readonly isTrimmed: boolean
}

/** Which columns of table 3 the headings of a grid name, from left to right, and the columns of the grid that they stand in. */
export type Headings = {
  readonly columns: readonly Table3Column[]
  readonly places: readonly number[]
  readonly isOfficial: boolean
}

export const NO_HEADINGS: Headings = { columns: [], places: [], isOfficial: false }

/** The texts of a row's values in the order of the form. */
export function textsOf(values: Values): readonly string[] {
  return COLUMNS.map((column) => cellIn(values, column)?.text ?? '')
}

export function cellIn({ columns, cells }: Values, column: Table3Column): LabelledCell | undefined {
  const index = columns.indexOf(column)
  return index < 0 ? undefined : cells[index]
}

/** Whether all cells of the first stand in the same columns of the second. */
export function agrees(one: Values, other: Values): boolean {
  return one.cells.every((cell, index) => cellIn(other, one.columns[index]!) === cell)
}

export function isBlank(cell: LabelledCell | undefined): boolean {
  return cell !== undefined && cell.text.trim() === ''
}

export function isNumeric(label: string): boolean {
  return /^\d+$/.test(label)
}
