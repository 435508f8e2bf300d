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
