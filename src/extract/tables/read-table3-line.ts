import { type CellKey, TABLE3_COLUMNS, type Table3Column, type Table3Row, table3Key } from '../../model/template.ts'
import { alignRows, labelOf } from './align-rows.ts'
import { checkIdentity, type Identity, identitiesOf } from './checksums.ts'
import { ROWS3 } from './labels.ts'
import { readCell } from './read-cell.ts'
import {
  doubt,
  emptyReading,
  type Placed,
  type RowLabel,
  type TableReading,
  type UnreadRow,
  unreadNotes,
  weigh,
} from './reading.ts'
import { type Filling, waysToFill, waysToSpread } from './split-digits.ts'
import { blocksOfTable, type CellPlace, type Token } from './token.ts'
import { type Told, wayOfSums } from './value-windows.ts'

const COLUMNS: readonly Table3Column[] = TABLE3_COLUMNS.map((column) => column.key)

/** Fewer labels than these are words of another table that happen to be alike. */
const LEAST_ROWS = 3

/** A label must be so much more like its own row than another. */
const LEAST_LEAD = 0.1

type Row = {
  readonly key: Table3Row
  readonly label: RowLabel
  /** Its label is more like that of this row than of any other. */
  readonly isTelling: boolean
  readonly values: readonly Token[]
  /** Every value stands in a place of its own. */
  readonly direct: boolean
  readonly unbroken: boolean
  readonly close: boolean
  readonly crowded: boolean
  /** One value more than the form has columns was left out, as the sums tell. */
  readonly bySums: Told<number> | null
  readonly ways: readonly Filling[]
}

/** Reads table 3 from a run of tokens. Rows whose digits run together are split only where the sums leave one way. */
export function readTable3Line(tokens: readonly Token[]): TableReading & { readonly runTogether: boolean } {
  const all = alignRows(tokens, ROWS3)
  const aligned = all.filter((row) => row.values.length > 0)
  if (aligned.filter((row) => row.likeness >= 0.8).length < LEAST_ROWS) return { ...emptyReading('t3'), runTogether: false }
  const { columns, blank } = columnsPrinted(tokens, aligned)
  const valuesOf = (indexes: readonly number[]) => indexes.map((index) => tokens[index]!)
  const runTogether = aligned.filter((row) => looksRunTogether(valuesOf(row.values), columns.length)).length > aligned.length / 2
  const printed = aligned.map((row) =>
    withoutStrays(valuesOf([...row.values, ...row.spared].sort((a, b) => a - b)), columns.length),
  )
  const extra = columns.length === COLUMNS.length ? extraValue(printed) : null
  const rows = settle(
    aligned.map((row, index) => {
      const all = printed[index]!
      const values = extra && all.length === MORE_BY_ONE ? all.toSpliced(extra.way, 1) : all
      const ways = waysOf(values, columns.length, runTogether)
      return {
        key: row.key,
        label: labelOf(row, tokens),
        isTelling: row.likeness > row.rival + LEAST_LEAD,
        values,
        direct: values.length === columns.length,
        unbroken: row.unbroken,
        close: row.close,
        crowded: row.crowded,
        bySums: values === all ? null : extra,
        ways,
      }
    }),
    columns,
  )
  const bare = all.filter((row) => row.values.length === 0 && row.likeness >= 0.8 && row.key !== 'other_all')
  const cells = new Map<CellKey, Placed>()
  const unread: UnreadRow[] = []
  const isMoved = bare.some((row) => row.key === 'carried_out') && totalsFail(rows, columns)
  const shaken = isMoved ? new Set(rows) : shakenRows(rows, columns.length, bare.length)
  for (const row of rows) placeRow(row, { columns, shaken: shaken.has(row) }, cells, unread)
  if (bare.length < aligned.length)
    for (const row of bare) placeBlanks(row.key, { at: tokens[row.label[0]!]!.at, label: labelOf(row, tokens) }, columns, cells)
  if (blank) for (const row of rows) placeBlankTotal(row, cells)
  const blocks = blocksOfTable(
    tokens,
    aligned.flatMap((row) => [...row.label, ...row.values]),
  )
  const placed = blank ? doubt(cells, 0.85, 'blanks-lost') : cells
  return { table: 't3', edition: null, cells: placed, notes: unreadNotes('t3', unread), blocks, runTogether }
}

/** The columns of the table: without 总计 where its heading is missing and most rows have one value less. */
function columnsPrinted(
  tokens: readonly Token[],
  rows: readonly { readonly label: readonly number[]; readonly values: readonly number[] }[],
) {
  const first = Math.min(...rows.flatMap((row) => [...row.label, ...row.values]))
  const headed = tokens.slice(0, first).some((token) => token.label === '总计' || token.label === '合计')
  const short = rows
    .map(({ values }) => values.map((index) => tokens[index]!.text))
    .filter(({ length }) => length === COLUMNS.length - 1)
  if (short.length <= rows.length * 0.6) return { columns: COLUMNS, blank: false }
  // With their heading printed the totals may be blank all the way down, unless the last values are those totals.
  const isTotalled = (values: readonly string[]) => rowSumHolds(values) && Number(values.at(-1)) > 0
  const telling = short.filter((values) => values.some((value) => Number(value) > 0))
  const blank = headed && telling.length >= LEAST_ROWS && telling.filter(isTotalled).length * 5 < telling.length
  return { columns: !headed || blank ? COLUMNS.slice(0, -1) : COLUMNS, blank }
}

/** Which value of each row is none of the form's, where most rows have one too many: that of a column of subtotals or of last year. */
function extraValue(rows: readonly (readonly Token[])[]): Told<number> | null {
  const long = rows.filter(({ length }) => length === MORE_BY_ONE).map((values) => values.map(({ text }) => text))
  if (long.length * 2 < rows.length || long.length < LEAST_ROWS) return null
  const places = Array.from({ length: MORE_BY_ONE }, (_, place) => place)
  const tried = places.map((way) => ({ way, windows: long.map((texts) => texts.toSpliced(way, 1)) }))
  return wayOfSums(tried, Number.NEGATIVE_INFINITY)
}

const MORE_BY_ONE = COLUMNS.length + 1

function looksRunTogether(values: readonly Token[], slots: number): boolean {
  return values.length < slots && values.every((token) => /^\d+$/.test(token.text)) && digits(values) >= slots
}

function digits(values: readonly Token[]): number {
  return values.reduce((sum, token) => sum + token.text.length, 0)
}

/** Leaves out values too many: blanks, and what stands on another line than seven that add up, such as the number of a page. */
function withoutStrays(values: readonly Token[], slots: number): readonly Token[] {
  if (values.length === slots) return values
  const filled = values.filter((token) => token.text !== '')
  if (filled.length === 0) return values.slice(0, slots)
  if (values.length < slots) return filled
  if (filled.length <= slots) return betweenBlanks(values, slots) ?? filled
  const lines = new Set(filled.map((token) => token.block))
  for (const line of lines) {
    const own = filled.filter((token) => token.block === line)
    if (own.length === slots && slots === COLUMNS.length && rowSumHolds(own.map((token) => token.text))) return own
  }
  return values
}

/** The values between blanks that only fill the row up, if the sum of the row tells which those are. */
function betweenBlanks(values: readonly Token[], slots: number): readonly Token[] | null {
  const isBlank = ({ text }: Token) => text === ''
  const found: (readonly Token[])[] = []
  for (let from = 0; from + slots <= values.length && values.slice(0, from).every(isBlank); from += 1) {
    const own = values.slice(from, from + slots)
    if (values.slice(from + slots).every(isBlank) && rowSumHolds(own.map(({ text }) => text))) found.push(own)
  }
  return found.length === 1 ? found[0]! : null
}

function waysOf(values: readonly Token[], slots: number, runTogether: boolean): readonly Filling[] {
  const strings = values.map((token) => token.text)
  if (strings.length === slots) return [strings]
  const holds = slots === COLUMNS.length ? mayMakeTotal : () => true
  if (strings.length > slots || runTogether || values.some((token) => token.glued)) return waysToFill(strings, slots, holds)
  return waysToSpread(strings, slots, holds)
}

/** Whether the first parts of a row leave room for its total, and all of them make it. */
function mayMakeTotal(parts: Filling, digitsLeft: number): boolean {
  return parts.length < COLUMNS.length ? sumOf(parts, parts.length) < 10 ** digitsLeft : rowSumHolds(parts)
}

function rowSumHolds(parts: Filling): boolean {
  return sumOf(parts, parts.length - 1) === Number(parts.at(-1) ?? 0)
}

/** The sum of the first parts, blanks being nothing. */
function sumOf(parts: Filling, count: number): number {
  let sum = 0
  for (let index = 0; index < count; index += 1) sum += Number(parts[index] ?? 0)
  return sum
}

/** Strikes out ways that the sums of the columns forbid, as long as every row keeps one. */
function settle(rows: readonly Row[], columns: readonly Table3Column[]): readonly Row[] {
  let current = rows
  const printed = new Set<string>(rows.map((row) => row.key))
  const sums = identitiesOf('2021', printed.has('other_all')).filter(
    ({ table, left, right }) =>
      table === 't3' &&
      right.length > 0 &&
      [...left, ...right].every((key) => key.startsWith('t3.other_') || printed.has(key.split('.')[1]!)),
  )
  for (let round = 0; round < 8; round += 1) {
    let changed = false
    for (const identity of sums) {
      const narrowed = narrow(current, identity, columns)
      if (narrowed.some((row, index) => row.ways.length < current[index]!.ways.length)) {
        current = narrowed
        changed = true
      }
    }
    if (!changed) break
  }
  return current
}

function narrow(rows: readonly Row[], identity: Identity, columns: readonly Table3Column[]): readonly Row[] {
  const slot = columns.indexOf(identity.right[0]!.split('.')[2] as Table3Column)
  const isColumn = identity.left.every((key) => key.endsWith(`.${columns[slot]}`))
  if (slot < 0 || !isColumn) return rows
  const sides = rows.map((row) => side(identity, table3Key(row.key, columns[slot]!)))
  const ranges = rows.map((row, index) => (sides[index] === 0 ? NO_RANGE : rangeOf(row, slot)))
  const low = ranges.reduce(
    (sum, range, index) => sum + (sides[index] === 1 ? range.low : sides[index] === -1 ? -range.high : 0),
    0,
  )
  const high = ranges.reduce(
    (sum, range, index) => sum + (sides[index] === 1 ? range.high : sides[index] === -1 ? -range.low : 0),
    0,
  )
  const narrowed = rows.map((row, index) => {
    const sign = sides[index]!
    if (sign === 0 || row.ways.length < 2) return row
    const range = ranges[index]!
    const othersLow = low - (sign === 1 ? range.low : -range.high)
    const othersHigh = high - (sign === 1 ? range.high : -range.low)
    const ways = row.ways.filter((way) => {
      const value = sign * Number(way[slot] ?? 0)
      return value + othersLow <= 0 && value + othersHigh >= 0
    })
    return { ...row, ways }
  })
  // A row that keeps no way tells of an error in the report itself: this sum settles nothing.
  return narrowed.some((row, index) => row.ways.length === 0 && rows[index]!.ways.length > 0) ? rows : narrowed
}

function side({ left, right }: Identity, key: CellKey): 1 | -1 | 0 {
  if (left.includes(key)) return 1
  return right.includes(key) ? -1 : 0
}

const NO_RANGE = { low: 0, high: 0 } as const

function rangeOf(row: Row, slot: number): { low: number; high: number } {
  if (row.ways.length === 0) return { low: 0, high: Number.MAX_SAFE_INTEGER / 1000 }
  const values = row.ways.map((way) => Number(way[slot] ?? 0)).map((value) => (Number.isNaN(value) ? 0 : value))
  return { low: Math.min(...values), high: Math.max(...values) }
}

/**
 * Columns of a page that were mixed leave runs of seven values behind some label by chance. Where most rows stand in disorder every row is
 * doubtful, elsewhere those beside a row in disorder that do not add up or add up trivially.
 */
function shakenRows(rows: readonly Row[], slots: number, bare: number): ReadonlySet<Row> {
  const orderly = rows.map((row) => row.unbroken && row.values.length <= slots && row.ways.length > 0)
  const firm = orderly.filter(Boolean).length
  const all = firm * 2 < Math.max(rows.length, EXPECTED_ROWS) || bare >= rows.length
  const isBeside = (index: number) => orderly[index - 1] === false || orderly[index + 1] === false
  return new Set(rows.filter((row, index) => all || (isBeside(index) && !addsUpVisibly(row))))
}

/** Whether the rows do not make their totals: with a last row that has no values, each row may have taken those of the next. */
function totalsFail(rows: readonly Row[], columns: readonly Table3Column[]): boolean {
  const valueAt = (key: CellKey) => {
    const row = rows.find((each) => each.key === key.split('.')[1])
    const token = row?.direct ? row.values[columns.findIndex((column) => key.endsWith(`.${column}`))] : undefined
    return token ? readCell(token.text).value : null
  }
  return identitiesOf(
    '2021',
    rows.some((row) => row.key === 'other_all'),
  ).some(
    (sum) =>
      sum.right[0]!.startsWith('t3.result_total.') &&
      sum.left.length !== columns.length - 1 &&
      checkIdentity(sum, valueAt) === 'fail',
  )
}

const EXPECTED_ROWS = ROWS3.filter((row) => !row.optional).length

function addsUpVisibly({ direct, ways, values }: Row): boolean {
  return direct && values.filter(({ text }) => Number(text) > 0).length > 2 && ways.length === 1 && rowSumHolds(ways[0]!)
}

/** The total that a row leaves blank. */
function placeBlankTotal({ key, values, label }: Row, cells: Map<CellKey, Placed>): void {
  const at = values.at(-1)?.at ?? null
  cells.set(table3Key(key, 'total'), { raw: '', at, sure: 0.85, label })
}

/** A row whose label is printed without a value: text keeps nothing of blank cells. */
function placeBlanks(
  key: Table3Row,
  printed: { readonly at: CellPlace; readonly label: RowLabel },
  columns: readonly Table3Column[],
  cells: Map<CellKey, Placed>,
): void {
  for (const column of columns) cells.set(table3Key(key, column), { raw: '', sure: 0.8, doubts: ['blank-row'], ...printed })
}

function placeRow(
  row: Row,
  { columns, shaken }: { readonly columns: readonly Table3Column[]; readonly shaken: boolean },
  cells: Map<CellKey, Placed>,
  unreadRows: UnreadRow[],
): void {
  const { label } = row
  const order = [
    [!row.unbroken, 0.7, 'row-disturbed'],
    [!row.close && !addsUpVisibly(row), 0.85, 'row-disturbed'],
    [label.likeness < 0.8, label.likeness < 0.45 || !row.isTelling ? 0.7 : 0.85, 'row-unclear'],
    [row.crowded, 0.85, 'row-crowded'],
    [shaken, 0.85, 'rows-in-disorder'],
    [row.bySums !== null, row.bySums?.isFirm ? 0.95 : 0.85, 'by-order'],
  ] as const
  const isCut = row.values.length < columns.length && row.values.some(({ glued }) => glued)
  const direct = weigh(...order)
  const derived = weigh(...order, [true, row.ways.length === 1 ? 0.85 : 0.8, isCut ? 'digits-cut' : 'blanks-lost'])
  const printed = row.values.map((token) => token.text).join(' ')
  let unread = 0
  for (const [slot, column] of columns.entries()) {
    const key = table3Key(row.key, column)
    const texts = new Set(row.ways.map((way) => way[slot] ?? null))
    const at = row.values[row.direct ? slot : 0]!.at
    if (row.direct) cells.set(key, { raw: row.values[slot]!.text, at, ...direct, label })
    else if (texts.size === 1) {
      const [text] = texts
      cells.set(key, { raw: text ?? '', at, ...derived, label })
    } else {
      cells.set(key, { raw: printed, at, sure: 0, unreadable: true, label })
      unread += 1
    }
  }
  const official = ROWS3.find((each) => each.key === row.key)!.labels[0]!
  if (unread > 0) unreadRows.push({ label: official, printed, cells: unread, at: row.values[0]!.at })
}
