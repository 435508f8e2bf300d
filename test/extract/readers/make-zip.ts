import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive; what is left out is as most programs write it. */
export type ZipFile = {
  readonly name: string | Uint8Array
  readonly content: Uint8Array | string
  /** Name field of Info-ZIP in UTF-8, beside a name in another character set. */
  readonly unicodeName?: string
  readonly flags?: number
  readonly stored?: boolean
  readonly method?: number
  /** Sizes and check sum after the content, as programs do that write without going back. */
  readonly descriptor?: boolean
  readonly zip64?: boolean
}

const UTF8_NAME = 0x0800
const HAS_DESCRIPTOR = 0x0008

/** A ZIP archive of the given files, with any bytes before it. */
export function makeZip(files: readonly ZipFile[], before: Uint8Array = new Uint8Array()): Uint8Array {
  const parts: Uint8Array[] = [before]
  const directory: Uint8Array[] = []
  let offset = 0
  for (const file of files) {
    const content = Buffer.from(file.content as Uint8Array)
    const packed = file.stored ? content : deflateRawSync(content)
    const written: Written = {
      name: Buffer.from(file.name as Uint8Array),
      flags: (file.flags ?? (typeof file.name === 'string' ? UTF8_NAME : 0)) | (file.descriptor ? HAS_DESCRIPTOR : 0),
      method: file.method ?? (file.stored ? 0 : 8),
      crc: crc32(content),
      packed: packed.length,
      size: content.length,
    }
    const local = header(0x04034b50, written, { extra: Buffer.alloc(0), blank: file.descriptor === true })
    const descriptor = file.descriptor ? numbers([0x08074b50, 4], [written.crc, 4], [written.packed, 4], [written.size, 4]) : ''
    directory.push(
      header(0x02014b50, written, {
        extra: extraOf(file, written, offset),
        offset: file.zip64 ? 0xffffffff : offset,
        wide: file.zip64,
      }),
    )
    const whole = Buffer.concat([local, packed, Buffer.from(descriptor as Uint8Array)])
    parts.push(whole)
    offset += whole.length
  }
  const listed = Buffer.concat(directory)
  const zip64 = files.some((file) => file.zip64)
  const count = files.length
  const end = zip64
    ? Buffer.concat([
        numbers(
          [0x06064b50, 4],
          [44, 8],
          [45, 2],
          [45, 2],
          [0, 4],
          [0, 4],
          [count, 8],
          [count, 8],
          [listed.length, 8],
          [offset, 8],
        ),
        numbers([0x07064b50, 4], [0, 4], [offset + listed.length, 8], [1, 4]),
        numbers([0x06054b50, 4], [0, 4], [0xffff, 2], [0xffff, 2], [0xffffffff, 4], [0xffffffff, 4], [0, 2]),
      ])
    : numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [listed.length, 4], [offset, 4], [0, 2])
  return Buffer.concat([...parts, listed, end])
}

type Written = {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

function header(
  signature: number,
  { name, flags, method, crc, packed, size }: Written,
  { extra, offset, blank = false, wide = false }: { extra: Buffer; offset?: number; blank?: boolean; wide?: boolean | undefined },
): Buffer {
  const sizes = blank ? [0, 0] : wide ? [0xffffffff, 0xffffffff] : [packed, size]
  const isLocal = offset === undefined
  return Buffer.concat([
    numbers([signature, 4], ...(isLocal ? [] : ([[20, 2]] as const)), [20, 2], [flags, 2], [method, 2], [0, 4]),
    numbers([blank ? 0 : crc, 4], [sizes[0]!, 4], [sizes[1]!, 4], [name.length, 2], [extra.length, 2]),
    ...(isLocal ? [] : [numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4])]),
    name,
    extra,
  ])
}

function extraOf(file: ZipFile, { name, packed, size }: Written, offset: number): Buffer {
  const fields: Buffer[] = []
  if (file.unicodeName !== undefined) {
    const text = Buffer.from(file.unicodeName)
    fields.push(numbers([0x7075, 2], [5 + text.length, 2], [1, 1], [crc32(name), 4]), text)
  }
  if (file.zip64) fields.push(numbers([1, 2], [24, 2], [size, 8], [packed, 8], [offset, 8]))
  return Buffer.concat(fields)
}

/** Little-endian numbers of the given widths. */
function numbers(...written: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    written.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes)
      if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value))
      else buffer.writeUIntLE(value, 0, bytes)
      return buffer
    }),
  )
}

/** The same archive with a changed byte in the data of a file, so that it does not match its check sum. */
export function withDamage(archive: Uint8Array, name: string): Uint8Array {
  const bytes = Buffer.from(archive)
  const at = bytes.indexOf(name) + name.length
  bytes[at + 2]! ^= 0xff
  return bytes
}
