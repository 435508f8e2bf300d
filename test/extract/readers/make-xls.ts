import { encodeGb18030 } from '../../generate/layouts/gb18030.ts'
import { makeOle } from './make-ole.ts'

/** A cell to be written: a text, a number, a formula with its result, or a blank with a box. */
export type XlsCell = {
  readonly row: number
  readonly column: number
  readonly value: string | number | null
  readonly formula?: boolean
  readonly style?: number
}
export type XlsArea = readonly [top: number, left: number, bottom: number, right: number]
export type XlsSheet = {
  readonly name: string
  readonly hidden?: boolean
  readonly cells: readonly XlsCell[]
  readonly merges?: readonly XlsArea[]
  readonly hiddenRows?: readonly number[]
  readonly hiddenColumns?: readonly number[]
}
/** A style is the code of a number format, and whether its cells have borders. */
export type XlsStyle = { readonly format?: string; readonly boxed?: boolean }

export type XlsOptions = {
  readonly version?: 'biff8' | 'biff5'
  readonly styles?: readonly XlsStyle[]
  /** Bytes of a record; longer texts go on in others. 8224 is the most that the format allows. */
  readonly recordLength?: number
  readonly from1904?: boolean
  /** Texts in two fonts, by the position of the character from which on they are raised. */
  readonly raised?: Readonly<Record<string, number>>
  readonly streams?: Readonly<Record<string, Uint8Array>>
}

const FIRST_FORMAT = 164
/** Styles of the workbook itself stand before those of its cells. */
const OWN_STYLES = 16
/** The number of the font that raises its text: that of its place, plus one, as 4 is left out. */
const RAISED_FONT = 5

/** A workbook of Excel 97 (BIFF8) or Excel 5 (BIFF5) with the given sheets. */
export function makeXls(sheets: readonly XlsSheet[], options: XlsOptions = {}): Uint8Array {
  const biff8 = options.version !== 'biff5'
  const strings = new Map<string, number>()
  if (biff8)
    for (const { cells } of sheets)
      for (const { value, formula } of cells)
        if (typeof value === 'string' && !formula && !strings.has(value)) strings.set(value, strings.size)
  const substreams = sheets.map((sheet) => writeSheet(sheet, strings, biff8, options.raised ?? {}))
  const globals = (offsets: readonly number[]) => writeGlobals(sheets, offsets, strings, options, biff8)
  let at = globals(sheets.map(() => 0)).length
  const offsets = substreams.map((substream) => {
    at += substream.length
    return at - substream.length
  })
  const stream = Buffer.concat([globals(offsets), ...substreams])
  return makeOle({ [biff8 ? 'Workbook' : 'Book']: stream, ...options.streams })
}

function record(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const head = Buffer.alloc(4)
  head.writeUInt16LE(type)
  head.writeUInt16LE(content.length, 2)
  return Buffer.concat([head, content])
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value & 0xffff, index * 2)
  return bytes
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

function writeGlobals(
  sheets: readonly XlsSheet[],
  offsets: readonly number[],
  strings: ReadonlyMap<string, number>,
  options: XlsOptions,
  biff8: boolean,
): Buffer {
  const styles = options.styles ?? [{}]
  const fontOf = (shift: 0 | 1) =>
    record(
      0x0031,
      words(200, 0, 0x7fff, 400, shift),
      Buffer.from([0, 0, 134, 0]),
      biff8 ? Buffer.from([5, 0, ...Buffer.from('Arial')]) : Buffer.from([5, ...Buffer.from('Arial')]),
    )
  const font = fontOf(0)
  return Buffer.concat([
    record(
      0x0809,
      words(biff8 ? 0x0600 : 0x0500, 0x0005, 0x0dbb, 0x07cc),
      biff8 ? Buffer.from([0x41, 0, 0, 0, 6, 0, 0, 0]) : Buffer.alloc(0),
    ),
    record(0x0042, words(biff8 ? 1200 : 936)),
    record(0x003d, words(0, 0, 0x4000, 0x2000, 0x38, 0, 0, 1, 600)),
    record(0x0022, words(options.from1904 ? 1 : 0)),
    font,
    font,
    font,
    font,
    ...(options.raised ? [fontOf(1)] : []),
    ...styles.flatMap(({ format }, index) =>
      format === undefined ? [] : [record(0x041e, words(FIRST_FORMAT + index), textBytes(format, biff8, biff8 ? 2 : 1))],
    ),
    ...Array.from({ length: OWN_STYLES }, (_, index) => styleRecord({}, 0, biff8, index < 15)),
    ...styles.map((style, index) => styleRecord(style, style.format === undefined ? 0 : FIRST_FORMAT + index, biff8, false)),
    record(0x0293, words(0x8000), Buffer.from([0, 0xff])),
    ...sheets.map((sheet, index) =>
      record(
        0x0085,
        words(offsets[index]! & 0xffff, offsets[index]! >>> 16),
        Buffer.from([sheet.hidden ? 1 : 0, 0]),
        textBytes(sheet.name, biff8, 1),
      ),
    ),
    ...(biff8 ? [stringTable([...strings.keys()], options)] : []),
    record(0x000a),
  ])
}

function styleRecord({ boxed = false }: XlsStyle, format: number, biff8: boolean, own: boolean): Buffer {
  const head = words(0, format, own ? 0xfff5 : 0x0001)
  if (biff8) return record(0x00e0, head, Buffer.from([0x20, 0, 0, own ? 0 : 0xf8]), words(boxed ? 0x1111 : 0, 0, 0, 0, 0x20c0))
  return record(0x00e0, head, Buffer.from([0x20, own ? 0 : 0xf8]), words(0x20c0, boxed ? 0x0040 : 0, boxed ? 0x0049 : 0, 0))
}

/** A text after its length; BIFF8 writes one byte a character where that is enough. */
function textBytes(text: string, biff8: boolean, lengthBytes: 1 | 2): Buffer {
  const content = biff8 ? characters(text) : Buffer.from(encodeGb18030(text))
  const length = Buffer.alloc(lengthBytes)
  length.writeUIntLE(biff8 ? text.length : content.length, 0, lengthBytes)
  return Buffer.concat([length, content])
}

function characters(text: string): Buffer {
  const wide = isWide(text)
  return Buffer.concat([Buffer.from([wide ? 1 : 0]), Buffer.from(text, wide ? 'utf16le' : 'latin1')])
}

function isWide(text: string): boolean {
  return /[^\x00-\xff]/.test(text)
}

/** The shared strings; a text that does not fit goes on in the next record behind a byte that says again how wide it is. */
function stringTable(strings: readonly string[], { recordLength = 8224, raised = {} }: XlsOptions): Buffer {
  const records: Buffer[] = []
  const count = Buffer.alloc(8)
  count.writeUInt32LE(strings.length, 0)
  count.writeUInt32LE(strings.length, 4)
  let content: Buffer = count
  const close = () => {
    records.push(record(records.length === 0 ? 0x00fc : 0x003c, content))
    content = Buffer.alloc(0)
  }
  for (const text of strings) {
    const wide = isWide(text)
    const width = wide ? 2 : 1
    if (content.length + 3 + width > recordLength) close()
    const from = raised[text]
    const head = Buffer.from([text.length & 0xff, text.length >> 8, (wide ? 1 : 0) | (from === undefined ? 0 : 8)])
    content = Buffer.concat([content, head, from === undefined ? Buffer.alloc(0) : words(1)])
    for (let at = 0; at < text.length; ) {
      if (content.length + width > recordLength) {
        close()
        content = Buffer.from([wide ? 1 : 0])
      }
      const fits = Math.min(text.length - at, Math.floor((recordLength - content.length) / width))
      content = Buffer.concat([content, Buffer.from(text.slice(at, at + fits), wide ? 'utf16le' : 'latin1')])
      at += fits
    }
    // The fonts of a text may stand in the next record.
    for (const byte of from === undefined ? [] : words(from, RAISED_FONT)) {
      if (content.length >= recordLength) close()
      content = Buffer.concat([content, Buffer.from([byte])])
    }
  }
  close()
  return Buffer.concat(records)
}

function writeSheet(
  sheet: XlsSheet,
  strings: ReadonlyMap<string, number>,
  biff8: boolean,
  raised: Readonly<Record<string, number>>,
): Buffer {
  const lastRow = Math.max(0, ...sheet.cells.map(({ row }) => row + 1))
  const lastColumn = Math.max(0, ...sheet.cells.map(({ column }) => column + 1))
  const cells = [...sheet.cells].sort((a, b) => a.row - b.row || a.column - b.column)
  const rows = [...new Set([...cells.map(({ row }) => row), ...(sheet.hiddenRows ?? [])])].sort((a, b) => a - b)
  return Buffer.concat([
    record(
      0x0809,
      words(biff8 ? 0x0600 : 0x0500, 0x0010, 0x0dbb, 0x07cc),
      biff8 ? Buffer.from([0x41, 0, 0, 0, 6, 0, 0, 0]) : Buffer.alloc(0),
    ),
    ...(sheet.hiddenColumns ?? []).map((column) => record(0x007d, words(column, column, 0, 15, 1, 0))),
    record(0x0200, biff8 ? words(0, 0, lastRow, 0, 0, lastColumn, 0) : words(0, lastRow, 0, lastColumn, 0)),
    ...rows.map((row) =>
      record(0x0208, words(row, 0, lastColumn, 0x00ff, 0, 0, sheet.hiddenRows?.includes(row) ? 0x0120 : 0x0100, 15)),
    ),
    ...runsOf(cells).map((run) => writeCells(run, strings, biff8, raised)),
    ...(biff8 && sheet.merges && sheet.merges.length > 0 ? mergeRecords(sheet.merges) : []),
    record(0x023e, words(0x06b6, 0, 0, 0x40, 0), biff8 ? Buffer.alloc(8) : Buffer.alloc(0)),
    record(0x000a),
  ])
}

/** Neighbours that stand in one record: blanks, and numbers that are short enough. */
function runsOf(cells: readonly XlsCell[]): XlsCell[][] {
  const runs: XlsCell[][] = []
  for (const cell of cells) {
    const before = runs.at(-1)?.at(-1)
    const joins =
      before &&
      before.row === cell.row &&
      before.column + 1 === cell.column &&
      kindOf(before) === kindOf(cell) &&
      ['blank', 'short'].includes(kindOf(cell))
    if (joins) runs.at(-1)!.push(cell)
    else runs.push([cell])
  }
  return runs
}

function kindOf({ value, formula }: XlsCell): 'blank' | 'short' | 'number' | 'text' | 'formula' {
  if (formula) return 'formula'
  if (value === null) return 'blank'
  if (typeof value === 'string') return 'text'
  return Number.isInteger(value) && Math.abs(value) < 2 ** 29 ? 'short' : 'number'
}

function writeCells(
  run: readonly XlsCell[],
  strings: ReadonlyMap<string, number>,
  biff8: boolean,
  raised: Readonly<Record<string, number>>,
): Buffer {
  const [cell] = run as [XlsCell]
  const style = (each: XlsCell) => OWN_STYLES + (each.style ?? 0)
  const head = words(cell.row, cell.column, style(cell))
  const last = words(run.at(-1)!.column)
  switch (kindOf(cell)) {
    case 'blank':
      return run.length === 1 ? record(0x0201, head) : record(0x00be, words(cell.row, cell.column, ...run.map(style)), last)
    case 'short':
      if (run.length === 1) return record(0x027e, head, short(Number(cell.value)))
      return record(
        0x00bd,
        words(cell.row, cell.column),
        ...run.map((each) => Buffer.concat([words(style(each)), short(Number(each.value))])),
        last,
      )
    case 'number':
      return record(0x0203, head, double(Number(cell.value)))
    case 'text': {
      const text = String(cell.value)
      const from = raised[text]
      if (!biff8 && from !== undefined)
        return record(0x00d6, head, textBytes(text, false, 2), Buffer.from([1, from, RAISED_FONT]))
      if (!biff8) return record(0x0204, head, textBytes(text, false, 2))
      const index = strings.get(text)!
      return record(0x00fd, head, words(index & 0xffff, index >>> 16))
    }
    case 'formula': {
      // The formula itself is the number 1, whatever its result says.
      const formula = Buffer.concat([words(0, 0, 0, 3), Buffer.from([0x1e, 1, 0])])
      if (typeof cell.value === 'number') return record(0x0006, head, double(cell.value), formula)
      const text = Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff])
      return Buffer.concat([record(0x0006, head, text, formula), record(0x0207, textBytes(cell.value ?? '', biff8, 2))])
    }
  }
}

/** An integer in the upper 30 bits. */
function short(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE((value << 2) | 2)
  return bytes
}

function mergeRecords(merges: readonly XlsArea[]): Buffer[] {
  const records: Buffer[] = []
  for (let from = 0; from < merges.length; from += 1000) {
    const part = merges.slice(from, from + 1000)
    records.push(record(0x00e5, words(part.length, ...part.flatMap(([top, left, bottom, right]) => [top, bottom, left, right]))))
  }
  return records
}
