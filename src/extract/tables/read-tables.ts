import type { Note } from '../../model/document.ts'
import { type CellKey, cellKeysOf, type Edition, TABLE3_COLUMNS, type TableName, table3Key } from '../../model/template.ts'
import { normaliseLabel } from '../label.ts'
import type { Outline } from '../outline.ts'
import { confirmCells, doubtBrokenSums } from './confirm-cells.ts'
import { gridsOf, type NumberedGrid } from './grid-rows.ts'
import { row3Of } from './labels.ts'
import { mapTable2 } from './map-table2.ts'
import { mapTable3 } from './map-table3.ts'
import { mapTable4 } from './map-table4.ts'
import { readCell } from './read-cell.ts'
import { readProse } from './read-prose.ts'
import { readTable2Line } from './read-table2-line.ts'
import { readTable3Line } from './read-table3-line.ts'
import { readTable4Line } from './read-table4-line.ts'
import { type Attempt, doubt, doubtCell, emptyReading, type Placed, type TableReading, type Way } from './reading.ts'
import { withoutSerials } from './serial-numbers.ts'
import { type CopiedTable, TABLE2, TABLE3, TABLE4, tokensOfOne } from './table-copies.ts'
import { isFormLabel, type Token, toTokens } from './token.ts'

export type Tables = {
  readonly edition: Edition | null
  readonly cells: ReadonlyMap<CellKey, Placed>
  readonly notes: readonly Note[]
  /** Blocks that belong to tables. */
  readonly blocks: ReadonlySet<number>
  /** Every way in which each table was read, and what became of it. */
  readonly attempts: readonly Attempt[]
}

type Region = { readonly from: number; readonly to: number }

const SECTION_OF: Readonly<Record<TableName, number>> = { t2: 2, t3: 3, t4: 4 }
const MAPPERS = {
  t2: (grids: readonly NumberedGrid[], outline: Outline) => mapTable2(grids, outline.blocks),
  t3: (grids: readonly NumberedGrid[], outline: Outline) => mapTable3(grids, outline.blocks),
  t4: (grids: readonly NumberedGrid[], outline: Outline) => mapTable4(grids, outline.blocks),
}

/**
 * Reads the three tables. The cheap way first: grids mapped by their labels. What that leaves out is read as a run of words, and where
 * two ways disagree the cell is doubted and noted.
 */
export function readTables(outline: Outline, { everyWay = false }: { readonly everyWay?: boolean } = {}): Tables {
  const grids = gridsOf(outline.blocks)
  let runTogether = false
  const readLine3 = (tokens: readonly Token[]) => {
    const line = readOne(withoutSerials(tokens), TABLE3, (own) => readTable3Line(withinAnchors('t3', own)))
    runTogether = line.runTogether
    return line
  }
  const readLine2 = (tokens: readonly Token[]) => readOne(tokens, TABLE2, (own) => readTable2Line(own, runTogether))
  const readLine4 = (tokens: readonly Token[]) => readOne(tokens, TABLE4, (own) => readTable4Line(own, runTogether))
  const context = { grids, outline, everyWay }
  const read3 = readTable('t3', context, readLine3)
  const read2 = readTable('t2', context, readLine2)
  const read4 = readTable('t4', context, readLine4)
  const t3 = doubtBrokenSums(settleOther(read3.reading))
  const readings = [read2.reading, t3, read4.reading]
  const edition = read2.reading.edition ?? (t3.cells.size > 0 ? editionOfTable3(t3) : null)
  return {
    edition,
    cells: confirmCells(allCells(readings), outline.blocks),
    notes: readings.flatMap((reading) => reading.notes),
    blocks: new Set(readings.flatMap((reading) => [...reading.blocks, ...captions(reading, outline)])),
    attempts: [read2, read3, read4].flatMap(({ attempts }) => attempts),
  }
}

function allCells(readings: readonly TableReading[]): ReadonlyMap<CellKey, Placed> {
  const all = new Map<CellKey, Placed>()
  for (const { cells } of readings) for (const [key, cell] of cells) all.set(key, cell)
  return all
}

/** Reads the one of two copies of a table that counts; where no words tell which, all of it is doubted. */
function readOne<Row extends string, Reading extends TableReading>(
  tokens: readonly Token[],
  table: CopiedTable<Row>,
  read: (own: readonly Token[]) => Reading,
): Reading {
  const one = tokensOfOne(tokens, table)
  const line = read(one.tokens)
  if (one.choice === null || line.cells.size === 0) return line
  const cells = one.choice.isNamed ? line.cells : doubt(line.cells, 0.85, 'table-twice')
  return { ...line, cells, notes: [...line.notes, ...one.notes] }
}

/** One table, read in the cheap way and, where that leaves something out or in doubt, as a run of words. */
function readTable(
  table: TableName,
  {
    grids,
    outline,
    everyWay,
  }: { readonly grids: readonly NumberedGrid[]; readonly outline: Outline; readonly everyWay: boolean },
  readLine: (tokens: readonly Token[]) => TableReading,
): { readonly reading: TableReading; readonly attempts: readonly Attempt[] } {
  const mapped = mapInRegion(table, grids, outline)
  const last = mapped.at(-1)!
  const complete = isComplete(last.reading)
  if (complete && !everyWay) return { reading: last.reading, attempts: judgeAll(mapped, last, null) }
  const line = { way: 'line', reading: readLine(tokensFor(table, outline)) } as const
  if (complete) return { reading: last.reading, attempts: judgeAll([...mapped, line], last, null) }
  if ([...mapped, line].every(({ reading }) => reading.cells.size === 0)) {
    const { from, to } = regionOf(table, outline)
    const prose = { way: 'prose', reading: readProse(table, outline.blocks.slice(from, to)) } as const
    return { reading: prose.reading, attempts: judgeAll([...mapped, line, prose], prose, null) }
  }
  const best = mapped.reduce((most, each) => (each.reading.cells.size >= most.reading.cells.size ? each : most))
  const isLine = best.reading.cells.size === 0 || readable(line.reading) > readable(best.reading)
  const [base, other] = isLine ? [line, best] : [best, line]
  return { reading: merge(base.reading, other.reading, isLine), attempts: judgeAll([...mapped, line], base, other) }
}

type Read = { readonly way: Way; readonly reading: TableReading }

/** What became of each way of reading a table. */
function judgeAll(all: readonly Read[], chosen: Read, completing: Read | null): readonly Attempt[] {
  const filled = all.filter(({ reading }) => reading.cells.size > 0)
  return all.map((each) => {
    if (each.reading.cells.size === 0) return { ...each, outcome: 'rejected', why: 'nothing' }
    if (each === chosen) {
      const why = filled.length === 1 ? (completing ? 'only' : 'complete') : completing ? 'reads-more' : 'complete'
      return { ...each, outcome: 'chosen', why }
    }
    const why = completing === null && each.way === 'line' ? 'not-needed' : 'reads-less'
    return { ...each, outcome: each === completing ? 'completing' : 'rejected', why }
  })
}

/**
 * Where （六）其他处理 is printed above its three details, it only heads them. Three rows of that group are the three details, even if the
 * first was taken for the group's own, whose label stands directly before; with one detail alone it is open what the rows are.
 */
function settleOther(t3: TableReading): TableReading {
  const printed = OTHER_ROWS.filter((row) => t3.cells.has(`t3.${row}.natural_person`))
  if (printed[0] !== 'other_all' || printed.length === 1) return t3
  const cells = new Map([...t3.cells].filter(([key]) => !key.startsWith('t3.other_')))
  for (const { key: column } of TABLE3_COLUMNS) {
    for (const [index, row] of printed.entries()) {
      const cell = t3.cells.get(`t3.${row}.${column}`)
      const meant = printed.length === 3 ? DETAILS_OF_OTHER[index]! : row
      const sure = printed.length === 3 ? 0.85 : printed.length === 2 ? 0.7 : 1
      if (cell && (printed.length < 4 || row !== 'other_all'))
        cells.set(`t3.${meant}.${column}`, sure < 1 ? doubtCell(cell, sure, 'other-rows') : cell)
    }
  }
  return { ...t3, cells }
}

const DETAILS_OF_OTHER = ['other_no_correction', 'other_fee_unpaid', 'other_misc'] as const
const OTHER_ROWS = ['other_all', ...DETAILS_OF_OTHER] as const

function editionOfTable3(t3: TableReading): Edition {
  return t3.cells.has('t3.other_all.total') && !t3.cells.has('t3.other_misc.total') ? '2019' : '2021'
}

/** Maps the grids of the table's own section; all grids when those are not enough. The last reading is the better one. */
function mapInRegion(table: TableName, grids: readonly NumberedGrid[], outline: Outline): readonly Read[] {
  const region = regionOf(table, outline)
  const own = grids.filter((grid) => grid.block >= region.from && grid.block < region.to)
  const read = { way: 'own-grids', reading: own.length > 0 ? MAPPERS[table](own, outline) : emptyReading(table) } as const
  if (isComplete(read.reading) || own.length === grids.length) return [read]
  const all = { way: 'all-grids', reading: doubtOutside(MAPPERS[table](grids, outline), grids, region) } as const
  return all.reading.cells.size > read.reading.cells.size ? [read, all] : [all, read]
}

/** Cells from another part of the report than the table's own: the words of the form also stand in other tables. */
function doubtOutside(reading: TableReading, grids: readonly NumberedGrid[], region: Region): TableReading {
  const isOutside = ({ at }: Placed) => {
    const block = grids[at?.grid ?? 0]?.block ?? 0
    return block < region.from || block >= region.to
  }
  return { ...reading, cells: doubt(reading.cells, 0.8, 'other-section', isOutside) }
}

/** The blocks between the heading of the table's section and the next heading; wider where a heading is missing. */
function regionOf(table: TableName, { blocks, parts }: Outline): Region {
  const number = SECTION_OF[table]
  const own = parts.find((part) => part.number === number)
  if (own) return { from: own.at + 1, to: own.end }
  const before = parts.filter((part) => part.number < number).at(-1)
  const after = parts.find((part) => part.number > number)
  return { from: before ? before.at + 1 : 0, to: after?.at ?? blocks.length }
}

function tokensFor(table: TableName, outline: Outline): readonly Token[] {
  const { from, to } = regionOf(table, outline)
  const tokens = toTokens(outline.blocks, from, to)
  return table === 't3' ? tokens : withinAnchors(table, tokens)
}

/** Cuts off what the first and last row of table 3 show to belong to another table, as where headings are missing. */
function withinAnchors(table: TableName, tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => row3Of(token.label) === 'new_received')
  const last = tokens.findLastIndex((token) => row3Of(token.label) === 'carried_out')
  const afterValues = tokens.findIndex((token, index) => index > last && !token.value)
  const end = last < 0 || afterValues < 0 ? tokens.length : afterValues
  if (table === 't2') return first < 0 ? tokens : tokens.slice(0, first)
  if (table === 't4') return last < 0 ? tokens : tokens.slice(end)
  const before = first < 0 ? -1 : tokens.findLastIndex((token, index) => index < first && token.value)
  return tokens.slice(before + 1, end)
}

/** Lines between the headings of a table's section that are words of the form itself, such as a caption or a part of a heading. */
function captions({ table, blocks }: TableReading, outline: Outline): number[] {
  const own = [...blocks]
  if (own.length === 0) return []
  const { from } = regionOf(table, outline)
  const first = Math.min(...own)
  const last = Math.max(...own)
  const found: number[] = []
  for (let index = from; index <= last; index += 1) {
    const block = outline.blocks[index]
    if (block?.kind !== 'paragraph') continue
    const isFormal = (word: string) => word === '' || isFormLabel(word) || (index > first && word.length <= 4)
    if (block.pieces.every((piece) => isFormal(normaliseLabel(piece.text)))) found.push(index)
  }
  return found
}

const keysOf2 = (edition: Edition) => cellKeysOf(edition).filter((key) => key.startsWith('t2.'))
const KEYS2: Readonly<Record<Edition, readonly CellKey[]>> = { '2019': keysOf2('2019'), '2021': keysOf2('2021') }
const BASE_KEYS3 = cellKeysOf('2021').filter((key) => key.startsWith('t3.') && !key.startsWith('t3.other_'))

function isComplete({ table, edition, cells }: TableReading): boolean {
  for (const { sure } of cells.values()) if (sure < 0.8) return false
  if (table === 't2') return edition !== null && KEYS2[edition].every((key) => cells.has(key))
  if (table === 't4') return cells.size >= 15
  const others: readonly string[] = OTHER_ROWS.filter((row) => TABLE3_COLUMNS.every(({ key }) => cells.has(table3Key(row, key))))
  return BASE_KEYS3.every((key) => cells.has(key)) && (others.includes('other_all') || others.length === 3)
}

function readable(reading: TableReading): number {
  return [...reading.cells.values()].filter((cell) => !cell.unreadable).length
}

/** The reading that explains more, completed from the other one. */
function merge(base: TableReading, other: TableReading, baseIsLine: boolean): TableReading {
  if (other.cells.size === 0) return base
  const cells = new Map(base.cells)
  for (const [key, cell] of other.cells) {
    const own = cells.get(key)
    if (!own || (own.unreadable && !cell.unreadable)) cells.set(key, doubtCell(cell, cell.sure * 0.85, 'second-way'))
    else if (cell.unreadable && baseIsLine) cells.set(key, doubtCell(own, 0.7, 'ways-differ'))
    else if (!cell.unreadable && (own.sure < 1 || cell.sure === 1) && readCell(own.raw).value !== readCell(cell.raw).value) {
      cells.set(key, doubtCell(own, 0.7, 'ways-differ'))
    }
  }
  return {
    ...base,
    edition: base.edition ?? other.edition,
    cells,
    blocks: new Set([...base.blocks, ...other.blocks]),
  }
}
