import type { Draw } from '../draw.ts'
import { type PrintedPiece, type PrintedReport, type PrintedRow, type PrintedTable, slotsOf } from '../printed.ts'
import { CLEAN, renderTable } from './html-style.ts'
import type { Layout } from './layout.ts'

type TableWriter = (table: PrintedTable, draw: Draw) => string

function markdown(name: string, table: TableWriter, rest: Partial<Layout> = {}): Layout {
  return {
    name,
    format: 'markdown',
    fileName: 'report.md',
    render: (report, draw) => new TextEncoder().encode(renderMarkdown(report, draw, table)),
    ...rest,
  }
}

function renderMarkdown(report: PrintedReport, draw: Draw, table: TableWriter): string {
  const write = (piece: PrintedPiece) => {
    if (piece.kind === 'table') return table(piece.table, draw)
    return piece.kind === 'title' ? `# ${piece.text}` : piece.kind === 'heading' ? `## ${piece.text}` : piece.text
  }
  return `${report.pieces.map(write).join('\n\n')}\n`
}

/** A table whose first row is its head, as Markdown wants it. */
function pipeTable(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map((row) => row.length))
  const lines = rows.map((row) => `| ${Array.from({ length: width }, (_, column) => inLine(row[column] ?? '')).join(' | ')} |`)
  return [lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n')
}

function inLine(text: string): string {
  return text.replaceAll('\n', '<br>').replaceAll('|', '\\|')
}

function textsOf(row: PrintedRow): string[] {
  return row.map((cell) => cell.text)
}

function gridTable(table: PrintedTable, isRepeated: boolean): string {
  return pipeTable(
    slotsOf(table).map((row) => row.map((slot) => (slot && (isRepeated || (slot.isTop && slot.isLeft)) ? slot.cell.text : ''))),
  )
}

/** Each row of values as a table of its own under its label, as programs that read pictures write long tables. */
function rowTables(table: PrintedTable): string {
  if (table.table !== 't3') return gridTable(table, true)
  const head = ['项目', '自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计']
  const rows = table.rows.filter((row) => row.some(({ key }) => key))
  return rows.map((row) => pipeTable([head, [labelOf(row), ...textsOf(row.filter(({ key }) => key))]])).join('\n\n')
}

/** The last cell before the values of a row. */
function labelOf(row: PrintedRow): string {
  return row[row.findIndex(({ key }) => key) - 1]?.text ?? ''
}

/** All labels of a row in one cell. */
function joinedLabels(table: PrintedTable): string {
  if (table.table !== 't3') return gridTable(table, false)
  const head = ['项目', '自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计']
  const rows = table.rows.filter((row) => row.some(({ key }) => key))
  return pipeTable([
    head,
    ...rows.map((row) => [textsOf(row.filter(({ key }) => !key)).join(' '), ...textsOf(row.filter(({ key }) => key))]),
  ])
}

/** Markdown, as programs that read pictures and PDF write it. */
export const MARKDOWN_LAYOUTS: readonly Layout[] = [
  markdown('markdown-grid', (table) => gridTable(table, false)),
  markdown('markdown-grid-repeated', (table) => gridTable(table, true)),
  markdown('markdown-left-packed', ({ rows }) => pipeTable(rows.map(textsOf))),
  markdown('markdown-no-outer-strokes', (table) => gridTable(table, true).replaceAll(/^\| | \|$/gm, '')),
  markdown('markdown-one-row-tables', rowTables),
  markdown('markdown-joined-labels', joinedLabels),
  markdown('markdown-html-tables', (table, draw) => renderTable(table, draw, CLEAN)),
  markdown('markdown-html-one-line', (table, draw) => renderTable(table, draw, CLEAN).replaceAll('\n', '')),
]
