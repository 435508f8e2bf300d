import { ABOVE_BASELINE, ASCENT, DESCENT, type DrawnGlyph } from '../pages/drawn-page.ts'
import { type PdfFrame, showPoint } from './pdf-frame.ts'
import { type Pdfium, readWide, withName } from './pdfium.ts'

const SUBTYPE_FREE_TEXT = 3
const SUBTYPE_WIDGET = 20
const FLAG_HIDDEN = 1 << 1
const FLAG_NO_VIEW = 1 << 5
const VALUE_STRING = 3
const MAX_ANNOTATIONS = 20_000
/** Type is set this part of the height of its line high, up to a usual size in points. */
const FILLING = 0.75
const LARGEST = 14

/**
 * What is filled in on a page: the values of text fields, and text that was typed onto the page. Their files need not hold a picture of them,
 * so that each is set in the middle of its box, left to right.
 */
export function readFields(pdfium: Pdfium, page: number, scratch: number, frame: PdfFrame): DrawnGlyph[] {
  const glyphs: DrawnGlyph[] = []
  const count = Math.min(pdfium._FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)
  for (let index = 0; index < count; index++) {
    const annotation = pdfium._FPDFPage_GetAnnot(page, index)
    if (annotation === 0) continue
    try {
      const text = readAnnotation(pdfium, annotation)
      if (text !== '' && pdfium._FPDFAnnot_GetRect(annotation, scratch)) {
        const [left, top, right, bottom] = pdfium.HEAPF32.subarray(scratch >> 2, (scratch >> 2) + 4)
        const [x1, y1] = showPoint(left!, top!, frame)
        const [x2, y2] = showPoint(right!, bottom!, frame)
        setText(text, [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)], glyphs)
      }
    } finally {
      pdfium._FPDFPage_CloseAnnot(annotation)
    }
  }
  return glyphs
}

function readAnnotation(pdfium: Pdfium, annotation: number): string {
  if ((pdfium._FPDFAnnot_GetFlags(annotation) & (FLAG_HIDDEN | FLAG_NO_VIEW)) !== 0) return ''
  const subtype = pdfium._FPDFAnnot_GetSubtype(annotation)
  if (subtype === SUBTYPE_FREE_TEXT) return readString(pdfium, annotation, 'Contents')
  if (subtype !== SUBTYPE_WIDGET) return ''
  if (hasString(pdfium, annotation, 'V')) return readString(pdfium, annotation, 'V')
  // One of several boxes of a field: the value stands at the field itself.
  const field = withName(pdfium, 'Parent', (name) => pdfium._FPDFAnnot_GetLinkedAnnot(annotation, name))
  if (field === 0) return ''
  try {
    return hasString(pdfium, field, 'V') ? readString(pdfium, field, 'V') : ''
  } finally {
    pdfium._FPDFPage_CloseAnnot(field)
  }
}

/** Whether an entry is text; the states of check boxes are names. */
function hasString(pdfium: Pdfium, annotation: number, key: string): boolean {
  return withName(pdfium, key, (name) => pdfium._FPDFAnnot_GetValueType(annotation, name)) === VALUE_STRING
}

function readString(pdfium: Pdfium, annotation: number, key: string): string {
  return withName(pdfium, key, (name) =>
    readWide(pdfium, (buffer, size) => pdfium._FPDFAnnot_GetStringValue(annotation, name, buffer, size)),
  )
}

function setText(
  text: string,
  [left, top, right, bottom]: readonly [number, number, number, number],
  glyphs: DrawnGlyph[],
): void {
  const lines = text.split(/\r\n|\r|\n/)
  const height = (bottom - top) / lines.length
  for (const [index, line] of lines.entries()) {
    const widths = [...line].map((character) => (character < '\u2000' ? 0.5 : 1))
    const width = widths.reduce((sum, each) => sum + each, 0)
    const size = Math.min(FILLING * height, LARGEST, (right - left) / Math.max(1, width))
    const y = top + (index + 0.5) * height + ABOVE_BASELINE * size
    let x = left + (right - left - width * size) / 2
    for (const [place, character] of [...line].entries()) {
      const end = x + widths[place]! * size
      if (/\s/.test(character)) {
        const before = glyphs.at(-1)
        if (before) before.spaced = true
      } else {
        glyphs.push({
          text: character,
          direction: 0,
          size,
          x,
          y,
          box: [x, y - ASCENT * size, end, y + DESCENT * size],
          spaced: false,
        })
      }
      x = end
    }
  }
}
