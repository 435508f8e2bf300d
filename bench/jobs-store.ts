import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RawBuilder, sql } from 'kysely'
import * as captures from '../db/captures.ts'
import { connect, type Db } from '../db/connect.ts'
import * as findings from '../db/findings.ts'
import * as reportVersions from '../db/report-versions.ts'
import * as runs from '../db/runs.ts'
import * as snapshots from '../db/snapshots.ts'
import type { Report } from '../src/model/report.ts'
import { sha256Of } from '../src/model/sha256.ts'
import { checkReport } from '../src/rules/check-report.ts'
import { withFingerprints } from '../src/rules/fingerprint.ts'
import { consistentReport } from './consistent-reports.ts'
import { type Spent, timed } from './jobs-queues.ts'

/** Reports that are stored again and again under other names: made and read before, since that takes longer. */
const DISTINCT = 20
/** Reports that are there before: into tables that were emptied the server writes by plans for empty tables, as it does in no night. */
const THERE_BEFORE = 2_000
/** Jobs that a worker on two cores stores from at once. */
const AT_ONCE = 3

/** Tables that a report is stored in, and the column that is above that of all rows before where a row is of the round. */
const TABLES = { reports: 'id', report_versions: 'id', cells: 'version_id', findings: 'id' } as const
type Table = keyof typeof TABLES
const NAMES = Object.keys(TABLES) as Table[]

/** A report as it is to be stored, with what its check found. */
type Ready = {
  readonly reading: reportVersions.Reading
  readonly found: readonly findings.FindingWithFingerprint[]
}

export type Stored = {
  readonly reports: number
  readonly rows: number
  readonly ours: readonly Spent[]
  /** Wall time in ms of `COPY`. */
  readonly copy: readonly number[]
}

/**
 * Stores reports with their cells and findings as the jobs do, each in transactions of its own; the server writes the rows into files, they
 * are deleted, and it copies the very same rows back from the files into the same tables, a table a statement and all in one transaction.
 */
export async function compareWithCopy(
  databaseUrl: string,
  { reports, rounds }: { readonly reports: number; readonly rounds: number },
): Promise<Stored> {
  const db = connect(databaseUrl)
  const folder = await mkdtemp(join(tmpdir(), 'gouji-bench-'))
  await chmod(folder, 0o777)
  const kinds = await Promise.all(Array.from({ length: DISTINCT }, (_, seed) => reportWithSlip(seed + 1)))
  await storeAll(db, await prepare(db, kinds, { reports: THERE_BEFORE, round: 0 }))
  await sql`VACUUM ANALYZE`.execute(db)
  const files = await filesOfRound(db, folder)
  const ours: Spent[] = []
  const copy: number[] = []
  let rows = 0
  for (let round = 1; round <= rounds; round++) {
    const ready = await prepare(db, kinds, { reports, round })
    ours.push(await timed(() => storeAll(db, ready)))
    rows = await moveOut(db, files)
    copy.push(await copyIn(db, files))
  }
  await db.destroy()
  await rm(folder, { recursive: true, force: true })
  return { reports, rows, ours, copy }
}

async function reportWithSlip(seed: number): Promise<Report> {
  const report = await consistentReport(seed)
  const key = 't3.new_received.total'
  const cell = report.cells[key]
  if (cell?.value == null) return report
  const value = cell.value + 1
  return { ...report, cells: { ...report.cells, [key]: { ...cell, value, raw: String(value) } } }
}

/** Captures of the round, of filers that nobody knows yet. */
async function prepare(
  db: Db,
  kinds: readonly Report[],
  of: { readonly reports: number; readonly round: number },
): Promise<Ready[]> {
  const { id: runId } = await runs.start(db, { kind: 'manual' })
  const seen = Array.from({ length: of.reports }, (_, n): captures.SeenCapture => {
    const name = `${of.round}-${n}`
    const plain = { columnId: null, authorityId: null, districtId: null, listTitle: null, dates: [], attachmentOf: null }
    return { ...plain, url: `file:///${name}.html`, sha256: sha256Of(name) }
  })
  for (const { sha256 } of seen) await snapshots.record(db, { sha256, bytes: 1, mediaType: 'text/html' })
  const recorded = await captures.record(db, runId, seen)
  return recorded.map(({ id }, n) => {
    const report = kinds[n % kinds.length]!
    const name = `示例局${of.round}-${n}`
    const whose = { filer: `name:${name}`, authorityId: null, authorityName: name, districtId: null, year: report.year ?? 2024 }
    const found = withFingerprints(checkReport({ report, prior: null, authority: null, settings: {} }), whose)
    return { reading: { ...whose, captureId: id, reader: '1', report }, found }
  })
}

async function storeAll(db: Db, ready: readonly Ready[]): Promise<void> {
  let next = 0
  const storeOn = async () => {
    while (next < ready.length) {
      const { reading, found } = ready[next++]!
      const { versionId, reportId } = await reportVersions.store(db, reading)
      const version = { versionId, priorVersionId: null, filer: reading.filer, ruleSet: '1', sketch: SKETCH }
      await findings.recordCheck(db, version, { ...reading, scope: 'report', reportId, versionId }, found)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, storeOn))
}

const SKETCH = new Uint8Array(256)

/** Where the rows of a round go, the columns that are not computed, and which rows these are. */
type RoundFile = {
  readonly table: Table
  readonly path: string
  readonly columns: RawBuilder<unknown>
  readonly isOfRound: RawBuilder<unknown>
}

async function filesOfRound(db: Db, folder: string): Promise<RoundFile[]> {
  return await Promise.all(
    NAMES.map(async (table) => {
      const { rows } = await sql<{ name: string }>`
        SELECT column_name AS name FROM information_schema.columns
        WHERE table_schema = current_schema AND table_name = ${table} AND is_generated = 'NEVER' ORDER BY ordinal_position`.execute(
        db,
      )
      const key = sql.ref(TABLES[table])
      const last = await sql<{ id: number }>`SELECT max(${key}) AS id FROM ${sql.table(table)}`.execute(db)
      return {
        table,
        path: join(folder, table),
        columns: sql.join(rows.map(({ name }) => sql.ref(name))),
        isOfRound: sql`${key} > ${sql.lit(last.rows[0]!.id)}`,
      }
    }),
  )
}

/** Writes the rows that were stored into the files, and deletes them; returns how many. No report names its version then, which is copied after it. */
async function moveOut(db: Db, files: readonly RoundFile[]): Promise<number> {
  const ofRound = files.find(({ table }) => table === 'reports')!.isOfRound
  const stored = sql`SELECT id FROM reports WHERE ${ofRound}`
  await sql`UPDATE captures SET version_id = NULL, report_id = NULL WHERE report_id IN (${stored})`.execute(db)
  await sql`UPDATE reports SET current_version_id = NULL WHERE ${ofRound}`.execute(db)
  let count = 0
  for (const { table, path, columns, isOfRound } of files) {
    const ofTable = sql`FROM ${sql.table(table)} WHERE ${isOfRound}`
    count += (await sql<{ rows: number }>`SELECT count(*) AS rows ${ofTable}`.execute(db)).rows[0]!.rows
    await sql`COPY (SELECT ${columns} ${ofTable}) TO ${sql.lit(path)}`.execute(db)
  }
  await clear(db, files)
  return count
}

async function copyIn(db: Db, files: readonly RoundFile[]): Promise<number> {
  const { wall } = await timed(() =>
    db.transaction().execute(async (trx) => {
      for (const { table, path, columns } of files)
        await sql`COPY ${sql.table(table)} (${columns}) FROM ${sql.lit(path)}`.execute(trx)
    }),
  )
  await clear(db, files)
  return wall
}

/** Leaves the tables as they were, with no dead rows that the next round would have to pass. */
async function clear(db: Db, files: readonly RoundFile[]): Promise<void> {
  for (const { table, isOfRound } of files.toReversed()) await sql`DELETE FROM ${sql.table(table)} WHERE ${isOfRound}`.execute(db)
  for (const { table } of files) await sql`VACUUM ${sql.table(table)}`.execute(db)
}
