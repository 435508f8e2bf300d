import { type Extent, middleOf, overlap, type Run, type TextBlock } from './unruled-runs.ts'

/** The columns of values of a table without upright lines. */
export type UnruledColumns = {
  /** The edges of the labels and of the columns, from left to right. */
  readonly xs: readonly number[]
  /** Where the middles of the columns' headings are. */
  readonly middles: readonly number[]
  readonly align: Align
  /** Where values of each column begin, have their middle or end; null where there is none. */
  readonly anchors: readonly (number | null)[]
  /** How sure it is that there are just these columns. */
  readonly sure: number
}
type Align = 'left' | 'centre' | 'right'

/** A value whose place differs from the others of its column by more than this, in points, is doubted. */
const SAME_PLACE = 3
const CLEAR = 0.95
const UNCLEAR = 0.8

/** Finds the columns from the lowest headings and from the values that stand below them; null where that leaves it open. */
export function findColumns(
  headings: readonly TextBlock[],
  rows: readonly (readonly Run[])[],
  labelsEnd: number,
  tableLeft: number,
  tableRight: number,
): UnruledColumns | null {
  const values = rows.flat()
  const leaves = headings.filter(
    (heading) => !headings.some((other) => other.top > heading.bottom - 2 && overlap(heading, other)),
  )
  const ink = inkColumns(values)
  const sorted = leaves.toSorted((one, other) => one.left - other.left)
  const isHeaded = leaves.length >= Math.max(2, ink.length) && (leaves.length > ink.length || areOver(sorted, ink))
  const bands = isHeaded ? sorted : ink
  if (bands.length < 2 || bands.length > MOST_COLUMNS) return null
  const middles = bands.map(middleOf)
  const align = isHeaded ? alignOf(values, middles) : 'centre'
  const grouped = middles.map((): Run[] => [])
  for (const value of values) grouped[columnOf(value, middles, align)]!.push(value)
  const anchors = grouped.map((own) => (own.length === 0 ? null : medianOf(own.map((value) => anchorOf(value, align)))))
  // In the middle of its column each value shows which heading is its own; else only where every heading has values.
  const isPlain =
    align === 'centre'
      ? anchors.every((anchor, index) => anchor === null || Math.abs(anchor - middles[index]!) <= SAME_PLACE)
      : ink.length === bands.length && anchors.every((anchor) => anchor !== null)
  const extents = bands.map((band, index) => ({
    left: Math.min(band.left, ...grouped[index]!.map(({ left }) => left)),
    right: Math.max(band.right, ...grouped[index]!.map(({ right }) => right)),
  }))
  const inner = extents.slice(1).map(({ left }, index) => {
    const { right } = extents[index]!
    return left > right ? (left + right) / 2 : (middles[index]! + middles[index + 1]!) / 2
  })
  const first = Math.max((labelsEnd + extents[0]!.left) / 2, tableLeft + 1)
  const last = Math.max(tableRight, extents.at(-1)!.right + 1)
  const edges = [first, ...inner, last]
  if (edges.some((edge, index) => index > 0 && edge <= edges[index - 1]!)) return null
  return { xs: [tableLeft, ...edges], middles, align, anchors, sure: isHeaded && isPlain ? CLEAR : UNCLEAR }
}

const MOST_COLUMNS = 40

/** Whether each heading stands over the values of its own column, nearer to them than to those of the next. */
function areOver(headings: readonly Extent[], columns: readonly Extent[]): boolean {
  return headings.every((heading, index) => {
    const distances = columns.map((column) => Math.max(heading.left - column.right, column.left - heading.right))
    return distances[index]! <= 0 || distances.every((distance, other) => other === index || distance > distances[index]!)
  })
}

/** Runs of values that stand below each other. */
function inkColumns(values: readonly Run[]): { left: number; right: number }[] {
  const columns: { left: number; right: number }[] = []
  for (const { left, right } of values.toSorted((one, other) => one.left - other.left)) {
    const last = columns.at(-1)
    if (last && left < last.right) last.right = Math.max(last.right, right)
    else columns.push({ left, right })
  }
  return columns
}

/** The column that a value stands in, and how sure that is. */
export function placeValue(value: Run, { middles, align, anchors, sure }: UnruledColumns): { column: number; sure: number } {
  const column = columnOf(value, middles, align)
  const anchor = anchors[column]
  const isClear = anchor == null || Math.abs(anchorOf(value, align) - anchor) <= SAME_PLACE
  return { column, sure: isClear ? sure : UNCLEAR }
}

function alignOf(values: readonly Run[], middles: readonly number[]): Align {
  const offsets = values.map((value) => {
    const middle = middleOf(value)
    return middle - middles.reduce((best, each) => (Math.abs(each - middle) < Math.abs(best - middle) ? each : best))
  })
  if (medianOf(offsets.map(Math.abs)) < 2) return 'centre'
  return offsets.filter((offset) => offset > 0).length * 2 > offsets.length ? 'right' : 'left'
}

function columnOf(value: Run, middles: readonly number[], align: Align): number {
  if (align === 'right')
    return Math.max(
      0,
      middles.findLastIndex((middle) => middle <= value.right + 0.5),
    )
  if (align === 'left') {
    const found = middles.findIndex((middle) => middle >= value.left - 0.5)
    return found < 0 ? middles.length - 1 : found
  }
  return nearestColumn(middleOf(value), middles)
}

export function nearestColumn(x: number, middles: readonly number[]): number {
  let best = 0
  for (const [index, middle] of middles.entries()) if (Math.abs(middle - x) < Math.abs(middles[best]! - x)) best = index
  return best
}

function anchorOf(value: Run, align: Align): number {
  return align === 'left' ? value.left : align === 'right' ? value.right : middleOf(value)
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

/** Columns `from` up to `to` that a heading over several of them heads; `level` 0 are the lowest. */
export type HeadingCell = { readonly block: TextBlock; readonly level: number; readonly from: number; readonly to: number }

/** Places the headings over their columns: one over several columns stands in the middle of them. */
export function placeHeadings(headings: readonly TextBlock[], { middles }: UnruledColumns): HeadingCell[] {
  const lowest = headings.filter((heading) => isLowest(heading, headings))
  const placed: HeadingCell[] = lowest.map((block) => {
    const column = nearestColumn(middleOf(block), middles)
    return { block, level: 0, from: column, to: column }
  })
  const spans = headings.filter((heading) => !lowest.includes(heading)).toSorted((one, other) => heightOf(other) - heightOf(one))
  for (let start = 0; start < spans.length; ) {
    let end = start + 1
    while (end < spans.length && isSameHeight(spans[start]!, spans[end]!)) end++
    placed.push(...placeRow(spans.slice(start, end), placed, middles))
    start = end
  }
  return placed
}

/** Places headings that stand side by side, those over few columns first. */
function placeRow(spans: readonly TextBlock[], below: readonly HeadingCell[], middles: readonly number[]): HeadingCell[] {
  const taken = new Set<number>()
  const rangeOf = (block: TextBlock) => {
    const direct = below.filter((cell) => cell.level === 0 && overlap(cell.block, block)).map((cell) => cell.block)
    const isOver = (column: number) => {
      const own = below.filter(({ from, to }) => from <= column && to >= column)
      if (own.some(({ level }) => level > 0)) return true
      return own.every((cell) => direct.some((each) => isSameHeight(each, cell.block) || Math.abs(each.top - cell.block.top) < 2))
    }
    return widest(block, middles, (column) => !taken.has(column) && isOver(column))
  }
  const wished = spans.map((block) => ({ block, size: rangeOf(block).to - rangeOf(block).from }))
  return wished
    .toSorted((one, other) => one.size - other.size)
    .map(({ block }) => {
      const { from, to } = rangeOf(block)
      for (let column = from; column <= to; column++) taken.add(column)
      const levels = below.filter((cell) => cell.from <= to && cell.to >= from).map(({ level }) => level)
      return { block, level: Math.max(0, ...levels) + 1, from, to }
    })
}

function isLowest(heading: TextBlock, headings: readonly TextBlock[]): boolean {
  return !headings.some((other) => other.top > heading.bottom - 2 && overlap(heading, other))
}

function heightOf({ top, bottom }: TextBlock): number {
  return (top + bottom) / 2
}

function isSameHeight(one: TextBlock, other: TextBlock): boolean {
  return Math.abs(heightOf(one) - heightOf(other)) < 0.3 * one.size
}

/** The most columns about the middle of a heading. */
function widest(block: TextBlock, middles: readonly number[], isFree: (column: number) => boolean): { from: number; to: number } {
  const middle = middleOf(block)
  const nearest = nearestColumn(middle, middles)
  const pitch = medianOf(middles.slice(1).map((each, index) => each - middles[index]!))
  let best = { from: nearest, to: nearest }
  for (let from = nearest; from >= 0 && isFree(from); from--) {
    for (let to = nearest; to < middles.length && isFree(to); to++) {
      const isCentred = Math.abs((middles[from]! + middles[to]!) / 2 - middle) <= 0.3 * pitch
      if (isCentred && to - from > best.to - best.from) best = { from, to }
    }
  }
  return best
}
