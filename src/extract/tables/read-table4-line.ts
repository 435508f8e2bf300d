import type { CellKey } from '../../model/template.ts'
import { GROUPS4, groupsInOrder, isCount, LEAVES4, leaf4Of } from './labels.ts'
import { emptyReading, type Placed, type TableReading, unreadNotes, weigh } from './reading.ts'
import { type Filling, waysToFill, waysToSpread } from './split-digits.ts'
import { blocksOfTable, type Token } from './token.ts'

const KEYS: readonly CellKey[] = GROUPS4.flatMap((group) => LEAVES4.map((leaf) => `t4.${group}_${leaf}` as const))

/** Reads table 4 from a run of tokens: fifteen values in official order after the first heading. */
export function readTable4Line(tokens: readonly Token[], runTogether: boolean): TableReading {
  const heading = headingOf(tokens)
  if (heading < 0) return emptyReading('t4')
  const run = withoutCount(valueRun(tokens, heading))
  const values = run.filter((token) => token.text !== '' || run.length <= KEYS.length)
  if (values.length === 0) return emptyReading('t4')
  const strings = values.map((token) => token.text)
  const direct = strings.length === KEYS.length
  const ways = direct ? [strings] : otherWays(strings, runTogether || values.some((token) => token.glued))
  const inOrder = groupsInOrder(tokens.slice(Math.max(0, heading - 3)).map((token) => token.label))
  const broken = !standsWhole(tokens, values)
  const fails = broken && !groupsHold(strings)
  const sure = weigh(
    [!inOrder, 0.6, 'headings-disagree'],
    [ofOtherYear(tokens, values[0]!), 0.5, 'rows-moved'],
    [direct && broken, fails ? 0.5 : 0.95, fails ? 'groups-fail' : 'row-disturbed'],
    [!direct, ways.length === 1 ? 0.85 : 0.8, strings.length < KEYS.length ? 'blanks-lost' : 'digits-cut'],
  )
  const cells = new Map<CellKey, Placed>()
  let unread = 0
  for (const [slot, key] of KEYS.entries()) {
    const texts = new Set(ways.map((way) => way[slot] ?? null))
    const at = values[direct ? slot : 0]!.at
    const [text] = texts
    if (texts.size === 1) cells.set(key, { raw: text ?? '', at, ...sure })
    else {
      cells.set(key, { raw: strings.join(' '), at, sure: 0, unreadable: true })
      unread += 1
    }
  }
  const places = values.map((token) => tokens.indexOf(token))
  const rows = [{ label: '行政复议、行政诉讼', printed: strings.join(' '), cells: unread, at: values[0]!.at }]
  return {
    table: 't4',
    edition: null,
    cells,
    notes: unread > 0 ? unreadNotes('t4', rows) : [],
    blocks: blocksOfTable(tokens, [heading, ...places]),
  }
}

/**
 * Where the headings begin; -1 where they are none. Words of the text name reviews and lawsuits, too: only the table has a row of leaves,
 * each of them whole, or all of them broken over lines (`结果` above `维持`).
 */
function headingOf(tokens: readonly Token[]): number {
  const first = tokens.findIndex((token) => !token.value && leaf4Of(token.label) !== null && token.label !== '总计')
  if (first >= 0 && new Set(tokens.slice(first).map((token) => leaf4Of(token.label))).size >= LEAVES4.length) return first
  const broken = tokens.findIndex((token) => PART_OF_HEADING.test(token.label))
  const parts = tokens.filter((token) => PART_OF_HEADING.test(token.label)).map((token) => token.label)
  const count = (character: string) => parts.join('').split(character).length - 1
  return ['维', '纠', '审'].every((character) => count(character) >= GROUPS4.length) ? broken : -1
}

/** Characters of the headings of table 4 and no others. */
const PART_OF_HEADING = /^[行政复议诉讼未经直接起后结果维持纠正其他尚审总合计]+$/

/** Whether the values stand behind words such as 上年: a table of two years has a row for each. */
function ofOtherYear(tokens: readonly Token[], first: Token): boolean {
  const before = tokens[tokens.indexOf(first) - 1]
  return before !== undefined && /(?:[上去]年度?|同期)(?:数量?)?$/.test(before.label)
}

/** Whether words stand between the values only where one group ends; elsewhere the reading order of the page is broken. */
function standsWhole(tokens: readonly Token[], values: readonly Token[]): boolean {
  return values.every((value, index) => {
    if (index % LEAVES4.length === 0) return true
    return tokens.slice(tokens.indexOf(values[index - 1]!) + 1, tokens.indexOf(value)).every((token) => token.value)
  })
}

/** The values of the table: those that follow its headings up to the first words that are no heading. A row of another year is left out. */
function valueRun(tokens: readonly Token[], heading: number): readonly Token[] {
  const values: Token[] = []
  const others: Token[] = []
  let isOther = false
  for (const token of tokens.slice(heading)) {
    if (token.value) (isOther ? others : values).push(token)
    else if (values.length >= KEYS.length && token.label.length > 12) break
    else isOther = OTHER_YEAR.test(token.label) || (isOther && !THIS_YEAR.test(token.label))
  }
  return values.length > 0 ? values : others
}

const OTHER_YEAR = /^(?:上|去|前)一?年度?(?:同期)?(?:数量?)?$/
const THIS_YEAR = /^(?:本|今|当)年度?(?:数量?)?$/

/** Numbers of columns stand between the headings and the values. */
function withoutCount(values: readonly Token[]): readonly Token[] {
  const first = values.slice(0, KEYS.length)
  return values.length > KEYS.length && isCount(first.map((token) => token.text)) ? values.slice(KEYS.length) : values
}

function otherWays(strings: readonly string[], cuttable: boolean): readonly Filling[] {
  if (strings.length < KEYS.length && !cuttable) return waysToSpread(strings, KEYS.length, groupsHold)
  return waysToFill(strings, KEYS.length, groupsHold)
}

/** Whether every group that `parts` reach the end of adds up. */
export function groupsHold(parts: Filling): boolean {
  for (let end = LEAVES4.length; end <= parts.length; end += LEAVES4.length) {
    let sum = 0
    for (let slot = end - LEAVES4.length; slot < end - 1; slot += 1) sum += Number(parts[slot] ?? 0)
    if (sum !== Number(parts[end - 1] ?? 0)) return false
  }
  return true
}
