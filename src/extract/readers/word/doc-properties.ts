import { Damage } from '../containers/ole.ts'
import { type DocFile, extentIn, offsetOf, pieceAt } from './doc-file.ts'
import type { Merging } from './edge-rows.ts'
import type { RowShape } from './story.ts'

/** What a paragraph's properties say that matters for reading. `depth` counts the tables around it. */
export type ParagraphProperties = {
  readonly style: number
  readonly depth: number
  readonly endsRow: boolean
  readonly endsInnerRow: boolean
  readonly endsInnerCell: boolean
  /** 0 to 8 are headings, 9 is body text; null leaves it to the style. */
  readonly outline: number | null
  readonly shape: RowShape | null
}

/** What marks characters beyond their text: hidden or deleted ones, and places of pictures and symbols by position. */
export type CharacterMarks = {
  readonly hidden: Uint8Array
  readonly pictures: ReadonlyMap<number, number>
  readonly symbols: ReadonlyMap<number, string>
}

const PAGE = 512
const BIN_TABLE_CHARACTERS = 12
const BIN_TABLE_PARAGRAPHS = 13
const STYLES = 1

/** Property modifiers (sprm) that matter for reading, [MS-DOC] 2.6. */
const DELETED = 0x0800
const VANISH = 0x083c
const SPECIAL = 0x0855
const IS_DATA = 0x0806
const IS_OBJECT = 0x080a
const PICTURE_LOCATION = 0x6a03
const SYMBOL = 0x6a09
const IN_TABLE = 0x2416
const ROW_END = 0x2417
const TABLE_DEPTH = 0x6649
const INNER_CELL = 0x244b
const INNER_ROW_END = 0x244c
const OUTLINE = 0x2640
const STYLE = 0x4600
const HUGE = new Set([0x6645, 0x6646, 0x646b])
const DEFINE_TABLE = 0xd608
const OLD_DEFINE_TABLE = 0xd606
const MERGE_CELLS = 0x5624
const MERGE_DOWN = 0xd62b
const CHANGE_TABS = 0xc615
/** Short forms of modifiers that a piece of text may carry. */
const SHORT_FORMS: Readonly<Record<number, number>> = { 24: IN_TABLE, 25: ROW_END, 65: DELETED, 92: VANISH }

const MOST_NESTED = 60

type Visit = (modifier: number, operand: Buffer) => void

/** Visits the modifiers of a list; what is cut off at its end is left out. */
function visitModifiers(list: Buffer, visit: Visit): void {
  let at = 0
  while (at + 2 < list.length) {
    const modifier = list.readUInt16LE(at)
    const size = operandSize(modifier, list, at + 2)
    if (at + 2 + size > list.length) return
    visit(modifier, list.subarray(at + 2, at + 2 + size))
    at += 2 + size
  }
}

function operandSize(modifier: number, list: Buffer, at: number): number {
  const kind = modifier >> 13
  if (kind < 2) return 1
  if (kind === 3) return 4
  if (kind === 7) return 3
  if (kind !== 6) return 2
  if (modifier === DEFINE_TABLE || modifier === OLD_DEFINE_TABLE)
    return at + 1 < list.length ? list.readUInt16LE(at) + 1 : list.length
  const length = list[at]!
  if (modifier !== CHANGE_TABS || length < 255) return length + 1
  const removed = list[at + 1] ?? 0
  const added = list[at + 2 + removed * 4] ?? 0
  return 3 + removed * 4 + added * 3
}

/** Modifiers that a quick save applied to a piece: one in short form, or a list. */
function visitChange(doc: DocFile, prm: number, visit: Visit): void {
  if (prm === 0) return
  if (prm & 1) {
    const list = doc.changes[prm >> 1]
    if (list) visitModifiers(list, visit)
    return
  }
  const modifier = SHORT_FORMS[(prm >> 1) & 0x7f]
  if (modifier !== undefined) visit(modifier, Buffer.from([prm >> 8]))
}

/** A run of the main stream [start, end) and its modifiers. */
type Run = { readonly start: number; readonly end: number; readonly list: Buffer }

/** The runs of all pages that a bin table names. `entrySize` is that of a page's entries, `listAt` finds the modifiers of one. */
function runsOf(doc: DocFile, binTable: number, entrySize: number, listAt: (page: Buffer, entry: number) => Buffer): Run[] {
  const plc = doc.structure(binTable)
  const count = Math.max(0, Math.floor((plc.length - 4) / 8))
  const runs: Run[] = []
  const seen = new Set<number>()
  for (let index = 0; index < count; index++) {
    const number = plc.readUInt32LE((count + 1) * 4 + index * 4) & 0x3fffff
    if (seen.has(number)) continue
    seen.add(number)
    const page = doc.main.subarray(number * PAGE, (number + 1) * PAGE)
    if (page.length < PAGE) throw new Damage('its formatting is cut off')
    const runCount = page[PAGE - 1]!
    if ((runCount + 1) * 4 + runCount * entrySize > PAGE) throw new Damage('its formatting is wrong')
    for (let run = 0; run < runCount; run++) {
      const start = page.readUInt32LE(run * 4)
      const end = page.readUInt32LE(run * 4 + 4)
      if (end > start) runs.push({ start, end, list: listAt(page, (runCount + 1) * 4 + run * entrySize) })
    }
  }
  runs.sort((a, b) => a.start - b.start)
  let end = 0
  return runs.filter((run) => {
    if (run.start < end) return false
    end = run.end
    return true
  })
}

/** The index of the first of several runs that ends after an offset; runs do not overlap. */
function firstRunAfter(runs: readonly Run[], offset: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]!.end <= offset) low = middle + 1
    else high = middle
  }
  return low
}

const NO_MODIFIERS = Buffer.alloc(0)

/** Modifiers of characters: an offset in words to a length and a list. */
function characterList(page: Buffer, entry: number): Buffer {
  const at = page[entry]! * 2
  return at === 0 ? NO_MODIFIERS : page.subarray(at + 1, Math.min(PAGE - 1, at + 1 + page[at]!))
}

/** Modifiers of a paragraph, its style before them; a length of 0 is followed by the length of longer lists. */
function paragraphList(page: Buffer, entry: number): Buffer {
  const at = page[entry]! * 2
  if (at === 0) return NO_MODIFIERS
  const words = page[at]!
  const [from, length] = words === 0 ? [at + 2, page[at + 1]! * 2] : [at + 1, words * 2 - 1]
  return page.subarray(from, Math.min(PAGE - 1, from + length))
}

/** Reads the marks of all characters. */
export function characterMarks(doc: DocFile): CharacterMarks {
  const hidden = new Uint8Array(doc.text.length)
  const pictures = new Map<number, number>()
  const symbols = new Map<number, string>()
  const runs = runsOf(doc, BIN_TABLE_CHARACTERS, 1, characterList).flatMap((run) => {
    const marks = marksOf((visit) => visitModifiers(run.list, visit))
    return marks.hidden || marks.picture !== null || marks.symbol !== null ? [{ ...run, marks }] : []
  })
  for (const piece of doc.pieces) {
    if (marksOf((visit) => visitChange(doc, piece.prm, visit)).hidden) hidden.fill(1, piece.from, piece.to)
    for (let index = firstRunAfter(runs, piece.offset); index < runs.length; index++) {
      const { start, end, marks } = runs[index]!
      if (start >= offsetOf(piece, piece.to)) break
      const { from, to } = extentIn(piece, start, end)
      if (from >= to) continue
      if (marks.hidden) hidden.fill(1, from, to)
      if (marks.picture !== null) pictures.set(from, marks.picture)
      if (marks.symbol !== null) for (let at = from; at < to; at++) symbols.set(at, marks.symbol)
    }
  }
  return { hidden, pictures, symbols }
}

type Marks = { readonly hidden: boolean; readonly picture: number | null; readonly symbol: string | null }

function marksOf(visitAll: (visit: Visit) => void): Marks {
  let deleted = false
  let vanished = false
  let special = false
  let data = false
  let picture: number | null = null
  let symbol: string | null = null
  visitAll((modifier, operand) => {
    // 0x80 leaves it to the style, 0x81 turns the style's value round; styles that hide text are not used in reports.
    const on = operand[0] === 1 || operand[0] === 0x81
    if (modifier === DELETED) deleted = on
    else if (modifier === VANISH) vanished = on
    else if (modifier === SPECIAL) special = on
    else if (modifier === IS_DATA || modifier === IS_OBJECT) data ||= on
    else if (modifier === PICTURE_LOCATION) picture = operand.readUInt32LE(0)
    else if (modifier === SYMBOL) symbol = String.fromCharCode(operand.readUInt16LE(2))
  })
  return { hidden: deleted || vanished, picture: special && !data ? picture : null, symbol }
}

/** Finds the properties of the paragraph that ends with the character at a position. */
export function paragraphProperties(doc: DocFile): (position: number) => ParagraphProperties {
  const runs = runsOf(doc, BIN_TABLE_PARAGRAPHS, 13, paragraphList)
  const runAt = (offset: number): Run | undefined => {
    const run = runs[firstRunAfter(runs, offset)]
    return run && run.start <= offset ? run : undefined
  }
  return (position) => {
    const piece = pieceAt(doc, position)
    const list = piece && runAt(offsetOf(piece, position))?.list
    return propertiesOf(doc, list ?? NO_MODIFIERS, piece?.prm ?? 0)
  }
}

function propertiesOf(doc: DocFile, list: Buffer, prm: number): ParagraphProperties {
  let style = list.length >= 2 ? list.readUInt16LE(0) : 0
  let inTable = false
  let depth: number | null = null
  let endsRow = false
  let endsInnerRow = false
  let endsInnerCell = false
  let outline: number | null = null
  let shape: RowShape | null = null
  const visit = (modifier: number, operand: Buffer, nested: boolean): void => {
    const on = operand[0] === 1
    if (modifier === IN_TABLE) inTable = on
    else if (modifier === ROW_END) endsRow = on
    else if (modifier === TABLE_DEPTH) depth = operand.readInt32LE(0)
    else if (modifier === INNER_CELL) endsInnerCell = on
    else if (modifier === INNER_ROW_END) endsInnerRow = on
    else if (modifier === OUTLINE) outline = operand[0]!
    else if (modifier === STYLE) style = operand.readUInt16LE(0)
    else if (modifier === DEFINE_TABLE) shape = shapeOf(operand)
    else if (modifier === MERGE_CELLS && shape) shape = mergedAcross(shape, operand[0]!, operand[1]!)
    else if (modifier === MERGE_DOWN && shape) shape = mergedDown(shape, operand[1]!, operand[2]!)
    else if (HUGE.has(modifier) && !nested) {
      // Lists that are too long for a page stand in the data stream.
      const at = operand.readUInt32LE(0)
      if (at + 2 > doc.data.length) return
      const length = doc.data.readUInt16LE(at)
      visitModifiers(doc.data.subarray(at + 2, at + 2 + length), (each, its) => visit(each, its, true))
    }
  }
  visitModifiers(list.subarray(2), (modifier, operand) => visit(modifier, operand, false))
  visitChange(doc, prm, (modifier, operand) => visit(modifier, operand, false))
  const tables = inTable ? Math.max(1, depth ?? 1) : Math.max(0, depth ?? 0)
  if (tables > MOST_NESTED) throw new Damage(`its tables are nested more than ${MOST_NESTED} deep`)
  return { style, depth: tables, endsRow, endsInnerRow, endsInnerCell, outline, shape }
}

/** The operand of the modifier that defines a row: edges, and for each cell flags of merging in its first two bytes. */
function shapeOf(operand: Buffer): RowShape | null {
  const count = operand[2] ?? 0
  const cellsAt = 3 + (count + 1) * 2
  if (count === 0 || cellsAt > operand.length) return null
  const edges = Array.from({ length: count + 1 }, (_, index) => operand.readInt16LE(3 + index * 2))
  const flags = Array.from({ length: count }, (_, index) => {
    const at = cellsAt + index * 20
    return at + 2 <= operand.length ? operand.readUInt16LE(at) : 0
  })
  const across = acrossOf(flags.map((flag) => flag & 3))
  return { edges, cells: flags.map((flag, index) => ({ across: across[index]!, down: downOf((flag >> 5) & 3) })) }
}

/** Merged cells carry one of two flags; versions differ in which of them marks the first. The first of a group is the one before its like. */
function acrossOf(flags: readonly number[]): Merging[] {
  let first = 0
  let rest = 0
  return flags.map((flag): Merging => {
    const begins = flag !== 0 && (first === 0 || (flag === first && rest !== 0 && rest !== first))
    if (flag === 0) {
      first = 0
      rest = 0
      return 'none'
    }
    if (begins) {
      first = flag
      rest = 0
      return 'first'
    }
    rest = flag
    return 'continued'
  })
}

function downOf(flag: number): Merging {
  return flag === 0 ? 'none' : flag === 1 ? 'continued' : 'first'
}

function mergedAcross(shape: RowShape, first: number, end: number): RowShape {
  return {
    ...shape,
    cells: shape.cells.map((cell, index) =>
      index < first || index >= end ? cell : { ...cell, across: index === first ? 'first' : 'continued' },
    ),
  }
}

function mergedDown(shape: RowShape, cell: number, flag: number): RowShape {
  return { ...shape, cells: shape.cells.map((each, index) => (index === cell ? { ...each, down: downOf(flag) } : each)) }
}

/** Heading levels by the index of a style: the built-in headings, styles with an outline level, and those based on them. */
export function headingLevels(doc: DocFile): ReadonlyMap<number, number> {
  const sheet = doc.structure(STYLES)
  if (sheet.length < 6) return new Map()
  const headerLength = sheet.readUInt16LE(0)
  const count = sheet.readUInt16LE(2)
  const fixedLength = sheet.readUInt16LE(4)
  const styles: { level: number | null; base: number }[] = []
  let at = 2 + headerLength
  for (let index = 0; index < count && at + 2 <= sheet.length; index++) {
    const length = sheet.readUInt16LE(at)
    styles.push(styleOf(sheet.subarray(at + 2, at + 2 + length), fixedLength))
    at += 2 + length + (length % 2)
  }
  const levels = new Map<number, number>()
  styles.forEach((_, index) => {
    const seen = new Set<number>()
    for (let each = index; styles[each] && !seen.has(each); each = styles[each]!.base) {
      seen.add(each)
      const { level } = styles[each]!
      if (level === null) continue
      if (level > 0) levels.set(index, level)
      return
    }
  })
  return levels
}

/** A style's heading level (0 says that it is none, null leaves it to its base) and the style it is based on. */
function styleOf(style: Buffer, fixedLength: number): { level: number | null; base: number } {
  if (style.length < 6) return { level: null, base: 0xfff }
  const builtIn = style.readUInt16LE(0) & 0xfff
  const kind = style.readUInt16LE(2) & 0xf
  const base = style.readUInt16LE(2) >> 4
  if (kind !== 1) return { level: null, base }
  let level: number | null = builtIn >= 1 && builtIn <= 9 ? builtIn : null
  const nameAt = fixedLength
  if (nameAt + 2 > style.length) return { level, base }
  const upxAt = nameAt + 2 + style.readUInt16LE(nameAt) * 2 + 2
  if (upxAt + 4 <= style.length) {
    visitModifiers(style.subarray(upxAt + 4, upxAt + 2 + style.readUInt16LE(upxAt)), (modifier, operand) => {
      if (modifier === OUTLINE) level = operand[0]! < 9 ? operand[0]! + 1 : 0
    })
  }
  return { level, base }
}
