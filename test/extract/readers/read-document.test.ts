import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { readDocument } from '../../../src/extract/readers/read-document.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { sampleAuthority } from '../../portals/district/authorities.ts'
import { sampleReport } from '../../portals/district/sample-report.ts'
import { renderReport } from '../../portals/render-report.ts'
import { makeDocx, p, tbl, tc, tr } from './make-docx.ts'
import { makeOle } from './make-ole.ts'
import { makePdf } from './make-pdf.ts'
import { makeScan } from './make-scan.ts'
import { makeZip } from './make-zip.ts'
import { fileOf, readable } from './readable.ts'

const reasonOf = async (content: Uint8Array | string) => {
  const result = await readDocument(fileOf(content)).catch((error: unknown) => error)
  return result instanceof GiveUp ? `${result.reason}: ${result.detail}` : result
}
const bytes = (hex: string, length = 600) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(length, 0x41)])
const ole = (stream: string) => makeOle({ [stream]: Buffer.alloc(600) })

describe('the format is told from the bytes', () => {
  test.each([
    { name: 'a page', content: '<!DOCTYPE html><html><body>文', mediaType: 'text/html' },
    { name: 'a page after blanks and a comment', content: '\n\n<!-- x --><div>文</div>', mediaType: 'text/html' },
    {
      name: 'an XHTML page',
      content: '<?xml version="1.0"?><html xmlns="x"><body><p>文</p></body></html>',
      mediaType: 'text/html',
    },
    { name: 'a fragment', content: '<p style="text-align:center">年报</p>', mediaType: 'text/html' },
    { name: 'a fragment that begins with text', content: '年报</p><table><tr><td>1</td></tr></table>', mediaType: 'text/html' },
    { name: 'text with angle brackets', content: '数量 < 5 且 > 3，见<附件>', mediaType: 'text/plain' },
    { name: 'text', content: '一、总体情况', mediaType: 'text/plain' },
    { name: 'Markdown', content: '# 年报\n\n|a|b|\n|-|-|\n|1|2|', mediaType: 'text/markdown' },
    {
      name: 'Markdown with tags in its cells',
      content: '# 年报\n\n|a|b|\n|---|---|\n|1<br></br>|<span>2</span>|',
      mediaType: 'text/markdown',
    },
    {
      name: 'a Word document',
      content: makeDocx(p('文')),
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    },
    { name: 'a PDF', content: makePdf([{}]), mediaType: 'application/pdf' },
    {
      name: 'a PDF after some other bytes',
      content: Buffer.concat([Buffer.from('\r\n\r\n'), makePdf([{}])]),
      mediaType: 'application/pdf',
    },
  ])('$name', async ({ content, mediaType }) => {
    expect((await readDocument(fileOf(content, 'wrong-name.xls'))).mediaType).toBe(mediaType)
  })

  test('pages and texts say how they were decoded', async () => {
    expect((await readDocument(fileOf(Buffer.from('3c703ed7dcbcc63c2f703e', 'hex')))).charset).toBe('gb18030')
    expect((await readDocument(fileOf('总计'))).charset).toBe('utf-8')
  })
})

describe('what cannot be read says why and what to do', () => {
  test.each([
    { name: 'an empty file', content: '', says: /^empty-file/ },
    { name: 'a file of blanks', content: ' \r\n\u3000\ufeff', says: /^empty-file/ },
    { name: 'an encrypted Office file', content: ole('EncryptedPackage'), says: /^encrypted-file.*without a password/ },
    { name: 'a document of Works', content: ole('MatOST'), says: /^unsupported-format.*Microsoft Works.*save it as DOCX/ },
    { name: 'an OLE file of another kind', content: ole('Something'), says: /^unsupported-format.*unknown kind/ },
    { name: 'an OLE file that is cut off', content: bytes('d0cf11e0a1b11ae1', 100), says: /^damaged-file/ },
    { name: 'RTF that is cut off', content: '{\\rtf1\\ansi x', says: /^damaged-file.*RTF/ },
    { name: 'a PNG without a picture', content: bytes('89504e470d0a1a0a'), says: /^damaged-file.*PNG/ },
    { name: 'a JPEG without a picture', content: bytes('ffd8ffe0'), says: /^damaged-file.*JPEG/ },
    { name: 'a GIF', content: bytes('474946383961'), says: /^unsupported-format.*GIF/ },
    { name: 'a RAR archive', content: bytes('526172211a0700'), says: /^unsupported-format.*RAR.*unpack/ },
    { name: 'damaged gzip', content: bytes('1f8b0800'), says: /^damaged-file.*gzip/ },
    { name: 'gzip in gzip', content: gzipSync(gzipSync('文')), says: /^unsupported-format.*more than once/ },
    { name: 'gzip that unpacks to much more than it is', content: gzipSync(Buffer.alloc(20_000_000)), says: /^too-large.*gzip/ },
    {
      name: 'a TAR archive',
      content: gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(900)])),
      says: /^unsupported-format.*TAR/,
    },
    {
      name: 'Word XML without a body',
      content: '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
      says: /^damaged-file.*Word XML/,
    },
    {
      name: 'a web archive',
      content: 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n',
      says: /^unsupported-format.*MHTML/,
    },
    {
      name: 'a program',
      content: Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 7 + (i >> 3)) % 256)),
      says: /^unknown-format/,
    },
  ])('$name', async ({ content, says }) => expect(await reasonOf(content)).toMatch(says))

  test('a page beyond the limit', async () => {
    expect(await reasonOf(Buffer.alloc(31 * 1024 * 1024, '<p>a'))).toMatch(/^too-large.*31 MB.*30 MB/)
  })
})

test('a scan that is stored compressed is read as a scan', async () => {
  const page = { width: 300, height: 400, data: new Uint8Array(300 * 400).fill(255) }
  const { mediaType, blocks } = await readDocument(fileOf(gzipSync(makeScan([page], 72))))
  expect([mediaType, ...blocks.map(({ kind }) => kind)]).toEqual(['application/pdf', 'picture'])
})

test('a page that is stored compressed gives the same report, at the same places', async () => {
  const report = sampleReport(sampleAuthority('yl-jiaoyuju'), 2023, 1)
  const page = `<!doctype html><meta charset="utf-8"><body>${renderReport(report, '2024-01-20')}</body>`
  const [plain, packed] = await Promise.all([page, gzipSync(page)].map((content) => extractReport(fileOf(content))))
  expect(plain).toMatchObject({ kind: 'report', report: { year: 2023 } })
  expect({ ...packed, report: { ...(packed as { report: object }).report, source: null } }).toEqual({
    ...plain,
    report: { ...(plain as { report: object }).report, source: null },
  })
})

test('what gzip holds is read', async () => {
  const { mediaType, blocks } = await readDocument(fileOf(gzipSync('<html><body><p>年报</p></body></html>')))
  expect({ mediaType, blocks: readable(blocks) }).toEqual({ mediaType: 'text/html', blocks: ['年报'] })
})

test('an archive of PDFs that are stored as they are is an archive', async () => {
  const archive = makeZip([{ name: 'a.pdf', content: makePdf([{}]), stored: true }])
  expect(await reasonOf(archive)).toMatch(/^unsupported-format.*ZIP archive/)
})

describe('Word documents written as XML', () => {
  const body = `${p('一')}${tbl(tr(tc('规章', '<w:vmerge w:val="restart"/>'), tc('0')), tr(tc('', '<w:vmerge/>'), tc('1')))}`
  const says = [
    '一',
    [
      ['规章', '0'],
      ['↑', '1'],
    ],
  ]

  test('as Word 2003 wrote them', async () => {
    const content = `<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="w"><w:body><wx:sect>${body}</wx:sect></w:body></w:wordDocument>`
    expect(readable((await readDocument(fileOf(content))).blocks)).toEqual(says)
  })

  test('as flat packages, with the numbers of their lists', async () => {
    const numbering =
      '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    const item = p('总体', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    const content = `<?xml version="1.0"?><pkg:package xmlns:pkg="p"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document><w:body>${item}${body}</w:body></w:document></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/numbering.xml"><pkg:xmlData>${numbering}</pkg:xmlData></pkg:part></pkg:package>`
    expect(readable((await readDocument(fileOf(content))).blocks)).toEqual(['一、总体', ...says])
  })
})

test('damaged characters are noted', async () => {
  const page = Buffer.from(`<meta charset=utf-8>${'<p>政府信息公开工作年度报告</p>'.repeat(20)}`)
  page[100] = 0xff
  const { notes } = await readDocument(fileOf(page))
  expect(notes.map(({ code }) => code)).toEqual(['text-damaged'])
})

test('any bytes give a document or a reason', async () => {
  const head = fc.constantFrom('', '%PDF-1.7\n', 'PK\u0003\u0004', '<html>', '{\\rtf', '| a |\n|---|\n', '\ufeff')
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
      const result = await readDocument(fileOf(Buffer.concat([Buffer.from(start, 'latin1'), rest]))).catch(
        (error: unknown) => error,
      )
      expect(result instanceof GiveUp || Array.isArray((result as { blocks?: unknown }).blocks)).toBe(true)
    }),
    { numRuns: 600 },
  )
})

test('a damaged PDF gives a document or a reason', async () => {
  const whole = makePdf([{ texts: [{ x: 50, y: 100, text: '规章 12' }], shapes: [{ line: [10, 10, 100, 10] }] }])
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      async (changes) => {
        const damaged = Buffer.from(whole)
        for (const [at, byte] of changes) damaged[at] = byte
        const result = await readDocument(fileOf(damaged)).catch((error: unknown) => error)
        expect(result instanceof GiveUp || Array.isArray((result as { blocks?: unknown }).blocks)).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})
