import type { Block, Document, Grid, GridCell, Note, Place } from '../../model/document.ts'
import { GiveUp } from '../../model/give-up.ts'
import type { SnapshotFile } from '../../model/snapshot.ts'
import { type PrintedLine, textOfCell, toLines } from './pdf-lines.ts'
import { ABOVE_BASELINE, type Box, type Glyph, type PageContent, readPage } from './pdf-page.ts'
import { type Pdfium, withPdfium } from './pdfium.ts'
import { findRuledTables, type RuledTable } from './ruled-table.ts'
import { append } from './table-blocks.ts'

const MAX_PAGES = 500
const MAX_GLYPHS = 2_000_000
const PASSWORD_ERROR = 4
const SECURITY_ERROR = 5
/** Pictures smaller than this, in points, hold no table. */
const SMALL_PICTURE = 72
/** Page numbers stand this near to the upper or lower edge, as a part of the page's height. */
const MARGIN = 0.1
const META_TAGS = ['Title', 'Author', 'Subject', 'Keywords', 'Creator', 'Producer', 'CreationDate', 'ModDate']

/**
 * Reads the text layer of a PDF: tables drawn by lines become grids with merged cells, all other text lines with their pieces, page after
 * page. Page numbers at the edges are left out, since they are not the document's words and would pass for figures. A table that goes on
 * on the next page is a grid of its own there.
 */
export async function readPdfDocument(file: SnapshotFile): Promise<Document> {
  try {
    return await withPdfium((pdfium) => readWith(pdfium, file))
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      throw new GiveUp('damaged-file', `${file.name} makes the PDF library fail; open it in a viewer and save it again`, {
        cause: error,
      })
    }
    throw error
  }
}

function readWith(pdfium: Pdfium, file: SnapshotFile): Document {
  const pointer = pdfium._malloc(file.bytes.length)
  try {
    pdfium.HEAPU8.set(file.bytes, pointer)
    const document = pdfium._FPDF_LoadMemDocument(pointer, file.bytes.length, 0)
    if (document === 0) throw openError(pdfium._FPDF_GetLastError(), file.name)
    try {
      return readPages(pdfium, document, file)
    } finally {
      pdfium._FPDF_CloseDocument(document)
    }
  } finally {
    pdfium._free(pointer)
  }
}

function openError(code: number, name: string): GiveUp {
  if (code === PASSWORD_ERROR || code === SECURITY_ERROR)
    return new GiveUp('encrypted-pdf', `${name} asks for a password; save it without one`)
  return new GiveUp('damaged-file', `${name} is a damaged or truncated PDF; fetch or save it again`)
}

function readPages(pdfium: Pdfium, document: number, file: SnapshotFile): Document {
  const notes: Note[] = []
  if (!pdfium._FPDF_DocumentHasValidCrossReferenceTable(document)) {
    if (!endsProperly(file.bytes)) throw openError(0, file.name)
    notes.push({ code: 'pdf-repaired', message: 'PDF 的内部索引有误，已重建后读取，请对照原件核实。' })
  }
  const count = pdfium._FPDF_GetPageCount(document)
  if (count > MAX_PAGES) throw new GiveUp('too-large', `${file.name} has ${count} pages; the limit is ${MAX_PAGES}`)
  if (count === 0) throw openError(0, file.name)
  const blocks: Block[] = []
  let glyphs = 0
  let unmapped = 0
  let invisible = 0
  for (let index = 0; index < count; index++) {
    const page = pdfium._FPDF_LoadPage(document, index)
    if (page === 0) throw new GiveUp('damaged-file', `page ${index + 1} of ${file.name} cannot be read; fetch or save it again`)
    try {
      const content = readPage(pdfium, page)
      glyphs += content.glyphs.length
      unmapped += content.unmapped
      invisible += content.invisible
      if (glyphs > MAX_GLYPHS) throw new GiveUp('too-large', `${file.name} has more than ${MAX_GLYPHS} characters`)
      append(blocks, blocksOfPage(content, index + 1))
    } finally {
      pdfium._FPDF_ClosePage(page)
    }
  }
  const meta = readMeta(pdfium, document)
  return {
    mediaType: 'application/pdf',
    charset: null,
    title: meta.find(({ name }) => name === 'Title')?.content.trim() || null,
    meta,
    blocks,
    attachments: [],
    notes: [...notes, ...textNotes(glyphs, unmapped, invisible, blocks)],
  }
}

/** A PDF that was cut off lacks its end mark; one with a wrong index only has it. */
function endsProperly(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-2048).includes('%%EOF')
}

function textNotes(glyphs: number, unmapped: number, invisible: number, blocks: readonly Block[]): Note[] {
  const notes: Note[] = []
  if (glyphs === 0 && blocks.some(({ kind }) => kind === 'picture')) {
    notes.push({ code: 'no-text-layer', message: 'PDF 为扫描图片，没有可读取的文字。' })
  }
  if (unmapped > 0)
    notes.push({ code: 'text-damaged', message: `PDF 中有 ${unmapped} 个字符无法对应到文字，可能缺字或错字，请对照原件核实。` })
  if (invisible > glyphs / 2)
    notes.push({ code: 'ocr-text-layer', message: 'PDF 的文字是识别软件加上的隐藏文字，可能有识别错误，请对照原件核实。' })
  return notes
}

function readMeta(pdfium: Pdfium, document: number): { name: string; content: string }[] {
  return META_TAGS.flatMap((name) => {
    const tag = pdfium._malloc(name.length + 1)
    try {
      pdfium.HEAPU8.set([...Buffer.from(name, 'latin1'), 0], tag)
      const size = pdfium._FPDF_GetMetaText(document, tag, 0, 0)
      if (size <= 2) return []
      const buffer = pdfium._malloc(size)
      try {
        pdfium._FPDF_GetMetaText(document, tag, buffer, size)
        const content = new TextDecoder('utf-16le').decode(pdfium.HEAPU8.slice(buffer, buffer + size - 2))
        return [{ name, content }]
      } finally {
        pdfium._free(buffer)
      }
    } finally {
      pdfium._free(tag)
    }
  })
}

type Positioned = { readonly top: number; readonly left: number; readonly block: Block }

function blocksOfPage(content: PageContent, page: number): Block[] {
  const place = (box: Box): Place => ({ page, box: rounded(content.toShown(box)) })
  const tables = findRuledTables(content.horizontals, content.verticals)
  const inTables: Glyph[][] = tables.map(() => [])
  const outside: Glyph[] = []
  for (const glyph of content.glyphs) {
    const table = tables.findIndex(({ box }) => isInside(glyph, box))
    if (table >= 0) inTables[table]!.push(glyph)
    else outside.push(glyph)
  }
  const items: Positioned[] = []
  for (const line of withoutPageNumbers(toLines(outside), content.height, page)) {
    const pieces = line.pieces.map(({ text, box }) => ({ text, at: place(box) }))
    items.push({
      top: line.box[1],
      left: line.box[0],
      block: { kind: 'paragraph', text: line.text, heading: null, pieces, at: place(line.box) },
    })
  }
  tables.forEach((table, index) => {
    items.push({ top: table.box[1], left: table.box[0], block: toGrid(table, inTables[index]!, place) })
  })
  content.images.forEach((box, index) => {
    if (box[2] - box[0] < SMALL_PICTURE || box[3] - box[1] < SMALL_PICTURE) return
    items.push({
      top: box[1],
      left: box[0],
      block: { kind: 'picture', source: `page ${page}, picture ${index + 1}`, at: place(box) },
    })
  })
  items.sort((one, other) => one.top - other.top || one.left - other.left)
  const blocks = items.map(({ block }) => block)
  if (content.askew !== '') {
    const at = place([0, 0, content.width, content.height])
    blocks.push({ kind: 'paragraph', text: content.askew, heading: null, pieces: [{ text: content.askew, at }], at })
  }
  return blocks
}

function isInside(glyph: Glyph, [left, top, right, bottom]: Box): boolean {
  const x = (glyph.left + glyph.right) / 2
  const y = middleOf(glyph)
  return x > left && x < right && y > top && y < bottom
}

function middleOf(glyph: Glyph): number {
  return glyph.baseline - ABOVE_BASELINE * glyph.size
}

function toGrid(table: RuledTable, glyphs: readonly Glyph[], place: (box: Box) => Place): Grid {
  const owner: number[][] = table.ys.slice(1).map(() => [])
  table.cells.forEach((cell, index) => {
    for (let y = cell.row; y < cell.row + cell.rowSpan; y++) {
      for (let x = cell.column; x < cell.column + cell.columnSpan; x++) owner[y]![x] = index
    }
  })
  const held: Glyph[][] = table.cells.map(() => [])
  for (const { glyph, x } of settle(glyphs, table)) {
    const row = indexOf(table.ys, middleOf(glyph))
    held[owner[row]![indexOf(table.xs, x)]!]!.push(glyph)
  }
  const cells: GridCell[] = table.cells.map((cell, index) => ({
    text: textOfCell(held[index]!, cell.box),
    at: place(cell.box),
    row: cell.row,
    column: cell.column,
    rowSpan: cell.rowSpan,
    columnSpan: cell.columnSpan,
  }))
  return { kind: 'grid', rows: owner.map((line) => line.map((index) => cells[index] ?? null)), at: place(table.box) }
}

/**
 * Where each character counts as standing: in the middle of its word, so that a word printed across a line stays whole in the cell that
 * holds its middle. A line that runs between two characters parts their words.
 */
function settle(glyphs: readonly Glyph[], table: RuledTable): { glyph: Glyph; x: number }[] {
  const sorted = [...glyphs].sort((one, other) => one.baseline - other.baseline || one.left - other.left)
  const settled: { glyph: Glyph; x: number }[] = []
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1
    while (end < sorted.length && runOn(sorted[end - 1]!, sorted[end]!, table)) end++
    const middle = (sorted[start]!.left + sorted[end - 1]!.right) / 2
    for (; start < end; start++) settled.push({ glyph: sorted[start]!, x: middle })
  }
  return settled
}

/** Whether two characters belong to one word that no line parts. */
function runOn(before: Glyph, after: Glyph, table: RuledTable): boolean {
  if (Math.abs(before.baseline - after.baseline) > 0.5 || before.spaced) return false
  if (Math.abs(after.left - before.right) > 0.2 * before.size) return false
  const crossed = table.xs.find((x) => x > (before.left + before.right) / 2 && x <= (after.left + after.right) / 2)
  if (crossed === undefined) return true
  const margin = 0.06 * before.size
  return crossed < before.right - margin || crossed > after.left + margin
}

function indexOf(edges: readonly number[], position: number): number {
  let index = 0
  while (index < edges.length - 2 && position >= edges[index + 1]!) index++
  return index
}

/** Drops the first and last line when it is the page's number: decorated, or the bare number of about this page. */
function withoutPageNumbers(lines: readonly PrintedLine[], height: number, page: number): readonly PrintedLine[] {
  return lines.filter(({ text, box }, index) => {
    const atEdge = (index === 0 && box[3] < height * MARGIN) || (index === lines.length - 1 && box[1] > height * (1 - MARGIN))
    if (!atEdge) return true
    if (/^\d{1,4}$/.test(text)) return Math.abs(Number(text) - page) > 1
    return !/^(?:[-—–－·•~]+\s*\d{1,4}\s*[-—–－·•~]+|第?\s*\d{1,4}\s*页?\s*[/／,，]?\s*共?\s*\d{1,4}\s*页|第\s*\d{1,4}\s*页|\d{1,4}\s*[/／]\s*\d{1,4})$/.test(
      text,
    )
  })
}

function rounded([left, top, right, bottom]: Box): Box {
  const round = (value: number) => Math.round(value * 10) / 10
  return [round(left), round(top), round(right), round(bottom)]
}
