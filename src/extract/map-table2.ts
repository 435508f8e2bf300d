import type { Note } from '../model/document.ts'
import type { CellKey, Edition, Table2Key } from '../model/template.ts'
import { type LabelledCell, type NumberedGrid, placeOf } from './grid-rows.ts'
import { column2Of, columnsOfRow2, editionOfHeading, key2, likenessOfRow2, type Row2, row2Of, rowLabel2 } from './labels.ts'
import { readCell } from './read-cell.ts'
import { type Placed, type TableReading, weigh } from './reading.ts'

/** A heading and the grid columns that it spans. */
type Heading = { readonly column: string; readonly from: number; readonly to: number; readonly repeated: boolean }
type Found = {
  readonly row: Row2
  readonly printed: string
  readonly cells: readonly LabelledCell[]
  readonly headings: readonly Heading[]
  readonly where: NumberedGrid
}

/** Maps table 2, block by block, by the headings above each row; the headings also tell the edition. */
export function mapTable2(grids: readonly NumberedGrid[]): TableReading {
  const found: Found[] = []
  const notes: Note[] = []
  const extra: LabelledCell[] = []
  const blocks = new Set<number>()
  const votes: Record<Edition, number> = { '2019': 0, '2021': 0 }
  let headings: readonly Heading[] = []
  for (const where of grids) {
    for (let row = 0; row < where.grid.rows.length; row += 1) {
      const cells = where.grid.lines[row]!
      const columns = cells.map((cell) => (cell.label === '' ? null : column2Of(cell.label)))
      if (columns.some((column) => column !== null)) {
        headings = headingsOf(cells, columns)
        for (const cell of cells) {
          const edition = editionOfHeading(cell.label)
          if (edition) votes[edition] += 1
        }
        blocks.add(where.block)
        continue
      }
      const named = cells.findIndex((cell) => cell.label !== '' && row2Of(cell.label, cell.text) !== null)
      if (named >= 0 && cells.length > named + 1) {
        found.push({
          row: row2Of(cells[named]!.label, cells[named]!.text)!,
          printed: cells[named]!.text,
          cells: cells.slice(named + 1),
          headings,
          where,
        })
        blocks.add(where.block)
      } else if (isExtraRow(cells, headings, found, where)) {
        extra.push(cells[0]!)
      }
    }
  }
  if (extra.length > 0) {
    const labels = extra.slice(0, 3).map((cell) => `“${cell.text.trim().slice(0, 40)}”`)
    const rest = extra.length > 3 ? `等${extra.length}行` : ''
    notes.push({ code: 'row-extra', message: `表二出现统一格式以外的行${labels.join('、')}${rest}，未纳入。`, at: extra[0]!.at })
  }
  const edition: Edition | null = votes['2019'] + votes['2021'] === 0 ? null : votes['2021'] >= votes['2019'] ? '2021' : '2019'
  const cells = new Map<CellKey, Placed>()
  for (const each of found) placeRow(each, edition, cells, notes)
  return { table: 't2', edition, cells, notes, blocks: found.length > 0 ? blocks : new Set() }
}

function isExtraRow(
  cells: readonly LabelledCell[],
  headings: readonly Heading[],
  found: readonly Found[],
  where: NumberedGrid,
): boolean {
  return (
    found.at(-1)?.where === where &&
    headings.length > 0 &&
    cells.length === headings.length + 1 &&
    cells.slice(1).some((cell) => /\d/.test(cell.text))
  )
}

function placeRow(found: Found, edition: Edition | null, cells: Map<CellKey, Placed>, notes: Note[]): void {
  const placed = byHeading(found, edition ?? '2021') ?? byOrder(found, edition)
  if (!placed) {
    const message = `表二“${rowLabel2(found.row)}”行有${found.cells.length}格，与表头不符，未读取。`
    notes.push({ code: 'reading-doubtful', message, at: found.cells[0]!.at })
    if (!found.cells.some(isRemark)) placeUnread(found, edition, cells)
    return
  }
  const label = { printed: found.printed, likeness: likenessOfRow2(found.row, found.printed) }
  for (const { key, cell, ...sure } of placed) {
    if (!cells.has(`t2.${key}`)) cells.set(`t2.${key}`, { raw: cell.text, at: placeOf(cell, found.where.number), ...sure, label })
  }
}

function isRemark({ text }: LabelledCell): boolean {
  return /\p{Script=Han}/u.test(text) && readCell(text, { signed: true }).kind !== 'number'
}

function placeUnread({ row, cells: printed, where }: Found, edition: Edition | null, cells: Map<CellKey, Placed>): void {
  const raw = printed
    .map((cell) => cell.text.trim())
    .filter((text) => text !== '')
    .join(' ')
  const at = placeOf(printed[0]!, where.number)
  for (const key of columnsOfRow2(row, edition ?? '2021'))
    if (!cells.has(`t2.${key}`)) cells.set(`t2.${key}`, { raw, at, sure: 0, unreadable: true })
}

type PlacedCell = { readonly key: Table2Key; readonly cell: LabelledCell } & Pick<Placed, 'sure' | 'doubts'>

/** The cells under the headings; null where a heading has no cell, or several that hold something. */
function byHeading({ row, cells, headings }: Found, edition: Edition): PlacedCell[] | null {
  const placed: PlacedCell[] = []
  const used = new Set<LabelledCell>()
  for (const heading of headings) {
    const key = key2(row, heading.column, edition)
    const under = cells.filter((cell) => cell.column < heading.to && cell.column + cell.columnSpan > heading.from)
    const filled = under.filter((cell) => cell.text.trim() !== '')
    const cell = filled[0] ?? under[0]
    const written = heading.repeated && filled.every((each) => each.text === cell?.text) ? filled : filled.slice(0, 1)
    if (!key || !cell || filled.length > written.length || used.has(cell)) return null
    for (const each of [cell, ...written]) used.add(each)
    placed.push({ key, cell, sure: 1 })
  }
  const complete = placed.length === columnsOfRow2(row, edition).length
  return complete && cells.every((cell) => used.has(cell) || cell.text.trim() === '') ? placed : null
}

/** The headings of a row, one printed several times side by side (a span written out) being one. */
function headingsOf(cells: readonly LabelledCell[], columns: readonly (string | null)[]): Heading[] {
  const headings: Heading[] = []
  for (const [index, cell] of cells.entries()) {
    const column = columns[index]
    const before = headings.at(-1)
    const to = cell.column + cell.columnSpan
    if (column && before?.column === column && before.to === cell.column)
      headings[headings.length - 1] = { ...before, to, repeated: true }
    else if (column) headings.push({ column, from: cell.column, to, repeated: false })
  }
  return headings
}

function byOrder({ row, cells }: Found, edition: Edition | null): PlacedCell[] | null {
  const keys = columnsOfRow2(row, edition ?? '2021')
  const sure = weigh([true, 0.9, 'by-order'], [edition === null, 0.8, 'edition-open'])
  return cells.length === keys.length ? keys.map((key, index) => ({ key, cell: cells[index]!, ...sure })) : null
}
