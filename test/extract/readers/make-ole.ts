const SECTOR = 512
const MINI_SECTOR = 64
const CUTOFF = 4096
const END = 0xfffffffe
const FREE = 0xffffffff
const FAT = 0xfffffffd

type Stream = { readonly name: string; readonly bytes: Uint8Array }

/** A compound file ([MS-CFB], version 3) with the given streams in its root storage. */
export function makeOle(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const all: Stream[] = Object.entries(streams).map(([name, bytes]) => ({ name, bytes }))
  // Siblings are ordered by the length of their names, then by the names in upper case.
  all.sort((a, b) => a.name.length - b.name.length || (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1))
  const sectors: Buffer[] = []
  const fat: number[] = []
  const mini: Buffer[] = []
  const miniFat: number[] = []
  const placed = all.map(({ name, bytes }) => {
    const small = bytes.length < CUTOFF
    return {
      name,
      size: bytes.length,
      start: bytes.length === 0 ? END : small ? addTo(mini, miniFat, MINI_SECTOR, bytes) : addTo(sectors, fat, SECTOR, bytes),
    }
  })
  const miniStream = Buffer.concat(mini)
  const miniStart = miniStream.length > 0 ? addTo(sectors, fat, SECTOR, miniStream) : END
  const miniFatBytes = numbers(miniFat, Math.ceil(miniFat.length / 128) * 128)
  const miniFatStart = miniFat.length > 0 ? addTo(sectors, fat, SECTOR, miniFatBytes) : END
  const directory = Buffer.concat([
    entry('Root Entry', 5, middleOf(1, placed.length), FREE, FREE, miniStart, miniStream.length),
    ...placed.map(({ name, size, start }, index) => {
      const { left, right } = branchesOf(index + 1, placed.length)
      return entry(name, 2, FREE, left, right, start, size)
    }),
  ])
  const directoryStart = addTo(sectors, fat, SECTOR, directory)
  let tableSectors = 1
  while (tableSectors * 128 < fat.length + tableSectors) tableSectors++
  const tableStart = sectors.length
  for (let index = 0; index < tableSectors; index++) fat.push(FAT)
  const table = numbers(fat, tableSectors * 128)
  const header = Buffer.alloc(SECTOR)
  header.write('d0cf11e0a1b11ae1', 'hex')
  for (const [at, value] of [
    [0x18, 0x3e],
    [0x1a, 3],
    [0x1c, 0xfffe],
    [0x1e, 9],
    [0x20, 6],
  ] as const)
    header.writeUInt16LE(value, at)
  for (const [at, value] of [
    [0x2c, tableSectors],
    [0x30, directoryStart],
    [0x38, CUTOFF],
    [0x3c, miniFatStart],
    [0x40, miniFatBytes.length / SECTOR],
    [0x44, END],
  ] as const)
    header.writeUInt32LE(value, at)
  for (let index = 0; index < 109; index++)
    header.writeUInt32LE(index < tableSectors ? tableStart + index : FREE, 0x4c + index * 4)
  if (tableSectors > 109) throw new Error('too large for this writer')
  return Buffer.concat([header, ...sectors, table])
}

/** Adds bytes as a chain of sectors and gives its first. */
function addTo(sectors: Buffer[], table: number[], size: number, bytes: Uint8Array): number {
  const start = sectors.length
  const count = Math.ceil(bytes.length / size)
  for (let index = 0; index < count; index++) {
    const sector = Buffer.alloc(size)
    sector.set(bytes.subarray(index * size, (index + 1) * size))
    sectors.push(sector)
    table.push(index === count - 1 ? END : start + index + 1)
  }
  return start
}

function numbers(values: readonly number[], length: number): Buffer {
  const bytes = Buffer.alloc(length * 4, 0xff)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4)
  return bytes
}

function entry(name: string, kind: number, child: number, left: number, right: number, start: number, size: number): Buffer {
  const bytes = Buffer.alloc(128)
  bytes.write(name, 'utf16le')
  bytes.writeUInt16LE((name.length + 1) * 2, 0x40)
  bytes[0x42] = kind
  bytes[0x43] = 1
  for (const [at, value] of [
    [0x44, left],
    [0x48, right],
    [0x4c, child],
    [0x74, start],
    [0x78, size],
  ] as const)
    bytes.writeUInt32LE(value, at)
  return bytes
}

/** The middle of the entries [first, last], which is the root of their tree. */
function middleOf(first: number, last: number): number {
  return first > last ? FREE : (first + last) >> 1
}

function branchesOf(index: number, last: number): { left: number; right: number } {
  let low = 1
  let high = last
  for (;;) {
    const middle = (low + high) >> 1
    if (middle === index) return { left: middleOf(low, middle - 1), right: middleOf(middle + 1, high) }
    if (index < middle) high = middle - 1
    else low = middle + 1
  }
}
