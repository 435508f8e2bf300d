import type { Block, Grid, GridCell } from '../../model/document.ts'
import { normaliseLabel } from '../label.ts'
import type { CellPlace } from './token.ts'

/** A cell with its normalised text; the empty string where that is too long to be a label. */
export type LabelledCell = GridCell & { readonly label: string }

/** A grid of labelled cells. `lines` are the cells that cover each row, from left to right, each once however far it spans. */
export type LabelledGrid = {
  readonly rows: readonly (readonly (LabelledCell | null)[])[]
  readonly lines: readonly (readonly LabelledCell[])[]
}

/** A grid with its number among the grids of the document and its place among the blocks. */
export type NumberedGrid = { readonly grid: LabelledGrid; readonly number: number; readonly block: number }

export function gridsOf(blocks: readonly Block[]): NumberedGrid[] {
  const grids: NumberedGrid[] = []
  for (const [block, each] of blocks.entries())
    if (each.kind === 'grid') grids.push({ grid: labelled(each), number: grids.length, block })
  return grids
}

/** No table of a report is larger, even on a sheet that holds all of them; what lies beyond is left out. */
const MOST_ROWS = 600
const MOST_COLUMNS = 80

function labelled(grid: Grid): LabelledGrid {
  const known = new Map<GridCell, LabelledCell>()
  const toLabelled = (cell: GridCell) => {
    const earlier = known.get(cell)
    if (earlier) return earlier
    const made = { ...cell, label: labelOf(cell.text) }
    known.set(cell, made)
    return made
  }
  const rows = grid.rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS).map((cell) => cell && toLabelled(cell)))
  return { rows, lines: rows.map(lineOf) }
}

/** The grid with rows for columns. */
export function turnGrid({ rows }: LabelledGrid): LabelledGrid {
  const known = new Map<LabelledCell, LabelledCell>()
  const turn = (cell: LabelledCell) => {
    const { row, column, rowSpan, columnSpan } = cell
    const made = known.get(cell) ?? { ...cell, row: column, column: row, rowSpan: columnSpan, columnSpan: rowSpan }
    known.set(cell, made)
    return made
  }
  const turned = Array.from({ length: rows[0]?.length ?? 0 }, (_, column) =>
    rows.map((row) => {
      const cell = row[column] ?? null
      return cell && turn(cell)
    }),
  )
  return { rows: turned, lines: turned.map(lineOf) }
}

function lineOf(row: readonly (LabelledCell | null)[]): LabelledCell[] {
  const line: LabelledCell[] = []
  for (const cell of row) if (cell && cell !== line.at(-1)) line.push(cell)
  return line
}

export function placeOf(cell: GridCell, number: number): CellPlace {
  return { ...cell.at, grid: number, row: cell.row, column: cell.column }
}

const LONGEST_LABEL = 120

function labelOf(text: string): string {
  if (text.length > 4 * LONGEST_LABEL) return ''
  const label = normaliseLabel(text)
  return label.length > LONGEST_LABEL ? '' : label
}
