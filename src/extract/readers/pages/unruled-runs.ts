import type { RulingLine } from './drawn-page.ts'
import type { Glyph } from './printed-lines.ts'

/** Characters that stand together on a line. */
export type Run = {
  readonly glyphs: readonly Glyph[]
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly baseline: number
  readonly size: number
  readonly isValue: boolean
}
/** Runs one below the other that are one text: a wrapped label or heading. `isJoined`: it may be two. */
export type TextBlock = Omit<Run, 'isValue'> & { readonly lines: number; readonly isJoined?: true }

/** Gaps, in parts of the type size, that part runs: of words, and of digits. */
const WORD_GAP = 0.28
const DIGIT_GAP = 0.3
/** Characters whose baselines differ by less than this part of the type size stand on one line. */
const SAME_LINE = 0.4
/** Lines of one text are no further apart than this, in parts of the type size; and no further than the closest lines by this factor. */
const WIDEST_LEADING = 2.2
const SAME_LEADING = 1.12

/** The lines of a page, each with its runs from left to right. */
export function runsByLine(glyphs: readonly Glyph[]): Run[][] {
  const lines: Glyph[][] = []
  let baseline = Number.NEGATIVE_INFINITY
  for (const glyph of glyphs.toSorted((one, other) => one.baseline - other.baseline)) {
    const line = lines.at(-1)
    if (line && glyph.baseline - baseline <= SAME_LINE * Math.min(glyph.size, line[0]!.size)) line.push(glyph)
    else {
      lines.push([glyph])
      baseline = glyph.baseline
    }
  }
  const split = lines.map((line) => splitLine(line.toSorted((one, other) => one.left - other.left)))
  return split.map((runs, index) => mendLine(runs, [...(split[index - 1] ?? []), ...(split[index + 1] ?? [])]))
}

/** Joins what only a blank parts: letters that are spaced out, and words that stand across a gap of this line in a line close by. */
function mendLine(runs: readonly Run[], near: readonly Run[]): Run[] {
  const mended: Run[] = []
  for (const run of runs) {
    const before = mended.at(-1)
    if (before && isOneText(before, run, near)) mended[mended.length - 1] = toRun([...before.glyphs, ...run.glyphs])
    else mended.push(run)
  }
  return mended
}

function isOneText(before: Run, run: Run, near: readonly Run[]): boolean {
  if (before.isValue || run.isValue) return false
  const gap = run.left - before.right
  if (run.text.length === 1 && before.text.length === 1 && gap <= SPACED_OUT * run.size) return true
  if (gap >= BLANK * run.size || isNumbered(run.text)) return false
  const middle = (before.right + run.left) / 2
  return near.some(
    ({ left, right, baseline, isValue }) =>
      !isValue && left < middle - 1 && right > middle + 1 && Math.abs(baseline - run.baseline) < CLOSE_BY * run.size,
  )
}

/** Whether two values of a line stand so near that they may be one number with a blank inside. */
export function mayBeOne(before: Run, value: Run): boolean {
  return Math.abs(value.baseline - before.baseline) < 1 && value.left - before.right < DIGIT_BLANK * value.size
}

/** Puts the lines of wrapped numbers together: other values stand between the heights of their lines. */
export function joinWrapped(values: readonly Run[]): { run: Run; lines: readonly Run[] }[] {
  const sorted = values.toSorted((one, other) => one.baseline - other.baseline)
  const isBetween = (above: Run, below: Run) =>
    values.some(({ baseline }) => baseline > above.baseline + 0.2 * above.size && baseline < below.baseline - 0.2 * below.size)
  const joined: { run: Run; lines: Run[] }[] = []
  for (const value of sorted) {
    const above = joined.findLast(({ lines }) => {
      const last = lines.at(-1)!
      const pitch = value.baseline - last.baseline
      return (
        pitch > 0.5 * value.size &&
        pitch < 1.7 * value.size &&
        overlap(last, value) &&
        /\d$/.test(last.text) &&
        isBetween(last, value)
      )
    })
    if (above) {
      above.lines.push(value)
      above.run = { ...toRun([...above.run.glyphs, ...value.glyphs]), isValue: true }
    } else joined.push({ run: value, lines: [value] })
  }
  return joined
}

/** In parts of the type size: gaps between spaced letters and of blanks, and how far the lines of one text are apart at most. */
const SPACED_OUT = 1.2
const BLANK = 0.9
const DIGIT_BLANK = 0.62
const CLOSE_BY = 1.55

function splitLine(glyphs: readonly Glyph[]): Run[] {
  const runs: Glyph[][] = []
  for (const glyph of glyphs) {
    const run = runs.at(-1)
    if (run && !isParted(run, glyph)) run.push(glyph)
    else runs.push([glyph])
  }
  return runs.map(toRun)
}

function isParted(run: readonly Glyph[], glyph: Glyph): boolean {
  const before = run.at(-1)!
  const gap = (glyph.left - before.right) / Math.min(before.size, glyph.size)
  if (gap >= 1) return true
  if (gap < WORD_GAP) return false
  const bothDigits = /[\d.,]/.test(before.text) && /[\d.,]/.test(glyph.text)
  if (bothDigits && gap < DIGIT_GAP) return false
  return !NUMBERING_ONLY.test(run.map(({ text }) => text).join('')) || glyph.left - run[0]!.left > 5 * glyph.size
}

const NUMBERING_ONLY = /^(?:[（(]?[一二三四五六七八九十]{1,2}[）)、]?|\d{1,2}[.．、])$/
/** A figure, also with its unit and a footnote's mark, or a remark that may go on in the next line; a sign for none. */
const VALUE = /^(?:[-+−－–]?[\d.,%]+[件项个元]?(?:[*※#]|\[\d{1,2}\]|\([^()]*\)?)?|[-—–/－／\\]+|无)$/

function toRun(glyphs: readonly Glyph[]): Run {
  const text = glyphs.map((glyph) => glyph.text).join('')
  return { ...extentOf(glyphs), text, isValue: !WORD.test(text) && VALUE.test(text.normalize('NFKC')) }
}

/** Text that no value begins with. */
const WORD = /^[\u4e00-\u65df\u65e1-\u9fff]/

function extentOf(glyphs: readonly Glyph[]): Omit<Run, 'text' | 'isValue'> {
  let [left, right, top, bottom, size, baseline] = [1e9, -1e9, 1e9, -1e9, 0, 0]
  for (const glyph of glyphs) {
    left = Math.min(left, glyph.left)
    right = Math.max(right, glyph.right)
    top = Math.min(top, glyph.baseline - 0.86 * glyph.size)
    bottom = Math.max(bottom, glyph.baseline + 0.14 * glyph.size)
    size = Math.max(size, glyph.size)
    baseline = Math.max(baseline, glyph.baseline)
  }
  return { glyphs, left, right, top, bottom, size, baseline }
}

/**
 * Puts runs together that are lines of one text: close below each other where nothing is drawn, or with no line between them where lines
 * part the rows. A numbered line begins a text of its own, unless what is above it is
 * `bare` of values; two lines that are rows of their own are two texts.
 */
export function joinLines(
  runs: readonly Run[],
  horizontals: readonly RulingLine[],
  leading: number,
  rows: { readonly parts: (above: Run, below: Run) => boolean; readonly isBare: (above: readonly Run[]) => boolean } = NO_ROWS,
): TextBlock[] {
  const sorted = runs.toSorted((one, other) => one.baseline - other.baseline || one.left - other.left)
  const blocks: { runs: Run[]; last: Run; isJoined?: true }[] = []
  for (const run of sorted) {
    const above = blocks.findLast(({ last, runs: own }) => {
      if (run.baseline - last.baseline < SAME_LINE * run.size) return isBesideOnLine(last, run, own)
      return (
        overlap(own.at(-1)!, run) &&
        !isWhole(run.text) &&
        !isWhole(last.text) &&
        isNextLine(last, run, leading, horizontals) &&
        (horizontals.length > 0 || !isNumbered(run.text) || rows.isBare(own)) &&
        !rows.parts(last, run)
      )
    })
    if (above) {
      if (horizontals.length === 0 && isNumbered(run.text) && run.baseline - above.last.baseline >= SAME_LINE * run.size)
        above.isJoined = true
      above.runs.push(run)
      above.last = run
    } else blocks.push({ runs: [run], last: run })
  }
  const texts: { runs: Run[]; last: Run; isJoined?: true }[] = []
  for (const block of blocks) {
    const [first] = block.runs
    const above =
      horizontals.length === 0 && isNumbered(first!.text) && rows.isBare(block.runs)
        ? texts.find(({ last }) => overlap(last, first!) && isNextLine(last, first!, leading, horizontals))
        : undefined
    if (above) {
      above.runs.push(...block.runs)
      above.last = block.last
      above.isJoined = true
    } else texts.push(block)
  }
  return texts.map(({ runs: own, isJoined }) => {
    const text = own.map((run) => run.text).join('')
    return { ...extentOf(own.flatMap(({ glyphs }) => glyphs)), text, lines: own.length, ...(isJoined && { isJoined }) }
  })
}

/** Two runs of one line that a run above holds together. */
function isBesideOnLine(last: Run, run: Run, own: readonly Run[]): boolean {
  return own.length > 1 && run.left - last.right < run.size && own.some((above) => above !== last && overlap(above, run))
}

/** Headings of the form over several columns or rows; other headings stand directly below them, so that their lines look like one text. */
function isWhole(text: string): boolean {
  return /^(?:第二十条第[（(].[）)]项|申请人情况|法人或其他组织|行政复议|行政诉讼|未经复议直接起诉|复议后起诉)$/.test(text)
}

const NO_ROWS = { parts: () => false, isBare: () => false }

function isNextLine(last: Run, run: Run, leading: number, horizontals: readonly RulingLine[]): boolean {
  const pitch = run.baseline - last.baseline
  if (pitch > WIDEST_LEADING * run.size || Math.abs(run.size - last.size) > 1) return false
  const middle = (Math.max(run.left, last.left) + Math.min(run.right, last.right)) / 2
  const isCut = horizontals.some(
    ({ at, from, to }) =>
      at > last.baseline - 0.3 * last.size && at < run.baseline - 0.3 * run.size && from < middle && to > middle,
  )
  if (isCut) return false
  return horizontals.length > 0 || pitch <= leading * SAME_LEADING + 0.5
}

export function isNumbered(text: string): boolean {
  return /^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、](?!\d))/.test(text)
}

/** How far the closest two lines with something below each other are apart: the lines of one text. */
export function leadingOf(runs: readonly Run[]): number {
  const sorted = runs.toSorted((one, other) => one.baseline - other.baseline)
  let closest = Number.POSITIVE_INFINITY
  for (const [index, run] of sorted.entries()) {
    for (let next = index + 1; next < sorted.length; next++) {
      const pitch = sorted[next]!.baseline - run.baseline
      if (pitch > WIDEST_LEADING * run.size) break
      if (pitch > 0.8 * run.size && overlap(run, sorted[next]!)) closest = Math.min(closest, pitch)
    }
  }
  return closest
}

export type Extent = { readonly left: number; readonly right: number }

/** Whether two texts stand below each other. */
export function overlap(one: Extent, other: Extent): boolean {
  return Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0
}

export function middleOf({ left, right }: Extent): number {
  return (left + right) / 2
}
