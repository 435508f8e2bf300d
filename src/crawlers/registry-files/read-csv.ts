/** A cell of a table with the place where it begins, both counted from 1. */
export type CsvCell = { readonly text: string; readonly line: number; readonly column: number }

/** The records of a table; `unclosed`: where a quotation mark opens that nothing closes. */
export type CsvTable = { readonly records: readonly (readonly CsvCell[])[]; readonly unclosed: CsvCell | null }

/**
 * Reads comma-separated values as RFC 4180 has them, and tables that a spreadsheet saved with semicolons or tabs: the first of the three
 * signs in the first line separates. Blank lines are passed over.
 */
export function readCsv(source: string): CsvTable {
  const separator = source.match(/[,;\t]/)?.[0] ?? ','
  const cell = new RegExp(`"((?:[^"]|"")*)"([^${separator}\\r\\n]*)|([^${separator}\\r\\n]*)`, 'y')
  const records: CsvCell[][] = []
  let record: CsvCell[] = []
  let [at, line, lineStart] = [0, 1, 0]
  while (at <= source.length) {
    const place = { line, column: at - lineStart + 1 }
    cell.lastIndex = at
    const [whole, quoted, after = '', plain = ''] = cell.exec(source)!
    if (quoted === undefined && plain.startsWith('"')) return { records, unclosed: { text: plain, ...place } }
    record.push({ text: quoted === undefined ? plain : quoted.replaceAll('""', '"') + after, ...place })
    for (const match of whole.matchAll(/\r\n|\r|\n/g)) {
      line++
      lineStart = at + match.index + match[0].length
    }
    at += whole.length
    if (source[at] === separator) {
      at++
      continue
    }
    records.push(record)
    record = []
    at += source.startsWith('\r\n', at) ? 2 : 1
    line++
    lineStart = at
  }
  return { records: records.filter((cells) => cells.some(({ text }) => text.trim() !== '')), unclosed: null }
}
