/** A rectangle [left, top, right, bottom] in points from the upper left corner, y downwards. */
export type Box = readonly [number, number, number, number]

/** A right angle, counter-clockwise for the direction of text, clockwise for the turn that sets such text upright. */
export type Turn = 0 | 90 | 180 | 270

/** A character as the page shows it. */
export type DrawnGlyph = {
  readonly text: string
  /** The direction that its text runs in; null for slanting text. */
  readonly direction: Turn | null
  /** Height of the type, in points. */
  readonly size: number
  /** Where it begins on its baseline. */
  readonly x: number
  readonly y: number
  readonly box: Box
  /** A blank is printed behind it. */
  spaced: boolean
  /** Not drawn, but laid invisibly over a scan by text recognition. */
  readonly recognised?: true
}

/** A straight line of a table's frame: horizontal ones lie at y = `at` from x = `from` to `to`, vertical ones the other way. */
export type RulingLine = { readonly at: number; readonly from: number; readonly to: number }

/** A picture; `source` names it and `bytes` gives its file where the format carries one. */
export type DrawnImage = { readonly box: Box; readonly source?: string; readonly bytes?: () => Uint8Array }

/** What a page of fixed layout shows, whatever format it was read from: points from its upper left corner, in the order of the file. */
export type DrawnPage = {
  readonly width: number
  readonly height: number
  readonly glyphs: readonly DrawnGlyph[]
  readonly horizontals: readonly RulingLine[]
  readonly verticals: readonly RulingLine[]
  readonly images: readonly DrawnImage[]
}

/** The middle of a character stands this part of its size above the baseline. */
export const ABOVE_BASELINE = 0.36
/** How far type reaches above and below its baseline, as parts of its size. */
export const ASCENT = 0.86
export const DESCENT = 0.14
/** A filled shape as thin as this is a line. */
const THIN = 3.5

/** Collects the ruling lines of the paths of a page. */
export type Rulings = { readonly horizontals: RulingLine[]; readonly verticals: RulingLine[] }

/** A thin shape is one line along its middle; of any other shape the drawn straight edges are lines. */
export function addOutline(outline: readonly (readonly [number, number])[], stroked: boolean, rulings: Rulings): void {
  const [left, top, right, bottom] = boxAround(outline)
  const { horizontals, verticals } = rulings
  if (bottom - top <= THIN || right - left <= THIN) {
    if (bottom - top <= THIN) horizontals.push({ at: (top + bottom) / 2, from: left, to: right })
    if (right - left <= THIN) verticals.push({ at: (left + right) / 2, from: top, to: bottom })
    return
  }
  if (!stroked) return
  for (let index = 1; index < outline.length; index++) {
    const [x1, y1] = outline[index - 1]!
    const [x2, y2] = outline[index]!
    if (Math.abs(y1 - y2) < 1) horizontals.push({ at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) })
    else if (Math.abs(x1 - x2) < 1) verticals.push({ at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) })
  }
}

/** The smallest box around some points, however many a drawing has. */
export function boxAround(points: readonly (readonly [number, number])[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return [left, top, right, bottom]
}

/** A transformation: maps [x, y] to [a·x + c·y + e, b·x + d·y + f]. */
export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** One transformation after the other, the inner one first. */
export function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner
  const [A, B, C, D, E, F] = outer
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}

/** The right angle at which text runs, counter-clockwise as seen, from the direction of its baseline with y upwards; null for slanting text. */
export function directionOf(x: number, y: number): Turn | null {
  const degrees = (Math.atan2(y, x) * 180) / Math.PI
  const nearest = Math.round(degrees / 90) * 90
  return Math.abs(degrees - nearest) > 10 ? null : turnOf(nearest)
}

export function turnOf(degrees: number): Turn {
  return (((degrees % 360) + 360) % 360) as Turn
}

/** Whether a point lies in a box. */
export function isAround([left, top, right, bottom]: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}
