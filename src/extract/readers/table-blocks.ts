import type { Block, Paragraph, Place } from '../../model/document.ts'
import { layOutSpans } from './spans.ts'

/** A cell of a table with all that it holds, in reading order. */
type TableCell = {
  readonly at: Place
  readonly rowSpan: number
  readonly columnSpan: number
  readonly column?: number
  readonly blocks: readonly Block[]
}
export type TableRow = { readonly at: Place; readonly cells: readonly TableCell[]; readonly group: number }

/** A cell with more text, or more paragraphs, than any cell of a data table is part of the page's layout. */
const LONG_CELL = 600
const MANY_PARAGRAPHS = 12

/**
 * What a table says: a data table is one grid, the text of a cell being its paragraphs line by line. Rows that hold tables of their own,
 * headings or long text belong to the layout of the page: what they hold is given in reading order, and the rows between them stay grids.
 * A table of a single column is no grid.
 */
export function blocksOfTable(rows: readonly TableRow[], at: Place): Block[] {
  if (!rows.some(isLayoutRow)) return [...blocksOfRun(rows, at)]
  const blocks: Block[] = []
  let run: TableRow[] = []
  const endRun = () => {
    if (run.length > 0)
      append(blocks, blocksOfRun(run, { ...at, ...run[0]!.at, ...(run.at(-1)!.at.end && { end: run.at(-1)!.at.end }) }))
    run = []
  }
  for (const row of rows) {
    if (isLayoutRow(row)) {
      endRun()
      for (const cell of row.cells) append(blocks, cell.blocks)
    } else run.push(row)
  }
  endRun()
  return blocks
}

/** Adds blocks to others; there may be more of them than a call takes arguments. */
export function append(blocks: Block[], more: readonly Block[]): void {
  for (const block of more) blocks.push(block)
}

function blocksOfRun(rows: readonly TableRow[], at: Place): readonly Block[] {
  const cells = rows.flatMap((row) => row.cells)
  if (rows.every((row) => row.cells.length <= 1)) return cells.flatMap((cell) => cell.blocks)
  const grid = layOutSpans(
    rows.map((row) => ({ group: row.group, cells: row.cells.map((cell) => ({ ...cell, text: textOf(cell) })) })),
    at,
  )
  return [grid, ...cells.flatMap((cell) => cell.blocks.filter(({ kind }) => kind !== 'paragraph'))]
}

function isLayoutRow(row: TableRow): boolean {
  return row.cells.some(({ blocks }) => {
    if (blocks.length === 0) return false
    const paragraphs = paragraphsOf(blocks)
    return (
      blocks.some(({ kind }) => kind === 'grid') ||
      paragraphs.length > MANY_PARAGRAPHS ||
      (paragraphs.length > 1 && paragraphs.some(({ heading }) => heading !== null)) ||
      paragraphs.reduce((sum, { text }) => sum + text.length, 0) > LONG_CELL
    )
  })
}

function textOf({ blocks }: TableCell): string {
  if (blocks.length === 0) return ''
  const [only] = blocks
  if (blocks.length === 1 && only?.kind === 'paragraph') return only.text
  return paragraphsOf(blocks)
    .map(({ text }) => text)
    .join('\n')
}

function paragraphsOf(blocks: readonly Block[]): Paragraph[] {
  return blocks.filter((block) => block.kind === 'paragraph')
}
