import { makeZip, type ZipFile } from '../../extract/readers/make-zip.ts'
import { DOCX_LAYOUTS } from './docx.ts'
import { HTML_LAYOUTS } from './html.ts'
import type { Layout } from './layout.ts'
import { XLSX_LAYOUTS } from './xlsx.ts'

/** 年报 and 部门 in GBK, as Chinese Windows packs. */
const GBK_REPORT = Buffer.from('c4eab1a8', 'hex')
const GBK_FOLDER = Buffer.from('b2bfc3c52f', 'hex')

/** Files that stand beside a report and are none. */
const BESIDE: readonly ZipFile[] = [
  { name: '__MACOSX/._年报.docx', content: 'x' },
  { name: '说明.txt', content: '各单位：请于月底前报送年度报告。\n' },
]

/** An archive with one report; the file in it is written by another layout. */
function zip(name: string, inner: Layout | undefined, pack: (report: Uint8Array) => Uint8Array): Layout {
  if (!inner) throw new Error(`${name} packs a layout that does not exist`)
  return {
    name,
    format: 'zip',
    fileName: 'reports.zip',
    render: async (report, draw) => pack(await inner.render(report, draw)),
  }
}

export const ZIP_LAYOUTS: readonly Layout[] = [
  zip('zip-of-docx-in-gbk', DOCX_LAYOUTS[0], (content) =>
    makeZip([{ name: Buffer.concat([GBK_FOLDER, GBK_REPORT, Buffer.from('.docx')]), content, descriptor: true }, ...BESIDE]),
  ),
  zip('zip-of-html-in-a-zip', HTML_LAYOUTS[0], (content) =>
    makeZip([...BESIDE, { name: '内.zip', content: makeZip([{ name: '年报.html', content }]), stored: true }]),
  ),
  zip('zip64-of-xlsx', XLSX_LAYOUTS[0], (content) => makeZip([{ name: '年报.xlsx', content, zip64: true }])),
]
