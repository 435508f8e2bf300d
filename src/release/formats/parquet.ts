import { join } from 'node:path'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { ReleaseColumn, ReleaseColumnType, ReleasedRow, ReleasedValue, ReleaseTable } from '../table.ts'
import { openOutput } from './output.ts'
import type { TableWriter } from './table-writer.ts'

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema']
type SchemaElement = Schema[number]

/** Rows of a row group at most: those of 500 reports in the long table. What is held in memory is one such group. */
const ROW_GROUP = 100_000

const TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  timestamp: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } },
} as const satisfies Record<ReleaseColumnType, Partial<SchemaElement>>

/**
 * Columns with types, in dictionaries where that is shorter, compressed by Snappy. A row group never holds two years, and its statistics name
 * the first and the last value of each column, so that a query for a year reads that year.
 */
export async function parquetWriter(folder: string, table: ReleaseTable): Promise<TableWriter> {
  const name = `${table.name}.parquet`
  const output = await openOutput(join(folder, name))
  const bytes = new ByteWriter(1 << 20)
  const sink = Object.assign(bytes, {
    // Written after each row group: by then it is whole, and nothing before it is touched again.
    flush: async () => {
      await output.write(bytes.getBytes().slice())
      bytes.index = 0
    },
  })
  const file = new ParquetWriter({ writer: sink, schema: schemaOf(table), createdBy: 'gouji' })
  const yearAt = table.columns.findIndex((column) => column.name === 'year')
  const columns: ReleasedValue[][] = table.columns.map(() => [])
  let held = 0
  let heldYear: ReleasedValue = null
  let rows = 0
  const writeGroup = async () => {
    if (held === 0) return
    const columnData = table.columns.map((column, index) => ({
      name: column.name,
      data: stored(column, columns[index] as ReleasedValue[]) as unknown[],
    }))
    await file.write({ columnData, rowGroupSize: held })
    for (const column of columns) column.length = 0
    held = 0
  }
  const add = (row: ReleasedRow) => {
    for (let index = 0; index < row.length; index += 1) (columns[index] as ReleasedValue[]).push(row[index] as ReleasedValue)
    held += 1
  }
  return {
    write: async (added) => {
      rows += added.length
      for (const row of added) {
        const year = yearAt < 0 ? null : (row[yearAt] as ReleasedValue)
        if (held >= ROW_GROUP || (held > 0 && year !== heldYear)) await writeGroup()
        heldYear = year
        add(row)
      }
    },
    finish: async () => {
      await writeGroup()
      await file.finish()
      await sink.flush()
      return [{ name, rows, ...(await output.close()) }]
    },
    abandon: output.abandon,
  }
}

function schemaOf({ columns }: ReleaseTable): Schema {
  const leaves = columns.map(
    ({ name, type, missing }): SchemaElement => ({
      name,
      ...TYPES[type],
      repetition_type: missing === undefined ? 'REQUIRED' : 'OPTIONAL',
    }),
  )
  return [{ name: 'root', num_children: leaves.length }, ...leaves]
}

function stored({ type }: ReleaseColumn, values: readonly ReleasedValue[]): readonly unknown[] {
  if (type !== 'date' && type !== 'timestamp') return values
  return values.map((value) => (value === null ? null : new Date(value as string)))
}
