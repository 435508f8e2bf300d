import type { Note } from '../model/document.ts'
import { type CellKey, type Edition, TABLE_TITLES, type TableName } from '../model/template.ts'
import type { CellPlace } from './token.ts'

/** What one way of reading found at one cell. */
export type Placed = {
  readonly raw: string
  readonly at: CellPlace | null
  /** How sure it is that this string belongs to this cell, 0 to 1. */
  readonly sure: number
  /** The row was found, but which of its digits belong here could not be told. */
  readonly unreadable?: boolean
}

/** One table as read in one way. */
export type TableReading = {
  readonly table: TableName
  readonly edition: Edition | null
  readonly cells: ReadonlyMap<CellKey, Placed>
  readonly notes: readonly Note[]
  /** Blocks that the table takes up, so that its words stay out of the text. */
  readonly blocks: ReadonlySet<number>
}

export function emptyReading(table: TableName): TableReading {
  return { table, edition: null, cells: new Map(), notes: [], blocks: new Set() }
}

/** The same cells, of which those that `applies` holds for are at most so sure. */
export function doubt(
  cells: TableReading['cells'],
  most: number,
  applies: (cell: Placed, key: CellKey) => boolean = () => true,
): ReadonlyMap<CellKey, Placed> {
  return new Map([...cells].map(([key, cell]) => [key, applies(cell, key) ? { ...cell, sure: Math.min(cell.sure, most) } : cell]))
}

/** A row that was found, but whose digits could not be given to its columns. */
export type UnreadRow = { readonly label: string; readonly printed: string; readonly cells: number; readonly at: CellPlace }

/** One note for all rows of a table that could not be told apart. */
export function unreadNotes(table: TableName, rows: readonly UnreadRow[]): Note[] {
  const [first] = rows
  if (!first) return []
  const cells = rows.reduce((sum, row) => sum + row.cells, 0)
  const example = `“${first.label}”行的“${first.printed}”`
  const which = rows.length === 1 ? example : `${example}等${rows.length}行`
  return [
    {
      code: 'digits-run-together',
      message: `“${TABLE_TITLES[table]}”表${which}无法唯一对应到各列，有${cells}格未读取。`,
      at: first.at,
    },
  ]
}
