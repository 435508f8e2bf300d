import type { Pdfium } from './pdfium.ts'

/** A rectangle [left, top, right, bottom] in points from the upper left corner, y downwards. */
export type Box = readonly [number, number, number, number]

/** A printed character where reading takes place: turned so that the page's text runs from left to right. */
export type Glyph = {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
  /** Height of the type, in points. */
  readonly size: number
  /** A blank is printed behind it. */
  spaced: boolean
}

/** A straight line of a table's frame: horizontal ones lie at y = `at` from x = `from` to `to`, vertical ones the other way. */
export type RulingLine = { readonly at: number; readonly from: number; readonly to: number }

export type PageContent = {
  readonly width: number
  readonly height: number
  readonly glyphs: readonly Glyph[]
  /** Text that runs in another direction, such as a watermark, in the order of the file. */
  readonly askew: string
  readonly horizontals: readonly RulingLine[]
  readonly verticals: readonly RulingLine[]
  readonly images: readonly Box[]
  /** Characters whose code the file does not map to a character. */
  readonly unmapped: number
  /** Characters that are drawn invisibly, as text recognition lays them over a scan. */
  readonly invisible: number
  /** From the reading direction back to the page as it is shown. */
  readonly toShown: (box: Box) => Box
}

type Turn = 0 | 90 | 180 | 270
type Frame = { readonly left: number; readonly bottom: number; readonly right: number; readonly top: number }
type Matrix = readonly [number, number, number, number, number, number]

const TYPE_PATH = 2
const TYPE_IMAGE = 3
const TYPE_FORM = 5
const MAX_FORM_DEPTH = 8
/** Pages of pure drawing are not reports; beyond this many segments the rest is not looked at. */
const MAX_SEGMENTS = 200_000
/** A filled shape as thin as this is a line. */
const THIN = 3.5
/** The middle of a character stands this part of its size above the baseline. */
export const ABOVE_BASELINE = 0.36
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** Reads the characters, ruling lines and pictures of one page. */
export function readPage(pdfium: Pdfium, page: number): PageContent {
  const scratch = pdfium._malloc(64)
  try {
    const frame = frameOf(pdfium, page, scratch)
    const shown = ((pdfium._FPDFPage_GetRotation(page) * 90) % 360) as Turn
    const text = readGlyphs(pdfium, page, scratch, frame, shown)
    const drawing = new DrawingReader(pdfium, scratch, frame, text.turn)
    drawing.readPage(page)
    const [width, height] = sizeOf(frame, text.turn)
    return {
      width,
      height,
      glyphs: text.glyphs,
      askew: text.askew,
      unmapped: text.unmapped,
      invisible: text.invisible,
      horizontals: drawing.horizontals,
      verticals: drawing.verticals,
      images: drawing.images,
      toShown: (box) => turnBox(box, width, height, ((shown - text.turn + 360) % 360) as Turn),
    }
  } finally {
    pdfium._free(scratch)
  }
}

function frameOf(pdfium: Pdfium, page: number, scratch: number): Frame {
  const read = pdfium._FPDFPage_GetCropBox(page, scratch, scratch + 4, scratch + 8, scratch + 12)
    ? true
    : pdfium._FPDFPage_GetMediaBox(page, scratch, scratch + 4, scratch + 8, scratch + 12) !== 0
  const f32 = pdfium.HEAPF32
  const at = scratch >> 2
  if (read && f32[at + 2]! > f32[at]! && f32[at + 3]! > f32[at + 1]!) {
    return { left: f32[at]!, bottom: f32[at + 1]!, right: f32[at + 2]!, top: f32[at + 3]! }
  }
  return { left: 0, bottom: 0, right: pdfium._FPDF_GetPageWidthF(page), top: pdfium._FPDF_GetPageHeightF(page) }
}

function sizeOf(frame: Frame, turn: Turn): [number, number] {
  const width = frame.right - frame.left
  const height = frame.top - frame.bottom
  return turn % 180 === 0 ? [width, height] : [height, width]
}

/** A point of the page's own space, seen after the page was turned clockwise. */
function turnPoint(x: number, y: number, frame: Frame, turn: Turn): [number, number] {
  switch (turn) {
    case 0:
      return [x - frame.left, frame.top - y]
    case 90:
      return [y - frame.bottom, x - frame.left]
    case 180:
      return [frame.right - x, y - frame.bottom]
    case 270:
      return [frame.top - y, frame.right - x]
  }
}

/** Turns a box of a page of the given size clockwise, together with the page. */
function turnBox([left, top, right, bottom]: Box, width: number, height: number, turn: Turn): Box {
  switch (turn) {
    case 0:
      return [left, top, right, bottom]
    case 90:
      return [height - bottom, left, height - top, right]
    case 180:
      return [width - right, height - bottom, width - left, height - top]
    case 270:
      return [top, width - right, bottom, width - left]
  }
}

type Drawn = {
  readonly text: string
  readonly direction: Turn | null
  readonly size: number
  readonly x: number
  readonly y: number
  readonly box: Box
  spaced: boolean
}

function readGlyphs(pdfium: Pdfium, page: number, scratch: number, frame: Frame, shown: Turn) {
  const textPage = pdfium._FPDFText_LoadPage(page)
  const drawn: Drawn[] = []
  let unmapped = 0
  let invisible = 0
  try {
    const count = pdfium._FPDFText_CountChars(textPage)
    for (let index = 0; index < count; index++) {
      const code = pdfium._FPDFText_GetUnicode(textPage, index)
      if (pdfium._FPDFText_IsGenerated(textPage, index) === 1) continue
      const character = printed(code)
      if (character === null) continue
      if (character === ' ') {
        const before = drawn.at(-1)
        if (before) before.spaced = true
        continue
      }
      if (pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1) unmapped++
      const glyph = readGlyph(pdfium, textPage, index, scratch, character)
      if (!glyph) continue
      if (pdfium._FPDFTextObj_GetTextRenderMode(pdfium._FPDFText_GetTextObject(textPage, index)) === 3) invisible++
      drawn.push(glyph)
    }
  } finally {
    pdfium._FPDFText_ClosePage(textPage)
  }
  const turn = readingDirection(drawn) ?? shown
  const glyphs: Glyph[] = []
  let askew = ''
  for (const { text, direction, size, x, y, box, spaced } of drawn) {
    if (direction !== turn) {
      askew += spaced ? `${text} ` : text
      continue
    }
    const [x1] = turnPoint(box[0], box[1], frame, turn)
    const [x2] = turnPoint(box[2], box[3], frame, turn)
    const [, baseline] = turnPoint(x, y, frame, turn)
    glyphs.push({ text, left: Math.min(x1, x2), right: Math.max(x1, x2), baseline, size, spaced })
  }
  return { turn, glyphs, askew: askew.trim(), unmapped, invisible }
}

function readGlyph(pdfium: Pdfium, textPage: number, index: number, scratch: number, text: string): Drawn | null {
  const at = scratch >> 2
  pdfium._FPDFText_GetMatrix(textPage, index, scratch)
  const [a, b, c, d] = [pdfium.HEAPF32[at]!, pdfium.HEAPF32[at + 1]!, pdfium.HEAPF32[at + 2]!, pdfium.HEAPF32[at + 3]!]
  if (!pdfium._FPDFText_GetLooseCharBox(textPage, index, scratch)) return null
  const f32 = pdfium.HEAPF32
  const box: Box = [f32[at]!, f32[at + 1]!, f32[at + 2]!, f32[at + 3]!]
  const fontSize = pdfium._FPDFText_GetFontSize(textPage, index) * Math.hypot(c, d)
  const size = fontSize > 0.5 ? fontSize : Math.abs(box[1] - box[3])
  const direction = directionOf(a, b)
  const advance = direction === 90 || direction === 270 ? Math.abs(box[1] - box[3]) : box[2] - box[0]
  pdfium._FPDFText_GetCharOrigin(textPage, index, scratch, scratch + 8)
  const f64 = pdfium.HEAPF64
  const x = f64[scratch >> 3]!
  const y = f64[(scratch >> 3) + 1]!
  // Fonts for vertical writing give no usable advance: the character is where its ink is.
  if (advance > 1.6 * size || advance <= 0) return readInk(pdfium, textPage, index, scratch, { text, direction, size, x, y })
  return { text, direction, size, x, y, box, spaced: false }
}

function readInk(pdfium: Pdfium, textPage: number, index: number, scratch: number, glyph: Omit<Drawn, 'box' | 'spaced'>): Drawn {
  const { direction, size, x, y } = glyph
  if (!pdfium._FPDFText_GetCharBox(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24)) {
    return { ...glyph, box: [x, y + size, x + size, y], spaced: false }
  }
  const at = scratch >> 3
  const [left, right, bottom, top] = pdfium.HEAPF64.subarray(at, at + 4) as unknown as [number, number, number, number]
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2]
  const box: Box = [middleX - size / 2, middleY + size / 2, middleX + size / 2, middleY - size / 2]
  const sunk = ABOVE_BASELINE * size
  const origins: Record<Turn, readonly [number, number]> = {
    0: [box[0], middleY - sunk],
    90: [middleX + sunk, box[3]],
    180: [box[2], middleY + sunk],
    270: [middleX - sunk, box[1]],
  }
  const [originX, originY] = direction === null ? [x, y] : origins[direction]
  return { ...glyph, x: originX, y: originY, box, spaced: false }
}

/** What a character code prints; a blank for white space, null for what leaves no mark. */
function printed(code: number): string | null {
  if (code === 2) return '-'
  if (code === 0x20 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) return ' '
  if (code < 0x20 || code === 0xfffe || code === 0xffff || code === 0xfeff || (code >= 0x200b && code <= 0x200f)) return null
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
  return String.fromCodePoint(code)
}

/** The right angle at which text runs, counter-clockwise; null for slanting text. */
function directionOf(a: number, b: number): Turn | null {
  const degrees = (Math.atan2(b, a) * 180) / Math.PI
  const nearest = Math.round(degrees / 90) * 90
  return Math.abs(degrees - nearest) > 10 ? null : ((((nearest % 360) + 360) % 360) as Turn)
}

/** The direction of most text: turning the page clockwise by it sets the text upright. */
function readingDirection(drawn: readonly Drawn[]): Turn | null {
  const counts = new Map<Turn, number>()
  for (const { direction } of drawn) if (direction !== null) counts.set(direction, (counts.get(direction) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null
}

/** Gathers the straight lines and the pictures of a page. */
class DrawingReader {
  readonly horizontals: RulingLine[] = []
  readonly verticals: RulingLine[] = []
  readonly images: Box[] = []
  readonly #pdfium: Pdfium
  readonly #scratch: number
  readonly #frame: Frame
  readonly #turn: Turn
  #segments = 0

  constructor(pdfium: Pdfium, scratch: number, frame: Frame, turn: Turn) {
    this.#pdfium = pdfium
    this.#scratch = scratch
    this.#frame = frame
    this.#turn = turn
  }

  readPage(page: number): void {
    const count = this.#pdfium._FPDFPage_CountObjects(page)
    for (let index = 0; index < count; index++) this.#readObject(this.#pdfium._FPDFPage_GetObject(page, index), IDENTITY, 0)
  }

  #readObject(object: number, outer: Matrix, depth: number): void {
    const pdfium = this.#pdfium
    if (object === 0 || this.#segments > MAX_SEGMENTS) return
    const type = pdfium._FPDFPageObj_GetType(object)
    if (type === TYPE_PATH) this.#readPath(object, multiply(this.#matrixOf(object), outer))
    else if (type === TYPE_IMAGE) this.#readImage(object, outer)
    else if (type === TYPE_FORM && depth < MAX_FORM_DEPTH) {
      const matrix = multiply(this.#matrixOf(object), outer)
      const count = pdfium._FPDFFormObj_CountObjects(object)
      for (let index = 0; index < count; index++) {
        this.#segments++
        this.#readObject(pdfium._FPDFFormObj_GetObject(object, index), matrix, depth + 1)
      }
    }
  }

  #matrixOf(object: number): Matrix {
    if (!this.#pdfium._FPDFPageObj_GetMatrix(object, this.#scratch)) return IDENTITY
    const at = this.#scratch >> 2
    const f32 = this.#pdfium.HEAPF32
    return [f32[at]!, f32[at + 1]!, f32[at + 2]!, f32[at + 3]!, f32[at + 4]!, f32[at + 5]!]
  }

  #readImage(object: number, outer: Matrix): void {
    const [x1, y1] = this.#toReading(0, 0, multiply(this.#matrixOf(object), outer))
    const [x2, y2] = this.#toReading(1, 1, multiply(this.#matrixOf(object), outer))
    this.images.push([Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)])
  }

  #readPath(path: number, matrix: Matrix): void {
    const pdfium = this.#pdfium
    const scratch = this.#scratch
    if (!pdfium._FPDFPath_GetDrawMode(path, scratch, scratch + 4)) return
    const filled = pdfium.HEAP32[scratch >> 2] !== 0
    const stroked = pdfium.HEAP32[(scratch >> 2) + 1] !== 0
    if (!filled && !stroked) return
    const count = pdfium._FPDFPath_CountSegments(path)
    this.#segments += count
    if (this.#segments > MAX_SEGMENTS) return
    let outline: [number, number][] = []
    let curved = false
    const finish = () => {
      if (!curved && outline.length > 1) this.#addOutline(outline, stroked)
      outline = []
      curved = false
    }
    for (let index = 0; index < count; index++) {
      const segment = pdfium._FPDFPath_GetPathSegment(path, index)
      const type = pdfium._FPDFPathSegment_GetType(segment)
      pdfium._FPDFPathSegment_GetPoint(segment, scratch, scratch + 4)
      const point = this.#toReading(pdfium.HEAPF32[scratch >> 2]!, pdfium.HEAPF32[(scratch >> 2) + 1]!, matrix)
      if (type === 2) finish()
      if (type === 1) curved = true
      outline.push(point)
      if (pdfium._FPDFPathSegment_GetClose(segment) && outline.length > 2) outline.push(outline[0]!)
    }
    finish()
  }

  /** A thin shape is one line along its middle; of any other shape the drawn straight edges are lines. */
  #addOutline(outline: readonly [number, number][], stroked: boolean): void {
    let [left, top, right, bottom] = [
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]
    for (const [x, y] of outline) {
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
    if (bottom - top <= THIN || right - left <= THIN) {
      if (bottom - top <= THIN) this.horizontals.push({ at: (top + bottom) / 2, from: left, to: right })
      if (right - left <= THIN) this.verticals.push({ at: (left + right) / 2, from: top, to: bottom })
      return
    }
    if (!stroked) return
    for (let index = 1; index < outline.length; index++) {
      const [x1, y1] = outline[index - 1]!
      const [x2, y2] = outline[index]!
      if (Math.abs(y1 - y2) < 1) this.horizontals.push({ at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) })
      else if (Math.abs(x1 - x2) < 1) this.verticals.push({ at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) })
    }
  }

  #toReading(x: number, y: number, [a, b, c, d, e, f]: Matrix): [number, number] {
    return turnPoint(a * x + c * y + e, b * x + d * y + f, this.#frame, this.#turn)
  }
}

function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner
  const [A, B, C, D, E, F] = outer
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}
