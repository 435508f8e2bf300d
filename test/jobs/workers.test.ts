import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Job, Processor as QueueProcessor, Worker } from 'bullmq'
import { expect, test, vi } from 'vitest'
import type { Backend } from '../../src/jobs/backend.ts'
import { CRAWLS_AT_ONCE } from '../../src/jobs/crawls-at-once.ts'
import { createWorkers, type Processors } from '../../src/jobs/workers.ts'
import { silentLog } from './silent-log.ts'

test.each([
  { queue: 'extract', deaths: 5, recorded: { reason: 'damaged-file' } },
  { queue: 'crawl', deaths: 10, recorded: { message: expect.stringContaining('its process was lost 10 times') } },
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
    await expect(handle({ ...job, stalledCounter: deaths } as Job)).rejects.toThrow(`its process was lost ${deaths} times`)
    expect(run).toHaveBeenCalledTimes(1)
    expect(recordFailure).toHaveBeenCalledWith({ captureId: 1 }, expect.objectContaining(recorded))
  },
)

test('a job that was lost twice is worked on alone, so that what dies with it is not taken for the cause', async () => {
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
  let going = 0
  const seen: Record<string, number> = {}
  const run = async ({ captureId }: { captureId: string }) => {
    going++
    await delay(30)
    seen[captureId] = going
    await delay(30)
    going--
  }
  const processors = { extract: { run, recordFailure: vi.fn(), afterwards: async () => undefined } } as unknown as Processors
  createWorkers(backend, processors, { queues: ['extract'], concurrency: 3, log: silentLog })
  const handle = work as unknown as QueueProcessor
  const job = (captureId: string, stalledCounter: number) =>
    handle({ name: 'extract', queueName: 'extract', data: { captureId }, attemptsMade: 0, stalledCounter } as Job)
  await Promise.all([job('a', 0), job('b', 1), job('suspect', 2), job('c', 0)])
  expect(seen).toEqual({ a: 2, b: 2, suspect: 1, c: 1 })
})

test('crawls have a number of their own: they wait for their turns, where other jobs work', () => {
  const opened: Record<string, number> = {}
  const backend: Backend = {
    kind: 'postgres',
    openQueue: () => {
      throw new Error('no queue is needed')
    },
    openWorker: (name, _processor, { concurrency }) => {
      opened[name] = concurrency
      return Object.assign(new EventEmitter(), { close: async () => undefined }) as unknown as Worker
    },
  }
  const queues = ['crawl', 'check'] as const
  createWorkers(backend, {} as Processors, { queues, concurrency: 2, crawls: 700, log: silentLog })
  expect(opened).toEqual({ crawl: 700, check: 2 })
  createWorkers(backend, {} as Processors, { queues, concurrency: 3, log: silentLog })
  expect(opened).toEqual({ crawl: CRAWLS_AT_ONCE, check: 3 })
})

test('a job that another process holds by now is broken off: it alone tells what becomes of it', async () => {
  let work: QueueProcessor | null = null
  const lost = new AbortController()
  const worker = Object.assign(new EventEmitter(), { close: async () => undefined, cancelJob: () => lost.abort() })
  const backend: Backend = {
    kind: 'postgres',
    openQueue: () => {
      throw new Error('no queue is needed')
    },
    openWorker: (_name, processor) => {
      work = processor
      return worker as unknown as Worker
    },
  }
  const recordFailure = vi.fn()
  const run = (_data: unknown, { signal }: { signal: AbortSignal }) => delay(10_000, undefined, { signal })
  const processors = { crawl: { run, recordFailure, afterwards: async () => undefined } } as unknown as Processors
  createWorkers(backend, processors, { queues: ['crawl'], concurrency: 1, log: silentLog })
  const job = { id: 'a-1', name: 'crawl', queueName: 'crawl', data: {}, attemptsMade: 3, stalledCounter: 0 } as unknown as Job
  const running = (work as unknown as QueueProcessor)(job, 'token', lost.signal)
  worker.emit('lockRenewalFailed', ['a-1'])
  await expect(running).rejects.toThrow('aborted')
  expect(recordFailure).not.toHaveBeenCalled()
})
