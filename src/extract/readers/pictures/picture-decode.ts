import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { POINT_BYTES, withDrawing, withPage } from '../pdf/pdf-picture.ts'
import { type Pdfium, withPdfium } from '../pdf/pdfium.ts'
import type { Grey } from './picture-grey.ts'
import { luminance, readPng, readPngSize } from './png.ts'

/** A page at 300 dots an inch has nine million points; a long screenshot some more. */
const MOST_PIXELS = 25_000_000

/**
 * Decodes a PNG or JPEG into shades of grey. JPEG goes through PDFium, which decodes it inside WebAssembly: the bytes are set as the
 * only picture of a page and the page is drawn point by point.
 * @throws GiveUp for damaged and too large pictures
 */
export async function decodePicture(bytes: Uint8Array): Promise<Grey> {
  if (bytes[0] === 0x89) return readPng(bytes, MOST_PIXELS)
  const frame = readJpegFrame(bytes)
  if (frame.width * frame.height > MOST_PIXELS)
    throw new GiveUp('too-large', `the picture has ${frame.width} × ${frame.height} points; the limit is ${MOST_PIXELS} points`)
  return withPdfium((pdfium) =>
    withPage(pdfium, wrapJpeg(bytes, frame), 0, 'the JPEG picture', (page) => drawPage(pdfium, page, frame.width, frame.height)),
  )
}

/**
 * Draws pages of a PDF, numbered from 1, one after another; `scale` is points of the picture for a point of the page.
 * Pages too large for a picture are drawn smaller.
 */
export async function* drawPdfPages(
  { bytes }: SnapshotFile,
  pages: readonly number[],
  scale: number,
): AsyncGenerator<{ readonly page: number; readonly picture: Grey; readonly scale: number }> {
  for (const number of pages) {
    yield await withPdfium((pdfium) =>
      withPage(pdfium, bytes, number - 1, `page ${number}`, (page) => {
        const [width, height] = [pdfium._FPDF_GetPageWidthF(page), pdfium._FPDF_GetPageHeightF(page)]
        const fitting = Math.min(scale, Math.sqrt(MOST_PIXELS / 2 / Math.max(1, width * height)))
        const picture = drawPage(
          pdfium,
          page,
          Math.max(1, Math.round(width * fitting)),
          Math.max(1, Math.round(height * fitting)),
        )
        return { page: number, picture, scale: fitting }
      }),
    )
  }
}

/** Draws a page in shades of grey, so many points wide and high. */
function drawPage(pdfium: Pdfium, page: number, width: number, height: number): Grey {
  return withDrawing(pdfium, page, { width, height }, (points) => {
    const data = new Uint8Array(width * height)
    for (let at = 0, from = 0; at < data.length; at++, from += POINT_BYTES)
      data[at] = luminance(points[from + 2]!, points[from + 1]!, points[from]!)
    return { width, height, data }
  })
}

/** Width and height of a PNG or JPEG as its header tells them. @throws GiveUp when it has none */
export function pictureSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const { width, height } = bytes[0] === 0x89 ? readPngSize(bytes) : readJpegFrame(bytes)
  return { width, height }
}

type JpegFrame = { readonly width: number; readonly height: number; readonly components: number; readonly inverted: boolean }

/** Reads size and colours from the frame header (ITU-T T.81, B.2.2); an Adobe CMYK picture is stored inverted. */
function readJpegFrame(bytes: Uint8Array): JpegFrame {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let adobe = false
  for (let at = 2; at + 9 < view.length; ) {
    if (view[at] !== 0xff) {
      at++
      continue
    }
    const marker = view[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const [height, width, components] = [view.readUInt16BE(at + 5), view.readUInt16BE(at + 7), view[at + 9]!]
      if (width === 0 || height === 0 || ![1, 3, 4].includes(components)) throw damaged('the JPEG picture')
      return { width, height, components, inverted: adobe && components === 4 }
    }
    if (marker === 0xee && view.toString('latin1', at + 4, at + 9) === 'Adobe') adobe = true
    if (marker === 0xda) break
    const bare = marker === 0xd8 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
    at += bare ? 2 : 2 + view.readUInt16BE(at + 2)
  }
  throw damaged('the JPEG picture')
}

function damaged(what: string): GiveUp {
  return new GiveUp('damaged-file', `${what} cannot be read; fetch or save it again`)
}

const COLOUR_SPACES: Readonly<Record<number, string>> = { 1: '/DeviceGray', 3: '/DeviceRGB', 4: '/DeviceCMYK' }

/** A PDF of one page that shows the picture, one point of the page for each of its points. */
function wrapJpeg(bytes: Uint8Array, { width, height, components, inverted }: JpegFrame): Buffer {
  const content = `${width} 0 0 ${height} 0 0 cm /P Do`
  const decode = inverted ? ' /Decode [1 0 1 0 1 0 1 0]' : ''
  const before = Buffer.from(
    [
      '%PDF-1.4',
      '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
      '2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj',
      `3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >> endobj`,
      `4 0 obj << /Length ${content.length} >> stream\n${content}\nendstream endobj`,
      `5 0 obj << /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace ${COLOUR_SPACES[components]}${decode} /Filter /DCTDecode /Length ${bytes.length} >> stream\n`,
    ].join('\n'),
    'latin1',
  )
  const after = Buffer.from('\nendstream endobj\ntrailer << /Root 1 0 R /Size 6 >>\n%%EOF\n', 'latin1')
  return Buffer.concat([before, bytes, after])
}
