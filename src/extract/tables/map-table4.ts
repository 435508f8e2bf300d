import type { Block } from '../../model/document.ts'
import type { CellKey } from '../../model/template.ts'
import { normaliseLabel } from '../label.ts'
import { type LabelledCell, type LabelledGrid, type NumberedGrid, placeOf } from './grid-rows.ts'
import { GROUPS4, type Group4, group4Of, groupsInOrder, isCount, LEAVES4, type Leaf4, leaf4Of } from './labels.ts'
import { numberOf, readCell } from './read-cell.ts'
import { groupsHold } from './read-table4-line.ts'
import { doubt, emptyReading, type Placed, type TableReading, weigh } from './reading.ts'
import { chooseTable, TABLE4, tableTwice, wordsAbove } from './table-copies.ts'
import type { CellPlace } from './token.ts'

type Slot = { readonly group: Group4 | null; readonly leaf: Leaf4 }

/** One table 4 of the document: its cells, the blocks it takes up, and where its figures begin. */
type Table = {
  readonly cells: Map<CellKey, Placed>
  readonly blocks: Set<number>
  readonly first: { readonly grid: LabelledGrid; readonly block: number; readonly row: number; readonly at: CellPlace }
}

/**
 * Maps table 4 by its tree of headings, in one grid or broken into three. Where the tree does not name a group, the words printed
 * before the grid do, and where both are silent the official order of the groups. Of several tables the one of the report's year counts.
 */
export function mapTable4(grids: readonly NumberedGrid[], blocks: readonly Block[]): TableReading {
  const upright = uprightTables(grids, blocks)
  const taken = new Set(upright.filter(isWhole).flatMap((table) => [...table.blocks]))
  const crossed = crossedTables(grids.filter(({ block }) => !taken.has(block)))
  const tables = [...upright, ...crossed].sort((a, b) => a.first.block - b.first.block || a.first.row - b.first.row)
  const [first, second] = differing(tables.filter(isWhole))
  if (first && second) return readOneOf(first, second, blocks)
  const best =
    first ?? tables.reduce<Table | null>((most, each) => (each.cells.size > (most?.cells.size ?? 0) ? each : most), null)
  return best === null ? emptyReading('t4') : toReading(best)
}

function isWhole({ cells }: Table): boolean {
  return cells.size === KEYS
}

function toReading({ cells, blocks }: Table): TableReading {
  return { table: 't4', edition: null, cells, notes: [], blocks }
}

/** The first table and the next one that prints other figures. */
function differing(tables: readonly Table[]): readonly (Table | undefined)[] {
  const figures = ({ cells }: Table) => [...cells].map(([key, { raw }]) => `${key} ${raw.trim()}`).sort()
  const [first] = tables
  return [first, tables.find((each) => first && figures(each).join() !== figures(first).join())]
}

function readOneOf(first: Table, second: Table, blocks: readonly Block[]): TableReading {
  const choice = chooseTable(wordsAbove(blocks, first.first), wordsAbove(blocks, second.first))
  const { cells } = choice.first ? first : second
  return {
    table: 't4',
    edition: null,
    cells: choice.isNamed ? cells : doubt(cells, 0.85, 'table-twice'),
    notes: [tableTwice(TABLE4, second.first.at, choice.isNamed)],
    blocks: new Set([...first.blocks, ...second.blocks]),
  }
}

/** The tables whose figures stand below their headings. */
function uprightTables(grids: readonly NumberedGrid[], blocks: readonly Block[]): Table[] {
  const tables: Table[] = []
  let nextGroup = 0
  let heads: LabelledCell[][] = []
  let last = -1
  for (const where of grids) {
    // Where every row is a table of its own, the headings stand in the tables before.
    if (where.block !== last + 1 || where.grid.rows.length > 1) heads = []
    last = where.block
    for (let row = 0; row < where.grid.rows.length; row += 1) {
      const line = where.grid.lines[row]!
      if (isHead(line)) {
        heads.push([...(where.grid.rows[row] ?? [])] as LabelledCell[])
        continue
      }
      if (isCount(line.map((cell) => cell.text))) continue
      const slots = slotsUnder(heads, Math.max(where.grid.rows[row]!.length, ...heads.map((cells) => cells.length)))
      if (slots.filter((slot) => slot !== null).length < 4 || !line.some(isValue)) {
        if (!line.every(isValue)) heads = []
        continue
      }
      const before = groupBefore(blocks, where.block)
      const headings = heads.flatMap((cells) =>
        cells.filter((cell, index) => cell && cell !== cells[index - 1]).map((cell) => cell.label),
      )
      if (tables.length === 0 || nextGroup >= GROUPS4.length) {
        tables.push({ cells: new Map(), blocks: new Set(), first: { ...where, row, at: placeOf(line[0]!, where.number) } })
        nextGroup = 0
      }
      const table = tables.at(-1)!
      const placed = placeRow({ where, row, slots, line, before, nextGroup, inOrder: groupsInOrder(headings) }, table.cells)
      nextGroup += placed
      if (placed > 0) table.blocks.add(where.block)
      heads = []
    }
  }
  return tables.filter(({ cells }) => cells.size > 0)
}

/** The tables where groups or results stand at the left: each value lies where the labels of its row and of its column cross. */
function crossedTables(grids: readonly NumberedGrid[]): Table[] {
  const tables: Table[] = []
  for (const { grid, number, block } of grids) {
    for (const [row, line] of grid.lines.entries()) {
      for (const cell of line) {
        if (cell.row !== row || !isValue(cell)) continue
        const slot = slotOf(labelsBefore(line, cell), labelsAbove(grid, cell))
        if (slot === null) continue
        const key = `t4.${slot.group}_${slot.leaf}` as const
        const at = placeOf(cell, number)
        let table = tables.at(-1)
        // Two cells of one grid for one slot: a table of two years, or one that only looks alike.
        if (table?.cells.has(key) && table.blocks.has(block)) return []
        if (!table || table.cells.has(key)) {
          table = { cells: new Map(), blocks: new Set(), first: { grid, block, row, at } }
          tables.push(table)
        }
        table.cells.set(key, { raw: cell.text, at, sure: 1 })
        table.blocks.add(block)
      }
    }
  }
  return tables.filter(({ cells }) => cells.size >= LEAST_CROSSED)
}

const LEAST_CROSSED = 10

/** The slot where two paths of labels cross: the result is named by one of them, the group by the other or by the same. */
function slotOf(before: string, above: string): { readonly group: Group4; readonly leaf: Leaf4 } | null {
  const leaves = [leaf4Of(before), leaf4Of(above)].filter((leaf) => leaf !== null)
  const groups = [group4Of(before), group4Of(above)].filter((group) => group !== null)
  return leaves.length === 1 && groups.length === 1 ? { group: groups[0]!, leaf: leaves[0]! } : null
}

function labelsBefore(line: readonly LabelledCell[], { column }: LabelledCell): string {
  return line
    .filter((cell) => cell.column < column && !isValue(cell))
    .map(({ label }) => label)
    .join('')
}

function labelsAbove(grid: NumberedGrid['grid'], { row, column }: LabelledCell): string {
  let path = ''
  let last: LabelledCell | null = null
  for (let index = 0; index < row; index += 1) {
    const cell = grid.rows[index]?.[column] ?? null
    if (cell && cell !== last && !isValue(cell)) path += cell.label
    last = cell
  }
  return path
}

function isHead(line: readonly LabelledCell[]): boolean {
  return line.some((cell) => leaf4Of(cell.label) !== null || /行政复议|行政诉讼|直接起诉|复议后起诉/.test(cell.label))
}

function isValue(cell: LabelledCell): boolean {
  const { kind } = readCell(cell.text)
  return kind !== 'word' || cell.label === '无'
}

/** The slot that each grid column leads to, from the headings collected above. */
function slotsUnder(heads: readonly (readonly (LabelledCell | null)[])[], width: number): (Slot | null)[] {
  const slots: (Slot | null)[] = []
  for (let column = 0; column < Math.min(width, 60); column += 1) {
    let path = ''
    let last: LabelledCell | null = null
    for (const row of heads) {
      const cell = row[column] ?? null
      if (cell && cell !== last) path += cell.label
      last = cell
    }
    const leaf = leaf4Of(path)
    slots.push(leaf ? { group: group4Of(path), leaf } : null)
  }
  return slots
}

/** The group that the nearest words before a grid name, such as a heading of its own. */
function groupBefore(blocks: readonly Block[], block: number): Group4 | null {
  for (let index = block - 1; index >= Math.max(0, block - 3); index -= 1) {
    const each = blocks[index]!
    if (each.kind === 'grid') return null
    if (each.kind === 'paragraph' && each.text.trim() !== '' && each.text.length <= 40) return group4Of(normaliseLabel(each.text))
  }
  return null
}

const KEYS = GROUPS4.length * LEAVES4.length

/** The number that a cell holds, as a string; null where it holds none. */
function figureOf({ text }: LabelledCell): string | null {
  const value = numberOf(text)
  return value === null ? null : String(value)
}

/**
 * The fifteen cells of a row that hold its values: all of them, or those beside which only blank cells stand if the sums of the groups tell
 * which those are; null where they do not.
 */
function fifteenOf(line: readonly LabelledCell[]): readonly LabelledCell[] | null {
  if (line.length <= KEYS) return line
  const isBlank = (cell: LabelledCell) => cell.text.trim() === ''
  const windows: (readonly LabelledCell[])[] = []
  for (let from = 0; from + KEYS <= line.length && line.slice(0, from).every(isBlank); from += 1) {
    const window = line.slice(from, from + KEYS)
    if (line.slice(from + KEYS).every(isBlank) && groupsHold(window.map(figureOf))) windows.push(window)
  }
  return windows.length === 1 ? windows[0]! : null
}

type DataRow = {
  readonly where: NumberedGrid
  readonly row: number
  readonly slots: readonly (Slot | null)[]
  readonly line: readonly LabelledCell[]
  readonly before: Group4 | null
  readonly nextGroup: number
  /** The headings name the groups in the form's order. */
  readonly inOrder: boolean
}

/** Places one row of values and tells how many groups it filled. */
function placeRow({ where, row, slots, line, before, nextGroup, inOrder }: DataRow, cells: Map<CellKey, Placed>): number {
  const values: { slot: Slot; cell: LabelledCell }[] = []
  const seen = new Set<LabelledCell>()
  for (const [column, slot] of slots.entries()) {
    const cell = where.grid.rows[row]![column]
    if (!slot || !cell || seen.has(cell)) continue
    seen.add(cell)
    values.push({ slot, cell })
  }
  // A row with fewer cells than headings, or numbers beside them, was shifted somewhere.
  const beside = line.filter((cell) => !seen.has(cell))
  const fits =
    values.length === slots.filter((slot) => slot !== null).length &&
    !beside.some((cell) => readCell(cell.text).kind === 'number')
  // The official order is as good a witness as the headings when all fifteen values are there.
  const inRow = fits && values.length >= KEYS ? values.map(({ cell }) => cell) : fifteenOf(line)
  if (inRow !== null && inRow.length === KEYS && inRow.every(isValue)) {
    const holds = groupsHold(inRow.map(figureOf))
    for (const [index, cell] of inRow.entries()) {
      const group = GROUPS4[Math.floor(index / LEAVES4.length)]!
      const leaf = LEAVES4[index % LEAVES4.length]!
      const headed = values.find((each) => each.cell === cell)?.slot
      const agrees = headed?.leaf === leaf && (headed.group === null || headed.group === group)
      const most = !inOrder ? 0.6 : holds ? 0.95 : 0.8
      set(cells, group, leaf, cell, where.number, weigh([!agrees, most, inOrder ? 'by-order' : 'headings-disagree']))
    }
    return GROUPS4.length
  }
  const runs: { group: Group4 | null; values: { leaf: Leaf4; cell: LabelledCell }[] }[] = []
  for (const { slot, cell } of values) {
    const run = runs.at(-1)
    if (!run || run.group !== slot.group || run.values.some((each) => each.leaf === slot.leaf)) {
      runs.push({ group: slot.group, values: [{ leaf: slot.leaf, cell }] })
    } else run.values.push({ leaf: slot.leaf, cell })
  }
  for (const [index, run] of runs.entries()) {
    const named = run.group ?? (runs.length === 1 ? before : null)
    const group = named ?? GROUPS4[nextGroup + index]
    if (!group) continue
    const sure = weigh([!fits, 0.6, 'row-shifted'], [!named, 0.85, 'group-by-order'])
    for (const { leaf, cell } of run.values) set(cells, group, leaf, cell, where.number, sure)
  }
  return runs.length
}

function set(
  cells: Map<CellKey, Placed>,
  group: Group4,
  leaf: Leaf4,
  cell: LabelledCell,
  number: number,
  sure: Pick<Placed, 'sure' | 'doubts'>,
): void {
  const key = `t4.${group}_${leaf}` as const
  if (!cells.has(key)) cells.set(key, { raw: cell.text, at: placeOf(cell, number), ...sure })
}
