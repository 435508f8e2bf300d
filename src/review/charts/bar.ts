import { type Html, html } from '../html.ts'
import { areaAttributes, type Fill } from './fills.ts'

/** A part of a bar: how much, what it is called with its figure, and how it is filled. */
export type BarPart = { readonly value: number; readonly label: string; readonly fill: Fill }

export type Bar = {
  readonly title: string
  readonly parts: readonly BarPart[]
  /** What the full width stands for; the largest sum of all bars of a chart, or the bar's own sum for shares. */
  readonly whole: number
}

const HEIGHT = 14

/**
 * A horizontal bar of parts beside each other, as wide as its place. Its text alternative names the parts that are not zero. A part that is
 * too small to be seen is drawn one pixel wide, so that nothing that is there looks absent.
 */
export function barChart({ title, parts, whole }: Bar): Html {
  const shown = parts.filter(({ value }) => value > 0)
  const desc = shown.map(({ label }) => label).join(' · ')
  return html`<svg class="bar" role="img" aria-label="${desc === '' ? title : `${title}: ${desc}`}" width="100%" height="${HEIGHT}"><title>${title}</title><desc>${desc}</desc>${placesOf(
    shown.map(({ value }) => value),
    whole,
  ).map(
    ({ x, width }, index) =>
      html`<rect x="${x}%" y="0.5" width="${width}%" height="${HEIGHT - 1}" ${areaAttributes(shown[index]!.fill)}/>`,
  )}</svg>`
}

/** Where the parts of a bar begin and how wide they are, in percent of `whole` with two decimals. */
export function placesOf(values: readonly number[], whole: number): readonly { readonly x: number; readonly width: number }[] {
  let before = 0
  return values.map((value) => {
    const x = shareOf(before, whole)
    before += value
    return { x, width: Math.max(shareOf(value, whole), 0.2) }
  })
}

function shareOf(value: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((Math.min(value, whole) / whole) * 10_000) / 100
}
