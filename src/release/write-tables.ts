import { join } from 'node:path'
import type { Db } from '../../db/connect.ts'
import * as released from '../../db/released-rows.ts'
import type { CsvOptions, ReleaseFile, ReleaseFormat, ReleaseSelection, TablePreview } from '../model/release.ts'
import type { CellKey, Edition } from '../model/template.ts'
import { csvWriter } from './formats/csv.ts'
import { jsonlWriter } from './formats/jsonl.ts'
import { parquetWriter } from './formats/parquet.ts'
import type { TableWriter } from './formats/table-writer.ts'
import { xlsxWriter } from './formats/xlsx.ts'
import { previewOf } from './preview.ts'
import { type ReleasedRow, type ReleaseTable, toReleasedRow } from './table.ts'
import { CELL_KEYS, cellKeyRows } from './tables/cell-keys.ts'
import { CELLS } from './tables/cells.ts'
import { CLAIMS } from './tables/claims.ts'
import { FILINGS } from './tables/filings.ts'
import { FINDINGS } from './tables/findings.ts'
import { RATIOS, ratioOf } from './tables/ratios.ts'
import { AUTHORITIES, DISTRICTS } from './tables/registry.ts'
import { REPORTS } from './tables/reports.ts'
import { RULES_TABLE, ruleRows } from './tables/rules.ts'
import { SOURCES } from './tables/sources.ts'
import { WIDE_HEAD, wideKeysOf, wideTable } from './tables/wide.ts'

/** A table as it was written in all formats. */
export type WrittenTable = {
  readonly table: ReleaseTable
  readonly rows: number
  readonly files: readonly ReleaseFile[]
  readonly preview: TablePreview
}

/** Rows of a table that are written; `share` from 0 to 1 of what is expected, null where that is not known. */
export type TableProgress = { readonly table: string; readonly rows: number; readonly share: number | null }

type Writing = {
  /** A folder with one for each format in it. */
  readonly folder: string
  readonly selection: ReleaseSelection
  readonly formats: readonly ReleaseFormat[]
  readonly csv: CsvOptions
  /** How many reports there are: so that progress can be told. */
  readonly reports: number
  readonly onRows?: ((progress: TableProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Writes every table in every format, reading each once; only a portion of it is in memory at a time. */
export async function writeTables(db: Db, writing: Writing): Promise<readonly WrittenTable[]> {
  const { selection } = writing
  const plain: readonly (readonly [ReleaseTable, typeof released.reports])[] = [
    [CLAIMS, released.claims],
    [FINDINGS, released.findings],
    [FILINGS, released.filings],
    [AUTHORITIES, released.authorities],
    [DISTRICTS, released.districts],
    [SOURCES, released.sources],
  ]
  const written: WrittenTable[] = [await writeTable(writing, REPORTS, rowsOf(REPORTS, released.reports(db, { selection })))]
  written.push(...(await writeCells(writing, released.cells(db, { selection }))))
  for (const [table, read] of plain) written.push(await writeTable(writing, table, rowsOf(table, read(db, { selection }))))
  written.push(await writeTable(writing, CELL_KEYS, [cellKeyRows()]))
  written.push(await writeTable(writing, RULES_TABLE, [ruleRows()]))
  return written
}

async function* rowsOf(table: ReleaseTable, portions: AsyncIterable<readonly released.SelectedRow[]>) {
  for await (const rows of portions) yield rows.map((row) => toReleasedRow(table, row))
}

async function writeTable(
  writing: Writing,
  table: ReleaseTable,
  portions: AsyncIterable<readonly ReleasedRow[]> | Iterable<readonly ReleasedRow[]>,
): Promise<WrittenTable> {
  const opened = await openTable(writing, table)
  try {
    for await (const rows of portions) await opened.write(rows)
    return await opened.finish()
  } catch (error) {
    await opened.abandon()
    throw error
  }
}

type OpenTable = {
  write(rows: readonly ReleasedRow[]): Promise<void>
  finish(): Promise<WrittenTable>
  abandon(): Promise<void>
}

async function openTable({ folder, formats, csv, reports, onRows, signal }: Writing, table: ReleaseTable): Promise<OpenTable> {
  const open: Readonly<Record<ReleaseFormat, (folder: string) => Promise<TableWriter>>> = {
    csv: (into) => csvWriter(into, table, csv),
    jsonl: (into) => jsonlWriter(into, table),
    parquet: (into) => parquetWriter(into, table),
    xlsx: (into) => xlsxWriter(into, table),
  }
  const writers: { readonly format: ReleaseFormat; readonly writer: TableWriter }[] = []
  for (const format of formats) writers.push({ format, writer: await open[format](join(folder, format)) })
  const preview = previewOf(table)
  let count = 0
  return {
    write: async (rows) => {
      signal?.throwIfAborted()
      for (const { writer } of writers) await writer.write(rows)
      preview.add(rows)
      count += rows.length
      onRows?.({ table: table.name, rows: count, share: shareOf(table, count, reports) })
    },
    finish: async () => {
      const files: ReleaseFile[] = []
      for (const { format, writer } of writers)
        for (const { name, ...file } of await writer.finish())
          files.push({ path: `${format}/${name}`, table: table.name, ...file })
      return { table, rows: count, files, preview: preview.get() }
    },
    // The first failure is what is told.
    abandon: async () => void (await Promise.allSettled(writers.map(({ writer }) => writer.abandon()))),
  }
}

/** Cells of a report in the long table, as most have them. */
const USUAL_CELLS = 200

function shareOf({ name }: ReleaseTable, rows: number, reports: number): number | null {
  const expected = { reports, cells: reports * USUAL_CELLS }[name]
  return expected === undefined || expected === 0 ? null : Math.min(1, rows / expected)
}

/** The long table, and from the same reading one wide table for each year and edition. */
async function writeCells(writing: Writing, portions: AsyncIterable<readonly released.SelectedCells[]>): Promise<WrittenTable[]> {
  const long = await openTable(writing, CELLS)
  const wide = new Map<Edition, OpenTable>()
  const written: WrittenTable[] = []
  let year: number | null = null
  const finishYear = async () => {
    for (const [, table] of [...wide].toSorted()) written.push(await table.finish())
    wide.clear()
  }
  try {
    for await (const reports of portions) {
      await long.write(reports.flatMap(longRows))
      for (const report of reports) {
        if (report.edition === null) continue
        if (report.year !== year) await finishYear()
        year = report.year
        const table = wide.get(report.edition) ?? (await openTable(writing, wideTable(report.year, report.edition)))
        wide.set(report.edition, table)
        await table.write([wideRow(report, report.edition)])
      }
    }
    await finishYear()
    return [await long.finish(), ...written]
  } catch (error) {
    for (const table of [long, ...wide.values()]) await table.abandon()
    throw error
  }
}

/** In the order of the columns of `CELLS`. */
export function longRows(report: released.SelectedCells): readonly ReleasedRow[] {
  if (report.cells === null) return []
  const { year, filer, district, edition, version, sha256 } = report
  const [keys, raws, values, kinds, confidences, remarks] = report.cells
  return keys.map((key, index) => [
    year,
    filer,
    district,
    edition,
    version,
    key,
    raws[index] ?? '',
    values[index] ?? null,
    kinds[index] ?? null,
    confidences[index] ?? null,
    remarks[index] ?? null,
    sha256,
  ])
}

/** In the order of the columns of `wideTable`. */
function wideRow(report: released.SelectedCells, edition: Edition): ReleasedRow {
  const [keys, , values, kinds] = report.cells ?? [[], [], [], [], [], []]
  const place = new Map(keys.map((key, index) => [key, index]))
  const at = <Value>(list: readonly Value[], key: CellKey) => list[place.get(key) ?? -1] ?? null
  return [
    ...WIDE_HEAD.map(({ name }) => report[name as keyof typeof report] as string | number | null),
    ...wideKeysOf(edition).flatMap((key) => [at(values, key), at(kinds, key)]),
    ...RATIOS.map((ratio) => ratioOf(ratio, (key) => at(values, key))),
  ]
}
