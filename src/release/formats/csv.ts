import { join } from 'node:path'
import type { CsvOptions } from '../../model/release.ts'
import type { ReleasedRow, ReleasedValue, ReleaseTable } from '../table.ts'
import { openOutput } from './output.ts'
import type { TableWriter } from './table-writer.ts'

const BOM = '\ufeff'

/**
 * RFC 4180 with line feeds, UTF-8. No value is an empty field, an empty text is `""`. Numbers as JavaScript prints them, which reads back to
 * the same double. What a spreadsheet would calculate is led by an apostrophe (`guarded`) unless `exact`.
 */
export async function csvWriter(folder: string, table: ReleaseTable, { bom, exact }: CsvOptions): Promise<TableWriter> {
  const name = `${table.name}.csv`
  const output = await openOutput(join(folder, name))
  const fieldOf = exact ? csvField : (value: ReleasedValue) => csvField(typeof value === 'string' ? guarded(value) : value)
  const lineOf = (row: ReleasedRow) => {
    let line = fieldOf(row[0] as ReleasedValue)
    for (let index = 1; index < row.length; index += 1) line += `,${fieldOf(row[index] as ReleasedValue)}`
    return `${line}\n`
  }
  await output.write(`${bom ? BOM : ''}${table.columns.map((column) => csvField(column.name)).join(',')}\n`)
  let rows = 0
  return {
    write: async (added) => {
      rows += added.length
      let text = ''
      for (const row of added) text += lineOf(row)
      await output.write(text)
    },
    finish: async () => [{ name, rows, ...(await output.close()) }],
    abandon: output.abandon,
  }
}

/** A spreadsheet calculates text that begins with one of these; an apostrophe is guarded too, so that one can be taken away from each. */
const CALCULATED = /^['=+\-@\t\r]/

/** Text that no spreadsheet calculates. Taking one leading apostrophe away, where there is one, gives the text back. */
function guarded(text: string): string {
  return CALCULATED.test(text) ? `'${text}` : text
}

function csvField(value: ReleasedValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
