import type { Block, Grid, GridCell } from '../../model/document.ts'
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
    const joined = joinRows(rows.at(-1), more[0])
    rows = joined ? [...rows.slice(0, -1), joined, ...more.slice(1)] : [...rows, ...more]
  }
  return { kind: 'grid', rows: numbered(rows), at: first!.at }
}

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
  return words(one) === words(other) && one.every(({ text }) => !isFigure(text)) && one.some(({ text }) => isWord(text))
}

/**
 * One row from the two that a page's end parted: its words stand on one page and its figures on the other, or figures that fill their cells go
 * on under them. Null when they are two rows. Cells over several rows tell nothing, as they go on or are printed again.
 */
function joinRows(before: Line | undefined, after: Line | undefined): Line | null {
  if (!before || !after || !(isParted(before, after) || goesOnBelow(before, after))) return null
  const joined = new Map<PrintedCell, PrintedCell>()
  return before.map((cell, index) => {
    const more = after[index]!
    if (more.rowSpan > 1 || more.text === '') return cell
    if (cell.text === '') return more
    const made = joined.get(cell) ?? { ...cell, text: cell.text + more.text }
    joined.set(cell, made)
    return made
  })
}

function isParted(before: Line, after: Line): boolean {
  const own = filled(before)
  const more = filled(after)
  if (own.length === 0 || more.length === 0) return false
  const [words, figures] = own.every(({ text }) => isWord(text)) ? [own, more] : [more, own]
  if (!words.every(({ text }) => isWord(text)) || !figures.every(({ text }) => isFigure(text))) return false
  return before.every((cell, index) => cell.text === '' || after[index]!.text === '' || cell.rowSpan > 1)
}

/** A row without words whose every figure has one above it that fills its cell. */
function goesOnBelow(before: Line, after: Line): boolean {
  const more = filled(after)
  if (more.length === 0 || !more.every(({ text }) => isFigure(text))) return false
  return after.every(({ text, rowSpan }, index) => {
    const above = before[index]!
    return text === '' || rowSpan > 1 || (above.fills === true && isFigure(above.text) && above.rowSpan === 1)
  })
}

function filled(row: Line): Line {
  return row.filter(({ rowSpan, text }) => rowSpan === 1 && text !== '')
}

function isWord(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

function isFigure(text: string): boolean {
  return /\d/.test(text) && !isWord(text)
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
