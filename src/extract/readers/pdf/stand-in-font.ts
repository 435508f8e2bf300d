/** Glyph 1 is a box as large as a Chinese character; every character has this glyph. Measures are thousandths of the type size. */
const EM = 1000
const BOX = { left: 50, bottom: -100, right: 950, top: 800 }

/**
 * A TrueType font in which every character of Unicode is the same box. It stands in for Chinese fonts that a PDF names without embedding
 * them: reading needs the size and place of a character, not its shape, and without any font PDFium drops single characters.
 */
export function makeStandInFont(): Uint8Array {
  const tables: [string, Buffer][] = [
    ['cmap', characterMap()],
    ['glyf', outline()],
    ['head', header()],
    ['hhea', horizontalHeader()],
    ['hmtx', shorts(EM, 0, EM, BOX.left)],
    ['loca', shorts(0, 0, outline().length / 2)],
    ['maxp', Buffer.concat([Buffer.from([0, 1, 0, 0]), shorts(2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)])],
  ]
  const directory = 12 + tables.length * 16
  const parts: Buffer[] = [Buffer.concat([Buffer.from([0, 1, 0, 0]), shorts(tables.length, 64, 2, tables.length * 16 - 64)])]
  let offset = directory
  for (const [tag, data] of tables) {
    parts.push(Buffer.from(tag, 'latin1'), longs(0, offset, data.length))
    offset += padded(data).length
  }
  return Buffer.concat([...parts, ...tables.map(([, data]) => padded(data))])
}

/** One group (cmap format 13) gives all characters glyph 1. */
function characterMap(): Buffer {
  const subtable = Buffer.concat([shorts(13, 0), longs(28, 0, 1, 0x20, 0x10ffff, 1)])
  return Buffer.concat([shorts(0, 1, 3, 10), longs(12), subtable])
}

function outline(): Buffer {
  const { left, bottom, right, top } = BOX
  const head = shorts(1, left, bottom, right, top, 3, 0)
  const flags = Buffer.from([1, 1, 1, 1])
  return Buffer.concat([head, flags, shorts(left, 0, right - left, 0), shorts(bottom, top - bottom, 0, bottom - top)])
}

function header(): Buffer {
  const { left, bottom, right, top } = BOX
  return Buffer.concat([
    longs(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
    shorts(0, EM),
    Buffer.alloc(16),
    shorts(left, bottom, right, top, 0, 8, 2, 0, 0),
  ])
}

function horizontalHeader(): Buffer {
  return Buffer.concat([longs(0x00010000), shorts(880, -120, 0, EM, BOX.left, 50, BOX.right, 1, 0, 0, 0, 0, 0, 0, 0, 2)])
}

function shorts(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2)
  values.forEach((value, index) => {
    buffer.writeUInt16BE(value & 0xffff, index * 2)
  })
  return buffer
}

function longs(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => {
    buffer.writeUInt32BE(value, index * 4)
  })
  return buffer
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
}
