import type { Repair } from '../../model/finding.ts'
import type { CellKey } from '../../model/template.ts'
import { type Identity, mergeOverlapping, type State } from './identities.ts'
import { type Change, type Evidence, priceOf, type Repaired } from './likelihood.ts'
import { type Figure, type Line, type Step, smallestRepairs } from './repair-search.ts'
import { valueAt } from './view.ts'

/** Failing identities with one cause: the one that names it best, the others, and proposals to repair it. */
export type Cause = {
  readonly named: State
  readonly states: readonly State[]
  /** Empty where nothing is known to mend it, or too many changes are as likely. */
  readonly repair: readonly Repair[]
  /** How many repairs are as likely as each other; 0 where none is known. */
  readonly options: number
  /** The likeliest change, supposed by the rest of the check; null where nothing is proposed. */
  readonly change: Change | null
}

/** More proposals than this are no help. */
const MOST_PROPOSALS = 3

/**
 * Finds the smallest and likeliest set of cells to change so that all identities hold, and divides it into causes: changed cells that
 * make up for each other in an identity that holds belong together, others are errors of their own. Sets that are as small and as
 * likely as each other are the options of a cause.
 */
export function localise(evidence: Evidence): Cause[] {
  return evidence.system.parts.flatMap((part) => {
    const failing = part.filter((index) => evidence.states[index]!.standing === 'fail')
    if (failing.length === 0) return []
    return causesOf(evidence, failing, likeliestRepairs(evidence, part))
  })
}

/** The likeliest among the smallest repairs of a part of the system. */
function likeliestRepairs(evidence: Evidence, part: readonly number[]): Repaired[] {
  const { lines, figures, cells } = problemOf(evidence, part)
  const priced = smallestRepairs(lines, figures).map((steps) =>
    priceOf(
      evidence,
      new Map(inOrder(steps).map(({ figure, delta }) => [cells[figure]!, figures[figure]!.value + delta] as const)),
    ),
  )
  const least = Math.min(...priced.map(({ cost }) => cost))
  return priced.filter(({ cost }) => cost === least).toSorted((a, b) => digitsIn(a) - digitsIn(b))
}

/** Of equals the shortest figures come first: there are fewer places where they can be wrong, so that just this slip is likelier. */
function digitsIn({ change }: Repaired): number {
  return [...change.values()].reduce((sum, to) => sum + String(to).length, 0)
}

function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => a.figure - b.figure)
}

type Problem = { readonly lines: readonly Line[]; readonly figures: readonly Figure[]; readonly cells: readonly CellKey[] }

/** The identities of a part that can be judged, and the known cells in them. */
function problemOf({ view, system, states }: Evidence, part: readonly number[]): Problem {
  const judged = part.filter((index) => states[index]!.standing !== 'unread')
  const place = new Map(judged.map((index, line) => [index, line]))
  const rules = [...new Set(judged.map((index) => states[index]!.identity.rule))]
  const lines = judged.map((index): Line => {
    const { identity, difference, isOpenBelow, isOpenAbove } = states[index]!
    return { difference, isOpenBelow, isOpenAbove, family: rules.indexOf(identity.rule) }
  })
  const cells = [...new Set(judged.flatMap((index) => states[index]!.identity.cells))].filter(
    (cell) => valueAt(view, cell) !== null,
  )
  const figures = cells.map((cell): Figure => {
    const signs = system.pulls.get(cell)!
    const pulls = system.byCell.get(cell)!.flatMap((index, order) => {
      const line = place.get(index)
      return line === undefined ? [] : [{ line, pull: signs[order]! }]
    })
    return { value: valueAt(view, cell)!, pulls }
  })
  return { lines, figures, cells }
}

/** Changed cells that belong together, and the failing identities that they mend. */
type Group = { readonly cells: readonly CellKey[]; readonly lines: readonly number[] }

/** One cause for each set of failing identities that the repairs mend together, and for each that none of them mends. */
function causesOf(evidence: Evidence, failing: readonly number[], repairs: readonly Repaired[]): Cause[] {
  const divided = repairs.map((repaired) => ({ repaired, groups: groupsOf(evidence, failing, repaired.change) }))
  const blocks = mergeOverlapping(divided.flatMap(({ groups }) => groups.map(({ lines }) => lines)))
  const unmended = failing.filter((line) => !blocks.some((block) => block.includes(line)))
  const causes = blocks.map((block) => {
    const options = divided.map(({ repaired, groups }) => {
      const cells = groups.flatMap((group) => (group.lines.some((line) => block.includes(line)) ? group.cells : []))
      return restrict(repaired, cells)
    })
    return causeOf(evidence, block, distinct(options))
  })
  return [...causes, ...unmended.map((line) => causeOf(evidence, [line], []))]
}

function groupsOf({ system, states }: Evidence, failing: readonly number[], change: Change): Group[] {
  const cells = [...change.keys()]
  const linesOf = (cell: CellKey) => system.byCell.get(cell)!
  const holding = (cell: CellKey) => linesOf(cell).filter((line) => states[line]!.standing === 'pass')
  const together = mergeOverlapping<CellKey | number>(cells.map((cell) => [cell, ...holding(cell)]))
  const groups = together.map((group) => cells.filter((cell) => group.includes(cell)))
  // An identity that several errors break is told with the first of them.
  const taken = new Set<number>()
  return groups.flatMap((group) => {
    const mended = failing.filter((line) => group.some((cell) => linesOf(cell).includes(line)))
    // Only identities that could not be judged for blanks ask for these changes: that is no cause of a failure.
    if (mended.length === 0) return []
    const own = mended.filter((line) => !taken.has(line))
    for (const line of own) taken.add(line)
    return [{ cells: group, lines: own.length > 0 ? own : mended }]
  })
}

function restrict({ change, cost, reasons }: Repaired, cells: readonly CellKey[]): Repaired {
  return { change: new Map([...change].filter(([cell]) => cells.includes(cell))), cost, reasons }
}

function distinct(options: readonly Repaired[]): Repaired[] {
  return [...new Map(options.map((option) => [JSON.stringify([...option.change].toSorted()), option])).values()]
}

function causeOf({ view, states }: Evidence, covers: readonly number[], options: readonly Repaired[]): Cause {
  const covered = covers.toSorted((a, b) => a - b).map((index) => states[index]!)
  const proposals = options.length <= MOST_PROPOSALS ? options : []
  const suspects = proposals.length === 1 ? [...proposals[0]!.change.keys()] : []
  return {
    named: namedBy(covered, suspects),
    states: covered,
    repair: proposals.flatMap(({ change, reasons }, option) =>
      [...change].map(([cell, to]) => ({ cell, from: valueAt(view, cell), to, reason: reasons.get(cell) ?? '', option })),
    ),
    options: options.length,
    change: proposals[0]?.change ?? null,
  }
}

/**
 * The identity that names a cause best: the one that calls a suspected cell its sum, else the one printed on the form between two sums,
 * else the row. Of equals the first in the catalogue.
 */
function namedBy(covered: readonly State[], suspects: readonly CellKey[]): State {
  const rank = ({ identity }: State) => {
    if (identity.sum !== null && suspects.includes(identity.sum)) return 0
    if (identity.sum === null) return 1
    return identity.row === null ? 3 : 2
  }
  return covered.toSorted((a, b) => rank(a) - rank(b) || order(a.identity) - order(b.identity))[0]!
}

/** Applicant columns before the total: there the cause lies. */
function order({ column }: Identity): number {
  return column === 'total' ? 1 : 0
}
