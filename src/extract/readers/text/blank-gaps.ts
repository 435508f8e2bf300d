import type { TextLine } from './text-tables.ts'

/** A part of a line between wide gaps: where it begins and ends, in characters and in columns of the screen (a Chinese character has two). */
type Part = {
  readonly from: number
  readonly to: number
  readonly left: number
  readonly right: number
  readonly isFigure: boolean
}
/** The index of a line, and where its blank cells stand. */
type Blanks = readonly [line: number, offsets: number[]]
type PartedLine = { readonly index: number; readonly text: string; readonly parts: readonly Part[] }

const LONGEST_LINE = 2000
const PART = /\S+(?:\s\S+)*/g
const FIGURE = /^[\d０-９.,]+$/
const WIDE = /\S {2,}(?:\S|$)/
/** So many of the gaps must fit. */
const LEAST_FIT = 0.95

/**
 * Blank cells in lines whose cells are set apart by blanks, as offsets in the line, by its index. Either all gaps are as wide, and one of twice
 * the width holds a blank cell, or the figures stand below each other, and a column without one is blank.
 */
export function blanksInGaps(lines: readonly TextLine[]): ReadonlyMap<number, readonly number[]> {
  const runs = [...runsOf(lines)]
  const unit = unitOf(runs.flat().filter(hasFigure))
  const found = runs.flatMap((run) => (unit === null ? blanksByColumn(run) : blanksByWidth(run.filter(hasFigure), unit)))
  return new Map(found)
}

function hasFigure({ parts }: PartedLine): boolean {
  return parts.some(({ isFigure }) => isFigure)
}

/** Lines with wide gaps that follow each other. */
function* runsOf(lines: readonly TextLine[]): Generator<readonly PartedLine[]> {
  let run: PartedLine[] = []
  for (const [index, { text }] of lines.entries()) {
    if (text.length <= LONGEST_LINE && WIDE.test(text) && !/[\t|｜]/.test(text)) run.push({ index, text, parts: partsOf(text) })
    else {
      yield run
      run = []
    }
  }
  yield run
}

function partsOf(text: string): Part[] {
  let [at, width] = [0, 0]
  const widthTo = (end: number) => {
    for (; at < end; at += 1) width += text.charCodeAt(at) > 0xff ? 2 : 1
    return width
  }
  return [...text.matchAll(PART)].map(({ 0: part, index }) => {
    const to = index + part.length
    return { from: index, to, left: widthTo(index), right: widthTo(to), isFigure: FIGURE.test(part) }
  })
}

const LEAST_GAPS = 20
/** Narrower gaps may be drawn to align columns. */
const LEAST_WIDTH = 3

type Gap = { readonly from: number; readonly width: number; readonly isLast: boolean }

function gapsOf({ text, parts }: PartedLine): readonly Gap[] {
  return parts.map(({ to }, at) => {
    const next = parts[at + 1]?.from ?? text.length
    return { from: to, width: next - to, isLast: at === parts.length - 1 }
  })
}

/** The width that all gaps have, or a multiple of it; null where they do not. */
function unitOf(lines: readonly PartedLine[]): number | null {
  const widths = lines.flatMap((line) => gapsOf(line).flatMap(({ width, isLast }) => (isLast ? [] : [width])))
  const unit = mostCommon(widths)
  const fitting = widths.filter((width) => width % unit === 0).length
  return unit < LEAST_WIDTH || widths.length < LEAST_GAPS || fitting < widths.length * LEAST_FIT ? null : unit
}

function blanksByWidth(lines: readonly PartedLine[], unit: number): readonly Blanks[] {
  return lines.map((line) => [
    line.index,
    gapsOf(line).flatMap(({ from, width, isLast }) => {
      const count = width % unit === 0 ? width / unit - (isLast ? 0 : 1) : 0
      return Array.from({ length: Math.max(0, count) }, (_, blank) => from + unit * (blank + 1))
    }),
  ])
}

/** The official tables 3 and 4 have so many columns; narrower ones have rows of fewer cells than columns. */
const LEAST_COLUMNS = 7

/** The blank cells of lines whose figures stand below each other and below headings, by their left ends or their right ones. */
function blanksByColumn(run: readonly PartedLine[]): readonly Blanks[] {
  const lines = run.filter(hasFigure)
  for (const side of ['left', 'right'] as const) {
    const columns = columnsOf(run, side)
    const isAligned = ({ parts }: PartedLine) => parts.every((part) => !part.isFigure || columns.includes(part[side]))
    const aligned = lines.filter(isAligned)
    if (columns.length >= LEAST_COLUMNS && aligned.length >= lines.length * LEAST_ALIGNED)
      return aligned.map((line) => [line.index, blankColumns(line, columns, side)])
  }
  return []
}

/** A label that is too long for its column moves the rest of its line. */
const LEAST_ALIGNED = 0.7
/** So many figures below each other are a column without a heading. */
const LEAST_FIGURES = 3

/** Where figures stand below each other, and where headings stand beside them. */
function columnsOf(run: readonly PartedLine[], side: 'left' | 'right'): readonly number[] {
  const figures = run.flatMap(({ parts }) => parts.flatMap((part) => (part.isFigure ? [part[side]] : [])))
  const first = figures.reduce((least, place) => Math.min(least, place), Infinity)
  const headings = run.filter((line) => !hasFigure(line)).flatMap(({ parts }) => parts.map((part) => part[side]))
  const counts = new Map<number, number>()
  for (const place of figures) counts.set(place, (counts.get(place) ?? 0) + 1)
  const filled = [...counts].flatMap(([place, count]) => (count >= LEAST_FIGURES ? [place] : []))
  return [...new Set([...filled, ...headings.filter((place) => place >= first)])].sort((a, b) => a - b)
}

function blankColumns({ text, parts }: PartedLine, columns: readonly number[], side: 'left' | 'right'): number[] {
  return columns.flatMap((column) => {
    if (parts.some((part) => part.left <= column && column <= part.right)) return []
    const next = parts.find((part) => part[side] > column)
    return [next?.from ?? text.length]
  })
}

function mostCommon(numbers: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0] as const)[0]
}
