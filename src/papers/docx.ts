import { strToU8, zipSync } from 'fflate'
import { escapeXml } from './xlsx-values.ts'
import { FIXED_TIME } from './zip-file.ts'

/** How a paragraph looks, after the manners of office documents (GB/T 9704): title, addressee, text, heading, signature. */
type ParagraphStyle = 'title' | 'to' | 'body' | 'heading' | 'sign' | 'note'
export type Paragraph = readonly [style: ParagraphStyle, text: string]

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** Fonts by the names that offices have, each with what stands in for it. */
const FONTS = [
  { name: '方正小标宋简体', instead: '小标宋,宋体,SimSun,Noto Serif CJK SC' },
  { name: '仿宋_GB2312', instead: '仿宋,FangSong,Noto Serif CJK SC' },
  { name: '黑体', instead: 'SimHei,Noto Sans CJK SC' },
  { name: '宋体', instead: 'SimSun,Noto Serif CJK SC' },
] as const

type Look = { readonly font: (typeof FONTS)[number]['name']; readonly points: number; readonly paragraph: string }

/** Two characters in front of each paragraph. */
const INDENTED = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
const LOOKS: Readonly<Record<ParagraphStyle, Look>> = {
  title: {
    font: '方正小标宋简体',
    points: 22,
    paragraph: '<w:spacing w:before="280" w:after="560" w:line="600" w:lineRule="exact"/><w:jc w:val="center"/>',
  },
  to: { font: '仿宋_GB2312', points: 16, paragraph: '' },
  body: { font: '仿宋_GB2312', points: 16, paragraph: `${INDENTED}<w:jc w:val="both"/>` },
  heading: { font: '黑体', points: 16, paragraph: `<w:keepNext/>${INDENTED}` },
  sign: { font: '仿宋_GB2312', points: 16, paragraph: '<w:keepLines/><w:ind w:right="640"/><w:jc w:val="right"/>' },
  note: { font: '宋体', points: 12, paragraph: '<w:spacing w:line="400" w:lineRule="exact"/>' },
}

/** A document of plain paragraphs on A4 with numbered pages. The same paragraphs give the same bytes. */
export function makeDocx(paragraphs: readonly Paragraph[]): Uint8Array {
  const body = paragraphs.map(
    ([style, text]) =>
      `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`,
  )
  const page = `<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>`
  return packDocx({
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/word/fontTable.xml" ContentType="${TYPE}.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="${TYPE}.footer+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${RELATIONS}/fontTable" Target="fontTable.xml"/><Relationship Id="rId3" Type="${RELATIONS}/footer" Target="footer1.xml"/></Relationships>`,
    'word/document.xml': `${HEAD}<w:document xmlns:w="${MAIN}" xmlns:r="${RELATIONS}"><w:body>${body.join('')}${page}</w:body></w:document>`,
    'word/styles.xml': `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>${fontXml('仿宋_GB2312', 16)}<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="560" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>${Object.entries(LOOKS).map(styleXml).join('')}</w:styles>`,
    'word/fontTable.xml': `${HEAD}<w:fonts xmlns:w="${MAIN}">${FONTS.map(({ name, instead }) => `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/></w:font>`).join('')}</w:fonts>`,
    'word/footer1.xml': `${HEAD}<w:ftr xmlns:w="${MAIN}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run('— ')}<w:r><w:rPr>${fontXml('宋体', 14)}</w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr>${fontXml('宋体', 14)}</w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr>${fontXml('宋体', 14)}</w:rPr><w:fldChar w:fldCharType="separate"/></w:r>${run('1')}<w:r><w:rPr>${fontXml('宋体', 14)}</w:rPr><w:fldChar w:fldCharType="end"/></w:r>${run(' —')}</w:p></w:ftr>`,
  })
}

function run(text: string): string {
  return `<w:r><w:rPr>${fontXml('宋体', 14)}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
}

function fontXml(font: Look['font'], points: number): string {
  return `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${font}"/><w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`
}

function styleXml([id, { font, points, paragraph }]: [string, Look]): string {
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="gouji ${id}"/><w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${fontXml(font, points)}</w:rPr></w:style>`
}

/** The parts of a document as a file; neither the clock nor the machine shows in it. */
export function packDocx(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files = Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part] as const)
  return zipSync(Object.fromEntries(files), { mtime: FIXED_TIME, level: 6 })
}
