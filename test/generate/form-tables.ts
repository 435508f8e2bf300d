import {
  type CellKey,
  type Edition,
  TABLE3_COLUMNS,
  TABLE3_ROWS_2019,
  type Table3RowLabel,
  type TableName,
  TEMPLATES,
} from '../../src/model/template.ts'
import { headingCell, type PrintedCell, type PrintedTable, valueCell } from './printed.ts'

/** The printed text of a cell of the form. */
type PrintValue = (key: CellKey) => string

type FormOptions = {
  readonly edition: Edition
  /** Rows of table 3 that are not printed. */
  readonly leaveOut?: ReadonlySet<string>
  /** （六）其他处理 as one row, as the form of 2019 has it. */
  readonly otherAll?: boolean
}

const CORNER = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）'
const RESULTS = '三、本年度办理结果'

/** The form's table with these printed values, as rows of cells with their spans. */
export function layOutTable(table: TableName, options: FormOptions, value: PrintValue): PrintedTable {
  if (table === 't2') return layOutTable2(options.edition, value)
  return table === 't3' ? layOutTable3(options, value) : layOutTable4(options.edition, value)
}

/** The rows of table 3 in printed order. */
export function table3Rows({ edition, otherAll = false }: FormOptions): readonly Table3RowLabel[] {
  return otherAll ? TABLE3_ROWS_2019 : TEMPLATES[edition].t3
}

/** Cuts table 3 before a row, repeating its header, as pages do that were pasted from a file with a page break. */
export function splitTable3(options: FormOptions, firstOfSecond: string, value: PrintValue): PrintedTable[] {
  const keys = table3Rows(options).map((row) => row.key as string)
  const cut = keys.indexOf(firstOfSecond)
  return [keys.slice(cut), keys.slice(0, cut)].map((leaveOut) => layOutTable3({ ...options, leaveOut: new Set(leaveOut) }, value))
}

/** Table 4 as two tables: reviews, and lawsuits. */
export function splitTable4(edition: Edition, value: PrintValue): PrintedTable[] {
  return ['行政复议', '行政诉讼'].map((group) => layOutTable4(edition, value, group))
}

function layOutTable2(edition: Edition, value: PrintValue): PrintedTable {
  const cells = TEMPLATES[edition].t2
  const width = 3
  const rows: PrintedCell[][] = []
  for (const block of unique(cells.map((each) => each.block))) {
    const own = cells.filter((each) => each.block === block)
    const columns = unique(own.map((each) => each.column))
    const span = (index: number) => (index === columns.length - 1 ? width - columns.length + 1 : 1)
    rows.push([headingCell(block, width + 1)])
    rows.push([headingCell('信息内容'), ...columns.map((column, index) => headingCell(column, span(index)))])
    for (const row of unique(own.map((each) => each.row))) {
      const values = own.filter((each) => each.row === row).map(({ key }) => `t2.${key}` as CellKey)
      rows.push([headingCell(row), ...values.map((key, index) => valueCell(key, value(key), span(index)))])
    }
  }
  return { table: 't2', rows }
}

function layOutTable3(options: FormOptions, value: PrintValue): PrintedTable {
  const printed = table3Rows(options).filter((row) => !options.leaveOut?.has(row.key))
  const results = printed.filter((row) => row.group !== null)
  const rows: PrintedCell[][] = [
    [headingCell(CORNER, 3, 3), headingCell('申请人情况', 7)],
    [headingCell('自然人', 1, 2), headingCell('法人或其他组织', 5), headingCell('总计', 1, 2)],
    TABLE3_COLUMNS.filter((column) => column.header.length > 1).map((column) => headingCell(column.label)),
  ]
  for (const row of printed) {
    const labels: PrintedCell[] = []
    if (row.group === null) labels.push(headingCell(row.label, 3))
    else {
      if (row === results[0]) labels.push(headingCell(RESULTS, 1, results.length))
      if (row.group === RESULTS) labels.push(headingCell(row.label, 2))
      else {
        const siblings = results.filter((each) => each.group === row.group)
        if (row === siblings[0]) labels.push(headingCell(row.group, 1, siblings.length))
        labels.push(headingCell(row.label))
      }
    }
    const keys = TABLE3_COLUMNS.map((column) => `t3.${row.key}.${column.key}` as CellKey)
    rows.push([...labels, ...keys.map((key) => valueCell(key, value(key)))])
  }
  return { table: 't3', rows }
}

function layOutTable4(edition: Edition, value: PrintValue, only?: string): PrintedTable {
  const cells = TEMPLATES[edition].t4.filter((each) => only === undefined || each.group[0] === only)
  const first: PrintedCell[] = []
  const second: PrintedCell[] = []
  const third: PrintedCell[] = []
  for (const top of unique(cells.map((each) => each.group[0] as string))) {
    const own = cells.filter((each) => each.group[0] === top)
    const nested = unique(own.flatMap((each) => each.group.slice(1) as string[]))
    first.push(headingCell(top, own.length))
    for (const name of nested) second.push(headingCell(name, own.filter((each) => each.group.at(-1) === name).length))
    const isFlat = nested.length === 0 && only === undefined
    // Over reviews nothing is nested: their labels stand two rows high.
    for (const each of own) (isFlat ? second : third).push(headingCell(each.label, 1, isFlat ? 2 : 1))
  }
  const header = [first, ...(second.length > 0 ? [second] : []), ...(third.length > 0 ? [third] : [])]
  return { table: 't4', rows: [...header, cells.map(({ key }) => valueCell(`t4.${key}`, value(`t4.${key}`)))] }
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
