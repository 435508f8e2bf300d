import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as processes from '../../db/processes.ts'
import { jobIdOf, jobOptions } from '../../src/jobs/queues.ts'
import { type JobWorld, openJobWorld } from '../jobs/job-world.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join(ROOT, 'src', 'cli', 'main.ts')
const SHIFT_CLOCK = join(ROOT, 'test', 'chaos', 'shift-clock.ts')
const MINUTE_MS = 60_000

let world: JobWorld
beforeEach(async () => {
  world = await openJobWorld()
})
afterEach(() => world.close())

function startWorker(clockShiftMs: number): ChildProcess {
  const { REDIS_URL, ...environment } = process.env
  return spawn(process.execPath, ['--import', SHIFT_CLOCK, MAIN, 'worker'], {
    env: {
      ...environment,
      DATABASE_URL: world.url,
      GOUJI_DATA: world.context.dataDir,
      CHAOS_CLOCK_SHIFT_MS: String(clockShiftMs),
    },
    stdio: 'ignore',
  })
}

test.each([
  { hours: 3, wrong: 'fast' },
  { hours: -3, wrong: 'slow' },
])('a worker whose clock is three hours $wrong does what is due, and leaves what is not', async ({ hours }) => {
  const { db, queues } = world.context
  const queue = queues.of('notify')
  // Of runs that there are not: these jobs end at once.
  const [due, later] = [{ runId: 901 }, { runId: 902 }] as const
  const delayed = (data: { runId: number }, delay: number) =>
    queue.add('notify', data, { ...jobOptions(queues), jobId: jobIdOf('notify', data), delay })
  await delayed(later, 60 * MINUTE_MS)
  await delayed(due, 5_000)
  const worker = startWorker(hours * 60 * MINUTE_MS)
  const ended = new Promise((resolve) => worker.once('close', resolve))
  try {
    await vi.waitFor(async () => expect(await queue.getJob(jobIdOf('notify', due))).toBeUndefined(), {
      timeout: 40_000,
      interval: 100,
    })
    expect(await queue.getJobState(jobIdOf('notify', later))).toBe('delayed')
    const [known] = await processes.known(db)
    expect(known?.skewMs).toBeGreaterThan((hours - 0.1) * 60 * MINUTE_MS)
    expect(known?.skewMs).toBeLessThan((hours + 0.1) * 60 * MINUTE_MS)
  } finally {
    worker.kill('SIGTERM')
    await ended
  }
})
