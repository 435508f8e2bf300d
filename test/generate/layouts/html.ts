import type { PrintedCell, PrintedReport, PrintedTable } from '../printed.ts'
import type { Layout } from './layout.ts'
import { escapeMarkup, spanAttributes } from './markup.ts'

/** How the parts of an HTML page are written. */
type HtmlStyle = {
  readonly cell: (cell: PrintedCell) => string
  readonly paragraph: (kind: 'heading' | 'text' | 'signature', text: string) => string
  readonly title: (text: string) => string
  readonly page: (body: string, title: string) => string
}

const PLAIN: HtmlStyle = {
  cell: (cell) => `<td${spanAttributes(cell)}>${escapeMarkup(cell.text)}</td>`,
  paragraph: (kind, text) => (kind === 'heading' ? `<h2>${escapeMarkup(text)}</h2>` : `<p>${escapeMarkup(text)}</p>`),
  title: (text) => `<h1>${escapeMarkup(text)}</h1>`,
  page: (body, title) =>
    `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${escapeMarkup(title)}</title></head><body>\n${body}\n</body></html>`,
}

function renderHtml(report: PrintedReport, style: HtmlStyle): string {
  const body = report.pieces.map((piece) => {
    if (piece.kind === 'table') return renderTable(piece.table, style)
    return piece.kind === 'title' ? style.title(piece.text) : style.paragraph(piece.kind, piece.text)
  })
  return style.page(body.join('\n'), report.truth.title)
}

function renderTable(table: PrintedTable, style: HtmlStyle): string {
  return `<table border="1"><tbody>\n${table.rows.map((row) => `<tr>${row.map(style.cell).join('')}</tr>`).join('\n')}\n</tbody></table>`
}

function html(name: string, change: Partial<HtmlStyle> = {}): Layout {
  const style = { ...PLAIN, ...change }
  return { name, format: 'html', render: (report) => new TextEncoder().encode(renderHtml(report, style)) }
}

export const HTML_LAYOUTS: readonly Layout[] = [html('html-clean')]
