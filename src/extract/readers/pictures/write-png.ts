import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const RGB = 2
const RGB_BYTES = 3
/** Printed pages are mostly white: little is gained by a higher level, at several times the time. */
const LEVEL = 4

/** Writes rows of points (red, green, blue) as a PNG (ISO/IEC 15948). */
export function writePng(width: number, height: number, rowAt: (y: number) => Uint8Array): Uint8Array {
  const lines = Buffer.alloc(height * (1 + width * RGB_BYTES))
  for (let y = 0; y < height; y++) lines.set(rowAt(y), y * (1 + width * RGB_BYTES) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, RGB, 0, 0, 0], 8)
  const data = deflateSync(lines, { level: LEVEL })
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(content.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(content, 4)
  framed.writeUInt32BE(crc32(content), content.length + 4)
  return framed
}
