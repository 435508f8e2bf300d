import type { Block, Place } from '../../../model/document.ts'
import type { TableRow } from '../table-blocks.ts'

/** How a cell is merged with its neighbours: it begins a merged area, continues the one before it, or is none of either. */
export type Merging = 'none' | 'first' | 'continued'

/** A cell of a format that gives the edges of its cells instead of columns (DOC, RTF). `right` is its right edge in twips. */
export type EdgeCell = {
  readonly at: Place
  readonly right: number
  readonly across: Merging
  readonly down: Merging
  readonly blocks: readonly Block[]
}

/** A row of such cells; `left` is the left edge of the first. */
export type EdgeRow = { readonly at: Place; readonly left: number; readonly cells: readonly EdgeCell[] }

/** Edges of different rows that stand this close (in twips, 1.6 mm) are one edge drawn by an unsteady hand. */
const SAME_EDGE = 90

type Placed = {
  readonly at: Place
  readonly column: number
  readonly columnSpan: number
  rowSpan: number
  readonly down: Merging
  readonly blocks: readonly Block[]
}

/**
 * Turns edges into columns, and merged cells into spans: a cell covers the columns between its edges. What stands in a cell that continues
 * another is not printed.
 */
export function rowsOfEdges(rows: readonly EdgeRow[]): TableRow[] {
  const columnAt = columnsOf(rows)
  const placed = rows.map((row) => placeCells(row, columnAt))
  mergeDown(placed)
  return rows.map((row, index) => ({
    at: row.at,
    group: 0,
    cells: placed[index]!.filter(({ rowSpan }) => rowSpan > 0),
  }))
}

function placeCells(row: EdgeRow, columnAt: (edge: number) => number): Placed[] {
  const cells: Placed[] = []
  let left = row.left
  for (const [index, cell] of row.cells.entries()) {
    const merged = cell.across === 'continued' ? cells.at(-1) : undefined
    const from = merged ? merged.column : columnAt(left)
    const next: Placed = {
      at: merged?.at ?? cell.at,
      column: from,
      columnSpan: Math.max(1, columnAt(cell.right) - from),
      rowSpan: 1,
      down: merged?.down ?? cell.down,
      blocks: merged?.blocks ?? cell.blocks,
    }
    if (merged) cells.pop()
    // A cell of no width is not printed unless it holds something.
    const drawn = cell.right > left || cell.blocks.length > 0 || index === row.cells.length - 1
    if (drawn || merged) cells.push(next)
    left = Math.max(left, cell.right)
  }
  return cells
}

/** The column of each edge: edges close to each other are one, unless a row has both. */
function columnsOf(rows: readonly EdgeRow[]): (edge: number) => number {
  const rowsAt = new Map<number, Set<number>>()
  rows.forEach((row, index) => {
    for (const edge of [row.left, ...row.cells.map(({ right }) => right)]) {
      const at = rowsAt.get(edge) ?? new Set()
      rowsAt.set(edge, at.add(index))
    }
  })
  const columns = new Map<number, number>()
  let column = -1
  let first = Number.NEGATIVE_INFINITY
  let taken = new Set<number>()
  for (const [edge, at] of [...rowsAt].sort(([a], [b]) => a - b)) {
    if (edge - first > SAME_EDGE || [...at].some((row) => taken.has(row))) {
      column++
      first = edge
      taken = new Set()
    }
    for (const row of at) taken.add(row)
    columns.set(edge, column)
  }
  return (edge) => columns.get(edge) ?? 0
}

/** Counts the rows that a cell merged downwards covers; a cell that continues the one above gets no rows of its own. */
function mergeDown(rows: readonly (readonly Placed[])[]): void {
  let open = new Map<number, Placed>()
  for (const row of rows) {
    const next = new Map<number, Placed>()
    for (const cell of row) {
      const above = open.get(cell.column)
      if (cell.down === 'continued' && above?.columnSpan === cell.columnSpan) {
        above.rowSpan++
        cell.rowSpan = 0
        next.set(cell.column, above)
      } else if (cell.down !== 'none') next.set(cell.column, cell)
    }
    open = next
  }
}
