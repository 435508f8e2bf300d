import type { TextLine } from './text-tables.ts'

/** Longer lines are no cells. */
const LONGEST_CELL = 80
/** A wider gap stands between two tables, or a table and the text. */
const WIDEST_GAP = 40
const LEAST_LINES = 40
const LEAST_FIGURES = 20
/** A gap that is far from common tells of a paragraph rather than of cells. */
const LEAST_SHARE = 0.5

/**
 * Blank cells in dumps that print a cell a line, by the index of the line that they stand behind. Nothing is printed for a blank cell, but
 * the gap to the next one is longer by what stands between two cells.
 */
export function blankCells(lines: readonly TextLine[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const run of runsOf(lines)) {
    const gaps = run.map((line, index) => (run[index + 1] ?? line + 1) - line - 1)
    const usual = mostCommon(gaps)
    const wider = gaps.map((gap) => gap - usual).filter((gap) => gap > 0)
    if (wider.length === 0 || gaps.filter((gap) => gap === usual).length < gaps.length * LEAST_SHARE) continue
    const isWord = run.map((line) => /\p{L}/u.test(lines[line]!.text))
    const blanks = [usual + 1, 1].map((step) => gaps.map((gap) => Math.max(0, Math.floor((gap - usual) / step))))
    const best = blanks.reduce((most, each) => (fullRows(each, isWord) > fullRows(most, isWord) ? each : most))
    for (const [index, line] of run.entries()) if (best[index]! > 0) found.set(line, best[index]!)
  }
  return found
}

/** The official table has seven values in a row, some have columns of their own: the more rows are as long, the better the gaps were understood. */
const LEAST_VALUES = 7

/** How many rows have the same number of cells, blank ones included, behind the words that name them: seven or more. */
function fullRows(blanks: readonly number[], isWord: readonly boolean[]): number {
  const lengths = new Map<number, number>()
  let cells = 0
  for (const [index, blank] of blanks.entries()) {
    if (!isWord[index]) cells += 1
    else cells = 0
    cells += blank
    if (isWord[index + 1] !== false && cells >= LEAST_VALUES) lengths.set(cells, (lengths.get(cells) ?? 0) + 1)
  }
  return Math.max(0, ...lengths.values())
}

/** Runs of short lines that look like cells: many of them, a good part figures. */
function* runsOf(lines: readonly TextLine[]): Generator<readonly number[]> {
  let run: number[] = []
  for (const [index, { text }] of lines.entries()) {
    const trimmed = text.trim()
    if (trimmed === '') continue
    const isCell = trimmed.length <= LONGEST_CELL && !/[\t|｜。]|\s{2}/.test(trimmed)
    if (isCell && index - (run.at(-1) ?? index) <= WIDEST_GAP) {
      run.push(index)
      continue
    }
    if (isTableRun(run, lines)) yield run
    run = isCell ? [index] : []
  }
  if (isTableRun(run, lines)) yield run
}

function isTableRun(run: readonly number[], lines: readonly TextLine[]): boolean {
  return run.length >= LEAST_LINES && run.filter((index) => /^\s*[\d０-９]+\s*$/.test(lines[index]!.text)).length >= LEAST_FIGURES
}

function mostCommon(gaps: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const gap of gaps) counts.set(gap, (counts.get(gap) ?? 0) + 1)
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0] as const)[0]
}
