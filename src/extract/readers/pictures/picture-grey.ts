/** A picture in shades of grey, row by row from the upper left corner: 0 is black, 255 white. */
export type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array }

/** A box of whole pixels; right and bottom are outside. */
export type PixelBox = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

export const WHITE = 255

/** The picture turned clockwise by so many degrees about its middle, in its old frame; what comes into view is white. */
export function rotate({ width, height, data }: Grey, degrees: number): Grey {
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  const turned = new Uint8Array(width * height).fill(WHITE)
  for (let y = 0; y < height; y++) {
    const fromX = middleX - middleX * cos + (y - middleY) * sin
    const fromY = middleY + middleX * sin + (y - middleY) * cos
    for (let x = 0; x < width; x++) {
      const sourceX = fromX + x * cos
      const sourceY = fromY - x * sin
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) continue
      const [dx, dy] = [sourceX - left, sourceY - top]
      const at = top * width + left
      const above = data[at]! * (1 - dx) + data[at + 1]! * dx
      const below = data[at + width]! * (1 - dx) + data[at + width + 1]! * dx
      turned[y * width + x] = above * (1 - dy) + below * dy
    }
  }
  return { width, height, data: turned }
}

/** Where a point of a picture that was turned by `rotate` was before. */
export function unrotate(x: number, y: number, { width, height }: Grey, degrees: number): readonly [number, number] {
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const [dx, dy] = [x - (width - 1) / 2, y - (height - 1) / 2]
  return [(width - 1) / 2 + dx * cos + dy * sin, (height - 1) / 2 - dx * sin + dy * cos]
}

/** The picture turned clockwise by a right angle, so many times. */
export function quarterTurn(grey: Grey, times: number): Grey {
  let turned = grey
  for (let count = 0; count < ((times % 4) + 4) % 4; count++) {
    const { width, height, data } = turned
    const next = new Uint8Array(data.length)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) next[x * height + height - 1 - y] = data[y * width + x]!
    turned = { width: height, height: width, data: next }
  }
  return turned
}

/** The picture in another size; each point is the mean of what it covers when that is more than a point. */
export function resize(grey: Grey, width: number, height: number): Grey {
  const across = resizeRows(grey, width)
  return transpose(resizeRows(transpose(across), height))
}

/** Rows for columns: mirrored at the diagonal from the upper left corner. */
export function transpose({ width, height, data }: Grey): Grey {
  const turned = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) turned[x * height + y] = data[y * width + x]!
  return { width: height, height: width, data: turned }
}

function resizeRows({ width: from, height, data }: Grey, width: number): Grey {
  const resized = new Uint8Array(width * height)
  const step = from / width
  const reach = Math.max(1, step)
  for (let x = 0; x < width; x++) {
    const middle = (x + 0.5) * step - 0.5
    const first = Math.max(0, Math.ceil(middle - reach))
    const last = Math.min(from - 1, Math.floor(middle + reach))
    const weights: number[] = []
    let total = 0
    for (let source = first; source <= last; source++) {
      const weight = Math.max(0, 1 - Math.abs(source - middle) / reach)
      weights.push(weight)
      total += weight
    }
    for (let y = 0; y < height; y++) {
      let sum = 0
      for (let index = 0; index < weights.length; index++) sum += weights[index]! * data[y * from + first + index]!
      resized[y * width + x] = total > 0 ? Math.round(sum / total) : data[y * from + Math.round(middle)]!
    }
  }
  return { width, height, data: resized }
}

/** A part of the picture; what lies outside of it is white. */
export function crop({ width, height, data }: Grey, { left, top, right, bottom }: PixelBox): Grey {
  const part = new Uint8Array(Math.max(0, right - left) * Math.max(0, bottom - top)).fill(WHITE)
  const [from, to] = [Math.max(0, left), Math.min(width, right)]
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++)
    if (to > from) part.set(data.subarray(y * width + from, y * width + to), (y - top) * (right - left) + from - left)
  return { width: Math.max(0, right - left), height: Math.max(0, bottom - top), data: part }
}
