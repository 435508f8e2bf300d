import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import * as cells from '../../db/cells.ts'
import type { Db } from '../../db/connect.ts'
import * as findings from '../../db/findings.ts'
import * as reports from '../../db/reports.ts'
import { SetupError } from '../model/setup-error.ts'
import { sha256Of } from '../model/sha256.ts'
import { CELLS_TABLE } from './cells-table.ts'
import { cellKeyRows, codebookRows, codebookText } from './codebook.ts'
import { FINDINGS_TABLE } from './findings-table.ts'
import { REPORTS_TABLE } from './reports-table.ts'
import type { ReleaseTable } from './table.ts'

export type WrittenFile = { readonly name: string; readonly rows: number; readonly sha256: string }

const TABLES = [REPORTS_TABLE, CELLS_TABLE, FINDINGS_TABLE]

/**
 * Writes the dataset as it stands at one moment into the folder `out`, which must not exist or be empty: reports, cells and findings as CSV,
 * the codebook, and checksums. The folder appears when all is written, so that there is never half a release. The same rows give the same bytes.
 * @throws SetupError when `out` holds files already
 */
export async function writeRelease({ db, out }: { db: Db; out: string }): Promise<{ files: WrittenFile[] }> {
  const target = resolve(out)
  await refuseFull(target)
  await mkdir(dirname(target), { recursive: true })
  const draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
  try {
    const files = await writeFiles(db, draft)
    await chmod(draft, 0o755)
    await rm(target, { recursive: true, force: true })
    await rename(draft, target)
    return { files }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function refuseFull(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new SetupError(`${folder} cannot be used for a release (${error.code}). Name a folder that does not exist yet.`, {
      cause: error,
    })
  })
  if (names.length > 0)
    throw new SetupError(
      `${folder} is not empty. A release is never changed once it is written: name a folder that does not exist yet.`,
    )
}

async function writeFiles(db: Db, folder: string): Promise<WrittenFile[]> {
  const tables = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => [
      await writeTable(folder, REPORTS_TABLE, reports.stream(trx)),
      await writeTable(folder, CELLS_TABLE, cells.stream(trx)),
      await writeTable(folder, FINDINGS_TABLE, findings.stream(trx)),
    ])
  const codebook = [
    await writeRows(folder, 'codebook.csv', codebookRows(TABLES)),
    await writeRows(folder, 'cell-keys.csv', cellKeyRows()),
  ]
  const text = codebookText(TABLES)
  await writeFile(join(folder, 'codebook.md'), text)
  const files = [...tables, ...codebook]
  const sums = [...files, { name: 'codebook.md', sha256: sha256Of(text) }]
  await writeFile(join(folder, 'SHA256SUMS'), sums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''))
  return files
}

async function writeTable<Row>(folder: string, table: ReleaseTable<Row>, rows: AsyncIterable<Row>): Promise<WrittenFile> {
  const header = table.columns.map(({ name }) => name)
  return writeCsv(folder, `${table.name}.csv`, header, recordsOf(table, rows))
}

async function* recordsOf<Row>(
  table: ReleaseTable<Row>,
  rows: AsyncIterable<Row>,
): AsyncGenerator<readonly (string | number | null)[]> {
  for await (const row of rows) yield table.columns.map(({ from }) => from(row))
}

async function writeRows(folder: string, name: string, rows: readonly Readonly<Record<string, string>>[]): Promise<WrittenFile> {
  const header = Object.keys(rows[0] ?? {})
  return writeCsv(
    folder,
    name,
    header,
    rows.map((row) => header.map((column) => row[column] ?? '')),
  )
}

async function writeCsv(
  folder: string,
  name: string,
  header: readonly string[],
  records: Iterable<readonly (string | number | null)[]> | AsyncIterable<readonly (string | number | null)[]>,
): Promise<WrittenFile> {
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  let rows = 0
  async function* counted() {
    for await (const record of records) {
      rows += 1
      yield record
    }
  }
  const csv = stringify({ header: true, columns: [...header] })
  await pipeline(counted, csv, hashing, createWriteStream(join(folder, name), { flags: 'wx' }))
  return { name, rows, sha256: hash.digest('hex') }
}
