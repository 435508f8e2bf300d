import type { Claim, Contact, Period, ReportScope } from '../../src/model/report.ts'
import type { CellKey, Edition, TableName } from '../../src/model/template.ts'

/** A cell of a printed table at its upper left corner; positions that it covers are not listed again. */
export type PrintedCell = {
  readonly text: string
  readonly columns: number
  readonly rows: number
  readonly heading: boolean
  /** Which cell of the form it is; value cells only. */
  readonly key?: CellKey
}

export type PrintedRow = readonly PrintedCell[]

/** `other`: a table that is none of the form's. */
export type PrintedTable = { readonly table: TableName | 'other'; readonly rows: readonly PrintedRow[] }

/** One piece of a printed report, before it has a format. */
export type PrintedPiece =
  | { readonly kind: 'title' | 'heading' | 'text' | 'signature'; readonly text: string }
  | { readonly kind: 'table'; readonly table: PrintedTable }

/** What a sentence says in numbers. `of` is the place in `Truth.claims` of the total that a part belongs to. */
export type ClaimTruth = Pick<Claim, 'kind' | 'value' | 'unit' | 'label' | 'approximate' | 'of' | 'scope' | 'section'>

/** What a reader must find in a printed report. */
export type Truth = {
  readonly authority: string
  readonly year: number
  readonly edition: Edition
  readonly title: string
  /** Null where the report names none. */
  readonly period: Period | null
  readonly scope: ReportScope | null
  readonly contact: Contact | null
  /** ISO day under the report; null where it is not signed. */
  readonly signedOn: string | null
  readonly sections: readonly { readonly number: number; readonly title: string; readonly text: string }[]
  /** Cells as printed and as meant: null is a blank, a slash or a word. Cells that are not printed are absent. */
  readonly cells: ReadonlyMap<CellKey, { readonly raw: string; readonly value: number | null }>
  readonly claims: readonly ClaimTruth[]
}

export type PrintedReport = { readonly pieces: readonly PrintedPiece[]; readonly truth: Truth }

export function valueCell(key: CellKey, text: string, columns = 1): PrintedCell {
  return { text, columns, rows: 1, heading: false, key }
}

export function headingCell(text: string, columns = 1, rows = 1): PrintedCell {
  return { text, columns, rows, heading: true }
}

/** Changes, drops or divides the tables of one name (or of every name). */
export function changeTables(
  report: PrintedReport,
  name: PrintedTable['table'] | 'all',
  change: (table: PrintedTable) => PrintedTable | readonly (PrintedTable | string)[],
): PrintedReport {
  const pieces = report.pieces.flatMap((piece): readonly PrintedPiece[] => {
    if (piece.kind !== 'table' || (name !== 'all' && piece.table.table !== name)) return [piece]
    const changed = change(piece.table)
    if (!Array.isArray(changed)) return [{ kind: 'table', table: changed as PrintedTable }]
    return (changed as readonly (PrintedTable | string)[]).map((each) =>
      typeof each === 'string' ? { kind: 'text', text: each } : { kind: 'table', table: each },
    )
  })
  return { ...report, pieces }
}

/** Changes every cell of every table; null drops the cell. The truth stays as it is. */
export function changeCells(report: PrintedReport, change: (cell: PrintedCell) => PrintedCell | null): PrintedReport {
  return changeTables(report, 'all', (table) => ({
    ...table,
    rows: table.rows.map((row) => row.flatMap((cell) => change(cell) ?? [])),
  }))
}

/** Prints value cells anew: `print` gives the new text, and its value where that is another one than before (null: no number). */
export function reprintCells(
  report: PrintedReport,
  print: (
    key: CellKey,
    cell: { readonly raw: string; readonly value: number | null },
  ) => {
    readonly raw: string
    readonly value?: number | null
  } | null,
): PrintedReport {
  const cells = new Map(report.truth.cells)
  for (const [key, cell] of report.truth.cells) {
    const changed = print(key, cell)
    if (changed) cells.set(key, { raw: changed.raw, value: changed.value === undefined ? cell.value : changed.value })
  }
  const printed = changeCells(report, (cell) => {
    const text = cell.key && cells.get(cell.key)?.raw
    return text === undefined || text === cell.text ? cell : { ...cell, text }
  })
  return { ...printed, truth: { ...report.truth, cells } }
}

/** Takes cells of the form out of the truth, as rows or columns that are not printed. */
export function withoutCells(report: PrintedReport, isGone: (key: CellKey) => boolean): PrintedReport {
  const cells = new Map([...report.truth.cells].filter(([key]) => !isGone(key)))
  return { ...report, truth: { ...report.truth, cells } }
}

/** One position of a table with its spans expanded. */
export type Slot = { readonly cell: PrintedCell; readonly isTop: boolean; readonly isLeft: boolean }

/** The table as a grid: every position holds the cell that covers it; null where the row is too short. */
export function slotsOf(table: PrintedTable): (Slot | null)[][] {
  const grid: (Slot | null)[][] = table.rows.map(() => [])
  for (const [row, cells] of table.rows.entries()) {
    let column = 0
    for (const cell of cells) {
      while (grid[row]![column]) column += 1
      for (let down = 0; down < Math.min(cell.rows, table.rows.length - row); down += 1)
        for (let right = 0; right < cell.columns; right += 1)
          grid[row + down]![column + right] = { cell, isTop: down === 0, isLeft: right === 0 }
      column += cell.columns
    }
  }
  const width = Math.max(0, ...grid.map((row) => row.length))
  return grid.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? null))
}
