import { deflateSync } from 'node:zlib'
import { assemblePdf } from '../readers/make-pdf.ts'

/** Objects 1 to 4 of every file of one page: catalogue, page tree, page and properties. The page's content is object 5. */
function onePage(resources: string, content: string): string[] {
  return [
    '',
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << ${resources} >> /Contents 5 0 R >>`,
    '<< >>',
    streamOf(content),
  ]
}

function streamOf(content: string, dictionary = ''): string {
  return `<< ${dictionary} /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`
}

const CATALOGUE = '<< /Type /Catalog /Pages 2 0 R >>'

/** Page trees that lead back to themselves, deep ones, and pages that say there are more of them. */
export const PAGE_TREES: Readonly<Record<string, () => Buffer>> = {
  'a page tree that holds itself': () =>
    assemblePdf(['', CATALOGUE, '<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>', '', '<< >>']),
  'pages that hold their parent': () =>
    assemblePdf([
      '',
      CATALOGUE,
      '<< /Type /Pages /Count 2 /Kids [3 0 R] >>',
      '<< /Type /Pages /Parent 2 0 R /Count 2 /Kids [2 0 R] >>',
      '<< >>',
    ]),
  'a page tree of 100,000 levels': () =>
    assemblePdf([
      '',
      CATALOGUE,
      '<< /Type /Pages /Count 1 /Kids [5 0 R] >>',
      '',
      '<< >>',
      ...Array.from({ length: 100_000 }, (_, level) => `<< /Type /Pages /Count 1 /Kids [${level + 6} 0 R] >>`),
      '<< /Type /Page /MediaBox [0 0 9 9] >>',
    ]),
  'two billion pages': () =>
    assemblePdf(['', CATALOGUE, '<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>', '<< /Type /Page >>', '<< >>']),
  'a page without an end': () => assemblePdf([...onePage('', 'BT '.repeat(2_000_000))]),
}

/** A file of a million objects that nothing refers to. */
export function manyObjects(): Buffer {
  return assemblePdf([...onePage('', ''), ...Array.from({ length: 1_000_000 }, () => 'null')])
}

/** A page whose content is packed to a thousandth: blanks, or a drawing of many lines. */
export function packedPage(content: string, times: number): Buffer {
  const packed = deflateSync(Buffer.alloc(content.length * times, content)).toString('latin1')
  const objects = onePage('', '')
  objects[5] = streamOf(packed, '/Filter /FlateDecode')
  return assemblePdf(objects)
}

/** A page whose drawing draws another four times, and so on: 4 to the power of 25 pieces. */
export function endlessForms(): Buffer {
  const depth = 25
  const form = (resources: string, content: string) =>
    streamOf(content, `/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${resources}`)
  const forms = Array.from({ length: depth }, (_, level) =>
    form(`/Resources << /XObject << /X ${7 + level} 0 R >> >>`, '/X Do /X Do /X Do /X Do'),
  )
  return assemblePdf([...onePage('/XObject << /X 6 0 R >>', '/X Do'), ...forms, form('', '0 0 9 9 re')])
}
