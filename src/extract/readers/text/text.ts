import type { Block, Paragraph, Piece, Place } from '../../../model/document.ts'
import { blankCells } from './blank-cells.ts'
import { blanksInGaps } from './blank-gaps.ts'
import { readTextTable, type TextLine } from './text-tables.ts'

const LINE_END = /\r\n?|[\n\f\v\u0085\u2028\u2029]/g
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/g
/** A line that only draws the frame of a table. */
const FRAME = /^[\s+\-=_|\u2500-\u257f]+$/
const FRAME_CORNER = /[\u2500-\u257f+|]/
/** A tab, an upright stroke, or a gap of two and more blanks sets the parts of a line apart. */
const SEPARATOR = /[^\S\t]*(?:\t|[|｜\u2502\u2503])[^\S\t]*|\s{2,}/g

/**
 * Reads plain text: each printed line is a paragraph, its parts between tabs, strokes and wide gaps are its pieces; lines that tabs make a
 * table are a grid. A field that is empty between two tabs or strokes is a piece without text, since a blank cell says something; so is a
 * line that holds only a tab, as dumps with one cell a line write it. A tab that merely indents the line is no field. Offsets are those of
 * `text`.
 */
export function readText(text: string): Block[] {
  const blocks: Block[] = []
  const lines = linesOf(text)
  const blanks = blankCells(lines)
  const gaps = blanksInGaps(lines)
  for (let from = 0; from < lines.length; ) {
    const { grid, next } = readTextTable(lines, from)
    if (grid) blocks.push(grid)
    else {
      for (const [index, line] of lines.slice(from, next).entries()) {
        const paragraph = readTextLine(line.text, line.start, gaps.get(from + index))
        if (paragraph) blocks.push(paragraph)
        for (let blank = blanks.get(from + index) ?? 0; blank > 0; blank -= 1) blocks.push(blankCell(line))
      }
    }
    from = next
  }
  return blocks
}

/** A blank cell that stands behind a line. */
function blankCell({ text, start }: TextLine): Paragraph {
  const at = { start: start + text.length, end: start + text.length }
  return { kind: 'paragraph', text: '', heading: null, pieces: [{ text: '', at }], at }
}

function linesOf(text: string): TextLine[] {
  const lines: TextLine[] = []
  let start = 0
  for (const { index, 0: mark } of text.matchAll(LINE_END)) {
    lines.push({ text: text.slice(start, index), start })
    start = index + mark.length
  }
  lines.push({ text: text.slice(start), start })
  return lines
}

/** Reads one line of text that begins at `offset`, with blank cells at some places in it; null when it is blank or only draws a frame. */
export function readTextLine(line: string, offset: number, blanks: readonly number[] = []): Paragraph | null {
  const pieces = withBlanks(piecesOf(line, offset), offset, blanks)
  if (pieces.length === 0) return null
  const printed = pieces.filter((piece) => piece.text !== '')
  const first = printed[0] ?? pieces[0]!
  const last = printed.at(-1) ?? pieces.at(-1)!
  return {
    kind: 'paragraph',
    text: printed.map((piece) => piece.text).join(' '),
    heading: null,
    pieces,
    at: { start: first.at.start, end: last.at.end },
  }
}

function withBlanks(pieces: readonly Piece[], offset: number, blanks: readonly number[]): readonly Piece[] {
  if (blanks.length === 0) return pieces
  const cells = blanks.map((blank) => ({ text: '', at: { start: offset + blank, end: offset + blank } }))
  return [...cells, ...pieces].sort((a, b) => a.at.start! - b.at.start!)
}

/** The lines of a text that stand at one place as a whole, as in formats without offsets; blank ones are left out. */
export function linesAt(text: string, at: Place, heading: number | null = null): Paragraph[] {
  return text.split(/\r\n?|\n/).flatMap((line) => {
    const paragraph = readTextLine(line, 0)
    if (!paragraph || paragraph.text === '') return []
    return [{ ...paragraph, heading, at, pieces: paragraph.pieces.map((piece) => ({ text: piece.text, at })) }]
  })
}

function piecesOf(line: string, offset: number): Piece[] {
  if (line === '' || (FRAME.test(line) && FRAME_CORNER.test(line))) return []
  if (!/\S/.test(line)) return line.includes('\t') ? [{ text: '', at: { start: offset, end: offset + line.length } }] : []
  const fields: { text: string; start: number; end: number; closedBy: string }[] = []
  let from = 0
  for (const { index, 0: mark } of line.matchAll(SEPARATOR)) {
    const kind = mark.trim() || (mark.includes('\t') ? '\t' : ' ')
    fields.push({ ...field(line, from, index, offset), closedBy: kind })
    from = index + mark.length
  }
  fields.push({ ...field(line, from, line.length, offset), closedBy: '' })
  return withoutMargins(fields).map(({ text, start, end }) => ({ text, at: { start, end } }))
}

function field(line: string, from: number, to: number, offset: number): { text: string; start: number; end: number } {
  const raw = line.slice(from, to)
  const lead = raw.length - raw.trimStart().length
  const trimmed = raw.trim()
  return {
    text: trimmed.replace(INVISIBLE, '').replace(/\s/g, ' '),
    start: offset + from + lead,
    end: offset + from + lead + trimmed.length,
  }
}

type Field = { readonly text: string; readonly start: number; readonly end: number; readonly closedBy: string }

/**
 * Drops the empty fields that no cell stands for: those made by blanks, the outer sides of strokes, and the indentation of a line that has
 * no other tab.
 */
function withoutMargins(fields: readonly Field[]): Field[] {
  const firstPrinted = fields.findIndex(({ text }) => text !== '')
  const tabbed = fields.slice(Math.max(0, firstPrinted)).some(({ closedBy }) => closedBy === '\t')
  return fields.filter((it, index) => {
    if (it.text !== '') return true
    const before = fields[index - 1]?.closedBy
    if (index === fields.length - 1) return before === '\t'
    if (it.closedBy === ' ') return false
    if (index === 0 && it.closedBy !== '\t') return false
    if (before === ' ') return false
    return index > firstPrinted || tabbed
  })
}
