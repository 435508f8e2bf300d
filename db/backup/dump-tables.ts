import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { SetupError } from '../../src/model/setup-error.ts'
import { MIGRATION_NAMES, SchemaTooNew, unknownOf } from '../migrate.ts'
import { inOneTransaction } from './client.ts'
import { type KeptTable, tablePath } from './manifest.ts'
import { TABLES } from './tables.ts'

export type Dumped = { readonly madeAt: string; readonly migrations: string[]; readonly tables: KeptTable[] }

type Dumping = {
  readonly onTable?: (table: KeptTable) => void
  readonly signal?: AbortSignal | undefined
  /** Those of an older version, which had fewer. */
  readonly tables?: readonly string[]
}

/** Writes every table as it stood at one moment, a file each; others go on working meanwhile. */
export async function dumpTables(
  client: pg.Client,
  folder: string,
  { onTable, signal, tables: names = TABLES }: Dumping,
): Promise<Dumped> {
  return await inOneTransaction(client, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY', async () => {
    const migrations = await migrationsOf(client)
    const { rows } = await client.query<{ now: Date }>('SELECT now()')
    const madeAt = rows.map(({ now }) => now.toISOString()).join()
    const tables: KeptTable[] = []
    for (const table of names) {
      const kept = await dumpTable(client, folder, table, signal)
      tables.push(kept)
      onTable?.(kept)
    }
    return { madeAt, migrations, tables }
  })
}

/** @throws SetupError where there is no schema, or another than the newest: nobody knows here which tables it has */
export async function requireNewestSchema(client: pg.Client): Promise<void> {
  const names = await migrationsOf(client)
  if (names.length === 0) throw new SetupError('There is nothing to back up: the database is empty.')
  const unknown = unknownOf(names)
  if (unknown.length > 0) throw new SchemaTooNew(unknown)
  if (names.length < MIGRATION_NAMES.length)
    throw new SetupError(
      'The schema of the database is older than this version. Back up with the version that made it, or run gouji migrate first.',
    )
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rowCount } = await client.query(`SELECT WHERE to_regclass('kysely_migration') IS NOT NULL`)
  if (rowCount === 0) return []
  const { rows } = await client.query<{ name: string }>('SELECT name FROM kysely_migration ORDER BY name')
  return rows.map(({ name }) => name)
}

async function dumpTable(client: pg.Client, folder: string, table: string, signal?: AbortSignal): Promise<KeptTable> {
  const columns = await columnsOf(client, table)
  const path = tablePath(folder, table)
  const rows = countingLines()
  const packed = createWriteStream(path, { flags: 'wx', flush: true })
  const source = client.query(copyTo(`COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) TO STDOUT`))
  await pipeline(source, rows, createZstdCompress(), packed, { signal })
  return {
    name: table,
    columns,
    rows: rows.lines(),
    bytes: (await stat(path)).size,
    sha256: await hashOf(path),
    sequences: await sequencesOf(client, table),
  }
}

/** Names of the columns whose values are stored, not computed. */
async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [quoted(table)],
  )
  return rows.map(({ name }) => name)
}

/** Read after the rows, since sequences stand outside of transactions: never behind a number that was given. */
async function sequencesOf(client: pg.Client, table: string): Promise<KeptTable['sequences']> {
  const { rows } = await client.query<{ column: string; sequence: string }>(
    `SELECT attname AS column, pg_get_serial_sequence($1, attname) AS sequence FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attidentity <> '' AND NOT attisdropped ORDER BY attnum`,
    [quoted(table)],
  )
  const sequences: KeptTable['sequences'] = []
  for (const { column, sequence } of rows) {
    const { rows: states } = await client.query<{ last: string; isCalled: boolean }>(
      `SELECT last_value AS last, is_called AS "isCalled" FROM ${sequence}`,
    )
    for (const { last, isCalled } of states) sequences.push({ column, last: Number(last), isCalled })
  }
  return sequences
}

/** Passes bytes on and counts the rows of COPY's text: a line break within a value is written as two characters. */
export function countingLines(): Transform & { readonly lines: () => number } {
  let lines = 0
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
      done(null, chunk)
    },
  })
  return Object.assign(transform, { lines: () => lines })
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
