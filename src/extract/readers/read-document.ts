import { decodeText } from '../../model/decode-text.ts'
import type { Document, Note } from '../../model/document.ts'
import { GiveUp } from '../../model/give-up.ts'
import { MAX_FILE, type SnapshotFile } from '../../model/snapshot.ts'
import { unpackGzip } from '../../model/unpack-gzip.ts'
import { kindOfZip } from './containers/office-package.ts'
import { readOle } from './containers/ole-document.ts'
import { formatOf } from './file-format.ts'
import { readHtml } from './html/html.ts'
import { isJson, readJson } from './html/json.ts'
import { readOfd } from './ofd/ofd.ts'
import { readPdfDocument } from './pdf/pdf-document.ts'
import { readPicture, readPictures } from './pictures/picture.ts'
import type { OnProgress } from './pictures/recogniser.ts'
import { readXlsx } from './sheets/xlsx.ts'
import { isMarkdown, readMarkdown } from './text/markdown.ts'
import { readText } from './text/text.ts'
import { readDocx } from './word/docx.ts'
import { readRtf } from './word/rtf.ts'
import { readWordXml } from './word/word-xml.ts'

const MEGABYTE = 1024 * 1024
const MAX_PAGE = 30 * MEGABYTE

/** More replacement characters than this share of a text mean that its bytes are not text in any set we know. */
const MAX_UNREADABLE = 0.1

/**
 * Reads one file into a document. The format is told from the bytes, never from the name. Throws `GiveUp` for what can never be read:
 * empty, damaged, encrypted or too large files and formats that are not supported; the detail says what was seen and what to do.
 * Pictures take seconds: `onProgress` is called often while they are read.
 */
export async function readDocument(file: SnapshotFile, onProgress?: OnProgress): Promise<Document> {
  if (file.bytes.length > MAX_FILE) throw tooLarge(file, MAX_FILE)
  const unpacked = unpackGzip(file)
  return readPictures(await readFormat(unpacked, onProgress), unpacked, onProgress)
}

async function readFormat(file: SnapshotFile, onProgress?: OnProgress): Promise<Document> {
  if (file.bytes.length === 0) throw new GiveUp('empty-file', `${file.name} has no bytes; fetch or save it again`)
  const format = formatOf(file.bytes)
  switch (format.kind) {
    case 'unsupported':
      throw new GiveUp('unsupported-format', `${file.name} is ${format.name}; ${format.advice}`)
    case 'unknown':
      throw new GiveUp(
        'unknown-format',
        `${file.name} is neither a page, a text, a PDF nor an Office document; give the report as DOCX, PDF or HTML`,
      )
    case 'text':
      return readTextFile(file)
    case 'zip':
      return readPacked(file)
    case 'gzip':
      throw new GiveUp(
        'unsupported-format',
        `${file.name} is gzip-compressed more than once; unpack it and give the document inside`,
      )
    case 'word-xml':
      return readWordXml(file)
    case 'ole':
      return readOle(file)
    case 'rtf':
      return readRtf(file)
    case 'pdf':
      return readPdfDocument(file)
    case 'picture':
      return readPicture(file, onProgress)
  }
}

/** Kinds of ZIP files that are not read, with what to do. */
const OTHER_PACKAGES = {
  xlsb: { name: 'a binary Excel workbook (XLSB)', advice: 'save it as XLSX' },
  pptx: { name: 'a PowerPoint file (PPTX)', advice: 'save the report as DOCX, PDF or HTML' },
  opendocument: { name: 'an OpenDocument file', advice: 'save it as DOCX' },
  archive: { name: 'a ZIP archive of documents', advice: 'unpack it and give the documents inside' },
} as const

function readPacked(file: SnapshotFile): Document {
  const kind = kindOfZip(file)
  switch (kind) {
    case 'docx':
      return readDocx(file)
    case 'xlsx':
      return readXlsx(file)
    case 'ofd':
      return readOfd(file)
    default: {
      const { name, advice } = OTHER_PACKAGES[kind]
      throw new GiveUp('unsupported-format', `${file.name} is ${name}; ${advice}`)
    }
  }
}

function readTextFile(file: SnapshotFile): Document {
  if (file.bytes.length > MAX_PAGE) throw tooLarge(file, MAX_PAGE)
  const { text, charset } = decodeText(file.bytes)
  if (!/[^\s\0\ufeff\u200b]/.test(text)) throw new GiveUp('empty-file', `${file.name} holds only blanks; fetch or save it again`)
  const unreadable = countUnreadable(text)
  if (unreadable > text.length * MAX_UNREADABLE) {
    throw new GiveUp(
      'unknown-format',
      `${file.name} is not text in any known character set; give the report as DOCX, PDF or HTML`,
    )
  }
  const notes = unreadable > 0 ? [damagedNote(unreadable)] : []
  if (isJson(text)) {
    const content = readJson(text)
    if (content.blocks.length > 0)
      return { mediaType: 'application/json', charset, source: text, ...content, notes: [...notes, ...content.notes] }
  }
  if (isHtml(text)) {
    const content = readHtml(text)
    return { mediaType: 'text/html', charset, source: text, ...content, notes: [...notes, ...content.notes] }
  }
  const markdown = isMarkdown(text)
  return {
    mediaType: markdown ? 'text/markdown' : 'text/plain',
    charset,
    source: text,
    title: null,
    meta: [],
    blocks: markdown ? readMarkdown(text) : readText(text),
    attachments: [],
    notes,
  }
}

/** A page or fragment begins with a tag; a text that only holds some is a page unless it is Markdown, which may hold them too. */
function isHtml(text: string): boolean {
  if (/^[\s\ufeff]*<(?:!doctype\s+html|!--|\?xml|[a-z][\w:-]*(?:\s[^<>]*)?\/?>)/i.test(text.slice(0, 4096))) return true
  return /<\/(?:p|div|table|tr|td|span|body|html|h[1-6]|font|center)\s*>/i.test(text) && !isMarkdown(text)
}

function countUnreadable(text: string): number {
  let count = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) count++
  return count
}

function damagedNote(count: number): Note {
  return { code: 'text-damaged', message: `文件中有 ${count} 处字符无法识别，可能缺字或错字，请对照原件核实。` }
}

function tooLarge(file: SnapshotFile, limit: number): GiveUp {
  return new GiveUp(
    'too-large',
    `${file.name} has ${Math.ceil(file.bytes.length / MEGABYTE)} MB; the limit is ${limit / MEGABYTE} MB`,
  )
}
