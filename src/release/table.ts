/** Values as they are released: days as YYYY-MM-DD, moments as ISO 8601 in UTC to the second. */
export type ReleasedValue = string | number | boolean | null

export type ReleaseColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp'

/** Words in both languages. */
export type Titled = { readonly zh: string; readonly en: string }

/** One column of a released table. Everything that is said of it anywhere – files, schemas, codebook, pages – comes from here. */
export type ReleaseColumn = Titled & {
  readonly name: string
  readonly type: ReleaseColumnType
  readonly unit?: string
  /** What it means that there is no value; left out: there always is one. */
  readonly missing?: Titled
  /** The values that occur, each with its meaning; left out: any. */
  readonly values?: Readonly<Record<string, Titled>>
}

type ForeignKey = { readonly columns: readonly string[]; readonly table: string; readonly references: readonly string[] }

/** One released table: `key` names the columns that tell its rows apart. */
export type ReleaseTable = Titled & {
  readonly name: string
  readonly key: readonly string[]
  readonly foreignKeys?: readonly ForeignKey[]
  readonly columns: readonly ReleaseColumn[]
}

/** A row in the order of the table's columns. */
export type ReleasedRow = readonly ReleasedValue[]

/** UTC in ISO 8601, to the second. */
function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

/**
 * The values of a database row in the order of the table's columns.
 * @throws Error where a column that always has a value has none: a mistake of ours
 */
export function toReleasedRow(table: ReleaseTable, row: Readonly<Record<string, unknown>>): ReleasedRow {
  return table.columns.map((column) => {
    const value = row[column.name]
    if (value === null || value === undefined) {
      if (column.missing === undefined) throw new Error(`Table ${table.name} has a row without a value in ${column.name}.`)
      return null
    }
    return value instanceof Date ? timestamp(value) : (value as ReleasedValue)
  })
}
