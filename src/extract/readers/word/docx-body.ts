import type { Block, Note } from '../../../model/document.ts'
import { type PictureReader, shiftNamed } from '../containers/office-package.ts'
import { walkXml, type XmlHandler } from '../containers/xml.ts'
import { markShifted, type Shift, type ShiftedPart } from '../shifted-digits.ts'
import { append, blocksOfTable, type TableRow } from '../table-blocks.ts'
import { linesAt } from '../text/text.ts'
import type { NumberPrinter } from './docx-numbering.ts'
import { type CellDraft, joinAcross, mergeDown, type RowDraft, withoutSwallowed } from './docx-rows.ts'
import { levelOf, type TextStyle } from './docx-styles.ts'
import { printedSymbol } from './docx-symbols.ts'

/** What the body of a document refers to. */
export type BodyParts = {
  readonly styles: ReadonlyMap<string, TextStyle>
  readonly numberOf: NumberPrinter
  readonly pictureOf: PictureReader
  /** What a document embedded in this one says; null where it is not read. */
  readonly embeddedOf: (relation: string) => readonly Block[] | null
  /** Footnotes and endnotes by kind and id, such as `footnote 2`. */
  readonly footnotes: ReadonlyMap<string, readonly Block[]>
}

export type Body = { readonly blocks: Block[]; readonly notes: Note[] }

/** Pictures with a side up to 48 pixels are icons; drawings are measured in 914,400ths of an inch. */
const ICON_SIDE = 48 * 9525

/** Reads `word/document.xml`, or a part built like it. Footnotes follow the paragraph or table that refers to them, endnotes all. */
export function readBody(source: string, partName: string, parts: BodyParts): Body {
  const reader = new BodyReader(partName, parts)
  walkXml(source, partName, reader)
  return reader.end()
}

/** Reads the texts of `word/footnotes.xml` and `word/endnotes.xml` by kind and id. */
export function readFootnotes(source: string, partName: string, parts: BodyParts): ReadonlyMap<string, readonly Block[]> {
  if (source === '') return new Map()
  const reader = new BodyReader(partName, parts)
  walkXml(source, partName, reader)
  return reader.footnotes
}

/** `columns` are those of the table's grid; 0 where it has none. */
type TableDraft = { readonly path: string; readonly rows: RowDraft[]; columns: number }
type Container = { readonly path: string; readonly blocks: Block[]; readonly counts: { p: number; tbl: number } }
type ParagraphDraft = {
  readonly path: string
  text: string
  readonly shifted: ShiftedPart[]
  level: number | null
  style: string | null
  list: string | null
  listLevel: number | null
  /** The number that its list prints before it. */
  number: string
  readonly pictures: Block[]
}

/** Deleted and moved-away text, field codes, text over other text, and text that is printed elsewhere. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'del',
  'moveFrom',
  'instrText',
  'delText',
  'rt',
  'sectPr',
  'rPrChange',
  'pPrChange',
  'numberingChange',
  'tblGridChange',
  'tcPrChange',
  'trPrChange',
  'tblPrChange',
])

const PROPERTIES: ReadonlySet<string> = new Set(['pPr', 'rPr', 'tcPr', 'trPr', 'tblPr', 'tblPrEx', 'sdtPr'])

/** Gathers blocks in document order. */
class BodyReader implements XmlHandler {
  readonly footnotes = new Map<string, readonly Block[]>()
  readonly #parts: BodyParts
  readonly #notes: Note[] = []
  readonly #containers: Container[]
  readonly #paragraphs: ParagraphDraft[] = []
  readonly #tables: TableDraft[] = []
  /** Notes that the open block refers to, and all that were referred to. */
  #waiting: string[] = []
  readonly #referred = new Set<string>()
  /** For each open `mc:AlternateContent`, whether one of its forms has been read. */
  readonly #alternatives: boolean[] = []
  /** Depth below an element whose content is left out. */
  #left = 0
  #inProperties = 0
  #inRun = 0
  #inText = 0
  #hiddenRun = false
  #shift: Shift | null = null
  #hasChanges = false
  #drawingSide = Number.POSITIVE_INFINITY
  #picturesBefore = 0
  #openNote: string | null = null

  constructor(partName: string, parts: BodyParts) {
    this.#parts = parts
    this.#containers = [{ path: `${partName}#`, blocks: [], counts: { p: 0, tbl: 0 } }]
  }

  end(): Body {
    const { blocks } = this.#containers[0]!
    for (const [name, note] of this.#parts.footnotes)
      if (name.startsWith('endnote') && this.#referred.has(name)) append(blocks, note)
    if (this.#hasChanges)
      this.#notes.push({ code: 'tracked-changes', message: '文档含有未接受的修订，已按接受全部修订后的文字读取，请核对。' })
    return { blocks, notes: this.#notes }
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#left > 0) {
      this.#left++
      return
    }
    if (this.#inProperties > 0) this.#openProperty(name, attributes)
    else if (this.#isLeftOut(name)) this.#left = 1
    else this.#openContent(name, attributes)
  }

  close(name: string): void {
    if (this.#left > 0) this.#left--
    else if (this.#inProperties > 0) this.#closeProperty(name)
    else this.#closeContent(name)
  }

  text(text: string): void {
    if (this.#left === 0 && this.#inText > 0) this.#add(text)
  }

  /** Of the forms that a drawing is written in, the first one counts. */
  #isLeftOut(name: string): boolean {
    if (name === 'Choice' || name === 'Fallback') {
      const isRead = this.#alternatives.at(-1) ?? name === 'Fallback'
      if (this.#alternatives.length > 0) this.#alternatives[this.#alternatives.length - 1] = true
      return isRead
    }
    if (name === 'del' || name === 'moveFrom') this.#hasChanges = true
    return LEFT_OUT.has(name)
  }

  #openProperty(name: string, attributes: Readonly<Record<string, string>>): void {
    if (PROPERTIES.has(name)) {
      this.#inProperties++
      return
    }
    if (name.endsWith('Change')) {
      this.#left = 1
      return
    }
    const value = attributes['val'] ?? ''
    const paragraph = this.#paragraphs.at(-1)
    switch (name) {
      case 'pStyle':
        if (paragraph) paragraph.style = value
        return
      case 'outlineLvl':
        if (paragraph) paragraph.level = levelOf(value) ?? 0
        return
      case 'numId':
        if (paragraph) paragraph.list = value
        return
      case 'ilvl':
        if (paragraph) paragraph.listLevel = countOf(value)
        return
      case 'vanish':
        if (this.#inRun > 0) this.#hiddenRun = !isOff(value)
        return
      case 'rStyle':
        if (this.#inRun > 0) this.#shift = this.#parts.styles.get(value)?.shift ?? null
        return
      case 'vertAlign':
        if (this.#inRun > 0) this.#shift = shiftNamed(value)
        return
      case 'del':
        this.#leaveOutRow()
        return
      case 'hidden':
        if (!isOff(value)) this.#leaveOutRow()
        return
      case 'gridBefore': {
        const row = this.#tables.at(-1)?.rows.at(-1)
        if (row) row.before = countOf(value)
        return
      }
      case 'gridSpan':
        this.#updateCell((cell) => {
          cell.span = Math.max(1, countOf(value))
        })
        return
      case 'vMerge':
      case 'vmerge':
        this.#updateCell((cell) => {
          cell.merge = value === 'restart' ? 'restart' : 'continue'
        })
        return
      case 'hMerge':
      case 'hmerge':
        this.#updateCell((cell) => {
          cell.continuesLeft = value !== 'restart'
        })
    }
  }

  #closeProperty(name: string): void {
    if (!PROPERTIES.has(name)) return
    this.#inProperties--
    if (name === 'pPr' && this.#inProperties === 0) this.#numberParagraph()
  }

  #openContent(name: string, attributes: Readonly<Record<string, string>>): void {
    if (PROPERTIES.has(name)) {
      this.#inProperties++
      return
    }
    switch (name) {
      case 'p':
        this.#paragraphs.push({
          path: this.#nextPath('p'),
          text: '',
          shifted: [],
          level: null,
          style: null,
          list: null,
          listLevel: null,
          number: '',
          pictures: [],
        })
        return
      case 'r':
        this.#inRun++
        this.#hiddenRun = false
        this.#shift = null
        return
      case 't':
        this.#inText++
        return
      case 'tab':
      case 'ptab':
        this.#add('\t')
        return
      case 'br':
      case 'cr':
        this.#add('\n')
        return
      case 'noBreakHyphen':
        this.#add('-')
        return
      case 'sym':
        this.#add(printedSymbol(attributes['font'] ?? '', attributes['char'] ?? ''))
        return
      case 'ins':
      case 'moveTo':
        this.#hasChanges = true
        return
      case 'AlternateContent':
        this.#alternatives.push(false)
        return
      case 'txbxContent':
        this.#openContainer(`${this.#paragraphs.at(-1)?.path ?? this.#containers.at(-1)!.path}/txbx`)
        return
      case 'footnote':
      case 'endnote':
        this.#openNote = `${name} ${attributes['id'] ?? ''}`
        this.#openContainer(`${this.#containers[0]!.path}${name}[${attributes['id'] ?? ''}]`)
        return
      case 'footnoteReference':
        this.#refer(`footnote ${attributes['id'] ?? ''}`)
        return
      case 'endnoteReference':
        this.#referred.add(`endnote ${attributes['id'] ?? ''}`)
        return
      case 'tbl':
        this.#tables.push({ path: this.#nextPath('tbl'), rows: [], columns: 0 })
        return
      case 'gridCol': {
        const table = this.#tables.at(-1)
        if (table) table.columns++
        return
      }
      case 'tr': {
        const table = this.#tables.at(-1)
        table?.rows.push({ path: `${table.path}/tr[${table.rows.length + 1}]`, cells: [], before: 0, leftOut: false })
        return
      }
      case 'tc':
        this.#openCell()
        return
      case 'extent':
        this.#drawingSide = Math.min(Number(attributes['cx'] ?? Number.NaN), Number(attributes['cy'] ?? Number.NaN))
        return
      case 'blip':
      case 'imagedata':
        this.#addPicture(attributes['embed'] ?? attributes['id'] ?? attributes['link'] ?? '')
        return
      case 'object':
        this.#picturesBefore = this.#paragraphs.at(-1)?.pictures.length ?? 0
        return
      case 'OLEObject':
        this.#addObject(attributes['id'] ?? '')
        return
      case 'altChunk':
        append(this.#containers.at(-1)!.blocks, this.#embedded(attributes['id'] ?? '') ?? [])
    }
  }

  #closeContent(name: string): void {
    switch (name) {
      case 'p':
        this.#closeParagraph()
        this.#flushNotes()
        return
      case 'r':
        this.#inRun--
        this.#hiddenRun = false
        this.#shift = null
        return
      case 't':
        this.#inText--
        return
      case 'drawing':
        this.#drawingSide = Number.POSITIVE_INFINITY
        return
      case 'AlternateContent':
        this.#alternatives.pop()
        return
      case 'txbxContent': {
        const box = this.#containers.pop()!
        append(this.#containers.at(-1)!.blocks, box.blocks)
        return
      }
      case 'footnote':
      case 'endnote': {
        const note = this.#containers.pop()!
        if (this.#openNote !== null && note.blocks.length > 0) this.footnotes.set(this.#openNote, note.blocks)
        this.#openNote = null
        return
      }
      case 'tc':
        if (this.#tables.at(-1)?.rows.at(-1)?.cells.length) this.#containers.pop()
        return
      case 'tbl':
        this.#closeTable()
        this.#flushNotes()
    }
  }

  #openContainer(path: string): void {
    this.#containers.push({ path, blocks: [], counts: { p: 0, tbl: 0 } })
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1)
    if (!paragraph || this.#hiddenRun) return
    const from = paragraph.text.length
    paragraph.text += text
    if (this.#shift !== null) paragraph.shifted.push({ from, to: paragraph.text.length, shift: this.#shift })
  }

  #nextPath(kind: 'p' | 'tbl'): string {
    const { path, counts } = this.#containers.at(-1)!
    counts[kind]++
    return `${path}${path.endsWith('#') ? '' : '/'}${kind}[${counts[kind]}]`
  }

  /** Counts a paragraph of a list. */
  #numberParagraph(): void {
    const paragraph = this.#paragraphs.at(-1)
    if (!paragraph || this.#inRun > 0 || paragraph.text !== '') return
    const style = paragraph.style === null ? undefined : this.#parts.styles.get(paragraph.style)
    paragraph.level ??= style?.level ?? null
    const list = paragraph.list ?? style?.list ?? null
    if (list === null || list === '0') return
    const level = paragraph.listLevel ?? (paragraph.list === null ? (style?.listLevel ?? null) : (style?.listLevel ?? 0))
    paragraph.number = this.#parts.numberOf({ list, level, style: paragraph.style })
  }

  #closeParagraph(): void {
    const draft = this.#paragraphs.pop()
    if (!draft) return
    const { blocks } = this.#containers.at(-1)!
    append(blocks, linesAt(numbered(draft), { path: draft.path }, draft.level || null))
    append(blocks, draft.pictures)
  }

  #refer(note: string): void {
    if (!this.#referred.has(note)) this.#waiting.push(note)
    this.#referred.add(note)
  }

  /** Footnotes come behind the paragraph or table of the page that refers to them, never into a cell. */
  #flushNotes(): void {
    if (this.#waiting.length === 0 || this.#containers.length > 1 || this.#tables.length > 0) return
    for (const note of this.#waiting) append(this.#containers[0]!.blocks, this.#parts.footnotes.get(note) ?? [])
    this.#waiting = []
  }

  #addPicture(relation: string): void {
    if (this.#drawingSide <= ICON_SIDE) return
    const paragraph = this.#paragraphs.at(-1)
    const picture = paragraph && this.#parts.pictureOf(relation)
    if (picture) paragraph.pictures.push({ kind: 'picture', ...picture, at: { path: paragraph.path } })
  }

  /** An embedded table is read itself where it can be, not its picture. */
  #addObject(relation: string): void {
    const paragraph = this.#paragraphs.at(-1)
    const blocks = paragraph && this.#embedded(relation)
    if (!blocks || blocks.length === 0) return
    paragraph.pictures.length = Math.min(this.#picturesBefore, paragraph.pictures.length)
    append(paragraph.pictures, blocks)
  }

  #embedded(relation: string): readonly Block[] | null {
    const blocks = this.#parts.embeddedOf(relation)
    const at = { path: this.#paragraphs.at(-1)?.path ?? this.#containers.at(-1)!.path }
    this.#notes.push(
      blocks
        ? { code: 'embedded-part-read', message: '文档中嵌入了另一个文件，已读取其全部内容，请核对。', at }
        : { code: 'embedded-part', message: '文档中嵌入了另一个文件，其内容未读取，请用 Word 另存后再试。', at },
    )
    return blocks
  }

  #leaveOutRow(): void {
    const row = this.#tables.at(-1)?.rows.at(-1)
    if (row && row.cells.length === 0 && this.#inRun === 0) row.leftOut = true
  }

  #openCell(): void {
    const row = this.#tables.at(-1)?.rows.at(-1)
    if (!row) return
    const path = `${row.path}/tc[${row.cells.length + 1}]`
    const cell: CellDraft = { path, blocks: [], span: 1, merge: 'none', continuesLeft: false, column: 0, rowSpan: 1 }
    row.cells.push(cell)
    this.#containers.push({ path, blocks: cell.blocks, counts: { p: 0, tbl: 0 } })
  }

  #updateCell(change: (cell: CellDraft) => void): void {
    const cell = this.#tables.at(-1)?.rows.at(-1)?.cells.at(-1)
    if (cell) change(cell)
  }

  #closeTable(): void {
    const table = this.#tables.pop()
    if (!table) return
    const rows = table.rows.filter(({ leftOut }) => !leftOut).map((row) => withoutSwallowed(joinAcross(row), table.columns))
    mergeDown(rows)
    const laidOut: TableRow[] = rows.map((row) => ({
      at: { path: row.path },
      group: 0,
      cells: row.cells
        .filter(({ rowSpan }) => rowSpan > 0)
        .map((cell) => ({
          at: { path: cell.path },
          rowSpan: cell.rowSpan,
          columnSpan: cell.span,
          column: cell.column,
          blocks: cell.blocks,
        })),
    }))
    append(this.#containers.at(-1)!.blocks, blocksOfTable(laidOut, { path: table.path }))
  }
}

/**
 * The text with the number of its list before it, as printed. Before a figure alone, as in a cell of a table that was formatted as a list, the
 * number is named, so that the two can never be read as one figure.
 */
function numbered({ number, text: written, shifted }: ParagraphDraft): string {
  const text = markShifted(written, shifted)
  if (number === '') return text
  if (/^[\s\d.,，]*\d[\s\d.,，]*$/.test(text)) return `（自动编号${number}）${text}`
  return /[\p{L}\p{N}]$/u.test(number) ? `${number} ${text}` : number + text
}

function countOf(value: string): number {
  return /^\d{1,5}$/.test(value) ? Number(value) : 0
}

function isOff(value: string): boolean {
  return /^(?:0|false|off)$/.test(value)
}
