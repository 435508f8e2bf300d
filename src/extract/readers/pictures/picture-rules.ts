import type { Box, RulingLine } from '../pages/drawn-page.ts'
import { type Grey, transpose } from './picture-grey.ts'
import type { Ink } from './picture-ink.ts'

/** Straight lines found in a picture, in points of the picture, with the widths they are drawn in. */
type Rule = RulingLine & { readonly first: number; readonly last: number }
export type Rules = { readonly horizontals: readonly Rule[]; readonly verticals: readonly Rule[] }

/** Lines at least so many ems long are rules by themselves; shorter ones must lie between rules of the other direction. */
const SURELY = 5
const PERHAPS = 1.1
/** How far a line may end from the rule that it meets, in ems. */
const REACH = 0.15
/** Gaps that noise leaves in a line are no longer than this part of an em. */
const GAP = 0.1
/** No rule is thicker. */
const THICKEST = 0.45

/**
 * Finds the rules of tables: long runs of ink, also where noise breaks them or a slight turn lets them climb by a point or two. `em` is the
 * height of the type in points; strokes of characters are no longer than that.
 */
export function findRules(grey: Grey, ink: Ink, em: number): Rules {
  const across = findRuns(withFaintLines(grey, ink), em)
  const down = findRuns(withFaintLines(transpose(grey), transpose(ink)), em)
  const isSure = ({ from, to }: Rule) => to - from >= SURELY * em
  let horizontals = across.filter(isSure)
  let verticals = down.filter(isSure)
  for (let round = 0; round < 2; round++) {
    const meets = (rules: readonly Rule[], line: Rule, end: number) =>
      rules.some(
        (rule) => Math.abs(rule.at - end) <= REACH * em && rule.from - REACH * em <= line.at && rule.to + REACH * em >= line.at,
      )
    const joined = (rules: readonly Rule[]) => (line: Rule) =>
      isSure(line) || (meets(rules, line, line.from) && meets(rules, line, line.to))
    verticals = down.filter(joined(horizontals))
    horizontals = across.filter(joined(verticals))
  }
  return { horizontals, verticals }
}

/** How much darker than the paper above and below a faint line is, in shades, and how far away the paper is looked for, in points. */
const FAINT = 10
const BESIDE = 3

/** The ink, and what is darker than what lies above and below: thin grey lines beside words are lighter than their surroundings. */
function withFaintLines({ width, height, data }: Grey, ink: Ink): Ink {
  const lines = new Uint8Array(ink.data)
  for (let at = BESIDE * width; at < (height - BESIDE) * width; at++) {
    const shade = data[at]! + FAINT
    if (shade < data[at - BESIDE * width]! && shade < data[at + BESIDE * width]!) lines[at] = 1
  }
  return { width, height, data: lines }
}

type Run = { readonly y: number; readonly from: number; readonly to: number }

function findRuns(ink: Ink, em: number): Rule[] {
  const least = Math.max(8, Math.round(PERHAPS * em))
  const gap = Math.max(1, Math.round(GAP * em))
  const open: { from: number; to: number; first: number; last: number; weight: number; moment: number; tail: Run }[] = []
  const done: typeof open = []
  for (let y = 0; y < ink.height; y++) {
    for (const run of runsOfRow(ink, y, least, gap)) {
      const known = open.find(({ tail }) => y - tail.y <= 2 && run.from <= tail.to + gap && run.to >= tail.from - gap)
      const length = run.to - run.from
      if (known) {
        known.from = Math.min(known.from, run.from)
        known.to = Math.max(known.to, run.to)
        known.last = y
        known.weight += length
        known.moment += length * y
        known.tail = { y, from: Math.min(run.from, known.tail.from), to: Math.max(run.to, known.tail.to) }
      } else open.push({ from: run.from, to: run.to, first: y, last: y, weight: length, moment: length * y, tail: run })
    }
    for (let index = open.length - 1; index >= 0; index--) if (y - open[index]!.tail.y > 2) done.push(...open.splice(index, 1))
  }
  return [...done, ...open]
    .filter((line) => line.last - line.first + 1 <= Math.max(4, THICKEST * em) && standsAlone(ink, line))
    .map(({ from, to, first, last, weight, moment }) => ({ at: moment / weight, from, to, first, last }))
}

/** Beside a rule there is paper; beside a stroke that runs through a line of text there are other strokes. */
function standsAlone(
  { width, height, data }: Ink,
  { from, to, first, last }: { from: number; to: number; first: number; last: number },
): boolean {
  return [first - 3, last + 3].some((y) => {
    if (y < 0 || y >= height) return true
    let inked = 0
    for (let x = from; x < to; x++) inked += data[y * width + x]!
    return inked < (to - from) * 0.25
  })
}

/** Runs of ink in a row and its two neighbours, over small gaps, in which most points have ink. */
function runsOfRow({ width, height, data }: Ink, y: number, least: number, gap: number): Run[] {
  const runs: Run[] = []
  const own = y * width
  const above = y > 0 ? own - width : own
  const below = y < height - 1 ? own + width : own
  let from = -1
  let last = -1
  let filled = 0
  let here = 0
  const finish = () => {
    const length = last + 1 - from
    if (from >= 0 && length >= least && filled >= length * 0.92 && here >= length * 0.3) runs.push({ y, from, to: last + 1 })
    from = -1
    filled = 0
    here = 0
  }
  for (let x = 0; x < width; x++) {
    const inside = data[own + x]!
    if ((inside | data[above + x]! | data[below + x]!) !== 1) continue
    if (from >= 0 && x - last > gap + 1) finish()
    if (from < 0) from = x
    last = x
    filled++
    here += inside
  }
  finish()
  return runs
}

/** Where the rules of tables are drawn: 1, else 0. `boxes` are the tables. */
export function maskRules({ width, height }: Ink, rules: Rules, boxes: readonly Box[]): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (const { at, from, to, first, last } of rules.horizontals) {
    if (!boxes.some(([left, top, right, bottom]) => at > top - 4 && at < bottom + 4 && from < right && to > left)) continue
    for (let y = Math.max(0, first - 1); y <= Math.min(height - 1, last + 1); y++)
      mask.fill(1, y * width + Math.max(0, from - 2), y * width + Math.min(width, to + 2))
  }
  for (const { at, from, to, first, last } of rules.verticals) {
    if (!boxes.some(([left, top, right, bottom]) => at > left - 4 && at < right + 4 && from < bottom && to > top)) continue
    for (let y = Math.max(0, from - 2); y < Math.min(height, to + 2); y++)
      mask.fill(1, y * width + Math.max(0, first - 1), y * width + Math.min(width, last + 2))
  }
  return mask
}
