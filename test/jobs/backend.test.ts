import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { installationOf } from '../../db/installation.ts'
import { type Backend, createBackend } from '../../src/jobs/backend.ts'
import type { JobData, QueueName } from '../../src/jobs/queue-names.ts'
import { ATTEMPTS, createQueues, enqueue, type Queues } from '../../src/jobs/queues.ts'
import { keepNightly, NIGHTLY, scheduleNightly } from '../../src/jobs/schedule.ts'
import { createWorkers, NotNow, type Processor, type Processors } from '../../src/jobs/workers.ts'
import { GiveUp } from '../../src/model/give-up.ts'
import { openTestDatabase } from '../test-database.ts'
import { freePort, openTestRedis, redisMissing, type TestRedis } from './redis-server.ts'
import { silentLog } from './silent-log.ts'

const skipped = redisMissing()

describe.each(['postgres', 'redis'] as const)('queues on %s', (kind) => {
  if (kind === 'redis' && skipped) {
    test.skip(`all of them, ${skipped}`, () => undefined)
    return
  }
  let database: OpenDatabase
  let redis: TestRedis | null = null
  let backend: Backend
  let queues: Queues

  beforeAll(async () => {
    database = await openTestDatabase()
    redis = kind === 'redis' ? await openTestRedis() : null
    backend = await createBackend({ redisUrl: redis?.url ?? null, databaseUrl: database.url })
    queues = createQueues(backend, silentLog, { retryDelayMs: 20 })
  })
  beforeEach(async () => {
    for (const name of ['crawl', 'extract', 'check'] as const) await queues.of(name).obliterate({ force: true })
  })
  afterAll(async () => {
    await queues?.close()
    await redis?.close()
    await database?.close()
  })

  const startWorkers = (name: QueueName, processor: Partial<Processor<never>>) => {
    const idle: Processor<never> = {
      run: async () => undefined,
      recordFailure: async () => undefined,
      afterwards: async () => undefined,
    }
    const processors = Object.fromEntries(
      ['crawl', 'extract', 'check', 'audit', 'release', 'notify'].map((each) => [
        each,
        each === name ? { ...idle, ...processor } : idle,
      ]),
    ) as unknown as Processors
    return createWorkers(backend, processors, { queues: [name], concurrency: 2, log: silentLog })
  }

  test('the backend is the one asked for', () => expect(backend.kind).toBe(kind))

  test('work that waits already is not queued twice, and can be queued again when it is done', async () => {
    await enqueue(queues, 'extract', [{ captureId: 1 }, { captureId: 2 }, { captureId: 1 }])
    await enqueue(queues, 'extract', [{ captureId: 1 }])
    const done: number[] = []
    const workers = startWorkers('extract', {
      run: async ({ captureId }: JobData['extract']) => void done.push(captureId),
    } as Partial<Processor<never>>)
    await vi.waitFor(() => expect(done.sort()).toEqual([1, 2]), 10_000)
    await vi.waitFor(async () => expect(await queues.of('extract').getJob('extract-1')).toBeUndefined(), 10_000)
    await enqueue(queues, 'extract', [{ captureId: 1 }])
    await vi.waitFor(() => expect(done.sort()).toEqual([1, 1, 2]), 10_000)
    await workers.close()
  })

  test('an ordinary error is tried again, then recorded; what follows is asked for each time', async () => {
    const run = vi.fn().mockRejectedValue(new Error('connection reset'))
    const recordFailure = vi.fn()
    const afterwards = vi.fn()
    const workers = startWorkers('check', { run, recordFailure, afterwards: async (data) => afterwards(data) })
    await enqueue(queues, 'check', [{ versionId: 7 }])
    await vi.waitFor(() => expect(recordFailure).toHaveBeenCalled(), 20_000)
    await workers.close()
    expect(run).toHaveBeenCalledTimes(ATTEMPTS)
    expect(recordFailure.mock.calls).toEqual([[{ versionId: 7 }, new Error('connection reset')]])
    expect(afterwards).toHaveBeenCalledTimes(ATTEMPTS)
  })

  test('what can never work is recorded at once', async () => {
    const run = vi.fn().mockRejectedValue(new GiveUp('encrypted-file', 'it asks for a password.'))
    const recordFailure = vi.fn()
    const workers = startWorkers('extract', { run, recordFailure })
    await enqueue(queues, 'extract', [{ captureId: 9 }])
    await vi.waitFor(() => expect(recordFailure).toHaveBeenCalled(), 10_000)
    await workers.close()
    expect(run).toHaveBeenCalledTimes(1)
    expect(await queues.of('extract').getJobCounts('wait', 'active', 'delayed', 'failed')).toEqual({
      wait: 0,
      active: 0,
      delayed: 0,
      failed: 0,
    })
  })

  test('a crawl that is running when the workers stop is put back and done by the next ones', async () => {
    let begun = 0
    const first = startWorkers('crawl', {
      run: async (_data: never, { signal }) => {
        begun++
        await delay(60_000, undefined, { signal })
      },
    })
    await enqueue(queues, 'crawl', [{ portalCrawlId: 3 }])
    await vi.waitFor(() => expect(begun).toBe(1), 10_000)
    await first.close()
    expect(await queues.of('crawl').getJobCounts('wait', 'active')).toEqual({ wait: 1, active: 0 })

    const run = vi.fn()
    const second = startWorkers('crawl', { run })
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1), 10_000)
    await second.close()
  })

  test('another installation on the same server sees none of these jobs', async () => {
    const neighbour = await openTestDatabase()
    const theirs = createQueues(await createBackend({ redisUrl: redis?.url ?? null, databaseUrl: neighbour.url }), silentLog)
    try {
      await enqueue(queues, 'check', [{ versionId: 1 }, { versionId: 2 }])
      await enqueue(theirs, 'check', [{ versionId: 1 }])
      const waiting = await Promise.all([queues, theirs].map((each) => each.of('check').getJobCounts('wait')))
      expect(waiting).toEqual([{ wait: 2 }, { wait: 1 }])
    } finally {
      await theirs.close()
      await neighbour.close()
    }
  })

  test.each([
    { name: 'crawl', work: { portalCrawlId: 5 }, deaths: 9, isTried: true },
    { name: 'crawl', work: { portalCrawlId: 5 }, deaths: 10, isTried: false },
    { name: 'extract', work: { captureId: 5 }, deaths: 4, isTried: true },
    { name: 'extract', work: { captureId: 5 }, deaths: 5, isTried: false },
  ] as const)(
    'after $deaths deaths of its process, a $name is tried again: $isTried',
    async ({ name, work, deaths, isTried }) => {
      await queues.of(name).pause()
      await enqueue(queues, name, [work as never])
      const [job] = await queues.of(name).getJobs()
      const prefix = `gouji_queue_${await installationOf(database.url)}`
      if (redis) await hashSet(redis.url, `${prefix}:${name}:${job?.id}`, 'stc', deaths)
      else await sql`UPDATE gouji_queue.job SET stalled_count = ${deaths} WHERE id = ${job?.id}`.execute(database.db)
      await queues.of(name).resume()
      const run = vi.fn().mockResolvedValue(undefined)
      const failures: string[] = []
      const recordFailure = async (_data: never, error: Error) => void failures.push(error.message)
      const workers = startWorkers(name, { run, recordFailure })
      await vi.waitFor(() => expect(run.mock.calls.length + failures.length).toBe(1), 10_000)
      await workers.close()
      expect(run).toHaveBeenCalledTimes(isTried ? 1 : 0)
      expect(failures.join()).toMatch(isTried ? /^$/ : /its process was lost \d+ times while working on it/)
    },
  )

  test('work that has to wait for other work goes back, which is no attempt', async () => {
    const run = vi.fn()
    for (let time = 0; time <= ATTEMPTS; time++) run.mockRejectedValueOnce(new NotNow(50))
    run.mockResolvedValue(undefined)
    const recordFailure = vi.fn()
    const workers = startWorkers('crawl', { run, recordFailure })
    await enqueue(queues, 'crawl', [{ portalCrawlId: 8 }])
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(ATTEMPTS + 2), 20_000)
    await workers.close()
    expect(recordFailure).not.toHaveBeenCalled()
    expect(await queues.of('crawl').getJobCounts('wait', 'active', 'delayed', 'failed')).toEqual({
      wait: 0,
      active: 0,
      delayed: 0,
      failed: 0,
    })
  })

  test('a full disk is no attempt: the work waits, and is done when there is room', async () => {
    const full = new Error('The disk is full', { cause: Object.assign(new Error('write'), { code: 'ENOSPC' }) })
    const begun: number[] = []
    const run = async () => {
      begun.push(performance.now())
      if (begun.length === 1) throw full
    }
    const recordFailure = vi.fn()
    const workers = startWorkers('check', { run, recordFailure })
    await enqueue(queues, 'check', [{ versionId: 11 }])
    await vi.waitFor(() => expect(begun).toHaveLength(2), 20_000)
    await workers.close()
    // An ordinary error is tried again within a fraction of a second here.
    expect(begun[1]! - begun[0]!).toBeGreaterThan(1_000)
    expect(recordFailure).not.toHaveBeenCalled()
  })

  test('several schedulers make one nightly run, at the hour of China', async () => {
    await Promise.all([1, 2, 3].map(() => scheduleNightly({ db: database.db, queues }, '30 2 * * *')))
    await scheduleNightly({ db: database.db, queues }, '45 3 * * *')
    const schedulers = await queues.of('crawl').getJobSchedulers()
    expect(schedulers).toMatchObject([{ key: NIGHTLY, pattern: '45 3 * * *', tz: 'Asia/Shanghai' }])
    const next = new Date(schedulers[0]?.next as number)
    expect(next.toISOString().slice(11)).toBe('19:45:00.000Z')
    expect(await queues.of('crawl').getJobCountByTypes('delayed')).toBe(1)
  })
  test('a schedule that the queues have lost is put back, and one that is there is left as it is', async () => {
    const schedule = { db: database.db, queues, log: silentLog }
    await scheduleNightly(schedule, '30 2 * * *')
    await keepNightly(schedule, '45 3 * * *')
    expect(await queues.of('crawl').getJobSchedulers()).toMatchObject([{ key: NIGHTLY, pattern: '30 2 * * *' }])
    await queues.of('crawl').removeJobScheduler(NIGHTLY)
    await keepNightly(schedule, '45 3 * * *')
    expect(await queues.of('crawl').getJobSchedulers()).toMatchObject([{ key: NIGHTLY, pattern: '45 3 * * *' }])
    await queues.of('crawl').removeJobScheduler(NIGHTLY)
  })
})

test.each([
  {
    where: 'PostgreSQL',
    urls: (port: number) => ({ redisUrl: null, databaseUrl: `postgres://nobody@127.0.0.1:${port}/none` }),
    says: /DATABASE_URL: .*ECONNREFUSED/,
  },
  {
    where: 'Redis',
    urls: (port: number) => ({ redisUrl: `redis://:secret@127.0.0.1:${port}`, databaseUrl: '' }),
    says: /no Redis answers at REDIS_URL \(redis:\/\/127.*ECONNREFUSED/,
  },
])('where no $where answers, one message says so', async ({ urls, says }) => {
  const error = await createBackend(urls(await freePort())).catch((thrown) => thrown)
  expect(error.name).toBe('SetupError')
  expect(error.message).toMatch(says)
  expect(error.message).not.toContain('secret')
})

async function hashSet(url: string, key: string, field: string, value: number): Promise<void> {
  const client = new Redis(url)
  await client.hset(key, field, value)
  client.disconnect()
}
