import { GiveUp } from '../../../model/give-up.ts'
import type { Pdfium } from './pdfium.ts'

const BGRX = 3
/** A point of a drawing: blue, green, red and a byte that says nothing. */
export const POINT_BYTES = 4
const ANNOTATIONS = 1

/** Opens a PDF for a use; `what` names it in messages. @throws GiveUp when it cannot be opened */
export function withFile<T>(pdfium: Pdfium, bytes: Uint8Array, what: string, use: (document: number) => T): T {
  const pointer = pdfium._malloc(bytes.length)
  try {
    pdfium.HEAPU8.set(bytes, pointer)
    const document = pdfium._FPDF_LoadMemDocument(pointer, bytes.length, 0)
    if (document === 0) throw damaged(what)
    try {
      return use(document)
    } finally {
      pdfium._FPDF_CloseDocument(document)
    }
  } finally {
    pdfium._free(pointer)
  }
}

/** Opens a page of a PDF, counted from 0, for a use; `what` names it in messages. @throws GiveUp when it cannot be opened */
export function withPage<T>(pdfium: Pdfium, bytes: Uint8Array, index: number, what: string, use: (page: number) => T): T {
  return withFile(pdfium, bytes, what, (document) => {
    const page = pdfium._FPDF_LoadPage(document, index)
    if (page === 0) throw damaged(what)
    try {
      return use(page)
    } finally {
      pdfium._FPDF_ClosePage(page)
    }
  })
}

/**
 * Draws a page on white paper, so many points wide and high. `use` gets the points row by row, `POINT_BYTES` each, in memory that is gone
 * afterwards.
 */
export function withDrawing<T>(
  pdfium: Pdfium,
  page: number,
  { width, height }: { readonly width: number; readonly height: number },
  use: (points: Uint8Array) => T,
): T {
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, BGRX, 0, 0)
  if (bitmap === 0) throw new GiveUp('too-large', `a page of ${width} × ${height} points does not fit into memory`)
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, ANNOTATIONS)
    const start = pdfium._FPDFBitmap_GetBuffer(bitmap)
    if (pdfium._FPDFBitmap_GetStride(bitmap) !== width * POINT_BYTES) throw new Error('a drawing has gaps between its rows')
    return use(pdfium.HEAPU8.subarray(start, start + width * height * POINT_BYTES))
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap)
  }
}

function damaged(what: string): GiveUp {
  return new GiveUp('damaged-file', `${what} cannot be read; fetch or save it again`)
}
