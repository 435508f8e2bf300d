import type { Letter } from '../../../model/shown-page.ts'
import { frameOf, showPoint } from './pdf-frame.ts'
import type { Pdfium } from './pdfium.ts'
import { makeStandInFont } from './stand-in-font.ts'

const STAND_IN_BYTES = makeStandInFont().length
/** Draws nothing (ISO 32000-1, 9.3.6). */
const INVISIBLE = 3

/** Characters of a page that the stand-in would draw as boxes, since the file does not carry their font. */
export function lettersWithoutFont(pdfium: Pdfium, page: number): readonly Letter[] {
  const scratch = pdfium._malloc(64)
  try {
    const frame = frameOf(pdfium, page, scratch)
    const letters: Letter[] = []
    forEachStandIn(pdfium, page, scratch, (textPage, index) => {
      const code = pdfium._FPDFText_GetUnicode(textPage, index)
      if (code <= 0x20 || code > 0x10ffff) return
      pdfium._FPDFText_GetMatrix(textPage, index, scratch)
      const [a, b, c, d] = pdfium.HEAPF32.slice(scratch >> 2, (scratch >> 2) + 4) as unknown as [number, number, number, number]
      if (Math.abs(b) > Math.abs(a) / 100 || a < 0 || frame.turn !== 0) return
      pdfium._FPDFText_GetCharOrigin(textPage, index, scratch, scratch + 8)
      const [left, up] = [pdfium.HEAPF64[scratch >> 3]!, pdfium.HEAPF64[(scratch >> 3) + 1]!]
      const [x, y] = showPoint(left, up, frame)
      letters.push({
        text: String.fromCodePoint(code),
        x,
        y,
        size: pdfium._FPDFText_GetFontSize(textPage, index) * Math.hypot(c, d),
      })
    })
    return letters
  } finally {
    pdfium._free(scratch)
  }
}

/** Makes the boxes of the stand-in invisible, before a page is drawn. */
export function hideStandIns(pdfium: Pdfium, page: number): void {
  const scratch = pdfium._malloc(64)
  try {
    forEachStandIn(pdfium, page, scratch, (textPage, index) => {
      pdfium._FPDFTextObj_SetTextRenderMode(pdfium._FPDFText_GetTextObject(textPage, index), INVISIBLE)
    })
  } finally {
    pdfium._free(scratch)
  }
}

function forEachStandIn(pdfium: Pdfium, page: number, scratch: number, use: (textPage: number, index: number) => void): void {
  const textPage = pdfium._FPDFText_LoadPage(page)
  if (textPage === 0) return
  const known = new Map<number, boolean>()
  const isStandIn = (font: number): boolean => {
    if (pdfium._FPDFFont_GetIsEmbedded(font) !== 0) return false
    pdfium.HEAP32[scratch >> 2] = 0
    return pdfium._FPDFFont_GetFontData(font, 0, 0, scratch) !== 0 && pdfium.HEAP32[scratch >> 2] === STAND_IN_BYTES
  }
  try {
    const count = pdfium._FPDFText_CountChars(textPage)
    for (let index = 0; index < count; index++) {
      const object = pdfium._FPDFText_GetTextObject(textPage, index)
      if (object === 0) continue
      const font = pdfium._FPDFTextObj_GetFont(object)
      if (!known.has(font)) known.set(font, isStandIn(font))
      if (known.get(font)) use(textPage, index)
    }
  } finally {
    pdfium._FPDFText_ClosePage(textPage)
  }
}
