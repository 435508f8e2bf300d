import { numberOf } from './read-cell.ts'

/** One way to choose the values of a table's rows among too many: the texts of each row, null where it has none so. */
type Tried<Way> = { readonly way: Way; readonly windows: readonly (readonly string[] | null)[] }

/** The way that the sums of the rows tell, and whether enough rows do so. */
export type Told<Way> = { readonly way: Way; readonly isFirm: boolean }

/** A way must make so many more sums than any that gives other values. */
const LEAST_LEAD = 2
/** A column of subtotals makes the sum of a row or two as well as the total does. */
const FIRM_SUMS = 4

/** The one way in which the rows make their totals; null where another one does so, or makes at least `least` of them, nearly as well. */
export function wayOfSums<Way>(tried: readonly Tried<Way>[], least: number): Told<Way> | null {
  const scored = tried.map(({ way, windows }) => ({ way, score: scoreOf(windows), texts: JSON.stringify(windows) }))
  const best = scored.reduce((most, each) => (each.score > most.score ? each : most))
  const others = scored.filter(({ texts }) => texts !== best.texts).map(({ score }) => score)
  const isTelling = best.score >= 0 && best.score >= Math.max(...others, least) + LEAST_LEAD
  return isTelling ? { way: best.way, isFirm: best.score >= FIRM_SUMS } : null
}

/** Whether the last of the texts is the sum of the others; null where that is nothing, which says little. */
export function makesTotal(texts: readonly string[]): boolean | null {
  const figures = texts.map((text) => numberOf(text) ?? 0)
  const total = figures.at(-1)!
  const sum = figures.slice(0, -1).reduce((all, value) => all + value, 0)
  return total === 0 && sum === 0 ? null : total === sum
}

/** In how many more rows the texts make their total than not; a row that has none counts as one that does not. */
export function scoreOf(rows: readonly (readonly string[] | null)[]): number {
  let score = 0
  for (const texts of rows) {
    const makes = texts === null ? false : makesTotal(texts)
    if (makes !== null) score += makes ? 1 : -1
  }
  return score
}
