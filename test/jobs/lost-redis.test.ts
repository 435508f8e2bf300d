import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import * as runs from '../../db/runs.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { sweep, sweepRegularly } from '../../src/jobs/sweep.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { openRedis } from '../chaos/redis.ts'
import { openJobWorld } from './job-world.ts'
import { redisMissing } from './redis-server.ts'
import { reportPage } from './report-page.ts'
import { silentLog } from './silent-log.ts'

const skipped = redisMissing()

test.skipIf(skipped !== null)(
  `what a Redis has lost is queued again soon after it is back${skipped === null ? '' : `, ${skipped}`}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gouji-lost-redis-'))
    const redis = await openRedis(folder, { keeps: false })
    const world = await openJobWorld({ redisUrl: redis.url })
    const { context, backend } = world
    const runId = await world.startRun()
    await world.see(runId, [{ url: 'http://127.0.0.1:3/xxgk/nianbao/1.html', bytes: reportPage('yl-gonganju', 2025) }])
    await sweep(context)
    expect(await context.queues.of('extract').getJobCounts('wait')).toEqual({ wait: 1 })
    const stopSweeping = sweepRegularly(context, undefined, { everyMs: 600_000, calmMs: 500, lookMs: 50 })
    await redis.stop('kill')
    await vi.waitFor(() => expect(context.queues.lastTrouble()).not.toBeNull(), 20_000)
    await redis.start()
    const workers = createWorkers(backend, createProcessors(context), {
      queues: ['extract', 'check', 'audit', 'notify'],
      concurrency: 1,
      log: silentLog,
    })
    await vi.waitFor(async () => expect((await runs.get(context.db, runId))?.state).toBe('complete'), {
      timeout: 50_000,
      interval: 100,
    })
    await stopSweeping()
    await workers.close()
    await world.close()
    await redis.stop('kill')
    await rm(folder, { recursive: true, force: true })
  },
  120_000,
)
