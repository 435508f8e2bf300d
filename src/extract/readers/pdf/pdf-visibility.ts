import { type Box, type DrawnGlyph, type DrawnImage, isAround } from '../pages/drawn-page.ts'

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number]

/** A filled area; `order` counts the objects of a page as they are painted. */
export type Fill = { readonly box: Box; readonly colour: Colour; readonly isOpaque: boolean; readonly order: number }

/** How a character is painted; null where it is not filled with one plain colour. */
export type Look = { readonly colour: Colour | null; readonly isClear: boolean; readonly order: number }

/** `fills` in the order in which they are painted. */
type Painted = { readonly fills: readonly Fill[]; readonly images: readonly DrawnImage[] }

/** Colours as light as this cannot be told from white paper. */
const PALE = 245

/** Whether nobody can see a character: it is clear, white on white paper, or something was painted over it. */
export function isHidden({ box }: DrawnGlyph, { colour, isClear, order }: Look, { fills, images }: Painted): boolean {
  if (isClear) return true
  const isPale = colour !== null && isPaleColour(colour)
  if (!isPale && fills.length === 0) return false
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  // From the last one down: few areas are painted after a character, many before.
  let index = fills.length - 1
  for (; index >= 0 && fills[index]!.order >= order; index -= 1) {
    const fill = fills[index]!
    if (fill.isOpaque && fill.order > order && isAround(fill.box, x, y) && covers(fill.box, box)) return true
  }
  if (!isPale || images.some((image) => isAround(image.box, x, y))) return false
  const below = fills.findLast((fill, at) => at <= index && isAround(fill.box, x, y))
  return below === undefined || isPaleColour(below.colour)
}

function isPaleColour(colour: Colour): boolean {
  return colour.every((part) => part >= PALE)
}

/** Whether an area hides at least the middle of a character, so that what stands out of it tells nothing. */
function covers(fill: Box, [left, top, right, bottom]: Box): boolean {
  const [x, y] = [(right - left) / 5, (bottom - top) / 3]
  return isAround(fill, left + x, top + y) && isAround(fill, right - x, bottom - y)
}
