import { type Box, type DrawnGlyph, type DrawnImage, isAround } from '../pages/drawn-page.ts'

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number]

/** A filled area; `order` counts the objects of a page as they are painted. */
export type Fill = { readonly box: Box; readonly colour: Colour; readonly isOpaque: boolean; readonly order: number }

/** How a character is painted; null where it is not filled with one plain colour. */
export type Look = { readonly colour: Colour | null; readonly isClear: boolean; readonly order: number }

/** `fills` in the order in which they are painted; `extents` tell where each of them and all that follow it are. */
type Painted = { readonly fills: readonly Fill[]; readonly extents: readonly Box[]; readonly images: readonly DrawnImage[] }

/** Colours as light as this cannot be told from white paper. */
const PALE = 245

/** The smallest box around each filled area and all that are painted after it: a character outside it is not covered by them. */
export function extentsOf(fills: readonly Fill[]): Box[] {
  const extents: Box[] = []
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let index = fills.length - 1; index >= 0; index--) {
    const { box } = fills[index]!
    left = Math.min(left, box[0])
    top = Math.min(top, box[1])
    right = Math.max(right, box[2])
    bottom = Math.max(bottom, box[3])
    extents[index] = [left, top, right, bottom]
  }
  return extents
}

/** Whether nobody can see a character: it is clear, white on white paper, or something was painted over it. */
export function isHidden({ box }: DrawnGlyph, { colour, isClear, order }: Look, painted: Painted): boolean {
  if (isClear) return true
  const { fills, extents, images } = painted
  const isPale = colour !== null && isPaleColour(colour)
  if (!isPale && fills.length === 0) return false
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  const next = firstAfter(order, fills)
  for (let index = next; index < fills.length && isAround(extents[index]!, x, y); index++) {
    const fill = fills[index]!
    if (fill.isOpaque && isAround(fill.box, x, y) && covers(fill.box, box)) return true
  }
  if (!isPale || images.some((image) => isAround(image.box, x, y))) return false
  const below = fills.findLast((fill, at) => at < next && fill.order < order && isAround(fill.box, x, y))
  return below === undefined || isPaleColour(below.colour)
}

/** The index of the first area that is painted after a moment. */
function firstAfter(order: number, fills: readonly Fill[]): number {
  let [low, high] = [0, fills.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (fills[middle]!.order > order) high = middle
    else low = middle + 1
  }
  return low
}

function isPaleColour(colour: Colour): boolean {
  return colour.every((part) => part >= PALE)
}

/** Whether an area hides at least the middle of a character, so that what stands out of it tells nothing. */
function covers(fill: Box, [left, top, right, bottom]: Box): boolean {
  const [x, y] = [(right - left) / 5, (bottom - top) / 3]
  return isAround(fill, left + x, top + y) && isAround(fill, right - x, bottom - y)
}
