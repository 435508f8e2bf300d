/** How a fact stands in one cell of a table. A blank cell is a fact that is left out; what cannot be read stays text, and the check of the registry tells it. */
export type CellForm = {
  readonly read: (text: string) => unknown
  readonly write: (value: unknown) => string
}

export const text: CellForm = { read: (cell) => cell, write: String }
export const number: CellForm = {
  read: (cell) => (/^\d+(?:\.\d+)?$/.test(cell.trim()) ? Number(cell) : cell),
  write: String,
}
export const flag: CellForm = {
  read: (cell) => FLAGS.get(cell.trim().toLowerCase()) ?? cell,
  write: String,
}
/** `区财政局|财政局`; a stroke inside an item stands behind a backslash. */
export const list: CellForm = {
  read: splitItems,
  write: (items) => joinItems(items as readonly string[]),
}
export const numbers: CellForm = {
  read: (cell) => splitItems(cell).map(number.read),
  write: (items) => joinItems((items as readonly number[]).map(String)),
}
/** `all`, or a list of ids. */
export const owners: CellForm = {
  read: (cell) => (cell.trim() === 'all' ? 'all' : splitItems(cell)),
  write: (value) => {
    const items = value === 'all' ? 'all' : joinItems(value as readonly string[])
    return value !== 'all' && items === 'all' ? 'all|' : items
  },
}
/** `示例区农业局@-2018|示例区农业农村局@2019-2023`. */
export const formerNames: CellForm = {
  read: (cell) =>
    splitItems(cell).map((item) => {
      const [, name, since, until] = /^(.*)@(\d+)?-(\d+)?$/s.exec(item) ?? [null, item]
      return { name, since: since === undefined ? null : Number(since), until: until === undefined ? null : Number(until) }
    }),
  write: (value) =>
    joinItems((value as readonly NameInFile[]).map(({ name, since, until }) => `${name}@${since ?? ''}-${until ?? ''}`)),
}
/** `2023:当年未成立|2024:由办公室一并编制`. */
export const byYear: CellForm = {
  read: (cell) => Object.fromEntries(splitItems(cell).map(yearAndValue)),
  write: (value) => joinItems(Object.entries(value as object).map(([year, what]) => `${year}:${what}`)),
}
/** `2024:2025-01-20|2025:-`; `-` stands for not handed in. */
export const daysByYear: CellForm = {
  read: (cell) =>
    Object.fromEntries(
      splitItems(cell).map((item) => {
        const [year, day] = yearAndValue(item)
        return [year, day === '-' ? null : day]
      }),
    ),
  write: (value) => byYear.write(Object.fromEntries(Object.entries(value as object).map(([year, day]) => [year, day ?? '-']))),
}
/** What no cell can hold well, as JSON. */
export const json: CellForm = {
  read: (cell) => {
    try {
      return JSON.parse(cell)
    } catch {
      return cell
    }
  },
  write: (value) => JSON.stringify(value),
}

type NameInFile = { readonly name: string; readonly since?: number; readonly until?: number }

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['是', true],
  ['否', false],
])

function yearAndValue(item: string): readonly [year: string, value: string] {
  const [, year, value] = /^\s*(\d+)[:：](.*)$/s.exec(item) ?? [null, item, '']
  return [year!, value!]
}

/** The items of a cell that holds several. */
export function splitItems(cell: string): string[] {
  return [...cell.matchAll(/(?:\\[\\|]|[^|])+/g)].map(([item]) => item.replace(/\\([\\|])/g, '$1'))
}

/** Items as one cell: between strokes. */
export function joinItems(items: readonly string[]): string {
  return items.map((item) => item.replace(/[\\|]/g, '\\$&')).join('|')
}
