import { LabelIndex, normaliseWithoutRemark, remembered } from '../label.ts'
import type { LabelledCell, LabelledGrid } from './grid-rows.ts'
import { isFurniture, ROWS3, row3Of } from './labels.ts'
import { readCell } from './read-cell.ts'
import { COLUMNS, isNumeric } from './table3-rows.ts'

/** A label that is less like that of any row names none. */
export const LEAST_LIKENESS = 0.6

/** The first row that a label of the form begins; -1 where there is none. */
export function firstDataRow(grid: LabelledGrid): number {
  return grid.rows.findIndex((cells, row) =>
    cells.some((cell, column) => cell && cell.column === column && (isRowLabel(cell) || isHeadOfValues(cell, grid, row))),
  )
}

function isRowLabel(cell: LabelledCell): boolean {
  const { label } = cell
  if (label === '' || isFurniture(label)) return false
  return row3Of(label) !== null || isRowWithRemark(cell) || isLikeRow(label, 0.8)
}

/** 其他 and 总计 name a column as well as a row, 其他处理 a group as well: values behind them make them a row. */
function isHeadOfValues(cell: LabelledCell, grid: LabelledGrid, row: number): boolean {
  if (row3Of(cell.label) === null) return false
  const after = grid.lines[row]!.filter((each) => each.column > cell.column)
  return (
    after.length >= COLUMNS.length - 1 &&
    after.every((each) => readCell(each.text).kind !== 'word') &&
    after.some((each) => /\d/.test(each.text))
  )
}

function isRowWithRemark({ text }: LabelledCell): boolean {
  return /[（(]/.test(text) && row3Of(normaliseWithoutRemark(text)) !== null
}

const OFFICIAL_LABELS = new LabelIndex(ROWS3.flatMap((row) => row.labels))
const ROW_OF_LABEL = ROWS3.flatMap((row, index) => row.labels.map(() => index))

/** How alike a label is to each row of the form; what is less than `LEAST_LIKENESS` may come out lower. */
export const likenessesToRows = remembered((label) => {
  const best = ROWS3.map(() => 0)
  for (const [index, like] of OFFICIAL_LABELS.likenesses(label, LEAST_LIKENESS).entries()) {
    const row = ROW_OF_LABEL[index]!
    best[row] = Math.max(best[row]!, like)
  }
  return best
})

/** Whether a label is at least so much like that of some row. */
function isLikeRow(label: string, least: number): boolean {
  return label.length >= 5 && likenessesToRows(label).some((like) => like >= least)
}

export function lastLabel(cells: readonly LabelledCell[]): number {
  return cells.findLastIndex((cell) => {
    const { label } = cell
    if (label === '' || isNumeric(label)) return false
    if (row3Of(label) !== null) return true
    if (isFurniture(label)) return false
    return isRowWithRemark(cell) || isLikeRow(label, LEAST_LIKENESS)
  })
}
