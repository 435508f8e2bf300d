import type { Severity } from '../model/finding.ts'
import type { Cell, CellKind, Report } from '../model/report.ts'
import {
  type CellKey,
  cellLabel,
  TABLE_TITLES,
  TABLE3_COLUMNS,
  type Table2Cell,
  type Table3RowLabel,
  TEMPLATES,
} from '../model/template.ts'
import { formatNumber } from './dates.ts'
import { type Html, html, type Piece } from './html.ts'
import type { Reader } from './visitor.ts'
import { CELL_KIND_TITLES } from './words.ts'

export type CellMark = {
  readonly finding: number
  readonly severity: Severity
  readonly selected: boolean
  readonly href: string
}

type TableContext = {
  readonly report: Report
  readonly visitor: Reader
  readonly marks: ReadonlyMap<CellKey, CellMark>
  /** The version before this one; cells that it had otherwise are pointed out. */
  readonly before: Report | null
  /** The cell that is looked at. */
  readonly inspected?: CellKey | null
  /** Where each cell leads; absent: marked ones to their finding. */
  readonly hrefOf?: (key: CellKey) => string
}

/** Tables 2 to 4 as the form prints them, every value as the report prints it. */
export function reportTables(context: TableContext): Html {
  if (context.report.edition === null) return html`<p class="empty">${context.visitor.words.noTables}</p>`
  return html`${table2(context)}${table3(context)}${table4(context)}`
}

function table2(context: TableContext): Html {
  const cells: readonly Table2Cell[] = templateOf(context).t2
  const widest = Math.max(...groupBy(cells, (cell) => `${cell.block} ${cell.row}`).map(([, row]) => row.length))
  const blocks = groupBy(cells, (cell) => cell.block).map(([block, inBlock]) => {
    const rows = groupBy(inBlock, (cell) => cell.row)
    const columns = rows[0]?.[1].map((cell) => cell.column) ?? []
    return html`<tr class="block"><th colspan="${widest + 1}" scope="colgroup">${block}</th></tr>
      <tr class="heads"><th scope="col">信息内容</th>${columns.map((column, index) => html`<th scope="col" colspan="${spanOf(index, columns.length, widest)}">${column}</th>`)}</tr>
      ${rows.map(
        ([row, inRow]) =>
          html`<tr><th scope="row">${row}</th>${inRow.map((cell, index) => value(context, `t2.${cell.key}`, spanOf(index, inRow.length, widest)))}</tr>`,
      )}`
  })
  return sheetTable(context, 't2', html`<tbody>${blocks}</tbody>`)
}

function table3(context: TableContext): Html {
  const head = html`<thead>
    <tr><th colspan="2" rowspan="3" class="corner">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</th><th colspan="7" scope="colgroup">申请人情况</th></tr>
    <tr><th rowspan="2" scope="col">自然人</th><th colspan="5" scope="colgroup">法人或其他组织</th><th rowspan="2" scope="col">总计</th></tr>
    <tr>${TABLE3_COLUMNS.slice(1, 6).map((column) => html`<th scope="col">${column.label}</th>`)}</tr></thead>`
  const rows: readonly Table3RowLabel[] = templateOf(context).t3
  const printed = groupBy(rowsPrinted(context, rows), (row) => row.group ?? row.key)
  const body = printed.flatMap(([, inGroup]) =>
    inGroup.map((row, index) => {
      const ownGroup = row.group !== null && /^（/.test(row.group)
      const labels = ownGroup
        ? html`${index === 0 && html`<th scope="rowgroup" rowspan="${inGroup.length}" class="group">${row.group}</th>`}<th scope="row">${row.label}</th>`
        : html`<th scope="row" colspan="2">${row.label}</th>`
      const heading = row.key === 'granted' && html`<tr class="block"><th colspan="9" scope="colgroup">${row.group}</th></tr>`
      return html`${heading}<tr>${labels}${TABLE3_COLUMNS.map((column) => value(context, `t3.${row.key}.${column.key}`))}</tr>`
    }),
  )
  return sheetTable(context, 't3', html`${head}<tbody>${body}</tbody>`)
}

/** Some reports print （六）其他处理 as one row in the 2021 form; then it stands where its three detail rows would. */
function rowsPrinted({ report }: TableContext, rows: readonly Table3RowLabel[]): readonly Table3RowLabel[] {
  if (!report.cells['t3.other_all.total'] || rows.some((row) => row.key === 'other_all')) return rows
  const single: Table3RowLabel = { key: 'other_all', group: '三、本年度办理结果', label: '（六）其他处理' }
  return rows.flatMap((row) => (row.key === 'other_no_correction' ? [single] : row.group === '（六）其他处理' ? [] : [row]))
}

function table4(context: TableContext): Html {
  const cells = templateOf(context).t4
  const groups = ['review', 'direct', 'postreview'].map((group) => cells.filter((cell) => cell.key.startsWith(`${group}_`)))
  const heads = groups.map((inGroup) => inGroup.map((cell) => html`<th scope="col">${cell.label}</th>`))
  return sheetTable(
    context,
    't4',
    html`<thead><tr><th colspan="5" rowspan="2" scope="colgroup">行政复议</th><th colspan="10" scope="colgroup">行政诉讼</th></tr>
      <tr><th colspan="5" scope="colgroup">未经复议直接起诉</th><th colspan="5" scope="colgroup">复议后起诉</th></tr><tr>${heads}</tr></thead>
      <tbody><tr>${groups.flat().map((cell) => value(context, `t4.${cell.key}`))}</tr></tbody>`,
  )
}

function sheetTable({ visitor }: TableContext, table: 't2' | 't3' | 't4', content: Html): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${TABLE_TITLES[table]}">
    <table class="printed ${table}" id="${table}"><caption>${visitor.words.table} ${table.slice(1)} · ${TABLE_TITLES[table]}</caption>${content}</table></div>`
}

const SHOWN_AS_WORD: ReadonlySet<CellKind> = new Set(['blank', 'missing', 'unreadable'])

function value(context: TableContext, key: CellKey, span = 1): Html {
  const cell = context.report.cells[key]
  const mark = context.marks.get(key)
  const earlier = context.before?.cells[key]
  const changed = context.before !== null && !sameCell(cell, earlier)
  const kind = cell?.kind ?? 'missing'
  const classes = [
    SHOWN_AS_WORD.has(kind) && 'unset',
    cell && cell.confidence < 1 && 'doubt',
    changed && 'changed',
    mark && `flagged ${mark.severity}`,
    mark?.selected && 'selected',
    context.inspected === key && 'inspected',
  ].filter(Boolean)
  return html`<td${span > 1 && html` colspan="${span}"`} class="${classes.join(' ')}" title="${describeCell(context, key, changed)}">${linked(context, key, printed(context.visitor, cell))}</td>`
}

function linked({ hrefOf, marks, inspected }: TableContext, key: CellKey, shown: string): Piece {
  const href = hrefOf?.(key) ?? marks.get(key)?.href
  return href === undefined ? shown : html`<a href="${href}"${inspected === key && html` aria-current="true"`}>${shown}</a>`
}

/** A cell as a reader sees it: what stands there, or the word for what does not. */
export function printed({ language }: Reader, cell: Pick<Cell, 'raw' | 'kind'> | undefined): string {
  const kind = cell?.kind ?? 'missing'
  return cell && !SHOWN_AS_WORD.has(kind) ? cell.raw.trim() : CELL_KIND_TITLES[kind][language]
}

function describeCell({ visitor, report, before }: TableContext, key: CellKey, changed: boolean): string {
  const { words, language } = visitor
  const cell = report.cells[key]
  const label = report.edition ? cellLabel(key, report.edition) : key
  if (!cell) return `${label}\n${CELL_KIND_TITLES.missing[language]}`
  return [
    label,
    `${words.cellKind}${CELL_KIND_TITLES[cell.kind][language]}${cell.value === null ? '' : ` ${formatNumber(cell.value)}`}`,
    cell.raw.trim() !== '' && `${words.cellRaw}“${cell.raw.trim()}”`,
    cell.remark && `${words.cellRemark}${cell.remark}`,
    `${words.cellConfidence}${Math.round(cell.confidence * 100)}%`,
    changed && `${words.cellBefore}${printed(visitor, before?.cells[key])}`,
  ]
    .filter(Boolean)
    .join('\n')
}

/** Whether two readings of a cell say the same. */
export function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.kind === b?.kind && a?.value === b?.value && (a?.kind === 'number' || a?.raw === b?.raw)
}

function templateOf({ report }: TableContext) {
  if (report.edition === null) throw new Error('a report without an edition has no tables')
  return TEMPLATES[report.edition]
}

/** The last cell of a row takes the columns that wider rows have beyond it. */
function spanOf(index: number, count: number, widest: number): number {
  return index === count - 1 ? widest - count + 1 : 1
}

/** Neighbours with one key together, in order; a key that comes back later starts a group of its own. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): (readonly [string, readonly T[]])[] {
  const groups: [string, T[]][] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last?.[0] === keyOf(item)) last[1].push(item)
    else groups.push([keyOf(item), [item]])
  }
  return groups
}
