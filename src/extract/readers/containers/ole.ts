import { GiveUp } from '../../../model/give-up.ts'

/** A compound file ([MS-CFB]): the streams of its root storage by name, in upper case since names are compared without regard to case. */
export type OleFile = {
  readonly streamNames: ReadonlySet<string>
  /** The bytes of a stream of the root storage, or null when there is none of that name. */
  readonly stream: (name: string) => Buffer | null
}

type Sectors = { readonly table: readonly number[]; readonly size: number; readonly bytes: Buffer; readonly base: number }
type Entry = {
  readonly name: string
  readonly kind: number
  readonly left: number
  readonly right: number
  readonly child: number
  readonly start: number
  readonly size: number
}

export const OLE_SIGNATURE = 'd0cf11e0a1b11ae1'
const HEADER_SIZE = 512
const ENTRY_SIZE = 128
const STREAM = 2
const ROOT = 5
const LAST_SECTOR = 0xfffffffa
const NOTHING = 0xffffffff
const MAX_ENTRIES = 100_000

/** Opens a compound file. Throws `GiveUp('damaged-file')` for one that is cut off or whose chains of sectors run in circles. */
export function openOle(bytes: Uint8Array, fileName: string): OleFile {
  return whenCutOff(fileName, () => {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const sectors = mainSectors(file)
    const directory = readChain(sectors, file.readUInt32LE(0x30), Number.POSITIVE_INFINITY)
    const entries = Array.from({ length: Math.min(Math.floor(directory.length / ENTRY_SIZE), MAX_ENTRIES) }, (_, index) =>
      entryOf(directory.subarray(index * ENTRY_SIZE, (index + 1) * ENTRY_SIZE)),
    )
    const root = entries[0]
    if (root?.kind !== ROOT) throw new Damage('its directory has no root')
    const streams = new Map(
      childrenOf(root, entries).flatMap((entry) => (entry.kind === STREAM ? [[entry.name.toUpperCase(), entry]] : [])),
    )
    const cutoff = file.readUInt32LE(0x38)
    let mini: Sectors | null = null
    return {
      streamNames: new Set(streams.keys()),
      stream: (name) => {
        const entry = streams.get(name.toUpperCase())
        if (!entry) return null
        return whenCutOff(fileName, () => {
          if (entry.size >= cutoff) return readChain(sectors, entry.start, entry.size)
          mini ??= miniSectors(file, sectors, root)
          return readChain(mini, entry.start, entry.size)
        })
      },
    }
  })
}

/** What is wrong with a file; becomes a `GiveUp` that names the file. */
export class Damage extends Error {}

/** Runs a reader of binary structures. Reading beyond the end of a buffer means that the file is cut off or damaged. */
export function whenCutOff<T>(fileName: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const code = cause instanceof RangeError && 'code' in cause ? cause.code : null
    if (!(cause instanceof Damage) && code !== 'ERR_OUT_OF_RANGE' && code !== 'ERR_BUFFER_OUT_OF_BOUNDS') throw cause
    const what = cause instanceof Damage ? cause.message : 'it ends too early'
    throw new GiveUp('damaged-file', `${fileName} is a damaged or truncated Office file: ${what}; fetch or save it again`, {
      cause,
    })
  }
}

function mainSectors(file: Buffer): Sectors {
  const shift = file.readUInt16LE(0x1e)
  if (shift !== 9 && shift !== 12) throw new Damage('its header is wrong')
  const size = 1 << shift
  const count = Math.ceil(Math.max(0, file.length - HEADER_SIZE) / size)
  const tableSectors = Math.min(file.readUInt32LE(0x2c), count)
  const table: number[] = []
  for (const sector of fatSectors(file, size, tableSectors)) {
    const from = headerSize(size) + sector * size
    for (let at = from; at < from + size && table.length < count; at += 4) table.push(file.readUInt32LE(at))
  }
  return { table, size, bytes: file, base: headerSize(size) }
}

/** The header takes the place of one sector. */
function headerSize(sectorSize: number): number {
  return Math.max(HEADER_SIZE, sectorSize)
}

/** The sectors that hold the allocation table: 109 are named in the header, more in a chain of sectors of their own. */
function fatSectors(file: Buffer, size: number, count: number): number[] {
  const sectors: number[] = []
  for (let index = 0; index < 109 && sectors.length < count; index++) sectors.push(file.readUInt32LE(0x4c + index * 4))
  let next = file.readUInt32LE(0x44)
  while (sectors.length < count && next < LAST_SECTOR) {
    const from = headerSize(size) + next * size
    for (let at = from; at < from + size - 4 && sectors.length < count; at += 4) sectors.push(file.readUInt32LE(at))
    next = file.readUInt32LE(from + size - 4)
  }
  return sectors.filter((sector) => sector < LAST_SECTOR)
}

function miniSectors(file: Buffer, sectors: Sectors, root: Entry): Sectors {
  const start = file.readUInt32LE(0x3c)
  const content = start >= LAST_SECTOR ? Buffer.alloc(0) : readChain(sectors, start, Number.POSITIVE_INFINITY)
  const table = Array.from({ length: Math.floor(content.length / 4) }, (_, index) => content.readUInt32LE(index * 4))
  return { table, size: 1 << Math.min(file.readUInt16LE(0x20), 12), bytes: readChain(sectors, root.start, root.size), base: 0 }
}

/** The bytes of a chain of sectors, up to a length. The last sector of a file may be shorter than a sector. */
function readChain(sectors: Sectors, start: number, length: number): Buffer {
  const parts: Buffer[] = []
  let read = 0
  let steps = 0
  for (let sector = start; sector < LAST_SECTOR && read < length; sector = sectors.table[sector] ?? NOTHING) {
    if (++steps > sectors.table.length) throw new Damage('its sectors run in a circle')
    const from = sectors.base + sector * sectors.size
    const wanted = Math.min(sectors.size, length - read)
    const part = sectors.bytes.subarray(from, from + wanted)
    parts.push(part)
    read += part.length
    if (part.length < wanted) break
  }
  if (Number.isFinite(length) && read < length) throw new Damage('a part of it is missing')
  return Buffer.concat(parts)
}

function entryOf(bytes: Buffer): Entry {
  const nameLength = Math.min(64, Math.max(2, bytes.readUInt16LE(0x40)))
  return {
    name: bytes.toString('utf16le', 0, nameLength - 2),
    kind: bytes[0x42]!,
    left: bytes.readUInt32LE(0x44),
    right: bytes.readUInt32LE(0x48),
    child: bytes.readUInt32LE(0x4c),
    start: bytes.readUInt32LE(0x74),
    size: bytes.readUInt32LE(0x78),
  }
}

/** The entries of a storage, which hang in a binary tree. */
function childrenOf(storage: Entry, entries: readonly Entry[]): Entry[] {
  const found: Entry[] = []
  const seen = new Set<number>()
  const open = [storage.child]
  while (open.length > 0) {
    const index = open.pop()!
    const entry = entries[index]
    if (!entry || seen.has(index)) continue
    seen.add(index)
    found.push(entry)
    open.push(entry.left, entry.right)
  }
  return found
}
