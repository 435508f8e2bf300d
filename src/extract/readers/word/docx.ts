import { decodeText } from '../../../model/decode-text.ts'
import type { Block, Document } from '../../../model/document.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { officeDocument } from '../containers/office-document.ts'
import {
  kindOfZip,
  type OfficePackage,
  openPackage,
  pictureReader,
  propertiesOf,
  type Relation,
} from '../containers/office-package.ts'
import { readHtml } from '../html/html.ts'
import { readXlsx } from '../sheets/xlsx.ts'
import { readText } from '../text/text.ts'
import { whereReadable } from '../where-readable.ts'
import { type BodyParts, readBody, readFootnotes } from './docx-body.ts'
import { numberFormatNotes, openNumbering } from './docx-numbering.ts'
import { readTextStyles } from './docx-styles.ts'

const MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Documents embedded in one, and those in these, that are read. */
const MAX_EMBEDDED = 20
const MAX_DEPTH = 2

/**
 * Reads a Word document (DOCX): paragraphs with headings by style or outline level and with the numbers of lists, tables with merged cells, text
 * boxes, footnotes, embedded tables. Deleted and hidden text is left out, as are page headers and footers. Nothing outside the file is looked up.
 */
export function readDocx(file: SnapshotFile): Document {
  return readDocxAt(file, 0)
}

function readDocxAt(file: SnapshotFile, depth: number): Document {
  const source = openPackage(file)
  const { main } = source
  const related = source.relations(main)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const textOf = (type: string) => source.text(partOf(related, type) ?? `${folder}${type}.xml`) ?? ''
  const unknownFormats = new Set<string>()
  const parts: Omit<BodyParts, 'footnotes'> = {
    styles: readTextStyles(textOf('styles'), 'styles.xml'),
    numberOf: openNumbering(textOf('numbering'), 'numbering.xml', (format) => unknownFormats.add(format)),
    pictureOf: pictureReader(source, related),
    embeddedOf: embeddedReader(source, related, depth),
  }
  const noFootnotes = { ...parts, footnotes: new Map<string, readonly Block[]>() }
  const footnotes = new Map([
    ...readFootnotes(textOf('footnotes'), 'word/footnotes.xml', noFootnotes),
    ...readFootnotes(textOf('endnotes'), 'word/endnotes.xml', noFootnotes),
  ])
  const body = readBody(source.text(main) ?? '', main, { ...parts, footnotes })
  return officeDocument({
    mediaType: MEDIA_TYPE,
    meta: propertiesOf(source),
    blocks: body.blocks,
    notes: [...body.notes, ...numberFormatNotes(unknownFormats)],
  })
}

function partOf(related: ReadonlyMap<string, Relation>, type: string): string | undefined {
  return [...related.values()].find((relation) => relation.type === type && !relation.external)?.target
}

/** Documents embedded by relation: a part in another format (`altChunk`), or an object such as a sheet of Excel. */
function embeddedReader(source: OfficePackage, related: ReadonlyMap<string, Relation>, depth: number): BodyParts['embeddedOf'] {
  let count = 0
  return (id) => {
    const relation = related.get(id)
    count++
    if (!relation || relation.external || depth >= MAX_DEPTH || count > MAX_EMBEDDED) return null
    return whereReadable(() => {
      const bytes = source.bytes(relation.target)
      return bytes && readEmbedded({ name: relation.target, bytes, sha256: '' }, depth + 1)
    })
  }
}

function readEmbedded(file: SnapshotFile, depth: number): readonly Block[] | null {
  if (file.bytes[0] === 0x50 && file.bytes[1] === 0x4b) {
    const kind = kindOfZip(file)
    if (kind === 'docx') return readDocxAt(file, depth).blocks
    return kind === 'xlsx' ? readXlsx(file).blocks : null
  }
  if (/\.x?html?$/i.test(file.name)) return readHtml(decodeText(file.bytes).text).blocks
  return /\.txt$/i.test(file.name) ? readText(decodeText(file.bytes).text) : null
}
