import type { Block, Place } from '../model/document.ts'
import { type Cell, type NotReport, type Report, SURE } from '../model/report.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import { type CellKey, cellKeysOf, cellLabel, type Edition, type TableName } from '../model/template.ts'
import { reportFrom } from './extract-report.ts'
import { toOutline } from './outline.ts'
import type { OnProgress } from './readers/pictures/recogniser.ts'
import { readDocument } from './readers/read-document.ts'
import { checkIdentity, type Identity, identitiesOf } from './tables/checksums.ts'
import type { Doubt } from './tables/doubts.ts'
import { isSigned } from './tables/labels.ts'
import { readCell } from './tables/read-cell.ts'
import { readTables, type Tables } from './tables/read-tables.ts'
import type { Attempt, Placed, RowLabel, Way, Why } from './tables/reading.ts'

/** What one way of reading found at a cell; `raw` is null where it found nothing. */
export type OtherReading = {
  readonly way: Way
  readonly outcome: Attempt['outcome']
  readonly why: Why
  readonly raw: string | null
  readonly unreadable: boolean
  readonly sure: number
  readonly doubts: readonly Doubt[]
}

/** A sum of the form that the cell is part of, with the values read and whether it holds. */
export type SumCheck = {
  readonly left: readonly { readonly key: CellKey; readonly value: number | null }[]
  readonly right: readonly { readonly key: CellKey; readonly value: number | null }[]
  readonly result: 'hold' | 'open' | 'fail'
}

/** How one cell was read: where, under which labels, what speaks for it and what else was thought of. */
export type Explanation = {
  readonly key: CellKey
  readonly label: string
  readonly cell: Cell
  /** The way that gave the cell; null where none did. */
  readonly way: Way | null
  readonly rowLabel: RowLabel | null
  /** The headings above the cell, from top to bottom; only a grid tells them. */
  readonly headings: readonly string[]
  /** The printed line that the cell stands in, piece by piece; `marked` are the pieces that are the cell. */
  readonly around: readonly { readonly text: string; readonly marked: boolean }[]
  readonly sums: readonly SumCheck[]
  readonly doubts: readonly Doubt[]
  /** The printed sums removed the doubts. */
  readonly confirmed: boolean
  readonly readings: readonly OtherReading[]
}

export type Explained =
  | {
      readonly kind: 'report'
      readonly report: Report
      /** Of every cell that the report may have, in the order of the form. */
      readonly explanations: ReadonlyMap<CellKey, Explanation>
      readonly attempts: readonly Attempt[]
    }
  | { readonly kind: 'not-report'; readonly reason: NotReport }

/** Reads a report as `extractReport` does and explains its cells. Ways that were not needed are tried as well. */
export async function explainReport(file: SnapshotFile, onProgress?: OnProgress): Promise<Explained> {
  const document = await readDocument(file, onProgress)
  const extraction = reportFrom(document, file)
  if (extraction.kind === 'not-report') return extraction
  const outline = toOutline(document.blocks)
  const tables = readTables(outline, { everyWay: true })
  const { report } = extraction
  const explanations = new Map(keysOf(report).map((key) => [key, explainCell(key, report, tables, outline.blocks)]))
  return { kind: 'report', report, attempts: tables.attempts, explanations }
}

function explainCell(key: CellKey, report: Report, tables: Tables, blocks: readonly Block[]): Explanation {
  const placed = tables.cells.get(key)
  const cell = report.cells[key] ?? { raw: '', value: null, kind: 'missing', at: null, confidence: 1 }
  const figure = placed && !placed.unreadable ? readCell(placed.raw, { signed: isSigned(key) }).doubt : undefined
  const { headings, around } = cell.at ? surroundings(cell.at, blocks, placed?.label?.printed ?? '') : NOWHERE
  return {
    key,
    label: report.edition === null ? key : cellLabel(key, report.edition),
    cell,
    way: placed ? wayOf(placed, tables.attempts) : null,
    rowLabel: placed?.label ?? null,
    headings,
    around,
    sums: sumsWith(key, report),
    doubts: [...(placed?.doubts ?? []), ...(figure ? [figure] : [])],
    confirmed: placed?.confirmed ?? false,
    readings: readingsOf(key, tables.attempts),
  }
}

/** The way whose cell became this one: cells keep their place whatever happens to them later. */
function wayOf({ at }: Placed, attempts: readonly Attempt[]): Way | null {
  const giving = attempts.filter(({ outcome }) => outcome !== 'rejected')
  return giving.find(({ reading }) => [...reading.cells.values()].some((cell) => cell.at === at))?.way ?? null
}

function readingsOf(key: CellKey, attempts: readonly Attempt[]): OtherReading[] {
  const table = key.slice(0, 2) as TableName
  return attempts
    .filter(({ reading }) => reading.table === table)
    .map(({ way, outcome, why, reading }) => {
      const cell = reading.cells.get(key)
      return {
        way,
        outcome,
        why,
        raw: cell?.raw ?? null,
        unreadable: cell?.unreadable ?? false,
        sure: cell?.sure ?? 0,
        doubts: cell?.doubts ?? [],
      }
    })
}

function sumsWith(key: CellKey, { cells }: Report): SumCheck[] {
  const otherAll = cells['t3.other_all.total'] !== undefined && cells['t3.other_misc.total']?.kind !== 'number'
  const valueAt = (each: CellKey) => cells[each]?.value ?? null
  const valued = (keys: readonly CellKey[]) => keys.map((each) => ({ key: each, value: valueAt(each) }))
  const holds = ({ left, right }: Identity) => left.includes(key) || right.includes(key)
  return identitiesOf('2021', otherAll)
    .filter(holds)
    .map((sum) => ({ left: valued(sum.left), right: valued(sum.right), result: checkIdentity(sum, valueAt) }))
}

const NOWHERE = { headings: [], around: [] } as const

type Surroundings = Pick<Explanation, 'headings' | 'around'>

function surroundings(at: NonNullable<Cell['at']>, blocks: readonly Block[], label: string): Surroundings {
  return at.grid === undefined ? lineAround(at, blocks, label) : rowAround(at, blocks)
}

/** The row of a grid that the cell stands in, and the words above it that are no figures. */
function rowAround({ grid, row = 0, column = 0 }: NonNullable<Cell['at']>, blocks: readonly Block[]): Surroundings {
  const found = blocks.filter((block) => block.kind === 'grid')[grid!]
  const line = found?.rows[row]
  if (!found || !line) return NOWHERE
  const around = line.flatMap((each, index) =>
    each && each !== line[index - 1] ? [{ text: each.text.trim(), marked: each.row === row && each.column === column }] : [],
  )
  const above = found.rows.slice(0, row).map((cells) => cells[column]?.text.trim() ?? '')
  const headings = above.filter((text, index) => /\p{Script=Han}/u.test(text) && text !== above[index - 1])
  return { headings, around }
}

/** The line of text that the cell stands in, with a line before and behind it where it holds nothing else. Of a text run together, the part from the row's label on. */
function lineAround(at: Place, blocks: readonly Block[], label: string): Surroundings {
  const index = blocks.findIndex((block) => block.kind === 'paragraph' && block.pieces.some((piece) => isIn(at, piece.at)))
  const piecesOf = (block: Block | undefined) => (block?.kind === 'paragraph' ? block.pieces : [])
  const own = piecesOf(blocks[index]).map((piece) => ({ text: piece.text, marked: isIn(at, piece.at) }))
  const run = own.find(({ text, marked }) => marked && text.length > LONGEST_PIECE)
  if (run) return { headings: [], around: [{ text: partFrom(run.text, label), marked: true }] }
  if (index < 0 || own.length > 1) return { headings: [], around: own }
  const beside = (block: Block | undefined) => piecesOf(block).map(({ text }) => ({ text, marked: false }))
  return { headings: [], around: [...beside(blocks[index - 1]), ...own, ...beside(blocks[index + 1])] }
}

/** A longer piece holds more than the cell. */
const LONGEST_PIECE = 120

function partFrom(text: string, label: string): string {
  const start = Math.max(0, label === '' ? 0 : text.indexOf(label))
  return `${start > 0 ? '…' : ''}${text.slice(start, start + LONGEST_PIECE)}…`
}

/** Whether a place is that of a piece, or a part of it. */
function isIn(at: Place, piece: Place): boolean {
  if (at.start !== undefined)
    return piece.start !== undefined && piece.start <= at.start && (piece.end ?? piece.start) >= (at.end ?? at.start)
  return piece.start === undefined && at.page === piece.page && at.path === piece.path && String(at.box) === String(piece.box)
}

/** Cells to look at first: those that could not be read or are not sure. */
export function doubtfulCells({ cells }: Report): CellKey[] {
  return (Object.keys(cells) as CellKey[]).filter((key) => {
    const { kind, confidence } = cells[key]!
    return kind === 'unreadable' || confidence < SURE
  })
}

/** Every cell that a report may have: those of its edition and those printed beyond it. */
function keysOf(report: Report): readonly CellKey[] {
  const keys = new Set<CellKey>(cellKeysOf(report.edition ?? LATEST))
  for (const key of Object.keys(report.cells)) keys.add(key as CellKey)
  return [...keys]
}

const LATEST: Edition = '2021'
