import type { PrintedLine, PrintedPiece } from './printed-lines.ts'

/** A line of a table has so many figures at least. */
const LEAST_FIGURES = 3
/** Pieces whose left ends or middles differ by less than this, in points, stand in one column. */
const SAME_COLUMN = 3
/** No label has more lines than this. */
const MOST_LINES = 30

/**
 * Puts the labels of a table without lines together: where the figures of a row stand beside the first line of its label, the other lines come
 * behind the figures and would be read as the next row's. A label begins with its number, and its lines stand below each other.
 */
export function completeLabels(lines: readonly PrintedLine[]): readonly PrintedLine[] {
  const rows = lines.map(({ pieces }) => pieces)
  let changed = false
  for (const [index, pieces] of rows.entries()) {
    if (pieces.filter(({ text }) => isBareFigure(text)).length < LEAST_FIGURES) continue
    for (const piece of pieces.filter(({ text }) => isNumbered(text))) {
      const complete = takeRest(piece, rows, index)
      if (complete === piece) continue
      rows[index] = rows[index]!.with(rows[index]!.indexOf(piece), complete)
      changed = true
    }
  }
  return changed ? lines.flatMap((line, index) => withPieces(line, rows[index]!)) : lines
}

/** A label with the lines below it, which are taken out of `rows`. */
function takeRest(label: PrintedPiece, rows: (readonly PrintedPiece[])[], from: number): PrintedPiece {
  let complete = label
  for (let index = from + 1; index < Math.min(rows.length, from + MOST_LINES); index++) {
    const pieces = rows[index]!
    const next = pieces.find((piece) => isBelow(piece, label) && !isNumbered(piece.text) && !isBareFigure(piece.text))
    if (next === undefined || pieces.some(({ text }) => isBareFigure(text))) break
    const [left, top, right, bottom] = complete.box
    complete = {
      ...complete,
      text: complete.text + next.text,
      box: [Math.min(left, next.box[0]), top, Math.max(right, next.box[2]), Math.max(bottom, next.box[3])],
    }
    rows[index] = pieces.filter((piece) => piece !== next)
  }
  return complete
}

function isBelow({ box }: PrintedPiece, label: PrintedPiece): boolean {
  const middle = (box[0] + box[2]) / 2 - (label.box[0] + label.box[2]) / 2
  return Math.abs(box[0] - label.box[0]) < SAME_COLUMN || Math.abs(middle) < SAME_COLUMN
}

function withPieces(line: PrintedLine, pieces: readonly PrintedPiece[]): PrintedLine[] {
  if (pieces === line.pieces) return [line]
  return pieces.length === 0 ? [] : [{ ...line, pieces, text: pieces.map(({ text }) => text).join(' ') }]
}

function isNumbered(text: string): boolean {
  return /^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、](?!\d))/.test(text)
}

/** Digits and marks without any word. */
function isBareFigure(text: string): boolean {
  return /^[\d.,\s/-]+$/.test(text)
}
