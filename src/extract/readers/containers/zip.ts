import { crc32, inflateRawSync } from 'node:zlib'
import { GiveUp } from '../../../model/give-up.ts'

/** One file of an archive, as its directory describes it. Folders are no entries; names have `/` between their parts. */
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
const END64_SIGNATURE = 0x06064b50
const END64_LOCATOR_SIGNATURE = 0x07064b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const MAX_ENTRIES = 10_000
const MAX_COMMENT = 65_535

/** A 32-bit field with all bits set stands for one of the extra fields of ZIP64. */
const IN_ZIP64 = 0xffffffff
const ZIP64_FIELD = 0x0001
const UNICODE_PATH_FIELD = 0x7075
const NAME_IS_UTF8 = 0x0800

/** An office document's parts are text; beyond these bounds an archive is made to exhaust its reader. */
const MAX_PART = 64 * 1024 * 1024
const MAX_RATIO = 250
const SMALL_PART = 4 * 1024 * 1024

/**
 * The files of an archive in the order of its directory. ZIP64 and bytes before the archive are understood. Throws `GiveUp('damaged-file')`
 * when the directory is cut off or inconsistent. Source: PKWARE's APPNOTE.TXT, 4.3 to 4.6.
 */
export function listZip(bytes: Uint8Array, fileName: string): ZipEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const { count, start, shift } = findDirectory(buffer, fileName)
  if (count > MAX_ENTRIES)
    throw new GiveUp('too-large', `${fileName} is an archive of ${count} files; the limit is ${MAX_ENTRIES}`)
  const entries: ZipEntry[] = []
  let at = start
  for (let index = 0; index < count; index++) {
    if (at < 0 || at + 46 > buffer.length || buffer.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw damaged(fileName, 'its directory is incomplete')
    const nameEnd = at + 46 + buffer.readUInt16LE(at + 28)
    const extraEnd = nameEnd + buffer.readUInt16LE(at + 30)
    if (extraEnd > buffer.length) throw damaged(fileName, 'its directory is incomplete')
    const extra = extraFields(buffer.subarray(nameEnd, extraEnd))
    const flags = buffer.readUInt16LE(at + 8)
    const name = nameOf(buffer.subarray(at + 46, nameEnd), flags, extra.get(UNICODE_PATH_FIELD))
    const sizes = sizesOf(buffer, at, extra.get(ZIP64_FIELD))
    if (!name.endsWith('/')) {
      entries.push({
        name,
        encrypted: (flags & 1) === 1,
        method: buffer.readUInt16LE(at + 10),
        crc: buffer.readUInt32LE(at + 16),
        compressedSize: sizes.compressedSize,
        size: sizes.size,
        headerOffset: sizes.headerOffset + shift,
      })
    }
    at = extraEnd + buffer.readUInt16LE(at + 32)
  }
  return entries
}

/** A path in an archive without `.`, `..` and empty parts. */
export function plainPath(path: string): string {
  const plain: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') plain.pop()
    else if (part !== '.' && part !== '') plain.push(part)
  }
  return plain.join('/')
}

/** Unpacks one file of an archive, of at most `limit` bytes, and checks it against its check sum. */
export function unpackEntry(bytes: Uint8Array, entry: ZipEntry, fileName: string, limit = MAX_PART): Uint8Array {
  if (entry.encrypted) throw new GiveUp('encrypted-file', `${entry.name} in ${fileName} asks for a password; save it without one`)
  if (entry.size > limit || (entry.size > SMALL_PART && entry.size > entry.compressedSize * MAX_RATIO)) {
    throw new GiveUp('too-large', `${entry.name} in ${fileName} unpacks to ${entry.size} bytes from ${entry.compressedSize}`)
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = entry.headerOffset
  if (at < 0 || at + 30 > buffer.length || buffer.readUInt32LE(at) !== LOCAL_SIGNATURE)
    throw damaged(fileName, `${entry.name} is missing`)
  const start = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28)
  if (start + entry.compressedSize > buffer.length) throw damaged(fileName, `${entry.name} is cut off`)
  const packed = buffer.subarray(start, start + entry.compressedSize)
  const content = entry.method === 0 ? packed : inflate(packed, entry, fileName)
  if (content.length !== entry.size || crc32(content) !== entry.crc)
    throw damaged(fileName, `${entry.name} does not match its check sum`)
  return content
}

function inflate(packed: Uint8Array, entry: ZipEntry, fileName: string): Uint8Array {
  if (entry.method !== 8) {
    const what = `${entry.name} in ${fileName} is packed by method ${entry.method}, which is not read`
    throw new GiveUp('unsupported-format', `${what}; pack it again as an ordinary ZIP (deflate)`)
  }
  if (entry.size === 0) return new Uint8Array()
  try {
    return inflateRawSync(packed, { maxOutputLength: entry.size })
  } catch (cause) {
    throw damaged(fileName, `${entry.name} cannot be unpacked`, cause)
  }
}

/**
 * Where the directory begins and how many files it has. Offsets count from the archive's own first byte: `shift` is how many bytes
 * stand before it.
 */
function findDirectory(buffer: Buffer, fileName: string): { count: number; start: number; shift: number } {
  const end = findEnd(buffer)
  if (end < 0) throw damaged(fileName, 'its directory is missing')
  const wide = findEnd64(buffer, end)
  const directory = wide ?? {
    at: end,
    count: buffer.readUInt16LE(end + 10),
    length: buffer.readUInt32LE(end + 12),
    start: buffer.readUInt32LE(end + 16),
  }
  const isHere = (at: number) => at >= 0 && at + 4 <= buffer.length && buffer.readUInt32LE(at) === ENTRY_SIGNATURE
  const counted = directory.at - directory.length
  const start = !isHere(directory.start) && isHere(counted) ? counted : directory.start
  return { count: directory.count, start, shift: start - directory.start }
}

function findEnd(buffer: Buffer): number {
  const last = buffer.length - 22
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (buffer.readUInt32LE(at) === END_SIGNATURE) return at
  }
  return -1
}

/** The end record of a ZIP64 archive, which a locator before the ordinary one points to; null when there is none. */
function findEnd64(buffer: Buffer, end: number): { at: number; count: number; length: number; start: number } | null {
  const locator = end - 20
  if (locator < 0 || buffer.readUInt32LE(locator) !== END64_LOCATOR_SIGNATURE) return null
  const written = Number(buffer.readBigUInt64LE(locator + 8))
  const isHere = (at: number) => at >= 0 && at + 56 <= buffer.length && buffer.readUInt32LE(at) === END64_SIGNATURE
  const at = [written, locator - 56].find(isHere)
  if (at === undefined) return null
  return {
    at,
    count: Number(buffer.readBigUInt64LE(at + 32)),
    length: Number(buffer.readBigUInt64LE(at + 40)),
    start: Number(buffer.readBigUInt64LE(at + 48)),
  }
}

/** The extra fields of an entry by their id; what is cut off is left out. */
function extraFields(extra: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end <= extra.length) fields.set(extra.readUInt16LE(at), extra.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** Sizes and place of an entry: those that do not fit into 32 bits stand one after the other in the field of ZIP64. */
function sizesOf(buffer: Buffer, at: number, zip64: Buffer | undefined) {
  let next = 0
  const wide = (narrow: number): number => {
    if (narrow !== IN_ZIP64 || !zip64 || next + 8 > zip64.length) return narrow
    next += 8
    return Number(zip64.readBigUInt64LE(next - 8))
  }
  const size = wide(buffer.readUInt32LE(at + 24))
  const compressedSize = wide(buffer.readUInt32LE(at + 20))
  const headerOffset = wide(buffer.readUInt32LE(at + 42))
  return { size, compressedSize, headerOffset }
}

/**
 * An entry's name: in UTF-8 where the archive says so, in a field of its own or by the bytes; else in GBK, as Chinese Windows packs.
 * Some programs write the separators of Windows.
 */
function nameOf(written: Buffer, flags: number, unicodePath: Buffer | undefined): string {
  const own =
    unicodePath && unicodePath.length > 5 && unicodePath[0] === 1 && unicodePath.readUInt32LE(1) === crc32(written)
      ? unicodePath.toString('utf8', 5)
      : null
  const name = own ?? ((flags & NAME_IS_UTF8) !== 0 ? written.toString('utf8') : decodeName(written))
  return name.replaceAll('\\', '/')
}

function decodeName(written: Buffer): string {
  const utf8 = written.toString('utf8')
  return utf8.includes('\ufffd') ? new TextDecoder('gb18030').decode(written) : utf8
}

function damaged(fileName: string, what: string, cause?: unknown): GiveUp {
  return new GiveUp('damaged-file', `${fileName} is a damaged or truncated archive: ${what}; fetch or save it again`, { cause })
}
