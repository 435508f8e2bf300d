import type { Grid } from '../../../model/document.ts'
import { layOutSpans, type SpannedCell, type SpannedRow } from '../spans.ts'

export type TextLine = { readonly text: string; readonly start: number }

/** The lines up to `next`, which are one table or, where there is no grid, none. */
type TextRun = { readonly grid: Grid | null; readonly next: number }

const LONGEST_CELL = 120
const LONGEST_LINE = 2000
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/g

/**
 * Looks for a table from a line on. Two ways of writing tables as text keep blank cells and the ends of rows: a row a line with tabs between
 * its cells, and a cell a line behind a tab with an empty line after each row.
 */
export function readTextTable(lines: readonly TextLine[], from: number): TextRun {
  const { text } = lines[from]!
  if (isCellLine(text)) return cellsByLine(lines, from)
  if (hasInnerTab(text)) return rowsByLine(lines, from)
  if (STROKE.test(text)) return tableByStrokes(lines, from)
  return isCommaLine(lines, from) ? tableByCommas(lines, from) : { grid: null, next: from + 1 }
}

/** The comma of `14,103` sets nothing apart. */
const COMMA = /[;；]|,(?!\d{3}(?!\d))/
const COMMA_FIELD = /"((?:[^"]|"")*)"\s*(?=[,;；]|$)|[^,;；]*/y
const LONGEST_FIELD = 60
const LEAST_COMMA_LINES = 3
/** So many lines, or one with so many fields, are more than a list of words. */
const MANY_COMMA_LINES = 6
const MANY_FIELDS = 8
/** In a table a good part of the fields are figures or blank; in a sentence they are words. */
const LEAST_VALUES = 0.3

/** Rows whose cells are set apart by commas or semicolons, as tables are exported; a cell in quotes may hold some of its own. */
function tableByCommas(lines: readonly TextLine[], from: number): TextRun {
  const rows: SpannedRow[] = []
  let next = from
  for (; isCommaLine(lines, next); next += 1) {
    const cells = commaFields(lines[next]!)
    if (cells.some(({ text }) => text.length > LONGEST_FIELD)) break
    rows.push({ cells, group: 0 })
  }
  const fields = rows.flatMap(({ cells }) => cells)
  const values = fields.filter(({ text }) => !/\p{L}/u.test(text)).length
  const isLarge = rows.length >= MANY_COMMA_LINES || rows.some(({ cells }) => cells.length >= MANY_FIELDS)
  const isTable = rows.length >= LEAST_COMMA_LINES && isLarge && values >= fields.length * LEAST_VALUES
  return { grid: isTable ? gridOf(rows) : null, next: Math.max(next, from + 1) }
}

/** A line with commas or semicolons, or a short one between such lines: the heading of a block. */
function isCommaLine(lines: readonly TextLine[], index: number): boolean {
  const line = lines[index]?.text ?? ''
  if (line === '' || line.length > LONGEST_LINE || /[。：:]/.test(line)) return false
  return COMMA.test(line) || (line.length <= SHORT_LINE && COMMA.test(lines[index + 1]?.text ?? ''))
}

const SHORT_LINE = 20

function commaFields({ text, start }: TextLine): SpannedCell[] {
  const cells: SpannedCell[] = []
  for (let at = 0; at <= text.length; ) {
    COMMA_FIELD.lastIndex = at
    const field = COMMA_FIELD.exec(text)!
    const cell = cellOf(field[0], start + at)
    cells.push(field[1] === undefined ? cell : { ...cell, text: field[1].replaceAll('""', '"').trim() })
    at += field[0].length + 1
  }
  return cells
}

const STROKE = /[|｜\u2502\u2503]/
const STROKES = /[|｜\u2502\u2503]/g
const BEGINS_WITH_STROKE = /^\s*[|｜\u2502\u2503]/
const ENDS_IN_STROKE = /[|｜\u2502\u2503]\s*$/
/** A line that only draws a frame. */
const FRAME = /^[\s+\-=_|｜\u2500-\u257f]+$/
const FRAME_LINE = /[-=\u2500\u2501]/
const LEAST_STROKE_LINES = 4

/**
 * Lines with strokes between or behind the cells: a row a line (`规章 | 0 | 0 |`), or a cell a line, where a lone stroke is a blank cell and
 * several strokes are what spans leave. Empty lines between them say nothing.
 */
function tableByStrokes(lines: readonly TextLine[], from: number): TextRun {
  const own: TextLine[] = []
  const groups: number[] = []
  let frames = 0
  let next = from
  for (let at = from; at < lines.length; at += 1) {
    const { text } = lines[at]!
    if (text.length > LONGEST_LINE) break
    const isFrame = FRAME.test(text) && FRAME_LINE.test(text)
    if (isFrame) {
      frames += 1
      next = at + 1
    }
    if (isFrame || text.trim() === '') continue
    if (!STROKE.test(text)) break
    own.push(lines[at]!)
    groups.push(frames)
    next = at + 1
  }
  const single = own.filter(({ text }) => /^[^|｜\u2502\u2503]*[|｜\u2502\u2503]+\s*$/.test(text)).length
  // Where only some lines end with a stroke, it stands before a blank cell.
  const isClosed = own.filter(({ text }) => ENDS_IN_STROKE.test(text)).length >= own.length * NEARLY_ALL
  const isOpened = own.filter(({ text }) => BEGINS_WITH_STROKE.test(text)).length >= own.length * NEARLY_ALL
  const fields = () => own.map((line) => strokeFields(line, isOpened, isClosed))
  const rows = single * 2 > own.length ? rowsOfCellLines(own) : framedRows(fields(), groups)
  const isTable =
    own.length >= LEAST_STROKE_LINES &&
    rows.length >= 2 &&
    rows.some(({ cells }) => cells.filter(({ text }) => text !== '').length >= 3) &&
    rows.every(({ cells }) => cells.every(({ text }) => text.length <= LONGEST_CELL))
  return { grid: isTable ? gridOf(rows.filter(({ cells }) => cells.length > 0)) : null, next: Math.max(next, from + 1) }
}

const NEARLY_ALL = 0.95
const LEAST_FRAMES = 3

/** Rows of fields. Where frames are drawn between the rows, the lines between two of them are one row whose cells go on line by line. */
function framedRows(lines: readonly SpannedCell[][], groups: readonly number[]): SpannedRow[] {
  const isFramed = new Set(groups).size >= LEAST_FRAMES && new Set(groups).size < groups.length
  const rows: SpannedCell[][] = []
  for (const [index, cells] of lines.entries()) {
    const row = rows.at(-1)
    if (isFramed && row && groups[index] === groups[index - 1] && row.length === cells.length)
      rows[rows.length - 1] = row.map((cell, column) => (cells[column]!.text === '' ? cell : continued(cell, cells[column]!)))
    else rows.push(cells)
  }
  return rows.map((cells) => ({ cells, group: 0 }))
}

/** The fields between strokes. The margins before the first and behind the last stroke are none where nearly all lines have them. */
function strokeFields(line: TextLine, isOpened: boolean, isClosed: boolean): SpannedCell[] {
  const cells: SpannedCell[] = []
  let from = 0
  for (const { index } of line.text.matchAll(STROKES)) {
    cells.push(cellOf(line.text.slice(from, index), line.start + from))
    from = index + 1
  }
  cells.push(cellOf(line.text.slice(from), line.start + from))
  const first = isOpened && cells[0]!.text === '' ? 1 : 0
  return cells.slice(first, isClosed && cells.at(-1)!.text === '' ? -1 : undefined)
}

/** Rows of cells that stand a line each: a word behind a value, several strokes, or a lone stroke behind words begin a new row. */
function rowsOfCellLines(lines: readonly TextLine[]): SpannedRow[] {
  const rows: SpannedCell[][] = [[]]
  for (const line of lines) {
    const fields = line.text.split(STROKES).map((field) => field.trim())
    const text = fields.find((field) => field !== '') ?? ''
    const row = rows.at(-1)!
    const isWord = /\p{L}/u.test(text)
    const holdsValues = row.some((cell) => !/\p{L}/u.test(cell.text))
    const isBlank = text === ''
    if (isBlank && (fields.length > 2 || (row.length > 0 && !holdsValues && !isRowLabelled(row)))) {
      if (row.length > 0) rows.push([])
      continue
    }
    if (isWord && holdsValues) rows.push([])
    rows.at(-1)!.push(cellOf(line.text.replace(STROKES, ' '), line.start))
  }
  return rows.filter((row) => row.length > 0).map((cells) => ({ cells, group: 0 }))
}

/** A single word, or two, before a blank: the label of a row whose first cells are blank, and not a row of headings. */
function isRowLabelled(row: readonly SpannedCell[]): boolean {
  return row.length <= 2 && row.at(-1)!.text.length > 2
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
