import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { type Db, openDatabase } from '../db/connect.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { openSnapshotStore } from '../db/snapshot-store.ts'
import { pdfPrinter } from '../src/cli/print-pdf.ts'
import { PAPER_KINDS, type PaperKind } from '../src/model/paper.ts'
import type { Reach } from '../src/model/role.ts'
import { SetupError } from '../src/model/setup-error.ts'
import { writePaper } from '../src/papers/write-paper.ts'
import { fillForReview } from './review-rows.ts'

const MEGABYTE = 1024 * 1024
/** Reports per finding, about as in a country. */
const SHARE_OF_REPORTS = 0.15

/**
 * Each paper about the year with the most findings, for a tenth of the districts and for all: rows, seconds, seconds of the processor in this process, how
 * much more memory it holds at most, and the size of the file. `--findings N` of all years; `--data FOLDER` keeps the database there and takes it up again.
 */
export async function measurePapers(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { findings: { type: 'string', default: '400000' }, data: { type: 'string' } },
  })
  const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'gouji-bench-')))
  const database = await openDatabase({ databaseUrl: null, dataDir })
  const { db } = database
  try {
    await migrateToLatest(db)
    const findings = Number(values.findings)
    const isEmpty = (await sql`SELECT FROM findings LIMIT 1`.execute(db)).rows.length === 0
    if (isEmpty)
      await fillForReview(db, openSnapshotStore(join(dataDir, 'snapshots')), {
        findings,
        reports: Math.ceil(findings * SHARE_OF_REPORTS),
      })
    const { year, districts } = await fullestYear(db)
    console.log(`Papers about ${year}\n${'paper'.padEnd(10)}districts      rows   seconds   processor   more MB   file MB`)
    for (const kind of PAPER_KINDS)
      for (const reach of [districts.slice(0, Math.ceil(districts.length / 10)), null])
        console.log(
          `${kind.padEnd(10)}${(reach === null ? 'all' : String(reach.length)).padStart(9)}${await lineOf(db, { kind, year, reach, folder: dataDir })}`,
        )
  } finally {
    await database.close()
    if (values.data === undefined) await rm(dataDir, { recursive: true, force: true })
  }
}

async function fullestYear(db: Db): Promise<{ year: number; districts: readonly string[] }> {
  const { rows } = await sql<{ year: number }>`SELECT year FROM findings GROUP BY year ORDER BY count(*) DESC LIMIT 1`.execute(db)
  const districts = await db.selectFrom('districts').select('id').orderBy('id').execute()
  return { year: rows[0]!.year, districts: districts.map(({ id }) => id) }
}

type Measured = { readonly kind: PaperKind; readonly year: number; readonly reach: Reach; readonly folder: string }

async function lineOf(db: Db, { kind, year, reach, folder }: Measured): Promise<string> {
  const out = join(folder, `measured-${kind}`)
  globalThis.gc?.()
  const [held, spent, began] = [process.memoryUsage.rss(), process.cpuUsage(), performance.now()]
  let most = held
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  const request = { kind, year, reach, district: null, authority: null, date: '2026-04-08', due: null }
  const tools = { db, folder, site: 'https://gouji.example.gov.cn', printPdf: pdfPrinter(null) }
  const count = await writePaper(tools, request, out).catch((error: unknown) => {
    if (error instanceof SetupError) return error
    throw error
  })
  clearInterval(looking)
  if (count instanceof SetupError) return ` ${count.message}`
  const { user, system } = process.cpuUsage(spent)
  const size = count === 0 && kind === 'notice' ? 0 : (await stat(out)).size
  await rm(out, { force: true })
  const figures = [
    count,
    ((performance.now() - began) / 1_000).toFixed(1),
    ((user + system) / 1e6).toFixed(1),
    Math.round((most - held) / MEGABYTE),
    (size / MEGABYTE).toFixed(1),
  ]
  return figures.map((figure, index) => String(figure).padStart([10, 10, 12, 10, 10][index]!)).join('')
}
