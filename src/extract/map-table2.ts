import type { GridCell, Note } from '../model/document.ts'
import type { CellKey, Edition, Table2Key } from '../model/template.ts'
import { cellsOfRow, labelOf, type NumberedGrid, placeOf } from './grid-rows.ts'
import { normaliseWithoutRemark } from './label.ts'
import { column2Of, columnsOfRow2, editionOfHeading, key2, type Row2, row2Of } from './labels.ts'
import type { Placed, TableReading } from './reading.ts'

type Found = { readonly row: Row2; readonly cells: readonly GridCell[]; readonly headings: readonly string[]; readonly where: NumberedGrid }

/** Maps table 2, block by block, by the headings above each row; the headings also tell the edition. */
export function mapTable2(grids: readonly NumberedGrid[]): TableReading {
  const found: Found[] = []
  const notes: Note[] = []
  const blocks = new Set<number>()
  const votes: Record<Edition, number> = { '2019': 0, '2021': 0 }
  let headings: readonly string[] = []
  for (const where of grids) {
    for (let row = 0; row < where.grid.rows.length; row += 1) {
      const cells = cellsOfRow(where.grid, row)
      const columns = cells.map((cell) => (labelOf(cell) === '' ? null : column2Of(labelOf(cell))))
      if (columns.some((column) => column !== null)) {
        headings = columns.filter((column) => column !== null)
        for (const cell of cells) {
          const edition = editionOfHeading(labelOf(cell))
          if (edition) votes[edition] += 1
        }
        blocks.add(where.block)
        continue
      }
      const named = cells.findIndex((cell) => labelOf(cell) !== '' && row2Of(labelOf(cell), normaliseWithoutRemark(cell.text)) !== null)
      if (named >= 0 && cells.length > named + 1) {
        found.push({ row: row2Of(labelOf(cells[named]!), normaliseWithoutRemark(cells[named]!.text))!, cells: cells.slice(named + 1), headings, where })
        blocks.add(where.block)
      } else if (isExtraRow(cells, headings, found, where)) {
        const message = `表二出现统一格式以外的行“${cells[0]!.text.trim()}”，未纳入。`
        notes.push({ code: 'row-extra', message, at: cells[0]!.at })
      }
    }
  }
  const edition: Edition | null = votes['2019'] + votes['2021'] === 0 ? null : votes['2021'] >= votes['2019'] ? '2021' : '2019'
  const cells = new Map<CellKey, Placed>()
  for (const each of found) placeRow(each, edition ?? '2021', cells, notes)
  return { table: 't2', edition, cells, notes, blocks: found.length > 0 ? blocks : new Set() }
}

function isExtraRow(cells: readonly GridCell[], headings: readonly string[], found: readonly Found[], where: NumberedGrid): boolean {
  return (
    found.at(-1)?.where === where && headings.length > 0 && cells.length === headings.length + 1 && cells.slice(1).some((cell) => /\d/.test(cell.text))
  )
}

function placeRow(found: Found, edition: Edition, cells: Map<CellKey, Placed>, notes: Note[]): void {
  const official = columnsOfRow2(found.row, edition)
  const headed = found.headings.map((heading) => key2(found.row, heading, edition))
  const headingsFit = headed.length === found.cells.length && headed.every((key) => key !== null)
  const keys: readonly (Table2Key | null)[] | null = headingsFit ? headed : found.cells.length === official.length ? official : null
  if (!keys) {
    const message = `表二第“${found.row}”行有${found.cells.length}格，与表头不符，未读取。`
    notes.push({ code: 'reading-doubtful', message, at: found.cells[0]!.at })
    return
  }
  for (const [index, key] of keys.entries()) {
    if (key === null || cells.has(`t2.${key}`)) continue
    const cell = found.cells[index]!
    cells.set(`t2.${key}`, { raw: cell.text, at: placeOf(cell, found.where.number), sure: headingsFit ? 1 : 0.9 })
  }
}
