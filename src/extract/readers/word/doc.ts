import type { Block, Document, Note } from '../../../model/document.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { officeDocument } from '../containers/office-document.ts'
import { type OleFile, whenCutOff } from '../containers/ole.ts'
import { summaryOf } from '../containers/ole-properties.ts'
import { markShifted, type ShiftedPart } from '../shifted-digits.ts'
import { type DocFile, type Extent, openDoc } from './doc-file.ts'
import { blipOf, picturesOfShapes } from './doc-pictures.ts'
import { type CharacterMarks, characterMarks, type ParagraphProperties, paragraphProperties } from './doc-properties.ts'
import { headingLevels, shiftOf } from './doc-styles.ts'
import { ICON_SIDE, Story } from './story.ts'

const PATH = 'WordDocument#'
const ANCHORS = 40
const DRAWINGS = 50
const TEXT_BOXES = 56
const ANCHOR_SIZE = 26
const TEXT_BOX_SIZE = 22

/** Characters with a meaning of their own. */
const PARAGRAPH_END = 0x0d
const CELL_END = 0x07
const PAGE_END = 0x0c
const FIELD_BEGIN = 0x13
const FIELD_RESULT = 0x14
const FIELD_END = 0x15
const PICTURE = 0x01
const DRAWING = 0x08
const SYMBOL = 0x28
const PRINTED: Readonly<Record<number, string>> = { 9: '\t', 11: '\n', 14: '\n', 30: '-', 31: '' }

const LINKED_PICTURE = 0x66

/**
 * Reads a Word 97–2003 or WPS document (DOC, WPS): paragraphs with headings by style or outline level, tables with merged cells, text boxes
 * where they are anchored. Left out are page headers and footers, notes, deleted and hidden text, and the codes of fields. Numbers that
 * Word generates are not in the file's text.
 */
export function readDoc(file: SnapshotFile, ole: OleFile): Document {
  return whenCutOff(file.name, () => {
    const doc = openDoc(ole, file.name)
    const { blocks, notes } = readStories(doc)
    return officeDocument({ mediaType: 'application/msword', meta: summaryOf(ole), blocks, notes })
  })
}

/** What reading needs to know about a document beyond its text. */
type Reading = {
  readonly doc: DocFile
  readonly marks: CharacterMarks
  readonly propertiesAt: (position: number) => ParagraphProperties
  readonly levels: ReadonlyMap<number, number>
  readonly notes: Note[]
}

function readStories(doc: DocFile): { blocks: Block[]; notes: Note[] } {
  const marks = characterMarks(doc)
  const notes: Note[] = []
  const reading: Reading = { doc, marks, propertiesAt: paragraphProperties(doc), levels: headingLevels(doc), notes }
  const boxes = textBoxes(doc)
  const anchors = anchorsOf(doc)
  const pictures = picturesOfShapes(doc.structure(DRAWINGS), doc.main)
  const shown = new Set<number>()
  const drawn = (position: number): Block[] => {
    const anchor = anchors.get(position)
    const box = anchor && boxes.get(anchor.shape)
    if (!anchor || shown.has(anchor.shape)) return []
    shown.add(anchor.shape)
    if (box) return readStory(reading, box, `${PATH}txbx[${anchor.shape}]`, () => [])
    if (anchor.side <= ICON_SIDE) return []
    const bytes = pictures.get(anchor.shape)
    const path = `${PATH}shape[${anchor.shape}]`
    return [{ kind: 'picture', source: `shape ${anchor.shape}`, ...(bytes && { bytes }), at: { path } }]
  }
  const blocks = readStory(reading, doc.stories.body, PATH, drawn)
  for (const [shape, box] of boxes)
    if (!shown.has(shape)) blocks.push(...readStory(reading, box, `${PATH}txbx[${shape}]`, () => []))
  return { blocks, notes }
}

/** Reads one story; `drawn` gives what is drawn at an anchor. */
function readStory(reading: Reading, extent: Extent, path: string, drawn: (position: number) => Block[]): Block[] {
  const { doc, marks, levels } = reading
  const { text } = doc
  const codes = fieldCodes(reading, extent)
  const story = new Story(path)
  for (let from = extent.from; from < extent.to; ) {
    let end = from
    while (end < extent.to - 1 && !endsParagraph(text.charCodeAt(end))) end++
    const properties = reading.propertiesAt(end)
    const { depth } = properties
    const mark = text.charCodeAt(end)
    if (depth > 0 && (depth === 1 ? properties.endsRow && mark === CELL_END : properties.endsInnerRow)) {
      story.endRow(depth, properties.shape, marks.hidden[end] === 1)
    } else {
      const before: Block[] = []
      const after: Block[] = []
      const shifted: ShiftedPart[] = []
      let line = ''
      for (let at = from; at <= end; at++) {
        if (marks.hidden[at] || codes[at - extent.from]) continue
        const code = text.charCodeAt(at)
        const start = line.length
        if (code >= 0x20 && code !== SYMBOL) line += text[at]
        else if (code === SYMBOL) line += marks.symbols.get(at) ?? text[at]
        else if (code === PICTURE) after.push(...pictureAt(reading, at, story.nextPlace(depth)))
        else if (code === DRAWING) before.push(...drawn(at))
        else line += PRINTED[code] ?? ''
        const shift = shiftOf(marks.shifts[at])
        if (shift !== null) shifted.push({ from: start, to: line.length, shift })
      }
      const outline = properties.outline === null ? (levels.get(properties.style) ?? 0) : (properties.outline + 1) % 10
      story.addParagraph(markShifted(line, shifted), depth, outline || null, before, after)
      if (depth > 0 && (depth === 1 ? mark === CELL_END : properties.endsInnerCell)) story.endCell(depth)
    }
    from = end + 1
  }
  const blocks = story.finish()
  reading.notes.push(...story.notes)
  return blocks
}

function endsParagraph(code: number): boolean {
  return code === PARAGRAPH_END || code === CELL_END || code === PAGE_END
}

/**
 * Marks the characters that are codes of fields, which are not printed: from a field's begin to its result, or to its end where it has none.
 * A begin without an end is no field.
 */
function fieldCodes(reading: Reading, { from, to }: Extent): Uint8Array {
  const { text } = reading.doc
  const changes = new Int32Array(to - from + 1)
  const open: { readonly begin: number; result: number }[] = []
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === FIELD_BEGIN) open.push({ begin: at, result: -1 })
    else if (code === FIELD_RESULT) {
      const field = open.at(-1)
      if (field) field.result = at
    } else if (code === FIELD_END) {
      const field = open.pop()
      if (!field) continue
      const end = field.result < 0 ? at : field.result
      changes[field.begin - from]!++
      changes[end + 1 - from]!--
      if (/^\s*EMBED\s/i.test(text.slice(field.begin + 1, Math.min(end, field.begin + 20)))) {
        reading.notes.push({ code: 'embedded-part', message: '文档中嵌入了另一个文件，其内容未读取，请用 Word 另存后再试。' })
      }
    }
  }
  const codes = new Uint8Array(to - from)
  let depth = 0
  for (let index = 0; index < codes.length; index++) {
    depth += changes[index]!
    if (depth > 0) codes[index] = 1
  }
  return codes
}

/** A picture in the line, unless it is an icon. Its structure in the data stream gives its size and holds its file. */
function pictureAt({ doc, marks }: Reading, position: number, path: string): Block[] {
  const at = marks.pictures.get(position)
  if (at === undefined || at + 36 > doc.data.length) return []
  const length = doc.data.readUInt32LE(at)
  const headerLength = doc.data.readUInt16LE(at + 4)
  const width = (doc.data.readInt16LE(at + 28) * doc.data.readUInt16LE(at + 32)) / 1000
  const height = (doc.data.readInt16LE(at + 30) * doc.data.readUInt16LE(at + 34)) / 1000
  if (Math.min(width, height) <= ICON_SIDE) return []
  // A picture that is linked has its name before its records.
  const name = doc.data.readUInt16LE(at + 6) === LINKED_PICTURE ? 1 + doc.data.readUInt8(at + headerLength) : 0
  const bytes = blipOf(doc.data.subarray(at + headerLength + name, at + length))
  return [{ kind: 'picture', source: `Data#${at}`, ...(bytes && { bytes }), at: { path } }]
}

/** The text boxes by the shape that shows them. */
function textBoxes(doc: DocFile): ReadonlyMap<number, Extent> {
  const boxes = new Map<number, Extent>()
  const story = doc.stories.textBoxes
  const plc = doc.structure(TEXT_BOXES)
  const count = Math.floor((plc.length - 4) / (4 + TEXT_BOX_SIZE))
  // The last one belongs to no shape.
  for (let index = 0; index < count - 1; index++) {
    const entry = (count + 1) * 4 + index * TEXT_BOX_SIZE
    const reusable = plc.readUInt16LE(entry + 8) & 1
    const from = story.from + plc.readUInt32LE(index * 4)
    const to = Math.min(story.from + plc.readUInt32LE(index * 4 + 4), story.to)
    if (!reusable && from < to) boxes.set(plc.readUInt32LE(entry + 14), { from, to })
  }
  return boxes
}

/** Shapes by the position of their anchor in the body, with the smaller side in twips. */
function anchorsOf(doc: DocFile): ReadonlyMap<number, { readonly shape: number; readonly side: number }> {
  const plc = doc.structure(ANCHORS)
  const count = Math.max(0, Math.floor((plc.length - 4) / (4 + ANCHOR_SIZE)))
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = (count + 1) * 4 + index * ANCHOR_SIZE
      const [left, top, right, bottom] = [4, 8, 12, 16].map((at) => plc.readInt32LE(entry + at)) as [
        number,
        number,
        number,
        number,
      ]
      return [plc.readUInt32LE(index * 4), { shape: plc.readUInt32LE(entry), side: Math.min(right - left, bottom - top) }]
    }),
  )
}
