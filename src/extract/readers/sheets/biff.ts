import { Damage } from '../containers/ole.ts'
import { decoderOf } from '../containers/ole-properties.ts'
import { joinShifted, type Shift } from '../shifted-digits.ts'

/** A record of a workbook stream ([MS-XLS]) with the parts that CONTINUE records add to it. `at` is where it begins. */
export type BiffRecord = { readonly at: number; readonly type: number; readonly parts: readonly Buffer[] }

/** How a workbook writes text: BIFF8 as UTF-16 or its lower bytes, BIFF5 in a code page. */
export type TextForm = { readonly biff8: boolean; readonly decoder: TextDecoder }

const CONTINUE = 0x003c
const BEGIN = 0x0809
const END = 0x000a

/**
 * The records from a place up to the end of its substream, without those of substreams inside it (charts). Throws `Damage` for a stream that
 * ends within a record.
 */
export function* recordsFrom(stream: Buffer, start: number): Generator<BiffRecord> {
  let depth = 0
  for (let at = start; at + 4 <= stream.length; ) {
    const type = stream.readUInt16LE(at)
    const parts: Buffer[] = []
    const from = at
    do {
      const length = stream.readUInt16LE(at + 2)
      if (at + 4 + length > stream.length) throw new Damage('its sheets are cut off')
      parts.push(stream.subarray(at + 4, at + 4 + length))
      at += 4 + length
    } while (at + 4 <= stream.length && stream.readUInt16LE(at) === CONTINUE)
    if (type === BEGIN) depth++
    if (depth <= 1) yield { at: from, type, parts }
    if (type === END && --depth <= 0) return
  }
  throw new Damage('its sheets are cut off')
}

/** Reads the parts of a record one after another. */
export class PartsReader {
  readonly #parts: readonly Buffer[]
  #part = 0
  #at = 0

  constructor(parts: readonly Buffer[], at = 0) {
    this.#parts = parts
    this.#at = at
  }

  get isAtEnd(): boolean {
    return this.#part >= this.#parts.length - 1 && this.#at >= (this.#parts.at(-1)?.length ?? 0)
  }

  uint8(): number {
    return this.#take(1).readUInt8(0)
  }

  uint16(): number {
    return this.#take(2).readUInt16LE(0)
  }

  uint32(): number {
    return this.#take(4).readUInt32LE(0)
  }

  skip(length: number): void {
    for (let rest = length; rest > 0; ) {
      const step = Math.min(rest, this.#rest())
      this.#at += step
      rest -= step
      if (rest > 0) this.#nextPart()
    }
  }

  /** Characters of a text; where it goes on in the next part, a byte says anew how wide they are. */
  characters(count: number, wide: boolean): string {
    let text = ''
    let width = wide ? 2 : 1
    for (let rest = count; rest > 0; ) {
      if (this.#rest() < width) {
        this.#nextPart()
        width = this.uint8() & 1 ? 2 : 1
      }
      const length = Math.min(rest, Math.floor(this.#rest() / width))
      text += this.#take(length * width).toString(width === 2 ? 'utf16le' : 'latin1')
      rest -= length
      if (rest > 0 && length === 0 && this.#rest() > 0) throw new Damage('a text in it is cut off')
    }
    return text
  }

  bytes(length: number): Buffer {
    return this.#take(length)
  }

  /** Bytes that may go on in the next part. */
  bytesAcross(length: number): Buffer {
    const taken: Buffer[] = []
    for (let rest = length; rest > 0; ) {
      if (this.#rest() === 0) this.#nextPart()
      const step = Math.min(rest, this.#rest())
      taken.push(this.#take(step))
      rest -= step
    }
    return Buffer.concat(taken)
  }

  #rest(): number {
    return (this.#parts[this.#part]?.length ?? 0) - this.#at
  }

  #nextPart(): void {
    this.#part++
    this.#at = 0
    if (this.#part >= this.#parts.length) throw new Damage('a text in it is cut off')
  }

  #take(length: number): Buffer {
    if (this.#rest() === 0 && length > 0) this.#nextPart()
    if (this.#rest() < length) throw new Damage('a record in it is cut off')
    const bytes = this.#parts[this.#part]!.subarray(this.#at, this.#at + length)
    this.#at += length
    return bytes
  }
}

/** A text after its length in one or two bytes. */
export function readString(reader: PartsReader, form: TextForm, lengthBytes: 1 | 2): string {
  const count = lengthBytes === 1 ? reader.uint8() : reader.uint16()
  if (!form.biff8) return form.decoder.decode(reader.bytes(count))
  return reader.characters(count, (reader.uint8() & 1) === 1)
}

const RICH = 8
const EXTENDED = 4

/** Fonts that raise or lower their text, by the number that runs of text give. */
export type ShiftingFonts = ReadonlyMap<number, Shift>

/** The fonts among all of a workbook in their order ([MS-XLS] Font): number 4 is left out of the count. */
export function shiftingFonts(fonts: readonly Buffer[]): ShiftingFonts {
  const shifts = fonts.map((font): Shift | null => {
    const code = font.length >= 10 ? font.readUInt16LE(8) : 0
    return code === 1 ? 'raised' : code === 2 ? 'lowered' : null
  })
  return new Map(shifts.flatMap((shift, index) => (shift === null ? [] : [[index < 4 ? index : index + 1, shift] as const])))
}

/** A text with raised and lowered digits marked as such. `runs` give where each font begins in it and its number, in so many bytes each. */
export function withFonts(
  slice: (from: number, to?: number) => string,
  runs: Buffer,
  width: 1 | 2,
  fonts: ShiftingFonts,
): string {
  const starts: { from: number; shift: Shift | null }[] = [{ from: 0, shift: null }]
  for (let at = 0; at + 2 * width <= runs.length; at += 2 * width)
    starts.push({ from: runs.readUIntLE(at, width), shift: fonts.get(runs.readUIntLE(at + width, width)) ?? null })
  return joinShifted(starts.map(({ from, shift }, index) => ({ text: slice(from, starts[index + 1]?.from), shift })))
}

/** The shared strings of a workbook; aids for reading them out are passed over. */
export function sharedStrings(record: BiffRecord, fonts: ShiftingFonts): string[] {
  const reader = new PartsReader(record.parts, 4)
  const count = reader.uint32()
  const strings: string[] = []
  while (strings.length < count && !reader.isAtEnd) {
    const length = reader.uint16()
    const flags = reader.uint8()
    const runs = flags & RICH ? reader.uint16() : 0
    const extension = flags & EXTENDED ? reader.uint32() : 0
    const text = reader.characters(length, (flags & 1) === 1)
    if (runs > 0 && fonts.size > 0)
      strings.push(withFonts((from, to) => text.slice(from, to), reader.bytesAcross(runs * 4), 2, fonts))
    else {
      strings.push(text)
      reader.skip(runs * 4)
    }
    reader.skip(extension)
  }
  return strings
}

/** How texts are written, by the version of the first record and the code page of the workbook. */
export function textFormOf(version: number, codePage: number | null): TextForm {
  return { biff8: version === 0x0600, decoder: decoderOf(codePage ?? 936) }
}
