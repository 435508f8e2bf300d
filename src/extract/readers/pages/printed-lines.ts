import { ASCENT, type Box, DESCENT } from './drawn-page.ts'

/** A character of an upright page. */
export type Glyph = {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
  /** Height of the type, in points. */
  readonly size: number
  /** A blank is printed behind it. */
  readonly spaced: boolean
  /** Laid invisibly over a scan by text recognition. */
  readonly recognised?: true
}

/** A printed line of a page, with the parts that stand apart on it. */
export type PrintedLine = { readonly text: string; readonly pieces: readonly PrintedPiece[]; readonly box: Box }
export type PrintedPiece = { readonly text: string; readonly box: Box; readonly recognised: boolean }

/** Gaps in parts of the type size: what joins, what is a space, what sets pieces apart. */
const SPACE_GAP = 0.15
const LOOSE_GAP = 0.6
const DIGIT_GAP = 0.45
const PIECE_GAP = 1
/** Characters whose baselines differ by less than this part of the type size stand on one line. */
const SAME_LINE = 0.4

/**
 * Orders characters into lines from top to bottom and left to right. The gaps on paper decide what belongs together, not the blanks that
 * a program stored: digits that were drawn one by one are one number, justified Chinese text has no spaces.
 */
export function toLines(glyphs: readonly Glyph[]): PrintedLine[] {
  const sorted = [...glyphs].sort((one, other) => one.baseline - other.baseline)
  const lines: Glyph[][] = []
  let baseline = Number.NEGATIVE_INFINITY
  for (const glyph of sorted) {
    const line = lines.at(-1)
    if (line && glyph.baseline - baseline <= SAME_LINE * Math.min(glyph.size, line[0]!.size)) line.push(glyph)
    else {
      lines.push([glyph])
      baseline = glyph.baseline
    }
  }
  return lines.map(toLine)
}

/**
 * The text of one cell: wrapped lines are joined where a word or number runs on, else set one below the other. `margin` is what the table
 * leaves blank at each side of its cells.
 */
export function textOfCell(glyphs: readonly Glyph[], box: Box, margin: number): string {
  return textOfLines(toLines(glyphs), box, margin)
}

/** The text of a cell that was put into lines. */
export function textOfLines(lines: readonly PrintedLine[], box: Box, margin: number): string {
  let text = ''
  let before: PrintedLine | null = null
  for (const line of lines) {
    const printed = line.pieces.map((piece) => piece.text).join(' ')
    text += before === null || runsOn(before, line, box, margin) ? printed : `\n${printed}`
    before = line
  }
  return text
}

/** A number goes on in the next line only when no further digit fits on the first; two numbers below each other stay two. */
function runsOn(line: PrintedLine, next: PrintedLine, box: Box, margin: number): boolean {
  const isNumber = isDigitOrMark(line.text.at(-1)!) && isDigitOrMark(next.text[0]!)
  if (!isNumber) return true
  const isLonger = next.box[2] - next.box[0] > line.box[2] - line.box[0] + 0.2 * DIGIT * sizeOf(next)
  return !isLonger && roomOn(line, box, margin) < DIGIT * sizeOf(next)
}

/** Whether the last line of a cell leaves no room for another character. */
export function fillsCell(lines: readonly PrintedLine[], box: Box, margin: number): boolean {
  const last = lines.at(-1)
  if (last === undefined) return false
  const width = isDigitOrMark(last.text.at(-1)!) ? DIGIT : 1
  return roomOn(last, box, margin) < width * sizeOf(last)
}

/** The least that the lines of a cell leave blank at one side; a table's margins are no larger. */
export function blankBeside(glyphs: readonly Glyph[], [left, , right]: Box): number {
  let least = WIDEST_MARGIN
  for (const glyph of glyphs) least = Math.min(least, glyph.left - left, right - glyph.right)
  return Math.max(0, least)
}

/** Programs leave less than this, in points, at each side of a cell. */
const WIDEST_MARGIN = 6
/** A digit is at most so wide, in parts of the type size. */
const DIGIT = 0.65

function roomOn(line: PrintedLine, box: Box, margin: number): number {
  return box[2] - box[0] - (line.box[2] - line.box[0]) - 2 * margin
}

function sizeOf({ box }: PrintedLine): number {
  return box[3] - box[1]
}

function toLine(glyphs: Glyph[]): PrintedLine {
  glyphs.sort((one, other) => one.left - other.left)
  const pieces: { text: string; left: number; right: number; top: number; bottom: number; recognised: boolean }[] = []
  let before: Glyph | null = null
  for (const glyph of glyphs) {
    if (before && before.text === glyph.text && isOverprint(before, glyph)) continue
    const top = glyph.baseline - ASCENT * glyph.size
    const bottom = glyph.baseline + DESCENT * glyph.size
    const gap = before ? gapBetween(before, glyph) : 'piece'
    const piece = pieces.at(-1)
    const recognised = glyph.recognised === true
    if (gap === 'piece' || !piece)
      pieces.push({ text: glyph.text, left: glyph.left, right: glyph.right, top, bottom, recognised })
    else {
      piece.recognised ||= recognised
      piece.text += gap === 'space' ? ` ${glyph.text}` : glyph.text
      piece.right = Math.max(piece.right, glyph.right)
      piece.top = Math.min(piece.top, top)
      piece.bottom = Math.max(piece.bottom, bottom)
    }
    before = glyph
  }
  return {
    text: pieces.map(({ text }) => text).join(' '),
    pieces: pieces.map(({ text, left, top, right, bottom, recognised }) => ({
      text,
      box: [left, top, right, bottom] as const,
      recognised,
    })),
    box: [
      pieces[0]!.left,
      Math.min(...pieces.map(({ top }) => top)),
      Math.max(...pieces.map(({ right }) => right)),
      Math.max(...pieces.map(({ bottom }) => bottom)),
    ],
  }
}

/** Bold type is sometimes made by printing a character twice. */
function isOverprint(before: Glyph, glyph: Glyph): boolean {
  return before.text === glyph.text && Math.abs(glyph.left - before.left) < 0.2 * Math.min(glyph.size, before.right - before.left)
}

function gapBetween(before: Glyph, glyph: Glyph): 'none' | 'space' | 'piece' {
  const gap = (glyph.left - before.right) / Math.min(before.size, glyph.size)
  if (gap >= PIECE_GAP) return 'piece'
  if (gap < SPACE_GAP) return 'none'
  if (before.spaced) return 'space'
  return gap >= (isDigitOrMark(before.text) && isDigitOrMark(glyph.text) ? DIGIT_GAP : LOOSE_GAP) ? 'space' : 'none'
}

/** A character of a number. */
function isDigitOrMark(text: string): boolean {
  return /[\d.,，．０-９]/.test(text)
}
