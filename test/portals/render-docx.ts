import { strToU8, zipSync } from 'fflate'
import { escapeMarkup } from '../generate/layouts/markup.ts'
import type { PrintedCell, PrintedPiece, PrintedTable } from '../generate/printed.ts'

const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Writes a Word file of paragraphs and tables; the same pieces always give the same bytes. */
export function renderDocx(pieces: readonly PrintedPiece[], title: string): Uint8Array {
  const body = pieces
    .map((piece) => (piece.kind === 'table' ? tableXml(piece.table) : paragraphXml(piece.kind, piece.text)))
    .join('')
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeMarkup(title)}</dc:title></cp:coreProperties>`,
    'word/_rels/document.xml.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'word/styles.xml': `${HEAD}<w:styles xmlns:w="${NAMESPACE}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>`,
    'word/document.xml': `${HEAD}<w:document xmlns:w="${NAMESPACE}"><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date(2026, 0, 1),
  })
}

function paragraphXml(kind: PrintedPiece['kind'], text: string): string {
  const align = kind === 'title' ? '<w:jc w:val="center"/>' : kind === 'signature' ? '<w:jc w:val="right"/>' : ''
  const style = kind === 'heading' ? '<w:pStyle w:val="Heading1"/>' : ''
  return `<w:p><w:pPr>${style}${align}</w:pPr>${runXml(text)}</w:p>`
}

function runXml(text: string): string {
  return `<w:r><w:t xml:space="preserve">${escapeMarkup(text)}</w:t></w:r>`
}

type Slot = { readonly cell: PrintedCell; readonly top: boolean }

/** A cell that spans rows is opened once and continued in the rows below, as the format wants it. */
function tableXml({ rows: printed }: PrintedTable): string {
  const width = (printed[0] ?? []).reduce((sum, each) => sum + each.columns, 0)
  const open: ({ cell: PrintedCell; left: number } | null)[] = Array.from({ length: width }, () => null)
  const rows = printed.map((row) => {
    const waiting = [...row]
    const slots: Slot[] = []
    for (let column = 0; column < width; ) {
      const above = open[column]
      const cell = above && above.left > 0 ? above.cell : waiting.shift()
      if (!cell) throw new Error('A printed table has a row that is shorter than its first.')
      const top = !(above && above.left > 0)
      for (let covered = column; covered < column + cell.columns; covered++)
        open[covered] = { cell, left: (top ? cell.rows : (open[covered]?.left ?? 1)) - 1 }
      slots.push({ cell, top })
      column += cell.columns
    }
    return `<w:tr>${slots.map(cellXml).join('')}</w:tr>`
  })
  const grid = '<w:gridCol w:w="900"/>'.repeat(width)
  return `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl><w:p/>`
}

function cellXml({ cell, top }: Slot): string {
  const span = cell.columns > 1 ? `<w:gridSpan w:val="${cell.columns}"/>` : ''
  const merge = cell.rows > 1 ? `<w:vMerge${top ? ' w:val="restart"' : ''}/>` : ''
  return `<w:tc><w:tcPr>${span}${merge}</w:tcPr><w:p>${top ? runXml(cell.text) : ''}</w:p></w:tc>`
}
