import type { Draw } from '../draw.ts'
import { type PrintedTable, slotsOf } from '../printed.ts'

/** How a cell is merged: it begins a merged area, continues one, or stands alone. */
type Merging = 'none' | 'first' | 'continued'

/** A cell as DOC and RTF write it: between two edges, in twips. */
type WordCell = { readonly text: string; readonly right: number; readonly across: Merging; readonly down: Merging }
export type WordRow = { readonly left: number; readonly cells: readonly WordCell[] }

export type WordRowStyle = {
  /** A cell over several columns is one wide cell, or several cells with marks. */
  readonly across: 'wide' | 'marked'
  /** How far the edges of a row stand from those of others, in twips. */
  readonly unsteady: number
}

/** Twips between the edges of columns, from the left one. */
const WIDTHS = [1400, 900, 1700, 760, 820, 1100, 900, 640, 980, 700]

/** The rows of a table with the edges of their cells. A row that is too short ends early; holes are blank cells. */
export function wordRows(table: PrintedTable, style: WordRowStyle, draw: Draw): WordRow[] {
  return slotsOf(table).map((row) => {
    const last = row.findLastIndex((slot) => slot !== null)
    const shift = style.unsteady > 0 ? () => draw.int(style.unsteady) - (style.unsteady >> 1) : () => 0
    const cells: WordCell[] = []
    for (let column = 0; column <= last; column++) {
      const slot = row[column]
      const wide = style.across === 'wide'
      if (slot && !slot.isLeft && wide) continue
      const columns = slot && wide ? slot.cell.columns : 1
      cells.push({
        text: slot?.isTop && slot.isLeft ? slot.cell.text : '',
        right: edgeOf(column + columns) + shift(),
        across: !slot || wide || slot.cell.columns === 1 ? 'none' : slot.isLeft ? 'first' : 'continued',
        down: !slot || slot.cell.rows === 1 ? 'none' : slot.isTop ? 'first' : 'continued',
      })
    }
    return { left: edgeOf(0) + shift(), cells }
  })
}

function edgeOf(column: number): number {
  let edge = -108
  for (let index = 0; index < column; index++) edge += WIDTHS[index % WIDTHS.length]!
  return edge
}
