import { join } from 'node:path'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import { columnLetters } from '../../model/column-letters.ts'
import type { ReleasedRow, ReleasedValue, ReleaseTable } from '../table.ts'
import { type Output, openOutput } from './output.ts'
import type { FinishedFile, TableWriter } from './table-writer.ts'
import { sheetParts } from './xlsx-parts.ts'

/** Rows of a sheet after its header: Excel takes 1,048,576 with it. */
const SHEET_ROWS = 1_048_575
/** Characters that Excel takes in a cell. */
const CELL_CHARACTERS = 32_767
/** Neither the clock nor the machine shows in a file: the first day that ZIP knows. */
const MTIME = new Date(1980, 0, 1)
const LEVEL = 4

/**
 * One sheet with a header that stays in sight and can be filtered. Every text is a cell of text, so that leading zeros, long codes, dates and
 * equals signs stay as they are; numbers are numbers. Rows beyond what a sheet holds go on in further numbered files.
 * @throws Error for a text that no cell can hold
 */
export async function xlsxWriter(
  folder: string,
  table: ReleaseTable,
  { sheetRows = SHEET_ROWS }: { readonly sheetRows?: number } = {},
): Promise<TableWriter> {
  const finished: FinishedFile[] = []
  let number = 1
  let sheet = await openSheet(folder, table, fileName(table, number))
  return {
    write: async (rows) => {
      for (let at = 0; at < rows.length; ) {
        if (sheet.rows() === sheetRows) {
          finished.push(await sheet.finish())
          number += 1
          sheet = await openSheet(folder, table, fileName(table, number))
        }
        const portion = rows.slice(at, at + sheetRows - sheet.rows())
        await sheet.write(portion)
        at += portion.length
      }
    },
    finish: async () => [...finished, await sheet.finish()],
    abandon: () => sheet.abandon(),
  }
}

function fileName({ name }: ReleaseTable, number: number): string {
  return number === 1 ? `${name}.xlsx` : `${name}-${number}.xlsx`
}

async function openSheet(folder: string, table: ReleaseTable, name: string) {
  const output = await openOutput(join(folder, name))
  const zip = zipInto(output)
  const parts = sheetParts(table)
  for (const [path, text] of parts.others) {
    zip.begin(path)
    zip.add(text)
    zip.end()
  }
  zip.begin('xl/worksheets/sheet1.xml')
  const letters = table.columns.map((_, index) => columnLetters(index))
  const rowXml = (row: ReleasedRow, number: number) =>
    `<row r="${number}">${row.map((value, index) => cellXml(value, `${letters[index]}${number}`)).join('')}</row>`
  zip.add(
    parts.before +
      rowXml(
        table.columns.map((column) => column.name),
        1,
      ),
  )
  let rows = 0
  return {
    rows: () => rows,
    write: async (added: readonly ReleasedRow[]) => {
      let text = ''
      for (const row of added) {
        rows += 1
        text += rowXml(row, rows + 1)
      }
      zip.add(text)
      await zip.drained()
    },
    finish: async (): Promise<FinishedFile> => {
      zip.add(parts.after(rows + 1))
      zip.end()
      await zip.finish()
      return { name, rows, ...(await output.close()) }
    },
    abandon: output.abandon,
  }
}

/** A ZIP archive whose parts are given one after the other, text by text. */
function zipInto(output: Output) {
  let packed: Uint8Array[] = []
  let failure: Error | null = null
  const zip = new Zip((error, chunk) => {
    if (error) failure = error
    else packed.push(chunk)
  })
  let part: ZipDeflate
  const drained = async () => {
    if (failure) throw failure
    const chunks = packed
    packed = []
    for (const chunk of chunks) await output.write(chunk)
  }
  return {
    begin: (path: string) => {
      part = new ZipDeflate(path, { level: LEVEL })
      part.mtime = MTIME
      zip.add(part)
    },
    add: (text: string) => part.push(strToU8(text)),
    end: () => part.push(new Uint8Array(), true),
    drained,
    finish: async () => {
      zip.end()
      await drained()
    },
  }
}

function cellXml(value: ReleasedValue, place: string): string {
  if (value === null) return ''
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`
  if (value.length > CELL_CHARACTERS)
    throw new Error(`A text of ${value.length} characters (${value.slice(0, 30)}…) fits into no cell of a spreadsheet.`)
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeText(value)}</t></is></c>`
}

/** What XML has no sign for is written as Office does, `_x001B_`; text that looks so is marked. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\ufffe\uffff]|_(?=x[\dA-Fa-f]{4}_)/g

function escapeText(text: string): string {
  return text
    .replace(FORBIDDEN, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
