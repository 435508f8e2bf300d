import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as deliveries from '../../db/deliveries.ts'
import * as processes from '../../db/processes.ts'
import * as runs from '../../db/runs.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import * as snapshots from '../../db/snapshots.ts'
import type { Check } from '../../src/cli/doctor/check.ts'
import { withoutSecrets } from '../../src/cli/doctor/check.ts'
import { checkConnections, connectionsCheck } from '../../src/cli/doctor/check-database.ts'
import { openTestRedis, redisMissing } from '../jobs/redis-server.ts'
import { openTestDatabase } from '../test-database.ts'

/** Starting one takes as long as all the rest. */
const NO_BROWSER = join(import.meta.dirname, 'no-browser')
const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

let database: OpenDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'gouji-doctor-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function examine(settings: Readonly<Record<string, string>> = {}) {
  const { REDIS_URL, ...environment } = process.env
  const env = {
    ...environment,
    DATABASE_URL: database.url,
    GOUJI_DATA: folder,
    PLAYWRIGHT_CHROMIUM_PATH: NO_BROWSER,
    ...settings,
  }
  const child = spawn(process.execPath, [MAIN, 'doctor', '--format', 'json'], { env })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const status = await new Promise((resolve) => child.on('close', resolve))
  if (stdout === '') throw new Error(stderr)
  const { checks } = JSON.parse(stdout) as { checks: Check[] }
  const about = (name: string) => checks.find((check) => check.name === name)
  return { status, stdout: stdout + stderr, about, states: Object.fromEntries(checks.map(({ name, state }) => [name, state])) }
}

test('a new installation: what works is told, and that nobody works yet', async () => {
  const { status, states, about } = await examine()
  expect(states).toMatchObject({
    node: 'ok',
    settings: 'ok',
    folder: expect.stringMatching(/ok|warning/),
    browser: 'warning',
    recognition: expect.stringMatching(/ok|warning/),
    database: 'ok',
    schema: 'ok',
    clock: 'ok',
    queues: 'ok',
    processes: 'warning',
    scheduler: 'warning',
    run: 'ok',
    portals: 'ok',
    deliveries: 'ok',
    snapshots: 'ok',
  })
  expect(status).toBe(1)
  expect(about('browser')?.advice).toContain('PLAYWRIGHT_CHROMIUM_PATH')
  expect(about('queues')?.found).toContain('deliver 0')
})

test('what went wrong is named: a damaged snapshot, a clock, a message that failed, a night', async () => {
  const { db } = database
  const store = openSnapshotStore(join(folder, 'snapshots'))
  const sha256 = await store.put(Buffer.from('a page'))
  await snapshots.record(db, { sha256, bytes: 6, mediaType: null })
  await writeFile(join(folder, 'snapshots', sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.zst`), 'other bytes')
  const worker = { id: 'w', role: 'worker', machine: 'crawler-2', pid: 7, version: '3', queues: ['crawl'] } as const
  await processes.markAlive(db, { ...worker, queues: [...worker.queues] }, new Date(Date.now() + 300_000))
  const { id } = await runs.start(db, { kind: 'nightly' })
  await runs.end(db, id, { state: 'failed', summary: { problem: 'x' } })
  await deliveries.owe(db, id, ['feishu-123456'])
  const [owed = 0] = await deliveries.owed(db)
  await deliveries.recordFailure(db, owed, { error: '飞书 Feishu: 已拒收 refused, 19021', retryMs: null, maybeSent: false })

  const { status, states, about } = await examine()
  expect(status).toBe(2)
  expect(states).toMatchObject({ snapshots: 'broken', processes: 'ok', clock: 'broken', run: 'warning', deliveries: 'warning' })
  expect(about('snapshots')?.found).toContain(sha256)
  expect(about('deliveries')?.found).toContain('feishu-123456: 飞书 Feishu: 已拒收 refused, 19021')
  expect(about('run')?.advice).toContain(`gouji runs ${id}`)
})

test('a database that does not answer, and a setting that cannot be, are told without their passwords', async () => {
  const gone = await examine({
    DATABASE_URL: 'postgres://gouji:top-secret@127.0.0.1:9/gouji',
    REDIS_URL: 'redis://:top-secret@127.0.0.1:9',
  })
  expect(gone).toMatchObject({ status: 2, states: { database: 'broken', redis: 'broken' } })
  const wrong = await examine({ GOUJI_WEBHOOKS: 'https://robots.example.cn/?key=top-secret' })
  expect(wrong).toMatchObject({ status: 2, states: { settings: 'broken' } })
  expect(gone.stdout + wrong.stdout).not.toContain('top-secret')
})

test('a server that has few connections left is told before it has none', async () => {
  expect(await checkConnections(database.db)).toMatchObject({
    name: 'connections',
    found: expect.stringMatching(/ \d+ of \d+ in use/),
  })
  expect(connectionsCheck({ allowed: 97, used: 77 })).toMatchObject({ state: 'ok', advice: null })
  expect(connectionsCheck({ allowed: 97, used: 78 })).toMatchObject({
    state: 'warning',
    advice: expect.stringContaining('max_connections'),
  })
})

test('an older schema is told, and not changed', async () => {
  const empty = await openTestDatabase({ empty: true })
  const first = await examine({ DATABASE_URL: empty.url })
  const second = await examine({ DATABASE_URL: empty.url })
  await empty.close()
  expect(first.about('schema')).toMatchObject({ state: 'broken', found: expect.stringContaining('2026-11-23-initial') })
  expect(second.states).toEqual(first.states)
})

const skipped = redisMissing()
test.skipIf(skipped !== null)(`a Redis that throws keys away is broken${skipped === null ? '' : `, ${skipped}`}`, async () => {
  const redis = await openTestRedis()
  const { Redis } = await import('ioredis')
  const client = new Redis(redis.url)
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
  const bad = await examine({ REDIS_URL: redis.url })
  await client.config('SET', 'maxmemory-policy', 'noeviction')
  const good = await examine({ REDIS_URL: redis.url })
  client.disconnect()
  await redis.close()
  expect(bad.states).toMatchObject({ redis: 'ok', 'redis-memory': 'broken', queues: 'ok' })
  expect(good.states).toMatchObject({ redis: 'ok', 'redis-memory': 'ok', queues: 'ok' })
})

test('addresses within messages lose what lets anybody in', () => {
  expect(withoutSecrets('redis://:pw@host:6379 and https://a.cn/send?access_token=abc&x=1')).toBe(
    'redis://host:6379 and https://a.cn/send?access_token=…&x=1',
  )
})
