import { GiveUp } from '../model/give-up.ts'
import type { ShownPage } from '../model/shown-page.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import { formatOf } from './readers/file-format.ts'
import { MAX_PAGES } from './readers/pages/printed-pages.ts'
import { hideStandIns, lettersWithoutFont } from './readers/pdf/missing-fonts.ts'
import { POINT_BYTES, withDrawing, withFile, withPage } from './readers/pdf/pdf-picture.ts'
import { type Pdfium, withPdfium } from './readers/pdf/pdfium.ts'
import { pictureSize } from './readers/pictures/picture-decode.ts'
import { writePng } from './readers/pictures/write-png.ts'

/** A page is drawn with at most so many points: A4 at 200 dots an inch has four million. */
const MOST_POINTS = 6_000_000

/** A page to draw, from 1, and points of the drawing for a point of the page. */
export type PageToDraw = { readonly page: number; readonly scale: number }

/**
 * The pages of a PDF or a picture as they are to be shown beside their pictures. None for other formats.
 * @throws GiveUp for a file that cannot be opened
 */
export async function measurePages({ name, bytes }: SnapshotFile): Promise<readonly ShownPage[]> {
  const { kind } = formatOf(bytes)
  if (kind === 'picture') return [{ ...pictureSize(bytes), letters: [] }]
  if (kind !== 'pdf') return []
  return await withLibrary(name, (pdfium) =>
    withFile(pdfium, bytes, name, (document) => {
      const count = pdfium._FPDF_GetPageCount(document)
      if (count > MAX_PAGES) throw new GiveUp('too-large', `${name} has ${count} pages; the limit is ${MAX_PAGES}`)
      return Array.from({ length: count }, (_, index) => {
        const page = pdfium._FPDF_LoadPage(document, index)
        if (page === 0) throw new GiveUp('damaged-file', `page ${index + 1} of ${name} cannot be read; fetch or save it again`)
        try {
          return { ...sizeOf(pdfium, page), letters: lettersWithoutFont(pdfium, page) }
        } finally {
          pdfium._FPDF_ClosePage(page)
        }
      })
    }),
  )
}

/** A page of a PDF as people see it, as a PNG, without the characters whose font the file lacks; one too large for a picture is drawn smaller. @throws GiveUp for a file that cannot be drawn */
export async function drawPage({ name, bytes }: SnapshotFile, { page: number, scale }: PageToDraw): Promise<Uint8Array> {
  return await withLibrary(name, (pdfium) =>
    withPage(pdfium, bytes, number - 1, `page ${number} of ${name}`, (page) => {
      const size = sizeOf(pdfium, page)
      const fitting = Math.min(scale, Math.sqrt(MOST_POINTS / Math.max(1, size.width * size.height)))
      const [width, height] = [size.width, size.height].map((side) => Math.max(1, Math.round(side * fitting))) as [number, number]
      hideStandIns(pdfium, page)
      return withDrawing(pdfium, page, { width, height }, (points) => writePng(width, height, (y) => toRgb(points, y, width)))
    }),
  )
}

async function withLibrary<T>(name: string, use: (pdfium: Pdfium) => T): Promise<T> {
  try {
    return await withPdfium(use)
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error
    throw new GiveUp('damaged-file', `${name} makes the PDF library fail; open it in a viewer and save it again`, {
      cause: error,
    })
  }
}

function sizeOf(pdfium: Pdfium, page: number): Pick<ShownPage, 'width' | 'height'> {
  return { width: pdfium._FPDF_GetPageWidthF(page), height: pdfium._FPDF_GetPageHeightF(page) }
}

function toRgb(points: Uint8Array, y: number, width: number): Uint8Array {
  const row = new Uint8Array(width * 3)
  for (let to = 0, from = y * width * POINT_BYTES; to < row.length; to += 3, from += POINT_BYTES) {
    row[to] = points[from + 2]!
    row[to + 1] = points[from + 1]!
    row[to + 2] = points[from]!
  }
  return row
}
