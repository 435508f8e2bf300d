import { type Box, type DrawnGlyph, type DrawnImage, isAround } from './drawn-page.ts'

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number]

/** A filled area; `order` counts the objects of a page as they are painted. */
export type Fill = { readonly box: Box; readonly colour: Colour; readonly isOpaque: boolean; readonly order: number }

/** How a character is painted; null where it is not filled with one plain colour. */
export type Look = { readonly colour: Colour | null; readonly isClear: boolean; readonly order: number }

type Painted = { readonly fills: readonly Fill[]; readonly images: readonly DrawnImage[] }

/** Colours as light as this cannot be told from white paper. */
const PALE = 245

/** Whether nobody can see a character: it is clear, white on white paper, or something was painted over it. */
export function isHidden({ box }: DrawnGlyph, { colour, isClear, order }: Look, { fills, images }: Painted): boolean {
  if (isClear) return true
  const isPale = colour !== null && isPaleColour(colour)
  if (!isPale && fills.length === 0) return false
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  let below: Colour | null = null
  for (const fill of fills) {
    if (!isAround(fill.box, x, y)) continue
    if (fill.order < order) below = fill.colour
    else if (fill.isOpaque && fill.order > order && covers(fill.box, box)) return true
  }
  if (!isPale || images.some((image) => isAround(image.box, x, y))) return false
  return below === null || isPaleColour(below)
}

function isPaleColour(colour: Colour): boolean {
  return colour.every((part) => part >= PALE)
}

/** Whether an area hides at least the middle of a character, so that what stands out of it tells nothing. */
function covers(fill: Box, [left, top, right, bottom]: Box): boolean {
  const [x, y] = [(right - left) / 5, (bottom - top) / 3]
  return isAround(fill, left + x, top + y) && isAround(fill, right - x, bottom - y)
}
