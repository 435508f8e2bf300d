import { decoderOf } from '../containers/ole-properties.ts'
import { joinShifted, type Shift, type ShiftedRun } from '../shifted-digits.ts'

/** Code pages of the character sets that fonts name; sets that are not named here leave it to the document. */
const CHARACTER_SETS: Readonly<Record<number, number>> = {
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
}
const WESTERN = 1252
const CHINESE = 936
/** Code pages whose characters may take two bytes. */
const DOUBLE_BYTE = new Set([932, 936, 949, 950, 54936, 65001])

/**
 * Gathers the text of an RTF document. Bytes are decoded by the code page of their font; where that is the Western one, they are still Chinese
 * if they read as Chinese, since converters often leave the font's set out.
 */
export class RtfText {
  #text: ShiftedRun[] = []
  #bytes: number[] = []
  #codePage = 0
  #fontPage = 0
  readonly #fontPages = new Map<number, number>()
  #shift: Shift | null = null
  readonly #saved: ShiftedRun[][] = []

  get length(): number {
    return this.#text.length + this.#bytes.length
  }

  setCodePage(codePage: number): void {
    this.#flush()
    this.#codePage = codePage
  }

  /** `kind` is `fcharset` or `cpg`: the number of a character set or of a code page. */
  defineFont(font: number, kind: string, number: number): void {
    const page = kind === 'cpg' ? number : CHARACTER_SETS[number]
    if (page !== undefined) this.#fontPages.set(font, page)
  }

  setFont(font: number): void {
    const page = this.#fontPages.get(font) ?? 0
    if (page === this.#fontPage) return
    this.#flush()
    this.#fontPage = page
  }

  /** Says whether what follows is raised or lowered; null for text on the line. */
  setShift(shift: Shift | null): void {
    if (shift === this.#shift) return
    this.#flush()
    this.#shift = shift
  }

  addByte(byte: number): void {
    this.#bytes.push(byte)
  }

  /** Literal characters of the file; the second byte of a character may be one of them. */
  addRun(run: string): void {
    if (this.#bytes.length === 0 && !/[\x80-\xff]/.test(run)) {
      this.#push(run)
      return
    }
    for (let at = 0; at < run.length; at++) this.#bytes.push(run.charCodeAt(at))
  }

  /** Adds characters that the file gives as such. */
  add(characters: string): void {
    this.#flush()
    this.#push(characters)
  }

  /** The text so far; then there is none. */
  take(): string {
    this.#flush()
    const text = joinShifted(this.#text)
    this.#text = []
    return text
  }

  /** Puts the text so far aside, for one that stands within it. */
  push(): void {
    this.#flush()
    this.#saved.push(this.#text)
    this.#text = []
  }

  pop(): void {
    this.#text = this.#saved.pop() ?? []
  }

  #push(text: string): void {
    this.#text.push({ text, shift: this.#shift })
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    const bytes = Uint8Array.from(this.#bytes)
    this.#bytes = []
    this.#push(this.#decode(bytes))
  }

  #decode(bytes: Uint8Array): string {
    if (this.#fontPage !== 0) return decoderOf(this.#fontPage).decode(bytes)
    const guess = decoderOf(DOUBLE_BYTE.has(this.#codePage) ? this.#codePage : CHINESE).decode(bytes)
    return guess.includes('\ufffd') ? decoderOf(this.#codePage || WESTERN).decode(bytes) : guess
  }
}
