import type { Box, RulingLine } from './drawn-page.ts'
import type { Glyph } from './printed-lines.ts'
import { findColumns, nearestColumn, placeHeadings, placeValue, type UnruledColumns } from './unruled-columns.ts'
import { areBeside, isBeside, type RowLine } from './unruled-rows.ts'
import {
  isNumbered,
  joinLines,
  joinWrapped,
  leadingOf,
  mayBeOne,
  middleOf,
  overlap,
  type Run,
  runsByLine,
  type TextBlock,
} from './unruled-runs.ts'

/** A table without upright lines: its cells by the positions of what is printed. */
export type UnruledTable = {
  readonly columns: UnruledColumns
  readonly xs: readonly number[]
  readonly rowCount: number
  readonly cells: readonly UnruledCell[]
  readonly box: Box
  /** Whether nothing but this table stands below its first line. */
  readonly isLast: boolean
}
type UnruledCell = {
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
  readonly box: Box
  readonly glyphs: readonly Glyph[]
  readonly placed?: number
  /** Given where it is not what `glyphs` say line by line: a number that is wrapped. */
  readonly text?: string
}

type Line = {
  readonly runs: readonly Run[]
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** Labels of a table stand in so many columns: two of groups, one of rows. */
const LABEL_COLUMNS = 3
/** A line that holds one text wider than this part of the page's text is no part of a table. */
const WIDE = 0.6
const UNCLEAR = 0.8
const LINES = ['first', 'last'] as const
/** Rows that moved as a whole still add up: sums cannot confirm them. */
const UNCLEAR_ROW = 0.7

/**
 * Finds the tables whose columns no lines part. Each value belongs to the column under whose heading it stands and to the row whose label it
 * stands beside; an empty place is a blank cell. `carried` are the columns of a table that may go on here.
 */
export function findUnruledTables(
  glyphs: readonly Glyph[],
  horizontals: readonly RulingLine[],
  carried: UnruledColumns | null,
): UnruledTable[] {
  const lines = withoutPageNumber(runsByLine(glyphs).map(toLine))
  if (lines.length === 0) return []
  const textLeft = Math.min(...lines.map(({ left }) => left))
  const textRight = Math.max(...lines.map(({ right }) => right))
  return regionsOf(lines, (textRight - textLeft) * WIDE).flatMap(({ from, to }) => {
    const region = lines.slice(from, to)
    const table = readRegion(region, horizontals, from === 0 ? carried : null, to >= lines.length)
    return table ? [table] : []
  })
}

/** The lines of a page without a number that stands far below the last or above the first of them. */
function withoutPageNumber(lines: readonly Line[]): readonly Line[] {
  const isNumber = ({ runs }: Line) =>
    runs.length <= 3 &&
    /^(?:\d{1,4}|(?=.*[-—–－·•~第页共/])[-—–－·•~第页共/\d]{1,12})$/.test(runs.map(({ text }) => text).join(''))
  const isFar = (line: Line, other: Line | undefined) =>
    other === undefined || Math.max(line.top - other.bottom, other.top - line.bottom) > PAGE_NUMBER_GAP * line.runs[0]!.size
  const first = lines.findIndex((line, index) => !(index === 0 && isNumber(line) && isFar(line, lines[1])))
  const last = lines.findLastIndex(
    (line, index) => !(index === lines.length - 1 && isNumber(line) && isFar(line, lines[index - 1])),
  )
  return first < 0 ? [] : lines.slice(first, last + 1)
}

/** In parts of its type size. */
const PAGE_NUMBER_GAP = 0.8

function toLine(runs: readonly Run[]): Line {
  return {
    runs,
    top: Math.min(...runs.map(({ top }) => top)),
    bottom: Math.max(...runs.map(({ bottom }) => bottom)),
    left: runs[0]!.left,
    right: Math.max(...runs.map(({ right }) => right)),
  }
}

/** Whether texts of a line stand apart as those of a table do. */
function isTabular({ runs }: Line): boolean {
  if (runs.length < 2) return runs[0]!.isValue
  const wide = runs.filter((run, index) => index > 0 && run.left - runs[index - 1]!.right >= 0.9 * run.size).length
  if (wide === 0 && !runs.slice(1).every(({ isValue }) => isValue)) return false
  return !runs.some(({ text }) => text.length > LONGEST_RUN || /[。；]$/.test(text))
}

const LONGEST_RUN = 45

function hasValues({ runs }: Line): boolean {
  return runs.some(({ isValue }) => isValue)
}

/** Stretches of lines that may be a table. */
function regionsOf(lines: readonly Line[], widest: number): { from: number; to: number }[] {
  const regions: { from: number; to: number }[] = []
  for (let from = 0; from < lines.length; from++) {
    if (!isTabular(lines[from]!)) continue
    let last = from
    for (let next = from + 1; next < lines.length; next++) {
      const line = lines[next]!
      if (isTabular(line)) {
        if (lines.slice(last + 1, next).some((between) => isHeadingOfNext(between, lines, next))) break
        last = next
      } else if (!isLoose(line, lines[from]!, widest)) break
    }
    let start = from
    while (start > (regions.at(-1)?.to ?? 0) && goesBefore(lines[start - 1]!, lines[start]!, widest)) start--
    let to = last + 1
    while (to < lines.length && goesBehind(lines[to - 1]!, lines[to]!, lines[from]!, widest)) to++
    regions.push({ from: start, to })
    from = to - 1
  }
  return regions
}

/** A single text that may be a line of a wrapped label or heading. */
function isLoose(line: Line, first: Line, widest: number): boolean {
  return line.right - line.left <= widest && Math.abs(line.runs[0]!.size - first.runs[0]!.size) < 0.8
}

/** A numbered line before headings is the heading of a section rather than a label. */
function isHeadingOfNext({ runs }: Line, lines: readonly Line[], next: number): boolean {
  return (
    runs.length === 1 &&
    /^[一二三四五六七八九十]{1,2}、/.test(runs[0]!.text) &&
    !hasValues(lines[next]!) &&
    !lines.slice(next, next + 2).some((line) => hasValues(line) && line.top - lines[next]!.top < line.bottom - line.top)
  )
}

function goesBefore(line: Line, next: Line, widest: number): boolean {
  const [run] = line.runs
  return (
    isLoose(line, next, widest) &&
    next.top - line.bottom < 0.9 * run!.size &&
    !isNumbered(run!.text) &&
    !/[。；，、：:]$/.test(run!.text)
  )
}

function goesBehind(before: Line, line: Line, first: Line, widest: number): boolean {
  const [run] = line.runs
  return (
    isLoose(line, first, widest) &&
    line.runs.length === 1 &&
    line.top - before.bottom < 0.55 * run!.size &&
    !isNumbered(run!.text) &&
    before.runs.some((above) => overlap(above, run!)) &&
    !/[。；]$/.test(run!.text)
  )
}

function readRegion(
  lines: readonly Line[],
  allHorizontals: readonly RulingLine[],
  carried: UnruledColumns | null,
  isLast: boolean,
): UnruledTable | null {
  const firstValues = lines.findIndex(hasValues)
  const strong = lines.filter(({ runs }) => runs.filter(({ isValue }) => isValue).length >= 3).length
  const weak = lines.filter(hasValues).length
  if (firstValues < 0 || (carried === null && strong < 2 && weak < 3 && !(strong === 1 && firstValues > 1))) return null
  const [top, bottom] = [lines[0]!.top, lines.at(-1)!.bottom]
  const left = Math.min(...lines.map((line) => line.left))
  const right = Math.max(...lines.map((line) => line.right))
  const drawn = allHorizontals.filter(({ at, from, to }) => at > top - 20 && at < bottom + 20 && to > left && from < right)
  const horizontals = drawn.length >= lines.filter(hasValues).length ? drawn : []
  // Values that stand before a word are numbers of rows.
  const rows = lines.slice(firstValues).map(({ runs }) => {
    const lastWord = runs.findLastIndex(({ isValue }) => !isValue)
    return { values: runs.slice(lastWord + 1), words: runs.slice(0, lastWord + 1) }
  })
  let valueRows = rows.filter(({ values }) => values.length > 0)
  const valuesLeft = Math.min(...valueRows.flatMap(({ values }) => values.map((value) => value.left)))
  const labelsEnd = Math.max(
    left,
    ...valueRows.flatMap(({ words }) => words.map((word) => word.right)).filter((x) => x <= valuesLeft + 1),
  )
  const hasLabels = labelsEnd > left + 1
  for (const row of rows) {
    const isOwn = (run: Run) => run.isValue && run.left > labelsEnd
    const runs = [...row.words, ...row.values]
    row.values = runs.filter(isOwn)
    row.words = runs.filter((run) => !isOwn(run))
  }
  valueRows = rows.filter(({ values }) => values.length > 0)
  const firstY = lines[firstValues]!.top
  const leading = leadingOf(lines.flatMap(({ runs }) => [...runs]))
  const above = joinLines(
    lines.slice(0, firstValues).flatMap(({ runs }) => [...runs]),
    horizontals,
    leading,
  )
  const isLabel = (block: { left: number; right: number }) => hasLabels && middleOf(block) < labelsEnd
  const banners = bannersOf(above)
  const headings = above.filter((block) => !isLabel(block) && !banners.includes(block))
  const own = findColumns(
    headings,
    valueRows.map(({ values }) => values),
    labelsEnd,
    left,
    Math.max(right, ...horizontals.map(({ to }) => to)),
  )
  const columns = carried && (firstValues === 0 || headings.length === 0 || (own && isSame(own, carried))) ? carried : own
  if (columns === null) return null
  const edge = columns.xs[1]!
  const bodyWords = rows.flatMap(({ words }) => words)
  const headingEnd = Math.max(Number.NEGATIVE_INFINITY, ...headings.map((block) => block.bottom))
  const labelRuns = lines
    .flatMap(({ runs }, index) => (index < firstValues ? [...runs] : rows[index - firstValues]!.words))
    .filter(isLabel)
  const rowBaselines = lines.flatMap(({ runs }) => runs.filter((run) => !isLabel(run)))
  const isRow = (run: Run) => rowBaselines.some(({ baseline }) => Math.abs(baseline - run.baseline) < 0.2 * run.size)
  const values = valueRows.flatMap((row) => row.values)
  const isBanner = (block: TextBlock) => banners.some(({ top, left }) => top === block.top && left === block.left)
  const isHead = (block: TextBlock) => block.bottom < firstY + 1 && block.top < headingEnd - 2
  const byNumbers = horizontals.length > 0 ? [] : joinLines(labelRuns, [], leadingOf(bodyWords.filter(isLabel)))
  const ofRows = rowLabelsOf(byNumbers.filter((block) => !isHead(block) && !isBanner(block)))
  const rowLine = LINES.find((line) => areBeside(line, values, ofRows)) ?? 'middle'
  const inTheMiddle = () =>
    joinLines(labelRuns, horizontals, leading, {
      parts: (above, below) => isRow(above) && isRow(below),
      isBare: (above) => {
        const [first, last] = [above[0]!, above.at(-1)!]
        const near = 0.35 * last.size
        return !rowBaselines.some(({ baseline }) => baseline > first.baseline - near && baseline < last.baseline + near)
      },
    })
  const labels = rowLine === 'middle' ? inTheMiddle() : byNumbers
  const inner = bodyWords.filter((run) => !isLabel(run))
  return assemble({
    columns,
    labels: labels.filter((block) => !isHead(block) && !isBanner(block)),
    corner: labels.filter((block) => isHead(block) && !isBanner(block)),
    banners,
    headings,
    inner,
    values,
    rowLine,
    horizontals,
    left,
    edge,
    top,
    bottom,
    hasLabels: carried === columns ? true : hasLabels,
    isLast,
  })
}

/** Texts that stand alone at the top: they head the whole table. */
function bannersOf(above: readonly TextBlock[]): TextBlock[] {
  const sorted = above.toSorted((one, other) => one.top - other.top)
  const banners: TextBlock[] = []
  for (const [index, block] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next === undefined || next.top < block.bottom) break
    banners.push(block)
  }
  return banners
}

function isSame(one: UnruledColumns, other: UnruledColumns): boolean {
  return (
    one.middles.length === other.middles.length &&
    one.middles.every((middle, index) => Math.abs(middle - other.middles[index]!) < 4)
  )
}

type Parts = {
  readonly columns: UnruledColumns
  readonly labels: readonly TextBlock[]
  readonly corner: readonly TextBlock[]
  readonly headings: readonly TextBlock[]
  readonly banners: readonly TextBlock[]
  /** Words among the values. */
  readonly inner: readonly Run[]
  readonly values: readonly Run[]
  readonly rowLine: RowLine
  /** The lines between rows; none where not all of them are drawn. */
  readonly horizontals: readonly RulingLine[]
  readonly left: number
  readonly edge: number
  readonly top: number
  readonly bottom: number
  readonly hasLabels: boolean
  readonly isLast: boolean
}
/** A value, and the lines that it is wrapped over. */
type Value = { readonly run: Run; readonly lines: readonly Run[] }
type Row = {
  readonly label: TextBlock | null
  readonly values: Value[]
  readonly words: Run[]
  top: number
  bottom: number
  sure: number
}

function assemble(parts: Parts): UnruledTable {
  const { labels, values, inner, rowLine } = parts
  const ofRows = rowLabelsOf(labels)
  const groups = labels.filter((block) => !ofRows.includes(block))
  const rows: Row[] = ofRows.map((label) => ({
    label,
    values: [],
    words: [],
    top: label.top,
    bottom: label.bottom,
    sure: label.isJoined ? UNCLEAR_ROW : 1,
  }))
  if (rowLine === 'middle') for (const value of joinWrapped(values)) rowOf(value.run, rows).values.push(value)
  else for (const run of values) levelRow(run, rows, rowLine).values.push({ run, lines: [run] })
  for (const block of inner) rowOf(block, rows).words.push(block)
  for (const row of rows) {
    const printed = [...row.values.map(({ run }) => run), ...row.words]
    row.top = Math.min(row.top, ...printed.map(({ top }) => top))
    row.bottom = Math.max(row.bottom, ...printed.map(({ bottom }) => bottom))
  }
  rows.sort((one, other) => one.top + one.bottom - other.top - other.bottom)
  // One row that is open may have moved the labels of all others.
  const isOpen = (row: Row) =>
    row.values.length > 0 && ((parts.hasLabels && row.label === null) || row.values.some(({ run }) => !isLevel(run, row, parts)))
  if (rows.some(isOpen)) for (const row of rows) row.sure = UNCLEAR_ROW
  return layOut(parts, rows, groups)
}

/** The labels that no other label stands beside on the right. */
function rowLabelsOf(labels: readonly TextBlock[]): TextBlock[] {
  return labels.filter((block) => !labels.some((other) => other.left >= block.right - 2 && beside(block, other)))
}

function beside(one: { top: number; bottom: number }, other: { top: number; bottom: number }): boolean {
  return Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 0
}

/** The row that something stands in; a new one where it stands beside no label. */
function rowOf(printed: { top: number; bottom: number; baseline: number; size: number }, rows: Row[]): Row {
  const middle = (printed.top + printed.bottom) / 2
  const distance = ({ top, bottom }: Row) => Math.max(top - middle, middle - bottom)
  const nearest = rows.reduce<Row | null>((best, row) => (best === null || distance(row) < distance(best) ? row : best), null)
  if (nearest && distance(nearest) <= 0) return nearest
  if (nearest && distance(nearest) < 0.3 * printed.size) {
    nearest.sure = UNCLEAR
    return nearest
  }
  const made: Row = { label: null, values: [], words: [], top: printed.top, bottom: printed.bottom, sure: UNCLEAR }
  rows.push(made)
  return made
}

/** The row whose label's first, or last, line is level with a value. */
function levelRow(value: Run, rows: Row[], line: 'first' | 'last'): Row {
  const isOwn = (row: Row, at: 'first' | 'last') => row.label !== null && isBeside(value, row.label, at)
  return rows.find((row) => isOwn(row, line)) ?? rows.find((row) => isOwn(row, 'first')) ?? rowOf(value, rows)
}

function layOut(parts: Parts, rows: readonly Row[], groups: readonly TextBlock[]): UnruledTable {
  const { columns, headings, banners, corner, left, edge, top, bottom, hasLabels, isLast } = parts
  const labelColumns = hasLabels ? LABEL_COLUMNS : 0
  const xs = [
    ...Array.from({ length: labelColumns }, (_, index) => left + ((edge - left) * index) / labelColumns),
    ...columns.xs.slice(1),
  ]
  const placed = placeHeadings(headings, columns)
  const first = banners.length
  const headRows = first + Math.max(corner.length > 0 ? 1 : 0, ...placed.map(({ level }) => level + 1))
  const headBottom = Math.max(top, ...placed.map(({ block }) => block.bottom), ...corner.map((block) => block.bottom))
  const ys = rowEdges(rows, headRows, top, headBottom, bottom)
  const cells: UnruledCell[] = []
  const add: Add = (row, column, rowSpan, columnSpan, glyphs, placed, text) => {
    const box: Box = [xs[column]!, ys[row]!, xs[column + columnSpan]!, ys[row + rowSpan]!]
    cells.push({
      row,
      column,
      rowSpan,
      columnSpan,
      glyphs,
      box: around(box, glyphs),
      ...(placed && { placed }),
      ...(text && { text }),
    })
  }
  for (const [index, banner] of banners.entries()) add(index, 0, 1, xs.length - 1, banner.glyphs)
  if (labelColumns > 0 && headRows > first)
    add(
      0,
      0,
      headRows,
      labelColumns,
      corner.flatMap(({ glyphs }) => glyphs),
    )
  for (const { block, level, from, to } of placed) {
    const row = headRows - 1 - level
    const isUnderOthers = placed.some((other) => other.level > level && other.from <= from && other.to >= to)
    const highest = isUnderOthers ? row : first
    const above = placed.filter((other) => other.level > level && other.from <= to && other.to >= from)
    const start = above.length === 0 ? highest : headRows - Math.min(...above.map((other) => other.level))
    add(start, labelColumns + from, row - start + 1, to - from + 1, block.glyphs)
  }
  const depthOf = depthsOf(groups)
  const spans = groups.map((group) => ({ group, ...rowsOfGroup(group, rows, groups), depth: depthOf(group) }))
  for (const { group, from, to, depth } of spans) add(headRows + from, depth, to - from + 1, 1, group.glyphs)
  for (const [index, row] of rows.entries()) {
    const at = headRows + index
    if (row.label === null && row.values.length === 0 && row.words.length === 1) {
      add(at, 0, 1, xs.length - 1, row.words[0]!.glyphs)
      continue
    }
    if (labelColumns > 0) {
      const groupsHere = spans.filter(({ from, to }) => from <= index && to >= index).map(({ depth }) => depth + 1)
      const column = Math.max(0, ...groupsHere)
      add(at, column, 1, labelColumns - column, row.label?.glyphs ?? [], row.label ? undefined : UNCLEAR)
    }
    addValues(row, at, parts, add)
  }
  return { columns, xs, rowCount: ys.length - 1, cells, box: [xs[0]!, top, xs.at(-1)!, bottom], isLast }
}

type Add = (
  row: number,
  column: number,
  rowSpan: number,
  columnSpan: number,
  glyphs: readonly Glyph[],
  placed?: number,
  text?: string,
) => void

function addValues(row: Row, at: number, parts: Parts, add: Add): void {
  const { columns, hasLabels } = parts
  const labelColumns = hasLabels ? LABEL_COLUMNS : 0
  const values = row.values.toSorted((one, other) => one.run.left - other.run.left)
  const placed = values.map((value) => ({ ...value, ...placeValue(value.run, columns) }))
  // One value that stands oddly leaves open what the blanks and values beside it are.
  let sure = Math.min(columns.sure, row.sure, ...placed.map((value) => value.sure))
  for (const [index, value] of placed.slice(1).entries()) {
    const before = placed[index]!
    if (value.column === before.column || mayBeOne(before.run, value.run)) sure = Math.min(sure, UNCLEAR)
  }
  if (row.words.length > 0 || placed.some(({ run }) => !isLevel(run, row, parts))) sure = Math.min(sure, UNCLEAR_ROW)
  // Where a label stands alone its values may stand elsewhere.
  if (placed.length === 0) sure = Math.min(sure, UNCLEAR)
  if (placed.some(({ lines }) => lines.length > 1)) sure = Math.min(sure, UNCLEAR)
  for (const column of columns.middles.keys()) {
    const own = placed.filter((value) => value.column === column)
    const words = row.words.filter((run) => nearestColumn(middleOf(run), columns.middles) === column)
    const text = own.length === 1 && words.length === 0 && own[0]!.lines.length > 1 ? own[0]!.run.text : undefined
    const glyphs = [...own.map(({ run }) => run), ...words].flatMap((run) => run.glyphs)
    add(at, labelColumns + column, 1, 1, glyphs, sure, text)
  }
}

/**
 * Whether a value stands where all do beside the label of its row, or no line parts it from it: beside another line of a label the label
 * may be two rows'.
 */
function isLevel(value: Run, { label }: Row, { rowLine, horizontals }: Parts): boolean {
  if (rowLine !== 'middle' || label === null) return true
  const [one, other] = [(value.top + value.bottom) / 2, (label.top + label.bottom) / 2]
  if (Math.abs(one - other) < 0.3 * value.size) return true
  const isBetween = ({ at }: RulingLine) => at > Math.min(one, other) && at < Math.max(one, other)
  return horizontals.length > 0 && !horizontals.some(isBetween)
}

function rowEdges(rows: readonly Row[], headRows: number, top: number, headBottom: number, bottom: number): number[] {
  const heads = Array.from({ length: headRows }, (_, index) => top + ((headBottom - top) * index) / headRows)
  const body = rows.map((row, index) => {
    const before = index === 0 ? (headRows > 0 ? headBottom : row.top) : rows[index - 1]!.bottom
    return (before + row.top) / 2
  })
  return [...heads, ...body, Math.max(bottom, ...rows.map((row) => row.bottom))]
}

function around([left, top, right, bottom]: Box, glyphs: readonly Glyph[]): Box {
  return [
    Math.min(left, ...glyphs.map((glyph) => glyph.left)),
    Math.min(top, ...glyphs.map(({ baseline, size }) => baseline - 0.86 * size)),
    Math.max(right, ...glyphs.map((glyph) => glyph.right)),
    Math.max(bottom, ...glyphs.map(({ baseline, size }) => baseline + 0.14 * size)),
  ]
}

/** Which of the label columns a group stands in: those that stand below each other share one. */
function depthsOf(groups: readonly TextBlock[]): (group: TextBlock) => number {
  const columns: { left: number; right: number }[] = []
  for (const { left, right } of groups.toSorted((one, other) => one.left - other.left)) {
    const last = columns.at(-1)
    if (last && left < last.right - 2) last.right = Math.max(last.right, right)
    else columns.push({ left, right })
  }
  return (group) =>
    Math.min(
      Math.max(
        0,
        columns.findIndex((column) => overlap(column, group)),
      ),
      LABEL_COLUMNS - 2,
    )
}

/** The rows that a group's label stands beside: to the next row that stands under it, or the next group. */
function rowsOfGroup(group: TextBlock, rows: readonly Row[], groups: readonly TextBlock[]): { from: number; to: number } {
  const middle = (group.top + group.bottom) / 2
  const isIn = (row: Row | undefined) => row?.label != null && row.label.left >= group.right - 2
  const others = groups.filter((other) => other !== group && overlap(other, group)).map((other) => (other.top + other.bottom) / 2)
  const distance = (row: Row) => Math.abs((row.top + row.bottom) / 2 - middle)
  const inside = rows.flatMap((row, index) => (isIn(row) ? [index] : []))
  if (inside.length === 0) {
    const nearest = rows.reduce((best, row, index) => (distance(row) < distance(rows[best]!) ? index : best), 0)
    return { from: nearest, to: nearest }
  }
  const start = inside.reduce((best, index) => (distance(rows[index]!) < distance(rows[best]!) ? index : best))
  const stops = (row: Row) => others.length > 0 && isFirst(row)
  const isNearer = (row: Row) => others.some((other) => Math.abs((row.top + row.bottom) / 2 - other) < distance(row))
  let [from, to] = [start, start]
  while (from > 0 && !stops(rows[from]!) && isIn(rows[from - 1]) && (!isNearer(rows[from - 1]!) || hasNumbers(rows[from]!)))
    from--
  while (
    to + 1 < rows.length &&
    isIn(rows[to + 1]) &&
    !stops(rows[to + 1]!) &&
    (!isNearer(rows[to + 1]!) || hasNumbers(rows[to + 1]!))
  )
    to++
  return { from, to }
}

function isFirst({ label }: Row): boolean {
  return label !== null && /^(?:1[.．、]|[（(]一[）)])/.test(label.text)
}

function hasNumbers({ label }: Row): boolean {
  return label !== null && /^\d{1,2}[.．、]/.test(label.text)
}
