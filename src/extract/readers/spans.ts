import type { Grid, GridCell, Place } from '../../model/document.ts'
import { GiveUp } from '../../model/give-up.ts'

/**
 * A cell as a format writes it, before its spans are laid out. `rowSpan` 0 reaches to the end of the row group; `column` is given
 * where the format says at which column the cell begins.
 */
export type SpannedCell = {
  readonly text: string
  readonly at: Place
  readonly rowSpan: number
  readonly columnSpan: number
  readonly column?: number
}

/** A row of cells. Spans end with the row group (HTML thead, tbody, tfoot). */
export type SpannedRow = { readonly cells: readonly SpannedCell[]; readonly group: number }

/** Bounds that HTML sets for spans, and a bound of our own for the whole table. */
const MAX_COLUMN_SPAN = 1000
const MAX_ROW_SPAN = 65_534
const MAX_POSITIONS = 1_000_000

type Placed = {
  readonly cell: SpannedCell
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
  laidOut: GridCell | null
}

/**
 * Lays out rows of spanned cells as browsers do: a cell takes the first free position of its row, a position belongs to the first cell
 * that covers it, spans end with the table and its row group. Columns that no cell begins in are cut off, rows that hold nothing left out.
 * Positions that the table leaves out are null: filling them in would hide the fault.
 */
export function layOutSpans(rows: readonly SpannedRow[], at: Place): Grid {
  const groupEnd = endsOfGroups(rows)
  const cover: (Placed | undefined)[][] = rows.map(() => [])
  let width = 0
  let positions = 0
  rows.forEach((row, y) => {
    let x = 0
    for (const cell of row.cells) {
      x = Math.max(x, cell.column ?? 0)
      while (cover[y]![x]) x++
      const placed: Placed = {
        cell,
        row: y,
        column: x,
        rowSpan: clampSpan(cell.rowSpan === 0 ? MAX_ROW_SPAN : cell.rowSpan, Math.min(MAX_ROW_SPAN, groupEnd[y]! - y)),
        columnSpan: clampSpan(cell.columnSpan, MAX_COLUMN_SPAN),
        laidOut: null,
      }
      positions += placed.rowSpan * placed.columnSpan
      if (positions > MAX_POSITIONS) {
        throw new GiveUp(
          'too-large',
          `a table has more than ${MAX_POSITIONS} positions after expanding its spans; check its rowspan and colspan`,
        )
      }
      for (let dy = 0; dy < placed.rowSpan; dy++) {
        const line = cover[y + dy]!
        for (let dx = 0; dx < placed.columnSpan; dx++) line[x + dx] ??= placed
      }
      width = Math.max(width, x + 1)
      x += placed.columnSpan
    }
  })
  return freeze(cover, width, at)
}

function freeze(cover: readonly (readonly (Placed | undefined)[])[], width: number, at: Place): Grid {
  const kept = cover.filter((line) => line.some((placed) => placed !== undefined))
  const rowOf = new Map<number, number>()
  cover.forEach((line, y) => {
    if (kept[rowOf.size] === line) rowOf.set(y, rowOf.size)
  })
  const toCell = (placed: Placed): GridCell => {
    placed.laidOut ??= {
      text: placed.cell.text,
      at: placed.cell.at,
      row: rowOf.get(placed.row)!,
      column: placed.column,
      rowSpan: placed.rowSpan,
      columnSpan: Math.min(placed.columnSpan, width - placed.column),
    }
    return placed.laidOut
  }
  const rows = kept.map((line) => {
    const row: (GridCell | null)[] = []
    for (let x = 0; x < width; x++) {
      const placed = line[x]
      row.push(placed ? toCell(placed) : null)
    }
    return row
  })
  return { kind: 'grid', rows, at }
}

function endsOfGroups(rows: readonly SpannedRow[]): number[] {
  const ends = new Array<number>(rows.length)
  for (let y = rows.length - 1; y >= 0; y--) ends[y] = rows[y + 1]?.group === rows[y]!.group ? ends[y + 1]! : y + 1
  return ends
}

function clampSpan(span: number, most: number): number {
  return Number.isFinite(span) && span >= 1 ? Math.min(Math.floor(span), most) : 1
}
