import type { Block, Paragraph } from '../../../model/document.ts'
import { readHtml } from '../html/html.ts'
import { layOutSpans, type SpannedCell, type SpannedRow } from '../spans.ts'
import { append } from '../table-blocks.ts'
import { readTextLine } from './text.ts'

const DIVIDER = /^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/
const HEADING = /^ {0,3}(#{1,6})[ \t\u3000]+(?=\S)/
const IMAGE = /!\[[^\]]{0,200}\]\(\s{0,9}<?([^\s)>]{1,2000})>?[^)]{0,200}\)/
/** Longer lines are no prose, and marks of emphasis are not looked for in them. */
const LONG_LINE = 10_000

/** Whether text is Markdown: it has a table with a divider row, or several headings marked by `#`. */
export function isMarkdown(text: string): boolean {
  const lines = text.split(/\r\n?|\n/)
  if (lines.some((line, index) => isDivider(line) && isRow(lines[index - 1] ?? ''))) return true
  return lines.filter((line) => HEADING.test(line)).length >= 2
}

/** Reads Markdown: headings by their level, tables (also written as HTML) as grids without the divider row, all other lines as paragraphs. */
export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  let from = 0
  for (const { start, end } of htmlTables(text)) {
    addLines(blocks, text.slice(from, start), from)
    append(blocks, readHtml(text.slice(start, end), start).blocks)
    from = end
  }
  addLines(blocks, text.slice(from), from)
  return blocks
}

function htmlTables(text: string): { start: number; end: number }[] {
  const lower = text.toLowerCase()
  const found: { start: number; end: number }[] = []
  for (let from = 0; ; ) {
    const start = lower.indexOf('<table', from)
    const close = start < 0 ? -1 : lower.indexOf('</table', start)
    const end = close < 0 ? -1 : lower.indexOf('>', close)
    if (end < 0) return found
    found.push({ start, end: end + 1 })
    from = end + 1
  }
}

type Line = { readonly text: string; readonly start: number }

function addLines(blocks: Block[], text: string, offset: number): void {
  const lines = splitLines(text, offset)
  for (let i = 0; i < lines.length; ) {
    const table = tableAt(lines, i)
    if (table) {
      const grid = layOutSpans(table.rows, { start: lines[i]!.start, end: endOf(lines[table.next - 1]!) })
      const overfull = overfullRows(table.rows, table.columns)
      blocks.push(overfull.length > 0 ? { ...grid, overfull } : grid)
      i = table.next
    } else {
      addLine(blocks, lines[i]!)
      i++
    }
  }
}

function addLine(blocks: Block[], line: Line): void {
  const image = IMAGE.exec(line.text)
  if (image)
    blocks.push({
      kind: 'picture',
      source: image[1]!,
      at: { start: line.start + image.index, end: line.start + image.index + image[0].length },
    })
  const heading = HEADING.exec(line.text)
  const source = image ? line.text.replace(IMAGE, (found) => ' '.repeat(found.length)) : line.text
  const paragraph = heading ? headingOf(line, heading) : unmarkedLine(readTextLine(source, line.start))
  if (paragraph) blocks.push(paragraph)
}

function headingOf(line: Line, found: RegExpExecArray): Paragraph | null {
  const words = line.text.slice(found[0].length).replace(/[ \t]#+$/, '')
  const paragraph = unmarkedLine(readTextLine(words, line.start + found[0].length))
  return paragraph && { ...paragraph, heading: found[1]!.length }
}

/** A table begins with a row and its divider; rows follow as long as lines hold strokes. */
function tableAt(lines: readonly Line[], index: number): { rows: SpannedRow[]; columns: number; next: number } | null {
  const divider = lines[index + 1]
  if (!divider || !isRow(lines[index]!.text) || !isDivider(divider.text)) return null
  const rows: SpannedRow[] = [rowOf(lines[index]!)]
  let next = index + 2
  for (; next < lines.length && isRow(lines[next]!.text); next++) {
    // A row of single dashes holds values; a repeated divider is longer.
    if (!isDivider(lines[next]!.text) || !lines[next]!.text.includes('---')) rows.push(rowOf(lines[next]!))
  }
  return { rows: rows.filter(({ cells }) => cells.length > 0), columns: rowOf(divider).cells.length, next }
}

/** Rows with more cells than columns, as where a `1` was read as a stroke, unless most rows have as many. */
function overfullRows(rows: readonly SpannedRow[], columns: number): number[] {
  const alike = new Map<number, number>()
  for (const { cells } of rows) alike.set(cells.length, (alike.get(cells.length) ?? 0) + 1)
  return rows.flatMap(({ cells }, row) => (cells.length > columns && alike.get(cells.length)! * 2 < rows.length ? [row] : []))
}

function isRow(line: string): boolean {
  return line.includes('|')
}

function isDivider(line: string): boolean {
  return line.length < 2000 && DIVIDER.test(line)
}

function rowOf(line: Line): SpannedRow {
  const cells: SpannedCell[] = []
  let from = 0
  for (const { index } of `${line.text}|`.matchAll(/(?<!\\)\|/g)) {
    const raw = line.text.slice(from, index)
    const start = line.start + from + (raw.length - raw.trimStart().length)
    const isEdge = (from === 0 || index >= line.text.length) && raw.trim() === ''
    if (!isEdge) {
      const text = unmarked(raw.trim().replaceAll('\\|', '|'))
        .replace(/<br\s*\/?>/gi, '\n')
        .trim()
      cells.push({ text, at: { start, end: start + raw.trim().length }, rowSpan: 1, columnSpan: 1 })
    }
    from = index + 1
  }
  return { cells, group: 0 }
}

function unmarkedLine(line: Paragraph | null): Paragraph | null {
  return (
    line && { ...line, text: unmarked(line.text), pieces: line.pieces.map((piece) => ({ ...piece, text: unmarked(piece.text) })) }
  )
}

/** Text without marks of emphasis and escapes. */
function unmarked(text: string): string {
  if (text.length > LONG_LINE) return text
  return text.replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, '$1').replace(/\\([\\*_#.\-()[\]])/g, '$1')
}

function splitLines(text: string, offset: number): Line[] {
  const lines: Line[] = []
  let from = 0
  for (const { index, 0: mark } of text.matchAll(/\r\n?|\n/g)) {
    lines.push({ text: text.slice(from, index), start: offset + from })
    from = index + mark.length
  }
  lines.push({ text: text.slice(from), start: offset + from })
  return lines
}

function endOf(line: Line): number {
  return line.start + line.text.length
}
