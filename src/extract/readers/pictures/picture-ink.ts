import type { Grey, PixelBox } from './picture-grey.ts'

/** Where a picture has ink: 1, else 0, row by row. */
export type Ink = { readonly width: number; readonly height: number; readonly data: Uint8Array }

/** Ink is darker than its surroundings by this part of their brightness, and by so many shades. */
const DARKER = 0.2
const LEAST_SHADES = 24

/**
 * Finds the ink by comparing each point with the mean of its surroundings, so that shaded cells and grey paper do not matter. Light words
 * on dark ground are ink at their edges only.
 */
export function findInk({ width, height, data }: Grey, reach = Math.max(12, Math.round(Math.min(width, height) / 50))): Ink {
  const sums = summed(data, width, height)
  const ink = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach)
    const bottom = Math.min(height, y + reach + 1)
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach)
      const right = Math.min(width, x + reach + 1)
      // Sums of large pictures wrap around; the difference does not.
      const sum =
        (sums[bottom * (width + 1) + right]! -
          sums[top * (width + 1) + right]! -
          sums[bottom * (width + 1) + left]! +
          sums[top * (width + 1) + left]!) >>>
        0
      const mean = sum / ((bottom - top) * (right - left))
      const shade = data[y * width + x]!
      if (shade < mean * (1 - DARKER) && shade < mean - LEAST_SHADES) ink[y * width + x] = 1
    }
  }
  return { width, height, data: ink }
}

/** Sums of everything above and to the left, one wider and higher than the picture. */
function summed(data: Uint8Array, width: number, height: number): Uint32Array {
  const sums = new Uint32Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += data[y * width + x]!
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row
    }
  }
  return sums
}

/** The mean of each point and its eight neighbours: noise of single points fades. */
export function smooth({ width, height, data }: Grey): Grey {
  const soft = new Uint8Array(data)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const above = data[at - width - 1]! + 2 * data[at - width]! + data[at - width + 1]!
      const own = 2 * data[at - 1]! + 4 * data[at]! + 2 * data[at + 1]!
      const below = data[at + width - 1]! + 2 * data[at + width]! + data[at + width + 1]!
      soft[at] = (above + own + below) >> 4
    }
  }
  return { width, height, data: soft }
}

/** A connected patch of ink and how many points it has. */
export type Blot = PixelBox & { readonly points: number }

/** The connected patches of ink inside a box, from left to right. */
export function findBlots({ width, data }: Ink, { left, top, right, bottom }: PixelBox): Blot[] {
  const columns = right - left
  const seen = new Uint8Array(Math.max(0, columns * (bottom - top)))
  const blots: Blot[] = []
  const stack: number[] = []
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (data[y * width + x] !== 1 || seen[(y - top) * columns + x - left] === 1) continue
      let [minX, minY, maxX, maxY, points] = [x, y, x, y, 0]
      seen[(y - top) * columns + x - left] = 1
      stack.push(x, y)
      while (stack.length > 0) {
        const atY = stack.pop()!
        const atX = stack.pop()!
        points++
        minX = Math.min(minX, atX)
        maxX = Math.max(maxX, atX)
        minY = Math.min(minY, atY)
        maxY = Math.max(maxY, atY)
        for (let nextY = Math.max(top, atY - 1); nextY <= Math.min(bottom - 1, atY + 1); nextY++) {
          for (let nextX = Math.max(left, atX - 1); nextX <= Math.min(right - 1, atX + 1); nextX++) {
            const index = (nextY - top) * columns + nextX - left
            if (seen[index] === 1 || data[nextY * width + nextX] !== 1) continue
            seen[index] = 1
            stack.push(nextX, nextY)
          }
        }
      }
      blots.push({ left: minX, top: minY, right: maxX + 1, bottom: maxY + 1, points })
    }
  }
  return blots.sort((one, other) => one.left - other.left)
}

/** Scans are turned by no more than this; pages that lie on their side are turned before. */
const MOST_SKEW = 4
const COARSE = 0.4
const FINE = 0.04

/**
 * By how many degrees the lines of a page climb to the right. Found by how sharply the ink gathers in rows when it is sheared by an angle.
 */
export function findSkew(ink: Ink): number {
  const { xs, ys } = samplePoints(ink)
  if (xs.length < 100) return 0
  let best = { angle: 0, score: scoreOf(0) }
  const consider = (angle: number) => {
    const score = scoreOf(angle)
    if (score > best.score) best = { angle, score }
  }
  for (let angle = -MOST_SKEW; angle <= MOST_SKEW; angle += COARSE) consider(angle)
  const middle = best.angle
  for (let angle = middle - COARSE; angle <= middle + COARSE; angle += FINE) consider(angle)
  return Math.abs(best.angle) < FINE * 1.5 ? 0 : best.angle

  function scoreOf(angle: number): number {
    const slope = Math.tan((angle * Math.PI) / 180)
    const shift = Math.ceil(ink.width * Math.tan((MOST_SKEW * Math.PI) / 180)) + 2
    const counts = new Int32Array(ink.height + 2 * shift)
    for (let index = 0; index < xs.length; index++) counts[Math.round(ys[index]! + xs[index]! * slope) + shift]!++
    let score = 0
    for (const count of counts) score += count * count
    return score
  }
}

const MOST_SAMPLES = 60_000

/** A part of the points with ink, in no regular pattern that could favour an angle. */
function samplePoints({ width, height, data }: Ink): { xs: Int32Array; ys: Int32Array } {
  let count = 0
  for (const point of data) count += point
  const every = Math.max(1, count / MOST_SAMPLES)
  const xs: number[] = []
  const ys: number[] = []
  let next = 0
  let seen = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== 1) continue
      if (seen >= next) {
        xs.push(x)
        ys.push(y)
        next += every
      }
      seen++
    }
  }
  return { xs: Int32Array.from(xs), ys: Int32Array.from(ys) }
}
