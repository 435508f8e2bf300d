import { GiveUp } from '../../../model/give-up.ts'
import { shiftNamed } from '../containers/office-package.ts'
import { walkXml } from '../containers/xml.ts'
import { joinShifted, type Shift, type ShiftedRun } from '../shifted-digits.ts'
import { builtInFormat, type DayCount, showNumber, showText } from './number-format.ts'
import { columnName, type Merge, type Sheet, type SheetCell, type SheetRow } from './sheet-blocks.ts'

/** How cells of one style look. */
export type CellStyle = { readonly format: string; readonly boxed: boolean }

/** What the sheets of a workbook share. */
export type SharedParts = {
  readonly strings: readonly string[]
  readonly styles: readonly CellStyle[]
  readonly dayCount: DayCount
  /** Cells that may still be read, in all sheets together. */
  readonly left: { cells: number }
}

/** What a sheet writes; `uncomputed` are the cells whose formula has no stored result. */
export type SheetContent = Pick<Sheet, 'rows' | 'merges' | 'hiddenRows' | 'hiddenColumns'> & {
  readonly uncomputed: readonly string[]
}

const MAX_ROW = 1_048_576
const MAX_COLUMN = 16_384
/** Cells of a workbook that are read. */
export const MAX_CELLS = 500_000
const MAX_MERGES = 100_000

/** Begins what is shown for a formula without a stored result, before the name of the cell: what Excel would show is not in the file. */
const UNCOMPUTED = '#未计算'

/** The texts that cells refer to by number: runs of one text joined, phonetic guides left out. */
export function readSharedStrings(source: string, partName: string): string[] {
  const strings: string[] = []
  if (source === '') return strings
  let runs: ShiftedRun[] = []
  let shift: Shift | null = null
  let inText = false
  let inPhonetic = false
  walkXml(source, partName, {
    open(name, attributes) {
      if (name === 'si') runs = []
      else if (name === 'r') shift = null
      else if (name === 'vertAlign') shift = shiftNamed(attributes['val'] ?? '')
      else if (name === 'rPh') inPhonetic = true
      else if (name === 't') inText = !inPhonetic
    },
    close(name) {
      if (name === 'si') strings.push(textOfRuns(runs))
      else if (name === 'r') shift = null
      else if (name === 'rPh') inPhonetic = false
      else if (name === 't') inText = false
    },
    text(part) {
      if (inText) runs.push({ text: part, shift })
    },
  })
  return strings
}

function textOfRuns(runs: readonly ShiftedRun[]): string {
  return joinShifted(runs.map(({ text, shift }) => ({ text: unescapeText(text), shift })))
}

/** `_x000D_` stands for a character that XML cannot hold. */
function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n?/g, '\n')
}

/** The styles that cells refer to by number: the code of the number format, and whether there is a border on any side. */
export function readCellStyles(source: string, partName: string): CellStyle[] {
  const formats = new Map<number, string>()
  const borders: boolean[] = []
  const styles: CellStyle[] = []
  if (source === '') return styles
  let list = ''
  walkXml(source, partName, {
    open(name, attributes) {
      switch (name) {
        case 'borders':
        case 'cellXfs':
          list = name
          return
        case 'numFmt':
          formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
          return
        case 'border':
          if (list === 'borders') borders.push(false)
          return
        case 'left':
        case 'right':
        case 'top':
        case 'bottom':
        case 'start':
        case 'end':
          if (list === 'borders' && borders.length > 0 && (attributes['style'] ?? 'none') !== 'none')
            borders[borders.length - 1] = true
          return
        case 'xf': {
          if (list !== 'cellXfs') return
          const format = Number(attributes['numFmtId'] ?? 0)
          styles.push({
            format: formats.get(format) ?? builtInFormat(format),
            boxed: borders[Number(attributes['borderId'] ?? 0)] ?? false,
          })
        }
      }
    },
    close(name) {
      if (name === list) list = ''
    },
    text() {},
  })
  return styles
}

/** Reads the cells of a sheet as they are shown, with what is merged and hidden. Throws `GiveUp` beyond what any report needs. */
export function readSheet(source: string, partName: string, shared: SharedParts): SheetContent {
  const reader = new SheetReader(partName, shared)
  walkXml(source, partName, reader)
  return {
    rows: inOrder(reader.rows),
    merges: reader.merges,
    hiddenRows: reader.hiddenRows,
    hiddenColumns: reader.hiddenColumns,
    uncomputed: reader.uncomputed,
  }
}

type OpenCell = {
  readonly column: number
  readonly name: string
  readonly type: string
  readonly style: CellStyle | undefined
  /** Content of `v`, null until there is one. */
  value: string | null
  readonly inline: ShiftedRun[]
  isFormula: boolean
}

class SheetReader {
  readonly rows: { row: number; cells: SheetCell[] }[] = []
  readonly merges: Merge[] = []
  readonly hiddenRows = new Set<number>()
  readonly hiddenColumns = new Set<number>()
  readonly uncomputed: string[] = []
  readonly #partName: string
  readonly #shared: SharedParts
  #row = -1
  #column = -1
  #cell: OpenCell | null = null
  #inside: 'v' | 't' | 'rPh' | '' = ''
  #shift: Shift | null = null
  #showsZeros = true

  constructor(partName: string, shared: SharedParts) {
    this.#partName = partName
    this.#shared = shared
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'sheetView':
        this.#showsZeros = !isOff(attributes['showZeros'])
        return
      case 'col':
        if (isOn(attributes['hidden'])) this.#hideColumns(attributes)
        return
      case 'row':
        this.#openRow(attributes)
        return
      case 'c':
        this.#openCell(attributes)
        return
      case 'f':
        if (this.#cell) this.#cell.isFormula = true
        return
      case 'v':
        if (this.#cell) this.#cell.value = ''
        this.#inside = 'v'
        return
      case 'r':
        this.#shift = null
        return
      case 'vertAlign':
        this.#shift = shiftNamed(attributes['val'] ?? '')
        return
      case 'rPh':
        this.#inside = 'rPh'
        return
      case 't':
        if (this.#inside !== 'rPh') this.#inside = 't'
        return
      case 'mergeCell':
        this.#addMerge(attributes['ref'] ?? '')
    }
  }

  close(name: string): void {
    if (name === 'c') this.#closeCell()
    else if (name === 'r') this.#shift = null
    else if (name === 'v' || name === 'rPh' || (name === 't' && this.#inside === 't')) this.#inside = ''
  }

  text(text: string): void {
    if (!this.#cell) return
    if (this.#inside === 'v') this.#cell.value += text
    else if (this.#inside === 't') this.#cell.inline.push({ text, shift: this.#shift })
  }

  #openRow(attributes: Readonly<Record<string, string>>): void {
    const number = Number(attributes['r'] ?? this.#row + 2)
    if (!(number >= 1 && number <= MAX_ROW)) throw this.#broken(`a row ${attributes['r']}`)
    this.#row = number - 1
    this.#column = -1
    this.rows.push({ row: this.#row, cells: [] })
    if (isOn(attributes['hidden'])) this.hiddenRows.add(this.#row)
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const reference = attributes['r']
    const position = reference === undefined ? null : positionOf(reference)
    const column = position?.column ?? this.#column + 1
    if (this.rows.length === 0 || column >= MAX_COLUMN || (reference !== undefined && !position))
      throw this.#broken(`a cell ${reference ?? ''}`)
    this.#column = column
    this.#cell = {
      column,
      name: `${columnName(column)}${this.#row + 1}`,
      type: attributes['t'] ?? 'n',
      style: this.#shared.styles[Number(attributes['s'] ?? 0)],
      value: null,
      inline: [],
      isFormula: false,
    }
  }

  #closeCell(): void {
    const cell = this.#cell
    this.#cell = null
    if (!cell) return
    const boxed = cell.style?.boxed ?? false
    const text = this.#textOf(cell)
    if (text === '' && !boxed) return
    this.#shared.left.cells--
    if (this.#shared.left.cells < 0)
      throw new GiveUp('too-large', `the workbook has more than ${MAX_CELLS} cells; give only the report, or save it as DOCX`)
    this.rows.at(-1)!.cells.push({ column: cell.column, text, boxed })
  }

  #textOf(cell: OpenCell): string {
    const { type, value, inline, style } = cell
    const format = style?.format ?? 'General'
    if (type === 'inlineStr') return textOfRuns(inline)
    if (value === null || (value === '' && type !== 'str')) {
      if (!cell.isFormula) return ''
      this.uncomputed.push(cell.name)
      return `${UNCOMPUTED}(${cell.name})`
    }
    switch (type) {
      case 's':
        return showText(this.#textAt(value), format)
      case 'str':
        return showText(unescapeText(value), format)
      case 'b':
        return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
      case 'n': {
        const number = Number(value)
        if (!Number.isFinite(number)) return value
        return number === 0 && !this.#showsZeros ? '' : showNumber(number, format, this.#shared.dayCount)
      }
      default:
        // Errors (`#REF!`) and dates in ISO 8601.
        return value
    }
  }

  /** A shared text by its number. One that is missing is no blank cell. */
  #textAt(number: string): string {
    const text = this.#shared.strings[Number(number)]
    if (text === undefined)
      throw new GiveUp(
        'damaged-file',
        `${this.#partName} shows text ${number} of the workbook, which is missing; open the workbook and save it again`,
      )
    return text
  }

  #hideColumns(attributes: Readonly<Record<string, string>>): void {
    const first = Number(attributes['min'])
    const last = Math.min(Number(attributes['max']), MAX_COLUMN)
    for (let column = Math.max(1, first); column <= last; column++) this.hiddenColumns.add(column - 1)
  }

  #addMerge(reference: string): void {
    const [from, to] = reference.split(':').map(positionOf)
    if (!from || !to) return
    this.merges.push({
      top: Math.min(from.row, to.row),
      left: Math.min(from.column, to.column),
      bottom: Math.max(from.row, to.row),
      right: Math.max(from.column, to.column),
    })
    if (this.merges.length > MAX_MERGES)
      throw new GiveUp('too-large', `${this.#partName} has more than ${MAX_MERGES} merged areas; save the report as DOCX`)
  }

  #broken(what: string): GiveUp {
    return new GiveUp('damaged-file', `${this.#partName} has ${what}, which no sheet has; open the workbook and save it again`)
  }
}

/** Rows and cells by their position; of two at the same position the later one counts. */
function inOrder(rows: readonly { readonly row: number; readonly cells: readonly SheetCell[] }[]): SheetRow[] {
  const byRow = new Map<number, Map<number, SheetCell>>()
  for (const { row, cells } of rows) {
    const known = byRow.get(row) ?? new Map<number, SheetCell>()
    for (const cell of cells) known.set(cell.column, cell)
    byRow.set(row, known)
  }
  return [...byRow]
    .sort(([a], [b]) => a - b)
    .map(([row, cells]) => ({ row, cells: [...cells.values()].sort((a, b) => a.column - b.column) }))
}

/** `B7` is column 1 of row 6. */
function positionOf(reference: string): { readonly row: number; readonly column: number } | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(reference)
  if (!match) return null
  const column = [...match[1]!.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  const row = Number(match[2])
  return row >= 1 && row <= MAX_ROW && column <= MAX_COLUMN ? { row: row - 1, column: column - 1 } : null
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

function isOff(value: string | undefined): boolean {
  return value === '0' || value === 'false'
}
