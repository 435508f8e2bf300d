import { type Box, type Turn, turnOf } from '../pages/drawn-page.ts'
import type { Pdfium } from './pdfium.ts'

/** The part of a page's own space that is shown, y upwards, and how it is turned clockwise for it. */
export type PdfFrame = {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
  readonly turn: Turn
}

export function frameOf(pdfium: Pdfium, page: number, scratch: number): PdfFrame {
  const turn = turnOf(pdfium._FPDFPage_GetRotation(page) * 90)
  const read = pdfium._FPDFPage_GetCropBox(page, scratch, scratch + 4, scratch + 8, scratch + 12)
    ? true
    : pdfium._FPDFPage_GetMediaBox(page, scratch, scratch + 4, scratch + 8, scratch + 12) !== 0
  const f32 = pdfium.HEAPF32
  const at = scratch >> 2
  if (read && f32[at + 2]! > f32[at]! && f32[at + 3]! > f32[at + 1]!) {
    return { left: f32[at]!, bottom: f32[at + 1]!, right: f32[at + 2]!, top: f32[at + 3]!, turn }
  }
  return { left: 0, bottom: 0, right: pdfium._FPDF_GetPageWidthF(page), top: pdfium._FPDF_GetPageHeightF(page), turn }
}

/** Width and height of the page as it is shown. */
export function sizeOf(frame: PdfFrame): [number, number] {
  const width = frame.right - frame.left
  const height = frame.top - frame.bottom
  return frame.turn % 180 === 0 ? [width, height] : [height, width]
}

/** A box between two opposite corners in the page's own space as it is shown. */
export function showBox(x1: number, y1: number, x2: number, y2: number, { left, bottom, right, top, turn }: PdfFrame): Box {
  const [low, high] = y1 < y2 ? [y1, y2] : [y2, y1]
  const [near, far] = x1 < x2 ? [x1, x2] : [x2, x1]
  switch (turn) {
    case 0:
      return [near - left, top - high, far - left, top - low]
    case 90:
      return [low - bottom, near - left, high - bottom, far - left]
    case 180:
      return [right - far, low - bottom, right - near, high - bottom]
    case 270:
      return [top - high, right - far, top - low, right - near]
  }
}

/** A point of the page's own space as it is shown: from the upper left corner, y downwards. */
export function showPoint(x: number, y: number, frame: PdfFrame): [number, number] {
  switch (frame.turn) {
    case 0:
      return [x - frame.left, frame.top - y]
    case 90:
      return [y - frame.bottom, x - frame.left]
    case 180:
      return [frame.right - x, y - frame.bottom]
    case 270:
      return [frame.top - y, frame.right - x]
  }
}
