import type { Block, Place } from '../../model/document.ts'
import { APPLICANT_COLUMNS, type CellKey } from '../../model/template.ts'
import { checkIdentity, type Identity, identitiesOf } from './checksums.ts'
import type { Doubt } from './doubts.ts'
import { isSigned } from './labels.ts'
import { numberOf, readCell } from './read-cell.ts'
import { doubt, doubtCell, type Placed, type TableReading } from './reading.ts'

type PlacedCells = ReadonlyMap<CellKey, Placed>

/** Weighs the cells of all tables against the printed sums: what they contradict is doubted, what they confirm is sure. */
export function confirmCells(placed: PlacedCells, blocks: readonly Block[]): PlacedCells {
  return liftDoubts(weighFigures(doubtReaders(doubtOverfull(placed, blocks), blocks)))
}

/** An author errs in a few rows. Where most rows do not add up, the columns were taken for others: nothing is sure. */
export function doubtBrokenSums(t3: TableReading): TableReading {
  const valueAt = valuesOf(t3.cells)
  const results = rowSums(t3.cells)
    .filter(({ right }) => valueAt(right[0]!) !== null && t3.cells.get(right[0]!)?.raw !== '0')
    .map((sum) => checkIdentity(sum, valueAt))
  const fail = results.filter((result) => result === 'fail').length
  if (fail < LEAST_BROKEN || fail * 2 < results.length) return t3
  return { ...t3, cells: doubt(t3.cells, 0.6, 'sums-broken') }
}

const LEAST_BROKEN = 4

function valuesOf(cells: PlacedCells): (key: CellKey) => number | null {
  return (key) => {
    const cell = cells.get(key)
    return cell === undefined || cell.unreadable ? null : numberOf(cell.raw)
  }
}

function sumsOf(cells: PlacedCells): readonly Identity[] {
  return identitiesOf('2021', cells.has('t3.other_all.total') && !cells.has('t3.other_misc.total'))
}

/** The sums over the applicants, one for each row of table 3. */
function rowSums(cells: PlacedCells): readonly Identity[] {
  return cells.has('t3.other_all.total') ? ROW_SUMS.otherAll : ROW_SUMS.details
}

function listRowSums(otherAll: boolean): readonly Identity[] {
  return identitiesOf('2021', otherAll).filter(
    ({ table, left, right }) => table === 't3' && left.length === APPLICANT_COLUMNS.length && right[0]!.endsWith('.total'),
  )
}

const ROW_SUMS = { otherAll: listRowSums(true), details: listRowSums(false) }

/** In a row with more cells than its table has columns a character was taken for a border; only a sum with something in it clears it. */
function doubtOverfull(cells: PlacedCells, blocks: readonly Block[]): PlacedCells {
  const overfull = blocks.filter((block) => block.kind === 'grid').map((grid) => grid.overfull ?? [])
  if (overfull.every((rows) => rows.length === 0)) return cells
  const valueAt = valuesOf(cells)
  const clear = new Set(
    rowSums(cells)
      .filter(({ left }) => left.filter((key) => (valueAt(key) ?? 0) > 0).length > 1)
      .filter((sum) => checkIdentity(sum, valueAt) === 'hold')
      .flatMap(({ left, right }) => [...left, ...right]),
  )
  const isOverfull = ({ at }: Placed) => at?.grid !== undefined && (overfull[at.grid]?.includes(at.row ?? -1) ?? false)
  return doubt(cells, 0.7, 'row-overfull', (cell, key) => isOverfull(cell) && !clear.has(key))
}

/** What a reader says of a piece of text: how sure it is of its characters, and of its place. */
type Sureness = { readonly confidence?: number; readonly placed?: number }

/** Below this a cell may belong to another row, which no sum tells: rows that moved together still add up. */
const ROW_OPEN = 0.75

/** Cells are as sure as their recognition in a picture, and as their place on a page without lines, until sums confirm them. */
function doubtReaders(cells: PlacedCells, blocks: readonly Block[]): PlacedCells {
  const said = surenessOf(blocks)
  if (said.size === 0) return cells
  return new Map(
    [...cells].map(([key, cell]) => {
      const { at } = cell
      const { confidence = 1, placed = 1 } =
        (at && said.get(at.grid === undefined ? at : gridPlace(at.grid, at.row ?? 0, at.column ?? 0))) ?? {}
      const inPlace = placed < 1 ? doubtCell(cell, placed, placed < ROW_OPEN ? 'row-open' : 'column-open') : cell
      return [key, confidence < 1 ? doubtCell(inPlace, confidence, 'recognised') : inPlace]
    }),
  )
}

/** What readers say of text they are not sure of, by place: that of the piece itself, or grid, row and column as one string. */
function surenessOf(blocks: readonly Block[]): ReadonlyMap<Place | string, Sureness> {
  const said = new Map<Place | string, Sureness>()
  let grid = 0
  for (const block of blocks) {
    if (block.kind === 'paragraph') for (const piece of block.pieces) if (isUnsure(piece)) said.set(piece.at, piece)
    if (block.kind !== 'grid') continue
    for (const line of block.rows)
      for (const cell of line) if (cell && isUnsure(cell)) said.set(gridPlace(grid, cell.row, cell.column), cell)
    grid += 1
  }
  return said
}

function isUnsure({ confidence, placed }: Sureness): boolean {
  return confidence !== undefined || placed !== undefined
}

function gridPlace(grid: number, row: number, column: number): string {
  return `${grid}/${row}/${column}`
}

const PLAIN = /^\d{0,15}$/
/** What only the text of a cell leaves open: the sums around the cell tell whether it says what it seems to say. */
const OF_FIGURES: readonly Doubt[] = ['recognised', 'figure-letters', 'figure-spaced', 'figure-marked', 'figure-zero-first']

/**
 * Settles cells whose figure itself is doubtful. A sum that comes out confirms it, one that fails doubts it; letters that stand for digits are
 * no number unless a sum says so.
 */
function weighFigures(cells: PlacedCells): PlacedCells {
  const odd = new Map<CellKey, Doubt>()
  for (const [key, { raw, doubts, unreadable }] of cells) {
    if (unreadable || (PLAIN.test(raw) && doubts === undefined)) continue
    const found = readCell(raw, { signed: isSigned(key) }).doubt ?? doubts?.find((each) => each === 'recognised')
    if (found) odd.set(key, found)
  }
  if (odd.size === 0) return cells
  const valueAt = valuesOf(cells)
  const verdicts = new Map<CellKey, Set<'hold' | 'open' | 'fail'>>()
  for (const sum of sumsOf(cells)) {
    const own = [...sum.left, ...sum.right].filter((key) => odd.has(key))
    if (own.length === 0) continue
    const result = checkIdentity(sum, valueAt)
    for (const key of own) verdicts.set(key, (verdicts.get(key) ?? new Set()).add(result))
  }
  const weighed = new Map(cells)
  for (const [key, reason] of odd) {
    const cell = cells.get(key)!
    const seen = verdicts.get(key)
    if (seen?.has('hold') && !seen.has('fail')) weighed.set(key, confirmFigure(cell))
    else if (reason === 'figure-letters') weighed.set(key, { ...cell, sure: 0, unreadable: true })
    else if (seen?.has('fail')) weighed.set(key, { ...cell, sure: Math.min(cell.sure, 0.8) })
  }
  return weighed
}

/** Only the figure is confirmed: what else was doubted about the cell stays so. */
function confirmFigure(cell: Placed): Placed {
  const others = cell.doubts?.filter((each) => !OF_FIGURES.includes(each)) ?? []
  return { ...cell, confirmed: true, sure: others.length === 0 ? Math.max(cell.sure, 0.95) : cell.sure }
}

/**
 * Doubts that the sums of table 3 remove when all of them come out. Which of several details a row is, and which year's, no sum tells:
 * details may change places and still make the total.
 */
const OF_SUMS: readonly Doubt[] = [
  ...OF_FIGURES,
  'column-open',
  'by-order',
  'headings-disagree',
  'row-shifted',
  'row-overfull',
  'row-twice',
  'row-unclear',
  'row-disturbed',
  'blank-at-end',
  'digits-cut',
  'blanks-lost',
  'other-rows',
]

/** Lifts doubts about places that the printed sums remove: when every sum of table 3 comes out, its cells stand where they should. */
function liftDoubts(cells: PlacedCells): PlacedCells {
  const isOpen = (key: CellKey, { sure, doubts }: Placed) =>
    key.startsWith('t3.') && sure >= 0.8 && sure < 0.95 && (doubts ?? []).every((each) => OF_SUMS.includes(each))
  if (![...cells].some(([key, cell]) => isOpen(key, cell))) return cells
  const valueAt = valuesOf(cells)
  if (!sumsOf(cells).every((sum) => sum.table !== 't3' || checkIdentity(sum, valueAt) === 'hold')) return cells
  return new Map([...cells].map(([key, cell]) => [key, isOpen(key, cell) ? { ...cell, sure: 0.95, confirmed: true } : cell]))
}
