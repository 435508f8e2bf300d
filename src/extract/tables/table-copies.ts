import type { Block, Note } from '../../model/document.ts'
import type { Table3Row, TableName } from '../../model/template.ts'
import { normaliseLabel } from '../label.ts'
import type { LabelledGrid } from './grid-rows.ts'
import { GROUPS4, isFurniture, leaf4Of, ROWS3, type Row2, row2Of, rows2 } from './labels.ts'
import type { CellPlace, Token } from './token.ts'

/** A table that is printed twice: whether the first one counts, and whether words tell that the other is of another year. */
export type Choice = { readonly first: boolean; readonly isNamed: boolean }

/** The label of a row among tokens: the first and the last of them that belong to it. */
type Anchor<Row extends string> = { readonly row: Row; readonly from: number; readonly to: number }

/** What tells the copies of a table apart. */
export type CopiedTable<Row extends string> = {
  readonly table: TableName
  readonly part: string
  /** The labels of rows in the order of the tokens, also those that are broken over several. */
  readonly findAnchors: (tokens: readonly Token[]) => readonly Anchor<Row>[]
  /** Where the rows begin again; null where they stand there once. Rows that are not known are null. */
  readonly secondBeginning: (rows: readonly (Row | null)[]) => number | null
}

export const TABLE2: CopiedTable<Row2> = {
  table: 't2',
  part: '第二部分',
  findAnchors: findAnchors2,
  secondBeginning: beginsAgain({ rows: rows2('2019').map(({ key }) => key), leastShared: 4, leastStep: 2 }),
}

export const TABLE3: CopiedTable<Table3Row> = {
  table: 't3',
  part: '第三部分',
  findAnchors: findAnchors3,
  secondBeginning: beginsAgain({ rows: ROWS3.map(({ key }) => key), leastShared: 6, leastStep: 5 }),
}

/** Table 4 has no rows: the heading 结果维持 stands for one, once in each group. */
export const TABLE4: CopiedTable<'upheld'> = {
  table: 't4',
  part: '第四部分',
  findAnchors: (tokens) =>
    tokens.flatMap(({ label }, index) =>
      leaf4Of(label) === 'upheld' ? [{ row: 'upheld', from: index, to: index } as const] : [],
    ),
  secondBeginning: (rows) => (rows.length > GROUPS4.length ? GROUPS4.length : null),
}

type Order<Row extends string> = {
  readonly rows: readonly Row[]
  /** So many rows must stand in both halves for them to be two tables. */
  readonly leastShared: number
  /** Rows of one table stand in other orders, too, but do not go back so far. */
  readonly leastStep: number
}

function beginsAgain<Row extends string>({ rows: order, leastShared, leastStep }: Order<Row>) {
  const positions = new Map<Row, number>(order.map((row, index) => [row, index]))
  return (rows: readonly (Row | null)[]): number | null => {
    let before = -1
    for (const [index, row] of rows.entries()) {
      if (row === null) continue
      const position = positions.get(row)!
      const goesBack = before - position >= leastStep
      before = position
      if (!goesBack) continue
      const earlier = new Set(rows.slice(0, index))
      const shared = new Set(rows.slice(index).filter((each) => each !== null && earlier.has(each)))
      if (shared.size >= leastShared) return index
    }
    return null
  }
}

/** Which of two tables counts, by the words printed before each: the first, unless they give it to another year. */
export function chooseTable(beforeFirst: readonly string[], beforeSecond: readonly string[]): Choice {
  const [first, second] = [beforeFirst.some(isOfOtherYear), beforeSecond.some(isOfOtherYear)]
  return { first: !first || second, isNamed: first !== second }
}

/** `附：上年度办理情况`, `去年同期数据`; a sentence that tells a figure or compares heads no table. */
function isOfOtherYear(printed: string): boolean {
  const words = printed.length > LONGEST_CAPTION || NO_CAPTION.test(printed) ? '' : normaliseLabel(printed)
  return CAPTION_OF_OTHER.test(words) && !COMPARES.test(words)
}

const LONGEST_CAPTION = 40
const NO_CAPTION = /[。；]|\d(?![\d\s]*年)/
const CAPTION_OF_OTHER = /(?:上|去|前)一?年度?(?!结转|项目)|往年|历年|同期/
const COMPARES = /[比较与同和][上去前]一?年|增[加长]|减少|下降|上升|持平/

export function tableTwice(
  { table, part }: { readonly table: TableName; readonly part: string },
  at: CellPlace,
  isNamed: boolean,
): Note {
  const which = isNamed ? '其中一份注明为其他年度，未纳入' : '数字不同，采用第一份，请核实'
  return { code: 'table-twice', message: `${part}的表出现两次，${which}。`, table, at }
}

/** The words before a row of figures in a grid and above it, up to the figures before or a heading. */
export function wordsAbove(
  blocks: readonly Block[],
  { grid, block, row }: { readonly grid: LabelledGrid; readonly block: number; readonly row: number },
): string[] {
  const words = grid.lines[row]!.flatMap(({ label, text }) => (/^\D+$/.test(label) ? [text] : []))
  for (let line = row - 1; line >= 0; line -= 1) {
    const cells = grid.lines[line]!
    if (cells.some(({ text }) => FIGURE.test(text))) return words
    words.push(...cells.map(({ text }) => text))
  }
  for (let index = block - 1; index >= Math.max(0, block - MOST_CAPTIONS); index -= 1) {
    const each = blocks[index]!
    if (each.kind === 'grid' && each.rows.some((cells) => cells.some((cell) => FIGURE.test(cell?.text ?? '')))) break
    if (each.kind !== 'paragraph') continue
    words.push(each.text)
    if (each.heading !== null) break
  }
  return words
}

const FIGURE = /^\s*\d+\s*$/

/** Headings in tables of their own may stand between a caption and its table. */
const MOST_CAPTIONS = 8

/** The tokens of one table, and a note where another one with other figures stands behind or before it. */
export function tokensOfOne<Row extends string>(
  tokens: readonly Token[],
  table: CopiedTable<Row>,
): { readonly tokens: readonly Token[]; readonly choice: Choice | null; readonly notes: readonly Note[] } {
  const anchors = table.findAnchors(tokens)
  const again = table.secondBeginning(anchors.map(({ row }) => row))
  if (again === null) return { tokens, choice: null, notes: [] }
  const [first, second] = [anchors[0]!, anchors[again]!]
  const from = wordsBefore(tokens, first.from, 0)
  const to = wordsBefore(tokens, second.from, anchors[again - 1]!.to + 1)
  const captions = (start: number, end: number) =>
    tokens.slice(start, end).flatMap(({ label, text }) => (label === '' || isFurniture(label) ? [] : [text]))
  const [before, behind] = [tokens.slice(0, to), tokens.slice(to)]
  if (figuresOf(before.slice(first.from)) === figuresOf(tokens.slice(second.from)))
    return { tokens: before, choice: null, notes: [] }
  const choice = chooseTable(captions(from, first.from), captions(to, second.from))
  return { tokens: choice.first ? before : behind, choice, notes: [tableTwice(table, tokens[second.from]!.at, choice.isNamed)] }
}

function figuresOf(tokens: readonly Token[]): string {
  return tokens.flatMap(({ text, value }) => (value && text !== '' ? [text] : [])).join(' ')
}

/** Where the words before a row begin, behind the last value of what stands before, and not before `least`. */
function wordsBefore(tokens: readonly Token[], row: number, least: number): number {
  return Math.max(tokens.findLastIndex(({ value }, index) => index < row && value) + 1, least)
}

/** Labels of rows that are part of no other words of the table. */
const ANCHORS3: readonly (readonly [Table3Row, RegExp])[] = ROWS3.flatMap(({ key, labels }) => {
  const long = labels.filter((label) => label.length >= 6)
  return long.length === 0 ? [] : [[key, new RegExp(long.join('|'), 'g')] as const]
})

function findAnchors3(tokens: readonly Token[]): readonly Anchor<Table3Row>[] {
  let words = ''
  const starts = tokens.map(({ label }) => {
    words += label
    return words.length - label.length
  })
  const tokenAt = (offset: number) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return ANCHORS3.flatMap(([row, pattern]) =>
    [...words.matchAll(pattern)].map(({ index, 0: label }) => ({ row, at: index, end: index + label.length - 1 })),
  )
    .sort((a, b) => a.at - b.at)
    .map(({ row, at, end }) => ({ row, from: tokenAt(at), to: tokenAt(end) }))
}

/** Labels of table 2 are broken into no more pieces. */
const MOST_PIECES = 4

/** Words that are the label of a row of table 2 and nothing else: in sentences they stand as well. */
export function findAnchors2(tokens: readonly Token[]): readonly Anchor<Row2>[] {
  const anchors: Anchor<Row2>[] = []
  for (let from = 0; from < tokens.length; from += 1) {
    let [label, printed] = ['', '']
    for (let to = from; to < Math.min(from + MOST_PIECES, tokens.length) && !tokens[to]!.value; to += 1) {
      label += tokens[to]!.label
      printed += tokens[to]!.text
      const row = isFurniture(tokens[to]!.label) ? null : row2Of(label, printed)
      if (row === null) continue
      anchors.push({ row, from, to })
      from = to
      break
    }
  }
  return anchors
}
