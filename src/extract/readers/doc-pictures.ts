/** Records of a drawing ([MS-ODRAW]) that hold a picture's file: PNG, JPEG, BMP without its header, TIFF; metafiles are not read. */
const PICTURE_RECORDS = new Set([0xf01d, 0xf01e, 0xf029, 0xf02a])
const STORE_ENTRY = 0xf007
const STORE_ENTRY_SIZE = 36
const CONTAINER = 0xf
const MAX_RECORDS = 10_000

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const JPEG = Buffer.from('ffd8ff', 'hex')

/** The file of the first picture (PNG or JPEG) in a run of drawing records, or null. */
export function blipOf(records: Buffer): Buffer | null {
  const open: Buffer[] = [records]
  for (let count = 0; open.length > 0 && count < MAX_RECORDS; count++) {
    const rest = open.pop()!
    if (rest.length < 8) continue
    const version = rest[0]! & 0xf
    const type = rest.readUInt16LE(2)
    const length = rest.readUInt32LE(4)
    const content = rest.subarray(8, 8 + length)
    if (8 + length < rest.length) open.push(rest.subarray(8 + length))
    if (PICTURE_RECORDS.has(type)) {
      const file = pictureFile(content)
      if (file) return file
    } else if (type === STORE_ENTRY && content.length > STORE_ENTRY_SIZE)
      open.push(content.subarray(STORE_ENTRY_SIZE + content[33]!))
    else if (version === CONTAINER) open.push(content)
  }
  return null
}

/** One or two identifiers of 16 bytes and a mark stand before the file. */
function pictureFile(content: Buffer): Buffer | null {
  for (const magic of [PNG, JPEG]) {
    const at = content.subarray(0, 64).indexOf(magic)
    if (at >= 0) return content.subarray(at)
  }
  return null
}
