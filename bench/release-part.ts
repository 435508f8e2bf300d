import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Db } from '../db/connect.ts'
import * as released from '../db/released-rows.ts'
import { EVERYTHING, type ReleaseFormat } from '../src/model/release.ts'
import { parquetWriter } from '../src/release/formats/parquet.ts'
import { CELLS } from '../src/release/tables/cells.ts'
import { writeRelease } from '../src/release/write-release.ts'
import { longRows } from '../src/release/write-tables.ts'
import type { Measured, Part } from './release.ts'

// One part of `bench -- release` in a process of its own, so that its memory is its own: the part as argument, the database in DATABASE_URL.

const part = process.argv[2] as Part
const db = connect(process.env['DATABASE_URL'] as string)
const folder = await mkdtemp(join(tmpdir(), 'gouji-bench-'))
const began = performance.now()
const cpu = process.cpuUsage()
const { bytes, cells } = part === 'cells-parquet' ? await writeCells(db) : await writeAll(db, part)
const { user, system } = process.cpuUsage(cpu)
const measured: Measured = {
  seconds: (performance.now() - began) / 1_000,
  cpuSeconds: (user + system) / 1e6,
  peakMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  bytes,
  cells,
}
process.stdout.write(JSON.stringify(measured))
await db.destroy()
await rm(folder, { recursive: true, force: true })

type Written = Pick<Measured, 'bytes' | 'cells'>

async function writeCells(from: Db): Promise<Written> {
  const writer = await parquetWriter(folder, CELLS)
  await from.transaction().execute(async (trx) => {
    for await (const reports of released.cells(trx, { selection: EVERYTHING })) await writer.write(reports.flatMap(longRows))
  })
  const [file] = await writer.finish()
  return { bytes: file?.bytes ?? 0, cells: file?.rows ?? 0 }
}

async function writeAll(from: Db, format: ReleaseFormat): Promise<Written> {
  const { files, tables } = await writeRelease({
    db: from,
    out: join(folder, 'release'),
    version: 'bench',
    selection: EVERYTHING,
    formats: [format],
    csv: { bom: false, exact: false },
    program: 'Gouji',
    recorded: false,
  })
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return { bytes, cells: tables.find(({ name }) => name === 'cells')?.rows ?? 0 }
}
