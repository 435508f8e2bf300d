/** An equation between figures as it stands: `difference` is left − right, 0 where it holds. */
export type Line = {
  readonly difference: number
  /** A blank on the left (right) may be any number ≥ 0: it makes up for a left side that is too small (large). */
  readonly isOpenBelow: boolean
  readonly isOpenAbove: boolean
  /** Lines of one family have no figure in common. */
  readonly family: number
}

/** A figure that may be wrong, and the lines it counts in: raising it by one changes their difference by `pull`. */
export type Figure = { readonly value: number; readonly pulls: readonly Pull[] }

type Pull = { readonly line: number; readonly pull: 1 | -1 }

/** One figure changed by `delta`. */
export type Step = { readonly figure: number; readonly delta: number }

/** Beyond these, single changes that mend several lines at once are taken first. */
const MOST_SEARCHED = 5
const MOST_NODES = 3_000
const MOST_REPAIRS = 300
const MOST_EXTRA_STEPS = 3

/**
 * The smallest sets of figures to change so that every line holds and none falls below zero, one at least: it is empty, or leaves lines
 * that fail, where too much is wrong to tell.
 * Fellegi and Holt's error localisation (1976) for sums: sizes are tried in rising order, each by a search that gives up a branch as
 * soon as some family has more failing lines left than there are changes left, since one change mends at most one of them. Where it
 * has exactly as many, one of these lines tells what to change and by how much. Elsewhere every figure of a failing line is tried with
 * what would mend one of its lines: complete unless changes hang together in a ring. Of many errors those that single changes explain
 * are taken first, and the others searched for.
 */
export function smallestRepairs(lines: readonly Line[], figures: readonly Figure[]): readonly (readonly Step[])[] {
  const search = startSearch(lines, figures)
  const found = leastSteps(search) > MOST_SEARCHED ? [] : searchBySize(search)
  if (found.length > 0) return found
  const step = plainestStep(startSearch(lines, figures))
  if (step === null) return [[]]
  const rest = smallestRepairs(withStep(lines, figures, step), figures)
  const apart = rest.filter((steps) => steps.every(({ figure }) => figure !== step.figure))
  return apart.length === 0 ? [[step]] : apart.map((steps) => [step, ...steps])
}

function searchBySize(search: Search): (readonly Step[])[] {
  const least = leastSteps(search)
  for (let size = least; size <= least + MOST_EXTRA_STEPS; size += 1) {
    tryStep(search, size)
    if (search.nodes > MOST_NODES) return []
    if (search.found.size > 0) return [...search.found.values()]
    search.seen.clear()
  }
  return []
}

/** The change that mends most lines, at least two, and breaks none; null where there is none. */
function plainestStep(search: Search): Step | null {
  const failing = failingLines(search)
  const touched = new Set(failing.flatMap((line) => search.members[line]!))
  const steps = [...touched].flatMap((figure) => stepsOf(search, figure, failing))
  const mended = steps.map((step) => ({
    step,
    count: failing.length - failingLines(startSearch(withStep(search.lines, search.figures, step), [])).length,
  }))
  const clean = mended.filter(({ step, count }) => count > 1 && count === search.figures[step.figure]!.pulls.length)
  return clean.toSorted((a, b) => b.count - a.count)[0]?.step ?? null
}

function withStep(lines: readonly Line[], figures: readonly Figure[], { figure, delta }: Step): Line[] {
  const changed = [...lines]
  for (const { line, pull } of figures[figure]!.pulls) {
    const { difference, ...rest } = changed[line]!
    changed[line] = { ...rest, difference: difference + pull * delta }
  }
  return changed
}

type Search = {
  readonly lines: readonly Line[]
  readonly figures: readonly Figure[]
  /** The figures of each line. */
  readonly members: readonly (readonly number[])[]
  readonly differences: number[]
  readonly families: number
  readonly steps: Step[]
  readonly seen: Set<string>
  readonly found: Map<string, readonly Step[]>
  nodes: number
}

function startSearch(lines: readonly Line[], figures: readonly Figure[]): Search {
  const members: number[][] = lines.map(() => [])
  for (const [figure, { pulls }] of figures.entries()) for (const { line } of pulls) members[line]!.push(figure)
  return {
    lines,
    figures,
    members,
    differences: lines.map(({ difference }) => difference),
    families: 1 + Math.max(-1, ...lines.map(({ family }) => family)),
    steps: [],
    seen: new Set(),
    found: new Map(),
    nodes: 0,
  }
}

function isFailing({ lines, differences }: Search, line: number): boolean {
  const difference = differences[line]!
  return difference < 0 ? !lines[line]!.isOpenBelow : difference > 0 && !lines[line]!.isOpenAbove
}

function failingLines(search: Search): number[] {
  const failing: number[] = []
  for (let line = 0; line < search.lines.length; line += 1) if (isFailing(search, line)) failing.push(line)
  return failing
}

/** Failing lines of each family. */
function countByFamily({ lines, families }: Search, failing: readonly number[]): number[] {
  const counts = Array<number>(families).fill(0)
  for (const line of failing) counts[lines[line]!.family]! += 1
  return counts
}

function leastSteps(search: Search): number {
  return Math.max(0, ...countByFamily(search, failingLines(search)))
}

/** Goes on from the steps taken, with `left` more at most. */
function tryStep(search: Search, left: number): void {
  search.nodes += 1
  if (search.nodes > MOST_NODES || search.found.size >= MOST_REPAIRS) return
  const failing = failingLines(search)
  const name = nameOf(search.steps)
  if (failing.length === 0) {
    search.found.set(name, [...search.steps])
    return
  }
  const counts = countByFamily(search, failing)
  if (Math.max(...counts) > left || search.seen.has(name)) return
  search.seen.add(name)
  for (const { figure, delta } of nextSteps(search, failing, counts, left)) {
    for (const { line, pull } of search.figures[figure]!.pulls) search.differences[line]! += pull * delta
    search.steps.push({ figure, delta })
    tryStep(search, left - 1)
    search.steps.pop()
    for (const { line, pull } of search.figures[figure]!.pulls) search.differences[line]! -= pull * delta
  }
}

function nextSteps(search: Search, failing: readonly number[], counts: readonly number[], left: number): Step[] {
  const { lines, members } = search
  // Each step left mends one of these: the shortest of them has one figure to change, by just its difference.
  const forced = failing
    .filter((line) => counts[lines[line]!.family] === left)
    .toSorted((a, b) => members[a]!.length - members[b]!.length)[0]
  if (forced !== undefined) return members[forced]!.flatMap((figure) => stepsOf(search, figure, [forced]))
  const touched = new Set(failing.flatMap((line) => members[line]!))
  return [...touched].flatMap((figure) => stepsOf(search, figure, failing))
}

/** The changes of a figure that mend one of these lines. */
function stepsOf({ figures, differences, steps }: Search, figure: number, lines: readonly number[]): Step[] {
  if (steps.some((step) => step.figure === figure)) return []
  const { value, pulls } = figures[figure]!
  const deltas = new Set(pulls.flatMap(({ line, pull }) => (lines.includes(line) ? [-differences[line]! / pull] : [])))
  return [...deltas].filter((delta) => value + delta >= 0).map((delta) => ({ figure, delta }))
}

function nameOf(steps: readonly Step[]): string {
  return steps
    .map(({ figure, delta }) => `${figure}:${delta}`)
    .toSorted()
    .join()
}
