import { type CellKey, TABLE3_COLUMNS, type Table3Row } from '../../model/template.ts'
import type { Statement } from './evidence.ts'
import type { Identity, State, System } from './identities.ts'
import { NO_SLIP, slipOf } from './number-slip.ts'
import { isSure, type View, valueAt } from './view.ts'

/** New numbers for cells. */
export type Change = ReadonlyMap<CellKey, number>

/** A change that mends everything, how unlikely it is that just this went wrong, and for each cell what went wrong there. */
export type Repaired = { readonly change: Change; readonly cost: number; readonly reasons: ReadonlyMap<CellKey, string> }

/** What the likelihood of a repair is judged by. */
export type Evidence = {
  readonly view: View
  readonly system: System
  readonly states: readonly State[]
  readonly statements: readonly Statement[]
}

/** A figure written in the neighbouring column or row costs as much as one plain slip, though it changes two cells. */
const MOVED = 1
/** A sum that was worked out from a wrong part. */
const CARRIED_ON = 1
const NOT_UPDATED = 2
const PART_LEFT_OUT = 3
const REPEATED = 5
/** What was read with little confidence is likelier wrong, by the reader and not the author. */
const DOUBTED = -2

/** Prices a repair: the likeliest cost least. Costs are compared, and equal ones are a tie; they are no probabilities. */
export function priceOf(evidence: Evidence, change: Change): Repaired {
  const slips = slipsOf(evidence, change)
  const { lost, won } = weighStatements(evidence, change)
  const cost = [...slips.values()].reduce((sum, slip) => sum + slip.cost, lost)
  const backed = (cell: CellKey) => won.has(cell)
  return {
    change,
    cost,
    reasons: new Map([...slips].map(([cell, { reason }]) => [cell, backed(cell) ? `${reason}，与正文或上年报告一致` : reason])),
  }
}

type PricedSlip = { readonly reason: string; readonly cost: number }

function slipsOf(evidence: Evidence, change: Change): Map<CellKey, PricedSlip> {
  const slips = new Map<CellKey, PricedSlip>()
  const cells = [...change.keys()]
  for (const [order, cell] of cells.entries()) {
    if (slips.has(cell)) continue
    const partner = cells.slice(order + 1).find((other) => !slips.has(other) && movedBetween(evidence, change, [cell, other]))
    if (partner === undefined) continue
    const reason = columnOf(cell) === columnOf(partner) ? '疑似错行' : '疑似错列'
    slips.set(cell, { reason, cost: MOVED })
    slips.set(partner, { reason, cost: MOVED })
  }
  for (const cell of cells) {
    if (slips.has(cell)) continue
    const slip = carriedOn(evidence, change, cell) ?? slipIn(evidence, cell, change.get(cell)!)
    slips.set(cell, isSure(evidence.view, [cell]) ? slip : { ...slip, cost: slip.cost + DOUBTED })
  }
  return slips
}

function rowOf(cell: CellKey): Table3Row {
  return cell.split('.')[1] as Table3Row
}

function columnOf(cell: CellKey): string | undefined {
  return cell.split('.')[2]
}

/** Whether a number stands in the cell beside or below its own, or two neighbours are exchanged. */
function movedBetween({ view }: Evidence, change: Change, [one, other]: readonly [CellKey, CellKey]): boolean {
  if (valueAt(view, one) !== change.get(other) || valueAt(view, other) !== change.get(one)) return false
  if (rowOf(one) === rowOf(other)) return Math.abs(placeOfColumn(one) - placeOfColumn(other)) === 1
  return columnOf(one) === columnOf(other) && Math.abs(placeOfRow(view, one) - placeOfRow(view, other)) === 1
}

function placeOfColumn(cell: CellKey): number {
  return TABLE3_COLUMNS.findIndex(({ key }) => key === columnOf(cell))
}

function placeOfRow({ rows }: View, cell: CellKey): number {
  return rows.indexOf(rowOf(cell))
}

/** A sum that follows a part which is changed as well: only the part was written wrongly. */
function carriedOn({ view, system, states }: Evidence, change: Change, cell: CellKey): PricedSlip | null {
  const follows = (system.byCell.get(cell) ?? []).some((index) => {
    const { identity, standing } = states[index]!
    if (identity.sum !== cell || standing !== 'pass') return false
    return identity.left.some((part) => change.has(part) && valueAt(view, part) !== null)
  })
  return follows ? { reason: '随分项有误', cost: CARRIED_ON } : null
}

/** What went wrong in one cell, looked at by itself and beside its neighbours. */
function slipIn(evidence: Evidence, cell: CellKey, to: number): PricedSlip {
  const { view, system } = evidence
  const from = valueAt(view, cell) ?? 0
  const sums = (system.byCell.get(cell) ?? []).map((index) => system.identities[index]!).filter(({ sum }) => sum === cell)
  const isSum = sums.length > 0
  const found = [
    slipOf(from, to, isSum),
    isSum && from > 0 && from === valueAt(view, `prior:${cell}`) ? { reason: '与上年相同，疑似未更新', cost: NOT_UPDATED } : null,
    sums.some((identity) => leavesOutPart(view, identity, to - from)) ? { reason: '疑似漏加一项', cost: PART_LEFT_OUT } : null,
    from > 0 && neighboursOf(view, cell).includes(from) ? { reason: '与相邻单元格相同，疑似抄错', cost: REPEATED } : null,
  ].filter((slip) => slip !== null)
  const [likeliest] = found.toSorted((a, b) => a.cost - b.cost)
  return likeliest ?? { reason: isSum ? '与各项之和不符' : '与合计不符', cost: NO_SLIP }
}

/** Whether a sum falls short by just one of its parts. */
function leavesOutPart(view: View, { left }: Identity, lacking: number): boolean {
  return lacking > 9 && left.some((part) => valueAt(view, part) === lacking)
}

/** The numbers beside, above and below a cell. */
function neighboursOf(view: View, cell: CellKey): (number | null)[] {
  const [table, row, column] = cell.split('.')
  if (table !== 't3' || column === undefined) return []
  const place = placeOfColumn(cell)
  const line = placeOfRow(view, cell)
  const beside = [TABLE3_COLUMNS[place - 1]?.key, TABLE3_COLUMNS[place + 1]?.key].map((key) => key && `t3.${row}.${key}`)
  const above = [view.rows[line - 1], view.rows[line + 1]].map((key) => key && `t3.${key}.${column}`)
  return [...beside, ...above].map((key) => (key ? valueAt(view, key as CellKey) : null))
}

type Weighed = { readonly lost: number; readonly won: ReadonlySet<CellKey> }

/** What the change costs because statements no longer hold, less what it saves where they do now, and the cells of those. */
function weighStatements({ view, statements }: Evidence, change: Change): Weighed {
  let lost = 0
  const won = new Set<CellKey>()
  for (const statement of statements) {
    const cells = statement.readings.flatMap(({ plus, minus }) => [...plus, ...minus])
    if (!cells.some((cell) => change.has(cell))) continue
    const before = holds(statement, (cell) => valueAt(view, cell))
    const after = holds(statement, (cell) => change.get(cell) ?? valueAt(view, cell))
    if (before === true && after === false) lost += statement.weight
    if (before !== false || after !== true) continue
    lost -= statement.weight
    for (const cell of cells) if (change.has(cell)) won.add(cell)
  }
  return { lost, won }
}

/** Whether a statement holds; null where a cell of it is not known. */
function holds(statement: Statement, numberIn: NumberIn): boolean | null {
  const sums = sumsOf(statement, numberIn)
  return sums.length === 0 ? null : sums.includes(statement.value)
}

/** What the cells that a statement speaks of make, in each of its readings whose cells are known. */
export function makes(view: View, statement: Statement): number[] {
  return sumsOf(statement, (cell) => valueAt(view, cell))
}

type NumberIn = (cell: CellKey) => number | null

function sumsOf({ readings }: Statement, numberIn: NumberIn): number[] {
  return readings.flatMap(({ plus, minus }) => {
    const added = addUp(plus, numberIn)
    const taken = addUp(minus, numberIn)
    return added === null || taken === null ? [] : [added - taken]
  })
}

/** Null where a number is not known. */
function addUp(cells: readonly CellKey[], numberIn: NumberIn): number | null {
  let sum = 0
  for (const cell of cells) {
    const number = numberIn(cell)
    if (number === null) return null
    sum += number
  }
  return sum
}
