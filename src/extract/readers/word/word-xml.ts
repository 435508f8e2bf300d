import { decodeText } from '../../../model/decode-text.ts'
import type { Block, Document } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { type BodyParts, readBody } from './docx-body.ts'
import { numberFormatNotes, openNumbering } from './docx-numbering.ts'
import { readTextStyles } from './docx-styles.ts'

/**
 * Reads a Word document written as one XML file: the flat form of DOCX, or that of Word 2003. Pictures and embedded parts are not read, nor the
 * numbers of lists of Word 2003, which are in the file as they are printed only for some.
 */
export function readWordXml(file: SnapshotFile): Document {
  const { text: source, charset } = decodeText(file.bytes)
  const body = elementOf(source, 'w:body')
  if (body === '') throw new GiveUp('damaged-file', `${file.name} is a Word XML document without a body; fetch or save it again`)
  const unknownFormats = new Set<string>()
  const parts: BodyParts = {
    styles: readTextStyles(elementOf(source, 'w:styles'), 'w:styles'),
    numberOf: openNumbering(elementOf(source, 'w:numbering'), 'w:numbering', (format) => unknownFormats.add(format)),
    pictureOf: () => null,
    embeddedOf: () => null,
    footnotes: new Map<string, readonly Block[]>(),
  }
  const { blocks, notes } = readBody(body, 'w:body', parts)
  const hasPictures = /<w:pict\b|<w:drawing\b/.test(body)
  return {
    mediaType: 'application/xml',
    charset,
    title: null,
    meta: [],
    blocks,
    attachments: [],
    notes: [...notes, ...numberFormatNotes(unknownFormats), ...(hasPictures ? [PICTURES_LEFT_OUT] : [])],
  }
}

const PICTURES_LEFT_OUT = {
  code: 'pictures-left-out',
  message: 'Word XML 文档中的图片未读取，如表格为图片，请另存为 DOCX 后再试。',
} as const

/** The first element of a name, with its content; '' where there is none. */
function elementOf(source: string, name: string): string {
  const start = source.search(new RegExp(`<${name}[\\s>]`))
  if (start < 0) return ''
  const end = source.indexOf(`</${name}>`, start)
  return end < 0 ? source.slice(start) : source.slice(start, end + name.length + 3)
}
