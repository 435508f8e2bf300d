import type { DefaultJobOptions, Queue } from 'bullmq'
import type { Backend } from './backend.ts'
import type { Log } from './context.ts'
import { type JobData, QUEUE_NAMES, type QueueName } from './queue-names.ts'

export type Queues = {
  readonly of: (name: QueueName) => Queue
  /** Waits before the second attempt; doubles with each further one. */
  readonly retryDelayMs: number
  /** When a queue did not answer the last time, by `performance.now()`; null where all always did. */
  readonly lastTrouble: () => number | null
  readonly close: () => Promise<void>
}

/** How often an ordinary error is tried again before the row is marked as failed. */
export const ATTEMPTS = 4

const RETRY_DELAY_MS = 2_000

/**
 * One id for one piece of work: while a job with this id waits or runs, adding it again changes nothing. Whatever the data hold, it is letters, digits and
 * a few signs, each other character as `%` and its number: a colon means something to the queues, and with a zero byte those in PostgreSQL never end.
 */
export function jobIdOf<Name extends QueueName>(name: Name, data: JobData[Name]): string {
  return [name, ...Object.values(data).map(inId)].join('-')
}

function inId(value: string | number | boolean): string {
  return String(value).replace(/[^\p{L}\p{N}._-]/gu, (character) => `%${character.codePointAt(0)!.toString(16)}%`)
}

export function createQueues(backend: Backend, log: Log, { retryDelayMs = RETRY_DELAY_MS } = {}): Queues {
  const queues = new Map<QueueName, Queue>()
  let closing = false
  let lastTrouble: number | null = null
  for (const name of QUEUE_NAMES) {
    const queue = backend.openQueue(name)
    queue.on('error', (error) => {
      lastTrouble = performance.now()
      if (!closing) log.warn({ err: error, queue: name }, 'the queue does not answer; trying again')
    })
    queues.set(name, queue)
  }
  return {
    of: (name) => queues.get(name) as Queue,
    retryDelayMs,
    lastTrouble: () => lastTrouble,
    close: async () => {
      closing = true
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

/** Puts work into a queue; what already waits there or is being done is left alone. */
export async function enqueue<Name extends QueueName>(queues: Queues, name: Name, work: readonly JobData[Name][]): Promise<void> {
  for (let from = 0; from < work.length; from += BATCH) {
    const jobs = work.slice(from, from + BATCH).map((data) => ({
      name,
      data,
      opts: { ...jobOptions(queues), jobId: jobIdOf(name, data) },
    }))
    await queues.of(name).addBulk(jobs)
  }
}

const BATCH = 500

/**
 * A finished job is removed at once, failed or not: what is to be done follows from the rows, and the sweep must be able to put
 * the same id into the queue again.
 */
export function jobOptions({ retryDelayMs }: Queues): DefaultJobOptions {
  return {
    attempts: ATTEMPTS,
    backoff: { type: 'exponential', delay: retryDelayMs, jitter: 0.2 },
    removeOnComplete: true,
    removeOnFail: true,
  }
}
