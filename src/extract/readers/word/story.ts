import type { Block, Note } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import { append, blocksOfTable } from '../table-blocks.ts'
import { linesAt } from '../text/text.ts'
import { type EdgeCell, type EdgeRow, type Merging, rowsOfEdges } from './edge-rows.ts'

/** The cells of a row as its definition gives them: edges in twips, one more than cells. */
export type RowShape = {
  readonly edges: readonly number[]
  readonly cells: readonly { readonly across: Merging; readonly down: Merging }[]
}

type Container = { readonly path: string; readonly blocks: Block[]; readonly counts: { p: number; tbl: number } }
type OpenTable = {
  readonly path: string
  readonly rows: EdgeRow[]
  cells: { readonly path: string; readonly blocks: readonly Block[] }[]
  cell: Container | null
  shape: RowShape | null
}

/** Pictures of DOC and RTF with a side up to half an inch (in twips) are icons. */
export const ICON_SIDE = 720
/** No report has more paragraphs and cells than this. */
const MAX_PARAGRAPHS = 300_000

/** The width of a cell, in twips, where nothing defines it. */
const ANY_WIDTH = 1000

/**
 * Gathers the blocks of a document whose tables are not nested elements but marks in a run of paragraphs (DOC, RTF): each paragraph says how
 * many tables stand around it, marks end cells, and the mark that ends a row defines the edges of its cells.
 */
export class Story {
  readonly notes: Note[] = []
  readonly #root: Container
  readonly #tables: OpenTable[] = []
  #paragraphs = 0

  /** Places begin with `path`, such as `WordDocument#`. */
  constructor(path: string) {
    this.#root = { path, blocks: [], counts: { p: 0, tbl: 0 } }
  }

  /** Adds a paragraph inside so many tables; `text` holds its lines. Further blocks, such as pictures, stand before or after it. */
  addParagraph(
    text: string,
    depth: number,
    level: number | null,
    before: readonly Block[] = [],
    after: readonly Block[] = [],
  ): void {
    if (++this.#paragraphs > MAX_PARAGRAPHS) {
      throw new GiveUp(
        'too-large',
        `a document of more than ${MAX_PARAGRAPHS} paragraphs; give only the report, or save it as PDF`,
      )
    }
    const container = this.#containerAt(depth)
    container.counts.p++
    const at = { path: `${join(container.path)}p[${container.counts.p}]` }
    append(container.blocks, before)
    append(container.blocks, linesAt(text, at, level))
    append(container.blocks, after)
  }

  /** The place of the next paragraph. */
  nextPlace(depth: number): string {
    const { path, counts } = this.#containerAt(depth)
    return `${join(path)}p[${counts.p + 1}]`
  }

  endCell(depth: number): void {
    const { path, blocks } = this.#containerAt(depth)
    const table = this.#tables.at(-1)!
    table.cells.push({ path, blocks })
    table.cell = null
  }

  /** Ends a row of the table at a depth; without a shape it is that of the row before. A row that was deleted with all its text is left out. */
  endRow(depth: number, shape: RowShape | null, deleted: boolean): void {
    while (this.#tables.length > depth) this.#closeTable()
    const table = this.#tables.at(-1)
    if (!table || this.#tables.length < depth) return
    if (table.cell && table.cell.blocks.length > 0) this.endCell(depth)
    table.cell = null
    const { cells } = table
    table.cells = []
    if (shape) table.shape = shape
    if (cells.length === 0 || (deleted && cells.every(({ blocks }) => blocks.length === 0))) return
    const path = `${table.path}/tr[${table.rows.length + 1}]`
    const fits = table.shape?.cells.length === cells.length
    if (!fits) {
      this.notes.push({
        code: 'row-shape-missing',
        message: `表格第${table.rows.length + 1}行的单元格与其边界定义不符，合并单元格可能读错，请对照原件核实。`,
        at: { path },
      })
    }
    table.rows.push(edgeRow(path, cells, fits ? table.shape! : anyShape(cells.length, table.shape)))
  }

  /** Closes what is open and gives all blocks in reading order. */
  finish(): Block[] {
    while (this.#tables.length > 0) this.#closeTable()
    return this.#root.blocks
  }

  /** The container of paragraphs inside so many tables; opens and closes tables on the way. */
  #containerAt(depth: number): Container {
    while (this.#tables.length > depth) this.#closeTable()
    let container = this.#root
    for (let level = 1; level <= depth; level++) {
      if (this.#tables.length < level) {
        container.counts.tbl++
        this.#tables.push({
          path: `${join(container.path)}tbl[${container.counts.tbl}]`,
          rows: [],
          cells: [],
          cell: null,
          shape: null,
        })
      }
      const table = this.#tables[level - 1]!
      table.cell ??= {
        path: `${table.path}/tr[${table.rows.length + 1}]/tc[${table.cells.length + 1}]`,
        blocks: [],
        counts: { p: 0, tbl: 0 },
      }
      container = table.cell
    }
    return container
  }

  #closeTable(): void {
    const depth = this.#tables.length
    const table = this.#tables.at(-1)!
    // A row without its end mark is one that was cut off.
    if (table.cells.length > 0 || (table.cell && table.cell.blocks.length > 0)) this.endRow(depth, null, false)
    this.#tables.pop()
    const container = depth > 1 ? this.#tables.at(-1)!.cell : this.#root
    if (container) append(container.blocks, blocksOfTable(rowsOfEdges(table.rows), { path: table.path }))
  }
}

function join(path: string): string {
  return path.endsWith('#') ? path : `${path}/`
}

function edgeRow(
  path: string,
  cells: readonly { readonly path: string; readonly blocks: readonly Block[] }[],
  shape: RowShape,
): EdgeRow {
  return {
    at: { path },
    left: shape.edges[0]!,
    cells: cells.map(
      (cell, index): EdgeCell => ({
        at: { path: cell.path },
        right: shape.edges[index + 1]!,
        across: shape.cells[index]!.across,
        down: shape.cells[index]!.down,
        blocks: cell.blocks,
      }),
    ),
  }
}

/** A shape for a row that none fits: cells as wide as those of the shape at hand, as far as it goes. */
function anyShape(count: number, shape: RowShape | null): RowShape {
  const edges = shape ? shape.edges.slice(0, count + 1) : [0]
  while (edges.length < count + 1) edges.push(edges.at(-1)! + ANY_WIDTH)
  return { edges, cells: Array.from({ length: count }, () => ({ across: 'none', down: 'none' })) }
}
