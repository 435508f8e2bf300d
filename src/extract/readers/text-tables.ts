import type { Grid } from '../../model/document.ts'
import { layOutSpans, type SpannedCell, type SpannedRow } from './spans.ts'

export type TextLine = { readonly text: string; readonly start: number }

/** The lines up to `next`, which are one table or, where there is no grid, none. */
type TextRun = { readonly grid: Grid | null; readonly next: number }

const LONGEST_CELL = 120
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/g

/**
 * Looks for a table from a line on. Two ways of writing tables as text keep blank cells and the ends of rows: a row a line with tabs between
 * its cells, and a cell a line behind a tab with an empty line after each row.
 */
export function readTextTable(lines: readonly TextLine[], from: number): TextRun {
  const { text } = lines[from]!
  if (isCellLine(text)) return cellsByLine(lines, from)
  return hasInnerTab(text) ? rowsByLine(lines, from) : { grid: null, next: from + 1 }
}

/** Lines with tabs inside; one of them has three fields or more, so that a list of contents is no table. */
function rowsByLine(lines: readonly TextLine[], from: number): TextRun {
  const rows: SpannedRow[] = []
  let next = from
  for (; next < lines.length && hasInnerTab(lines[next]!.text); next += 1) {
    const cells = fieldsOf(lines[next]!)
    if (cells.some((cell) => cell.text.length > LONGEST_CELL)) break
    rows.push({ cells, group: 0 })
  }
  const isTable = rows.length >= 2 && rows.some(({ cells }) => cells.filter((cell) => cell.text !== '').length >= 3)
  return { grid: isTable ? gridOf(rows) : null, next: Math.max(next, from + 1) }
}

function hasInnerTab(line: string): boolean {
  return /\S[^\S\t]*\t|\t[^\S\t]*\t/.test(line)
}

function fieldsOf(line: TextLine): SpannedCell[] {
  const cells: SpannedCell[] = []
  let from = 0
  for (const field of line.text.split('\t')) {
    cells.push(cellOf(field, line.start + from))
    from += field.length + 1
  }
  return cells
}

/** Lines that begin with their only tab; a line without one goes on with the words before it. Prose indented by tabs has longer lines. */
function cellsByLine(lines: readonly TextLine[], from: number): TextRun {
  const rows: SpannedCell[][] = [[]]
  let next = from
  for (; next < lines.length; next += 1) {
    const line = lines[next]!
    const following = lines[next + 1]?.text ?? ''
    const row = rows.at(-1)!
    const last = row.at(-1)
    if (isCellLine(line.text)) row.push(cellOf(line.text, line.start))
    else if (!isCellLine(following) || line.text.includes('\t')) break
    else if (line.text === '') rows.push([])
    else if (last && /\p{L}/u.test(last.text)) row[row.length - 1] = continued(last, cellOf(line.text, line.start))
    else break
    if ((row.at(-1)?.text.length ?? 0) > LONGEST_CELL) return { grid: null, next: next + 1 }
  }
  const isTable = rows.filter((row) => row.length >= 4).length >= 2
  return { grid: isTable ? gridOf(rows.map((cells) => ({ cells, group: 0 }))) : null, next }
}

function isCellLine(line: string): boolean {
  return /^\t[^\t]*$/.test(line)
}

function continued(cell: SpannedCell, more: SpannedCell): SpannedCell {
  return { ...cell, text: `${cell.text}\n${more.text}`, at: { ...cell.at, end: more.at.end! } }
}

function cellOf(raw: string, offset: number): SpannedCell {
  const trimmed = raw.trim()
  const start = offset + (raw.length - raw.trimStart().length)
  return {
    text: trimmed.replace(INVISIBLE, '').replace(/\s/g, ' '),
    at: { start, end: start + trimmed.length },
    rowSpan: 1,
    columnSpan: 1,
  }
}

function gridOf(rows: readonly SpannedRow[]): Grid {
  const cells = rows.flatMap((row) => row.cells)
  return layOutSpans(rows, { start: cells[0]!.at.start!, end: cells.at(-1)!.at.end! })
}
