import type { Block, Document, Note } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { MAX_PAGES, PrintedPages } from '../pages/printed-pages.ts'
import { readPage } from './pdf-page.ts'
import { type Pdfium, readWide, withName, withPdfium } from './pdfium.ts'

const PASSWORD_ERROR = 4
const SECURITY_ERROR = 5
const META_TAGS = ['Title', 'Author', 'Subject', 'Keywords', 'Creator', 'Producer', 'CreationDate', 'ModDate']

/** Reads the text layer of a PDF, page after page. */
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
    return new GiveUp('encrypted-file', `${name} asks for a password; save it without one`)
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
  const pages = new PrintedPages(file.name)
  let unmapped = 0
  let invisible = 0
  let hidden = 0
  for (let index = 0; index < count; index++) {
    const page = pdfium._FPDF_LoadPage(document, index)
    if (page === 0) throw new GiveUp('damaged-file', `page ${index + 1} of ${file.name} cannot be read; fetch or save it again`)
    try {
      const content = readPage(pdfium, page)
      unmapped += content.unmapped
      hidden += content.hidden
      for (const { recognised } of content.glyphs) if (recognised) invisible++
      pages.add(content)
    } finally {
      pdfium._FPDF_ClosePage(page)
    }
  }
  const { blocks, notes: pageNotes, meta: titles } = pages.finish()
  const meta = [...readMeta(pdfium, document), ...titles]
  return {
    mediaType: 'application/pdf',
    charset: null,
    title: meta.find(({ name }) => name === 'Title')?.content.trim() || null,
    meta,
    blocks,
    attachments: [],
    notes: [...notes, ...pageNotes, ...textNotes({ glyphs: pages.glyphs, unmapped, invisible, hidden }, blocks)],
  }
}

/** A PDF that was cut off lacks its end mark; one with a wrong index only has it. */
function endsProperly(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-2048).includes('%%EOF')
}

function textNotes(
  { glyphs, unmapped, invisible, hidden }: { glyphs: number; unmapped: number; invisible: number; hidden: number },
  blocks: readonly Block[],
): Note[] {
  const notes: Note[] = []
  if (glyphs === 0 && blocks.some(({ kind }) => kind === 'picture')) {
    notes.push({ code: 'no-text-layer', message: 'PDF 为扫描图片，没有可读取的文字。' })
  }
  if (unmapped > 0)
    notes.push({ code: 'text-damaged', message: `PDF 中有 ${unmapped} 个字符无法对应到文字，可能缺字或错字，请对照原件核实。` })
  if (invisible > 0)
    notes.push({
      code: 'ocr-text-layer',
      message: `PDF 有 ${invisible} 个字是识别软件加上的隐藏文字，可能有识别错误，请对照原件核实。`,
    })
  if (hidden > 0)
    notes.push({ code: 'hidden-text', message: `PDF 中有 ${hidden} 个字在页面上看不见（如白色、被遮盖或在页面之外），未读取。` })
  return notes
}

function readMeta(pdfium: Pdfium, document: number): { name: string; content: string }[] {
  return META_TAGS.flatMap((name) => {
    const content = withName(pdfium, name, (tag) =>
      readWide(pdfium, (buffer, size) => pdfium._FPDF_GetMetaText(document, tag, buffer, size)),
    )
    return content === '' ? [] : [{ name, content }]
  })
}
