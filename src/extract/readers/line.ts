import type { Paragraph, Piece, Place } from '../../model/document.ts'
import { markShifted, type Shift, type ShiftedPart } from './shifted-digits.ts'

/** A gap as wide as two Chinese characters sets the parts of a line apart; narrower ones are spaces between words. */
const PIECE_GAP = 4

/** Widths in half characters. Zero-width and direction marks are dropped: they are not printed. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/
const SPECIAL = /[\s\u0085\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/

/**
 * Gathers the text of one line from fragments, collapsing white space as a browser does: a line break of the source between two Chinese
 * characters of one text is nothing, any other run of white space one space, and a wide run begins a new piece. Offsets are those of the source.
 */
export class LineText {
  /** Whether what is added is raised or lowered; null for text on the line. */
  shift: Shift | null = null
  readonly #shifted: ShiftedPart[] = []
  #text = ''
  #start = -1
  #end = -1
  #pieces: { readonly from: number; readonly start: number; readonly to: number; readonly end: number }[] = []
  #pieceFrom = 0
  #pieceStart = -1
  #gap = 0
  #asciiGap = false
  #onlyLineBreak = false
  #insideFragment = false

  get isEmpty(): boolean {
    return this.#start < 0
  }

  /** Adds a fragment that stands in the source at [start, end). */
  add(fragment: string, start: number): void {
    if (!SPECIAL.test(fragment)) {
      this.#onlyLineBreak = false
      this.#append(fragment, start, start + fragment.length)
      return
    }
    // A line break beside a tag stands between two elements, where a browser shows a space.
    this.#insideFragment = false
    this.#onlyLineBreak = false
    let from = 0
    for (let i = 0; i < fragment.length; i++) {
      const code = fragment.charCodeAt(i)
      if (code > 0x20 && code < 0x85) continue
      const width = widthOfGap(fragment, i, code)
      if (width < 0) continue
      if (i > from) {
        this.#append(fragment.slice(from, i), start + from, start + i)
        this.#insideFragment = true
      }
      this.#space(width, code)
      from = i + 1
    }
    if (from < fragment.length) this.#append(fragment.slice(from), start + from, start + fragment.length)
  }

  /** Adds one decoded character that the source writes as an entity at [start, end). */
  addEntity(character: string, start: number, end: number): void {
    const code = character.charCodeAt(0)
    const width = character.length === 1 ? widthOfGap(character, 0, code) : -1
    if (width < 0) this.#append(character, start, end)
    else this.#space(width, code)
  }

  /** Begins a new piece, as a tab stop does. */
  setApart(): void {
    this.#gap += PIECE_GAP
  }

  /** The line as a paragraph, or null when nothing is printed on it; the line is empty again. `placeOf` names the place of an extent. */
  take(heading: number | null, placeOf: (start: number, end: number) => Place): Paragraph | null {
    if (this.#start < 0) {
      this.#clearGap()
      return null
    }
    const at = placeOf(this.#start, this.#end)
    const text = this.#shifted.length === 0 ? this.#text : markShifted(this.#text, this.#shifted.splice(0))
    const pieces: Piece[] = this.#pieces.map((piece) => ({
      text: text.slice(piece.from, piece.to),
      at: placeOf(piece.start, piece.end),
    }))
    pieces.push(
      pieces.length === 0 ? { text, at } : { text: text.slice(this.#pieceFrom), at: placeOf(this.#pieceStart, this.#end) },
    )
    this.#text = ''
    this.#start = -1
    this.#pieces = []
    this.#pieceFrom = 0
    this.#clearGap()
    return { kind: 'paragraph', text, heading, pieces, at }
  }

  #append(fragment: string, start: number, end: number): void {
    if (this.#start < 0) {
      this.#start = start
      this.#pieceStart = start
      this.#text = fragment
    } else if (this.#gap > 0 || this.#asciiGap) {
      const gap = this.#gap + (this.#asciiGap ? 1 : 0)
      if (gap >= PIECE_GAP) {
        this.#pieces.push({ from: this.#pieceFrom, start: this.#pieceStart, to: this.#text.length, end: this.#end })
        this.#pieceFrom = this.#text.length + 1
        this.#pieceStart = start
        this.#text += ` ${fragment}`
      } else if (
        this.#gap === 0 &&
        this.#onlyLineBreak &&
        isWide(this.#text.charCodeAt(this.#text.length - 1)) &&
        isWide(fragment.charCodeAt(0))
      ) {
        this.#text += fragment
      } else {
        this.#text += ` ${fragment}`
      }
    } else {
      this.#text += fragment
    }
    if (this.shift !== null)
      this.#shifted.push({ from: this.#text.length - fragment.length, to: this.#text.length, shift: this.shift })
    this.#end = end
    this.#clearGap()
  }

  #space(width: number, code: number): void {
    if (width > 0) this.#gap += width
    else if (code <= 0x20) {
      // Spaces that follow a line break are the indentation of the source.
      if (!this.#asciiGap) this.#onlyLineBreak = this.#insideFragment && (code === 0x0a || code === 0x0d)
      this.#asciiGap = true
    }
  }

  #clearGap(): void {
    this.#gap = 0
    this.#asciiGap = false
    this.#onlyLineBreak = false
  }
}

/** Printed width of a white-space character in half characters; 0 for what collapses or is not printed, -1 for what is text. */
function widthOfGap(text: string, index: number, code: number): number {
  if (code <= 0x20) return 0
  if (code === 0xa0) return 1
  if (code === 0x3000 || code === 0x2003 || code === 0x2001) return 2
  if (code >= 0x2000 && code <= 0x200a) return 1
  if (code === 0x202f || code === 0x205f || code === 0x1680) return 1
  if (code === 0x85 || code === 0x2028 || code === 0x2029) return 0
  return INVISIBLE.test(text[index]!) ? 0 : -1
}

/** Whether a character is as wide as a Chinese one, so that no space belongs beside it where the source breaks its line. */
function isWide(code: number): boolean {
  return (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xffef)
}
