import { TABLE4 } from '../../src/model/template.ts'
import { headingCell, type PrintedCell, type PrintedRow, type PrintedTable, slotsOf, valueCell } from './printed.ts'

/** Rows of table 3 above its first row of values. */
export const HEADER_ROWS = 3

/** Cuts a table before a row. A cell that reaches over the cut goes on below it, with its text again or without. */
export function cutTable(table: PrintedTable, at: number, isRepeated = false): readonly [PrintedTable, PrintedTable] {
  const slots = slotsOf(table)
  const upper = table.rows
    .slice(0, at)
    .map((row, index) => row.map((cell) => ({ ...cell, rows: Math.min(cell.rows, at - index) })))
  const lower = table.rows.slice(at).map((_, index) => {
    const row: PrintedCell[] = []
    for (const slot of slots[at + index] ?? []) {
      if (!slot?.isLeft) continue
      if (slot.isTop) row.push(slot.cell)
      else if (index === 0)
        row.push({ ...slot.cell, rows: rowsBelow(slots, slot.cell, at), text: isRepeated ? slot.cell.text : '' })
    }
    return row
  })
  return [
    { ...table, rows: upper },
    { ...table, rows: lower },
  ]
}

function rowsBelow(slots: ReturnType<typeof slotsOf>, cell: PrintedCell, at: number): number {
  return slots.slice(at).filter((row) => row.some((slot) => slot?.cell === cell)).length
}

/** Prints the header of table 3 once more before a row, as a program does that makes pages. */
export function withHeaderAgain(table: PrintedTable, at: number): PrintedTable {
  const [upper, lower] = cutTable(table, at, true)
  return { ...table, rows: [...upper.rows, ...table.rows.slice(0, HEADER_ROWS), ...lower.rows] }
}

/** Every row as a table of its own. */
export function rowTables(table: PrintedTable): PrintedTable[] {
  return table.rows.map((row) => ({ ...table, rows: [row.map((cell) => ({ ...cell, rows: 1 }))] }))
}

/** Table 2 as a table for each of its blocks. */
export function blockTables(table: PrintedTable): PrintedTable[] {
  const tables: PrintedRow[][] = []
  for (const row of table.rows) {
    if (row[0]!.text.startsWith('第二十条')) tables.push([])
    tables.at(-1)?.push(row)
  }
  return tables.map((rows) => ({ ...table, rows }))
}

const RESULTS = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计']
const GROUPS = ['行政复议', '未经复议直接起诉', '复议后起诉']

/** The values of table 4 in printed order. */
function table4Values(table: PrintedTable): PrintedCell[] {
  const values = table.rows.flat()
  return TABLE4.map(({ key }) => values.find((cell) => cell.key === `t4.${key}`) ?? valueCell(`t4.${key}`, ''))
}

/** Table 4 as three tables, each under the name of its group. */
export function groupTables(table: PrintedTable): PrintedTable[] {
  const values = table4Values(table)
  return GROUPS.map((group, index) => ({
    ...table,
    rows: [
      [headingCell(index === 0 ? group : `行政诉讼（${group}）`, 5)],
      RESULTS.map((text) => headingCell(text)),
      values.slice(index * 5, index * 5 + 5),
    ],
  }))
}

/** Table 4 with a row for each group. */
export function groupRows(table: PrintedTable): PrintedTable {
  const values = table4Values(table)
  const rows = GROUPS.map((group, index) => [headingCell(group), ...values.slice(index * 5, index * 5 + 5)])
  return { ...table, rows: [[headingCell('类别'), ...RESULTS.map((text) => headingCell(text))], ...rows] }
}

/** Table 4 from top to bottom: a row for each of its fifteen values. */
export function groupColumns(table: PrintedTable): PrintedTable {
  const rows = table4Values(table).map((cell, index) => [
    ...(index % 5 === 0 ? [headingCell(GROUPS[index / 5]!, 1, 5)] : []),
    headingCell(RESULTS[index % 5]!),
    cell,
  ])
  return { ...table, rows }
}
