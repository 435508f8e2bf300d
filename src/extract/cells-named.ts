import { type CellKey, cellLabel, type Edition, TABLE3_ROWS_2019, TABLE4 } from '../model/template.ts'
import { likeness, normaliseLabel } from './label.ts'

/** Words less like a label than this do not name it. */
const LEAST_LIKENESS = 0.6
/** Cells that are nearly as well named as the best one are meant as much. */
const NEARLY = 0.02

/**
 * The cells that words name, best first: a key such as `t3.granted.total`, or the labels of a row and a column, as `予以公开 总计`. More than
 * one where the words leave it open, none where they are like no label.
 */
export function cellsNamed(words: string, keys: readonly CellKey[], edition: Edition): readonly CellKey[] {
  const exact = keys.filter((key) => key === words.trim())
  if (exact.length > 0) return exact
  const parts = words
    .split(/[\s,，、/|—–:：]+/)
    .map(normaliseLabel)
    .filter((part) => part !== '')
  if (parts.length === 0) return []
  const scored = keys.map((key) => ({ key, score: scoreOf(parts, labelsOf(key, edition)) }))
  const best = Math.max(...scored.map(({ score }) => score))
  return best < LEAST_LIKENESS ? [] : scored.filter(({ score }) => score >= best - NEARLY).map(({ key }) => key)
}

/** The labels that lead to a cell: of its row, its column, and the groups of table 4. */
function labelsOf(key: CellKey, edition: Edition): readonly string[] {
  const [table, row] = key.split('.')
  if (table === 't4')
    return TABLE4.filter((cell) => cell.key === row).flatMap(({ group, label }) => [...group, label].map(normaliseLabel))
  const label = cellLabel(key, edition)
  const cut = label.lastIndexOf('—')
  const group = TABLE3_ROWS_2019.find((each) => each.key === row)?.group
  return [label.slice(0, cut), label.slice(cut + 1), ...(group ? [group] : [])].map(normaliseLabel)
}

/** How well words name a cell: the mean likeness of each to the label it is most like. */
function scoreOf(parts: readonly string[], labels: readonly string[]): number {
  const whole = likeness(parts.join(''), labels.slice(0, 2).join(''))
  const each = parts.map((part) => Math.max(...labels.map((label) => likeness(part, label))))
  return Math.max(whole, each.reduce((sum, like) => sum + like, 0) / parts.length)
}
