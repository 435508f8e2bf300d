import type { Block, Grid, GridCell } from '../model/document.ts'
import { normaliseLabel } from './label.ts'
import type { CellPlace } from './token.ts'

/** A grid with its number among the grids of the document and its place among the blocks. */
export type NumberedGrid = { readonly grid: Grid; readonly number: number; readonly block: number }

export function gridsOf(blocks: readonly Block[]): NumberedGrid[] {
  const grids: NumberedGrid[] = []
  for (const [block, each] of blocks.entries()) if (each.kind === 'grid') grids.push({ grid: each, number: grids.length, block })
  return grids
}

/** The cells that cover a row, from left to right, each once however far it spans. */
export function cellsOfRow(grid: Grid, row: number): GridCell[] {
  const cells: GridCell[] = []
  for (const cell of grid.rows[row] ?? []) if (cell && cell !== cells.at(-1)) cells.push(cell)
  return cells
}

export function placeOf(cell: GridCell, number: number): CellPlace {
  return { ...cell.at, grid: number, row: cell.row, column: cell.column }
}

const LONGEST_LABEL = 120
const labels = new WeakMap<GridCell, string>()

/** The normalised text of a cell; the empty string where it is too long to be a label. */
export function labelOf(cell: GridCell): string {
  let label = labels.get(cell)
  if (label === undefined) {
    label = cell.text.length > 4 * LONGEST_LABEL ? '' : normaliseLabel(cell.text)
    if (label.length > LONGEST_LABEL) label = ''
    labels.set(cell, label)
  }
  return label
}
