import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect, type Db } from '../../db/connect.ts'
import * as evidence from '../../db/evidence.ts'
import * as fetches from '../../db/fetches.ts'
import { MIGRATION_NAMES, migrateTo, migrateToLatest, SchemaTooNew } from '../../db/migrate.ts'
import { initial } from '../../db/migrations/2026-11-23-initial.ts'
import { authoritySpans } from '../../db/migrations/2026-11-24-authority-spans.ts'
import { registryFacts } from '../../db/migrations/2026-11-27-registry-facts.ts'
import { loadRegistry } from '../../db/registry.ts'
import { KINDS_WITHOUT_LEGAL_DATE, LOCAL_BASIS } from '../../src/model/deadline.ts'
import { openTestDatabase } from '../test-database.ts'

test('the schema is made once, by whoever comes first', async () => {
  const { db, url, close } = await openTestDatabase({ empty: true })
  const others = Array.from({ length: 4 }, () => connect(url))
  try {
    const applied = await Promise.all([db, ...others].map((each) => migrateToLatest(each)))
    expect(applied.flat()).toEqual(MIGRATION_NAMES)
    expect(await migrateToLatest(db)).toEqual([])
    const { rows } = await sql<{
      name: string
    }>`select table_name as name from information_schema.tables where table_name = 'findings'`.execute(db)
    expect(rows).toHaveLength(1)
  } finally {
    await Promise.all(others.map((other) => other.destroy()))
    await close()
  }
})

test('a failed migration says which one, and leaves nothing behind', async () => {
  const { db, close } = await openTestDatabase({ empty: true })
  try {
    await sql`create table findings (id int)`.execute(db)
    await expect(migrateToLatest(db)).rejects.toThrow(/could not be migrated \(2026-11-23-initial\).*findings.*exists/s)
    const { rows } = await sql`select from information_schema.tables where table_name = 'districts'`.execute(db)
    expect(rows).toHaveLength(0)
  } finally {
    await close()
  }
})

test('the local date of before becomes a setting of the kinds whose date no law sets', async () => {
  const { db, close } = await openTestDatabase({ empty: true })
  try {
    await initial.up(db as unknown as Kysely<unknown>)
    await sql`INSERT INTO districts (id, name, local_due, years) VALUES ('d1', '示例县', '02-10', '{2024}'), ('d2', '邻县', NULL, '{2024}')`.execute(
      db,
    )
    await sql`INSERT INTO authorities (id, district_id, name, kind, since) VALUES ('a1', 'd1', '示例镇人民政府', 'township', 2024)`.execute(
      db,
    )
    await authoritySpans.up(db as unknown as Kysely<unknown>)
    await registryFacts.up(db as unknown as Kysely<unknown>)
    const { districts, authorities } = await loadRegistry(db)
    const [d1, d2] = districts
    expect(d1?.deadlines).toEqual([
      { kinds: [...KINDS_WITHOUT_LEGAL_DATE], years: null, publish: '02-10', submit: null, basis: LOCAL_BASIS },
    ])
    expect(d2).toEqual({ id: 'd2', name: '邻县', years: [2024], deadlines: [], holidays: [], rules: {} })
    expect(authorities).toMatchObject([{ id: 'a1', since: 2024, until: null, level: null, formerNames: [], submitted: {} }])
  } finally {
    await close()
  }
})

/** One row of every kind that a night of the first schema left. */
const FIRST_ROWS = [
  `INSERT INTO districts (id, name, local_due, years) VALUES ('d1', '示例县', '02-10', '{2024}')`,
  `INSERT INTO authorities (id, district_id, name, kind) VALUES ('a1', 'd1', '示例县农业农村局', 'gov_department')`,
  `INSERT INTO portals (id, district_id, name, host, pace) VALUES ('p1', 'd1', '示例县人民政府', 'www.example.gov.cn', 3)`,
  `INSERT INTO portal_columns (portal_id, url) VALUES ('p1', 'https://www.example.gov.cn/nianbao/')`,
  `INSERT INTO runs (kind, state) VALUES ('manual', 'complete')`,
  `INSERT INTO portal_crawls (run_id, portal_id, state) VALUES (1, 'p1', 'complete')`,
  `INSERT INTO entry_lists VALUES ('${'e'.repeat(64)}', '[]')`,
  `INSERT INTO column_readings (portal_crawl_id, column_id, complete, pages, list_sha256) VALUES (1, 1, true, 1, '${'e'.repeat(64)}')`,
  `INSERT INTO snapshots (sha256, bytes, media_type) VALUES ('${'a'.repeat(64)}', 9, 'text/html')`,
  `INSERT INTO fetches (portal_crawl_id, url, final_url, status, outcome, fetched_at, duration_ms, etag, bytes, sha256, error) VALUES
    (1, 'https://www.example.gov.cn/1.html', 'https://www.example.gov.cn/1.html', 200, 'ok', '2026-01-02T03:04:05.678Z', 12, '"x"', 9, '${'a'.repeat(64)}', NULL),
    (1, 'https://www.example.gov.cn/2.html', 'https://www.example.gov.cn/2.html', NULL, 'failed', '2026-01-02T03:04:06Z', 9000, NULL, 0, NULL, 'time-out')`,
  `INSERT INTO captures (sha256, url, run_id, last_run_id, column_id, authority_id, district_id, state) VALUES
    ('${'a'.repeat(64)}', 'https://www.example.gov.cn/1.html', 1, 1, 1, 'a1', 'd1', 'report')`,
  `INSERT INTO reports (filer, authority_id, authority_name, district_id, year) VALUES ('a1', 'a1', '示例县农业农村局', 'd1', 2025)`,
  `INSERT INTO report_versions (report_id, version, capture_id, sha256, document, content_hash, numbers_read, reader) VALUES
    (1, 1, 1, '${'a'.repeat(64)}', '{}', 'h', 1, '1')`,
  `UPDATE reports SET current_version_id = 1`,
  `UPDATE captures SET report_id = 1, version_id = 1`,
  `INSERT INTO cells (version_id, key, raw, value, kind, confidence) VALUES (1, 't3.new_received.total', '3', 3, 'number', 1)`,
  `INSERT INTO findings (fingerprint, filer, authority_name, district_id, year, report_id, version_id, scope, rule, family, severity, verdict,
      message, message_en, basis, subject, state) VALUES
    ('f', 'a1', '示例县农业农村局', 'd1', 2025, 1, 1, 'report', 'T3-01', 'T3', 'error', 'fail', '不平衡', 'unbalanced', '国办', 'total', 'open')`,
  `INSERT INTO decisions (finding_id, decision, decided_by, finding) VALUES (1, 'confirmed', '李敏', '{}')`,
  `INSERT INTO filings (authority_id, year, status, due, strength, evidence) VALUES ('a1', 2025, 'on-time', '2026-01-31', 'law', '{"readings":[],"dates":[]}')`,
]

test('rows of the first schema come through all migrations, and what was not kept before stays unknown', async () => {
  const { db, close } = await openTestDatabase({ empty: true })
  try {
    await migrateTo(db, '2026-11-23-initial')
    for (const statement of FIRST_ROWS) await sql.raw(statement).execute(db)
    await migrateTo(db, '2026-12-01-deliveries')
    await sql`UPDATE fetches SET headers = '{"server": "nginx", "date": "Fri, 02 Jan 2026 03:04:05 GMT"}', tls = 'verified' WHERE id = 1`.execute(
      db,
    )
    expect(await migrateToLatest(db)).toEqual(MIGRATION_NAMES.filter((name) => name > '2026-12-01-deliveries'))

    const url = 'https://www.example.gov.cn/1.html'
    expect(await fetches.known(db, url)).toMatchObject({ sha256: 'a'.repeat(64), etag: '"x"' })
    const [page, failed] = await evidence.fetchesOf(db, [url, 'https://www.example.gov.cn/2.html'])
    expect(page).toMatchObject({ outcome: 'ok', tls: 'verified', columnId: null, challenge: null })
    expect(page?.exchanges).toEqual([
      {
        url,
        at: expect.stringMatching(/^2026-01-02T03:04:05\.678/),
        method: 'GET',
        sent: null,
        body: null,
        error: null,
        answer: {
          status: 200,
          statusLine: null,
          tls: 'verified',
          address: null,
          headers: expect.arrayContaining([
            ['server', 'nginx'],
            ['date', 'Fri, 02 Jan 2026 03:04:05 GMT'],
          ]),
        },
      },
    ])
    expect(failed).toMatchObject({ outcome: 'failed', error: 'time-out', exchanges: [] })
    expect(await oneRowOf(db, 'snapshots')).toMatchObject({ tls_unverified: false })
    expect(await oneRowOf(db, 'portal_columns')).toMatchObject({ annual: true, status: 'active', since: null })
    expect(await oneRowOf(db, 'findings')).toMatchObject({ passages: [], rule_set: null, decision: 'undecided' })
    expect(await oneRowOf(db, 'filings')).toMatchObject({ basis: null, reason: null })
    expect(await oneRowOf(db, 'runs')).toMatchObject({ cancelled_at: null })
    expect((await loadRegistry(db)).districts).toMatchObject([{ deadlines: [{ publish: '02-10' }] }])
  } finally {
    await close()
  }
})

async function oneRowOf(db: Db, table: 'snapshots' | 'portal_columns' | 'findings' | 'filings' | 'runs') {
  return await db.selectFrom(table).selectAll().executeTakeFirstOrThrow()
}

test('a migration waits for a table in use without holding up those who want to read it', async () => {
  const { db, url, close } = await openTestDatabase({ empty: true })
  const worker = connect(url)
  try {
    await migrateTo(db, '2026-12-01-deliveries')
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const { promise: reading, resolve: begun } = Promise.withResolvers<void>()
    const long = worker.transaction().execute(async (trx) => {
      await sql`SELECT count(*) FROM fetches`.execute(trx)
      begun()
      await ended
    })
    await reading
    let isMigrated = false
    const migrated = migrateToLatest(db).then((names) => {
      isMigrated = true
      return names
    })
    // Behind a migration that waits, other readers wait, too: never longer than it does.
    for (const start = Date.now(); Date.now() - start < 4_500; ) await sql`SELECT count(*) FROM fetches`.execute(worker)
    expect(isMigrated).toBe(false)
    end()
    await long
    expect(await migrated).toContain('2026-12-02-exchanges')
  } finally {
    await worker.destroy()
    await close()
  }
})

test('a table that is in use all the time is given up, and said', async () => {
  const { db, url, close } = await openTestDatabase({ empty: true })
  const worker = connect(url)
  try {
    await migrateTo(db, '2026-12-01-deliveries')
    await worker.transaction().execute(async (trx) => {
      await sql`LOCK TABLE fetches`.execute(trx)
      await expect(migrateToLatest(db, { patienceMs: 1_000 })).rejects.toThrow(
        /2026-12-02-exchanges.*in use all the time: stop the other processes/s,
      )
    })
    expect(await migrateToLatest(db)).toContain('2026-12-02-exchanges')
  } finally {
    await worker.destroy()
    await close()
  }
})

test('a database of a newer version is not touched', async () => {
  const { db, close } = await openTestDatabase()
  try {
    await sql`INSERT INTO kysely_migration VALUES ('2099-01-01-later', '')`.execute(db)
    await expect(migrateToLatest(db)).rejects.toThrow(SchemaTooNew)
    await expect(migrateToLatest(db)).rejects.toThrow(/newer version.*2099-01-01-later.*Update this installation/s)
  } finally {
    await close()
  }
})
