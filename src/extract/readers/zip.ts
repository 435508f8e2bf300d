import { crc32, inflateRawSync } from 'node:zlib'
import { GiveUp } from '../../model/give-up.ts'

/** One file of an archive, as its directory describes it. */
export type ZipEntry = {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly compressedSize: number
  readonly size: number
  readonly headerOffset: number
}

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const MAX_ENTRIES = 10_000
const MAX_COMMENT = 65_535

/** An office document's parts are text; beyond these bounds an archive is made to exhaust its reader. */
const MAX_PART = 64 * 1024 * 1024
const MAX_RATIO = 250
const SMALL_PART = 4 * 1024 * 1024

/** The directory of an archive. Throws `GiveUp('damaged-file')` when it is cut off or inconsistent. */
export function listZip(bytes: Uint8Array, fileName: string): ZipEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = findEnd(buffer)
  if (end < 0) throw damaged(fileName, 'its directory is missing')
  const count = buffer.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES)
    throw new GiveUp('too-large', `${fileName} is an archive of ${count} files; the limit is ${MAX_ENTRIES}`)
  const entries: ZipEntry[] = []
  let at = buffer.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw damaged(fileName, 'its directory is incomplete')
    const nameLength = buffer.readUInt16LE(at + 28)
    entries.push({
      name: buffer.toString('utf8', at + 46, at + 46 + nameLength),
      encrypted: (buffer.readUInt16LE(at + 8) & 1) === 1,
      method: buffer.readUInt16LE(at + 10),
      crc: buffer.readUInt32LE(at + 16),
      compressedSize: buffer.readUInt32LE(at + 20),
      size: buffer.readUInt32LE(at + 24),
      headerOffset: buffer.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  }
  return entries
}

/** Unpacks one file of an archive and checks it against its check sum. */
export function unpackEntry(bytes: Uint8Array, entry: ZipEntry, fileName: string): Uint8Array {
  if (entry.size > MAX_PART || (entry.size > SMALL_PART && entry.size > entry.compressedSize * MAX_RATIO)) {
    throw new GiveUp('too-large', `${entry.name} in ${fileName} unpacks to ${entry.size} bytes from ${entry.compressedSize}`)
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = entry.headerOffset
  if (at + 30 > buffer.length || buffer.readUInt32LE(at) !== LOCAL_SIGNATURE) throw damaged(fileName, `${entry.name} is missing`)
  const start = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28)
  if (start + entry.compressedSize > buffer.length) throw damaged(fileName, `${entry.name} is cut off`)
  const packed = buffer.subarray(start, start + entry.compressedSize)
  const content = entry.method === 0 ? packed : inflate(packed, entry, fileName)
  if (content.length !== entry.size || crc32(content) !== entry.crc)
    throw damaged(fileName, `${entry.name} does not match its check sum`)
  return content
}

function inflate(packed: Uint8Array, entry: ZipEntry, fileName: string): Uint8Array {
  if (entry.method !== 8) throw damaged(fileName, `${entry.name} is packed by an unknown method`)
  if (entry.size === 0) return new Uint8Array()
  try {
    return inflateRawSync(packed, { maxOutputLength: entry.size })
  } catch (cause) {
    throw damaged(fileName, `${entry.name} cannot be unpacked`, cause)
  }
}

function findEnd(buffer: Buffer): number {
  const last = buffer.length - 22
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (buffer.readUInt32LE(at) === END_SIGNATURE) return at
  }
  return -1
}

function damaged(fileName: string, what: string, cause?: unknown): GiveUp {
  return new GiveUp('damaged-file', `${fileName} is a damaged or truncated archive: ${what}; fetch or save it again`, { cause })
}
