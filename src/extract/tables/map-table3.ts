import type { Block } from '../../model/document.ts'
import { type LabelledCell, type NumberedGrid, turnGrid } from './grid-rows.ts'
import { doubt, emptyReading, type Placed, type TableReading } from './reading.ts'
import { type Choice, chooseTable, TABLE3, tableTwice, wordsAbove } from './table-copies.ts'
import { coversValues, headingsOf, headsBeside, openRow } from './table3-open-rows.ts'
import { exactKey, isOtherPart, place, sameValues } from './table3-place-rows.ts'
import { firstDataRow } from './table3-row-labels.ts'
import { COLUMNS, NO_HEADINGS, type OpenRow, type Row } from './table3-rows.ts'
import { LEAST_ROWS, settleRow, valuesStart } from './table3-settle-rows.ts'

/** A report has one table of 25 rows; a few tables with foreign rows stay well below this. */
const MOST_ROWS = 600

/** Maps table 3 by the labels of rows and columns, over all grids that it was broken into. */
export function mapTable3(grids: readonly NumberedGrid[], blocks: readonly Block[] = []): TableReading {
  const reading = mapRows(grids, blocks)
  if (reading.cells.size > LEAST_ROWS * COLUMNS.length) return reading
  const turned = mapTurned(grids)
  return turned.cells.size > reading.cells.size ? turned : reading
}

/** Maps a table whose rows are the applicants and whose columns the kinds of results. */
function mapTurned(grids: readonly NumberedGrid[]): TableReading {
  const wide = grids.filter(({ grid }) => (grid.rows[0]?.length ?? 0) >= LEAST_TURNED)
  if (wide.length === 0) return emptyReading('t3')
  const turned = mapRows(
    wide.map((each) => ({ ...each, grid: turnGrid(each.grid) })),
    [],
  )
  const turnBack = (cell: Placed): Placed =>
    cell.at ? { ...cell, at: { ...cell.at, row: cell.at.column ?? 0, column: cell.at.row ?? 0 } } : cell
  return { ...turned, cells: new Map([...turned.cells].map(([key, cell]) => [key, turnBack(cell)])) }
}

/** A table that was turned has as many columns as the form has rows. */
const LEAST_TURNED = 20

function mapRows(grids: readonly NumberedGrid[], blocks: readonly Block[]): TableReading {
  const opened: OpenRow[][] = []
  let count = 0
  const extraColumns = new Map<string, LabelledCell>()
  let headings = NO_HEADINGS
  let width = 0
  for (const each of grids) {
    const first = firstDataRow(each.grid)
    if (first < 0) continue
    const own = headingsOf(each.grid, first)
    if (own.columns.length >= COLUMNS.length - 1 || coversValues(own, each.grid, first)) headings = own
    else if (each.grid.rows[first]!.length !== width) headings = NO_HEADINGS
    width = each.grid.rows[first]!.length
    const open: OpenRow[] = []
    for (let row = first; row < each.grid.rows.length && count + open.length < MOST_ROWS; row += 1) {
      const found = openRow(each, row, headings)
      if (found) open.push(found)
    }
    opened.push(open)
    for (const head of headsBeside(each.grid, first, headings)) extraColumns.set(head.label, head)
    count += open.length
  }
  // Where every row is a table of its own, all of them together tell where their values begin.
  const common = opened.some((open) => open.length >= LEAST_ROWS) ? null : valuesStart(opened.flat())
  const rows = opened.flatMap((open) => {
    const start = common ?? valuesStart(open)
    return open.flatMap((row) => settleRow(row, start) ?? [])
  })
  const { own, choice, second } = rowsOfOne(rows, blocks)
  const reading = place(own, [...extraColumns.values()])
  if (choice === null) return reading
  return {
    ...reading,
    cells: choice.isNamed ? reading.cells : doubt(reading.cells, 0.85, 'table-twice'),
    notes: [...reading.notes, tableTwice(TABLE3, second!.head.at.at, choice.isNamed)],
    blocks: new Set(rows.map(({ head }) => head.block)),
  }
}

/** The rows of one table, where another one with other figures stands behind or before it: that of another year. */
function rowsOfOne(
  rows: readonly Row[],
  blocks: readonly Block[],
): { readonly own: readonly Row[]; readonly choice: Choice | null; readonly second: Row | null } {
  const keys = rows.map(exactKey)
  const again = TABLE3.secondBeginning(keys)
  if (again === null) return { own: rows, choice: null, second: null }
  const [before, behind] = [rows.slice(0, again), rows.slice(again)]
  const earlier = new Map(before.map((row, index) => [keys[index]!, row]))
  const differs = behind.some((row, index) => {
    const same = keys[again + index] ? earlier.get(keys[again + index]!) : undefined
    return same !== undefined && !isOtherPart(same, row) && !sameValues(same, row)
  })
  if (!differs) return { own: rows, choice: null, second: null }
  const wordsOf = ({ head: { grid, block, at } }: Row) => wordsAbove(blocks, { grid, block, row: at.row })
  const choice = chooseTable(wordsOf(before[0]!), wordsOf(behind[0]!))
  return { own: choice.first ? before : behind, choice, second: behind[0]! }
}
