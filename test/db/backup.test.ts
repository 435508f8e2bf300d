import { appendFile, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withClient } from '../../db/backup/client.ts'
import { copySnapshots } from '../../db/backup/copy-snapshots.ts'
import { dumpTables } from '../../db/backup/dump-tables.ts'
import { backupsIn, beginBackup, completeBackup, pruneBackups } from '../../db/backup/folder.ts'
import { type MadeBackup, makeBackup } from '../../db/backup/make-backup.ts'
import { NoBackup, readManifest } from '../../db/backup/manifest.ts'
import { DatabaseNotEmpty, restoreBackup } from '../../db/backup/restore-backup.ts'
import { snapshotRows } from '../../db/backup/snapshot-rows.ts'
import { TABLES } from '../../db/backup/tables.ts'
import { verifyBackup } from '../../db/backup/verify-backup.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import { MIGRATION_NAMES, migrateTo, SchemaTooNew, schemaState } from '../../db/migrate.ts'
import { openSnapshotStore, snapshotPath } from '../../db/snapshot-store.ts'
import * as snapshots from '../../db/snapshots.ts'
import { openSmallDisk } from '../chaos/small-disk.ts'
import { openTestDatabase } from '../test-database.ts'
import { fingerprintsOf, scratch } from './backup-world.ts'
import { publish, reportOf, seed } from './rows.ts'

const ODD = 'tab\t line\nbreak \\N \\t \r "quotes" 结转 𠮷 \u0001'

let database: OpenDatabase
let place: Awaited<ReturnType<typeof scratch>>
let into: string
const storeOf = (folder: string) => openSnapshotStore(join(folder, 'snapshots'))

beforeAll(async () => {
  database = await openTestDatabase()
  place = await scratch()
  const { db } = database
  const { runId } = await seed(db)
  const { reportId } = await publish(db, { runId, bytes: 'page' }, reportOf({ 't3.new_received.total': 0.1 }, { title: ODD }))
  await sql`UPDATE cells SET raw = ${ODD}, value = NULL, kind = 'blank' WHERE key = 't3.carried_in.total'`.execute(db)
  await sql`UPDATE report_versions SET text_sketch = decode('00ff5c0a', 'hex') WHERE report_id = ${reportId}`.execute(db)
  await sql`INSERT INTO findings (fingerprint, filer, authority_name, year, scope, rule, family, severity, verdict, message, message_en, quote,
      left_value, difference, basis, subject, state, cells)
    VALUES ('f1', 'a1', 'a1', 2023, 'report', 'T3-01', 'T3', 'error', 'fail', ${ODD}, '', NULL, 1e-300, 0.30000000000000004, 'b', '', 'open', '{"a,b","\\"",NULL}')`.execute(
    db,
  )
  await sql`INSERT INTO decisions (finding_id, act, decision, before, after, decided_by, finding)
    VALUES (1, 'confirm', 'confirmed', '{}', '{}', '李敏', '{"a": "\\u2028"}')`.execute(db)
  // A number that was given and taken back is never given again.
  await db
    .transaction()
    .execute(async (trx) => {
      await sql`INSERT INTO runs (kind, state) VALUES ('manual', 'complete')`.execute(trx)
      throw new Error('taken back')
    })
    .catch(() => undefined)
  for (const text of ['page', 'another page', '']) await keep(text)
})
afterAll(async () => {
  await database.close()
  await place.remove()
})
beforeEach(() => {
  into = join(place.folder, `backups-${Math.random().toString(36).slice(2)}`)
})

/** Keeps bytes as a crawl does. */
async function keep(text: string): Promise<string> {
  const bytes = Buffer.from(text)
  const sha256 = await storeOf(place.folder).put(bytes)
  await snapshots.record(database.db, { sha256, bytes: bytes.length, mediaType: 'text/html' })
  return sha256
}

const make = (): Promise<MadeBackup> => makeBackup({ url: database.url, snapshots: storeOf(place.folder), into })

/** So that a second backup gets a name of its own. */
async function makeOlder(): Promise<string> {
  const { path } = await make()
  const older = join(into, 'gouji-20200101-000000')
  await rename(path, older)
  return older
}

test('every table is kept, and nothing of the queues', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname NOT LIKE 'kysely_%' ORDER BY relname`.execute(database.db)
  expect(TABLES).toEqual(rows.map(({ name }) => name))
})

describe('into an empty database', () => {
  let target: OpenDatabase
  afterEach(() => target.close())

  test.each([{ empty: true }, { empty: false }])('a backup comes back row by row (no schema yet: $empty)', async (options) => {
    const { path, manifest } = await make()
    expect(await verifyBackup(path)).toMatchObject({ problems: [], lacking: [], snapshots: 3 })
    target = await openTestDatabase(options)
    const store = storeOf(join(into, 'restored'))
    await restoreBackup({ folder: path, url: target.url, snapshots: store })
    expect(await fingerprintsOf(target.url)).toEqual(await fingerprintsOf(database.url))
    for await (const { sha256 } of snapshotRows(path, manifest.tables)) expect(await store.has(sha256)).toBe(true)
    expect(await schemaState(target.db)).toEqual({ pending: [], unknown: [] })
    const next = await target.db
      .insertInto('runs')
      .values({ kind: 'manual', state: 'running' })
      .returning('id')
      .executeTakeFirstOrThrow()
    expect(next.id).toBe(3)
    await expect(sql`DELETE FROM decisions`.execute(target.db)).rejects.toThrow(/never changed or deleted/)
    await expect(sql`DELETE FROM report_versions`.execute(target.db)).rejects.toThrow(/foreign key/)
  })

  test('a backup of an older schema is loaded as it was and brought to the newest form', async () => {
    const older = await openTestDatabase({ empty: true })
    const folder = await beginBackup(into, 'gouji-20200101-000000')
    try {
      await migrateTo(older.db, '2026-12-01-deliveries')
      await sql`INSERT INTO districts (id, name, years) VALUES ('d1', '示例县', '{2024}')`.execute(older.db)
      await sql`INSERT INTO portals (id, district_id, name, host, pace) VALUES ('p1', 'd1', '示例', 'www.example.gov.cn', 3)`.execute(
        older.db,
      )
      await sql`INSERT INTO runs (kind, state) VALUES ('manual', 'complete')`.execute(older.db)
      await sql`INSERT INTO portal_crawls (run_id, portal_id, state) VALUES (1, 'p1', 'complete')`.execute(older.db)
      await sql`INSERT INTO fetches (portal_crawl_id, url, final_url, status, outcome, fetched_at, duration_ms, bytes, headers)
        VALUES (1, 'u', 'u', 404, 'gone', now(), 1, 0, '{"server": "nginx"}')`.execute(older.db)
      const { rows: there } = await sql<{ name: string }>`
        SELECT name FROM unnest(${TABLES}::text[]) AS name WHERE to_regclass(name) IS NOT NULL`.execute(older.db)
      const tables = there.map(({ name }) => name)
      const dumped = await withClient(older.url, (client) => dumpTables(client, folder, { tables }))
      const copied = await copySnapshots(snapshotRows(folder, dumped.tables), {
        from: storeOf(place.folder),
        folder,
        previous: null,
      })
      const kept = { count: copied.count, lacking: copied.lacking }
      await completeBackup(folder, into, 'gouji-20200101-000000', { schema: 'gouji.backup/1', ...dumped, snapshots: kept })
      target = await openTestDatabase()
      await restoreBackup({ folder: join(into, 'gouji-20200101-000000'), url: target.url, snapshots: storeOf(into) })
      expect(await schemaState(target.db)).toEqual({ pending: [], unknown: [] })
      const [fetch] = await target.db.selectFrom('fetches').selectAll().execute()
      expect(fetch?.exchanges).toMatchObject([{ answer: { status: 404, headers: [['server', 'nginx']] } }])
    } finally {
      await older.close()
    }
  })

  test('a backup of a newer version is refused', async () => {
    const { path, manifest } = await make()
    const migrations = [...MIGRATION_NAMES, '2099-01-01-later']
    await writeFile(join(path, 'backup.json'), JSON.stringify({ ...manifest, migrations }))
    target = await openTestDatabase({ empty: true })
    const restoring = restoreBackup({ folder: path, url: target.url, snapshots: storeOf(into) })
    await expect(restoring).rejects.toThrow(SchemaTooNew)
  })

  const damages = [
    {
      name: 'a changed byte in a table',
      file: 'tables/cells.copy.zst',
      damage: (path: string) => flipByte(path),
      says: /cells.*is damaged/,
    },
    {
      name: 'a table cut short',
      file: 'tables/captures.copy.zst',
      damage: (path: string) => truncate(path, 20),
      says: /captures.*is damaged/,
    },
    {
      name: 'a table that is gone',
      file: 'tables/runs.copy.zst',
      damage: (path: string) => rm(path),
      says: /runs.*cannot be read/,
    },
    { name: 'a snapshot that is gone', file: null, damage: (path: string) => rm(path), says: /is not in the store/ },
    {
      name: 'a damaged snapshot',
      file: null,
      damage: (path: string) => appendFile(path, 'x').then(() => flipByte(path)),
      says: /is damaged/,
    },
  ]

  test.each(damages)('$name is found, and nothing is restored', async ({ file, damage, says }) => {
    const sha256 = await keep('another page')
    const { path } = await make()
    await damage(join(path, ...(file === null ? ['snapshots', ...snapshotPath(sha256)] : [file])))
    const { problems } = await verifyBackup(path)
    expect(problems.join('\n')).toMatch(says)
    target = await openTestDatabase({ empty: true })
    const store = join(into, 'restored')
    await expect(restoreBackup({ folder: path, url: target.url, snapshots: openSnapshotStore(store) })).rejects.toThrow(
      /is not whole; nothing was restored/,
    )
    expect((await schemaState(target.db)).pending).toEqual(MIGRATION_NAMES)
    await expect(stat(store)).rejects.toThrow(/ENOENT/)
  })
})

test('a database with rows is refused, and stays as it is', async () => {
  const { path } = await make()
  const before = await fingerprintsOf(database.url)
  const restoring = restoreBackup({ folder: path, url: database.url, snapshots: storeOf(into) })
  await expect(restoring).rejects.toThrow(DatabaseNotEmpty)
  await expect(restoring).rejects.toThrow(/holds rows \(authorities, .*give an empty one/)
  expect(await fingerprintsOf(database.url)).toEqual(before)
})

test('the next backup holds the same files for what has not changed, and is whole without the one before', async () => {
  const older = await makeOlder()
  const added = await keep('a new page')
  const { path, snapshots: copied } = await make()
  expect(copied).toMatchObject({ count: 4, linked: 3, copied: 1, lacking: [] })
  const first = snapshotPath(await keep('page'))
  expect((await stat(join(path, 'snapshots', ...first))).ino).toBe((await stat(join(older, 'snapshots', ...first))).ino)
  expect(await pruneBackups(into, 1)).toEqual(['gouji-20200101-000000'])
  expect(await readdir(into)).toEqual(await backupsIn(into))
  expect(await verifyBackup(path)).toMatchObject({ problems: [], snapshots: 4 })
  await sql`DELETE FROM snapshots WHERE sha256 = ${added}`.execute(database.db)
})

test('a snapshot that is lost is told, taken from the backup before where that has it, and all else is kept', async () => {
  await makeOlder()
  const lost = await keep('to be lost')
  for (const text of ['to be lost', 'page']) await rm(join(place.folder, 'snapshots', ...snapshotPath(await keep(text))))
  const { path, snapshots: copied, manifest } = await make()
  expect(copied).toMatchObject({ count: 3, lacking: [lost] })
  expect(manifest.snapshots).toEqual({ count: 3, lacking: [lost] })
  expect(await verifyBackup(path)).toMatchObject({ problems: [], lacking: [lost], snapshots: 3 })
  await keep('page')
  await sql`DELETE FROM snapshots WHERE sha256 = ${lost}`.execute(database.db)
})

test('a backup that is stopped leaves nothing', async () => {
  const stopping = new AbortController()
  const making = makeBackup({
    url: database.url,
    snapshots: storeOf(place.folder),
    into,
    signal: stopping.signal,
    onTable: ({ name }) => name === 'cells' && stopping.abort(),
  })
  await expect(making).rejects.toThrow(/Stopped: no backup was made/)
  expect(await readdir(into)).toEqual([])
})

test.each(['before it begins', 'in the middle'])('a disk that is full %s is told, and nothing is left', async (when) => {
  const disk = openSmallDisk(into)
  // Only who administers the machine may mount a disk.
  if (typeof disk === 'string') return
  try {
    if (when === 'before it begins') disk.fill()
    const making = makeBackup({
      url: database.url,
      snapshots: storeOf(place.folder),
      into,
      onTable: ({ name }) => name === 'cells' && disk.fill(),
    })
    await expect(making).rejects.toThrow(/The disk is full: no backup was made.*Free some space/)
    expect(await readdir(into)).toEqual(['filler'])
  } finally {
    disk.close()
  }
})

test('an older schema, an empty database and a folder that is no backup are told', async () => {
  const empty = await openTestDatabase({ empty: true })
  try {
    const backing = () => makeBackup({ url: empty.url, snapshots: storeOf(place.folder), into })
    await expect(backing()).rejects.toThrow(/nothing to back up/)
    await migrateTo(empty.db, '2026-12-01-deliveries')
    await expect(backing()).rejects.toThrow(/older than this version.*gouji migrate/)
    expect(await readdir(into)).toEqual([])
  } finally {
    await empty.close()
  }
  await expect(readManifest(into)).rejects.toThrow(NoBackup)
  await expect(readManifest(into)).rejects.toThrow(/is not a backup.*Name the folder of one backup/)
})

async function flipByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[bytes.length >> 1]! ^= 1
  await writeFile(path, bytes)
}
