import type { PrintedReport, PrintedTable } from '../printed.ts'
import type { Layout } from './layout.ts'

type TableWriter = (table: PrintedTable) => string

function renderText(report: PrintedReport, write: TableWriter): string {
  return report.pieces.map((piece) => (piece.kind === 'table' ? write(piece.table) : piece.text)).join('\n')
}

function text(name: string, write: TableWriter, rest: Partial<Layout> = {}): Layout {
  const render = (report: PrintedReport) => new TextEncoder().encode(renderText(report, write))
  return { name, format: 'text', fileName: 'report.txt', render, ...rest }
}

export const TEXT_LAYOUTS: readonly Layout[] = [
  text('text-tabs', ({ rows }) => rows.map((row) => row.map(({ text: each }) => each).join('\t')).join('\n')),
  text('text-cell-a-line', ({ rows }) => rows.map((row) => row.map(({ text: each }) => `\t${each}`).join('\n')).join('\n\n')),
]
