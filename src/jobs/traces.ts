import { randomBytes } from 'node:crypto'
import type { Job } from 'bullmq'
import * as belonging from '../../db/belonging.ts'
import type { Db } from '../../db/connect.ts'
import { GiveUp } from '../model/give-up.ts'
import type { RecordSpan, SpanFacts, SpanPlace } from '../model/trace.ts'
import type { Log } from './context.ts'
import type { JobData, QueueName } from './queue-names.ts'
import { placeAbove } from './span-places.ts'

/**
 * What became of a job: `later` is tried again, `never` can never be done, `failed` was tried often enough; `put-back` goes to another
 * process since this one stops, `taken` is in another's hands already, and `waits` for a database or disk.
 */
type Fate = 'done' | 'later' | 'never' | 'failed' | 'put-back' | 'taken' | 'waits'

/** The span of one attempt at a job. */
export type JobSpan = {
  readonly at: SpanPlace
  readonly tell: (facts: SpanFacts) => void
  /** Does a part of the work as a span of its own. */
  readonly within: <T>(name: string, work: () => Promise<T>) => Promise<T>
  readonly end: (fate: Fate, error?: Error) => void
}

export type Traces = {
  readonly record: RecordSpan
  /** Never fails: where the job belongs that cannot be looked up is the root of a trace. */
  readonly begin: (job: Job) => Promise<JobSpan>
}

export function openTraces({ db, log, record }: { readonly db: Db; readonly log: Log; readonly record: RecordSpan }): Traces {
  return {
    record,
    begin: async (job) => {
      const { from, now } = startClock()
      const known = await belongingOf(db, job).catch((error: unknown) => {
        log.warn({ err: error, queue: job.queueName, id: job.id }, 'where a job belongs is not known; it begins a trace')
        return null
      })
      const above = known && placeAbove(known)
      const at = { traceId: above?.traceId ?? newId(16), spanId: newId(8) }
      const facts: Record<string, SpanFacts[string]> = {
        ...factsOf(job),
        ...(known === null ? {} : { 'gouji.run_id': known.runId }),
      }
      return {
        at,
        tell: (more) => void Object.assign(facts, more),
        within: async (name, work) => {
          const inner = startClock()
          const end = (error: string | null) =>
            record({
              name,
              kind: 'work',
              at: { traceId: at.traceId, spanId: newId(8) },
              parentId: at.spanId,
              from: inner.from,
              to: inner.now(),
              facts: {},
              error,
            })
          try {
            const result = await work()
            end(null)
            return result
          } catch (error) {
            end(errorCode(error))
            throw error
          }
        },
        end: (fate, error) =>
          record({
            name: job.queueName,
            kind: 'job',
            at,
            parentId: above?.spanId ?? null,
            from,
            to: now(),
            facts: { ...facts, 'gouji.fate': fate },
            error: error === undefined ? null : errorCode(error),
          }),
      }
    },
  }
}

/** The time now, and a clock that goes on from it and never back. */
function startClock(): { readonly from: number; readonly now: () => number } {
  const from = Date.now()
  const began = performance.now()
  return { from, now: () => from + performance.now() - began }
}

export function newId(bytes: 8 | 16): string {
  return randomBytes(bytes).toString('hex')
}

/** What sort of error it is: why a document cannot be read, the code of a system or database error, else the name of its class. */
export function errorCode(error: unknown): string {
  if (error instanceof GiveUp) return error.reason
  if (!(error instanceof Error)) return typeof error
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? errorCode(error.cause) : error.name
}

function belongingOf(db: Db, { queueName, data }: Job): Promise<belonging.Belonging | null> {
  const of: { readonly [Name in QueueName]?: (data: JobData[Name]) => Promise<belonging.Belonging | null> } = {
    crawl: async (at) => ('nightly' in at ? null : await belonging.ofCrawl(db, at.portalCrawlId)),
    extract: ({ captureId }) => belonging.ofCapture(db, captureId),
    check: ({ versionId }) => belonging.ofVersion(db, versionId),
    audit: ({ runId }) => belonging.ofRun(db, runId),
    notify: ({ runId }) => belonging.ofRun(db, runId),
    deliver: ({ deliveryId }) => belonging.ofDelivery(db, deliveryId),
  }
  return of[queueName as QueueName]?.(data as never) ?? Promise.resolve(null)
}

/** What the job says of itself: its queue, its ids and how long it waited, by the conventional names where there are any. */
function factsOf({ id, queueName, data, attemptsMade, timestamp, processedOn }: Job): SpanFacts {
  const ids = Object.entries(data as Readonly<Record<string, SpanFacts[string]>>).map(([name, value]) => [
    `gouji.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
    value,
  ])
  return {
    'messaging.system': 'bullmq',
    'messaging.operation.type': 'process',
    'messaging.destination.name': queueName,
    ...(id === undefined ? {} : { 'messaging.message.id': id }),
    'gouji.attempt': attemptsMade + 1,
    'gouji.queued_ms': Math.max((processedOn ?? timestamp) - timestamp, 0),
    ...Object.fromEntries(ids),
  }
}
