import { load } from 'cheerio'
import { strFromU8, unzipSync } from 'fflate'
import { frameOf, showBox } from '../../../src/extract/readers/pdf/pdf-frame.ts'
import { withPdfium } from '../../../src/extract/readers/pdf/pdfium.ts'
import type { Place } from '../../../src/model/document.ts'

/** A printed character or run and the point of the page, from its upper left corner, where it stands. */
type Printed = { readonly page: number; readonly x: number; readonly y: number; readonly text: string }

/** The text inside the box of a place, in the order of the file. */
function textInBoxes(printed: readonly Printed[]): (place: Place) => string | null {
  return ({ page, box }) => {
    if (page === undefined || box === undefined) return null
    const [left, top, right, bottom] = box
    return printed
      .filter((each) => each.page === page && each.x > left && each.x < right && each.y > top && each.y < bottom)
      .map(({ text }) => text)
      .join('')
  }
}

/** The text that PDFium finds in the boxes of a PDF. */
export function textInPdf(bytes: Uint8Array): Promise<(place: Place) => string | null> {
  return withPdfium((pdfium) => {
    const [source, box] = [pdfium._malloc(bytes.length), pdfium._malloc(64)]
    pdfium.HEAPU8.set(bytes, source)
    const document = pdfium._FPDF_LoadMemDocument(source, bytes.length, 0)
    const printed: Printed[] = []
    for (let index = 0; index < pdfium._FPDF_GetPageCount(document); index++) {
      const page = pdfium._FPDF_LoadPage(document, index)
      const text = pdfium._FPDFText_LoadPage(page)
      const frame = frameOf(pdfium, page, box)
      for (let at = 0; at < pdfium._FPDFText_CountChars(text); at++) {
        if (!pdfium._FPDFText_GetLooseCharBox(text, at, box)) continue
        const [left, top, right, bottom] = pdfium.HEAPF32.subarray(box >> 2, (box >> 2) + 4) as unknown as number[]
        const shown = showBox(left!, bottom!, right!, top!, frame)
        const [x, y] = [(shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2]
        printed.push({ page: index + 1, x, y, text: String.fromCodePoint(pdfium._FPDFText_GetUnicode(text, at)) })
      }
      pdfium._FPDFText_ClosePage(text)
      pdfium._FPDF_ClosePage(page)
    }
    pdfium._FPDF_CloseDocument(document)
    pdfium._free(source)
    pdfium._free(box)
    return textInBoxes(printed)
  })
}

const POINTS = 72 / 25.4

/** The texts of an OFD file whose first character begins in a box. */
export function textInOfd(bytes: Uint8Array): (place: Place) => string | null {
  const files = unzipSync(bytes)
  const printed = Object.keys(files).flatMap((name) => {
    const page = /Pages\/Page_(\d+)\/Content\.xml$/.exec(name)
    if (!page) return []
    const $ = load(strFromU8(files[name]!).replace(/<(\/?)\w+:/g, '<$1'), { xml: true })
    return $('TextObject')
      .get()
      .map((object): Printed => {
        const numbers = (attribute: string, otherwise: string) => ($(object).attr(attribute) ?? otherwise).split(' ').map(Number)
        const [left, top] = numbers('Boundary', '') as [number, number]
        const [a, b, c, d, e, f] = numbers('CTM', '1 0 0 1 0 0') as [number, number, number, number, number, number]
        const size = Number($(object).attr('Size'))
        const code = $(object).find('TextCode')
        // A point within the first character: beside the beginning of the baseline, and above it.
        const [x, y] = [Number(code.attr('X')) + size / 5, Number(code.attr('Y')) - size / 3]
        return {
          page: Number(page[1]) + 1,
          x: (left + a * x + c * y + e) * POINTS,
          y: (top + b * x + d * y + f) * POINTS,
          text: code.text(),
        }
      })
  })
  return textInBoxes(printed)
}
