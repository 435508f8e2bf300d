import { type CellKey, type Edition, TABLE3_COLUMNS, type TableName, TEMPLATES } from '../../src/model/template.ts'

/** A cell of a printed table at its upper left corner; positions that it covers are not listed again. */
export type PrintedCell = { readonly text: string; readonly columns: number; readonly rows: number; readonly heading: boolean }
export type PrintedTable = readonly (readonly PrintedCell[])[]

const CORNER = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）'
const RESULTS = '三、本年度办理结果'

/** The form's table with these printed values, as rows of cells with their spans. Rows named in `leaveOut` are not printed. */
export function layOutTable(
  table: TableName,
  edition: Edition,
  value: (key: CellKey) => string,
  leaveOut: ReadonlySet<string> = new Set(),
): PrintedTable {
  if (table === 't2') return layOutTable2(edition, value)
  return table === 't3' ? layOutTable3(edition, value, leaveOut) : layOutTable4(edition, value)
}

/** Cuts table 3 before a row, repeating its header, as pages do that were pasted from a file with a page break. */
export function splitTable3(edition: Edition, value: (key: CellKey) => string, firstOfSecond: string): PrintedTable[] {
  const keys = TEMPLATES[edition].t3.map((row) => row.key as string)
  const cut = keys.indexOf(firstOfSecond)
  return [layOutTable3(edition, value, new Set(keys.slice(cut))), layOutTable3(edition, value, new Set(keys.slice(0, cut)))]
}

/** Table 4 as two tables: reviews, and lawsuits. */
export function splitTable4(edition: Edition, value: (key: CellKey) => string): PrintedTable[] {
  return [['行政复议'], ['行政诉讼']].map(([group]) => layOutTable4(edition, value, group))
}

function cell(text: string, columns = 1, rows = 1): PrintedCell {
  return { text, columns, rows, heading: false }
}

function heading(text: string, columns = 1, rows = 1): PrintedCell {
  return { text, columns, rows, heading: true }
}

function layOutTable2(edition: Edition, value: (key: CellKey) => string): PrintedTable {
  const cells = TEMPLATES[edition].t2
  const width = 3
  const rows: PrintedCell[][] = []
  for (const block of unique(cells.map((each) => each.block))) {
    const own = cells.filter((each) => each.block === block)
    const columns = unique(own.map((each) => each.column))
    const span = (index: number) => (index === columns.length - 1 ? width - columns.length + 1 : 1)
    rows.push([heading(block, width + 1)])
    rows.push([heading('信息内容'), ...columns.map((column, index) => heading(column, span(index)))])
    for (const row of unique(own.map((each) => each.row)))
      rows.push([
        heading(row),
        ...own.filter((each) => each.row === row).map((each, index) => cell(value(`t2.${each.key}`), span(index))),
      ])
  }
  return rows
}

function layOutTable3(edition: Edition, value: (key: CellKey) => string, leaveOut: ReadonlySet<string>): PrintedTable {
  const printed = TEMPLATES[edition].t3.filter((row) => !leaveOut.has(row.key))
  const results = printed.filter((row) => row.group !== null)
  const rows: PrintedCell[][] = [
    [heading(CORNER, 3, 3), heading('申请人情况', 7)],
    [heading('自然人', 1, 2), heading('法人或其他组织', 5), heading('总计', 1, 2)],
    TABLE3_COLUMNS.filter((column) => column.header.length > 1).map((column) => heading(column.label)),
  ]
  for (const row of printed) {
    const labels: PrintedCell[] = []
    if (row.group === null) labels.push(heading(row.label, 3))
    else {
      if (row === results[0]) labels.push(heading(RESULTS, 1, results.length))
      if (row.group === RESULTS) labels.push(heading(row.label, 2))
      else {
        const siblings = results.filter((each) => each.group === row.group)
        if (row === siblings[0]) labels.push(heading(row.group, 1, siblings.length))
        labels.push(heading(row.label))
      }
    }
    rows.push([...labels, ...TABLE3_COLUMNS.map((column) => cell(value(`t3.${row.key}.${column.key}`)))])
  }
  return rows
}

function layOutTable4(edition: Edition, value: (key: CellKey) => string, only?: string): PrintedTable {
  const cells = TEMPLATES[edition].t4.filter((each) => only === undefined || each.group[0] === only)
  const first: PrintedCell[] = []
  const second: PrintedCell[] = []
  for (const top of unique(cells.map((each) => each.group[0] as string))) {
    const own = cells.filter((each) => each.group[0] === top)
    const nested = unique(own.flatMap((each) => each.group.slice(1) as string[]))
    first.push(heading(top, own.length, nested.length === 0 && only === undefined ? 2 : 1))
    for (const name of nested) second.push(heading(name, own.filter((each) => each.group.at(-1) === name).length))
  }
  return [
    first,
    ...(second.length > 0 ? [second] : []),
    cells.map((each) => heading(each.label)),
    cells.map((each) => cell(value(`t4.${each.key}`))),
  ]
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
