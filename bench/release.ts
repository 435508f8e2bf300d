import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Db, openDatabase } from '../db/connect.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { openSnapshotStore } from '../db/snapshot-store.ts'
import { fillForReview } from './review-rows.ts'

const run = promisify(execFile)

/** What a part of the measurement writes: a release in one format, or the long table alone in Parquet. */
const PARTS = ['cells-parquet', 'parquet', 'csv', 'jsonl', 'xlsx'] as const
export type Part = (typeof PARTS)[number]
export type Measured = {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly bytes: number
  readonly cells: number
}

/**
 * A release of generated reports with all their cells: seconds, processor time of our process, its peak memory and the size of the files, a
 * process of its own for each format; beside `COPY … TO STDOUT` of the cells in the same order. `--reports N` (default 150,000: 30 million
 * cells, some 25 GB of disk), `--only NAMES` of formats, `--data FOLDER` keeps the database there and takes it up again.
 */
export async function measureRelease(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reports: { type: 'string', default: '150000' },
      only: { type: 'string' },
      data: { type: 'string' },
      rounds: { type: 'string', default: '2' },
    },
  })
  const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'gouji-bench-')))
  const [load = 0] = loadavg()
  console.log(`load of the machine ${load.toFixed(1)} on ${availableParallelism()} cores`)
  const database = await openDatabase({ databaseUrl: null, dataDir })
  await migrateToLatest(database.db)
  await fill(database.db, dataDir, Number(values.reports))
  const parts = values.only === undefined ? PARTS : PARTS.filter((part) => values.only?.split(',').includes(part))
  for (let round = 1; round <= Number(values.rounds); round++) {
    const copy = await timeOfCopy(database.url)
    console.log(`\nround ${round}: COPY of the cells  ${copy.seconds.toFixed(1)} s, ${megabytes(copy.bytes)} MB`)
    for (const part of parts) {
      const measured = await measure(part, database.url)
      const { seconds, cpuSeconds, peakMb, bytes, cells } = measured
      console.log(
        `${part.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s (${cpuSeconds.toFixed(1)} s of our processor)  ${(seconds / copy.seconds).toFixed(2)} × COPY  ${String(peakMb).padStart(4)} MB peak  ${megabytes(bytes).padStart(6)} MB of files  ${Math.round(cells / seconds / 1_000)} k cells/s`,
      )
    }
  }
  await database.close()
  if (values.data === undefined) await rm(dataDir, { recursive: true, force: true })
}

async function measure(part: Part, url: string): Promise<Measured> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'release-part.ts'), part], {
    env: { ...process.env, DATABASE_URL: url },
    maxBuffer: 1 << 24,
  })
  return JSON.parse(stdout) as Measured
}

/** Every report has the cells of one report with other numbers. */
async function fill(db: Db, dataDir: string, reports: number): Promise<void> {
  const { rows } = await sql`SELECT FROM reports LIMIT 1`.execute(db)
  if (rows.length > 0) return
  const began = performance.now()
  await fillForReview(db, openSnapshotStore(join(dataDir, 'snapshots')), { findings: reports * 2, reports })
  await sql`
    INSERT INTO cells (version_id, key, raw, value, kind, confidence, at, remark)
    SELECT r.current_version_id, c.key, CASE WHEN c.value IS NULL THEN c.raw ELSE (c.value + r.id * 31 % 977)::text END,
      c.value + r.id * 31 % 977, c.kind, c.confidence, c.at, c.remark
    FROM reports r, cells c WHERE c.version_id = (SELECT min(version_id) FROM cells)
    ORDER BY r.current_version_id, c.key ON CONFLICT DO NOTHING`.execute(db)
  await sql`VACUUM (ANALYZE)`.execute(db)
  console.log(`${reports} reports with their cells made in ${((performance.now() - began) / 1_000).toFixed(0)} s`)
}

async function timeOfCopy(url: string): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const began = performance.now()
  let bytes = 0
  const rows = client.query(
    copyTo(`COPY (
      SELECT r.year, r.filer, r.district_id, v.edition, v.version, c.key, c.raw, c.value, c.kind, c.confidence, c.remark, v.sha256
      FROM reports r JOIN report_versions v ON v.id = r.current_version_id JOIN cells c ON c.version_id = v.id
      ORDER BY r.year, r.filer COLLATE "C", c.key COLLATE "C") TO STDOUT`),
  )
  for await (const chunk of rows) bytes += (chunk as Buffer).length
  const seconds = (performance.now() - began) / 1_000
  await client.end()
  return { seconds, bytes }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
