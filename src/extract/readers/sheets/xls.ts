import type { Block, Document, Note } from '../../../model/document.ts'
import { GiveUp } from '../../../model/give-up.ts'
import type { SnapshotFile } from '../../../model/snapshot.ts'
import { officeDocument } from '../containers/office-document.ts'
import { Damage, type OleFile, whenCutOff } from '../containers/ole.ts'
import { summaryOf } from '../containers/ole-properties.ts'
import { append } from '../table-blocks.ts'
import { linesAt } from '../text/text.ts'
import {
  type BiffRecord,
  PartsReader,
  readString,
  recordsFrom,
  type ShiftingFonts,
  sharedStrings,
  shiftingFonts,
  type TextForm,
  textFormOf,
  withFonts,
} from './biff.ts'
import { builtInFormat, type DayCount, showNumber, showText } from './number-format.ts'
import { blocksOfSheets, type Merge, type Sheet, type SheetCell } from './sheet-blocks.ts'

const BIFF5 = 0x0500
const BIFF8 = 0x0600

/** Types of records, [MS-XLS] 2.3. */
const FORMULA = 0x0006
const DAY_COUNT = 0x0022
const PASSWORD = 0x002f
const FONT = 0x0031
const CODE_PAGE = 0x0042
const OBJECT = 0x005d
const COLUMNS = 0x007d
const SHEET = 0x0085
const MANY_RK = 0x00bd
const MANY_BLANK = 0x00be
const RICH_TEXT = 0x00d6
const STYLE = 0x00e0
const MERGED = 0x00e5
const SHARED_STRINGS = 0x00fc
const SHARED_TEXT = 0x00fd
const TEXT_BOX = 0x01b6
const BLANK = 0x0201
const NUMBER = 0x0203
const TEXT = 0x0204
const BOOLEAN = 0x0205
const FORMULA_TEXT = 0x0207
const ROW = 0x0208
const RK = 0x027e
const FORMAT = 0x041e

const COMMENT = 0x19
const PICTURE = 0x08
const MAX_CELLS = 500_000

const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
}

/** What the whole workbook says: its sheets, texts and the styles of its cells. */
type Workbook = {
  readonly form: TextForm
  readonly dayCount: DayCount
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly at: number }[]
  readonly strings: readonly string[]
  readonly fonts: ShiftingFonts
  readonly styles: readonly { readonly format: string; readonly boxed: boolean }[]
}

/**
 * Reads a workbook of Excel 5 to 2003 or of WPS (XLS, ET): what its visible sheets show, with merged cells, number formats and the results of
 * formulas. Text boxes and pictures of a sheet come behind its cells.
 */
export function readXls(file: SnapshotFile, ole: OleFile): Document {
  return whenCutOff(file.name, () => {
    const stream = ole.stream('Workbook') ?? ole.stream('Book')!
    const workbook = readWorkbook(stream, file.name)
    const blocks: Block[] = []
    const notes: Note[] = []
    for (const { name, hidden, at } of workbook.sheets) {
      const { sheet, drawn } = readSheet(stream, workbook, name, hidden, at)
      const content = blocksOfSheets([sheet])
      append(blocks, content.blocks)
      notes.push(...content.notes)
      if (!hidden) append(blocks, drawn)
    }
    return officeDocument({ mediaType: 'application/vnd.ms-excel', meta: summaryOf(ole), blocks, notes })
  })
}

function readWorkbook(stream: Buffer, fileName: string): Workbook {
  const records = [...recordsFrom(stream, 0)]
  const version = records[0]?.parts[0]?.readUInt16LE(0)
  if (version !== BIFF8 && version !== BIFF5) {
    throw new GiveUp('unsupported-format', `${fileName} is a workbook of Excel 4 or older; save it as XLSX`)
  }
  if (records.some(({ type }) => type === PASSWORD)) {
    throw new GiveUp('encrypted-file', `${fileName} is protected by a password; save it without one`)
  }
  const first = (type: number) => records.find((record) => record.type === type)
  const form = textFormOf(version, first(CODE_PAGE)?.parts[0]?.readUInt16LE(0) ?? null)
  const formats = new Map<number, string>()
  for (const { type, parts } of records) {
    if (type === FORMAT) formats.set(parts[0]!.readUInt16LE(0), readString(new PartsReader(parts, 2), form, form.biff8 ? 2 : 1))
  }
  const strings = first(SHARED_STRINGS)
  const fonts = shiftingFonts(records.flatMap(({ type, parts }) => (type === FONT ? [parts[0]!] : [])))
  return {
    form,
    dayCount: first(DAY_COUNT)?.parts[0]?.readUInt16LE(0) === 1 ? '1904' : '1900',
    sheets: records.flatMap(({ type, parts }) => (type === SHEET ? sheetEntry(parts, form) : [])),
    strings: strings ? sharedStrings(strings, fonts) : [],
    fonts,
    styles: records.flatMap(({ type, parts }) => (type === STYLE ? [styleOf(parts[0]!, form, formats)] : [])),
  }
}

/** Only worksheets; charts and macros have no cells. */
function sheetEntry(parts: readonly Buffer[], form: TextForm): { name: string; hidden: boolean; at: number }[] {
  const [head] = parts
  if (head!.readUInt8(5) !== 0) return []
  const name = readString(new PartsReader(parts, 6), form, 1)
  return [{ name, hidden: (head!.readUInt8(4) & 3) !== 0, at: head!.readUInt32LE(0) }]
}

function styleOf(record: Buffer, { biff8 }: TextForm, formats: ReadonlyMap<number, string>): { format: string; boxed: boolean } {
  const id = record.readUInt16LE(2)
  const boxed = biff8
    ? (record.readUInt32LE(10) & 0xffff) !== 0
    : ((record.readUInt32LE(8) >>> 22) & 7) !== 0 || (record.readUInt32LE(12) & 0x1ff) !== 0
  return { format: formats.get(id) ?? builtInFormat(id), boxed }
}

type SheetDraft = {
  readonly workbook: Workbook
  readonly rows: Map<number, Map<number, SheetCell>>
  readonly merges: Merge[]
  readonly hiddenRows: Set<number>
  readonly hiddenColumns: Set<number>
  readonly drawn: Block[]
  readonly path: string
  cells: number
}

function readSheet(
  stream: Buffer,
  workbook: Workbook,
  name: string,
  hidden: boolean,
  at: number,
): { sheet: Sheet; drawn: Block[] } {
  const path = `Workbook/${name}`
  const draft: SheetDraft = {
    workbook,
    rows: new Map(),
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
    drawn: [],
    path,
    cells: 0,
  }
  let previous: BiffRecord | null = null
  let object = 0
  for (const record of recordsFrom(stream, at)) {
    if (record.type === OBJECT) {
      object = record.parts[0]!.length >= 6 ? record.parts[0]!.readUInt16LE(4) : 0
      if (object === PICTURE) draft.drawn.push({ kind: 'picture', source: `${path}/picture@${record.at}`, at: { path } })
    }
    if (record.type === TEXT_BOX && object !== COMMENT) addTextBox(draft, record)
    else readRecord(draft, record, previous)
    // The text of a formula may follow the array or table it belongs to.
    if (record.type === FORMULA || previous?.type !== FORMULA || record.type === FORMULA_TEXT) previous = record
  }
  const rows = [...draft.rows]
    .sort(([a], [b]) => a - b)
    .map(([row, cells]) => ({ row, cells: [...cells.values()].sort((a, b) => a.column - b.column) }))
  const { merges, hiddenRows, hiddenColumns, drawn } = draft
  return { sheet: { name, hidden, rows, merges, hiddenRows, hiddenColumns, path }, drawn }
}

function readRecord(draft: SheetDraft, record: BiffRecord, previous: BiffRecord | null): void {
  const { workbook } = draft
  const { form } = workbook
  const [head] = record.parts as [Buffer]
  switch (record.type) {
    case SHARED_TEXT:
      addText(draft, head, workbook.strings[head.readUInt32LE(6)] ?? missingText())
      return
    case RICH_TEXT:
      addText(draft, head, richText(new PartsReader(record.parts, 6), workbook))
      return
    case TEXT:
      addText(draft, head, readString(new PartsReader(record.parts, 6), form, 2))
      return
    case NUMBER:
      addNumber(draft, head, head.readUInt16LE(2), head.readUInt16LE(4), head.readDoubleLE(6))
      return
    case RK:
      addNumber(draft, head, head.readUInt16LE(2), head.readUInt16LE(4), numberOfRk(head.readUInt32LE(6)))
      return
    case MANY_RK: {
      const first = head.readUInt16LE(2)
      for (let index = 0; 4 + (index + 1) * 6 <= head.length - 2; index++) {
        const at = 4 + index * 6
        addNumber(draft, head, first + index, head.readUInt16LE(at), numberOfRk(head.readUInt32LE(at + 2)))
      }
      return
    }
    case BLANK:
      addCell(draft, head.readUInt16LE(0), head.readUInt16LE(2), head.readUInt16LE(4), '')
      return
    case MANY_BLANK: {
      const first = head.readUInt16LE(2)
      for (let index = 0; 4 + (index + 1) * 2 <= head.length - 2; index++)
        addCell(draft, head.readUInt16LE(0), first + index, head.readUInt16LE(4 + index * 2), '')
      return
    }
    case BOOLEAN:
      addText(draft, head, head.readUInt8(7) === 1 ? (ERRORS[head.readUInt8(6)] ?? '') : truth(head.readUInt8(6)))
      return
    case FORMULA:
      addResult(draft, head)
      return
    case FORMULA_TEXT:
      if (previous?.type === FORMULA) addText(draft, previous.parts[0]!, readString(new PartsReader(record.parts), form, 2))
      return
    case MERGED:
      for (let at = 2; at + 8 <= head.length; at += 8) {
        const [top, bottom, left, right] = [0, 2, 4, 6].map((offset) => head.readUInt16LE(at + offset)) as [
          number,
          number,
          number,
          number,
        ]
        draft.merges.push({ top, left, bottom, right })
      }
      return
    case ROW:
      if (head.readUInt16LE(12) & 0x20) draft.hiddenRows.add(head.readUInt16LE(0))
      return
    case COLUMNS:
      if (head.readUInt16LE(8) & 1) {
        for (let column = head.readUInt16LE(0); column <= Math.min(255, head.readUInt16LE(2)); column++)
          draft.hiddenColumns.add(column)
      }
  }
}

/** A text with its runs behind it; BIFF5 counts them, and where they begin in its bytes, in single bytes. */
function richText(reader: PartsReader, { form, fonts }: Workbook): string {
  if (form.biff8) {
    const text = readString(reader, form, 2)
    if (fonts.size === 0) return text
    return withFonts((from, to) => text.slice(from, to), reader.bytesAcross(reader.uint16() * 4), 2, fonts)
  }
  const bytes = reader.bytes(reader.uint16())
  if (fonts.size === 0) return form.decoder.decode(bytes)
  return withFonts((from, to) => form.decoder.decode(bytes.subarray(from, to)), reader.bytesAcross(reader.uint8() * 2), 1, fonts)
}

function missingText(): never {
  throw new Damage('a text of its cells is missing')
}

function truth(value: number): string {
  return value === 1 ? 'TRUE' : 'FALSE'
}

/** The result of a formula: a number, or by its first byte a text (in the next record), a truth value, an error or nothing. */
function addResult(draft: SheetDraft, head: Buffer): void {
  if (head.readUInt16LE(12) !== 0xffff) {
    addNumber(draft, head, head.readUInt16LE(2), head.readUInt16LE(4), head.readDoubleLE(6))
    return
  }
  const value = head.readUInt8(8)
  const kind = head.readUInt8(6)
  addText(draft, head, kind === 1 ? truth(value) : kind === 2 ? (ERRORS[value] ?? '') : '')
}

/** A number in 30 bits: an integer or the upper half of a double, divided by 100 where the lowest bit says so. */
function numberOfRk(rk: number): number {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE((rk & 0xfffffffc) >>> 0, 4)
  const value = rk & 2 ? (rk | 0) >> 2 : bytes.readDoubleLE(0)
  return rk & 1 ? value / 100 : value
}

function addText(draft: SheetDraft, head: Buffer, text: string): void {
  const style = head.readUInt16LE(4)
  const format = draft.workbook.styles[style]?.format ?? 'General'
  addCell(draft, head.readUInt16LE(0), head.readUInt16LE(2), style, showText(text, format))
}

function addNumber(draft: SheetDraft, head: Buffer, column: number, style: number, value: number): void {
  const format = draft.workbook.styles[style]?.format ?? 'General'
  addCell(draft, head.readUInt16LE(0), column, style, showNumber(value, format, draft.workbook.dayCount))
}

function addCell(draft: SheetDraft, row: number, column: number, style: number, text: string): void {
  if (++draft.cells > MAX_CELLS) {
    throw new GiveUp('too-large', `${draft.path} has more than ${MAX_CELLS} cells; give only the report, or save it as DOCX`)
  }
  const boxed = draft.workbook.styles[style]?.boxed ?? false
  const cells = draft.rows.get(row) ?? new Map<number, SheetCell>()
  cells.set(column, { column, text, boxed })
  draft.rows.set(row, cells)
}

/** A text box: its text stands in the next part of the record. */
function addTextBox(draft: SheetDraft, { parts }: BiffRecord): void {
  const count = parts[0]!.length >= 12 ? parts[0]!.readUInt16LE(10) : 0
  if (count === 0 || parts.length < 2) return
  const reader = new PartsReader(parts.slice(1))
  const text = reader.characters(count, (reader.uint8() & 1) === 1)
  append(draft.drawn, linesAt(text, { path: `${draft.path}/txbx` }))
}
