import type { Block, Grid, GridCell, Place } from '../../model/document.ts'
import { ABOVE_BASELINE, type Box, type DrawnGlyph, type DrawnPage, type RulingLine, type Turn, turnOf } from './drawn-page.ts'
import { type Glyph, type PrintedLine, textOfCell, toLines } from './printed-lines.ts'
import { findRuledTables, type RuledTable } from './ruled-table.ts'

/** Pictures smaller than this, in points, hold no table. */
const SMALL_PICTURE = 72
/** Page numbers stand this near to the upper or lower edge, as a part of the page's height. */
const MARGIN = 0.1

type Positioned = { readonly top: number; readonly left: number; readonly block: Block }

/** A page turned so that most of its text runs from left to right. */
type UprightPage = {
  readonly width: number
  readonly height: number
  readonly glyphs: readonly Glyph[]
  /** Text that runs in another direction, such as a watermark, in the order of the file. */
  readonly askew: string
  readonly horizontals: readonly RulingLine[]
  readonly verticals: readonly RulingLine[]
  readonly images: readonly Box[]
  readonly toShown: (box: Box) => Box
}

/**
 * What a page of fixed layout says: tables drawn by lines become grids with merged cells, all other text lines with their pieces. Page
 * numbers at the edges are left out, since they are not the document's words and would pass for figures.
 */
export function blocksOfPage(drawn: DrawnPage, page: number): Block[] {
  const content = setUpright(drawn)
  const place = (box: Box): Place => ({ page, box: rounded(content.toShown(box)) })
  const tables = findRuledTables(content.horizontals, content.verticals)
  const inTables: Glyph[][] = tables.map(() => [])
  const outside: Glyph[] = []
  for (const glyph of content.glyphs) {
    const table = tables.findIndex(({ box }) => isInside(glyph, box))
    if (table >= 0) inTables[table]!.push(glyph)
    else outside.push(glyph)
  }
  const items: Positioned[] = []
  for (const line of withoutPageNumbers(toLines(outside), content.height, page)) {
    const pieces = line.pieces.map(({ text, box }) => ({ text, at: place(box) }))
    items.push({
      top: line.box[1],
      left: line.box[0],
      block: { kind: 'paragraph', text: line.text, heading: null, pieces, at: place(line.box) },
    })
  }
  tables.forEach((table, index) => {
    items.push({ top: table.box[1], left: table.box[0], block: toGrid(table, inTables[index]!, place) })
  })
  content.images.forEach((box, index) => {
    if (box[2] - box[0] < SMALL_PICTURE || box[3] - box[1] < SMALL_PICTURE) return
    items.push({
      top: box[1],
      left: box[0],
      block: { kind: 'picture', source: `page ${page}, picture ${index + 1}`, at: place(box) },
    })
  })
  items.sort((one, other) => one.top - other.top || one.left - other.left)
  const blocks = items.map(({ block }) => block)
  if (content.askew !== '') {
    const at = place([0, 0, content.width, content.height])
    blocks.push({ kind: 'paragraph', text: content.askew, heading: null, pieces: [{ text: content.askew, at }], at })
  }
  return blocks
}

function setUpright(drawn: DrawnPage): UprightPage {
  const { width, height } = drawn
  const turn = readingDirection(drawn.glyphs) ?? 0
  const [uprightWidth, uprightHeight] = turn % 180 === 0 ? [width, height] : [height, width]
  const glyphs: Glyph[] = []
  let askew = ''
  for (const glyph of drawn.glyphs) {
    if (glyph.direction !== turn) askew += glyph.spaced ? `${glyph.text} ` : glyph.text
    else glyphs.push(turnGlyph(glyph, width, height, turn))
  }
  const lines = turnLines(drawn, width, height, turn)
  return {
    width: uprightWidth,
    height: uprightHeight,
    glyphs,
    askew: askew.trim(),
    ...lines,
    images: drawn.images.map((box) => turnBox(box, width, height, turn)),
    toShown: (box) => turnBox(box, uprightWidth, uprightHeight, turnOf(-turn)),
  }
}

function turnGlyph({ text, size, x, y, box, spaced }: DrawnGlyph, width: number, height: number, turn: Turn): Glyph {
  const [left, , right] = turnBox(box, width, height, turn)
  const [, baseline] = turnBox([x, y, x, y], width, height, turn)
  return { text, left, right, baseline, size, spaced }
}

type Lines = Pick<UprightPage, 'horizontals' | 'verticals'>

function turnLines({ horizontals, verticals }: Lines, width: number, height: number, turn: Turn): Lines {
  if (turn === 0) return { horizontals, verticals }
  const across = horizontals.map(({ at, from, to }) => turnBox([from, at, to, at], width, height, turn))
  const down = verticals.map(({ at, from, to }) => turnBox([at, from, at, to], width, height, turn))
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

function isInside(glyph: Glyph, [left, top, right, bottom]: Box): boolean {
  const x = (glyph.left + glyph.right) / 2
  const y = middleOf(glyph)
  return x > left && x < right && y > top && y < bottom
}

function middleOf(glyph: Glyph): number {
  return glyph.baseline - ABOVE_BASELINE * glyph.size
}

function toGrid(table: RuledTable, glyphs: readonly Glyph[], place: (box: Box) => Place): Grid {
  const owner: number[][] = table.ys.slice(1).map(() => [])
  table.cells.forEach((cell, index) => {
    for (let y = cell.row; y < cell.row + cell.rowSpan; y++) {
      for (let x = cell.column; x < cell.column + cell.columnSpan; x++) owner[y]![x] = index
    }
  })
  const held: Glyph[][] = table.cells.map(() => [])
  for (const { glyph, x } of settle(glyphs, table)) {
    const row = indexOf(table.ys, middleOf(glyph))
    held[owner[row]![indexOf(table.xs, x)]!]!.push(glyph)
  }
  const cells: GridCell[] = table.cells.map((cell, index) => ({
    text: textOfCell(held[index]!, cell.box),
    at: place(cell.box),
    row: cell.row,
    column: cell.column,
    rowSpan: cell.rowSpan,
    columnSpan: cell.columnSpan,
  }))
  return { kind: 'grid', rows: owner.map((line) => line.map((index) => cells[index] ?? null)), at: place(table.box) }
}

/**
 * Where each character counts as standing: in the middle of its word, so that a word printed across a line stays whole in the cell that
 * holds its middle. A line that runs between two characters parts their words.
 */
function settle(glyphs: readonly Glyph[], table: RuledTable): { glyph: Glyph; x: number }[] {
  const sorted = [...glyphs].sort((one, other) => one.baseline - other.baseline || one.left - other.left)
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

/** Drops the first and last line when it is the page's number: decorated, or the bare number of about this page. */
function withoutPageNumbers(lines: readonly PrintedLine[], height: number, page: number): readonly PrintedLine[] {
  return lines.filter(({ text, box }, index) => {
    const atEdge = (index === 0 && box[3] < height * MARGIN) || (index === lines.length - 1 && box[1] > height * (1 - MARGIN))
    if (!atEdge) return true
    if (/^\d{1,4}$/.test(text)) return Math.abs(Number(text) - page) > 1
    return !/^(?:[-—–－·•~]+\s*\d{1,4}\s*[-—–－·•~]+|第?\s*\d{1,4}\s*页?\s*[/／,，]?\s*共?\s*\d{1,4}\s*页|第\s*\d{1,4}\s*页|\d{1,4}\s*[/／]\s*\d{1,4})$/.test(
      text,
    )
  })
}

function rounded([left, top, right, bottom]: Box): Box {
  const round = (value: number) => Math.round(value * 10) / 10
  return [round(left), round(top), round(right), round(bottom)]
}
