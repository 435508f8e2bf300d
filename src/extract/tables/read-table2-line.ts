import type { Note } from '../../model/document.ts'
import type { CellKey, Edition, Table2Key } from '../../model/template.ts'
import { type AlignedRow, alignRows, labelOf } from './align-rows.ts'
import { column2Of, columnsOfRow2, isOtherColumn2, key2, type Row2, rowLabel2, rows2 } from './labels.ts'
import { doubt, emptyReading, type Placed, type TableReading, type UnreadRow, unreadNotes, weigh } from './reading.ts'
import { waysToFill } from './split-digits.ts'
import { findAnchors2 } from './table-copies.ts'
import { addMeaning, type Meanings, mayHoldCount, meaningNotes, runsIntoOther, unitNote } from './table2-headings.ts'
import { blocksOfTable, type Token } from './token.ts'

/** Reads table 2 from a run of tokens; the edition follows from the headings. No sum helps here: digits that can be split in two ways stay unread. */
export function readTable2Line(tokens: readonly Token[], runTogether: boolean): TableReading {
  const printed = editionPrinted(tokens)
  const edition = printed ?? '2021'
  const cells = new Map<CellKey, Placed>()
  const unread: UnreadRow[] = []
  const all = alignRows(tokens, rows2(edition))
  const aligned = all.filter((row) => row.values.length > 0)
  // A single label such as 行政许可 also stands in other tables.
  if (aligned.filter((row) => row.likeness >= 0.8).length < 2) return emptyReading('t2')
  const meanings: Meanings = new Map()
  const twice = rowsTwice(tokens)
  for (const row of aligned) {
    const headings = headingsBefore(tokens, row.label[0]!)
    const values = row.values.map((index) => tokens[index]!)
    const { slots, other } = columnsOf(row.key, edition, headings, values.length)
    const keys = slots.filter((key) => key !== null)
    const strings = values.map((token) => token.text)
    const cuttable = runTogether || values.some((token) => token.glued)
    const direct = strings.length === slots.length
    const ways = direct ? [strings] : cuttable ? waysToFill(strings, slots.length, () => true) : []
    const sure = weigh(
      [printed === null, 0.7, 'edition-open'],
      [row.likeness < 0.8, 0.8, 'row-unclear'],
      [!row.unbroken, 0.8, 'row-disturbed'],
      [holdsHeading(tokens, row.label.at(-1)!, row.values.at(-1)!), 0.6, 'row-disturbed'],
      [row.crowded, 0.8, 'row-crowded'],
      [!direct, 0.8, 'digits-cut'],
      [mayBeginLater(row, tokens), 0.8, 'blanks-lost'],
      [keys.length < slots.length, 0.85, 'by-order'],
      [other, 0.8, 'column-meaning'],
      [twice.has(row.key), 0.8, 'row-twice'],
      [twice.size > 0, 0.85, 'table-twice'],
    )
    if (other) for (const [slot, key] of keys.entries()) addMeaning(meanings, headings[slot] ?? headings[0]!, key)
    const label = labelOf(row, tokens)
    for (const [slot, key] of slots.entries()) {
      if (key === null) continue
      const at = values[direct ? slot : 0]!.at
      if (ways.length === 1) cells.set(`t2.${key}`, { raw: ways[0]![slot]!, at, ...sure, label })
      else cells.set(`t2.${key}`, { raw: strings.join(' '), at, sure: 0, unreadable: true, label })
    }
    if (ways.length !== 1)
      unread.push({ label: rowLabel2(row.key), printed: strings.join(' '), cells: keys.length, at: values[0]!.at })
  }
  // A row whose label is printed without a value: text keeps nothing of blank cells.
  for (const row of all.filter((each) => each.values.length === 0 && each.likeness >= 0.8)) {
    const { at } = tokens[row.label[0]!]!
    for (const key of columnsOfRow2(row.key, edition))
      cells.set(`t2.${key}`, {
        raw: '',
        at,
        sure: 0.8,
        doubts: ['blank-row'],
        unreadable: unread.length > 0,
        label: labelOf(row, tokens),
      })
  }
  const notes = [...unreadNotes('t2', unread), ...meaningNotes(meanings, edition), ...unitNotes(tokens)]
  const blocks = blocksOfTable(
    tokens,
    aligned.flatMap((row) => [...row.label, ...row.values]),
  )
  return {
    table: 't2',
    edition: printed,
    cells: isShifted(cells, all.at(-1)) ? doubt(cells, 0.7, 'rows-moved') : cells,
    notes,
    blocks,
  }
}

/** Whether a heading stands between a label and its values: then the headings stand at the left, and the values are of several rows. */
function holdsHeading(tokens: readonly Token[], label: number, last: number): boolean {
  return tokens.slice(label + 1, last).some((token) => column2Of(token.label) !== null)
}

/** Rows that are printed twice with different figures: with one of another table among them, others may be that one's, too. */
function rowsTwice(tokens: readonly Token[]): ReadonlySet<Row2> {
  const first = new Map<Row2, string>()
  const twice = new Set<Row2>()
  for (const { row, to } of findAnchors2(tokens)) {
    const end = tokens.findIndex(({ value }, index) => index > to && !value)
    const values = tokens.slice(to + 1, end < 0 ? tokens.length : end)
    const figures = values.map(({ text }) => text).join(' ')
    if (values.length === 0) continue
    if (figures !== (first.get(row) ?? figures)) twice.add(row)
    first.set(row, figures)
  }
  return twice
}

/** The headings that stand before a row of the form, up to the values before them; those of an earlier row where there are none. */
function headingsBefore(tokens: readonly Token[], label: number): readonly Token[] {
  let headings: readonly Token[] = []
  for (let index = label - 1; index >= 0 && headings.length === 0; index -= 1) {
    const end = index + 1
    while (index >= 0 && !tokens[index]!.value) index -= 1
    headings = tokens
      .slice(index + 1, end)
      .filter(({ label: heading }) => column2Of(heading) !== null || isOtherColumn2(heading) || runsIntoOther(heading))
  }
  return headings
}

type Columns = {
  /** The keys in printed order, null where a column is none of the form's. */
  readonly slots: readonly (Table2Key | null)[]
  /** The headings are those of the other edition. */
  readonly other: boolean
}

/**
 * The columns of a row in the order of its headings, with those that the form does not have where they may hold one of its so many values; in
 * the form's order where headings are missing.
 */
function columnsOf(row: Row2, edition: Edition, headings: readonly Token[], values: number): Columns {
  const official = columnsOfRow2(row, edition)
  if (headings.some(({ label }) => runsIntoOther(label))) return { slots: [...official, null], other: false }
  const columns = headings.map((token) => column2Of(token.label))
  const keys = columns.map((column) => (column === null ? null : key2(row, column, edition)))
  const own = keys.filter((key) => key !== null)
  if (own.length !== official.length || new Set(own).size !== own.length) {
    const earlier = edition === '2019' ? '2021' : '2019'
    const other = columns.some(
      (column) => column !== null && key2(row, column, earlier) !== null && key2(row, column, edition) === null,
    )
    return { slots: official, other: other && own.length === 0 }
  }
  const counted = keys.filter((key, index) => key !== null || (columns[index] === null && mayHoldCount(headings[index]!.label)))
  return { slots: values === keys.length ? keys : counted, other: false }
}

function unitNotes(tokens: readonly Token[]): Note[] {
  return tokens.flatMap((token, index) => {
    const column = column2Of(token.label)
    const next = tokens[index + 1]
    const text = next && !next.value ? token.text + next.text : token.text
    return (column === 'amount_wan' && unitNote(column, { text, at: token.at })) || []
  })
}

/** Whether a row with more blanks than columns leaves open which of them only fills it up. */
function mayBeginLater({ values, spared }: AlignedRow<Row2>, tokens: readonly Token[]): boolean {
  return spared.length > 0 && (tokens[values[0]!]!.text === '' || spared[0]! < values.at(-1)!)
}

/**
 * Whether the values seem to belong to other rows than those they follow, as where a page prints them before their labels: then the last
 * row is left without one, or an amount of money stands for a count. No sum tells it here.
 */
function isShifted(cells: ReadonlyMap<CellKey, Placed>, last: { readonly values: readonly unknown[] } | undefined): boolean {
  const isAmount = (key: CellKey) => key === 't2.fee_amount_wan' || key === 't2.procurement_amount'
  return last?.values.length === 0 || [...cells].some(([key, { raw }]) => !isAmount(key) && /\d[.．]\d/.test(raw))
}

/** The edition that most headings belong to, also where they are broken into several pieces; null where none is printed. */
function editionPrinted(tokens: readonly Token[]): Edition | null {
  const words = tokens.map((token) => token.label).join('')
  const count = (pattern: RegExp) => words.match(pattern)?.length ?? 0
  const newer = count(/制发件?数|废止件?数|现行有效/g) + 3 * count(/收费金额/g)
  const older = count(/新制作|新公开|对外公开总/g) + 3 * count(/项目数|采购/g)
  return newer + older === 0 ? null : newer >= older ? '2021' : '2019'
}
