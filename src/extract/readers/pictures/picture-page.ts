import type { Block, Grid, GridCell, Place } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import { findRuledTables, type RuledTable } from '../pages/ruled-table.ts'
import { MOST_BY_RECOGNITION, readFigure } from './picture-figure.ts'
import { groupAlike } from './picture-glyphs.ts'
import { crop, type Grey, type PixelBox, resize, rotate, unrotate, WHITE } from './picture-grey.ts'
import { type Blot, findBlots, findInk, findSkew, type Ink, smooth } from './picture-ink.ts'
import { cutLine, type InkLine, splitAtGaps, toInkLines } from './picture-lines.ts'
import { findRules, maskRules, type Rules } from './picture-rules.ts'
import { loadRecogniser, type OnProgress, type Recognised, type Recogniser } from './recogniser.ts'

/** Tells a place by a box in points of the picture. */
export type ToPlace = (left: number, top: number, right: number, bottom: number) => Place

/** What a picture of one page says, from top to bottom, and how sure its characters are on the whole (0 to 1). */
export type PicturePage = { readonly blocks: readonly Block[]; readonly sure: number }

/** The height of type that tables are looked for at, in points, as on a printed page. */
const EM = 10.5
/** Type lower than this, in points, loses its thin strokes: the picture is enlarged before, if it has no more points than that. */
const SMALL_EM = 24
const MOST_ENLARGED = 6_000_000
/** Patches of ink smaller than this, in ems, are specks. */
const SPECK = 0.16
/** Patches of ink larger than this, in ems, are drawings. */
const DRAWING = 3.2
/** Patches smaller than this and as near to a cell's edge as that, in ems, are left of its rules. */
const REMNANT = 0.4
const EDGE = 0.2

/** A page holds some hundreds of lines and cells; a long screenshot of a whole report about a thousand. */
const MOST_LINES = 4000

type Cut = { readonly line: InkLine; readonly within: PixelBox }

/**
 * Reads a picture of a page that stands upright or is turned by a few degrees. Its tables are found by their rules and each cell is recognised
 * by itself, so that a lone 0 is not lost between lines; what stands outside of tables is recognised line by line.
 */
export async function readPicturePage(picture: Grey, toPlace: ToPlace, onProgress?: OnProgress): Promise<PicturePage> {
  const { grey, ink, angle } = straighten(picture)
  onProgress?.()
  const em = measureEm(ink)
  if (em === null) return { blocks: [], sure: 1 }
  if (em < SMALL_EM && picture.width * picture.height < MOST_ENLARGED) {
    const { width, height } = picture
    const halved: ToPlace = (left, top, right, bottom) => toPlace(left / 2, top / 2, right / 2, bottom / 2)
    return readPicturePage(resize(picture, width * 2, height * 2), halved, onProgress)
  }
  const rules = findRules(smooth(grey), ink, em)
  const tables = findTables(rules, em)
  const mask = maskRules(
    ink,
    rules,
    tables.map(({ box }) => box),
  )
  const words = { ...ink, data: ink.data.map((inked, at) => (mask[at] === 1 ? 0 : inked)) }
  const page = { left: 0, top: 0, right: grey.width, bottom: grey.height }
  const blots = findBlots(words, page).filter((blot) => isOfText(blot, em))
  const clean = paintOver(grey, mask)
  const placeOf = (box: PixelBox) => placeBefore(box, grey, angle, toPlace)
  const { inCells, outside } = assign(blots, tables, em)
  const cuts: Cut[] = []
  const ask = (line: InkLine, within: PixelBox) => cuts.push({ line, within }) - 1
  const asked = tables.map((table, index) =>
    table.cells.map((cell, number) => {
      const box = boxOf(cell.box)
      return toInkLines(inCells[index]![number]!, em).map((line) => ask(line, box))
    }),
  )
  const lines = toInkLines(outside, em).map((line) => splitAtGaps(line, em).map((part) => ask(part, page)))
  if (cuts.length > MOST_LINES)
    throw new GiveUp('too-large', `a picture has ${cuts.length} lines and cells; the limit is ${MOST_LINES}`)
  onProgress?.()
  const recognise = await loadRecogniser()
  onProgress?.()
  const results = await recogniseOnce(
    recognise,
    cuts.map(({ line, within }) => cutLine(clean, line, within, em)),
    onProgress,
  )
  const items: { top: number; block: Block }[] = []
  tables.forEach((table, index) => {
    items.push({ top: table.box[1], block: toGrid(table, asked[index]!, results, cuts, placeOf, clean) })
  })
  for (const numbers of lines) {
    const block = toParagraph(numbers, results, cuts, placeOf)
    if (block) items.push({ top: cuts[numbers[0]!]!.line.top, block })
  }
  items.sort((one, other) => one.top - other.top)
  return { blocks: items.map(({ block }) => block), sure: meanSure(results) }
}

/** Pictures as narrow as this, in points, show a single digit. */
const NARROW = 46
/** Lines as wide as this are words: narrower type reads as well and faster. */
const WIDE = 150
const NARROWED = 0.75

/** Recognises lines; digits in the same print only once, and each also in a row of its like, since a lone 0 tells the model little. */
async function recogniseOnce(recognise: Recogniser, lines: readonly Grey[], onProgress?: OnProgress): Promise<Recognised[]> {
  const single = [...lines.keys()].filter((index) => lines[index]!.width <= NARROW)
  const groups = groupAlike(single.map((index) => lines[index]!))
  const first = new Map(single.map((index, position) => [index, single[groups[position]!]!] as const))
  const asked = [...lines.keys()].filter((index) => (first.get(index) ?? index) === index)
  const pictures = asked.map((index) => {
    const line = lines[index]!
    return line.width < WIDE ? line : resize(line, Math.round(line.width * NARROWED), line.height)
  })
  const lone = asked.filter((index) => first.has(index))
  const rows = lone.map((index) => inARow(lines[index]!))
  const results = await recognise([...pictures, ...rows], onProgress)
  const known = new Map(asked.map((index, position) => [index, results[position]!] as const))
  lone.forEach((index, position) => {
    known.set(index, settle(known.get(index)!, results[asked.length + position]!))
  })
  return [...lines.keys()].map((index) => known.get(first.get(index) ?? index)!)
}

const COPIES = 3

/** A character printed several times side by side, as close as the digits of a number. */
function inARow({ width, height, data }: Grey): Grey {
  const inked = Array.from({ length: width }, (_, x) => {
    for (let y = 0; y < height; y++) if (data[y * width + x]! < WHITE / 2) return true
    return false
  })
  const left = Math.max(0, inked.indexOf(true) - APART)
  const right = Math.min(width, inked.lastIndexOf(true) + 1 + APART)
  const step = right - left
  const whole = step * COPIES + 2 * AROUND_ROW
  const row = new Uint8Array(whole * height).fill(WHITE)
  for (let y = 0; y < height; y++)
    for (let copy = 0; copy < COPIES; copy++)
      row.set(data.subarray(y * width + left, y * width + right), y * whole + AROUND_ROW + copy * step)
  return { width: whole, height, data: row }
}

/** Half the space between the digits of a number, and the paper at the ends of the row, in points. */
const APART = 2
const AROUND_ROW = 10

/** A character as recognised alone and in a row: as sure as the surer one where both agree, else doubtful. */
function settle(alone: Recognised, row: Recognised): Recognised {
  const [character] = alone.characters
  const [copy] = row.characters
  const same = row.characters.length === COPIES && row.characters.every(({ digit }) => digit === copy!.digit)
  if (!copy || !same) return alone
  if (!character)
    return { text: copy.text, characters: [{ ...copy, sure: copy.sure * UNSEEN, digitSure: copy.digitSure * UNSEEN }] }
  if (alone.characters.length > 1) return alone
  const [surer, other] = copy.digitSure > character.digitSure ? [copy, character] : [character, copy]
  if (surer.digit === other.digit) return { text: surer.text, characters: [surer] }
  return { text: surer.text, characters: [{ ...surer, digitSure: surer.digitSure * DISPUTED }] }
}

/** What is left of the sureness of a character that was only seen in a row, or was two things. */
const UNSEEN = 0.9
const DISPUTED = 0.55

/** The mean over all characters; a line in which none was recognised counts as one that is not sure at all. */
function meanSure(results: readonly Recognised[]): number {
  const sures = results.flatMap(({ characters }) => (characters.length === 0 ? [0] : characters.map(({ sure }) => sure)))
  return sures.length === 0 ? 0 : sures.reduce((sum, sure) => sum + sure, 0) / sures.length
}

/** The page with its lines level, its ink, and by how many degrees it was turned clockwise for that. */
function straighten(picture: Grey): { grey: Grey; ink: Ink; angle: number } {
  const ink = findInk(smooth(picture))
  const angle = findSkew(ink)
  if (angle === 0) return { grey: picture, ink, angle }
  const grey = rotate(picture, angle)
  return { grey, ink: findInk(smooth(grey)), angle }
}

/** The height of most characters; null on a page without text. */
function measureEm(ink: Ink): number | null {
  const heights = findBlots(ink, { left: 0, top: 0, right: ink.width, bottom: ink.height })
    .map(({ top, bottom }) => bottom - top)
    .filter((height) => height > 6 && height < 120)
    .sort((one, other) => one - other)
  return heights.length < 10 ? null : heights[Math.floor(heights.length * 0.8)]! * 1.08
}

function isOfText({ left, top, right, bottom }: Blot, em: number): boolean {
  const [width, height] = [right - left, bottom - top]
  return Math.max(width, height) >= SPECK * em && height <= DRAWING * em && width <= 2 * DRAWING * em
}

/** The tables of the page, in points of the picture. */
function findTables({ horizontals, verticals }: Rules, em: number): RuledTable[] {
  const scale = EM / em
  const scaled = ({ at, from, to }: { at: number; from: number; to: number }) => ({
    at: at * scale,
    from: from * scale,
    to: to * scale,
  })
  const back = (value: number) => value / scale
  return findRuledTables(horizontals.map(scaled), verticals.map(scaled)).map(({ xs, ys, cells, box }) => ({
    xs: xs.map(back),
    ys: ys.map(back),
    cells: cells.map((cell) => ({ ...cell, box: scaleBox(cell.box, back) })),
    box: scaleBox(box, back),
  }))
}

function scaleBox([left, top, right, bottom]: RuledTable['box'], scale: (value: number) => number): RuledTable['box'] {
  return [scale(left), scale(top), scale(right), scale(bottom)]
}

function boxOf([left, top, right, bottom]: RuledTable['box']): PixelBox {
  return { left: Math.round(left), top: Math.round(top), right: Math.round(right), bottom: Math.round(bottom) }
}

/** Gives each patch of ink to the cell that holds its middle. */
function assign(blots: readonly Blot[], tables: readonly RuledTable[], em: number): { inCells: Blot[][][]; outside: Blot[] } {
  const inCells = tables.map(({ cells }) => cells.map((): Blot[] => []))
  const outside: Blot[] = []
  for (const blot of blots) {
    const x = (blot.left + blot.right) / 2
    const y = (blot.top + blot.bottom) / 2
    const holds = ([left, top, right, bottom]: RuledTable['box']) => x > left && x < right && y > top && y < bottom
    const table = tables.findIndex(({ box }) => holds(box))
    const cell = table < 0 ? -1 : tables[table]!.cells.findIndex(({ box }) => holds(box))
    if (cell < 0) {
      if (table < 0) outside.push(blot)
    } else if (!isRemnant(blot, tables[table]!.cells[cell]!.box, em)) inCells[table]![cell]!.push(blot)
  }
  return { inCells, outside }
}

/** What is left of a rule: a small patch at the edge of a cell. */
function isRemnant(blot: Blot, [left, top, right, bottom]: RuledTable['box'], em: number): boolean {
  const small = Math.max(blot.right - blot.left, blot.bottom - blot.top) < REMNANT * em
  const away = Math.min(blot.left - left, right - blot.right, blot.top - top, bottom - blot.bottom)
  return small && away < EDGE * em
}

/** The page without its rules: where they were there is paper of about the shade beside it. */
function paintOver({ width, height, data }: Grey, mask: Uint8Array): Grey {
  const painted = new Uint8Array(data)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x] !== 1) continue
      let paper = 0
      for (const [dx, dy] of AROUND) {
        const [nearX, nearY] = [x + dx, y + dy]
        if (nearX >= 0 && nearY >= 0 && nearX < width && nearY < height) paper = Math.max(paper, data[nearY * width + nearX]!)
      }
      painted[y * width + x] = paper || WHITE
    }
  }
  return { width, height, data: painted }
}

/** Where the paper beside a rule is looked for, in points. */
const AROUND = [
  [5, 0],
  [-5, 0],
  [0, 5],
  [0, -5],
] as const

/** Where a box of the straightened page was on the picture. */
function placeBefore({ left, top, right, bottom }: PixelBox, grey: Grey, angle: number, toPlace: ToPlace): Place {
  if (angle === 0) return toPlace(left, top, right, bottom)
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x, y]) => unrotate(x!, y!, grey, angle))
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  return toPlace(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
}

/** A cell with traces too faint for ink may hold something: that it is blank is not sure. */
const TRACE = 0.5
/** So much darker than its paper, as a part of that, and so many points make a trace. */
const FAINTEST = 0.15
const TRACE_POINTS = 3
/** How far from the edges of a cell traces are looked for, in points: its rules may leave some there. */
const INSET = 5

function hasTrace(page: Grey, { left, top, right, bottom }: PixelBox): boolean {
  const { data } = crop(page, { left: left + INSET, top: top + INSET, right: right - INSET, bottom: bottom - INSET })
  const paper = data.toSorted()[Math.floor(data.length * 0.6)] ?? WHITE
  return data.filter((shade) => shade < paper * (1 - FAINTEST)).length >= TRACE_POINTS
}

type PlaceOf = (box: PixelBox) => Place

function toGrid(
  table: RuledTable,
  asked: readonly (readonly number[])[],
  results: readonly Recognised[],
  cuts: readonly Cut[],
  placeOf: PlaceOf,
  clean: Grey,
): Grid {
  const rows: (GridCell | null)[][] = table.ys.slice(1).map(() => new Array<GridCell | null>(table.xs.length - 1).fill(null))
  table.cells.forEach(({ row, column, rowSpan, columnSpan, box }, index) => {
    const lines = asked[index]!.map((number) => ({ result: results[number]!, blots: cuts[number]!.line.blots }))
    const read = readFigure(lines)
    const isEmpty = lines.length === 0 && !hasTrace(clean, boxOf(box))
    const cell = {
      text: read.text,
      confidence: lines.length > 0 || isEmpty ? read.confidence : TRACE,
      at: placeOf(boxOf(box)),
      row,
      column,
      rowSpan,
      columnSpan,
    }
    for (let y = row; y < row + rowSpan; y++) rows[y]!.fill(cell, column, column + columnSpan)
  })
  return { kind: 'grid', rows, at: placeOf(boxOf(table.box)) }
}

function toParagraph(
  numbers: readonly number[],
  results: readonly Recognised[],
  cuts: readonly Cut[],
  placeOf: PlaceOf,
): Block | null {
  const pieces = numbers.flatMap((number) => {
    const { text, characters } = results[number]!
    if (text.trim() === '') return []
    return [
      { text, at: placeOf(cuts[number]!.line), confidence: Math.min(MOST_BY_RECOGNITION, ...characters.map(({ sure }) => sure)) },
    ]
  })
  if (pieces.length === 0) return null
  const lines = numbers.map((number) => cuts[number]!.line)
  const at = placeOf({
    left: Math.min(...lines.map(({ left }) => left)),
    top: Math.min(...lines.map(({ top }) => top)),
    right: Math.max(...lines.map(({ right }) => right)),
    bottom: Math.max(...lines.map(({ bottom }) => bottom)),
  })
  return { kind: 'paragraph', text: pieces.map(({ text }) => text).join(' '), heading: null, pieces, at }
}
