import { type DrawnGlyph, type DrawnPage, isAround } from '../pages/drawn-page.ts'
import { DrawingReader } from './pdf-drawing.ts'
import { readFields } from './pdf-fields.ts'
import { frameOf, sizeOf } from './pdf-frame.ts'
import { readCharacters } from './pdf-text.ts'
import { extentsOf, isHidden } from './pdf-visibility.ts'
import type { Pdfium } from './pdfium.ts'

/** A page of a PDF, with what the file does not show of its characters. */
export type PdfPage = DrawnPage & {
  /** Characters whose code the file does not map to a character. */
  readonly unmapped: number
  /** Characters that nobody can see: white on white, behind a cover, or beside the page. */
  readonly hidden: number
}

/** Reads the characters, ruling lines, pictures and filled-in fields of one page. */
export function readPage(pdfium: Pdfium, page: number): PdfPage {
  const scratch = pdfium._malloc(64)
  try {
    const frame = frameOf(pdfium, page, scratch)
    const [width, height] = sizeOf(frame)
    const drawing = new DrawingReader(pdfium, scratch, frame)
    drawing.readPage(page)
    const text = readCharacters(pdfium, page, scratch, frame, drawing.orders)
    const painted = { fills: drawing.fills, extents: extentsOf(drawing.fills), images: drawing.images }
    const seen = text.glyphs.filter(
      (glyph, index) => isOnPage(glyph, width, height) && !isHidden(glyph, text.looks[index]!, painted),
    )
    return {
      width,
      height,
      glyphs: [...withoutTwins(seen), ...readFields(pdfium, page, scratch, frame)],
      horizontals: drawing.horizontals,
      verticals: drawing.verticals,
      images: drawing.images,
      unmapped: text.unmapped,
      hidden: text.glyphs.length - seen.length,
    }
  } finally {
    pdfium._free(scratch)
  }
}

function isOnPage({ box: [left, top, right, bottom] }: DrawnGlyph, width: number, height: number): boolean {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  return x >= 0 && x <= width && y >= 0 && y <= height
}

/** Drops recognised characters where the page prints characters itself, so that nothing is there twice. */
function withoutTwins(glyphs: readonly DrawnGlyph[]): readonly DrawnGlyph[] {
  const printed = glyphs.filter(({ recognised }) => !recognised)
  if (printed.length === 0 || printed.length === glyphs.length) return glyphs
  const byHeight = Map.groupBy(printed, ({ y }) => Math.round(y / TWIN_BAND))
  return glyphs.filter((glyph) => {
    if (!glyph.recognised) return true
    const band = Math.round(glyph.y / TWIN_BAND)
    const near = [band - 1, band, band + 1].flatMap((each) => byHeight.get(each) ?? [])
    return !near.some(({ box: [left, top, right, bottom] }) => isAround(glyph.box, (left + right) / 2, (top + bottom) / 2))
  })
}

const TWIN_BAND = 20
