import { availableParallelism } from 'node:os'
import { DelayedError, type Job, UnrecoverableError, WaitingError, type Worker } from 'bullmq'
import { GiveUp } from '../model/give-up.ts'
import type { Backend } from './backend.ts'
import type { Log } from './context.ts'
import { CRAWLS_AT_ONCE } from './crawls-at-once.ts'
import { openJobLog } from './job-log.ts'
import { isOutage, type Outages, watchOutages } from './outage.ts'
import type { JobData, QueueName } from './queue-names.ts'
import { ATTEMPTS } from './queues.ts'
import { workSideBySide } from './side-by-side.ts'
import type { JobSpan, Traces } from './traces.ts'

type JobAtHand = {
  readonly signal: AbortSignal
  /** Takes what a trace is to tell of the job. */
  readonly span?: JobSpan | undefined
  /** Names the run that the job works for, for the log. */
  readonly tell?: (about: { readonly run: number }) => void
}

/** The work of one queue. All three may run twice, on any machine, and change nothing the second time. */
export type Processor<Data> = {
  /** Loads, calls pure steps, stores. An ordinary error is tried again, a `GiveUp` is recorded at once. */
  readonly run: (data: Data, job: JobAtHand) => Promise<void>
  /** Writes into the row that this will not work, and why. */
  readonly recordFailure: (data: Data, error: Error) => Promise<void>
  /** Puts into the queues what follows from the rows now. Called when the job has left its queue, so that its id is free again. */
  readonly afterwards: (data: Data) => Promise<void>
}

/** Thrown for work that is fine but has to wait for other work: it goes back into its queue, and that is no attempt. */
export class NotNow extends Error {
  readonly delayMs: number

  /** `cause`: why an attempt that was made did not succeed. */
  constructor(delayMs: number, options?: { readonly cause: Error }) {
    super(`to be done in ${delayMs} ms at the earliest`, options)
    this.delayMs = delayMs
  }
}

export type Processors = { readonly [Name in QueueName]: Processor<JobData[Name]> }

/** So long a full disk or a database that is away is waited for; then work fails for good, and the night ends and says so. */
const OUTAGE_PATIENCE_MS = 2 * 3_600_000

export type Workers = {
  /** Takes no new work, lets the running jobs end (a crawl is put back into its queue), and closes. */
  readonly close: () => Promise<void>
}

/**
 * A job that was lost this often is what kills its process. Lost means that the process died, or could not say for half a minute that it works
 * on it: restarts of a machine or of a database meet jobs without their fault, and a crawl, which takes hours, again and again.
 */
const deathsOf = (name: string): number => (name === 'crawl' ? 10 : 5)
/** After so many deaths it is worked on alone, so that what dies with it is not taken for the cause. A crawl kills nothing. */
const DEATHS_UNTIL_ALONE = 2
const isSuspect = ({ queueName, stalledCounter }: Job): boolean => queueName !== 'crawl' && stalledCounter >= DEATHS_UNTIL_ALONE

type Limits = { readonly concurrency: number; readonly crawls?: number }

type Surroundings = {
  readonly log: Log
  /** Left out: no traces are made. */
  readonly traces?: Traces | undefined
  /** Whether the database has the schema of another version of ours; left out: nobody asks. */
  readonly isOtherSchema?: () => Promise<boolean>
}

/** Reading keeps the cores busy: one file more than there are cores, so that none rests while another file is stored. */
function concurrencyOf(name: QueueName, { concurrency, crawls = CRAWLS_AT_ONCE }: Limits): number {
  if (name === 'crawl') return crawls
  return name === 'extract' ? Math.max(concurrency, availableParallelism() + 1) : concurrency
}

export function createWorkers(
  backend: Backend,
  processors: Processors,
  options: Limits & Surroundings & { readonly queues: readonly QueueName[] },
): Workers {
  const stopping = new AbortController()
  const followUps = new Set<Promise<void>>()
  const outages = watchOutages(OUTAGE_PATIENCE_MS)
  const { beside, alone } = workSideBySide()

  function openWorker<Name extends QueueName>(name: Name): Worker {
    const processor = processors[name] as Processor<JobData[Name]>
    const follow = (job: Job<JobData[Name]>) => {
      const followUp = processor.afterwards(job.data).catch((error) => {
        options.log.error({ err: error, queue: name, job: job.data }, 'what follows could not be queued; the next sweep does it')
      })
      followUps.add(followUp)
      followUp.finally(() => followUps.delete(followUp))
    }
    // Three parameters, since only such a processor is given a signal by which its job can be taken back.
    const run = (job: Job, token?: string, lost?: AbortSignal) => {
      const work = () => runOnce(processor, job, token, { stopping: stopping.signal, lost }, { ...options, outages })
      if (name === 'crawl') return work()
      return isSuspect(job) ? alone(work) : beside(work)
    }
    const worker = backend.openWorker(name, run, { concurrency: concurrencyOf(name, options) })
    // Another process holds the job now, or soon: two crawls at once would ask a portal twice as fast as its pace allows.
    worker.on('lockRenewalFailed', (jobIds) => {
      for (const id of jobIds) worker.cancelJob(id)
    })
    worker.on('completed', follow)
    worker.on('failed', (job) => job && follow(job))
    worker.on('error', (error) => {
      // While closing, connections break on purpose.
      if (!stopping.signal.aborted) options.log.warn({ err: error, queue: name }, 'the queue does not answer; trying again')
    })
    return worker
  }

  const workers = options.queues.map(openWorker)
  return {
    close: async () => {
      stopping.abort()
      await Promise.all(workers.map((worker) => worker.close()))
      await Promise.all(followUps)
    },
  }
}

async function runOnce<Data>(
  processor: Processor<Data>,
  job: Job<Data>,
  token: string | undefined,
  { stopping, lost }: { readonly stopping: AbortSignal; readonly lost: AbortSignal | undefined },
  { log, outages, traces, isOtherSchema = async () => false }: Surroundings & { readonly outages: Outages },
): Promise<void> {
  const isDeadly = job.stalledCounter >= deathsOf(job.queueName)
  const span = await traces?.begin(job)
  const { tell, say } = openJobLog(log, job, span?.at)
  try {
    if (isDeadly) throw deadly(job)
    const signal = lost ? AbortSignal.any([stopping, lost]) : stopping
    await processor.run(job.data, { signal, tell, span })
    outages.over()
    say('info', 'a job ended')
    span?.end('done')
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (stopping.aborted) {
      say('info', 'a job goes back into its queue: this process stops')
      span?.end('put-back')
      await job.moveToWait(token)
      throw new WaitingError()
    }
    if (error instanceof NotNow) {
      say('debug', 'a job waits for its turn', { waitMs: error.delayMs })
      // Looking whether it is its turn is no work to tell of; an attempt that was made is.
      if (error.cause instanceof Error) span?.end('later', error.cause)
      return await postpone(job, error.delayMs, token)
    }
    // Whoever holds the job tells what becomes of it.
    if (lost?.aborted) {
      say('warn', 'a job was taken over by another process', { err: error })
      span?.end('taken', error)
      throw error
    }
    const missing = await missingFor(error, isOtherSchema)
    const wait = missing === null ? null : outages.wait()
    if (wait !== null) {
      say('error', `work waits for ${missing}`, { err: error, waitMs: Math.round(wait) })
      span?.end('waits', error)
      return await postpone(job, wait, token)
    }
    const last = job.attemptsMade + 1 >= ATTEMPTS
    if (!(error instanceof GiveUp) && !isDeadly && !last) {
      say('warn', 'a job failed; it is tried again', { err: error })
      span?.end('later', error)
      throw error
    }
    // What can never be read is an outcome of its document, told in the account of the run; anything else is for whoever runs this.
    if (error instanceof GiveUp) say('info', 'a job ended: it can never be done', { err: error })
    else say('error', 'a job failed for good', { err: error })
    span?.end(error instanceof GiveUp ? 'never' : 'failed', error)
    await processor.recordFailure(job.data, error)
    throw new UnrecoverableError(error.message)
  }
}

/** Puts a job back for so long, which is no attempt. In PostgreSQL a moment is a whole number of milliseconds. @throws DelayedError */
async function postpone(job: Job, delayMs: number, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + Math.ceil(delayMs), token)
  throw new DelayedError()
}

/** What has to be there before work can be judged by its error, in words; null where the error is about the work itself. */
async function missingFor(error: Error, isOtherSchema: () => Promise<boolean>): Promise<string | null> {
  if (isOutage(error)) return 'what it needs'
  if (error instanceof GiveUp) return null
  try {
    return (await isOtherSchema()) ? 'a process of the version that the schema of the database belongs to' : null
  } catch (other) {
    // Where that cannot be told, the error of the work is the one to be told.
    return isOutage(other) ? 'what it needs' : null
  }
}

function deadly({ queueName, stalledCounter }: Job): Error {
  const message = `its process was lost ${stalledCounter} times while working on it, the last times on it alone.`
  return queueName === 'extract' ? new GiveUp('damaged-file', message) : new Error(message)
}
