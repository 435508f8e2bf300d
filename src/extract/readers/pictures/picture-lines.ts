import { crop, type Grey, type PixelBox, resize, WHITE } from './picture-grey.ts'
import type { Blot } from './picture-ink.ts'
import { LINE_HEIGHT } from './recogniser.ts'

/** A line of text: the box of its ink, and the patches of ink in it from left to right. */
export type InkLine = PixelBox & { readonly blots: readonly Blot[] }

/** Parts of a character such as the strokes of 三 belong to one line as long as it is no higher than this, in ems. */
const HIGHEST_LINE = 1.3
/** Words further apart than this, in ems, are pieces of their own. */
const WIDE_GAP = 3

/** Parts patches of ink into lines, from top to bottom. */
export function toInkLines(blots: readonly Blot[], em: number): InkLine[] {
  const groups: { top: number; bottom: number; blots: Blot[] }[] = []
  for (const blot of [...blots].sort((one, other) => one.top - other.top)) {
    const last = groups.at(-1)
    if (last && blot.top < last.bottom) {
      last.bottom = Math.max(last.bottom, blot.bottom)
      last.blots.push(blot)
    } else groups.push({ top: blot.top, bottom: blot.bottom, blots: [blot] })
  }
  const merged: typeof groups = []
  for (const group of groups) {
    const last = merged.at(-1)
    const thin = last && (last.bottom - last.top < 0.6 * em || group.bottom - group.top < 0.6 * em)
    if (last && thin && group.bottom - last.top <= HIGHEST_LINE * em) {
      last.bottom = group.bottom
      last.blots.push(...group.blots)
    } else merged.push(group)
  }
  return merged.map(({ blots }) => lineOf(blots.sort((one, other) => one.left - other.left)))
}

/** A line of patches in their order; noise may have any number of them. */
function lineOf(blots: readonly Blot[]): InkLine {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const blot of blots) {
    left = Math.min(left, blot.left)
    top = Math.min(top, blot.top)
    right = Math.max(right, blot.right)
    bottom = Math.max(bottom, blot.bottom)
  }
  return { left, top, right, bottom, blots }
}

/** Parts a line where it has wide gaps. */
export function splitAtGaps(line: InkLine, em: number): InkLine[] {
  const parts: Blot[][] = []
  let right = Number.NEGATIVE_INFINITY
  for (const blot of line.blots) {
    if (blot.left - right > WIDE_GAP * em) parts.push([])
    parts.at(-1)!.push(blot)
    right = Math.max(right, blot.right)
  }
  return parts.map(lineOf)
}

/** How many characters that do not touch stand side by side: patches above each other are one. */
export function countColumns(blots: readonly Blot[]): number {
  let count = 0
  let right = Number.NEGATIVE_INFINITY
  for (const blot of blots) {
    if (blot.left >= right) count++
    right = Math.max(right, blot.right)
  }
  return count
}

/** How high a line is cut out, in ems: characters with some paper above and below, as the recogniser was trained. */
const CUT_HEIGHT = 1.45
const MARGIN = 0.35
/** The soft edge of ink, in points. */
const EDGE = 2

/** Cuts a line out of its page for the recogniser, black on white, without what stands outside of `within`. */
export function cutLine(page: Grey, line: PixelBox, within: PixelBox, em: number): Grey {
  const inked = line.bottom - line.top
  const height = Math.max(CUT_HEIGHT * em, inked * 1.2, inked + 2 * EDGE + 1)
  const middle = (line.top + line.bottom) / 2
  const margin = Math.round(MARGIN * em)
  const box = {
    left: line.left - margin,
    right: line.right + margin,
    top: Math.round(middle - height / 2),
    bottom: Math.round(middle + height / 2),
  }
  const inner = {
    left: Math.max(line.left - EDGE, within.left),
    right: Math.min(line.right + EDGE, within.right),
    top: Math.max(line.top - EDGE, within.top),
    bottom: Math.min(line.bottom + EDGE, within.bottom),
  }
  const cut = stretchShades(crop(page, inner))
  const whole = { width: box.right - box.left, height: box.bottom - box.top }
  const data = new Uint8Array(whole.width * whole.height).fill(WHITE)
  for (let y = 0; y < cut.height; y++)
    data.set(
      cut.data.subarray(y * cut.width, (y + 1) * cut.width),
      (y + inner.top - box.top) * whole.width + inner.left - box.left,
    )
  const width = Math.max(1, Math.round((whole.width * LINE_HEIGHT) / whole.height))
  return resize({ ...whole, data }, width, LINE_HEIGHT)
}

/** Paper becomes white and the darkest ink black. */
function stretchShades({ width, height, data }: Grey): Grey {
  const counts = new Int32Array(256)
  for (const shade of data) counts[shade]!++
  const shadeAt = (part: number) => {
    let left = data.length * part
    for (let shade = 0; shade < 256; shade++) {
      left -= counts[shade]!
      if (left <= 0) return shade
    }
    return WHITE
  }
  const paper = shadeAt(0.8)
  const black = Math.min(shadeAt(0.01), paper - 1)
  const stretched = new Uint8Array(data.length)
  for (let index = 0; index < data.length; index++)
    stretched[index] = Math.max(0, Math.min(WHITE, ((data[index]! - black) * WHITE) / Math.max(24, paper - black)))
  return { width, height, data: stretched }
}
