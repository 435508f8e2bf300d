import type { Box, RulingLine } from './drawn-page.ts'

/** A table drawn by lines: positions of its column and row edges, and its cells. */
export type RuledTable = {
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  readonly cells: readonly RuledCell[]
  readonly box: Box
}
type RuledCell = {
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
  readonly box: Box
}

/** Lines this close are the same edge: double frames, and the halves of neighbouring cells. No column is narrower. */
const SAME_EDGE = 4
/** Parts of a line are joined over gaps as long as this, so that dotted lines hold together. */
const GAP = 3
const SHORTEST = 5
/** How much of a cell's side must be drawn to part it from its neighbour. */
const DRAWN = 0.5
/** Drawings with more lines than this are no tables. */
const MAX_LINES = 4000

/**
 * Finds the tables that lines draw. Lines that cross or touch make one table; a missing line between two cells makes them one merged cell.
 * Frames around a single cell are no tables.
 */
export function findRuledTables(horizontals: readonly RulingLine[], verticals: readonly RulingLine[]): RuledTable[] {
  const across = joinLines(horizontals)
  const down = joinLines(verticals)
  if (across.length > MAX_LINES || down.length > MAX_LINES) return []
  return connected(across, down)
    .map(({ across, down }) => toTable(across, down))
    .filter((table) => table !== null)
}

/** Joins the pieces of each line: several on one height that touch or overlap are one. */
function joinLines(lines: readonly RulingLine[]): RulingLine[] {
  const sorted = [...lines].sort((one, other) => one.at - other.at)
  const joined: RulingLine[] = []
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end < sorted.length && sorted[end]!.at - sorted[start]!.at <= 1.5) end++
    const level = sorted.slice(start, end).sort((one, other) => one.from - other.from)
    let current = level[0]!
    for (const line of level.slice(1)) {
      if (line.from <= current.to + GAP) current = { at: current.at, from: current.from, to: Math.max(current.to, line.to) }
      else {
        joined.push(current)
        current = line
      }
    }
    joined.push(current)
    start = end
  }
  return joined.filter(({ from, to }) => to - from >= SHORTEST)
}

type Lines = { readonly across: RulingLine[]; readonly down: RulingLine[] }

function connected(across: readonly RulingLine[], down: readonly RulingLine[]): Lines[] {
  const parent = Array.from({ length: across.length + down.length }, (_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!
      root = parent[root]!
    }
    return root
  }
  across.forEach((h, i) => {
    down.forEach((v, j) => {
      const meet =
        v.at >= h.from - SAME_EDGE && v.at <= h.to + SAME_EDGE && h.at >= v.from - SAME_EDGE && h.at <= v.to + SAME_EDGE
      if (meet) parent[rootOf(i)] = rootOf(across.length + j)
    })
  })
  const groups = new Map<number, Lines>()
  const groupOf = (index: number): Lines => {
    const root = rootOf(index)
    const known = groups.get(root) ?? { across: [], down: [] }
    groups.set(root, known)
    return known
  }
  across.forEach((line, i) => {
    groupOf(i).across.push(line)
  })
  down.forEach((line, j) => {
    groupOf(across.length + j).down.push(line)
  })
  return [...groups.values()]
}

function toTable(across: readonly RulingLine[], down: readonly RulingLine[]): RuledTable | null {
  const xs = edges(down, across)
  const ys = edges(across, down)
  const columns = xs.length - 1
  const rows = ys.length - 1
  if (columns < 2 || rows < 1) return null
  const wallRight = walls(xs, ys, down)
  const wallBelow = walls(ys, xs, across)
  const cells = mergeCells(columns, rows, wallRight, wallBelow).map(({ row, column, rowSpan, columnSpan }) => ({
    row,
    column,
    rowSpan,
    columnSpan,
    box: [xs[column]!, ys[row]!, xs[column + columnSpan]!, ys[row + rowSpan]!] as const,
  }))
  if (cells.length < 2) return null
  return { xs, ys, cells, box: [xs[0]!, ys[0]!, xs[columns]!, ys[rows]!] }
}

/** Positions of the lines, and of the ends of the crossing lines where a table is open at its sides or cut by the page. */
function edges(lines: readonly RulingLine[], crossing: readonly RulingLine[]): number[] {
  const positions: number[] = []
  for (const { at } of [...lines].sort((one, other) => one.at - other.at)) {
    if (positions.length === 0 || at - positions.at(-1)! > SAME_EDGE) positions.push(at)
  }
  if (positions.length === 0 || crossing.length === 0) return positions
  const first = Math.min(...crossing.map(({ from }) => from))
  const last = Math.max(...crossing.map(({ to }) => to))
  if (first < positions[0]! - 2 * SAME_EDGE) positions.unshift(first)
  if (last > positions.at(-1)! + 2 * SAME_EDGE) positions.push(last)
  return positions
}

/** `walls[i][j]`: whether a line at edge `i` parts what lies on its two sides along the stretch `j`. */
function walls(at: readonly number[], along: readonly number[], lines: readonly RulingLine[]): boolean[][] {
  return at.map((position, edge) => {
    const here = lines.filter(
      (line) =>
        line.at >= position - SAME_EDGE / 2 &&
        line.at < (at[edge + 1] ?? Number.POSITIVE_INFINITY) &&
        line.at - position <= SAME_EDGE,
    )
    return along.slice(1).map((end, index) => {
      const start = along[index]!
      let drawn = 0
      for (const { from, to } of here) drawn += Math.max(0, Math.min(to, end) - Math.max(from, start))
      return drawn >= (end - start) * DRAWN
    })
  })
}

type Extent = { readonly row: number; readonly column: number; readonly rowSpan: number; readonly columnSpan: number }

function mergeCells(columns: number, rows: number, wallRight: readonly boolean[][], wallBelow: readonly boolean[][]): Extent[] {
  const taken = Array.from({ length: rows }, () => new Array<boolean>(columns).fill(false))
  const cells: Extent[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (taken[row]![column]) continue
      let columnSpan = 1
      while (column + columnSpan < columns && !wallRight[column + columnSpan]![row] && !taken[row]![column + columnSpan])
        columnSpan++
      let rowSpan = 1
      while (row + rowSpan < rows && opensBelow(row + rowSpan, column, columnSpan)) rowSpan++
      for (let y = row; y < row + rowSpan; y++) taken[y]!.fill(true, column, column + columnSpan)
      cells.push({ row, column, rowSpan, columnSpan })
    }
  }
  return cells

  function opensBelow(row: number, column: number, columnSpan: number): boolean {
    for (let x = column; x < column + columnSpan; x++) {
      if (wallBelow[row]![x] || taken[row]![x]) return false
      if (x > column && wallRight[x]![row]) return false
    }
    return true
  }
}
