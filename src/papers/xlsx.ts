import { columnLetters } from '../model/column-letters.ts'
import { contentTypes, PACKAGE_RELATIONS, STYLE_SHEET, workbookRelations, workbookXml } from './xlsx-parts.ts'
import { cellXml, escapeXml, type SheetValue, type Style } from './xlsx-values.ts'
import { writeZip } from './zip-file.ts'

export type SheetColumn = {
  readonly title: string
  /** In characters of half width. */
  readonly width: number
  readonly style: Style
}

/** The places of the rows of a sheet, for formulas: numbers of rows as a spreadsheet counts them. */
type Rows = { readonly first: number; readonly last: number }

export type Sheet = {
  readonly name: string
  readonly title: string
  /** Lines below the title: of whom and when, and what is not in the table. */
  readonly notes: readonly string[]
  readonly columns: readonly SheetColumn[]
  readonly rows: Iterable<readonly SheetValue[]> | AsyncIterable<readonly SheetValue[]>
  /** The rows below the table, made once it is known where its rows stand. */
  readonly sums?: (rows: Rows) => readonly (readonly SheetValue[])[]
}

/** Rows that a sheet can hold, those above the table included. */
const SHEET_ROWS = 1_048_576
/** Papers by their numbers in the format; what is wider than this would be too small to read on A4. */
const [A3, A4, A4_WIDTH] = [8, 9, 230]
/** Rows that are written at once. */
const PORTION = 500

/** The row of the column titles; the first row of the table comes right after it. */
export function headRow({ notes }: Pick<Sheet, 'notes'>): number {
  return notes.length + 2
}

/**
 * A workbook whose sheets have a title, column titles that stay in sight and can be filtered, and are set to be printed across. Rows are
 * written as they come. Answers how many rows each table has.
 * @throws Error where the rows of a table are more than a sheet holds
 */
export async function writeXlsx(path: string, sheets: readonly Sheet[]): Promise<readonly number[]> {
  const counts: number[] = []
  await writeZip(path, async (zip) => {
    const parts: readonly (readonly [string, string])[] = [
      ['[Content_Types].xml', contentTypes(sheets.length)],
      ['_rels/.rels', PACKAGE_RELATIONS],
      ['xl/_rels/workbook.xml.rels', workbookRelations(sheets.length)],
      ['xl/styles.xml', STYLE_SHEET],
    ]
    for (const [name, text] of parts) {
      zip.begin(name)
      await zip.add(text)
      zip.end()
    }
    for (const [index, sheet] of sheets.entries()) {
      zip.begin(`xl/worksheets/sheet${index + 1}.xml`)
      counts.push(await writeSheet(zip.add, sheet))
      zip.end()
    }
    zip.begin('xl/workbook.xml')
    await zip.add(
      workbookXml(
        sheets.map((sheet, index) => ({
          name: sheet.name,
          filtered: filteredRange(sheet, counts[index]!),
          head: headRow(sheet),
        })),
      ),
    )
    zip.end()
  })
  return counts
}

async function writeSheet(add: (text: string) => Promise<void>, sheet: Sheet): Promise<number> {
  const { columns, notes } = sheet
  const head = headRow(sheet)
  const letters = columns.map((_, index) => columnLetters(index))
  const lastLetter = letters.at(-1)!
  const widths = columns.map(({ width }) => width)
  const wide = [widths.reduce((sum, width) => sum + width, 0)]
  const rowXml = (values: readonly SheetValue[], row: number, styleOf: (index: number) => Style, room = widths) =>
    `<row r="${row}" ht="${styleOf(0) === 'title' ? 36 : heightOf(values, room)}" customHeight="1">${values.map((value, index) => cellXml(value, `${letters[index]}${row}`, styleOf(index))).join('')}</row>`
  await add(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns
    .map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('')}</cols><sheetData>`)
  await add(rowXml([sheet.title], 1, () => 'title'))
  for (const [index, note] of notes.entries()) await add(rowXml([note], index + 2, () => 'note', wide))
  await add(
    rowXml(
      columns.map(({ title }) => title),
      head,
      () => 'head',
    ),
  )
  let count = 0
  let text = ''
  for await (const row of sheet.rows) {
    count += 1
    if (head + count >= SHEET_ROWS)
      throw new Error(`The table "${sheet.name}" has more rows than a spreadsheet holds. Ask for a district or an authority.`)
    text += rowXml(row, head + count, (index) => columns[index]!.style)
    if (count % PORTION === 0) {
      await add(text)
      text = ''
    }
  }
  const sums = sheet.sums?.({ first: head + 1, last: head + count }) ?? []
  for (const [index, row] of sums.entries())
    text += rowXml(row, head + count + index + 1, (column) => (columns[column]!.style === 'share' ? 'sumShare' : 'sum'))
  const merged = [1, ...notes.map((_, index) => index + 2)]
  await add(
    `${text}</sheetData><autoFilter ref="${filterOf(sheet, count)}"/><mergeCells count="${merged.length}">${merged
      .map((row) => `<mergeCell ref="A${row}:${lastLetter}${row}"/>`)
      .join(
        '',
      )}</mergeCells><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="${wide[0]! > A4_WIDTH ? A3 : A4}" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`,
  )
  return count
}

/** Points that a row needs for its longest text, at most what a spreadsheet allows: not every program makes room by itself. */
function heightOf(values: readonly SheetValue[], widths: readonly number[]): number {
  const lines = values.map((value, index) =>
    typeof value === 'string'
      ? value.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / (widths[index]! - 1.5))), 0)
      : 1,
  )
  return Math.min(409, 15 * Math.max(1, ...lines) + 3)
}

/** In characters of half width: Chinese ones count twice. */
function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += sign.codePointAt(0)! < 0x2e80 && !/[—“”‘’…×÷]/.test(sign) ? 1.1 : 2.1
  return width
}

function filterOf(sheet: Sheet, count: number): string {
  const head = headRow(sheet)
  return `A${head}:${columnLetters(sheet.columns.length - 1)}${head + count}`
}

/** The filtered range as the workbook names it. */
function filteredRange(sheet: Sheet, count: number): string {
  return escapeXml(`'${sheet.name}'!${filterOf(sheet, count).replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')}`)
}
