import { GiveUp } from '../../../model/give-up.ts'
import type { XmlElement } from '../containers/xml.ts'
import {
  ASCENT,
  addOutline,
  boxAround,
  DESCENT,
  type DrawnGlyph,
  type DrawnImage,
  type DrawnPage,
  directionOf,
  IDENTITY,
  type Matrix,
  multiply,
  type RulingLine,
} from '../pages/drawn-page.ts'
import { childOf, childrenOf } from './ofd-package.ts'

/** What pages refer to by number. */
export type OfdResources = {
  /** The part that holds a picture, and its file where that can be read. */
  image(id: string): { readonly part: string; readonly bytes?: Uint8Array } | null
  /** The drawing that several pages share. */
  drawing(id: string): XmlElement | null
}

/** A page of an OFD document, with what its file does not say of its characters. */
export type OfdPage = DrawnPage & { readonly unmapped: number }

export type PageSize = { readonly width: number; readonly height: number }

const POINTS_PER_MILLIMETRE = 72 / 25.4
/** The type of most documents, in millimetres, where a text does not say its own. */
const USUAL_SIZE = 3.7
const MAX_DEPTH = 16
const MAX_OBJECTS = 500_000
/** Places beyond this many points are not on paper. */
const FARTHEST = 100_000

/** Draws one page: `layers` are the elements that hold its objects, in the order in which they are painted; `size` is in millimetres. */
export function drawOfdPage(layers: readonly XmlElement[], size: PageSize, resources: OfdResources, fileName: string): OfdPage {
  const drawing = new OfdDrawing(resources, fileName)
  for (const layer of layers) drawing.drawAll(layer, IDENTITY, 0)
  return {
    width: size.width * POINTS_PER_MILLIMETRE,
    height: size.height * POINTS_PER_MILLIMETRE,
    glyphs: drawing.glyphs,
    horizontals: drawing.horizontals,
    verticals: drawing.verticals,
    images: drawing.images,
    unmapped: drawing.unmapped,
  }
}

/** Gathers what the objects of a page show. Source: GB/T 33190-2016, 8 (graphics), 9 (pictures), 10 (composites) and 11 (text). */
class OfdDrawing {
  readonly glyphs: DrawnGlyph[] = []
  readonly horizontals: RulingLine[] = []
  readonly verticals: RulingLine[] = []
  readonly images: DrawnImage[] = []
  unmapped = 0
  readonly #resources: OfdResources
  readonly #fileName: string
  #objects = 0

  constructor(resources: OfdResources, fileName: string) {
    this.#resources = resources
    this.#fileName = fileName
  }

  drawAll(holder: XmlElement, outer: Matrix, depth: number): void {
    for (const object of holder.children) this.#draw(object, outer, depth)
  }

  #draw(object: XmlElement, outer: Matrix, depth: number): void {
    this.#objects++
    if (this.#objects > MAX_OBJECTS) {
      throw new GiveUp('too-large', `a page of ${this.#fileName} draws more than ${MAX_OBJECTS} objects`)
    }
    if (object.attributes['Visible'] === 'false' || object.attributes['Alpha'] === '0') return
    switch (object.name) {
      case 'Layer':
      case 'PageBlock':
      case 'Content':
        this.drawAll(object, outer, depth)
        break
      case 'TextObject':
        this.#drawText(object, matrixOf(object, outer))
        break
      case 'PathObject':
        this.#drawPath(object, matrixOf(object, outer))
        break
      case 'ImageObject':
        this.#drawImage(object, outer)
        break
      case 'CompositeObject': {
        const shared = depth < MAX_DEPTH ? this.#resources.drawing(object.attributes['ResourceID'] ?? '') : null
        if (shared) this.drawAll(shared, matrixOf(object, outer), depth + 1)
      }
    }
  }

  #drawText(object: XmlElement, matrix: Matrix): void {
    const { attributes } = object
    const size = positive(attributes['Size'], USUAL_SIZE)
    const stretch = positive(attributes['HScale'], 1)
    const reading = radians(attributes['ReadDirection'])
    const standing = radians(attributes['CharDirection'])
    let [x, y] = [0, 0]
    for (const code of childrenOf(object, 'TextCode')) {
      x = numberOf(code.attributes['X'], x)
      y = numberOf(code.attributes['Y'], y)
      const characters = [...code.text.replace(/[\r\n\t]/g, '')]
      const across = steps(code.attributes['DeltaX'], characters.length - 1)
      const down = steps(code.attributes['DeltaY'], characters.length - 1)
      let [atX, atY] = [x, y]
      for (const [index, character] of characters.entries()) {
        const usual = size * (isNarrow(character) ? 0.5 : 1) * stretch
        const [dx, dy] =
          across || down ? [across?.[index] ?? 0, down?.[index] ?? 0] : [usual * Math.cos(reading), usual * Math.sin(reading)]
        const along = dx * Math.cos(standing) + dy * Math.sin(standing)
        const width = index < characters.length - 1 && along > 0 ? Math.min(usual, along) : usual
        this.#addGlyph(character, { x: atX, y: atY, width, size, standing }, matrix)
        atX += dx
        atY += dy
      }
    }
  }

  #addGlyph(
    text: string,
    { x, y, width, size, standing }: { x: number; y: number; width: number; size: number; standing: number },
    matrix: Matrix,
  ): void {
    if (/^[\s\u3000\u200b-\u200f\ufeff]$/u.test(text)) {
      const before = this.glyphs.at(-1)
      if (before) before.spaced = true
      return
    }
    if (/^[\ufffd\p{Co}\p{Cn}]$/u.test(text)) this.unmapped++
    const [cos, sin] = [Math.cos(standing), Math.sin(standing)]
    const cornerAt = (along: number, up: number) => toPoints(x + along * cos + up * sin, y + along * sin - up * cos, matrix)
    const start = cornerAt(0, 0)
    const end = cornerAt(width, 0)
    const top = cornerAt(0, size)
    const box = boxAround([cornerAt(0, -DESCENT * size), cornerAt(width, ASCENT * size)])
    if (!box.every((value) => Math.abs(value) < FARTHEST)) return
    this.glyphs.push({
      text,
      direction: directionOf(end[0] - start[0], start[1] - end[1]),
      size: Math.hypot(top[0] - start[0], top[1] - start[1]),
      x: start[0],
      y: start[1],
      box,
      spaced: false,
    })
  }

  #drawPath(object: XmlElement, matrix: Matrix): void {
    const { attributes } = object
    const stroked = attributes['Stroke'] !== 'false'
    if (!stroked && attributes['Fill'] !== 'true') return
    for (const outline of outlinesOf(childOf(object, 'AbbreviatedData')?.text ?? '')) {
      this.#objects += outline.length
      const points = outline.map(([x, y]) => toPoints(x, y, matrix))
      if (points.flat().every((value) => Math.abs(value) < FARTHEST)) addOutline(points, stroked, this)
    }
  }

  #drawImage(object: XmlElement, outer: Matrix): void {
    const [, , width, height] = boundaryOf(object)
    const placed = object.attributes['CTM'] === undefined ? ([width, 0, 0, height, 0, 0] as const) : IDENTITY
    const matrix = multiply(placed, matrixOf(object, outer))
    const box = boxAround([toPoints(0, 0, matrix), toPoints(1, 1, matrix)])
    if (!box.every((value) => Math.abs(value) < FARTHEST)) return
    const image = this.#resources.image(object.attributes['ResourceID'] ?? '')
    const bytes = image?.bytes
    this.images.push({ box, ...(image && { source: image.part }), ...(bytes && { bytes: () => bytes }) })
  }
}

/** An object's own space: its transformation, then its place on the page or in the drawing around it. */
function matrixOf(object: XmlElement, outer: Matrix): Matrix {
  const [left, top] = boundaryOf(object)
  const written = numbersOf(object.attributes['CTM'])
  const own = written.length === 6 ? (written as unknown as Matrix) : IDENTITY
  return multiply(multiply(own, [1, 0, 0, 1, left, top]), outer)
}

/** Left, top, width and height. */
export function boundaryOf(object: XmlElement): readonly [number, number, number, number] {
  const [left = 0, top = 0, width = 0, height = 0] = numbersOf(object.attributes['Boundary'])
  return [left, top, width, height]
}

/**
 * The distances between `count` characters and the next: `g 3 5` stands for 5 5 5; the last one goes on where there are too few. Null when
 * nothing is written.
 */
function steps(written: string | undefined, count: number): readonly number[] | null {
  const parts = (written ?? '').trim().split(/\s+/)
  if (parts[0] === '') return null
  const found: number[] = []
  for (let index = 0; index < parts.length && found.length < count; index++) {
    const repeated = parts[index]!.toLowerCase() === 'g'
    const times = repeated ? Math.min(count - found.length, Math.max(0, numberOf(parts[index + 1], 0))) : 1
    const step = numberOf(parts[repeated ? index + 2 : index], 0)
    for (let time = 0; time < times; time++) found.push(step)
    if (repeated) index += 2
  }
  while (found.length < count) found.push(found.at(-1) ?? 0)
  return found
}

/** The straight outlines of a path; one with a curve is left out. Source: GB/T 33190, table 36. */
function outlinesOf(data: string): [number, number][][] {
  const parts = data.trim().split(/[\s,]+/)
  const outlines: [number, number][][] = []
  let outline: [number, number][] = []
  let curved = false
  const finish = () => {
    if (outline.length > 1 && !curved) outlines.push(outline)
    outline = []
    curved = false
  }
  for (let index = 0; index < parts.length; index++) {
    const operator = parts[index]!
    const point = (offset: number): [number, number] => [
      numberOf(parts[index + offset], 0),
      numberOf(parts[index + offset + 1], 0),
    ]
    if (operator === 'M' || operator === 'S') {
      finish()
      outline = [point(1)]
      index += 2
    } else if (operator === 'L') {
      outline.push(point(1))
      index += 2
    } else if (operator === 'C') {
      if (outline[0]) outline.push(outline[0])
    } else if (operator in CURVES) {
      curved = true
      index += CURVES[operator]!
    }
  }
  finish()
  return outlines
}

/** How many numbers follow the letter of a curve. */
const CURVES: Readonly<Record<string, number>> = { Q: 4, B: 6, A: 7 }

function toPoints(x: number, y: number, [a, b, c, d, e, f]: Matrix): [number, number] {
  return [(a * x + c * y + e) * POINTS_PER_MILLIMETRE, (b * x + d * y + f) * POINTS_PER_MILLIMETRE]
}

/** Characters that fonts set half as wide as a Chinese one. */
function isNarrow(character: string): boolean {
  return character < '\u2000'
}

function radians(degrees: string | undefined): number {
  return (numberOf(degrees, 0) * Math.PI) / 180
}

function positive(written: string | undefined, otherwise: number): number {
  const value = numberOf(written, otherwise)
  return value > 0 ? value : otherwise
}

export function numbersOf(written: string | undefined): number[] {
  return (written ?? '')
    .trim()
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => numberOf(part, 0))
}

function numberOf(written: string | undefined, otherwise: number): number {
  const value = Number.parseFloat(written ?? '')
  return Number.isFinite(value) ? value : otherwise
}
