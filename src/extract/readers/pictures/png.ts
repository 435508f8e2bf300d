import { inflateSync } from 'node:zlib'
import { GiveUp } from '../../../model/give-up.ts'
import { type Grey, WHITE } from './picture-grey.ts'

const SIGNATURE = 8
/** Samples of a point by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** First point and step of the seven passes of an interlaced picture: x, y, step across, step down. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const WHOLE = [[0, 0, 1, 1]] as const

type Header = {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colour: number
  readonly interlaced: boolean
}

/**
 * Reads a PNG (ISO/IEC 15948) in shades of grey on white paper.
 * @throws GiveUp when it is damaged or has more than `mostPixels`
 */
export function readPng(bytes: Uint8Array, mostPixels: number): Grey {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const parts: Buffer[] = []
  let header: Header | null = null
  let palette: Uint8Array = new Uint8Array()
  let paletteAlpha: Uint8Array = new Uint8Array()
  for (let at = SIGNATURE; at + 12 <= view.length; ) {
    const length = view.readUInt32BE(at)
    const type = view.toString('latin1', at + 4, at + 8)
    const data = view.subarray(at + 8, Math.min(view.length, at + 8 + length))
    if (type === 'IHDR') header = readHeader(data, mostPixels)
    else if (type === 'PLTE') palette = data
    else if (type === 'tRNS') paletteAlpha = data
    else if (type === 'IDAT') parts.push(data)
    else if (type === 'IEND') break
    at += 12 + length
  }
  if (header === null || parts.length === 0) throw damaged('it has no picture data')
  return unpack(header, Buffer.concat(parts), (point) => shadeOf(point, header, palette, paletteAlpha))
}

/** Width and height as the header tells them, which comes first. @throws GiveUp when it does not */
export function readPngSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.length < SIGNATURE + 8 + 13 || view.toString('latin1', SIGNATURE + 4, SIGNATURE + 8) !== 'IHDR')
    throw damaged('it has no header')
  return readHeader(view.subarray(SIGNATURE + 8), Number.POSITIVE_INFINITY)
}

function readHeader(data: Buffer, mostPixels: number): Header {
  if (data.length < 13) throw damaged('its header is cut off')
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)]
  const [depth, colour] = [data[8]!, data[9]!]
  if (width === 0 || height === 0 || SAMPLES[colour] === undefined || ![1, 2, 4, 8, 16].includes(depth))
    throw damaged('its header is wrong')
  if (width * height > mostPixels)
    throw new GiveUp('too-large', `the picture has ${width} × ${height} points; the limit is ${mostPixels} points`)
  return { width, height, depth, colour, interlaced: data[12] === 1 }
}

function damaged(what: string): GiveUp {
  return new GiveUp('damaged-file', `the PNG picture cannot be read: ${what}; fetch or save it again`)
}

/** Undoes compression, filters and interlacing; `shadeOf` gives the shade for the samples of a point. */
function unpack(header: Header, packed: Buffer, shade: (samples: Uint16Array) => number): Grey {
  const { width, height, depth, colour, interlaced } = header
  const samples = SAMPLES[colour]!
  const passes = (interlaced ? PASSES : WHOLE).map(([x, y, stepX, stepY]) => {
    const columns = Math.max(0, Math.ceil((width - x) / stepX))
    const rows = columns === 0 ? 0 : Math.max(0, Math.ceil((height - y) / stepY))
    return { x, y, stepX, stepY, columns, rows, bytes: Math.ceil((columns * samples * depth) / 8) }
  })
  const size = passes.reduce((sum, { rows, bytes }) => sum + rows * (bytes + 1), 0)
  const raw = inflate(packed, size)
  const grey = new Uint8Array(width * height)
  const point = new Uint16Array(samples)
  let at = 0
  for (const { x, y, stepX, stepY, columns, rows, bytes } of passes) {
    let before: Uint8Array = new Uint8Array(bytes)
    for (let row = 0; row < rows; row++) {
      const line = raw.subarray(at + 1, at + 1 + bytes)
      undoFilter(raw[at]!, line, before, Math.max(1, (samples * depth) >> 3))
      for (let column = 0; column < columns; column++) {
        for (let sample = 0; sample < samples; sample++) point[sample] = sampleAt(line, column * samples + sample, depth)
        grey[(y + row * stepY) * width + x + column * stepX] = shade(point)
      }
      before = line
      at += 1 + bytes
    }
  }
  return { width, height, data: grey }
}

function inflate(packed: Buffer, size: number): Uint8Array {
  try {
    const raw = inflateSync(packed, { maxOutputLength: size })
    if (raw.length < size) throw damaged('its data are cut off')
    return raw
  } catch (error) {
    if (error instanceof GiveUp) throw error
    throw new GiveUp('damaged-file', 'the PNG picture cannot be read: its data are damaged; fetch or save it again', {
      cause: error,
    })
  }
}

function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index]!
  if (depth === 16) return line[index * 2]!
  const bit = index * depth
  return (line[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
}

function undoFilter(filter: number, line: Uint8Array, before: Uint8Array, back: number): void {
  for (let index = 0; index < line.length; index++) {
    const left = index >= back ? line[index - back]! : 0
    const up = before[index]!
    if (filter === 1) line[index]! += left
    else if (filter === 2) line[index]! += up
    else if (filter === 3) line[index]! += (left + up) >> 1
    else if (filter === 4) line[index]! += paeth(left, up, index >= back ? before[index - back]! : 0)
    else if (filter !== 0) throw damaged('a row has an unknown filter')
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function shadeOf(samples: Uint16Array, { depth, colour }: Header, palette: Uint8Array, paletteAlpha: Uint8Array): number {
  const most = depth === 16 ? 255 : (1 << depth) - 1
  switch (colour) {
    case 0:
      return (samples[0]! * 255) / most
    case 2:
      return luminance(samples[0]!, samples[1]!, samples[2]!)
    case 3: {
      const at = samples[0]! * 3
      return onWhite(luminance(palette[at] ?? 0, palette[at + 1] ?? 0, palette[at + 2] ?? 0), paletteAlpha[samples[0]!] ?? 255)
    }
    case 4:
      return onWhite(samples[0]!, samples[1]!)
    default:
      return onWhite(luminance(samples[0]!, samples[1]!, samples[2]!), samples[3]!)
  }
}

export function luminance(red: number, green: number, blue: number): number {
  return (red * 77 + green * 150 + blue * 29) >> 8
}

function onWhite(shade: number, alpha: number): number {
  return WHITE + ((shade - WHITE) * alpha) / 255
}
