import {
  ABOVE_BASELINE,
  addOutline,
  type Box,
  type DrawnGlyph,
  type DrawnImage,
  type DrawnPage,
  directionOf,
  type RulingLine,
  type Turn,
  turnOf,
} from './drawn-page.ts'
import type { Pdfium } from './pdfium.ts'

/** A page of a PDF, with what the file does not say of its characters. */
export type PdfPage = DrawnPage & {
  /** Characters whose code the file does not map to a character. */
  readonly unmapped: number
  /** Characters that are drawn invisibly, as text recognition lays them over a scan. */
  readonly invisible: number
}

type Frame = { readonly left: number; readonly bottom: number; readonly right: number; readonly top: number }
type Matrix = readonly [number, number, number, number, number, number]

const TYPE_PATH = 2
const TYPE_IMAGE = 3
const TYPE_FORM = 5
const MAX_FORM_DEPTH = 8
/** Pages of pure drawing are not reports; beyond this many segments the rest is not looked at. */
const MAX_SEGMENTS = 200_000
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** Reads the characters, ruling lines and pictures of one page. */
export function readPage(pdfium: Pdfium, page: number): PdfPage {
  const scratch = pdfium._malloc(64)
  try {
    const frame = frameOf(pdfium, page, scratch)
    const shown = turnOf(pdfium._FPDFPage_GetRotation(page) * 90)
    const text = readGlyphs(pdfium, page, scratch, frame, shown)
    const drawing = new DrawingReader(pdfium, scratch, frame, shown)
    drawing.readPage(page)
    const [width, height] = sizeOf(frame, shown)
    return {
      width,
      height,
      ...text,
      horizontals: drawing.horizontals,
      verticals: drawing.verticals,
      images: drawing.images,
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

/** A character in the page's own space, y upwards. */
type Drawn = {
  readonly text: string
  readonly direction: Turn | null
  readonly size: number
  readonly x: number
  readonly y: number
  readonly box: Box
}

function readGlyphs(pdfium: Pdfium, page: number, scratch: number, frame: Frame, shown: Turn) {
  const textPage = pdfium._FPDFText_LoadPage(page)
  const glyphs: DrawnGlyph[] = []
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
        const before = glyphs.at(-1)
        if (before) before.spaced = true
        continue
      }
      if (pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1) unmapped++
      const glyph = readGlyph(pdfium, textPage, index, scratch, character)
      if (!glyph) continue
      if (pdfium._FPDFTextObj_GetTextRenderMode(pdfium._FPDFText_GetTextObject(textPage, index)) === 3) invisible++
      glyphs.push(asShown(glyph, frame, shown))
    }
  } finally {
    pdfium._FPDFText_ClosePage(textPage)
  }
  return { glyphs, unmapped, invisible }
}

function asShown({ text, direction, size, x, y, box }: Drawn, frame: Frame, shown: Turn): DrawnGlyph {
  const [x1, y1] = turnPoint(box[0], box[1], frame, shown)
  const [x2, y2] = turnPoint(box[2], box[3], frame, shown)
  const [startX, startY] = turnPoint(x, y, frame, shown)
  return {
    text,
    direction: direction === null ? null : turnOf(direction - shown),
    size,
    x: startX,
    y: startY,
    box: [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)],
    spaced: false,
  }
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
  return { text, direction, size, x, y, box }
}

function readInk(pdfium: Pdfium, textPage: number, index: number, scratch: number, glyph: Omit<Drawn, 'box'>): Drawn {
  const { direction, size, x, y } = glyph
  if (!pdfium._FPDFText_GetCharBox(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24)) {
    return { ...glyph, box: [x, y + size, x + size, y] }
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
  return { ...glyph, x: originX, y: originY, box }
}

/** What a character code prints; a blank for white space, null for what leaves no mark. */
function printed(code: number): string | null {
  if (code === 2) return '-'
  if (code === 0x20 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) return ' '
  if (code < 0x20 || code === 0xfffe || code === 0xffff || code === 0xfeff || (code >= 0x200b && code <= 0x200f)) return null
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
  return String.fromCodePoint(code)
}

/** Gathers the straight lines and the pictures of a page. */
class DrawingReader {
  readonly horizontals: RulingLine[] = []
  readonly verticals: RulingLine[] = []
  readonly images: DrawnImage[] = []
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
    const [x1, y1] = this.#toShown(0, 0, multiply(this.#matrixOf(object), outer))
    const [x2, y2] = this.#toShown(1, 1, multiply(this.#matrixOf(object), outer))
    this.images.push({ box: [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)] })
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
      if (!curved && outline.length > 1) addOutline(outline, stroked, this)
      outline = []
      curved = false
    }
    for (let index = 0; index < count; index++) {
      const segment = pdfium._FPDFPath_GetPathSegment(path, index)
      const type = pdfium._FPDFPathSegment_GetType(segment)
      pdfium._FPDFPathSegment_GetPoint(segment, scratch, scratch + 4)
      const point = this.#toShown(pdfium.HEAPF32[scratch >> 2]!, pdfium.HEAPF32[(scratch >> 2) + 1]!, matrix)
      if (type === 2) finish()
      if (type === 1) curved = true
      outline.push(point)
      if (pdfium._FPDFPathSegment_GetClose(segment) && outline.length > 2) outline.push(outline[0]!)
    }
    finish()
  }

  #toShown(x: number, y: number, [a, b, c, d, e, f]: Matrix): [number, number] {
    return turnPoint(a * x + c * y + e, b * x + d * y + f, this.#frame, this.#turn)
  }
}

function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner
  const [A, B, C, D, E, F] = outer
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}
