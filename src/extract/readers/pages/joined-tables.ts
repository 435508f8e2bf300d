import type { Block, Grid, GridCell } from '../../../model/document.ts'
import type { PrintedCell, PrintedItem, PrintedTable } from './printed-page.ts'

/** Edges of two parts of a table this near, in points, are the same. */
const SAME_EDGE = 4
/** Headings of a table have no more rows than this. */
const MOST_HEADINGS = 6

type Page = { readonly turn: number; readonly items: readonly PrintedItem[] }

/**
 * The blocks of all pages in reading order, tables as grids. A table that ends one page and one that begins the next between the same edges
 * are one: headings that are printed again are left out, and a row that the page's end parted is one row.
 */
export function joinTables(pages: readonly Page[]): Block[] {
  const runs: (Block | PrintedTable[])[] = []
  let open: { readonly parts: PrintedTable[]; readonly turn: number } | null = null
  for (const { items, turn } of pages) {
    for (const [index, { block }] of items.entries()) {
      if (block.kind !== 'table') {
        runs.push(block)
        open = null
        continue
      }
      if (open && index === 0 && open.turn === turn && goesOn(open.parts[0]!, block)) open.parts.push(block)
      else {
        open = { parts: [block], turn }
        runs.push(open.parts)
      }
    }
    if (items.length > 0 && items.at(-1)!.block.kind !== 'table') open = null
  }
  return runs.map((run) => (Array.isArray(run) ? toGrid(run) : run))
}

function goesOn({ xs: before }: PrintedTable, { xs: after }: PrintedTable): boolean {
  return Math.abs(before[0]! - after[0]!) <= 2 * SAME_EDGE && Math.abs(before.at(-1)! - after.at(-1)!) <= 2 * SAME_EDGE
}

/** A row as its cells from left to right, each once. */
type Line = readonly PrintedCell[]

function toGrid(parts: readonly PrintedTable[]): Grid {
  const [first] = parts
  if (parts.length === 1) return { kind: 'grid', rows: numbered(first!.rows), at: first!.at }
  const xs = commonEdges(parts)
  let rows: Line[] = []
  for (const part of parts) {
    const more = withoutHeadings(rows, onEdges(part, xs))
    rows = joinParts(rows, more)
  }
  return { kind: 'grid', rows: numbered(rows), at: first!.at }
}

function joinParts(rows: readonly Line[], more: readonly Line[]): Line[] {
  const [last, first] = [rows.at(-1), more[0]]
  if (!last || !first) return [...rows, ...more]
  const seam = last.map((above, column) => ({ above, below: first[column]! }))
  const joined = joinRows(seam)
  if (joined) return [...rows.slice(0, -1), joined, ...more.slice(1)]
  if (!mayBeParted(seam)) return [...rows, ...more]
  return [...rows.slice(0, -1), doubted(last), doubted(first), ...more.slice(1)]
}

/** A row whose own cells may belong to another one. */
function doubted(row: Line): Line {
  const made = new Map<PrintedCell, PrintedCell>()
  return row.map((cell) => {
    if (cell.rowSpan > 1) return cell
    const doubt = made.get(cell) ?? { ...cell, placed: Math.min(cell.placed ?? 1, DOUBT) }
    made.set(cell, doubt)
    return doubt
  })
}

const DOUBT = 0.6

/** The edges of all parts: a part may lack some where its cells are merged. */
function commonEdges(parts: readonly PrintedTable[]): number[] {
  const edges: number[] = []
  for (const x of parts.flatMap((part) => part.xs).sort((one, other) => one - other)) {
    if (edges.length === 0 || x - edges.at(-1)! > SAME_EDGE) edges.push(x)
  }
  return edges
}

/** The rows of a part with a position for each column between the common edges. */
function onEdges({ xs, rows }: PrintedTable, edges: readonly number[]): Line[] {
  const columnAt = edges.slice(0, -1).map((left, index) => {
    const middle = (left + edges[index + 1]!) / 2
    const column = xs.findLastIndex((x) => x <= middle)
    return Math.min(Math.max(column, 0), xs.length - 2)
  })
  return rows.map((row) => columnAt.map((column) => row[column]!))
}

/** Leaves out the rows that say again, word for word, what the table begins with. */
function withoutHeadings(before: readonly Line[], rows: readonly Line[]): readonly Line[] {
  let same = 0
  while (same < MOST_HEADINGS && same < rows.length && before[same] && isSameHeading(before[same]!, rows[same]!)) same++
  return rows.slice(same)
}

function isSameHeading(one: Line, other: Line): boolean {
  const words = (row: Line) => row.map(({ text }) => text.replace(/\s/g, '')).join('|')
  return words(one) === words(other) && one.every(({ text }) => !isFigureOrUnit(text)) && one.some(({ text }) => isWord(text))
}

/** What stands in one column on both sides of a page's end; cells over several rows tell nothing, as they go on or are printed again. */
type Seam = { readonly above: PrintedCell; readonly below: PrintedCell }

/** One row from the two that a page's end parted; null when they are two rows. */
function joinRows(seam: readonly Seam[]): Line | null {
  if (!isParted(seam.filter(({ above, below }) => above.rowSpan === 1 && below.rowSpan === 1))) return null
  const joined = new Map<PrintedCell, PrintedCell>()
  return seam.map(({ above, below }) => {
    if (below.rowSpan > 1 || below.text === '') return above
    if (above.text === '') return below
    const made = joined.get(above) ?? { ...above, text: above.text + below.text, ...leastSure(above, below) }
    joined.set(above, made)
    return made
  })
}

/** Two parts of a cell are together as sure as the less sure of them. */
function leastSure(above: PrintedCell, below: PrintedCell): Pick<PrintedCell, 'confidence' | 'placed'> {
  const confidence = Math.min(above.confidence ?? 1, below.confidence ?? 1)
  const placed = Math.min(above.placed ?? 1, below.placed ?? 1)
  return { ...(confidence < 1 && { confidence }), ...(placed < 1 && { placed }) }
}

/**
 * Whether two rows are one: its words stand on one page and its figures on the other, or what fills a cell above goes on in the cell below.
 * Words that begin with a number of their own are another row.
 */
function isParted(seam: readonly Seam[]): boolean {
  const above = seam.filter(({ above }) => above.text !== '')
  const below = seam.filter(({ below }) => below.text !== '')
  if (above.length === 0 || below.length === 0) return false
  const both = above.filter(({ below }) => below.text !== '')
  if (!both.every(({ above, below }) => above.fills && (isUnit(below.text) || isWord(above.text) === isWord(below.text))))
    return false
  if (both.some(({ below }) => isWord(below.text))) return !both.some(({ below }) => isNumbered(below.text))
  if (below.some(({ below }) => isWord(below.text))) return above.every(({ above }) => isFigureOrUnit(above.text))
  if (!below.every(({ below }) => isFigureOrUnit(below.text))) return false
  return hasFiguresOnce(seam) ? above.every(({ above }) => isWord(above.text)) : both.length === below.length
}

/** Whether the figures of a row stand on one side only. */
function hasFiguresOnce(seam: readonly Seam[]): boolean {
  return !seam.some(({ above }) => isFigureOrUnit(above.text)) || !seam.some(({ below }) => isFigureOrUnit(below.text))
}

/**
 * Two rows at a page's end of which one has no figures, so that it may be blank or the other's first or last words, or of which the second has
 * no words, so that it may be the rest of the first. Their cells are doubted.
 */
function mayBeParted(seam: readonly Seam[]): boolean {
  const own = seam.filter(({ above, below }) => above.rowSpan === 1 && below.rowSpan === 1)
  const has = (side: 'above' | 'below', test: (text: string) => boolean) => own.some((each) => test(each[side].text))
  if (!has('below', isWord) || !has('above', isWord)) return has('below', isFigureOrUnit) && has('above', isFigureOrUnit)
  const labels = own.filter(({ above, below }) => isWord(above.text) && isWord(below.text))
  if (labels.length === 0 || labels.some(({ below }) => isNumbered(below.text))) return false
  return has('above', isFigureOrUnit) !== has('below', isFigureOrUnit)
}

function isNumbered(text: string): boolean {
  return /^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．](?!\d)|[①-⑳])/.test(text)
}

function isWord(text: string): boolean {
  return /\p{Script=Han}/u.test(text) && !isFigureOrUnit(text)
}

/** A number with its unit, or a part of it: one of its lines, or the unit alone. */
function isFigureOrUnit(text: string): boolean {
  if (isUnit(text)) return true
  return /^[^\p{Script=Han}]*\d[^\p{Script=Han}]*\p{Script=Han}{0,2}$/u.test(text) && !isNumbered(text)
}

/** What may stand alone in the second line of a number, or end a wrapped label. */
function isUnit(text: string): boolean {
  return /^[件项个宗条次人元万]{1,2}$/.test(text)
}

/** Gives each cell its place and extent in the joined table. */
function numbered(rows: readonly Line[]): GridCell[][] {
  const cells = new Map<PrintedCell, GridCell>()
  return rows.map((row, y) =>
    row.map((cell, x) => {
      const known = cells.get(cell)
      if (known) return known
      let columnSpan = 1
      while (row[x + columnSpan] === cell) columnSpan++
      let rowSpan = 1
      while (rows[y + rowSpan]?.[x] === cell) rowSpan++
      const { fills: _, ...printed } = cell
      const made = { ...printed, row: y, column: x, rowSpan, columnSpan }
      cells.set(cell, made)
      return made
    }),
  )
}
