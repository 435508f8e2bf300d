import type { Repair } from '../../model/finding.ts'
import { APPLICANT_COLUMNS, type CellKey, type Table3Column, type Table3Row } from '../../model/template.ts'
import { columnDistance, type Identity, type State, type System, signOf } from './identities.ts'
import { slipOf } from './slip.ts'
import { keyOf, standingOf, type View, valueAt } from './view.ts'

/** Failing identities with one cause: the one that names it best, the others, and proposals to repair it. */
export type Cause = {
  readonly named: State
  readonly states: readonly State[]
  readonly repair: readonly Repair[]
  /** The change supposed by the rest of the check: null unless one proposal stands out. */
  readonly change: Change | null
}

type Change = ReadonlyMap<CellKey, number>

/** A change of one cell, or of two that belong together, that makes all identities in `covers` hold and breaks none. */
type Candidate = { readonly change: Change; readonly covers: readonly number[]; readonly weight: number; readonly reason: string }

/** More proposals than this are no help. */
const MOST_PROPOSALS = 3
const EVIDENCE_WEIGHT = 10

/**
 * Groups failing identities by the smallest change that would make them hold. The candidates are all single cells, the same change in
 * a cell and its total, and a figure moved to the neighbouring column; those that explain most are taken first. What is left over,
 * such as a total column that fails only because another column does, is attached where the differences add up.
 */
export function localise(
  view: View,
  system: System,
  states: readonly State[],
  evidence: ReadonlyMap<CellKey, ReadonlySet<number>>,
): Cause[] {
  const failing = new Set(states.flatMap(({ standing }, index) => (standing === 'fail' ? [index] : [])))
  if (failing.size === 0) return []
  const search: Search = { view, system, states, evidence }
  const candidates = [...singleCells(search, failing), ...pairsWithTotal(search, failing), ...movedFigures(search, failing)]
  const causes: Cause[] = []
  const rest = new Set(failing)
  for (;;) {
    const open = candidates.filter(({ covers }) => covers.every((index) => rest.has(index)))
    const best = open.toSorted(byStrength)[0]
    if (!best) break
    if (best.covers.length === 1 && takeStars(search, rest, causes)) continue
    const same = open.filter(({ covers }) => covers.join() === best.covers.join())
    causes.push(causeOf(search, best.covers, same))
    for (const index of best.covers) rest.delete(index)
  }
  takeStars(search, rest, causes)
  attachImplied(search, rest, causes)
  for (const index of rest) causes.push(causeOf(search, [index], []))
  return causes
}

type Search = {
  readonly view: View
  readonly system: System
  readonly states: readonly State[]
  readonly evidence: ReadonlyMap<CellKey, ReadonlySet<number>>
}

function byStrength(a: Candidate, b: Candidate): number {
  return b.covers.length - a.covers.length || a.change.size - b.change.size || b.weight - a.weight
}

function singleCells(search: Search, failing: ReadonlySet<number>): Candidate[] {
  const cells = new Set([...failing].flatMap((index) => search.states[index]!.identity.cells))
  return [...cells].flatMap((cell) => {
    const covers = assessed(search, cell)
    if (!covers.every((index) => failing.has(index))) return []
    const delta = deltaFor(search, [[cell, 1]], covers)
    return delta === null ? [] : candidateOf(search, [[cell, delta]], covers)
  })
}

/** The same change in a cell and in its row's total: the author carried a wrong figure into the total. */
function pairsWithTotal(search: Search, failing: ReadonlySet<number>): Candidate[] {
  return crossings(search, failing).flatMap(({ row, column }) => {
    const pair = [keyOf(row, column), keyOf(row, 'total')] as const
    const covers = columnIdentities(search, pair)
    if (column === 'total' || !covers.every((index) => failing.has(index)) || !rowHolds(search, row)) return []
    const delta = deltaFor(search, steps(pair, 1, 1), covers)
    return delta === null ? [] : candidateOf(search, steps(pair, delta, delta), covers)
  })
}

/** A whole figure in the neighbouring column. */
function movedFigures(search: Search, failing: ReadonlySet<number>): Candidate[] {
  const { view } = search
  return crossings(search, failing).flatMap(({ row, column }) =>
    APPLICANT_COLUMNS.filter((other) => column !== 'total' && columnDistance(column, other) === 1).flatMap((other) => {
      const pair = [keyOf(row, column), keyOf(row, other)] as const
      const [from, to] = pair.map((cell) => valueAt(view, cell))
      if (!from || to !== 0 || !rowHolds(search, row)) return []
      const covers = columnIdentities(search, pair)
      if (!covers.every((index) => failing.has(index))) return []
      const delta = deltaFor(search, steps(pair, -1, 1), covers)
      return delta === from ? candidateOf(search, steps(pair, -delta, delta), covers, '疑似错列') : []
    }),
  )
}

type Pair = readonly [CellKey, CellKey]
type Steps<By> = readonly (readonly [CellKey, By])[]

function steps<By extends number>([first, second]: Pair, one: By, other: By): Steps<By> {
  return [
    [first, one],
    [second, other],
  ]
}

/** Rows of table 3 and columns with a failing identity that meet in a known cell. */
function crossings({ states, system, view }: Search, failing: ReadonlySet<number>): { row: Table3Row; column: Table3Column }[] {
  const columns = new Set([...failing].flatMap((index) => states[index]!.identity.column ?? []))
  if (columns.size === 0) return []
  const rows = system.identities.flatMap(({ row }) => row ?? [])
  return rows.flatMap((row) =>
    [...columns]
      .filter((column) => standingOf(view.report.cells[keyOf(row, column)]) === 'known')
      .map((column) => ({ row, column })),
  )
}

/** The identities of a cell that can be judged. */
function assessed({ system, states }: Search, cell: CellKey): number[] {
  return (system.byCell.get(cell) ?? []).filter((index) => ['pass', 'fail'].includes(states[index]!.standing))
}

function columnIdentities(search: Search, cells: readonly CellKey[]): number[] {
  const indices = new Set(cells.flatMap((cell) => assessed(search, cell)))
  return [...indices].filter((index) => search.states[index]!.identity.row === null).toSorted((a, b) => a - b)
}

function rowHolds({ states }: Search, row: Table3Row): boolean {
  return states.some(({ identity, standing }) => identity.row === row && standing !== 'fail')
}

/** The one change, applied to each cell with its factor, that makes every covered identity hold; null where they disagree. */
function deltaFor({ states }: Search, cells: readonly (readonly [CellKey, 1 | -1])[], covers: readonly number[]): number | null {
  let found: number | null = null
  for (const index of covers) {
    const { identity, difference } = states[index]!
    const pull = cells.reduce(
      (sum, [cell, factor]) => (identity.cells.includes(cell) ? sum + factor * signOf(identity, cell) : sum),
      0,
    )
    if (pull === 0) return null
    const delta = -difference / pull
    if (found !== null && found !== delta) return null
    found = delta
  }
  return found
}

function candidateOf(
  { view, evidence, system }: Search,
  changes: readonly (readonly [CellKey, number])[],
  covers: readonly number[],
  why?: string,
): Candidate[] {
  const change = new Map<CellKey, number>()
  for (const [cell, delta] of changes) {
    const from = valueAt(view, cell)
    if (from === null || from + delta < 0) return []
    change.set(cell, from + delta)
  }
  const [[cell]] = changes as [readonly [CellKey, number]]
  const isSum = system.identities.some(({ sum }) => sum === cell)
  const slip = slipOf(valueAt(view, cell) ?? 0, change.get(cell)!, isSum)
  const backed = [...change].some(([key, to]) => evidence.get(key)?.has(to))
  const reason = [
    why ?? slip?.reason ?? (isSum ? '与各项之和不符' : '与合计不符'),
    ...(backed ? ['与正文或上年报告一致'] : []),
  ].join('，')
  return [{ change, covers, weight: (slip?.weight ?? 0) + (why ? 4 : 0) + (backed ? EVIDENCE_WEIGHT : 0), reason }]
}

/**
 * A failing line whose difference is the sum of those of several lines that cross it: each crossing cell is a cause of its own.
 * Tells whether something was found.
 */
function takeStars(search: Search, rest: Set<number>, causes: Cause[]): boolean {
  for (const centre of rest) {
    const { identity, difference } = search.states[centre]!
    const arms = [...rest].flatMap((index) => {
      const shared = index === centre ? [] : search.states[index]!.identity.cells.filter((cell) => identity.cells.includes(cell))
      const cell = shared.length === 1 ? shared[0]! : null
      if (cell === null || assessed(search, cell).some((each) => each !== index && each !== centre)) return []
      const delta = deltaFor(search, [[cell, 1]], [index])
      const candidate = delta === null ? [] : candidateOf(search, [[cell, delta]], [index])
      return candidate.length === 1 ? [{ index, candidate: candidate[0]!, pull: signOf(identity, cell) * (delta ?? 0) }] : []
    })
    if (arms.length < 2 || difference + arms.reduce((sum, { pull }) => sum + pull, 0) !== 0) continue
    for (const [order, { index, candidate }] of arms.entries()) {
      causes.push(causeOf(search, order === 0 ? [index, centre] : [index], [candidate], index))
      rest.delete(index)
    }
    rest.delete(centre)
    return true
  }
  return false
}

/** A total column that fails by the sum of what the other columns fail by says nothing new. */
function attachImplied({ states }: Search, rest: Set<number>, causes: Cause[]): void {
  for (const index of rest) {
    const { identity, difference } = states[index]!
    if (identity.column !== 'total') continue
    const columns = states.filter(
      ({ identity: other, standing }) => other.rule === identity.rule && other.column !== 'total' && standing === 'fail',
    )
    if (columns.length > 0 && columns.reduce((sum, each) => sum + each.difference, 0) === difference) {
      const host = causes.findIndex(({ states: covered }) => covered.some((state) => columns.includes(state)))
      if (host !== -1) causes[host] = { ...causes[host]!, states: [...causes[host]!.states, states[index]!] }
      rest.delete(index)
    }
  }
}

function causeOf(search: Search, covers: readonly number[], candidates: readonly Candidate[], named?: number): Cause {
  const { states, view } = search
  const covered = covers.map((index) => states[index]!)
  const ranked = candidates.toSorted((a, b) => a.change.size - b.change.size || b.weight - a.weight)
  const [first] = ranked
  const best = ranked.filter((each) => each.weight === first?.weight && each.change.size === first.change.size)
  const proposals = best.length <= MOST_PROPOSALS ? best : []
  const cell = best.length === 1 ? ([...best[0]!.change.keys()][0] ?? null) : null
  return {
    named: named === undefined ? namedBy(covered, cell) : states[named]!,
    states: covered,
    repair: proposals.flatMap((proposal, order) => repairOf(view, proposal, order)),
    change: proposals.length === 1 ? proposals[0]!.change : null,
  }
}

/**
 * The identity that names a cause best: the one that calls the suspected cell its sum, else the one printed on the form between two
 * sums, else the row. Of equals the first in the catalogue.
 */
function namedBy(covered: readonly State[], suspect: CellKey | null): State {
  const rank = ({ identity }: State) => {
    if (suspect !== null && identity.sum === suspect) return 0
    if (identity.sum === null) return 1
    return identity.row === null ? 3 : 2
  }
  return covered.toSorted((a, b) => rank(a) - rank(b) || order(a.identity) - order(b.identity))[0]!
}

/** Applicant columns before the total: there the cause lies. */
function order({ column }: Identity): number {
  return column === 'total' ? 1 : 0
}

function repairOf(view: View, { change, reason }: Candidate, option: number): Repair[] {
  return [...change].map(([cell, to]) => ({ cell, from: valueAt(view, cell), to, reason, option }))
}
