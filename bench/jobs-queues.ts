import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createPostgresBackend, createRedisBackend, type Queue, type Worker, withBackend } from 'bullmq'
import { createBackend } from '../src/jobs/backend.ts'
import type { Log } from '../src/jobs/context.ts'
import { createQueues, enqueue } from '../src/jobs/queues.ts'
import { createWorkers, type Processors } from '../src/jobs/workers.ts'

/** Where the queues of a round lie. Jobs are ids of versions, as in the queue `check`. */
export type Place = { readonly redisUrl: string | null; readonly databaseUrl: string }

/** Jobs that one worker has at once, ours and the bare one alike. */
const CONCURRENCY = 10
/** As many jobs go into the queue by one statement as `enqueue` sends. */
const BATCH = 500
const MEGABYTE = 1024 * 1024

/** What a way of working took for its jobs: wall and processor time in ms. */
export type Spent = { readonly wall: number; readonly cpu: number }

const warnings = { debug: () => undefined, info: () => undefined, warn: console.warn, error: console.error } satisfies Log

/** Processors that do nothing, and `untilDone`, which ends when as many jobs as asked for have been worked on. */
export function emptyProcessors(): { readonly processors: Processors; readonly untilDone: (jobs: number) => Promise<void> } {
  let left = 0
  let over = () => {}
  const nothing = {
    run: async () => undefined,
    recordFailure: async () => undefined,
    afterwards: async () => {
      left--
      if (left === 0) over()
    },
  }
  const untilDone = (jobs: number) =>
    new Promise<void>((resolve) => {
      left += jobs
      over = resolve
    })
  return { processors: { check: nothing } as unknown as Processors, untilDone }
}

const idsFrom = (first: number, count: number) => Array.from({ length: count }, (_, n) => ({ versionId: first + n }))

/** Jobs through our queues and workers and through bare BullMQ, in turn; and what the process holds after all of ours. */
export async function compareWithBare(
  place: Place,
  { jobs, rounds }: { readonly jobs: number; readonly rounds: number },
): Promise<{ readonly ours: readonly Spent[]; readonly bare: readonly Spent[]; readonly megabytes: readonly number[] }> {
  const backend = await createBackend(place)
  const queues = createQueues(backend, warnings)
  const { processors, untilDone } = emptyProcessors()
  const workers = createWorkers(backend, processors, { queues: ['check'], concurrency: CONCURRENCY, log: warnings })
  const bare = openBare(place)
  const spent = { ours: [] as Spent[], bare: [] as Spent[], megabytes: [] as number[] }
  // The first round of each opens connections.
  for (let round = -1; round < rounds; round++) {
    const ours = await timed(async () => {
      const done = untilDone(jobs)
      await enqueue(queues, 'check', idsFrom((round + 1) * jobs, jobs))
      await done
    })
    spent.megabytes.push(process.memoryUsage.rss() / MEGABYTE)
    const theirs = await timed(() => bare.work(jobs))
    if (round < 0) continue
    spent.ours.push(ours)
    spent.bare.push(theirs)
  }
  await bare.close()
  await workers.close()
  await queues.close()
  return spent
}

/** BullMQ with its own settings and a processor that does nothing. */
function openBare({ redisUrl, databaseUrl }: Place) {
  let left = 0
  let over = () => {}
  const connection = redisUrl === null ? { connectionString: databaseUrl, schema: 'bare', migrate: true } : { url: redisUrl }
  const options = { connection, concurrency: CONCURRENCY } as never
  const bull = redisUrl === null ? withBackend(createPostgresBackend) : withBackend(createRedisBackend)
  const queue = new bull.Queue('bare', options) as unknown as Queue
  const worker = new bull.Worker('bare', async () => undefined, options) as unknown as Worker
  worker.on('error', console.error)
  worker.on('completed', () => {
    left--
    if (left === 0) over()
  })
  return {
    work: async (jobs: number) => {
      const done = new Promise<void>((resolve) => {
        left = jobs
        over = resolve
      })
      for (let from = 0; from < jobs; from += BATCH)
        await queue.addBulk(idsFrom(from, Math.min(BATCH, jobs - from)).map((data) => ({ name: 'check', data })))
      await done
    },
    close: async () => {
      await worker.close()
      await queue.close()
    },
  }
}

/** Wall time in ms of as many processes working on jobs that are all queued before. */
export async function timeProcesses(place: Place, { jobs, processes }: { jobs: number; processes: number }): Promise<number> {
  const backend = await createBackend(place)
  const queues = createQueues(backend, warnings)
  const children = Array.from({ length: processes }, () =>
    fork(join(import.meta.dirname, 'jobs-worker.ts'), [JSON.stringify(place), String(CONCURRENCY)]),
  )
  await Promise.all(children.map((child) => once(child, 'message')))
  await enqueue(queues, 'check', idsFrom(0, jobs))
  let left = jobs
  const { wall } = await timed(
    () =>
      new Promise<void>((resolve) => {
        for (const child of children) {
          child.on('message', (done: number) => {
            left -= done
            if (left <= 0) resolve()
          })
          child.send('begin')
        }
      }),
  )
  await Promise.all(
    children.map(async (child) => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    }),
  )
  await queues.close()
  return wall
}

export async function timed(work: () => Promise<unknown>): Promise<Spent> {
  const [before, start] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - start, cpu: (user + system) / 1_000 }
}
