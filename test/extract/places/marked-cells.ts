/** A cell as a run of marked paragraphs builds it, with the tables in it. */
type Cell = { text: string; readonly tables: Table[]; open: Table | null }
type Table = { readonly rows: Cell[][]; row: Cell[] | null; cell: Cell | null }

/**
 * Rebuilds the tables of a format that marks the ends of cells and rows in a run of paragraphs (DOC, RTF). Depth 0 is the text outside of tables.
 */
export class MarkedCells {
  readonly #root: Cell = newCell()

  paragraph(depth: number, text: string): void {
    const cell = this.#cellAt(depth)
    cell.open = null
    cell.text += text
  }

  endCell(depth: number): void {
    this.#cellAt(depth)
    this.#cellAt(depth - 1).open!.cell = null
  }

  endRow(depth: number): void {
    const { open } = this.#cellAt(depth - 1)
    if (open) Object.assign(open, { row: null, cell: null })
  }

  /** The text at a path such as `tbl[2]/tr[6]/tc[9]`; null where there is no such cell. */
  textAt(path: string): string | null {
    let cell: Cell | undefined = this.#root
    for (const [, table, row, column] of path.matchAll(/tbl\[(\d+)\]\/tr\[(\d+)\]\/tc\[(\d+)\]/g))
      cell = cell?.tables[Number(table) - 1]?.rows[Number(row) - 1]?.[Number(column) - 1]
    return cell?.text ?? null
  }

  #cellAt(depth: number): Cell {
    let cell = this.#root
    for (let level = 0; level < depth; level++) {
      if (!cell.open) {
        cell.open = { rows: [], row: null, cell: null }
        cell.tables.push(cell.open)
      }
      const table = cell.open
      if (!table.row) {
        table.row = []
        table.rows.push(table.row)
      }
      if (!table.cell) {
        table.cell = newCell()
        table.row.push(table.cell)
      }
      cell = table.cell
    }
    return cell
  }
}

function newCell(): Cell {
  return { text: '', tables: [], open: null }
}
