import { strToU8, zipSync } from 'fflate'
import type { Draw } from '../draw.ts'
import { type PrintedCell, type PrintedPiece, type PrintedReport, type PrintedTable, slotsOf } from '../printed.ts'
import type { Layout } from './layout.ts'
import { escapeMarkup } from './markup.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TRANSITIONAL = {
  main: 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  relations: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
}
const STRICT = {
  main: 'http://purl.oclc.org/ooxml/wordprocessingml/main',
  relations: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
}

/** How a program writes a document. */
type DocxStyle = {
  /** A text as runs. */
  readonly runs: (text: string, draw: Draw) => string
  /** Headings by style, by outline level, as plain paragraphs, or numbered by a list so that the number is not in the text. */
  readonly headings: 'style' | 'outline' | 'plain' | 'numbered'
  readonly namespaces: { readonly main: string; readonly relations: string }
  /** What stands around all tables, paragraphs or the whole body. */
  readonly aroundTable: (table: string) => string
  readonly aroundText: (paragraph: string) => string
  readonly aroundBody: (body: string) => string
  /** Cells merged down as one cell with continuations, or each alone with the text repeated nowhere. */
  readonly cell: (content: string, cell: PrintedCell) => string
  readonly documentName: string
}

type Run = DocxStyle['runs']

const wholeRun: Run = (text) => runXml(text)

/** Runs as an input method and a spelling checker leave them: cut anywhere, with marks between. */
const brokenRuns: Run = (text, draw) => {
  let xml = ''
  for (let from = 0; from < text.length; ) {
    const to = Math.min(text.length, from + 1 + draw.int(5))
    xml += `${runXml(text.slice(from, to), '<w:rFonts w:hint="eastAsia"/>')}<w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>`
    from = to
  }
  return xml
}

/** Each third text was typed over another, with changes tracked. */
const changedRuns: Run = (text, draw) => {
  if (!draw.chance(0.33) || text === '') return runXml(text)
  const mark = 'w:id="9" w:author="甲" w:date="2026-01-01T00:00:00Z"'
  const old = `<w:del ${mark}><w:r><w:delText>${draw.int(99)}旧</w:delText></w:r></w:del>`
  const moved = `<w:moveFrom ${mark}><w:r><w:t>${draw.int(99)}</w:t></w:r></w:moveFrom>`
  return `${draw.pick([old, moved])}<w:ins ${mark}><w:r><w:rPr><w:ins ${mark}/></w:rPr><w:t xml:space="preserve">${escapeMarkup(text)}</w:t></w:r></w:ins>`
}

/** Numbers are the results of fields. */
const fieldRuns: Run = (text) => {
  if (!/^\d+$/.test(text)) return runXml(text)
  return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> =SUM(ABOVE) \\# "0" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${runXml(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

const USUAL: DocxStyle = {
  runs: wholeRun,
  headings: 'style',
  namespaces: TRANSITIONAL,
  aroundTable: (table) => table,
  aroundText: (paragraph) => paragraph,
  aroundBody: (body) => body,
  cell: (content) => content,
  documentName: 'word/document.xml',
}

function renderDocx(report: PrintedReport, draw: Draw, style: DocxStyle): Uint8Array {
  const { main, relations } = style.namespaces
  const body = report.pieces.map((piece) => pieceXml(piece, draw, style)).join('')
  const related = [
    ['styles', 'styles.xml'],
    ['numbering', '/word/numbering.xml'],
  ]
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${style.documentName}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', style.documentName)}</Relationships>`,
    [`word/_rels/${style.documentName.slice('word/'.length)}.rels`]: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${related.map(([type, target], index) => relation(`rId${index}`, type!, target!)).join('')}</Relationships>`,
    'word/styles.xml': `${HEAD}<w:styles xmlns:w="${main}"><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>`,
    'word/numbering.xml': `${HEAD}<w:numbering xmlns:w="${main}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    [style.documentName]: `${HEAD}<w:document xmlns:w="${main}" xmlns:r="${relations}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>${style.aroundBody(body)}<w:sectPr/></w:body></w:document>`,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date(2026, 0, 1),
  })
}

function runXml(text: string, properties = ''): string {
  return `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escapeMarkup(text)}</w:t></w:r>`
}

function paragraphXml(content: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`
}

function pieceXml(piece: PrintedPiece, draw: Draw, style: DocxStyle): string {
  if (piece.kind === 'table') return `${style.aroundTable(tableXml(piece.table, draw, style))}<w:p/>`
  const lines = piece.text.split('\n')
  return lines
    .map((line) => {
      const number =
        style.headings === 'numbered' && piece.kind === 'heading' ? /^[一二三四五六七八九十]+、/.exec(line)?.[0] : undefined
      const isCounted = number !== undefined
      return style.aroundText(
        paragraphXml(style.runs(isCounted ? line.slice(number.length) : line, draw), propertiesOf(piece, style, isCounted)),
      )
    })
    .join('')
}

function propertiesOf(piece: PrintedPiece, { headings }: DocxStyle, isCounted: boolean): string {
  if (piece.kind === 'title') return '<w:jc w:val="center"/>'
  if (piece.kind === 'signature') return '<w:jc w:val="right"/>'
  if (piece.kind !== 'heading' || headings === 'plain') return '<w:ind w:firstLineChars="200"/>'
  if (headings === 'outline') return '<w:outlineLvl w:val="0"/>'
  return `<w:pStyle w:val="2"/>${isCounted ? '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' : ''}`
}

/** A cell that spans rows is opened once and continued in the rows below, as the format wants it. */
function tableXml(table: PrintedTable, draw: Draw, style: DocxStyle): string {
  const rows = slotsOf(table).map((row) => {
    const cells = row.map((slot) => {
      if (!slot?.isLeft) return slot ? '' : '<w:tc><w:tcPr/><w:p/></w:tc>'
      const { cell, isTop } = slot
      const span = cell.columns > 1 ? `<w:gridSpan w:val="${cell.columns}"/>` : ''
      const merge = cell.rows > 1 ? `<w:vMerge${isTop ? ' w:val="restart"' : ''}/>` : ''
      const lines = isTop
        ? cell.text
            .split('\n')
            .map((line) => paragraphXml(line === '' ? '' : style.runs(line, draw)))
            .join('')
        : '<w:p/>'
      return `<w:tc><w:tcPr>${span}${merge}</w:tcPr>${style.cell(lines, cell)}</w:tc>`
    })
    return `<w:tr>${cells.join('')}</w:tr>`
  })
  return `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`
}

/** A text box as Word writes it: for new programs, and again for old ones. */
function textBox(content: string): string {
  const box = `<w:txbxContent>${content}</w:txbxContent>`
  return `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>${box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
}

/** A content control around something. */
function control(content: string): string {
  return `<w:sdt><w:sdtPr><w:id w:val="7"/><w:text/></w:sdtPr><w:sdtEndPr/><w:sdtContent>${content}</w:sdtContent></w:sdt>`
}

/** A table of one cell around something, as web pages pasted into Word have. */
function frame(content: string): string {
  return `<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>${content}</w:tc></w:tr></w:tbl>`
}

function docx(name: string, style: Partial<DocxStyle>): Layout {
  return {
    name,
    format: 'docx',
    fileName: 'report.docx',
    render: (report, draw) => renderDocx(report, draw, { ...USUAL, ...style }),
  }
}

export const DOCX_LAYOUTS: readonly Layout[] = [
  docx('docx', {}),
  docx('docx-broken-runs', { runs: brokenRuns, headings: 'outline' }),
  docx('docx-numbered-headings', { headings: 'numbered' }),
  docx('docx-tracked-changes', { runs: changedRuns, headings: 'plain' }),
  docx('docx-fields-and-controls', { runs: fieldRuns, aroundTable: control, cell: control, headings: 'plain' }),
  docx('docx-text-boxes', { aroundTable: textBox }),
  docx('docx-in-a-frame', { aroundBody: frame, headings: 'plain', namespaces: STRICT, documentName: 'word/document2.xml' }),
]
