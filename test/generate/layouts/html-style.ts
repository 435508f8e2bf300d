import type { Draw } from '../draw.ts'
import type { PrintedCell, PrintedReport, PrintedTable } from '../printed.ts'
import type { Layout } from './layout.ts'
import { escapeMarkup, spanAttributes } from './markup.ts'

type Line = 'title' | 'heading' | 'text' | 'signature'

/** How the parts of a page are written. */
export type HtmlStyle = {
  readonly line: (kind: Line, text: string) => string
  /** What stands in a table cell. */
  readonly content: (cell: PrintedCell, draw: Draw) => string
  readonly cell: (cell: PrintedCell, content: string) => string
  readonly row: (cells: readonly string[]) => string
  readonly table: (rows: readonly string[], table: PrintedTable) => string
  readonly page: (body: string, report: PrintedReport) => string
}

const TAGS: Readonly<Record<Line, string>> = { title: 'h1', heading: 'h2', text: 'p', signature: 'p' }

/** The page as an editor writes it by hand: a heading, paragraphs, bare tables. */
export const CLEAN: HtmlStyle = {
  line: (kind, text) => `<${TAGS[kind]}>${escapeMarkup(text)}</${TAGS[kind]}>`,
  content: ({ text }) => escapeMarkup(text),
  cell: (cell, content) => `<td${spanAttributes(cell)}>${content}</td>`,
  row: (cells) => `<tr>${cells.join('')}</tr>`,
  table: (rows) => `<table border="1"><tbody>\n${rows.join('\n')}\n</tbody></table>`,
  page: (body, { truth }) =>
    `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${escapeMarkup(truth.title)}</title></head>\n<body>\n${body}\n</body></html>`,
}

/** The report without its page. */
export function renderBody(report: Pick<PrintedReport, 'pieces'>, draw: Draw, style: HtmlStyle): string {
  return report.pieces
    .map((piece) => (piece.kind === 'table' ? renderTable(piece.table, draw, style) : style.line(piece.kind, piece.text)))
    .join('\n')
}

export function renderTable(table: PrintedTable, draw: Draw, style: HtmlStyle): string {
  const rows = table.rows.map((row) => style.row(row.map((cell) => style.cell(cell, style.content(cell, draw)))))
  return style.table(rows, table)
}

export function renderPage(report: PrintedReport, draw: Draw, style: HtmlStyle): string {
  return style.page(renderBody(report, draw, style), report)
}

type HtmlLayout = Partial<HtmlStyle> & {
  /** Changes what is printed before it is written: divides tables and the like. The truth stays. */
  readonly before?: (report: PrintedReport, draw: Draw) => PrintedReport
  /** Changes the finished page. */
  readonly after?: (page: string, draw: Draw) => string
  readonly rest?: Partial<Layout>
}

/** A layout that writes pages like the clean one but for some parts. */
export function html(name: string, { before, after, rest, ...changed }: HtmlLayout = {}): Layout {
  const style: HtmlStyle = { ...CLEAN, ...changed }
  return {
    name,
    format: 'html',
    fileName: 'https://www.qinghe.example/zfxxgk/ndbg/t20240126_1.html',
    render: (report, draw) => {
      const page = renderPage(before ? before(report, draw) : report, draw, style)
      return new TextEncoder().encode(after ? after(page, draw) : page)
    },
    ...rest,
  }
}
