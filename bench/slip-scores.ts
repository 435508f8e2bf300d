import { type Finding, type Repair, repairOptions } from '../src/model/finding.ts'
import type { Place, Slip } from './slips.ts'

/** How slips of one sort were told. */
export type Score = {
  readonly slips: number
  readonly found: number
  readonly one: number
  readonly firstFigure: number
  readonly firstValue: number
  readonly shown: number
  readonly undecided: number
  /** Sum of what the best guess would reach. */
  readonly bestGuess: number
}

export function emptyScore(): Score {
  return { slips: 0, found: 0, one: 0, firstFigure: 0, firstValue: 0, shown: 0, undecided: 0, bestGuess: 0 }
}

type Judged = {
  readonly isFound: boolean
  /** One finding tells it. */
  readonly isOne: boolean
  /** The right figures with their right values are among the options shown. */
  readonly isShown: boolean
  readonly addTo: (score: Score, bestGuess: number) => Score
}

/** Judges what the findings say of a slip. */
export function scoreOf({ wrong }: Slip, findings: readonly Finding[]): Judged {
  const options = findings.flatMap(({ repair }) => repairOptions(repair).map((changes, order) => ({ changes, order })))
  const first = options.filter(({ order }) => order === 0).flatMap(({ changes }) => changes)
  const all = options.flatMap(({ changes }) => changes)
  const places = [...wrong]
  const names = (changes: readonly Repair[]) =>
    places.every(([place, { is }]) => changes.some((change) => isAt(change, place, is)))
  const mends = (changes: readonly Repair[]) =>
    places.every(([place, { is, was }]) => changes.some((change) => isAt(change, place, is) && change.to === was))
  const isFound = findings.length > 0
  const isShown = mends(all)
  return {
    isFound,
    isOne: findings.length === 1,
    isShown,
    addTo: (score, bestGuess) => ({
      slips: score.slips + 1,
      found: score.found + Number(isFound),
      one: score.one + Number(findings.length === 1),
      firstFigure: score.firstFigure + Number(names(first)),
      firstValue: score.firstValue + Number(mends(first)),
      shown: score.shown + Number(isShown),
      undecided: score.undecided + Number(isFound && all.length === 0),
      bestGuess: score.bestGuess + bestGuess,
    }),
  }
}

/** Whether a proposal is about this figure; figures of the text are told by the number that stands there. */
function isAt({ cell, from }: Repair, place: Place, is: number): boolean {
  return typeof place === 'number' ? cell === null && from === is : cell === place
}

const COLUMNS = ['slips', 'found', 'one finding', 'figure first', 'value first', 'value shown', 'undecided', 'best guess']

/**
 * Prints scores in percent of all slips of their sort. `figure first`: the wrong figure is the first proposed, `value first`: with its
 * right value, `value shown`: among the options shown, `undecided`: the finding proposes nothing, `best guess`: what could be reached by
 * the sums alone where each figure is as likely to be mistaken as any other.
 */
export function printScores(title: string, scores: ReadonlyMap<string, Score>): void {
  console.log(`\n${title.padEnd(24)}${COLUMNS.map((column) => column.padStart(14)).join('')}`)
  for (const [name, { slips, found, one, firstFigure, firstValue, shown, undecided, bestGuess }] of [...scores].toSorted()) {
    const shares = [found, one, firstFigure, firstValue, shown, undecided, bestGuess].map((count) =>
      ((100 * count) / Math.max(1, slips)).toFixed(2).padStart(14),
    )
    console.log(`${name.padEnd(24)}${String(slips).padStart(14)}${shares.join('')}`)
  }
}
