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
}

const WIDTH = 595
const HEIGHT = 842

/**
 * Writes a small PDF by hand: A4 pages of lines and of text in a font of black boxes, one em wide for Chinese and half an em for ASCII
 * characters, with the map to characters that programs embed.
 */
export function makePdf(pages: readonly DrawnPage[], info: Readonly<Record<string, string>> = {}): Buffer {
  const characters = [...new Set(pages.flatMap(({ texts = [] }) => texts.flatMap(({ text }) => [...text])))]
  if (characters.length > 255) throw new Error('the font of makePdf holds 255 characters')
  const encode = (text: string) => [...text].map((character) => hex(characters.indexOf(character) + 1, 2)).join('')
  const widths = characters.map((character) => (character.charCodeAt(0) < 0x80 ? 500 : 1000))
  const codes = characters.map((_, index) => index + 1)
  const boxes = [500, 1000].map((width) => `${width} 0 50 -100 ${width - 50} 800 d1 50 -100 ${width - 100} 900 re f`)
  const map = codes.map((code, index) => `<${hex(code, 2)}> <${utf16(characters[index]!)}>`)
  const toUnicode = `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange ${map.length} beginbfchar\n${map.join('\n')}\nendbfchar endcmap end`

  const firstPage = 9
  const pageIds = pages.map((_, index) => firstPage + index * 2)
  const objects: string[] = []
  objects[1] = '<< /Type /Catalog /Pages 2 0 R >>'
  objects[2] = `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`
  objects[3] =
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 -140 1000 860] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /half 6 0 R /full 7 0 R >> ' +
    `/Encoding << /Type /Encoding /Differences [${codes.map((code, index) => `${code} /${widths[index] === 500 ? 'half' : 'full'}`).join(' ')}] >> ` +
    `/FirstChar 1 /LastChar ${codes.length} /Widths [${widths.join(' ')}] /ToUnicode 5 0 R >>`
  objects[4] = `<< ${Object.entries(info)
    .map(([name, value]) => `/${name} <${utf16(`\ufeff${value}`)}>`)
    .join(' ')} >>`
  objects[5] = streamOf(toUnicode)
  objects[6] = streamOf(boxes[0]!)
  objects[7] = streamOf(boxes[1]!)
  objects[8] =
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 ' +
    '/BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor ' +
    '/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>'
  pages.forEach((page, index) => {
    const id = pageIds[index]!
    const rotate = page.rotate ? `/Rotate ${page.rotate}` : ''
    objects[id] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] ${rotate} /Resources << /Font << /F 3 0 R /G 8 0 R >> >> /Contents ${id + 1} 0 R >>`
    objects[id + 1] = streamOf(contentOf(page, encode))
  })
  return assemblePdf(objects)
}

function streamOf(content: string): string {
  return `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

function contentOf({ texts = [], shapes = [], raw = '' }: DrawnPage, encode: (text: string) => string): string {
  const drawn = shapes.map((shape) => {
    if ('line' in shape) {
      const [x1, y1, x2, y2] = shape.line
      return `${x1} ${HEIGHT - y1} m ${x2} ${HEIGHT - y2} l S`
    }
    const [left, top, right, bottom] = shape.fill
    return `${left} ${HEIGHT - bottom} ${right - left} ${bottom - top} re f`
  })
  const written = texts.map(({ x, y, text, size = 12, turn = 0, invisible, unembedded }) => {
    const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]
    const matrix = [cos, sin, -sin, cos, x, HEIGHT - y].map((value) => value.toFixed(4)).join(' ')
    return `BT /${unembedded ? 'G' : 'F'} ${size} Tf ${invisible ? 3 : 0} Tr ${matrix} Tm <${unembedded ? utf16(text) : encode(text)}> Tj ET`
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
