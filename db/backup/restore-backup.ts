import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { SetupError } from '../../src/model/setup-error.ts'
import { connect } from '../connect.ts'
import { MIGRATION_NAMES, migrateTo, migrateToLatest, SchemaTooNew, unknownOf } from '../migrate.ts'
import { openSnapshotStore, type SnapshotStore } from '../snapshot-store.ts'
import { inOneTransaction, withClient } from './client.ts'
import { countingLines, quoted } from './dump-tables.ts'
import { type KeptTable, type Manifest, NoBackup, readManifest, snapshotsPath, tablePath } from './manifest.ts'
import { forEachOf, snapshotRows } from './snapshot-rows.ts'
import { TABLES } from './tables.ts'
import { type VerifiedBackup, verifyBackup } from './verify-backup.ts'

type Restoring = {
  readonly folder: string
  /** Address of the database, which must be empty. */
  readonly url: string
  readonly snapshots: SnapshotStore
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: 'verify' | 'snapshots' | 'rows' | 'migrate') => void
  readonly onSnapshot?: (done: number, of: number) => void
}

/** The database holds rows already. */
export class DatabaseNotEmpty extends SetupError {
  constructor(tables: readonly string[]) {
    super(
      `A backup is restored only into an empty database; this one holds rows (${tables.join(', ')}). Stop all processes, then give an empty one: another DATABASE_URL (createdb), or without it another GOUJI_DATA. What is here stays as it is.`,
    )
    this.name = 'DatabaseNotEmpty'
  }
}

const AT_ONCE = 8

/**
 * Reads the whole backup and compares it with its hashes, then puts back its snapshots, then all rows in one transaction, and brings them to the
 * newest schema. Nothing is queued: the next sweep finds what is to be done. Nobody is signed in.
 * @throws NoBackup, DatabaseNotEmpty, SchemaTooNew
 */
export async function restoreBackup(restoring: Restoring): Promise<VerifiedBackup> {
  const { folder, url, signal, onStep, onSnapshot } = restoring
  const { migrations } = await readManifest(folder)
  const unknown = unknownOf(migrations)
  if (unknown.length > 0) throw new SchemaTooNew(unknown)
  if (migrations.some((name, at) => name !== MIGRATION_NAMES[at]))
    throw new NoBackup(`${folder} was made from a schema that never was one of this program's (${migrations.join(', ')}).`)
  await withClient(url, refuseRows)

  onStep?.('verify')
  const verified = await verifyBackup(folder, { signal, ...(onSnapshot && { onSnapshot }) })
  if (verified.problems.length > 0)
    throw new NoBackup(
      `${folder} is not whole; nothing was restored. Take another backup.\n${verified.problems.map((line) => `  ${line}\n`).join('')}`,
    )
  onStep?.('snapshots')
  await putBack(verified, restoring)
  onStep?.('rows')
  const db = connect(url)
  try {
    await withClient(url, async (client) => {
      await inOneTransaction(client, '', () => dropEmptyTables(client))
      await migrateTo(db, migrations.at(-1) as string)
      await inOneTransaction(client, '', () => loadTables(client, folder, verified.manifest, signal))
      onStep?.('migrate')
      await migrateToLatest(db)
      await endSessions(client)
      await client.query('ANALYZE')
    })
  } finally {
    await db.destroy()
  }
  return verified
}

/** Whoever was signed in where the backup was made signs in again here, and no link that was handed out there works here. API tokens go on. */
async function endSessions(client: pg.Client): Promise<void> {
  await client.query('UPDATE sessions SET ended_at = now() WHERE ended_at IS NULL')
  await client.query('UPDATE account_links SET used_at = now() WHERE used_at IS NULL')
}

async function putBack(
  { manifest, lacking }: VerifiedBackup,
  { folder, snapshots, signal, onSnapshot }: Restoring,
): Promise<void> {
  const kept = openSnapshotStore(snapshotsPath(folder))
  const isLacking = new Set(lacking)
  let done = 0
  await forEachOf(snapshotRows(folder, manifest.tables), AT_ONCE, async ({ sha256 }) => {
    signal?.throwIfAborted()
    if (isLacking.has(sha256)) return
    await snapshots.put(await kept.get(sha256))
    done++
    onSnapshot?.(done, manifest.snapshots.count)
  })
}

async function tablesThere(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL ORDER BY name',
    [TABLES],
  )
  return rows.map(({ name }) => name)
}

/** @throws DatabaseNotEmpty */
async function refuseRows(client: pg.Client): Promise<void> {
  const filled: string[] = []
  for (const table of await tablesThere(client)) {
    const { rowCount } = await client.query(`SELECT FROM ${quoted(table)} LIMIT 1`)
    if (rowCount !== 0) filled.push(table)
  }
  if (filled.length > 0) throw new DatabaseNotEmpty(filled)
}

/** Empty tables of any version make room for those that the backup was made from. Nobody can fill them meanwhile. */
async function dropEmptyTables(client: pg.Client): Promise<void> {
  const tables = await tablesThere(client)
  if (tables.length > 0) await client.query(`LOCK TABLE ${tables.map(quoted).join(', ')} IN ACCESS EXCLUSIVE MODE`)
  await refuseRows(client)
  for (const name of await functionsOfRows(client, tables)) await client.query(`DROP FUNCTION ${name}`)
  if (tables.length > 0) await client.query(`DROP TABLE ${tables.map(quoted).join(', ')}`)
  await client.query('DROP FUNCTION IF EXISTS refuse_change()')
  await client.query('DROP TABLE IF EXISTS kysely_migration, kysely_migration_lock')
}

/** Functions that take a whole row of one of these tables, which cannot be dropped before them. */
async function functionsOfRows(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regprocedure::text AS name FROM pg_proc WHERE EXISTS (
       SELECT FROM pg_type t JOIN unnest($1::text[]) AS table_name ON t.typrelid = to_regclass(quote_ident(table_name))
       WHERE t.oid = ANY(proargtypes)) ORDER BY 1`,
    [tables],
  )
  return rows.map(({ name }) => name)
}

/** Reports and versions point at each other, so that keys are put back when all rows are there. */
async function loadTables(client: pg.Client, folder: string, { tables }: Manifest, signal?: AbortSignal): Promise<void> {
  const names = tables.map(({ name }) => quoted(name))
  await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS EXCLUSIVE MODE`)
  await refuseRows(client)
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(SELECT to_regclass(t) FROM unnest($1::text[]) AS t) ORDER BY oid`,
    [names],
  )
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`)
  for (const table of tables) await loadTable(client, folder, table, signal)
  for (const { table, name, definition } of keys) await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`)
}

async function loadTable(client: pg.Client, folder: string, table: KeptTable, signal?: AbortSignal): Promise<void> {
  const name = quoted(table.name)
  const rows = countingLines()
  const target = client.query(copyFrom(`COPY ${name} (${table.columns.map(quoted).join(', ')}) FROM STDIN`))
  await pipeline(createReadStream(tablePath(folder, table.name)), createZstdDecompress(), rows, target, { signal })
  if (target.rowCount !== table.rows)
    throw new Error(`${table.name}: ${target.rowCount} rows were loaded, ${table.rows} were kept`)
  for (const { column, last, isCalled } of table.sequences)
    await client.query('SELECT setval(pg_get_serial_sequence($1, $2), $3, $4)', [name, column, last, isCalled])
}
