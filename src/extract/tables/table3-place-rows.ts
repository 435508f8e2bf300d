import type { Note } from '../../model/document.ts'
import { type CellKey, type Table3Row, table3Key } from '../../model/template.ts'
import { type LabelledCell, placeOf } from './grid-rows.ts'
import { isFurniture, ROWS3, row3Of } from './labels.ts'
import { type Placed, type TableReading, weigh } from './reading.ts'
import { LEAST_LIKENESS, likenessesToRows } from './table3-row-labels.ts'
import { cellIn, isBlank, type Row, type RowHead } from './table3-rows.ts'

/** The cells of the rows that the form has, and notes on the rows and columns that it does not. */
export function place(rows: readonly Row[], extraColumns: readonly LabelledCell[]): TableReading {
  const cells = new Map<CellKey, Placed>()
  const taken = new Map<Table3Row, Row>()
  const twice = new Map<Table3Row, Row>()
  const extra: Row[] = []
  const parts: [Table3Row, Row][] = []
  const order: (Table3Row | null)[] = rows.map(exactKey)
  for (const [index, key] of order.entries()) {
    const earlier = key && taken.get(key)
    if (key && !earlier) taken.set(key, rows[index]!)
    else if (key && earlier && isOtherPart(earlier, rows[index]!)) parts.push([key, rows[index]!])
    else if (key && earlier && !sameValues(earlier, rows[index]!)) twice.set(key, rows[index]!)
  }
  const guessed = new Map<Table3Row, number>()
  for (const [index, row] of rows.entries()) {
    if (order[index] !== null) continue
    const key = likelyKey(row, index, order, taken)
    if (key) {
      taken.set(key.key, row)
      guessed.set(key.key, key.likeness)
      order[index] = key.key
    } else if (row.values.cells.some((cell) => /\d/.test(cell.text)) && !isFurniture(row.head.labels[0]!)) extra.push(row)
  }
  const mayLackCell = lackingCells(rows)
  for (const [key, row] of [...taken, ...parts]) {
    const label = { printed: row.head.printed, likeness: guessed.get(key) ?? 1 }
    const own = weigh(
      [label.likeness < 0.8, 0.85, 'row-unclear'],
      [mayLackCell(row), 0.8, 'blank-at-end'],
      [twice.has(key), 0.8, 'row-twice'],
    )
    const sure = Math.min(row.order.sure, own.sure)
    const doubts = [...(row.order.doubts ?? []), ...(own.doubts ?? [])]
    const common = doubts.length > 0 ? { sure, doubts, label } : { sure, label }
    for (const [index, cell] of row.values.cells.entries())
      cells.set(table3Key(key, row.values.columns[index]!), { raw: cell.text, at: placeOf(cell, row.head.number), ...common })
  }
  const notes = [
    ...rowNotes(
      'row-twice',
      headsOf(twice.values()),
      (labels) => `表三${labels}出现两次且数字不同，采用第一次出现的数字，请核实。`,
    ),
    ...rowNotes('row-extra', headsOf(extra), (labels) => `表三出现统一格式以外的行${labels}，未纳入。`),
    ...rowNotes(
      'column-extra',
      taken.size > 0 ? extraColumns.map((at) => ({ printed: at.text, at })) : [],
      (labels) => `表三出现统一格式以外的列${labels}，未纳入。`,
    ),
  ]
  return { table: 't3', edition: null, cells, notes, blocks: new Set(rows.map(({ head }) => head.block)) }
}

function headsOf(rows: Iterable<Row>): RowHead[] {
  return Array.from(rows, ({ head }) => head)
}

/** One note for all rows, or columns, of a kind. */
function rowNotes(code: string, rows: readonly Pick<RowHead, 'printed' | 'at'>[], message: (labels: string) => string): Note[] {
  if (rows.length === 0) return []
  const printed = rows.map((row) => row.printed.trim().slice(0, 40))
  const names = printed.slice(0, 3).map((label) => `“${label}”`)
  const said = message(names.join('、') + (rows.length > 3 ? `等${rows.length}行` : ''))
  return [{ code, message: said, table: 't3', labels: printed.slice(0, MOST_LABELS), at: rows[0]!.at.at }]
}

/** A note names no more labels. */
const MOST_LABELS = 12

/**
 * Where rows have a total, one that ends in a blank and is placed by order alone may as well lack a cell before it.
 */
function lackingCells(rows: readonly Row[]): (row: Row) => boolean {
  const endsBlank = ({ values }: Row) => isBlank(cellIn(values, 'total'))
  const blank = rows.filter(endsBlank).length
  return (row) => row.order.sure < 1 && blank < rows.length / 2 && endsBlank(row)
}

export function exactKey({ head: { labels, printed } }: Row): Table3Row | null {
  // 其他 is the last detail of （六）, and （六） itself where it is one row.
  if (labels[0] === '其他' && /^\s*[（(]\s*六/.test(printed)) return 'other_all'
  for (const label of labels) {
    const key = row3Of(label)
    if (key) return key
  }
  return null
}

function likelyKey(
  row: Row,
  index: number,
  order: readonly (Table3Row | null)[],
  taken: ReadonlyMap<Table3Row, Row>,
): { key: Table3Row; likeness: number } | null {
  const position = (key: Table3Row | null | undefined) => ROWS3.findIndex((each) => each.key === key)
  const before = position(order.slice(0, index).findLast((key) => key !== null))
  const next = order.slice(index + 1).find((key) => key !== null)
  const after = next ? position(next) : ROWS3.length
  const likenesses = row.head.labels.map(likenessesToRows)
  let best: { key: Table3Row; likeness: number } | null = null
  for (let candidate = before + 1; candidate < after; candidate += 1) {
    const template = ROWS3[candidate]!
    if (taken.has(template.key)) continue
    const like = Math.max(...likenesses.map((each) => each[candidate]!))
    if (like >= LEAST_LIKENESS && like > (best?.likeness ?? 0)) best = { key: template.key, likeness: like }
  }
  return best
}

/** Whether a second row of the same name holds other columns: a table that prints some applicants first and the rest in another one. */
export function isOtherPart(a: Row, b: Row): boolean {
  return b.values.columns.every((column) => !a.values.columns.includes(column))
}

export function sameValues(a: Row, b: Row): boolean {
  return a.values.cells.every((cell, index) => cellIn(b.values, a.values.columns[index]!)?.text.trim() === cell.text.trim())
}
