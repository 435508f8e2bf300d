import type { Note } from '../../model/document.ts'
import { type CellKey, type Edition, TABLE_TITLES, type TableName } from '../../model/template.ts'
import type { Doubt } from './doubts.ts'
import type { CellPlace } from './token.ts'

/** What one way of reading found at one cell. */
export type Placed = {
  readonly raw: string
  readonly at: CellPlace | null
  /** How sure it is that this string belongs to this cell, 0 to 1. */
  readonly sure: number
  /** The row was found, but which of its digits belong here could not be told. */
  readonly unreadable?: boolean
  /** Why it is not sure; absent where it is. */
  readonly doubts?: readonly Doubt[]
  /** The printed sums lifted its doubts. */
  readonly confirmed?: boolean
  /** The label of its row as printed and how alike it is to the official one, where a label led here. */
  readonly label?: RowLabel
}

/** A printed row label; `likeness` runs from 0 to 1, which is word for word. */
export type RowLabel = { readonly printed: string; readonly likeness: number }

/** The ways of reading a table. */
export const WAYS = {
  'own-grids': { zh: '按本部分表格的行列标签对应', en: 'by the labels of the tables in its section' },
  'all-grids': { zh: '按全文所有表格的行列标签对应', en: 'by the labels of all tables' },
  prose: { zh: '按正文中逐行叙述的文字', en: 'from sentences that tell its rows' },
  line: { zh: '按统一格式的次序逐词对齐', en: 'as a run of words, aligned with the order of the form' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export type Way = keyof typeof WAYS

/** What one way found and what became of it: `chosen` as it is, `completing` what the chosen one lacks, or `rejected`. */
export type Attempt = {
  readonly way: Way
  readonly reading: TableReading
  readonly outcome: 'chosen' | 'completing' | 'rejected'
  readonly why: Why
}

/** Why a way was chosen or not. */
export const WHYS = {
  complete: { zh: '行列标签全部找到', en: 'every label was found' },
  'reads-more': { zh: '读出的单元格最多', en: 'it reads the most cells' },
  'reads-less': { zh: '读出的单元格较少', en: 'it reads fewer cells' },
  only: { zh: '唯一可行的读法', en: 'no other way reads anything' },
  'not-needed': { zh: '首选读法已完整，无需采用', en: 'the way chosen is complete without it' },
  nothing: { zh: '没有读出任何单元格', en: 'it reads nothing' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export type Why = keyof typeof WHYS

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

/** The same cell, at most so sure, and why. */
export function doubtCell(cell: Placed, most: number, doubt: Doubt): Placed {
  return { ...cell, sure: Math.min(cell.sure, most), doubts: [...(cell.doubts ?? []), doubt] }
}

/** The same cells, of which those that `applies` holds for are at most so sure. */
export function doubt(
  cells: TableReading['cells'],
  most: number,
  reason: Doubt,
  applies: (cell: Placed, key: CellKey) => boolean = () => true,
): ReadonlyMap<CellKey, Placed> {
  return new Map([...cells].map(([key, cell]) => [key, applies(cell, key) ? doubtCell(cell, most, reason) : cell]))
}

/** How sure a reading is: the least of the doubts that apply, 1 where none does. */
export function weigh(
  ...doubts: readonly (readonly [applies: boolean, most: number, doubt: Doubt])[]
): Pick<Placed, 'sure' | 'doubts'> {
  const applying = doubts.filter(([applies]) => applies)
  if (applying.length === 0) return SURE
  return { sure: Math.min(...applying.map(([, most]) => most)), doubts: applying.map(([, , reason]) => reason) }
}

const SURE = { sure: 1 } as const

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
