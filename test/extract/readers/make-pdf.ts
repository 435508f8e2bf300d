/** A piece of text on a page; x and y are points from the upper left corner to the left end of the baseline. */
export type DrawnText = {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size?: number
  readonly turn?: number
  readonly invisible?: boolean
  /** Set in a Chinese font that the file only names. */
  readonly unembedded?: boolean
  /** Red, green and blue from 0 to 1; black unless given. */
  readonly colour?: readonly [number, number, number]
}
/** A straight line from corner to corner, or a filled box. */
export type DrawnShape =
  | { readonly line: readonly [number, number, number, number] }
  | { readonly fill: readonly [number, number, number, number] }
export type DrawnPage = {
  readonly texts?: readonly DrawnText[]
  readonly shapes?: readonly DrawnShape[]
  /** Turns the shown page clockwise. */
  readonly rotate?: number
  /** Content stream operators as they are. */
  readonly raw?: string
  readonly fields?: readonly DrawnField[]
  readonly width?: number
  readonly height?: number
}

const WIDTH = 595
const HEIGHT = 842

/** A field of a form with what was filled in. */
export type DrawnField = { readonly box: readonly [number, number, number, number]; readonly value: string }

/** A Type 3 font holds codes of one byte. */
const CODES = 255
const FIRST_FONT = 9

/**
 * Writes a small PDF by hand: pages (A4 unless they say otherwise) of lines and of text in fonts of black boxes, one em wide for Chinese and
 * half an em for ASCII characters, with the map to characters that programs embed.
 */
export function makePdf(pages: readonly DrawnPage[], info: Readonly<Record<string, string>> = {}): Buffer {
  const characters = [...new Set(pages.flatMap(({ texts = [] }) => texts.flatMap(({ text }) => [...text])))]
  const fonts = Array.from({ length: Math.max(1, Math.ceil(characters.length / CODES)) }, (_, font) =>
    characters.slice(font * CODES, (font + 1) * CODES),
  )
  const indexOf = new Map(characters.map((character, index) => [character, index]))
  const encode = (text: string, size: number) =>
    [...text]
      .map((character) => {
        const index = indexOf.get(character)!
        return `/F${Math.floor(index / CODES)} ${size} Tf <${hex((index % CODES) + 1, 2)}> Tj`
      })
      .join(' ')
  const boxes = [500, 1000].map((width) => `${width} 0 50 -100 ${width - 50} 800 d1 50 -100 ${width - 100} 900 re f`)
  const firstPage = FIRST_FONT + fonts.length * 2
  const pageIds = pages.map((_, index) => firstPage + index * 2)
  const firstField = firstPage + pages.length * 2
  const fields = pages.flatMap(({ fields: own = [] }, page) => own.map((field) => ({ ...field, page })))
  const fieldIds = (page?: number) =>
    fields.flatMap((field, index) => (page === undefined || field.page === page ? [`${firstField + index} 0 R`] : [])).join(' ')
  const objects: string[] = []
  objects[1] = `<< /Type /Catalog /Pages 2 0 R ${fields.length > 0 ? `/AcroForm << /Fields [${fieldIds()}] /DA (/Helv 9 Tf) >>` : ''} >>`
  objects[2] = `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`
  objects[3] = '<< >>'
  objects[5] = '<< >>'
  objects[4] = `<< ${Object.entries(info)
    .map(([name, value]) => `/${name} <${utf16(`\ufeff${value}`)}>`)
    .join(' ')} >>`
  objects[6] = streamOf(boxes[0]!)
  objects[7] = streamOf(boxes[1]!)
  objects[8] =
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 ' +
    '/BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor ' +
    '/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>'
  fonts.forEach((held, index) => {
    const id = FIRST_FONT + index * 2
    objects[id] = fontOf(held, id + 1)
    objects[id + 1] = streamOf(mapOf(held))
  })
  const fontNames = fonts.map((_, index) => `/F${index} ${FIRST_FONT + index * 2} 0 R`).join(' ')
  pages.forEach((page, index) => {
    const id = pageIds[index]!
    const rotate = page.rotate ? `/Rotate ${page.rotate}` : ''
    const size = `${page.width ?? WIDTH} ${page.height ?? HEIGHT}`
    objects[id] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size}] ${rotate} /Resources << /Font << ${fontNames} /G 8 0 R >> >> /Annots [${fieldIds(index)}] /Contents ${id + 1} 0 R >>`
    objects[id + 1] = streamOf(contentOf(page, encode))
  })
  fields.forEach(({ box: [left, top, right, bottom], value, page }, index) => {
    const height = pages[page]!.height ?? HEIGHT
    objects[firstField + index] =
      `<< /Type /Annot /Subtype /Widget /FT /Tx /T (f${index}) /V <${utf16(`\ufeff${value}`)}> /F 4 /Rect [${left} ${height - bottom} ${right} ${height - top}] /P ${pageIds[page]} 0 R >>`
  })
  return assemblePdf(objects)
}

function fontOf(characters: readonly string[], map: number): string {
  const isHalf = (character: string) => character.charCodeAt(0) < 0x80
  const names = characters.map((character, index) => `${index + 1} /${isHalf(character) ? 'half' : 'full'}`)
  return (
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 -140 1000 860] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /half 6 0 R /full 7 0 R >> ' +
    `/Encoding << /Type /Encoding /Differences [${names.join(' ')}] >> /FirstChar 1 /LastChar ${Math.max(1, characters.length)} ` +
    `/Widths [${characters.map((character) => (isHalf(character) ? 500 : 1000)).join(' ')}] /ToUnicode ${map} 0 R >>`
  )
}

/** The map to characters, in parts of a hundred as the format asks. */
function mapOf(characters: readonly string[]): string {
  const rows = characters.map((character, index) => `<${hex(index + 1, 2)}> <${utf16(character)}>`)
  const parts = Array.from({ length: Math.ceil(rows.length / 100) }, (_, part) => rows.slice(part * 100, part * 100 + 100))
  const maps = parts.map((part) => `${part.length} beginbfchar\n${part.join('\n')}\nendbfchar`)
  return `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange ${maps.join('\n')} endcmap end`
}

function streamOf(content: string): string {
  return `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

function contentOf(
  { texts = [], shapes = [], raw = '', height = HEIGHT }: DrawnPage,
  encode: (text: string, size: number) => string,
): string {
  const drawn = shapes.map((shape) => {
    if ('line' in shape) {
      const [x1, y1, x2, y2] = shape.line
      return `${x1} ${height - y1} m ${x2} ${height - y2} l S`
    }
    const [left, top, right, bottom] = shape.fill
    return `${left} ${height - bottom} ${right - left} ${bottom - top} re f`
  })
  const written = texts.map(({ x, y, text, size = 12, turn = 0, invisible, unembedded, colour = [0, 0, 0] }) => {
    const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]
    const matrix = [cos, sin, -sin, cos, x, height - y].map((value) => value.toFixed(4)).join(' ')
    const shown = unembedded ? `/G ${size} Tf <${utf16(text)}> Tj` : encode(text, size)
    return `BT ${colour.join(' ')} rg ${invisible ? 3 : 0} Tr ${matrix} Tm ${shown} ET`
  })
  return ['0.5 w', ...drawn, ...written, raw].join('\n')
}

function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex')
}

/** Joins numbered objects (the first is left out) to a file; object 1 is the catalogue, object 4 the properties. */
export function assemblePdf(objects: readonly string[]): Buffer {
  let body = '%PDF-1.4\n'
  const offsets: number[] = []
  objects.forEach((object, id) => {
    offsets[id] = Buffer.byteLength(body, 'latin1')
    body += `${id} 0 obj\n${object}\nendobj\n`
  })
  const start = Buffer.byteLength(body, 'latin1')
  const rows = objects.map((_, id) =>
    id === 0 ? '0000000000 65535 f \n' : `${String(offsets[id]).padStart(10, '0')} 00000 n \n`,
  )
  rows[0] ??= '0000000000 65535 f \n'
  return Buffer.from(
    `${body}xref\n0 ${objects.length}\n${rows.join('')}trailer\n<< /Size ${objects.length} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  )
}

/** Lines and texts of a ruled table with columns and rows at the given positions; one text for each cell, at its left. */
export function ruledTable(
  xs: readonly number[],
  ys: readonly number[],
  texts: readonly (readonly string[])[],
): { texts: DrawnText[]; shapes: DrawnShape[] } {
  const shapes: DrawnShape[] = [
    ...xs.map((x) => ({ line: [x, ys[0]!, x, ys.at(-1)!] as const })),
    ...ys.map((y) => ({ line: [xs[0]!, y, xs.at(-1)!, y] as const })),
  ]
  const drawn = texts.flatMap((row, y) => row.map((text, x) => ({ x: xs[x]! + 4, y: ys[y]! + 16, text })))
  return { texts: drawn.filter(({ text }) => text !== ''), shapes }
}
