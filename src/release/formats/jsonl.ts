import { join } from 'node:path'
import type { ReleaseTable } from '../table.ts'
import { openOutput } from './output.ts'
import type { TableWriter } from './table-writer.ts'

/** One JSON object a line, with every column, null where there is no value. */
export async function jsonlWriter(folder: string, table: ReleaseTable): Promise<TableWriter> {
  const name = `${table.name}.jsonl`
  const output = await openOutput(join(folder, name))
  const keys = table.columns.map((column) => `${JSON.stringify(column.name)}:`)
  let rows = 0
  return {
    write: async (added) => {
      rows += added.length
      let text = ''
      for (const row of added) text += `{${row.map((value, index) => `${keys[index]}${JSON.stringify(value)}`).join(',')}}\n`
      await output.write(text)
    },
    finish: async () => [{ name, rows, ...(await output.close()) }],
    abandon: output.abandon,
  }
}
