type ColumnType = 'text' | 'integer' | 'number' | 'date' | 'timestamp'

/** One column of a released table: what the writer puts there and what the codebook says of it, in one place. */
type ReleaseColumn<Row> = {
  readonly name: string
  readonly type: ColumnType
  readonly zh: string
  readonly en: string
  readonly from: (row: Row) => string | number | null
}

/** One released table: `key` names the columns that tell its rows apart. */
export type ReleaseTable<Row> = {
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly key: readonly string[]
  readonly columns: readonly ReleaseColumn<Row>[]
}

/** UTC in ISO 8601, to the second. */
export function timestamp(time: Date | null): string | null {
  return time === null ? null : `${time.toISOString().slice(0, 19)}Z`
}
