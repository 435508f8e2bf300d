import { Damage } from '../containers/ole.ts'
import { type DocFile, extentIn, offsetOf, pieceAt } from './doc-file.ts'
import { DEFINE_TABLE, OUTLINE, SHIFT, type Visit, visitModifiers } from './doc-modifiers.ts'
import { characterShifts } from './doc-styles.ts'
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

/** What marks characters beyond their text: hidden or deleted ones, raised and lowered ones, places of pictures and symbols by position. */
export type CharacterMarks = {
  readonly hidden: Uint8Array
  /** Codes of `shiftOf`. */
  readonly shifts: Uint8Array
  readonly pictures: ReadonlyMap<number, number>
  readonly symbols: ReadonlyMap<number, string>
}

const PAGE = 512
const BIN_TABLE_CHARACTERS = 12
const BIN_TABLE_PARAGRAPHS = 13

/** Property modifiers that matter for reading, [MS-DOC] 2.6. */
const DELETED = 0x0800
const VANISH = 0x083c
const SPECIAL = 0x0855
const IS_DATA = 0x0806
const IS_OBJECT = 0x080a
const PICTURE_LOCATION = 0x6a03
const SYMBOL = 0x6a09
const CHARACTER_STYLE = 0x4a30
const IN_TABLE = 0x2416
const ROW_END = 0x2417
const TABLE_DEPTH = 0x6649
const INNER_CELL = 0x244b
const INNER_ROW_END = 0x244c
const STYLE = 0x4600
const HUGE = new Set([0x6645, 0x6646, 0x646b])
const MERGE_CELLS = 0x5624
const MERGE_DOWN = 0xd62b
/** Short forms of modifiers that a piece of text may carry. */
const SHORT_FORMS: Readonly<Record<number, number>> = { 24: IN_TABLE, 25: ROW_END, 65: DELETED, 92: VANISH }

const MOST_NESTED = 60

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
  const shifts = new Uint8Array(doc.text.length)
  const shiftsOfStyles = characterShifts(doc)
  const runs = runsOf(doc, BIN_TABLE_CHARACTERS, 1, characterList).flatMap((run) => {
    const marks = marksOf((visit) => visitModifiers(run.list, visit), shiftsOfStyles)
    const isMarked = marks.hidden || marks.picture !== null || marks.symbol !== null || marks.shift !== 0
    return isMarked ? [{ ...run, marks }] : []
  })
  for (const piece of doc.pieces) {
    if (marksOf((visit) => visitChange(doc, piece.prm, visit), shiftsOfStyles).hidden) hidden.fill(1, piece.from, piece.to)
    for (let index = firstRunAfter(runs, piece.offset); index < runs.length; index++) {
      const { start, end, marks } = runs[index]!
      if (start >= offsetOf(piece, piece.to)) break
      const { from, to } = extentIn(piece, start, end)
      if (from >= to) continue
      if (marks.hidden) hidden.fill(1, from, to)
      if (marks.picture !== null) pictures.set(from, marks.picture)
      if (marks.symbol !== null) for (let at = from; at < to; at++) symbols.set(at, marks.symbol)
      if (marks.shift !== 0) shifts.fill(marks.shift, from, to)
    }
  }
  return { hidden, shifts, pictures, symbols }
}

type Marks = {
  readonly hidden: boolean
  readonly picture: number | null
  readonly symbol: string | null
  readonly shift: number
}

function marksOf(visitAll: (visit: Visit) => void, shiftsOfStyles: ReadonlyMap<number, number>): Marks {
  let deleted = false
  let vanished = false
  let special = false
  let data = false
  let picture: number | null = null
  let symbol: string | null = null
  let shift = 0
  visitAll((modifier, operand) => {
    // 0x80 leaves it to the style, 0x81 turns the style's value round; styles that hide text are not used in reports.
    const on = operand[0] === 1 || operand[0] === 0x81
    if (modifier === DELETED) deleted = on
    else if (modifier === VANISH) vanished = on
    else if (modifier === SPECIAL) special = on
    else if (modifier === IS_DATA || modifier === IS_OBJECT) data ||= on
    else if (modifier === PICTURE_LOCATION) picture = operand.readUInt32LE(0)
    else if (modifier === SYMBOL) symbol = String.fromCharCode(operand.readUInt16LE(2))
    else if (modifier === SHIFT) shift = operand[0]!
    else if (modifier === CHARACTER_STYLE) shift = shiftsOfStyles.get(operand.readUInt16LE(0)) ?? 0
  })
  return { hidden: deleted || vanished, picture: special && !data ? picture : null, symbol, shift }
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
