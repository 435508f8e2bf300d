import { deflateRawSync } from 'node:zlib'
import { drawFrom } from '../../generate/draw.ts'
import { makeDocx, p, tbl, tc, tr } from '../readers/make-docx.ts'
import { makeOle } from '../readers/make-ole.ts'
import { makeXlsx } from '../readers/make-xlsx.ts'
import { makeZip } from '../readers/make-zip.ts'
import type { HostileFile } from './hostile-file.ts'
import { endlessForms, manyObjects, PAGE_TREES, packedPage } from './make-hostile-pdf.ts'

const MEGABYTE = 1024 * 1024
const MILLION = 1_000_000

const PDFS: readonly HostileFile[] = [
  ...Object.entries(PAGE_TREES).map(([name, make]) => ({ name: `a PDF with ${name}`, make })),
  { name: 'a PDF whose forms draw each other', make: endlessForms },
  { name: 'a PDF of a million objects', make: manyObjects },
  { name: 'a PDF page of 300 MB of blanks', make: () => packedPage(' ', 300 * MEGABYTE) },
  { name: 'a PDF page of ten million lines', make: () => packedPage('0 0 m 9 9 l S\n', 10 * MILLION) },
  { name: 'a PDF page of ten million saved states', make: () => packedPage('q ', 10 * MILLION) },
]

const ENTITIES = `<!DOCTYPE w [<!ENTITY a0 "規章">${Array.from(
  { length: 30 },
  (_, level) => `<!ENTITY a${level + 1} "${`&a${level};`.repeat(10)}">`,
).join('')}<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]>`
const withPart = (content: string | Uint8Array) => makeDocx('', { 'word/document.xml': content })
const body = (content: string) => `<w:document xmlns:w="w"><w:body>${content}</w:body></w:document>`

const WORD: readonly HostileFile[] = [
  { name: 'a DOCX with external entities', make: () => withPart(`${ENTITIES}${body(p('&x;&y;'))}`) },
  { name: 'a DOCX with a billion laughs', make: () => withPart(`${ENTITIES}${body(p('&a30;'))}`) },
  {
    name: 'a DOCX that refers to files elsewhere',
    make: () =>
      makeDocx(p('一、总体情况'), {
        'word/_rels/document.xml.rels':
          '<Relationships><Relationship Id="r9" Type="x/image" TargetMode="External" Target="http://127.0.0.1:9/a.png"/>' +
          '<Relationship Id="r8" Type="x/styles" Target="../../../../etc/passwd"/></Relationships>',
      }),
  },
  { name: 'a DOCX of 100,000 paragraphs', make: () => makeDocx(p('规章 1').repeat(100_000)) },
  { name: 'a DOCX table of 100,000 cells', make: () => makeDocx(tbl(tr(tc('1').repeat(10)).repeat(10_000))) },
  {
    name: 'a DOCX of 900 nested tables',
    make: () => makeDocx('<w:tbl><w:tr><w:tc>'.repeat(300) + '</w:tc></w:tr></w:tbl>'.repeat(300)),
  },
  { name: 'a DOCX of 100,000 nested runs', make: () => makeDocx('<w:r>'.repeat(100_000)) },
  {
    name: 'a DOCX whose cells span 99,999 columns',
    make: () => makeDocx(tbl(tr(tc('1', '<w:gridSpan w:val="99999"/>').repeat(50)).repeat(50))),
  },
  { name: 'a DOCX with an attribute of 10 MB', make: () => makeDocx(`<w:p w:x="${'x'.repeat(10 * MILLION)}"/>`) },
]

const XLSX_ROW = `<row>${'<c t="inlineStr"><is><t>规章</t></is></c>'.repeat(100)}</row>`
const sheet = (xml: string) => makeXlsx([{ name: '年报', xml }])

const SHEETS: readonly HostileFile[] = [
  { name: 'a workbook of 100,000 cells', make: () => sheet(`<sheetData>${XLSX_ROW.repeat(1000)}</sheetData>`) },
  {
    name: 'a workbook with a cell at its last position',
    make: () => sheet('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
  },
  {
    name: 'a workbook that merges all its cells',
    make: () =>
      sheet(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
      ),
  },
  {
    name: 'a workbook of 100,000 merged areas',
    make: () =>
      sheet(`<sheetData>${XLSX_ROW}</sheetData><mergeCells>${'<mergeCell ref="A1:ZZ999"/>'.repeat(100_000)}</mergeCells>`),
  },
  { name: 'a workbook of rows without an end', make: () => sheet(`<sheetData>${'<row>'.repeat(100_000)}`) },
  { name: 'an OLE workbook of noise', make: () => makeOle({ Workbook: noise(100_000) }) },
  { name: 'an OLE document of noise', make: () => makeOle({ WordDocument: noise(100_000), '1Table': noise(100_000) }) },
  { name: 'an OLE file whose sectors follow each other in a ring', make: ringOfSectors },
]

const bomb = () => Buffer.alloc(60 * MEGABYTE, ' ')

const ARCHIVES: readonly HostileFile[] = [
  { name: 'a ZIP bomb as a document', make: () => withPart(bomb()) },
  { name: 'a ZIP bomb as a workbook', make: () => makeXlsx([], { 'xl/workbook.xml': bomb() }) },
  {
    name: 'a ZIP of 60,000 files',
    make: () => makeZip(Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}.txt`, content: '1' }))),
  },
  { name: 'ZIP entries that overlap', make: overlappingEntries },
  {
    name: 'a ZIP that says its file is small',
    make: () => understated(makeZip([{ name: 'word/document.xml', content: bomb() }])),
  },
  { name: 'a ZIP with a directory beyond its end', make: () => pointedAt(makeDocx(p('1')), 0xfffffff0) },
  { name: 'a ZIP whose directory is itself', make: () => pointedAt(makeDocx(p('1')), 0) },
]

/** One packed megabyte that a thousand entries share. */
function overlappingEntries(): Uint8Array {
  const one = Buffer.from(makeZip([{ name: 'word/document.xml', content: Buffer.alloc(60 * MEGABYTE, ' ') }]))
  const directory = one.readUInt32LE(one.length - 6)
  const entry = one.subarray(directory, one.length - 22)
  const count = 1000
  const end = Buffer.from(one.subarray(one.length - 22))
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(entry.length * count, 12)
  return Buffer.concat([one.subarray(0, directory), ...Array.from({ length: count }, () => entry), end])
}

/** The directory says that the only file unpacks to a hundred bytes. */
function understated(zip: Uint8Array): Uint8Array {
  const changed = Buffer.from(zip)
  changed.writeUInt32LE(100, changed.readUInt32LE(changed.length - 6) + 24)
  return changed
}

function pointedAt(zip: Uint8Array, directory: number): Uint8Array {
  const changed = Buffer.from(zip)
  changed.writeUInt32LE(directory, changed.length - 6)
  return changed
}

/** Every sector of the allocation table names itself as the next one. */
function ringOfSectors(): Uint8Array {
  const file = Buffer.from(makeOle({ WordDocument: noise(50_000) }))
  const first = file.readUInt32LE(76)
  for (let at = (first + 1) * 512, sector = 0; at + 4 <= (first + 2) * 512; at += 4, sector++) file.writeUInt32LE(sector, at)
  return file
}

function noise(length: number): Uint8Array {
  const draw = drawFrom(length)
  return Uint8Array.from({ length }, () => draw.int(255))
}

/** First bytes of every format that is known, read or not. */
const MAGIC = {
  PDF: '255044462d312e37',
  ZIP: '504b0304',
  'empty ZIP': '504b0506',
  OLE: 'd0cf11e0a1b11ae1',
  RTF: '7b5c72746631',
  PNG: '89504e470d0a1a0a0000000d49484452',
  JPEG: 'ffd8ffe000104a464946',
  GIF: '474946383961',
  TIFF: '49492a00',
  BMP: '424d',
  WebP: '52494646000000005745425056503820',
  RAR: '526172211a07',
  '7z': '377abcaf271c',
  gzip: '1f8b08',
  'UTF-16': 'fffe',
  'UTF-8': 'efbbbf',
  XML: '3c3f786d6c',
  HTML: '3c68746d6c3e',
  JSON: '7b2261223a',
} as const

const NOISE: readonly HostileFile[] = Object.entries(MAGIC).flatMap(([name, hex]) =>
  [0, 30, 3000, 300_000].map((length) => ({
    name: `${length} bytes of noise as ${name}`,
    make: () => Buffer.concat([Buffer.from(hex, 'hex'), noise(length)]),
  })),
)

const PICTURES: readonly HostileFile[] = [
  { name: 'a PNG of 60,000 × 60,000 points', make: () => pngOf(60_000, 60_000, Buffer.alloc(1000)) },
  { name: 'a PNG that unpacks to 500 MB', make: () => pngOf(8000, 8000, Buffer.alloc(500 * MEGABYTE)) },
]

/** A grey PNG; check sums are left out. */
function pngOf(width: number, height: number, rows: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const zlib = Buffer.concat([Buffer.from('789c', 'hex'), deflateRawSync(rows), Buffer.alloc(4)])
  const chunk = (name: string, data: Uint8Array) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)])
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', zlib),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Files of other formats than pages and texts that are made to exhaust or to break their readers. */
export const HOSTILE_FILES: readonly HostileFile[] = [...PDFS, ...WORD, ...SHEETS, ...ARCHIVES, ...PICTURES, ...NOISE]
