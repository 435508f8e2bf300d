/** Records of a drawing ([MS-ODRAW]) that hold a picture's file; metafiles are not read. */
const PICTURE_RECORDS = new Set([0xf01d, 0xf01e, 0xf029, 0xf02a])
const STORE_ENTRY = 0xf007
const STORE_ENTRY_SIZE = 36
const SHAPE = 0xf00a
const SHAPE_PROPERTIES = 0xf00b
const PICTURE_PROPERTY = 0x0104
const CONTAINER = 0xf
const MAX_RECORDS = 10_000
const MAX_PICTURES = 1000

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const JPEG = Buffer.from('ffd8ff', 'hex')

type DrawingRecord = { readonly type: number; readonly content: Buffer }

/** The records in a run of them and inside its containers, in order; containers themselves are left out. */
function* recordsOf(run: Buffer): Generator<DrawingRecord> {
  const open: Buffer[] = [run]
  for (let count = 0; open.length > 0 && count < MAX_RECORDS; count++) {
    const rest = open.pop()!
    if (rest.length < 8) continue
    const isContainer = (rest[0]! & 0xf) === CONTAINER
    const length = rest.readUInt32LE(4)
    const content = rest.subarray(8, 8 + length)
    if (8 + length < rest.length) open.push(rest.subarray(8 + length))
    if (isContainer) open.push(content)
    else yield { type: rest.readUInt16LE(2), content }
  }
}

/** The file of the first picture (PNG or JPEG) in a run of drawing records, or null. */
export function blipOf(run: Buffer): Buffer | null {
  for (const record of recordsOf(run)) {
    const file = record.type === STORE_ENTRY ? storedFile(record.content, null) : fileIn(record)
    if (file) return file
  }
  return null
}

/** The files of floating pictures by their shape. `drawings` is the structure of all drawings, `main` the stream that pictures may stand in. */
export function picturesOfShapes(drawings: Buffer, main: Buffer): ReadonlyMap<number, Buffer> {
  const files = new Map<number, Buffer>()
  if (drawings.length < 8) return files
  const storeEnd = 8 + drawings.readUInt32LE(4)
  const stored = [...recordsOf(drawings.subarray(0, storeEnd))].filter(({ type }) => type === STORE_ENTRY).slice(0, MAX_PICTURES)
  // A byte before each drawing says which story it belongs to.
  for (let at = storeEnd + 1; at + 8 <= drawings.length; at += 9 + drawings.readUInt32LE(at + 4)) {
    let shape = 0
    for (const { type, content } of recordsOf(drawings.subarray(at, at + 8 + drawings.readUInt32LE(at + 4)))) {
      if (type === SHAPE && content.length >= 4) shape = content.readUInt32LE(0)
      const entry = type === SHAPE_PROPERTIES ? stored[pictureNumber(content) - 1] : undefined
      const file = entry && storedFile(entry.content, main)
      if (file) files.set(shape, file)
    }
  }
  return files
}

/** The number of the picture that a shape shows, from 1; 0 where it shows none. */
function pictureNumber(properties: Buffer): number {
  for (let at = 0; at + 6 <= properties.length; at += 6)
    if ((properties.readUInt16LE(at) & 0x3fff) === PICTURE_PROPERTY) return properties.readUInt32LE(at + 2)
  return 0
}

/** The file of an entry of the store: behind it, or at an offset of the main stream. */
function storedFile(entry: Buffer, main: Buffer | null): Buffer | null {
  if (entry.length < STORE_ENTRY_SIZE) return null
  const [inside] = recordsOf(entry.subarray(STORE_ENTRY_SIZE + entry[33]!))
  if (inside) return fileIn(inside)
  const offset = entry.readUInt32LE(28)
  const [apart] = main && offset < main.length ? recordsOf(main.subarray(offset, offset + entry.readUInt32LE(20))) : []
  return apart ? fileIn(apart) : null
}

/** One or two identifiers of 16 bytes and a mark stand before the file. */
function fileIn({ type, content }: DrawingRecord): Buffer | null {
  if (!PICTURE_RECORDS.has(type)) return null
  for (const magic of [PNG, JPEG]) {
    const at = content.subarray(0, 64).indexOf(magic)
    if (at >= 0) return content.subarray(at)
  }
  return null
}
