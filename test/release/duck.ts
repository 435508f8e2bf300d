import { DuckDBInstance } from '@duckdb/node-api'

type Value = string | number | boolean | null

export type Duck = {
  /** The rows of a query with the types of its columns; what JSON has no type for as text. */
  ask(sql: string): Promise<{
    readonly names: readonly string[]
    readonly types: readonly string[]
    readonly rows: readonly (readonly Value[])[]
  }>
  close(): void
}

/** A DuckDB in memory, in which relative paths stand for files of `folder`. */
export async function openDuck(folder: string): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.run(`SET file_search_path = '${folder.replaceAll("'", "''")}'`)
  return {
    ask: async (sql) => {
      const reader = await connection.runAndReadAll(sql)
      return {
        names: reader.columnNames(),
        types: reader.columnTypes().map(String),
        rows: reader.getRowsJson() as readonly (readonly Value[])[],
      }
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
