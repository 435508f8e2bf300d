import type { Note } from '../model/document.ts'
import type { CellKey, Edition, TableName } from '../model/template.ts'
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
