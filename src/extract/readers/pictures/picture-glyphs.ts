import { type Grey, WHITE } from './picture-grey.ts'

/** Pictures of one character are the same when they differ by less than this part of their ink. */
const SAME = 0.2
/** How far, in points, they may be moved against each other. */
const SHIFT = 2
/** Every second point tells enough. */
const STEP = 2

/**
 * Groups pictures that show the same character in the same print: for each the index of the first one like it. Most cells of a report hold
 * the same 0, which has to be recognised once only. Digits that look alike differ by more
 * than 0.3 in print.
 */
export function groupAlike(pictures: readonly Grey[]): number[] {
  const firsts: number[] = []
  return pictures.map((picture, index) => {
    const known = firsts.find((first) => differenceOf(pictures[first]!, picture) < SAME)
    if (known !== undefined) return known
    firsts.push(index)
    return index
  })
}

/** By what part of their ink two pictures differ where they fit best; 1 when they differ in size. */
function differenceOf(one: Grey, other: Grey): number {
  if (Math.abs(one.width - other.width) > 2 || one.height !== other.height) return 1
  const ink = (inkOf(one) + inkOf(other)) / 2 / STEP ** 2
  let least = Number.POSITIVE_INFINITY
  for (let dx = -SHIFT; dx <= SHIFT; dx++)
    for (let dy = -SHIFT; dy <= SHIFT; dy++) least = Math.min(least, unlike(one, other, dx, dy))
  return ink === 0 ? 1 : least / ink
}

function inkOf({ data }: Grey): number {
  let ink = 0
  for (const shade of data) ink += WHITE - shade
  return ink
}

function unlike(one: Grey, other: Grey, dx: number, dy: number): number {
  const width = Math.max(one.width, other.width)
  let sum = 0
  for (let y = 0; y < one.height; y += STEP)
    for (let x = 0; x < width; x += STEP) sum += Math.abs(shadeAt(one, x, y) - shadeAt(other, x + dx, y + dy))
  return sum
}

function shadeAt({ width, height, data }: Grey, x: number, y: number): number {
  return x >= 0 && y >= 0 && x < width && y < height ? data[y * width + x]! : WHITE
}
