import type { Note } from '../model/document.ts'
import type { Table3Row } from '../model/template.ts'
import { isFurniture, ROWS3 } from './labels.ts'
import type { CellPlace, Token } from './token.ts'

/** A table 3 that is printed twice: whether the first one counts, and whether words tell that the other is of another year. */
export type Choice = { readonly first: boolean; readonly isNamed: boolean }

/** So many rows must stand in both halves for them to be two tables. */
const LEAST_SHARED = 6
/** Rows of one table stand in other orders, too, but do not go back so far. */
const LEAST_STEP = 5

/** Where the rows of table 3 begin again; null where they stand there once. Rows that are not known are null. */
export function secondBeginning(rows: readonly (Table3Row | null)[]): number | null {
  let before = -1
  for (const [index, row] of rows.entries()) {
    if (row === null) continue
    const position = POSITIONS.get(row)!
    const goesBack = before - position >= LEAST_STEP
    before = position
    if (!goesBack) continue
    const earlier = new Set(rows.slice(0, index))
    const shared = new Set(rows.slice(index).filter((each) => each !== null && earlier.has(each)))
    if (shared.size >= LEAST_SHARED) return index
  }
  return null
}

const POSITIONS: ReadonlyMap<Table3Row, number> = new Map(ROWS3.map(({ key }, index) => [key, index]))

/** Which of two tables counts, by the words printed before each: the first, unless they give it to another year. */
export function chooseTable(beforeFirst: readonly string[], beforeSecond: readonly string[]): Choice {
  const [first, second] = [beforeFirst.some(isOfOtherYear), beforeSecond.some(isOfOtherYear)]
  return { first: !first || second, isNamed: first !== second }
}

/** `附：上年度办理情况`, `去年同期数据`. */
function isOfOtherYear(words: string): boolean {
  return words.length <= LONGEST_CAPTION && /(?:上|去|前)一?年度?(?!结转|项目)|往年|历年|同期/.test(words)
}

const LONGEST_CAPTION = 40

export function tableTwice(at: CellPlace, isNamed: boolean): Note {
  const which = isNamed ? '其中一份注明为其他年度，未纳入' : '数字不同，采用第一份，请核实'
  return { code: 'table-twice', message: `第三部分的表出现两次，${which}。`, table: 't3', at }
}

/** The tokens of one table 3, and a note where another one stands behind or before it. */
export function tokensOfOne(tokens: readonly Token[]): {
  readonly tokens: readonly Token[]
  readonly choice: Choice | null
  readonly notes: readonly Note[]
} {
  const anchors = findAnchors(tokens)
  const again = secondBeginning(anchors.map(({ row }) => row))
  if (again === null) return { tokens, choice: null, notes: [] }
  const starts = [anchors[0]!.token, anchors[again]!.token].map((anchor) => wordsBefore(tokens, anchor))
  const [first, second] = starts as [number, number]
  const captions = (from: number, to: number) =>
    tokens.slice(from, to).flatMap(({ label }) => (label === '' || isFurniture(label) ? [] : [label]))
  const choice = chooseTable(captions(first, anchors[0]!.token), captions(second, anchors[again]!.token))
  const own = choice.first ? tokens.slice(0, second) : tokens.slice(second)
  return { tokens: own, choice, notes: [tableTwice(tokens[anchors[again]!.token]!.at, choice.isNamed)] }
}

/** Where the words before a row begin, behind the last value of what stands before. */
function wordsBefore(tokens: readonly Token[], anchor: number): number {
  return tokens.findLastIndex(({ value }, index) => index < anchor && value) + 1
}

/** Labels of rows that are part of no other words of the table. */
const ANCHORS: readonly (readonly [Table3Row, RegExp])[] = ROWS3.flatMap(({ key, labels }) => {
  const long = labels.filter((label) => label.length >= 6)
  return long.length === 0 ? [] : [[key, new RegExp(long.join('|'), 'g')] as const]
})

/** The labels of rows in the order of the tokens, also those that are broken over several. */
function findAnchors(tokens: readonly Token[]): { readonly row: Table3Row; readonly token: number }[] {
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
  return ANCHORS.flatMap(([row, pattern]) => [...words.matchAll(pattern)].map(({ index }) => ({ row, at: index })))
    .sort((a, b) => a.at - b.at)
    .map(({ row, at }) => ({ row, token: tokenAt(at) }))
}
