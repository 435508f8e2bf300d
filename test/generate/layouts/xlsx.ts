import { strToU8, zipSync } from 'fflate'
import { columnName } from '../../../src/extract/readers/sheets/sheet-blocks.ts'
import type { Draw } from '../draw.ts'
import type { PrintedCell, PrintedPiece, PrintedReport } from '../printed.ts'
import type { Layout } from './layout.ts'
import { escapeMarkup } from './markup.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** Styles of the workbook by number: plain, boxed, boxed with thousands, boxed text. */
const STYLE = { plain: 0, boxed: 1, thousands: 2, text: 3 } as const

/** How a workbook writes what is printed. */
type SheetStyle = {
  /** Which pieces stand on which sheet. */
  readonly sheets: (
    pieces: readonly PrintedPiece[],
  ) => readonly { readonly name: string; readonly pieces: readonly PrintedPiece[] }[]
  readonly bordered: boolean
  /** A figure as a number, as text, or as a formula with its result. */
  readonly figures: 'number' | 'text' | 'formula'
  readonly strings: 'shared' | 'inline'
  /** Columns and rows before the first. */
  readonly margin: number
  /** Columns of the sheet for each column of a table. */
  readonly columnsEach: number
  /** Text across the width of the tables, as one merged cell. */
  readonly mergesText: boolean
}

type Written = { readonly column: number; readonly xml: (reference: string) => string }

/** Columns that text is merged across. */
const TEXT_WIDTH = 10

function renderXlsx(report: PrintedReport, draw: Draw, style: SheetStyle): Uint8Array {
  const strings: string[] = []
  const numberOf = new Map<string, number>()
  const shared = (text: string): number => {
    const known = numberOf.get(text)
    if (known !== undefined) return known
    numberOf.set(text, strings.length)
    return strings.push(text) - 1
  }
  const sheets = style.sheets(report.pieces)
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, index) => `<sheet name="${escapeMarkup(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="s" Type="${RELATIONS}/styles" Target="styles.xml"/><Relationship Id="t" Type="${RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': stylesXml(),
  }
  for (const [index, sheet] of sheets.entries())
    files[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet.pieces, draw, style, shared)
  files['xl/sharedStrings.xml'] =
    `${HEAD}<sst xmlns="${MAIN}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si>${textXml(text, draw)}</si>`).join('')}</sst>`
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date(2026, 0, 1),
  })
}

function stylesXml(): string {
  const side = (name: string) => `<${name} style="thin"><color auto="1"/></${name}>`
  const box = ['left', 'right', 'top', 'bottom'].map(side).join('')
  const formats = [
    [0, 0],
    [0, 1],
    [3, 1],
    [49, 1],
  ]
  return `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${box}</border></borders><cellStyleXfs count="1"><xf numFmtId="0" borderId="1"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.map(([format, border]) => `<xf numFmtId="${format}" borderId="${border}" xfId="0"/>`).join('')}</cellXfs></styleSheet>`
}

/** A text, now and then in two runs of different fonts. */
function textXml(text: string, draw: Draw): string {
  const whole = (part: string) => `<t xml:space="preserve">${escapeMarkup(part)}</t>`
  if (text.length < 4 || !draw.chance(0.1)) return whole(text)
  const half = text.length >> 1
  return `<r>${whole(text.slice(0, half))}</r><r><rPr><b/></rPr>${whole(text.slice(half))}</r>`
}

function sheetXml(pieces: readonly PrintedPiece[], draw: Draw, style: SheetStyle, shared: (text: string) => number): string {
  const rows: string[] = []
  const merges: string[] = []
  let row = style.margin
  const add = (cells: readonly Written[]) => {
    row++
    rows.push(`<row r="${row}">${cells.map(({ column, xml }) => xml(`${columnName(column)}${row}`)).join('')}</row>`)
  }
  const text = (content: string, cellStyle: number) => (reference: string) =>
    style.strings === 'shared'
      ? `<c r="${reference}" s="${cellStyle}" t="s"><v>${shared(content)}</v></c>`
      : `<c r="${reference}" s="${cellStyle}" t="inlineStr"><is>${textXml(content, draw)}</is></c>`
  const figure = (content: string): Written['xml'] => {
    const isPlain = /^(?:0|[1-9]\d{0,8})(?:\.\d*[1-9])?$/.test(content)
    const isGrouped = /^[1-9]\d{0,2}(?:,\d{3})+$/.test(content)
    if (style.figures === 'text' || !(isPlain || isGrouped)) return text(content, style.bordered ? STYLE.text : STYLE.plain)
    const formula = style.figures === 'formula' ? '<f>SUM(A1:A2)</f>' : ''
    const cellStyle = isGrouped ? STYLE.thousands : style.bordered ? STYLE.boxed : STYLE.plain
    return (reference) => `<c r="${reference}" s="${cellStyle}">${formula}<v>${content.replaceAll(',', '')}</v></c>`
  }
  const blank = style.bordered ? (reference: string) => `<c r="${reference}" s="${STYLE.boxed}"/>` : () => ''

  for (const piece of pieces) {
    if (piece.kind !== 'table') {
      add([{ column: style.margin, xml: text(piece.text, STYLE.plain) }])
      if (style.mergesText)
        merges.push(`${columnName(style.margin)}${row}:${columnName(style.margin + TEXT_WIDTH * style.columnsEach - 1)}${row}`)
      continue
    }
    if (!style.bordered) row++
    const open = new Map<number, { cell: PrintedCell; left: number }>()
    for (const printed of piece.table.rows) {
      const cells: Written[] = []
      let column = 0
      const passCovered = () => {
        for (let above = open.get(column); above && above.left > 0; above = open.get(column)) {
          above.left--
          for (let at = 0; at < above.cell.columns * style.columnsEach; at++)
            cells.push({ column: style.margin + column * style.columnsEach + at, xml: blank })
          column += above.cell.columns
        }
      }
      for (const cell of printed) {
        passCovered()
        const first = style.margin + column * style.columnsEach
        const width = cell.columns * style.columnsEach
        const content =
          cell.text === '' ? blank : cell.key ? figure(cell.text) : text(cell.text, style.bordered ? STYLE.boxed : STYLE.plain)
        cells.push({ column: first, xml: content })
        for (let at = 1; at < width; at++) cells.push({ column: first + at, xml: blank })
        if (width > 1 || cell.rows > 1)
          merges.push(`${columnName(first)}${row + 1}:${columnName(first + width - 1)}${row + cell.rows}`)
        if (cell.rows > 1) open.set(column, { cell, left: cell.rows - 1 })
        column += cell.columns
      }
      passCovered()
      add(cells)
    }
    if (!style.bordered) row++
  }
  const merged =
    merges.length > 0
      ? `<mergeCells count="${merges.length}">${merges.map((area) => `<mergeCell ref="${area}"/>`).join('')}</mergeCells>`
      : ''
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData>${merged}</worksheet>`
}

function onOneSheet(pieces: readonly PrintedPiece[]) {
  return [{ name: 'Sheet1', pieces }]
}

/** A sheet for the title and one for each part of the report. */
function sheetForEachPart(pieces: readonly PrintedPiece[]) {
  const sheets: { name: string; pieces: PrintedPiece[] }[] = [{ name: '封面', pieces: [] }]
  for (const piece of pieces) {
    if (piece.kind === 'heading') sheets.push({ name: `第${sheets.length}部分`, pieces: [] })
    sheets.at(-1)!.pieces.push(piece)
  }
  return sheets
}

const USUAL: SheetStyle = {
  sheets: onOneSheet,
  bordered: true,
  figures: 'number',
  strings: 'shared',
  margin: 0,
  columnsEach: 1,
  mergesText: true,
}

function xlsx(name: string, style: Partial<SheetStyle>): Layout {
  return {
    name,
    format: 'xlsx',
    fileName: 'report.xlsx',
    render: (report, draw) => renderXlsx(report, draw, { ...USUAL, ...style }),
  }
}

export const XLSX_LAYOUTS: readonly Layout[] = [
  xlsx('xlsx-one-sheet', {}),
  xlsx('xlsx-sheet-for-each-part', { sheets: sheetForEachPart, strings: 'inline', mergesText: false }),
  xlsx('xlsx-text-figures', { figures: 'text', margin: 2, columnsEach: 2 }),
  xlsx('xlsx-formulas-without-borders', { figures: 'formula', bordered: false, mergesText: false }),
]
