import { isNumbered, type Run, type TextBlock } from './unruled-runs.ts'

/** Beside which line of a label of several lines the values of its row stand. */
export type RowLine = 'first' | 'last' | 'middle'

/** Baselines this near, in parts of the type size, are level. */
const LEVEL = 0.3

/** More than this part of the rows has values. */
const MOST_FILLED = 0.7

/**
 * Whether all values stand beside the first, or the last, lines of labels that begin with their number: then their numbers tell where rows
 * begin, even where nothing parts their lines. `labels` are the labels of rows if it is so. The first of a page may have begun, and the last
 * may go on, on another page.
 */
export function areBeside(line: 'first' | 'last', values: readonly Run[], labels: readonly TextBlock[]): boolean {
  const sorted = labels.toSorted((one, other) => one.top - other.top)
  const [first, last] = [sorted[0], sorted.at(-1)]
  const isOwn = (value: Run, label: TextBlock) => {
    if (!isNumbered(label.text)) return line === 'last' && label === first && isBeside(value, label, line)
    return isBeside(value, label, line) || (label === last && isBeside(value, label, 'first'))
  }
  const filled = sorted.filter((label) => values.some((value) => isOwn(value, label)))
  // Where many rows seem blank, labels of two numbers each were cut in two.
  return values.every((value) => filled.some((label) => isOwn(value, label))) && filled.length > MOST_FILLED * sorted.length
}

/** Whether a value is level with the first or the last line of a label. */
export function isBeside(value: Run, label: TextBlock, line: 'first' | 'last'): boolean {
  const baseline = line === 'last' ? label.baseline : Math.min(...label.glyphs.map((glyph) => glyph.baseline))
  return Math.abs(baseline - value.baseline) <= LEVEL * Math.min(label.size, value.size)
}
