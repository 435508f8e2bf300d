import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../db/connect.ts'
import * as runs from '../db/runs.ts'
import type { RunSummary } from '../src/jobs/run-summary.ts'
import { openTestStorage, type TestStorage } from './db/object-storage.ts'
import { redisMissing } from './jobs/redis-server.ts'
import { listenTo, type Running } from './listen-to.ts'
import { EXPECTED } from './portals/district/expected.ts'
import { startSamplePortals } from './portals/start-sample-portals.ts'
import { makeCertificates } from './servers/certificates.ts'
import { openPooler, poolerMissing } from './servers/pgbouncer.ts'
import { openSecureRedis } from './servers/secure-redis.ts'
import { openTestDatabase } from './test-database.ts'

const MAIN = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
const PATIENCE_MS = 400_000
/** Docker and systemd are told to wait two minutes (docker-compose.yml, deploy/systemd). */
const GRACE_MS = 120_000

/** Where the queues live: in a Redis with TLS, or in the database, whose server they ask past the pooler. */
const PLACES = [
  { queues: 'Redis with TLS', inRedis: true, skipped: poolerMissing() ?? (process.env['REDIS_URL'] ? null : redisMissing()) },
  { queues: 'queues in PostgreSQL', inRedis: false, skipped: poolerMissing() },
] as const

/** Two machines as far as one can be two: folders of their own, nothing shared but the servers, all of them with TLS or signatures. */
type Machines = {
  readonly database: OpenDatabase
  readonly storage: TestStorage
  readonly launch: (machine: string, args: readonly string[]) => Running
  readonly close: () => Promise<void>
}

async function openMachines(folder: string, inRedis: boolean): Promise<Machines> {
  const certificates = makeCertificates(folder)
  const database = await openTestDatabase()
  const pooler = await openPooler(database.url, certificates)
  const redis = inRedis ? await openSecureRedis(certificates) : null
  const storage = await openTestStorage()
  const settings = {
    DATABASE_URL: pooler.url.replace(/&sslrootcert=.*/, ''),
    ...(redis === null ? { GOUJI_QUEUE_DATABASE_URL: database.url } : { REDIS_URL: redis.url }),
    NODE_EXTRA_CA_CERTS: certificates.authority,
    GOUJI_SNAPSHOTS: `s3://evidence/nights?endpoint=${storage.bucket.endpoint}&region=cn-east-1`,
    AWS_ACCESS_KEY_ID: storage.bucket.accessKeyId,
    AWS_SECRET_ACCESS_KEY: storage.bucket.secretAccessKey,
  }
  const launch = (machine: string, args: readonly string[]): Running => {
    const { REDIS_URL, ...environment } = process.env
    const env = { ...environment, ...settings, GOUJI_DATA: join(folder, machine) }
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    return listenTo(child)
  }
  const close = async () => {
    await storage.close()
    await redis?.close()
    await pooler.close()
    await database.close()
  }
  return { database, storage, launch, close }
}

describe.each(PLACES)('many machines, with $queues', ({ queues, inRedis, skipped }) => {
  let folder: string
  let machines: Machines
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gouji-machines-'))
    if (skipped === null) machines = await openMachines(folder, inRedis)
  })
  afterAll(async () => {
    await machines?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.skipIf(skipped !== null)(
    `two workers with different queues do one night together, through a pooler, ${queues} and a bucket; one that is stopped in the middle loses nothing${skipped === null ? '' : `, ${skipped}`}`,
    async () => {
      const { database, launch } = machines
      const sample = await startSamplePortals({ basePort: 0, night: 1 })
      const started: Running[] = []
      const start = (...given: Parameters<typeof launch>) => {
        const running = launch(...given)
        started.push(running)
        return running
      }
      try {
        writeFileSync(join(folder, 'portals.yaml'), sample.portalsYaml)
        const queued = start('one', ['crawl', '--portals', 'portals.yaml'])
        expect([await queued.ended, queued.said()]).toEqual([0, expect.stringMatching(/^run \d+ is queued/)])
        const { id } = (await runs.latest(database.db, 1))[0] ?? { id: 0 }

        const first = start('one', ['worker', '--queues', 'crawl,extract', '--concurrency', '3'])
        const second = start('two', ['worker', '--queues', 'check,audit,release,notify,deliver,try'])
        const readSoFar = () => countOf(database, 'report_versions')
        await vi.waitFor(async () => expect(await readSoFar()).toBeGreaterThan(5), { timeout: 200_000, interval: 50 })

        const askedAt = performance.now()
        first.child.kill('SIGTERM')
        expect(await first.ended, first.said()).toBe(0)
        expect(performance.now() - askedAt).toBeLessThan(GRACE_MS)
        expect((await runs.get(database.db, id))?.state).toBe('running')

        start('three', ['worker', '--queues', 'crawl,extract'])
        await vi.waitFor(async () => expect((await runs.get(database.db, id))?.state).not.toBe('running'), {
          timeout: 200_000,
          interval: 200,
        })
        const run = await runs.get(database.db, id)
        if (run?.summary === undefined) throw new Error(`run ${id} has no summary`)
        const { reports, documents, findings } = run.summary as RunSummary
        expect({ state: run.state, reports, documents, opened: findings.opened, bySeverity: findings.open }).toEqual({
          state: 'complete',
          reports: EXPECTED[1].reports,
          documents: EXPECTED[1].documents,
          opened: EXPECTED[1].opened,
          bySeverity: EXPECTED[1].bySeverity,
        })
        second.child.kill('SIGTERM')
        expect(await second.ended, second.said()).toBe(0)
        for (const { said } of started) expect(said()).not.toMatch(/"level":(?:40|50)/)
      } catch (error) {
        // What every machine said is the only way to know which of them did not do its part.
        throw new Error(started.map(({ said }) => said()).join('\n––\n'), { cause: error })
      } finally {
        for (const { child } of started) child.kill('SIGKILL')
        await Promise.all(started.map(({ ended }) => ended))
        await sample.close()
      }
    },
    PATIENCE_MS,
  )

  test.skipIf(skipped !== null)(
    'what the night kept is whole in the bucket, for every machine',
    async () => {
      const { database, launch } = machines
      const doctor = launch('four', ['doctor', '--format', 'json'])
      await doctor.ended
      const { checks } = JSON.parse(doctor.said()) as { checks: { name: string; state: string; found: string }[] }
      const stateOf = (name: string) => checks.find((check) => check.name === name)?.state
      const states = ['snapshots', 'snapshot-store', 'database', 'redis'].map(stateOf)
      expect(states).toEqual(['ok', 'ok', 'ok', inRedis ? 'ok' : undefined])
      expect(await countOf(database, 'snapshots')).toBeGreaterThan(70)
    },
    100_000,
  )
})

async function countOf({ db }: OpenDatabase, table: 'report_versions' | 'snapshots'): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((all) => all.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
