import type { Block, Document, Note, Paragraph } from '../../model/document.ts'
import type { SnapshotFile } from '../../model/snapshot.ts'
import { openPackage, propertiesOf, type Relation } from './office-package.ts'
import { append, blocksOfTable, type TableRow } from './table-blocks.ts'
import { readTextLine } from './text.ts'
import { walkXml } from './xml.ts'

const MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Pictures with a side up to 48 pixels are icons; drawings are measured in 914,400ths of an inch. */
const ICON_SIDE = 48 * 9525

/**
 * Reads a Word document (DOCX): paragraphs with headings by style or outline level, tables with merged cells, text boxes; deleted and hidden
 * text is left out, as are page headers and footers. Numbers that Word generates are not in the file's text.
 */
export function readDocx(file: SnapshotFile): Document {
  const source = openPackage(file)
  const { main } = source
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const reader = new BodyReader(main, headingStyles(source.text(`${folder}styles.xml`) ?? ''), source.relations(main))
  walkXml(source.text(main) ?? '', `${main} in ${file.name}`, reader)
  const meta = propertiesOf(source)
  return {
    mediaType: MEDIA_TYPE,
    charset: null,
    title: meta.find(({ name }) => name === 'title')?.content.trim() || null,
    meta,
    blocks: reader.blocks,
    attachments: [],
    notes: reader.notes,
  }
}

/** Heading levels by style id, following `basedOn`. */
function headingStyles(source: string): ReadonlyMap<string, number> {
  const styles = new Map<string, { level: number | null; base: string | null }>()
  let id = ''
  if (source !== '') {
    walkXml(source, 'styles.xml', {
      open(name, attributes) {
        const value = attributes['val'] ?? ''
        if (name === 'style') {
          id = attributes['styleId'] ?? ''
          styles.set(id, { level: null, base: null })
        }
        const style = styles.get(id)
        if (!style) return
        if (name === 'name') style.level ??= levelOfName(value)
        if (name === 'outlineLvl') style.level = levelOf(value)
        if (name === 'basedOn') style.base = value
      },
      close(name) {
        if (name === 'style') id = ''
      },
      text() {},
    })
  }
  const levels = new Map<string, number>()
  for (const [styleId] of styles) {
    const seen = new Set<string>()
    for (let at: string | null = styleId; at !== null && !seen.has(at); at = styles.get(at)?.base ?? null) {
      seen.add(at)
      const level = styles.get(at)?.level
      if (level) {
        levels.set(styleId, level)
        break
      }
    }
  }
  return levels
}

function levelOfName(name: string): number | null {
  const found = /^(?:heading|标题)\s*([1-9])$/i.exec(name.trim())
  return found ? Number(found[1]) : null
}

/** Outline levels count from 0; 9 is body text. */
function levelOf(outline: string): number | null {
  return /^[0-8]$/.test(outline) ? Number(outline) + 1 : null
}

type CellDraft = {
  readonly path: string
  readonly blocks: Block[]
  span: number
  merge: 'none' | 'restart' | 'continue'
  column: number
  rowSpan: number
}
type RowDraft = { readonly path: string; cells: CellDraft[]; before: number; deleted: boolean }
type TableDraft = { readonly path: string; readonly rows: RowDraft[] }
type Container = { readonly path: string; readonly blocks: Block[]; readonly counts: { p: number; tbl: number } }
type ParagraphDraft = { readonly path: string; text: string; level: number | null; readonly pictures: Block[] }

/** Gathers the blocks of `word/document.xml`. */
class BodyReader {
  readonly notes: Note[] = []
  readonly #styles: ReadonlyMap<string, number>
  readonly #targets: ReadonlyMap<string, Relation>
  readonly #containers: Container[]
  readonly #paragraphs: ParagraphDraft[] = []
  readonly #tables: TableDraft[] = []
  /** Elements whose content is left out, counted while open. */
  #left = 0
  #inProperties = 0
  #inRun = 0
  #inText = 0
  #hiddenRun = false
  #drawingSide = Number.POSITIVE_INFINITY

  constructor(partName: string, styles: ReadonlyMap<string, number>, targets: ReadonlyMap<string, Relation>) {
    this.#styles = styles
    this.#targets = targets
    this.#containers = [{ path: `${partName}#`, blocks: [], counts: { p: 0, tbl: 0 } }]
  }

  get blocks(): Block[] {
    return this.#containers[0]!.blocks
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#left === 0 && this.#inProperties > 0 && name === 'del') {
      this.#markDeletedRow()
      return
    }
    if (LEFT_OUT.has(name)) this.#left++
    if (this.#left > 0) return
    const paragraph = this.#paragraphs.at(-1)
    const value = attributes['val'] ?? ''
    switch (name) {
      case 'p':
        this.#paragraphs.push({ path: this.#nextPath('p'), text: '', level: null, pictures: [] })
        return
      case 'pPr':
      case 'rPr':
      case 'tcPr':
      case 'trPr':
      case 'tblPr':
        this.#inProperties++
        return
      case 'pStyle':
        if (paragraph) paragraph.level ??= this.#styles.get(value) ?? null
        return
      case 'outlineLvl':
        if (paragraph) paragraph.level = levelOf(value)
        return
      case 'r':
        this.#inRun++
        this.#hiddenRun = false
        return
      case 'vanish':
        if (this.#inRun > 0) this.#hiddenRun = !/^(?:0|false|off)$/.test(value)
        return
      case 't':
        this.#inText++
        return
      case 'tab':
      case 'ptab':
        if (this.#inProperties === 0) this.#add('\t')
        return
      case 'br':
      case 'cr':
        this.#add('\n')
        return
      case 'noBreakHyphen':
        this.#add('-')
        return
      case 'txbxContent':
        this.#containers.push({
          path: `${paragraph?.path ?? this.#containers.at(-1)!.path}/txbx`,
          blocks: [],
          counts: { p: 0, tbl: 0 },
        })
        return
      case 'tbl':
        this.#tables.push({ path: this.#nextPath('tbl'), rows: [] })
        return
      case 'tr': {
        const table = this.#tables.at(-1)
        table?.rows.push({ path: `${table.path}/tr[${table.rows.length + 1}]`, cells: [], before: 0, deleted: false })
        return
      }
      case 'gridBefore': {
        const row = this.#tables.at(-1)?.rows.at(-1)
        if (row) row.before = countOf(value)
        return
      }
      case 'tc':
        this.#openCell()
        return
      case 'gridSpan':
        this.#updateCell((cell) => {
          cell.span = Math.max(1, countOf(value))
        })
        return
      case 'vMerge':
        this.#updateCell((cell) => {
          cell.merge = value === 'restart' ? 'restart' : 'continue'
        })
        return
      case 'extent':
        this.#drawingSide = Math.min(Number(attributes['cx'] ?? Number.NaN), Number(attributes['cy'] ?? Number.NaN))
        return
      case 'blip':
      case 'imagedata':
        this.#addPicture(attributes['embed'] ?? attributes['id'] ?? attributes['link'] ?? '')
        return
      case 'altChunk':
        this.notes.push({ code: 'embedded-part', message: '文档中嵌入了另一个文件，其内容未读取，请用 Word 另存后再试。' })
    }
  }

  close(name: string): void {
    if (this.#left > 0) {
      if (LEFT_OUT.has(name)) this.#left--
      return
    }
    switch (name) {
      case 'p':
        this.#closeParagraph()
        return
      case 'pPr':
      case 'rPr':
      case 'tcPr':
      case 'trPr':
      case 'tblPr':
        this.#inProperties--
        return
      case 'r':
        this.#inRun--
        this.#hiddenRun = false
        return
      case 't':
        this.#inText--
        return
      case 'drawing':
        this.#drawingSide = Number.POSITIVE_INFINITY
        return
      case 'txbxContent': {
        const box = this.#containers.pop()!
        append(this.#containers.at(-1)!.blocks, box.blocks)
        return
      }
      case 'tc':
        if (this.#tables.at(-1)?.rows.at(-1)?.cells.length) this.#containers.pop()
        return
      case 'tbl':
        this.#closeTable()
    }
  }

  text(text: string): void {
    if (this.#left === 0 && this.#inText > 0) this.#add(text)
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1)
    if (paragraph && !this.#hiddenRun) paragraph.text += text
  }

  #nextPath(kind: 'p' | 'tbl'): string {
    const { path, counts } = this.#containers.at(-1)!
    counts[kind]++
    return `${path}${path.endsWith('#') ? '' : '/'}${kind}[${counts[kind]}]`
  }

  #closeParagraph(): void {
    const draft = this.#paragraphs.pop()
    if (!draft) return
    const { blocks } = this.#containers.at(-1)!
    for (const line of draft.text.split('\n')) {
      const paragraph = readTextLine(line, 0)
      if (paragraph && paragraph.text !== '') blocks.push(placed(paragraph, draft))
    }
    blocks.push(...draft.pictures)
  }

  #addPicture(relation: string): void {
    const source = this.#targets.get(relation)?.target
    if (!source || this.#drawingSide <= ICON_SIDE) return
    const paragraph = this.#paragraphs.at(-1)
    paragraph?.pictures.push({ kind: 'picture', source, at: { path: paragraph.path } })
  }

  #markDeletedRow(): void {
    const row = this.#tables.at(-1)?.rows.at(-1)
    if (row && row.cells.length === 0 && this.#inRun === 0) row.deleted = true
  }

  #openCell(): void {
    const row = this.#tables.at(-1)?.rows.at(-1)
    if (!row) return
    const path = `${row.path}/tc[${row.cells.length + 1}]`
    const cell: CellDraft = { path, blocks: [], span: 1, merge: 'none', column: 0, rowSpan: 1 }
    row.cells.push(cell)
    this.#containers.push({ path, blocks: cell.blocks, counts: { p: 0, tbl: 0 } })
  }

  #updateCell(change: (cell: CellDraft) => void): void {
    const cell = this.#tables.at(-1)?.rows.at(-1)?.cells.at(-1)
    if (cell && this.#inProperties > 0) change(cell)
  }

  #closeTable(): void {
    const table = this.#tables.pop()
    if (!table) return
    const rows = table.rows.filter(({ deleted }) => !deleted)
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

/** Deleted and moved-away text, field codes, the second rendering of a drawing, and text that is printed elsewhere. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'del',
  'moveFrom',
  'instrText',
  'delText',
  'Fallback',
  'footnote',
  'endnote',
  'sectPr',
  'rPrChange',
  'pPrChange',
  'tblGridChange',
  'tcPrChange',
  'trPrChange',
  'tblPrChange',
])

/** Counts the rows that a cell merged downwards covers; a cell that continues the one above gets no rows of its own. */
function mergeDown(rows: readonly RowDraft[]): void {
  let open = new Map<number, CellDraft>()
  for (const row of rows) {
    const next = new Map<number, CellDraft>()
    let column = row.before
    for (const cell of row.cells) {
      cell.column = column
      const above = open.get(column)
      if (cell.merge === 'continue' && above) {
        above.rowSpan++
        cell.rowSpan = 0
        next.set(column, above)
      } else if (cell.merge !== 'none') next.set(column, cell)
      column += cell.span
    }
    open = next
  }
}

function placed(paragraph: Paragraph, draft: ParagraphDraft): Paragraph {
  const at = { path: draft.path }
  return { ...paragraph, heading: draft.level, at, pieces: paragraph.pieces.map(({ text }) => ({ text, at })) }
}

function countOf(value: string): number {
  return /^\d{1,5}$/.test(value) ? Number(value) : 0
}
