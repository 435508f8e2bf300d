import { deflateSync } from 'node:zlib'
import type { Grey } from '../../../src/extract/readers/pictures/picture-grey.ts'

const POINTS = 72

/** Writes a PDF whose pages are pictures and nothing else, as a scanner does; `dots` of a picture make an inch. */
export function makeScan(pages: readonly Grey[], dots: number): Buffer {
  const objects: Buffer[] = []
  const pageIds = pages.map((_, index) => 3 + index * 3)
  objects[1] = Buffer.from('<< /Type /Catalog /Pages 2 0 R >>')
  objects[2] = Buffer.from(`<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`)
  pages.forEach(({ width, height, data }, index) => {
    const id = pageIds[index]!
    const [across, down] = [(width * POINTS) / dots, (height * POINTS) / dots]
    const resources = `<< /XObject << /P ${id + 2} 0 R >> >>`
    objects[id] = Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] /Contents ${id + 1} 0 R /Resources ${resources} >>`,
    )
    objects[id + 1] = streamOf('', Buffer.from(`${across} 0 0 ${down} 0 0 cm /P Do`))
    objects[id + 2] = streamOf(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode `,
      deflateSync(data),
    )
  })
  return joinObjects(objects)
}

function streamOf(entries: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`<< ${entries}/Length ${content.length} >> stream\n`), content, Buffer.from('\nendstream')])
}

function joinObjects(objects: readonly Buffer[]): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]!.length
  for (let id = 1; id < objects.length; id++) {
    const part = Buffer.concat([Buffer.from(`${id} 0 obj\n`), objects[id]!, Buffer.from('\nendobj\n')])
    offsets.push(length)
    length += part.length
    parts.push(part)
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `trailer << /Root 1 0 R /Size ${objects.length} >>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(`xref\n0 ${objects.length}\n0000000000 65535 f \n${entries}${trailer}`)])
}
