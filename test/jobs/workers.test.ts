import { EventEmitter } from 'node:events'
import type { Job, Processor as QueueProcessor, Worker } from 'bullmq'
import { expect, test, vi } from 'vitest'
import type { Backend } from '../../src/jobs/backend.ts'
import { createWorkers, type Processors } from '../../src/jobs/workers.ts'
import { silentLog } from './silent-log.ts'

test.each([
  { queue: 'extract', deaths: 2, recorded: { reason: 'damaged-file' } },
  { queue: 'crawl', deaths: 6, recorded: { message: 'the process died 6 times while working on it.' } },
] as const)(
  'after $deaths deaths of its process a job of $queue is recorded as their cause, and not done again',
  async (given) => {
    const { queue, deaths, recorded } = given
    let work: QueueProcessor | null = null
    const backend: Backend = {
      kind: 'postgres',
      openQueue: () => {
        throw new Error('no queue is needed')
      },
      openWorker: (_name, processor) => {
        work = processor
        return Object.assign(new EventEmitter(), { close: async () => undefined }) as unknown as Worker
      },
    }
    const run = vi.fn()
    const recordFailure = vi.fn()
    const processors = { [queue]: { run, recordFailure, afterwards: async () => undefined } } as unknown as Processors
    createWorkers(backend, processors, { queues: [queue], concurrency: 1, log: silentLog })
    const job = { id: 'a-1', name: queue, queueName: queue, data: { captureId: 1 }, attemptsMade: 0 }
    const handle = work as unknown as QueueProcessor

    await handle({ ...job, stalledCounter: deaths - 1 } as Job)
    expect(run).toHaveBeenCalledTimes(1)
    await expect(handle({ ...job, stalledCounter: deaths } as Job)).rejects.toThrow(`the process died ${deaths} times`)
    expect(run).toHaveBeenCalledTimes(1)
    expect(recordFailure).toHaveBeenCalledWith({ captureId: 1 }, expect.objectContaining(recorded))
  },
)
