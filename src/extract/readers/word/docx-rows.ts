import type { Block } from '../../../model/document.ts'

/** A cell as written; what is known of it grows while its row and those below are read. */
export type CellDraft = {
  readonly path: string
  readonly blocks: Block[]
  span: number
  merge: 'none' | 'restart' | 'continue'
  /** It continues the cell to its left, as Word 97 merged. */
  continuesLeft: boolean
  column: number
  rowSpan: number
}
export type RowDraft = { readonly path: string; cells: CellDraft[]; before: number; leftOut: boolean }

/** Cells that continue the one to their left become a part of it. */
export function joinAcross(row: RowDraft): RowDraft {
  const cells: CellDraft[] = []
  for (const cell of row.cells) {
    const left = cells.at(-1)
    if (cell.continuesLeft && left) left.span += cell.span
    else cells.push(cell)
  }
  return { ...row, cells }
}

/**
 * Leaves out the blank continuations that LibreOffice writes behind a cell that it has widened, one for each column that the cell has
 * swallowed already: in a row wider than the table's grid they are no cells.
 */
export function withoutSwallowed(row: RowDraft, columns: number): RowDraft {
  let surplus = row.cells.reduce((sum, { span }) => sum + span, row.before) - columns
  if (columns === 0 || surplus <= 0) return row
  let swallowed = 0
  const cells = row.cells.filter((cell) => {
    if (swallowed > 0 && surplus > 0 && cell.merge === 'continue' && cell.span === 1 && cell.blocks.length === 0) {
      swallowed--
      surplus--
      return false
    }
    swallowed = cell.span - 1
    return true
  })
  return { ...row, cells }
}

/** Counts the rows that a cell merged downwards covers; a cell that continues the one above gets no rows of its own. */
export function mergeDown(rows: readonly RowDraft[]): void {
  let open = new Map<number, CellDraft>()
  for (const row of rows) {
    const next = new Map<number, CellDraft>()
    let column = row.before
    for (const cell of row.cells) {
      cell.column = column
      const above = open.get(column)
      if (cell.merge === 'continue' && above) {
        above.rowSpan++
        cell.rowSpan = 0
        next.set(column, above)
      } else if (cell.merge !== 'none') next.set(column, cell)
      column += cell.span
    }
    open = next
  }
}
