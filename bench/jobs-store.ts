import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import * as captures from '../db/captures.ts'
import { connect, type Db } from '../db/connect.ts'
import * as findings from '../db/findings.ts'
import * as reportVersions from '../db/report-versions.ts'
import * as runs from '../db/runs.ts'
import * as snapshots from '../db/snapshots.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Report } from '../src/model/report.ts'
import { sha256Of } from '../src/model/sha256.ts'
import { checkReport } from '../src/rules/check-report.ts'
import { withFingerprints } from '../src/rules/fingerprint.ts'
import { consistentReport } from './consistent-reports.ts'
import { type Spent, timed } from './jobs-queues.ts'

/** Reports that are stored again and again under other names: made and read before, since that takes longer. */
const DISTINCT = 20
/** Jobs that a worker on two cores stores from at once. */
const AT_ONCE = 3

const TABLES = ['reports', 'report_versions', 'cells', 'findings'] as const

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
 * Stores reports with their cells and findings as the jobs do; the server writes the rows into files, they are deleted, and it copies the
 * very same rows back from the files into the same tables, a table a statement and all in one transaction.
 */
export async function compareWithCopy(
  databaseUrl: string,
  { reports, rounds }: { readonly reports: number; readonly rounds: number },
): Promise<Stored> {
  const db = connect(databaseUrl)
  const folder = await mkdtemp(join(tmpdir(), 'gouji-bench-'))
  await chmod(folder, 0o777)
  const kinds = await Promise.all(Array.from({ length: DISTINCT }, (_, seed) => reportWithSlip(seed + 1)))
  const ours: Spent[] = []
  const copy: number[] = []
  let rows = 0
  for (let round = -1; round < rounds; round++) {
    const ready = await prepare(db, kinds, { reports, round })
    const spent = await timed(() => storeAll(db, ready))
    await moveOut(db, folder)
    const copied = await copyIn(db, folder)
    if (round < 0) continue
    ours.push(spent)
    copy.push(copied.wall)
    rows = copied.rows
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
      const checked = { ...reading, scope: 'report', reportId, versionId } as const
      await inTransaction(db, async (trx) => {
        const mark = { versionId, priorVersionId: null, filer: reading.filer, year: reading.year, ruleSet: '1', sketch: SKETCH }
        if (await reportVersions.markChecked(trx, mark)) await findings.reconcile(trx, checked, found)
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, storeOn))
}

const SKETCH = new Uint8Array(256)

/** Files of the rows that were stored, as the server writes them; then they are gone. */
async function moveOut(db: Db, folder: string): Promise<void> {
  await db.updateTable('captures').set({ version_id: null, report_id: null }).execute()
  await db.updateTable('reports').set({ current_version_id: null }).execute()
  for (const table of TABLES) await sql`COPY ${sql.table(table)} TO ${sql.lit(join(folder, table))}`.execute(db)
  await clear(db)
}

async function copyIn(db: Db, folder: string): Promise<{ readonly rows: number; readonly wall: number }> {
  const { wall } = await timed(() =>
    db.transaction().execute(async (trx) => {
      for (const table of TABLES) await sql`COPY ${sql.table(table)} FROM ${sql.lit(join(folder, table))}`.execute(trx)
    }),
  )
  let rows = 0
  for (const table of TABLES)
    rows += (await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(db)).rows[0]!.rows
  await clear(db)
  return { rows, wall }
}

/** Leaves the tables as they were, with no dead rows that the next round would have to pass. */
async function clear(db: Db): Promise<void> {
  for (const table of [...TABLES].reverse()) await sql`DELETE FROM ${sql.table(table)}`.execute(db)
  for (const table of TABLES) await sql`VACUUM ${sql.table(table)}`.execute(db)
}
