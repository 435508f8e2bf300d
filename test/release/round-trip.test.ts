import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { xlsxWriter } from '../../src/release/formats/xlsx.ts'
import { TABLES, tableNamed } from '../../src/release/release-tables.ts'
import type { ReleaseColumn, ReleaseColumnType, ReleasedValue, ReleaseTable } from '../../src/release/table.ts'
import { openTestDatabase } from '../test-database.ts'
import { type Duck, openDuck } from './duck.ts'
import { NASTY, releaseAs, seedRelease } from './release-rows.ts'

let open: OpenDatabase
let folder: string
let duck: Duck

beforeAll(async () => {
  open = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-round-trip-'))
  await seedRelease(open.db)
  await releaseAs(open.db, join(folder, 'release'))
  await releaseAs(open.db, join(folder, 'exact'), { formats: ['csv'], csv: { bom: true, exact: true } })
  duck = await openDuck(join(folder, 'release'))
})

afterAll(async () => {
  duck?.close()
  await rm(folder, { recursive: true, force: true })
  await open.close()
})

const EVERY_TABLE = [...TABLES, tableNamed('wide_2020_2019')!, tableNamed('wide_2023_2021')!]

const TYPES: Readonly<Record<ReleaseColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
}

/** Moments as milliseconds since 1970, so that no time zone plays a part. */
const select = (table: ReleaseTable) =>
  table.columns.map(({ name, type }) => (type === 'timestamp' ? `epoch_ms("${name}")::DOUBLE` : `"${name}"`)).join(', ')

async function jsonRows(table: ReleaseTable): Promise<ReleasedValue[][]> {
  const text = await readFile(join(folder, 'release', 'jsonl', `${table.name}.jsonl`), 'utf8')
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => {
    const row = JSON.parse(line)
    expect(Object.keys(row)).toEqual(table.columns.map(({ name }) => name))
    return table.columns.map((column) => asMilliseconds(column, row[column.name]))
  })
}

function asMilliseconds({ type }: ReleaseColumn, value: ReleasedValue): ReleasedValue {
  return type === 'timestamp' && value !== null ? Date.parse(value as string) : value
}

test.each(EVERY_TABLE.map((table) => [table.name, table] as const))(
  '%s: Parquet has the types and the rows of JSON Lines',
  async (name, table) => {
    const { names, types } = await duck.ask(`FROM 'parquet/${name}.parquet' LIMIT 0`)
    expect(names).toEqual(table.columns.map((column) => column.name))
    expect(types).toEqual(table.columns.map(({ type }) => TYPES[type]))
    const { rows } = await duck.ask(`SELECT ${select(table)} FROM 'parquet/${name}.parquet'`)
    expect(rows).toEqual(await jsonRows(table))
    expect(rows.length).toBeGreaterThan(0)
  },
)

const csvTypes = (table: ReleaseTable) =>
  `{${table.columns.map(({ name, type }) => `'${name}': '${type === 'timestamp' ? 'VARCHAR' : TYPES[type]}'`).join(', ')}}`
const readCsv = (path: string, table: ReleaseTable) =>
  `read_csv('${path}', header = true, nullstr = '', allow_quoted_nulls = false, columns = ${csvTypes(table)})`

test.each(EVERY_TABLE.map((table) => [table.name, table] as const))(
  '%s: CSV reads back as JSON Lines, guarded or exact',
  async (name, table) => {
    const expected = await jsonRows(table)
    const guarded = await duck.ask(`FROM ${readCsv(`csv/${name}.csv`, table)}`)
    const unguard = (value: ReleasedValue) => (typeof value === 'string' ? value.replace(/^'/, '') : value)
    const back = (rows: typeof guarded.rows, read: (value: ReleasedValue) => ReleasedValue) =>
      rows.map((row) => row.map((value, index) => asMilliseconds(table.columns[index]!, read(value))))
    expect(back(guarded.rows, unguard)).toEqual(expected)
    for (const value of guarded.rows.flat()) expect(String(value)).not.toMatch(/^[=+@\t\r]/)
    const exact = await duck.ask(`FROM ${readCsv(join(folder, 'exact', 'csv', `${name}.csv`), table)}`)
    expect(back(exact.rows, (value) => value)).toEqual(expected)
  },
)

test.each(EVERY_TABLE.map((table) => [table.name, table] as const))(
  '%s: XLSX holds the values of JSON Lines, texts as text',
  async (name, table) => {
    const book = await readFile(join(folder, 'release', 'xlsx', `${name}.xlsx`))
    const [header, ...rows] = sheetRows(book, table.columns.length)
    expect(header).toEqual(table.columns.map((column) => column.name))
    const typed = rows.map((row) => row.map((value, index) => asMilliseconds(table.columns[index]!, value)))
    expect(typed).toEqual(await jsonRows(table))
  },
)

test('cells, as DuckDB reads them from Parquet, are exactly those of the database', async () => {
  const { rows } = await sql<Record<string, ReleasedValue>>`
    SELECT r.year, r.filer, r.district_id, v.edition, v.version, c.key, c.raw, c.value, c.kind, c.confidence, c.remark, v.sha256
    FROM cells c JOIN report_versions v ON v.id = c.version_id JOIN reports r ON r.current_version_id = v.id
    ORDER BY r.year, r.filer COLLATE "C", c.key COLLATE "C"`.execute(open.db)
  const read = await duck.ask(`FROM 'parquet/cells.parquet'`)
  expect(read.rows).toEqual(rows.map((row) => Object.values(row)))
  const raws = await duck.ask(`SELECT key, raw FROM 'parquet/cells.parquet' WHERE filer = 'a1' AND year = 2023`)
  expect(Object.fromEntries(raws.rows)).toMatchObject(NASTY)
})

test('a blank has no value and is not zero; an empty text is not the same as none', async () => {
  const counts = await duck.ask(`SELECT kind, count(*)::INT, count(value)::INT, count(raw)::INT, count(nullif(raw, ''))::INT
    FROM 'parquet/cells.parquet' WHERE filer = 'b1' GROUP BY kind ORDER BY kind`)
  expect(counts.rows).toEqual([
    ['blank', 199, 0, 199, 0],
    ['number', 1, 1, 1, 1],
  ])
  const zero = await duck.ask(
    `SELECT value, kind FROM 'parquet/cells.parquet' WHERE filer = 'a1' AND key = 't3.carried_in.total'`,
  )
  expect(zero.rows).toEqual([[0, 'number']])
})

test('reports, findings and filings are those of the database', async () => {
  const reports = await sql<Record<string, ReleasedValue>>`
    SELECT r.year, r.filer, v.title, v.sha256, c.url, v.reader, extract(epoch FROM date_trunc('second', c.first_seen_at)) * 1000 AS captured
    FROM reports r JOIN report_versions v ON v.id = r.current_version_id JOIN captures c ON c.id = v.capture_id
    ORDER BY r.year, r.filer COLLATE "C"`.execute(open.db)
  const read = await duck.ask(
    `SELECT year, filer, title, sha256, url, reader, epoch_ms(captured_at)::DOUBLE FROM 'parquet/reports.parquet'`,
  )
  expect(read.rows).toEqual(reports.rows.map((row) => Object.values(row)))
  const findings = await duck.ask(
    `SELECT filer, year, rule, decision, decision_reason, status, quote, cells, difference FROM 'parquet/findings.parquet'`,
  )
  expect(findings.rows).toEqual([
    ['a1', 2023, 'T3-01', 'dismissed', 'scope', 'dismissed', '=1+1', 't3.new_received.total;t3.carried_in.total', -1],
  ])
  const filings = await duck.ask(`SELECT authority, status, due, published_on, days_late, dates FROM 'parquet/filings.parquet'`)
  expect(filings.rows).toEqual([['a1', 'late', '2024-01-31', '2024-02-02', 2, 'list=2024-02-02']])
})

test('the wide table has the values of the long one, and ratios by their denominators; none where a figure is not known', async () => {
  const wide =
    await duck.ask(`SELECT filer, "t3.new_received.total", "t3.new_received.total.kind", "t2.reg_issued", "t2.reg_issued.kind",
    "ratio.carried_out_of_in_hand", "ratio.disclosed_of_results" FROM 'parquet/wide_2023_2021.parquet'`)
  expect(wide.rows).toEqual([
    ['a1', 40, 'number', null, 'word', 0.1, null],
    ['b1', null, 'blank', null, 'blank', null, null],
  ])
  const old = await duck.ask(`SELECT "t3.other_all.total", "t2.reg_made.kind" FROM 'parquet/wide_2020_2019.parquet'`)
  expect(old.rows).toEqual([[2, null]])
})

test('every foreign key leads to a row, and every key is there once', async () => {
  for (const table of EVERY_TABLE) {
    const keys = table.key.map((name) => `"${name}"`).join(', ')
    const twice = await duck.ask(`SELECT ${keys} FROM 'parquet/${table.name}.parquet' GROUP BY ${keys} HAVING count(*) > 1`)
    expect([table.name, twice.rows]).toEqual([table.name, []])
    for (const { columns, table: other, references } of table.foreignKeys ?? []) {
      const lost =
        await duck.ask(`SELECT count(*)::INT FROM 'parquet/${table.name}.parquet' t WHERE ${columns.map((name) => `t."${name}" IS NOT NULL`).join(' AND ')}
        AND NOT EXISTS (FROM 'parquet/${other}.parquet' o WHERE ${columns.map((name, index) => `o."${references[index]}" = t."${name}"`).join(' AND ')})`)
      expect([table.name, other, lost.rows]).toEqual([table.name, other, [[0]]])
    }
  }
})

test('Parquet is sorted, in dictionaries, and no row group holds two years', async () => {
  const groups = await duck.ask(
    `SELECT row_group_id, stats_min_value, stats_max_value FROM parquet_metadata('parquet/cells.parquet') WHERE path_in_schema = 'year'`,
  )
  expect(groups.rows).toEqual([
    ['0', '2020', '2020'],
    ['1', '2023', '2023'],
  ])
  const encoded = await duck.ask(`SELECT DISTINCT path_in_schema FROM parquet_metadata('parquet/cells.parquet')
    WHERE row_group_id = 1 AND encodings LIKE '%DICTIONARY%' ORDER BY 1`)
  expect(encoded.rows.flat()).toEqual(expect.arrayContaining(['district', 'filer', 'kind', 'sha256']))
  const order =
    await duck.ask(`SELECT count(*)::INT FROM (SELECT (year, filer, key) AS this, lag((year, filer, key)) OVER () AS before FROM 'parquet/cells.parquet')
    WHERE before > this`)
  expect(order.rows).toEqual([[0]])
})

test('rows beyond what a sheet holds go on in numbered files, each with the header', async () => {
  const table = tableNamed('districts')!
  const writer = await xlsxWriter(folder, table, { sheetRows: 2 })
  await writer.write([
    ['1', 'a'],
    ['2', 'b'],
    ['3', 'c'],
  ])
  await writer.write([
    ['4', 'd'],
    ['5', 'e'],
  ])
  const files = await writer.finish()
  expect(files.map(({ name, rows }) => [name, rows])).toEqual([
    ['districts.xlsx', 2],
    ['districts-2.xlsx', 2],
    ['districts-3.xlsx', 1],
  ])
  const sheets = await Promise.all(files.map(async ({ name }) => sheetRows(await readFile(join(folder, name)), 2)))
  expect(sheets.map((rows) => rows.slice(1).map(([id]) => id))).toEqual([['1', '2'], ['3', '4'], ['5']])
  for (const [header] of sheets) expect(header).toEqual(['district', 'name'])
})

/** The values of a workbook's sheet by place, as Office reads them. */
function sheetRows(book: Uint8Array, columns: number): ReleasedValue[][] {
  const xml = strFromU8(unzipSync(book)['xl/worksheets/sheet1.xml']!)
  expect(xml).not.toContain('<f>')
  return [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => {
    const values: ReleasedValue[] = Array.from({ length: columns }, () => null)
    for (const [, letters = '', , type, content = ''] of row.matchAll(/<c r="([A-Z]+)(\d+)"(?: t="(\w+)")?>(.*?)<\/c>/gs)) {
      const place = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
      values[place] = valueOfCell(type, content)
    }
    return values
  })
}

function valueOfCell(type: string | undefined, content: string): ReleasedValue {
  const text = content.replace(/^<is><t xml:space="preserve">|<\/t><\/is>$|<\/?v>/g, '')
  if (type === 'b') return text === '1'
  if (type === undefined) return Number(text)
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/_x([\dA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
