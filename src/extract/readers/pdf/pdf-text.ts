import { ABOVE_BASELINE, type Box, type DrawnGlyph, directionOf, type Turn, turnOf } from '../pages/drawn-page.ts'
import { type PdfFrame, showBox, showPoint } from './pdf-frame.ts'
import type { Look } from './pdf-visibility.ts'
import type { Pdfium } from './pdfium.ts'

/** The characters of a page in the order of the file, and how each of them is painted. */
type PdfText = { readonly glyphs: DrawnGlyph[]; readonly looks: Look[]; readonly unmapped: number }

/** What all characters of one text object share. */
type TextStyle = Look & {
  readonly direction: Turn | null
  /** Its direction on the page as it is shown. */
  readonly shown: Turn | null
  readonly size: number
  readonly recognised: boolean
}

/** A character in the page's own space, y upwards. */
type Drawn = {
  readonly text: string
  readonly size: number
  readonly x: number
  readonly y: number
  readonly box: Box
}

/** Reads the characters of a page. `orders` tells when the page paints each of its objects. */
export function readCharacters(
  pdfium: Pdfium,
  page: number,
  scratch: number,
  frame: PdfFrame,
  orders: ReadonlyMap<number, number>,
): PdfText {
  const textPage = pdfium._FPDFText_LoadPage(page)
  const glyphs: DrawnGlyph[] = []
  const looks: Look[] = []
  let unmapped = 0
  let object = 0
  let style: TextStyle | null = null
  try {
    const count = pdfium._FPDFText_CountChars(textPage)
    for (let index = 0; index < count; index++) {
      const code = pdfium._FPDFText_GetUnicode(textPage, index)
      if (code <= BLANK && pdfium._FPDFText_IsGenerated(textPage, index) === 1) continue
      const character = readCharacter(pdfium, textPage, index, code)
      if (character === null) continue
      if (character === ' ') {
        const before = glyphs.at(-1)
        if (before) before.spaced = true
        continue
      }
      const own = pdfium._FPDFText_GetTextObject(textPage, index)
      if (style === null || own !== object) {
        object = own
        const direct = readStyle(pdfium, textPage, index, scratch, own)
        const shown = direct.direction === null ? null : turnOf(direct.direction - frame.turn)
        style = { ...direct, shown, order: orders.get(own) ?? Number.POSITIVE_INFINITY }
      }
      if (character === UNKNOWN) unmapped++
      const glyph = readGlyph(pdfium, textPage, index, scratch, character, style)
      if (glyph === null) {
        unmapped++
        continue
      }
      glyphs.push(asShown(glyph, style, frame))
      looks.push(style)
    }
  } finally {
    pdfium._FPDFText_ClosePage(textPage)
  }
  return { glyphs, looks, unmapped }
}

/** Stands for a character that the file draws without saying which it is. */
const UNKNOWN = '\ufffd'
/** The library puts blanks and ends of lines between characters that stand apart; it adds nothing above this code. */
const BLANK = 0x20
/** Ways of drawing text that leave no mark: invisible, and as the edge of what follows. */
const INVISIBLE_MODES = new Set([3, 7])
const STROKE_ONLY = 1

function readCharacter(pdfium: Pdfium, textPage: number, index: number, code: number): string | null {
  const character = printed(code)
  return character !== ' ' && pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1 ? UNKNOWN : character
}

function readStyle(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  scratch: number,
  object: number,
): Omit<TextStyle, 'shown' | 'order'> {
  const at = scratch >> 2
  pdfium._FPDFText_GetMatrix(textPage, index, scratch)
  const [a, b, c, d] = [pdfium.HEAPF32[at]!, pdfium.HEAPF32[at + 1]!, pdfium.HEAPF32[at + 2]!, pdfium.HEAPF32[at + 3]!]
  const mode = pdfium._FPDFTextObj_GetTextRenderMode(object)
  const filled =
    mode !== STROKE_ONLY && pdfium._FPDFPageObj_GetFillColor(object, scratch, scratch + 4, scratch + 8, scratch + 12) !== 0
  const [red, green, blue, alpha] = [pdfium.HEAP32[at]!, pdfium.HEAP32[at + 1]!, pdfium.HEAP32[at + 2]!, pdfium.HEAP32[at + 3]!]
  const recognised = INVISIBLE_MODES.has(mode)
  return {
    direction: directionOf(a, b),
    size: pdfium._FPDFText_GetFontSize(textPage, index) * Math.hypot(c, d),
    recognised,
    colour: filled && !recognised ? [red, green, blue] : null,
    isClear: filled && !recognised && alpha === 0,
  }
}

function asShown({ text, size, x, y, box }: Drawn, { shown, recognised }: TextStyle, frame: PdfFrame): DrawnGlyph {
  const [startX, startY] = showPoint(x, y, frame)
  const glyph = {
    text,
    direction: shown,
    size,
    x: startX,
    y: startY,
    box: showBox(box[0], box[1], box[2], box[3], frame),
    spaced: false,
  }
  return recognised ? { ...glyph, ...RECOGNISED } : glyph
}

const RECOGNISED = { recognised: true } as const

function readGlyph(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  scratch: number,
  text: string,
  { direction, size: given }: TextStyle,
): Drawn | null {
  const at = scratch >> 2
  if (!pdfium._FPDFText_GetLooseCharBox(textPage, index, scratch)) return null
  const f32 = pdfium.HEAPF32
  const box: Box = [f32[at]!, f32[at + 1]!, f32[at + 2]!, f32[at + 3]!]
  const size = given > 0.5 ? given : Math.abs(box[1] - box[3])
  const advance = direction === 90 || direction === 270 ? Math.abs(box[1] - box[3]) : box[2] - box[0]
  pdfium._FPDFText_GetCharOrigin(textPage, index, scratch, scratch + 8)
  const f64 = pdfium.HEAPF64
  const x = f64[scratch >> 3]!
  const y = f64[(scratch >> 3) + 1]!
  // Fonts for vertical writing give no usable advance: the character is where its ink is.
  if (advance > 1.6 * size || advance <= 0) return readInk(pdfium, textPage, index, scratch, { text, size, x, y }, direction)
  return { text, size, x, y, box }
}

function readInk(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  scratch: number,
  glyph: Omit<Drawn, 'box'>,
  direction: Turn | null,
): Drawn {
  const { size, x, y } = glyph
  if (!pdfium._FPDFText_GetCharBox(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24)) {
    return { ...glyph, box: [x, y + size, x + size, y] }
  }
  const at = scratch >> 3
  const [left, right, bottom, top] = pdfium.HEAPF64.subarray(at, at + 4) as unknown as [number, number, number, number]
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2]
  const box: Box = [middleX - size / 2, middleY + size / 2, middleX + size / 2, middleY - size / 2]
  const sunk = ABOVE_BASELINE * size
  const origins: Record<Turn, readonly [number, number]> = {
    0: [box[0], middleY - sunk],
    90: [middleX + sunk, box[3]],
    180: [box[2], middleY + sunk],
    270: [middleX - sunk, box[1]],
  }
  const [originX, originY] = direction === null ? [x, y] : origins[direction]
  return { ...glyph, x: originX, y: originY, box }
}

/** What a character code prints; a blank for white space, null for what leaves no mark. */
function printed(code: number): string | null {
  if (code === 2) return '-'
  if (code === 0x20 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) return ' '
  if (code < 0x20 || code === 0xfffe || code === 0xffff || code === 0xfeff || (code >= 0x200b && code <= 0x200f)) return null
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
  return String.fromCodePoint(code)
}
