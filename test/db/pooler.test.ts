import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Db, type OpenDatabase, openDatabase } from '../../db/connect.ts'
import { installationOf } from '../../db/installation.ts'
import { alone } from '../../db/locks.ts'
import { migrateToLatest, schemaState } from '../../db/migrate.ts'
import { sessionProblem } from '../../db/session.ts'
import { createBackend } from '../../src/jobs/backend.ts'
import { makeCertificates } from '../servers/certificates.ts'
import { openPooler, poolerMissing } from '../servers/pgbouncer.ts'
import { openTestDatabase } from '../test-database.ts'

const skipped = poolerMissing()
const pooled = test.skipIf(skipped !== null)
const because = skipped === null ? '' : `, ${skipped}`

let database: OpenDatabase
let folder: string
let pooler: { url: string; close: () => Promise<void> }
let db: Db
beforeAll(async () => {
  database = await openTestDatabase({ empty: true })
  folder = mkdtempSync(join(tmpdir(), 'gouji-certificates-'))
  if (skipped !== null) return
  pooler = await openPooler(database.url, makeCertificates(folder))
  db = connect(pooler.url)
})
afterAll(async () => {
  await db?.destroy()
  await pooler?.close()
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

pooled(`migrations, transactions, locks and cursors work through a pooler in transaction mode, over TLS${because}`, async () => {
  const both = await Promise.all([migrateToLatest(db), migrateToLatest(db)])
  expect(both.flat().length).toBeGreaterThan(5)
  expect((await schemaState(db)).pending).toEqual([])

  const order: string[] = []
  const work = (name: string) =>
    alone(db, 'subject', async (trx) => {
      order.push(`${name} begins`)
      await sql`SELECT pg_sleep(0.05)`.execute(trx)
      order.push(`${name} ends`)
    })
  await Promise.all([work('a'), work('b'), work('c')])
  for (const [at, line] of order.entries()) if (at % 2 === 1) expect(line).toBe(order[at - 1]?.replace('begins', 'ends'))

  const streams = Array.from({ length: 20 }, async () => {
    let count = 0
    for await (const _row of db
      .selectFrom('kysely_migration' as never)
      .selectAll()
      .stream(1))
      count++
    return count
  })
  expect(new Set(await Promise.all(streams))).toEqual(new Set([both.flat().length]))
})

pooled(`the database is the same installation through the pooler and past it${because}`, async () => {
  expect(await installationOf(pooler.url)).toBe(await installationOf(database.url))
})

pooled(`queues in PostgreSQL are not begun through a pooler, and the message says what to set${because}`, async () => {
  expect(await sessionProblem(database.url)).toBeNull()
  expect(await sessionProblem(pooler.url)).toContain('pooler')
  const thrown = await createBackend({ redisUrl: null, databaseUrl: pooler.url }).catch((error) => error)
  expect(thrown).toMatchObject({ name: 'SetupError', message: expect.stringContaining('GOUJI_QUEUE_DATABASE_URL') })
})

pooled(`a certificate of an unknown authority is told as such${because}`, async () => {
  const stranger = new URL(pooler.url)
  stranger.search = '?sslmode=verify-full'
  const thrown = await openDatabase({ databaseUrl: stranger.href, dataDir: folder }).catch((error) => error)
  expect(thrown.message).toMatch(/certificate.*NODE_EXTRA_CA_CERTS/s)
})
