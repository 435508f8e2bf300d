import type { Draw } from '../draw.ts'
import { type PrintedCell, type PrintedReport, type PrintedTable, slotsOf } from '../printed.ts'
import type { Layout } from './layout.ts'

type TextStyle = {
  readonly table: (table: PrintedTable, draw: Draw) => string
  readonly line?: (text: string) => string
  /** What stands between the pieces of the report. */
  readonly between?: string
}

const TEXT: Pick<Layout, 'format' | 'fileName'> = { format: 'text', fileName: 'report.txt' }

function renderText(report: PrintedReport, draw: Draw, { table, line = (text) => text, between = '\n' }: TextStyle): string {
  return report.pieces.map((piece) => (piece.kind === 'table' ? table(piece.table, draw) : line(piece.text))).join(between)
}

function text(name: string, style: TextStyle, rest: Partial<Layout> = {}): Layout {
  return { name, ...TEXT, render: (report, draw) => new TextEncoder().encode(renderText(report, draw, style)), ...rest }
}

function textsOf(row: readonly PrintedCell[]): string[] {
  return row.map((cell) => cell.text)
}

function filledOf(row: readonly PrintedCell[]): string[] {
  return textsOf(row).filter((each) => each.trim() !== '')
}

/** A line for each row, with something between the cells. */
function byRow(between: string, cells = textsOf): TextStyle['table'] {
  return ({ rows }) => rows.map((row) => cells(row).join(between)).join('\n')
}

/** The rows with their spans expanded: a covered position is empty, or repeats the text that covers it. */
function gridTexts(table: PrintedTable, isRepeated = false): string[][] {
  return slotsOf(table).map((row) =>
    row.map((slot) => (slot && (isRepeated || (slot.isTop && slot.isLeft)) ? slot.cell.text : '')),
  )
}

/** Columns of a fixed width each, lined up by blanks; a Chinese character takes the room of two. */
function aligned(table: PrintedTable): string {
  const grid = gridTexts(table)
  const widths = (grid[0] ?? []).map((_, column) => Math.max(...grid.map((row) => Math.min(widthOf(row[column]!), 40)), 2))
  return grid
    .map((row) => row.map((each, column) => each + ' '.repeat(Math.max(2, widths[column]! + 2 - widthOf(each)))).join(''))
    .join('\n')
}

function widthOf(each: string): number {
  return [...each].reduce((width, character) => width + (character.charCodeAt(0) > 0xff ? 2 : 1), 0)
}

function wrapped(line: string, width: number): string {
  return line.replace(new RegExp(`(.{${width}})(?=.)`, 'gu'), '$1\n')
}

/** Labels of at most eight characters a line, as narrow columns leave them. */
function wrappedLabels({ rows }: PrintedTable): string {
  return rows.map((row) => row.map((cell) => (cell.key ? cell.text : wrapped(cell.text, 8))).join('\n')).join('\n')
}

/** The line with the numbers stands between the lines of its label, as text is taken out of a PDF. */
function numbersBetweenLabelLines({ rows }: PrintedTable): string {
  const lines = rows.map((row) => {
    const label = filledOf(row.filter(({ key }) => !key)).join(' ')
    const values = filledOf(row.filter(({ key }) => key)).join(' ')
    if (values === '' || label.length <= 20) return `${label} ${values}`.trim()
    return `${label.slice(0, 9)}\n${label.slice(9, 18)} ${values}\n${label.slice(18)}`
  })
  return lines.join('\n')
}

/** A page number, with or without a running head, after every ninth row. */
function withPageNumbers(number: (page: number) => string): TextStyle['table'] {
  return ({ rows }) =>
    rows.map((row, index) => textsOf(row).join('\t') + (index % 9 === 8 ? `\n${number(4 + index / 9)}` : '')).join('\n')
}

/** Plain text, as files are saved, pasted and taken out of other formats. */
export const TEXT_LAYOUTS: readonly Layout[] = [
  text('text-tabs', { table: byRow('\t') }),
  text('text-tab-grid', {
    table: (table) =>
      gridTexts(table)
        .map((row) => row.join('\t'))
        .join('\n'),
  }),
  text('text-tab-grid-repeated', {
    table: (table) =>
      gridTexts(table, true)
        .map((row) => row.join('\t'))
        .join('\n'),
  }),
  text('text-tab-lines-indented', {
    table: ({ rows }) =>
      rows
        .map((row) =>
          textsOf(row)
            .map((each) => `\t${each}`)
            .join('\n'),
        )
        .join('\n\n'),
  }),
  text(
    'text-cell-a-line',
    {
      table: ({ rows }) =>
        rows
          .flat()
          .map((cell) => cell.text)
          .join('\n'),
    },
    { losesBlanks: true },
  ),
  text('text-filled-cell-a-line', { table: ({ rows }) => filledOf(rows.flat()).join('\n') }, { losesBlanks: true }),
  text(
    'text-cells-apart',
    {
      table: ({ rows }) =>
        rows
          .flat()
          .map((cell) => cell.text)
          .join('\n\n'),
      between: '\n\n',
    },
    { losesBlanks: true },
  ),
  text('text-pipes', { table: ({ rows }) => rows.map((row) => `| ${textsOf(row).join(' | ')} |`).join('\n') }),
  text('text-pipes-bare', { table: byRow(' | ') }),
  text(
    'text-commas',
    {
      table: (table) =>
        gridTexts(table)
          .map((row) => row.map((each) => (each.includes(',') ? `"${each}"` : each)).join(','))
          .join('\n'),
    },
    { mayLose: true },
  ),
  text('text-aligned', { table: aligned }, { losesBlanks: true }),
  text('text-wide-gaps', { table: byRow('      ') }, { losesBlanks: true }),
  text('text-single-blanks', { table: byRow(' ', filledOf) }, { losesBlanks: true }),
  text('text-wrapped-labels', { table: wrappedLabels }, { losesBlanks: true }),
  text('text-numbers-between', { table: numbersBetweenLabelLines }, { losesBlanks: true }),
  text('text-wrapped-prose', { table: byRow('\t'), line: (line) => wrapped(line, 40) }),
  text('text-page-numbers', { table: withPageNumbers((page) => `- ${Math.floor(page)} -`) }, { mayLose: true }),
  text('text-page-heads', { table: withPageNumbers((page) => `第 ${Math.floor(page)} 页 共 12 页`) }),
  text('text-carriage-returns', {
    table: ({ rows }) => rows.map((row) => textsOf(row).join('\t')).join('\r\n'),
    between: '\r\n',
  }),
  {
    name: 'text-utf16',
    ...TEXT,
    render: (report, draw) => new Uint8Array(Buffer.from(`\ufeff${renderText(report, draw, { table: byRow('\t') })}`, 'utf16le')),
  },
  {
    name: 'text-one-line',
    ...TEXT,
    losesBlanks: true,
    mayLose: true,
    render: (report, draw) =>
      new TextEncoder().encode(renderText(report, draw, { table: byRow(' ', filledOf) }).replaceAll('\n', ' ')),
  },
  text('text-rows-run-together', { table: byRow('') }, { mayLose: true }),
  text(
    'text-run-together',
    {
      table: ({ rows }) =>
        rows
          .flat()
          .map((cell) => cell.text)
          .join(''),
      between: '',
    },
    { mayLose: true },
  ),
]
