import type { TablePreview } from '../model/release.ts'
import type { ReleasedRow, ReleasedValue, ReleaseTable } from './table.ts'

const FIRST_ROWS = 20
/** What a value is cut to in a preview. */
const SHOWN = 120

/** Gathers what a page shows of a table while its rows pass: the first ones, and how the values of closed lists are spread. */
export function previewOf(table: ReleaseTable): {
  add(rows: readonly ReleasedRow[]): void
  get(): TablePreview
} {
  const first: ReleasedRow[] = []
  const filled = table.columns.map(() => 0)
  const counted = table.columns.flatMap(({ name, type, values, missing }, index) =>
    !name.includes('.') && (values !== undefined || type === 'boolean' || name === 'year')
      ? [{ name, index, counts: new Map<ReleasedValue, number>(), missing }]
      : [],
  )
  return {
    add: (rows) => {
      for (const row of rows) {
        if (first.length < FIRST_ROWS) first.push(row.map(cut))
        for (let index = 0; index < row.length; index += 1) if (row[index] !== null) filled[index] = (filled[index] ?? 0) + 1
        for (const { index, counts } of counted) {
          const value = row[index] as ReleasedValue
          counts.set(value, (counts.get(value) ?? 0) + 1)
        }
      }
    },
    get: () => ({
      name: table.name,
      first,
      filled: Object.fromEntries(table.columns.map(({ name }, index) => [name, filled[index] ?? 0])),
      counts: Object.fromEntries(
        counted.map(({ name, counts }) => [name, [...counts].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))]),
      ),
    }),
  }
}

function cut(value: ReleasedValue): ReleasedValue {
  return typeof value === 'string' && value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value
}
