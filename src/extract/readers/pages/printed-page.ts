import type { Block, GridCell, Paragraph, Place } from '../../../model/document.ts'
import {
  ABOVE_BASELINE,
  type Box,
  type DrawnGlyph,
  type DrawnImage,
  type DrawnPage,
  type RulingLine,
  type Turn,
  turnOf,
} from './drawn-page.ts'
import { blankBeside, fillsCell, type Glyph, type PrintedLine, textOfCell, textOfLines, toLines } from './printed-lines.ts'
import { findRuledTables, type RuledTable } from './ruled-table.ts'
import type { UnruledColumns } from './unruled-columns.ts'
import { findUnruledTables, type UnruledTable } from './unruled-table.ts'
import { completeLabels } from './wrapped-labels.ts'

/** Pictures smaller than this, in points, hold no table. */
const SMALL_PICTURE = 72
/** Type larger than the usual one of a table by this factor that runs over the edges of its cell is a watermark. */
const WATERMARK = 1.8
/** Outside tables titles are large, too: only type larger than this factor may be a watermark. */
const LARGE = 2.5

const TURNS: readonly Turn[] = [0, 90, 180, 270]
const WITHOUT_DRAWING = { horizontals: [], verticals: [], images: [] } as const

/** Text that recognition laid over a scan is as sure as this until the sums confirm it. */
const RECOGNISED = { confidence: 0.8 } as const
/** Figures outside the lines of a table, and blanks between its columns, are as sure to stand where they seem to stand. */
const LOOSE = { placed: 0.8 } as const

/** A cell of a part of a table; `fills`: its last line is as wide as the cell, so that a number may go on below. */
export type PrintedCell = GridCell & { readonly fills?: boolean }

/** A table with the positions of its column edges, so that its parts on several pages can be joined. */
export type PrintedTable = {
  readonly kind: 'table'
  readonly xs: readonly number[]
  readonly rows: readonly (readonly PrintedCell[])[]
  readonly at: Place
}
/** Something on an upright page; `top` and `bottom` are points from its upper edge. */
export type PrintedItem = {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly block: Block | PrintedTable
}

/** What a page of fixed layout says, turned so that most of its text runs from left to right. */
export type PrintedPage = {
  readonly height: number
  readonly turn: Turn
  /** In reading order. */
  readonly items: readonly PrintedItem[]
  /** Text that slants or is printed across a table, as watermarks are. */
  readonly watermark: string
  /** The columns of a table without upright lines that may go on on the next page. */
  readonly openColumns: UnruledColumns | null
}

/** A page turned so that text of one direction runs from left to right. */
type UprightPage = {
  readonly width: number
  readonly height: number
  readonly glyphs: readonly Glyph[]
  /** Text of the other right angles, as drawn. */
  readonly sideways: readonly DrawnGlyph[]
  readonly horizontals: readonly RulingLine[]
  readonly verticals: readonly RulingLine[]
  readonly images: readonly DrawnImage[]
  readonly toUpright: (box: Box) => Box
  readonly toShown: (box: Box) => Box
}

/** Reads a page: tables drawn by lines become grids with merged cells, all other text lines with their pieces. */
export function readPrintedPage(drawn: DrawnPage, page: number, openColumns: UnruledColumns | null = null): PrintedPage {
  return readTurned(drawn, page, readingDirection(drawn.glyphs) ?? 0, false, openColumns)
}

/** Reads a page, or a part of it that is one table, as it is after it was turned clockwise. */
function readTurned(
  drawn: DrawnPage,
  page: number,
  turn: Turn,
  isPart: boolean,
  openColumns: UnruledColumns | null = null,
): PrintedPage {
  const upright = setUpright(drawn, turn)
  const place = (box: Box): Place => ({ page, box: rounded(upright.toShown(box)) })
  const tables = findRuledTables(upright.horizontals, upright.verticals)
  const { inTables, outside } = settleInTables(upright, tables)
  const items: PrintedItem[] = []
  const watermark: string[] = [textOf(drawn.glyphs.filter(({ direction }) => direction === null))]
  tables.forEach((table, index) => {
    const held = inTables[index]!
    const [, top, , bottom] = table.box
    if (!isPart && runsSideways(held)) {
      const direction = readingDirection(held.sideways) ?? turn
      const part = readTurned(partOf(drawn, upright.toShown(table.box)), page, direction, true)
      for (const { block } of part.items) items.push({ top, bottom, left: table.box[0], block })
      return
    }
    const read = toTable(table, held, upright, drawn, place)
    items.push({ top, bottom, left: table.box[0], block: read.table })
    watermark.push(read.watermark)
  })
  const large = acrossText(outside.upright)
  watermark.push(
    outside.upright
      .filter((glyph) => large.has(glyph))
      .map(({ text }) => text)
      .join(''),
  )
  const words = large.size === 0 ? outside.upright : outside.upright.filter((glyph) => !large.has(glyph))
  const unruled = isPart ? [] : findUnruledTables(words, upright.horizontals, openColumns)
  const settled = new Set(unruled.flatMap(({ cells }) => cells.flatMap(({ glyphs }) => glyphs)))
  for (const table of unruled) {
    const [left, top, , bottom] = table.box
    items.push({ top, bottom, left, block: toUnruledTable(table, place) })
  }
  const lines = toLines(settled.size === 0 ? words : words.filter((glyph) => !settled.has(glyph)))
  for (const line of completeLabels(lines)) items.push(itemOf(line, place))
  upright.images.forEach(({ box, source, bytes }, index) => {
    const [left, top, right, bottom] = box
    if (right - left < SMALL_PICTURE || bottom - top < SMALL_PICTURE) return
    const named = source ?? `page ${page}, picture ${index + 1}`
    items.push({
      top,
      bottom,
      left,
      block: { kind: 'picture', source: named, ...(bytes && { bytes: bytes() }), at: place(box) },
    })
  })
  items.sort((one, other) => one.top - other.top || one.left - other.left)
  return {
    height: upright.height,
    turn,
    items: [...items, ...sidewaysLines(outside.sideways, drawn, page, upright.height)],
    watermark: watermark.filter((text) => text !== '').join(' '),
    openColumns: unruled.findLast(({ isLast }) => isLast)?.columns ?? null,
  }
}

function toUnruledTable({ xs, rowCount, cells, box }: UnruledTable, place: (box: Box) => Place): PrintedTable {
  const rows: PrintedCell[][] = Array.from({ length: rowCount }, () => [])
  for (const { glyphs, text, box: own, placed, row, column, rowSpan, columnSpan } of cells) {
    const cell: PrintedCell = {
      text: text ?? textOfCell(glyphs, own, 0),
      at: place(own),
      ...(placed !== undefined && { placed }),
      ...(glyphs.some(({ recognised }) => recognised) && RECOGNISED),
      row,
      column,
      rowSpan,
      columnSpan,
    }
    for (let y = row; y < row + rowSpan; y++) for (let x = column; x < column + columnSpan; x++) rows[y]![x] ??= cell
  }
  const blank = (row: number, column: number): PrintedCell => ({
    ...LOOSE,
    text: '',
    at: place(box),
    row,
    column,
    rowSpan: 1,
    columnSpan: 1,
  })
  return {
    kind: 'table',
    xs,
    rows: rows.map((row, y) => xs.slice(1).map((_, x) => row[x] ?? blank(y, x))),
    at: place(box),
  }
}

function itemOf(line: PrintedLine, place: (box: Box) => Place): PrintedItem {
  const pieces = line.pieces.map(({ text, box, recognised }) => ({
    text,
    at: place(box),
    ...(recognised && RECOGNISED),
    ...(isLooseFigure(text) && LOOSE),
  }))
  const block: Paragraph = { kind: 'paragraph', text: line.text, heading: null, pieces, at: place(line.box) }
  return { top: line.box[1], bottom: line.box[3], left: line.box[0], block }
}

/** A figure of a table without lines: which row it belongs to is open where labels are wrapped. */
function isLooseFigure(text: string): boolean {
  return /^[\d.,\s/-]+$/.test(text)
}

/** Lines that run along the sides of the page, behind all others. */
function sidewaysLines(glyphs: readonly DrawnGlyph[], drawn: DrawnPage, page: number, end: number): PrintedItem[] {
  if (glyphs.length === 0) return []
  return TURNS.flatMap((turn) => {
    const upright = setUpright({ ...drawn, ...WITHOUT_DRAWING, glyphs }, turn)
    const place = (box: Box): Place => ({ page, box: rounded(upright.toShown(box)) })
    return toLines(upright.glyphs).map((line) => ({ ...itemOf(line, place), top: end, bottom: end }))
  })
}

type Held = { readonly upright: readonly Glyph[]; readonly sideways: readonly DrawnGlyph[] }
type Gathered = { readonly upright: Glyph[]; readonly sideways: DrawnGlyph[] }
type Settled = { readonly inTables: readonly Held[]; readonly outside: Held }

function settleInTables(page: UprightPage, tables: readonly RuledTable[]): Settled {
  if (tables.length === 0) return { inTables: [], outside: { upright: page.glyphs, sideways: page.sideways } }
  const inTables: Gathered[] = tables.map(() => ({ upright: [], sideways: [] }))
  const outside: Gathered = { upright: [], sideways: [] }
  const holderOf = (x: number, y: number): Gathered => {
    const index = tables.findIndex(({ box: [left, top, right, bottom] }) => x > left && x < right && y > top && y < bottom)
    return inTables[index] ?? outside
  }
  for (const glyph of page.glyphs) holderOf((glyph.left + glyph.right) / 2, middleOf(glyph)).upright.push(glyph)
  for (const glyph of page.sideways) holderOf(...centreOf(page.toUpright(glyph.box))).sideways.push(glyph)
  return { inTables, outside }
}

/** Whether a table is laid sideways on its page: its figures tell, since labels run upwards in upright tables, too. */
function runsSideways({ upright, sideways }: Held): boolean {
  const figures = (glyphs: readonly { readonly text: string }[]) => glyphs.filter(({ text }) => /\d/.test(text)).length
  const [across, along] = [figures(upright), figures(sideways)]
  return across === along ? sideways.length > upright.length : along > across
}

/** What a page shows inside a box. */
function partOf(drawn: DrawnPage, [left, top, right, bottom]: Box): DrawnPage {
  const within = (x: number, y: number) => x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1
  return {
    ...drawn,
    glyphs: drawn.glyphs.filter(({ box, direction }) => direction !== null && within(...centreOf(box))),
    horizontals: drawn.horizontals.filter(({ at, from, to }) => within((from + to) / 2, at)),
    verticals: drawn.verticals.filter(({ at, from, to }) => within(at, (from + to) / 2)),
    images: [],
  }
}

function toTable(
  table: RuledTable,
  held: Held,
  page: UprightPage,
  drawn: DrawnPage,
  place: (box: Box) => Place,
): { table: PrintedTable; watermark: string } {
  const owner: number[][] = table.ys.slice(1).map(() => [])
  table.cells.forEach((cell, index) => {
    for (let y = cell.row; y < cell.row + cell.rowSpan; y++) {
      for (let x = cell.column; x < cell.column + cell.columnSpan; x++) owner[y]![x] = index
    }
  })
  const usual = usualSize(held.upright)
  const watermark: Glyph[] = []
  const inCells: Gathered[] = table.cells.map(() => ({ upright: [], sideways: [] }))
  const cellAt = (x: number, y: number) => owner[indexOf(table.ys, y)]![indexOf(table.xs, x)]!
  const isAcross = (glyph: Glyph) =>
    glyph.size > WATERMARK * usual && !fits(glyph, table.cells[cellAt((glyph.left + glyph.right) / 2, middleOf(glyph))]!.box)
  const words = held.upright.filter((glyph) => {
    const across = isAcross(glyph)
    if (across) watermark.push(glyph)
    return !across
  })
  for (const { glyph, x } of settle(words, table)) inCells[cellAt(x, middleOf(glyph))]!.upright.push(glyph)
  for (const glyph of held.sideways) inCells[cellAt(...centreOf(page.toUpright(glyph.box)))]!.sideways.push(glyph)
  const margin = table.cells.reduce(
    (least, { box }, index) => Math.min(least, blankBeside(inCells[index]!.upright, box)),
    Number.POSITIVE_INFINITY,
  )
  const cells: PrintedCell[] = table.cells.map((cell, index) => {
    const { upright, sideways } = inCells[index]!
    const lines = toLines(upright)
    const texts = [textOfLines(lines, cell.box, margin), ...sidewaysText(sideways, page.toShown(cell.box), drawn)]
    return {
      text: texts.filter((text) => text !== '').join('\n'),
      at: place(cell.box),
      ...(isRecognised(inCells[index]!) && RECOGNISED),
      fills: fillsCell(lines, cell.box, margin),
      row: cell.row,
      column: cell.column,
      rowSpan: cell.rowSpan,
      columnSpan: cell.columnSpan,
    }
  })
  return {
    table: {
      kind: 'table',
      xs: table.xs,
      rows: owner.map((line) => line.map((index) => cells[index]!)),
      at: place(table.box),
    },
    watermark: watermark.map(({ text }) => text).join(''),
  }
}

function isRecognised({ upright, sideways }: Held): boolean {
  return upright.some(({ recognised }) => recognised) || sideways.some(({ recognised }) => recognised)
}

/** Text of a cell that runs upwards or downwards, each direction read for itself. */
function sidewaysText(glyphs: readonly DrawnGlyph[], shown: Box, drawn: DrawnPage): string[] {
  if (glyphs.length === 0) return []
  return TURNS.flatMap((turn) => {
    const upright = setUpright({ ...drawn, ...WITHOUT_DRAWING, glyphs }, turn)
    return upright.glyphs.length === 0 ? [] : [textOfCell(upright.glyphs, upright.toUpright(shown), 0)]
  })
}

/** Characters far larger than the others that other lines run through. */
function acrossText(glyphs: readonly Glyph[]): ReadonlySet<Glyph> {
  const usual = usualSize(glyphs)
  const large = glyphs.filter(({ size }) => size > LARGE * usual)
  if (large.length === 0) return new Set()
  const small = glyphs.filter(({ size }) => size <= LARGE * usual)
  return new Set(large.filter((glyph) => small.some((other) => runsThrough(other, glyph))))
}

function runsThrough(small: Glyph, large: Glyph): boolean {
  const x = (small.left + small.right) / 2
  const y = middleOf(small)
  return x > large.left && x < large.right && y < large.baseline && y > large.baseline - 0.8 * large.size
}

/** Whether a character stays between the upper and the lower edge of its cell. */
function fits({ baseline, size }: Glyph, [, top, , bottom]: Box): boolean {
  return baseline - 0.7 * size > top && baseline < bottom
}

function setUpright(drawn: DrawnPage, turn: Turn): UprightPage {
  const { width, height } = drawn
  const [uprightWidth, uprightHeight] = turn % 180 === 0 ? [width, height] : [height, width]
  const toUpright = (box: Box) => turnBox(box, width, height, turn)
  return {
    width: uprightWidth,
    height: uprightHeight,
    ...sortByDirection(drawn.glyphs, turn, turn === 0 ? null : toUpright),
    ...turnLines(drawn, turn, toUpright),
    images: drawn.images.map((image) => ({ ...image, box: toUpright(image.box) })),
    toUpright,
    toShown: (box) => turnBox(box, uprightWidth, uprightHeight, turnOf(-turn)),
  }
}

/** The characters that are upright after the turn, and the others as drawn, without slanting ones. */
function sortByDirection(
  drawn: readonly DrawnGlyph[],
  turn: Turn,
  toUpright: ((box: Box) => Box) | null,
): Pick<UprightPage, 'glyphs' | 'sideways'> {
  const glyphs: Glyph[] = []
  const sideways: DrawnGlyph[] = []
  for (const glyph of drawn) {
    if (glyph.direction === turn) glyphs.push(turnGlyph(glyph, toUpright))
    else if (glyph.direction !== null) sideways.push(glyph)
  }
  return { glyphs, sideways }
}

function turnGlyph({ text, size, x, y, box, spaced, recognised }: DrawnGlyph, toUpright: ((box: Box) => Box) | null): Glyph {
  const [left, , right] = toUpright ? toUpright(box) : box
  const baseline = toUpright ? toUpright([x, y, x, y])[1] : y
  const glyph = { text, left, right, baseline, size, spaced }
  return recognised ? { ...glyph, recognised } : glyph
}

type Lines = Pick<DrawnPage, 'horizontals' | 'verticals'>

function turnLines({ horizontals, verticals }: Lines, turn: Turn, toUpright: (box: Box) => Box): Lines {
  if (turn === 0) return { horizontals, verticals }
  const across = horizontals.map(({ at, from, to }) => toUpright([from, at, to, at]))
  const down = verticals.map(({ at, from, to }) => toUpright([at, from, at, to]))
  const flat = ([left, top, right]: Box): RulingLine => ({ at: top, from: left, to: right })
  const steep = ([left, top, , bottom]: Box): RulingLine => ({ at: left, from: top, to: bottom })
  return turn === 180
    ? { horizontals: across.map(flat), verticals: down.map(steep) }
    : { horizontals: down.map(flat), verticals: across.map(steep) }
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

/** The direction of most text: turning the page clockwise by it sets the text upright. */
function readingDirection(glyphs: readonly DrawnGlyph[]): Turn | null {
  const counts = new Map<Turn, number>()
  for (const { direction } of glyphs) if (direction !== null) counts.set(direction, (counts.get(direction) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null
}

function textOf(glyphs: readonly DrawnGlyph[]): string {
  return glyphs
    .map(({ text, spaced }) => (spaced ? `${text} ` : text))
    .join('')
    .trim()
}

function middleOf(glyph: Glyph): number {
  return glyph.baseline - ABOVE_BASELINE * glyph.size
}

function centreOf([left, top, right, bottom]: Box): [number, number] {
  return [(left + right) / 2, (top + bottom) / 2]
}

/** The size of type that half of the characters have at most. */
function usualSize(glyphs: readonly Glyph[]): number {
  const sizes = new Float64Array(glyphs.length)
  for (let index = 0; index < glyphs.length; index++) sizes[index] = glyphs[index]!.size
  return sizes.sort()[Math.floor(sizes.length / 2)] ?? 0
}

/**
 * Where each character counts as standing: in the middle of its word, so that a word printed across a line stays whole in the cell that
 * holds its middle. A line that runs between two characters parts their words.
 */
function settle(glyphs: readonly Glyph[], table: RuledTable): { glyph: Glyph; x: number }[] {
  const sorted = glyphs.toSorted((one, other) => one.baseline - other.baseline || one.left - other.left)
  const settled: { glyph: Glyph; x: number }[] = []
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1
    while (end < sorted.length && runOn(sorted[end - 1]!, sorted[end]!, table)) end++
    const middle = (sorted[start]!.left + sorted[end - 1]!.right) / 2
    for (; start < end; start++) settled.push({ glyph: sorted[start]!, x: middle })
  }
  return settled
}

/** Whether two characters belong to one word that no line parts. */
function runOn(before: Glyph, after: Glyph, table: RuledTable): boolean {
  if (Math.abs(before.baseline - after.baseline) > 0.5 || before.spaced) return false
  if (Math.abs(after.left - before.right) > 0.2 * before.size) return false
  const crossed = table.xs.find((x) => x > (before.left + before.right) / 2 && x <= (after.left + after.right) / 2)
  if (crossed === undefined) return true
  const margin = 0.06 * before.size
  return crossed < before.right - margin || crossed > after.left + margin
}

function indexOf(edges: readonly number[], position: number): number {
  let index = 0
  while (index < edges.length - 2 && position >= edges[index + 1]!) index++
  return index
}

function rounded([left, top, right, bottom]: Box): Box {
  const round = (value: number) => Math.round(value * 10) / 10
  return [round(left), round(top), round(right), round(bottom)]
}
