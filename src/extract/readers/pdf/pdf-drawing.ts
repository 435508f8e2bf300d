import {
  addOutline,
  type Box,
  boxAround,
  type DrawnImage,
  IDENTITY,
  type Matrix,
  multiply,
  type RulingLine,
} from '../pages/drawn-page.ts'
import { type PdfFrame, showPoint } from './pdf-frame.ts'
import type { Fill } from './pdf-visibility.ts'
import type { Pdfium } from './pdfium.ts'

const TYPE_TEXT = 1
const TYPE_PATH = 2
const TYPE_IMAGE = 3
const TYPE_FORM = 5
const MAX_FORM_DEPTH = 8
/** Pages of pure drawing are not reports; beyond this many segments the rest is not looked at. */
const MAX_SEGMENTS = 200_000
/** A filled area smaller than this, in points, hides nothing and is no ground for text. */
const SMALLEST_FILL = 4

/** Gathers the straight lines, the pictures and the filled areas of a page. */
export class DrawingReader {
  readonly horizontals: RulingLine[] = []
  readonly verticals: RulingLine[] = []
  readonly images: DrawnImage[] = []
  readonly #pdfium: Pdfium
  readonly #scratch: number
  readonly #frame: PdfFrame
  readonly fills: Fill[] = []
  /** When each text object is painted. */
  readonly orders = new Map<number, number>()
  #order = 0
  #segments = 0

  constructor(pdfium: Pdfium, scratch: number, frame: PdfFrame) {
    this.#pdfium = pdfium
    this.#scratch = scratch
    this.#frame = frame
  }

  readPage(page: number): void {
    const count = this.#pdfium._FPDFPage_CountObjects(page)
    for (let index = 0; index < count; index++) this.#readObject(this.#pdfium._FPDFPage_GetObject(page, index), IDENTITY, 0)
  }

  #readObject(object: number, outer: Matrix, depth: number): void {
    const pdfium = this.#pdfium
    if (object === 0 || this.#segments > MAX_SEGMENTS) return
    const type = pdfium._FPDFPageObj_GetType(object)
    this.#order++
    if (type === TYPE_TEXT) this.orders.set(object, this.#order)
    else if (type === TYPE_PATH) this.#readPath(object, outer)
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

  #readPath(path: number, outer: Matrix): void {
    const pdfium = this.#pdfium
    const matrix = multiply(this.#matrixOf(path), outer)
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
      if (!curved && filled && isRectangle(outline)) this.#addFill(path, outline, outer)
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

  /** An area in one colour, as far as it is not cut off. */
  #addFill(path: number, outline: readonly [number, number][], outer: Matrix): void {
    const box = boxAround(outline)
    if (box[2] - box[0] < SMALLEST_FILL || box[3] - box[1] < SMALLEST_FILL) return
    const pdfium = this.#pdfium
    const scratch = this.#scratch
    if (!pdfium._FPDFPageObj_GetFillColor(path, scratch, scratch + 4, scratch + 8, scratch + 12)) return
    const at = scratch >> 2
    const [red, green, blue, alpha] = [0, 1, 2, 3].map((part) => pdfium.HEAP32[at + part]!) as [number, number, number, number]
    if (alpha === 0) return
    const isOpaque = alpha === 255 && pdfium._FPDFPageObj_HasTransparency(path) === 0
    const seen = this.#cutOff(path, box, outer)
    if (seen) this.fills.push({ box: seen, colour: [red, green, blue], isOpaque, order: this.#order })
  }

  /** What the clip paths of an object leave of a box. */
  #cutOff(object: number, box: Box, outer: Matrix): Box | null {
    const pdfium = this.#pdfium
    const scratch = this.#scratch
    const clip = pdfium._FPDFPageObj_GetClipPath(object)
    let [left, top, right, bottom] = box
    const paths = clip === 0 ? 0 : pdfium._FPDFClipPath_CountPaths(clip)
    for (let path = 0; path < paths; path++) {
      const points: [number, number][] = []
      const count = pdfium._FPDFClipPath_CountPathSegments(clip, path)
      this.#segments += count
      for (let index = 0; index < count && this.#segments <= MAX_SEGMENTS; index++) {
        pdfium._FPDFPathSegment_GetPoint(pdfium._FPDFClipPath_GetPathSegment(clip, path, index), scratch, scratch + 4)
        points.push(this.#toShown(pdfium.HEAPF32[scratch >> 2]!, pdfium.HEAPF32[(scratch >> 2) + 1]!, outer))
      }
      if (points.length === 0) continue
      const within = boxAround(points)
      left = Math.max(left, within[0])
      top = Math.max(top, within[1])
      right = Math.min(right, within[2])
      bottom = Math.min(bottom, within[3])
    }
    return left < right && top < bottom ? [left, top, right, bottom] : null
  }

  #toShown(x: number, y: number, [a, b, c, d, e, f]: Matrix): [number, number] {
    return showPoint(a * x + c * y + e, b * x + d * y + f, this.#frame)
  }
}

/** Whether an outline is a box with upright sides. */
function isRectangle(outline: readonly [number, number][]): boolean {
  if (outline.length < 4 || outline.length > 6) return false
  return outline.every(([x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length]!
    return Math.abs(x - nextX) < 0.5 || Math.abs(y - nextY) < 0.5
  })
}
