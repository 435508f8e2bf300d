import { ConfigError, readConfig } from '../config.ts'
import { createProcessors } from '../jobs/processors.ts'
import { QUEUE_NAMES, type QueueName } from '../jobs/queue-names.ts'
import { resume, sweepRegularly } from '../jobs/sweep.ts'
import { createWorkers } from '../jobs/workers.ts'
import { closeInOrder } from './close-in-order.ts'
import { openWork } from './open-work.ts'
import { serveStatus } from './serve-status.ts'
import { showAlive } from './show-alive.ts'
import { stopSignal, untilStopped } from './stop-signal.ts'
import { hasOtherSchema, watchSchema } from './watch-schema.ts'

export type WorkerOptions = { readonly queues: string; readonly concurrency: number; readonly crawls: number }

/** Processes jobs until it is asked to stop; then the running ones end, a crawl is put back, and the process goes. */
export async function run(options: WorkerOptions): Promise<void> {
  const queues = checkedQueues(options.queues)
  const config = readConfig()
  const stopping = stopSignal()
  const opened: (() => Promise<void>)[] = []
  try {
    const { context, backend, close } = await openWork(config)
    opened.push(close)
    const workers = createWorkers(backend, createProcessors(context), {
      queues,
      concurrency: options.concurrency,
      crawls: options.crawls,
      log: context.log,
      traces: context.traces,
      isOtherSchema: () => hasOtherSchema(context.db),
    })
    opened.push(workers.close)
    await resume(context)
    opened.push(sweepRegularly(context))
    opened.push(await serveStatus(config, context))
    opened.push(await showAlive(context, { role: 'worker', queues }))
    const schema = watchSchema(context)
    opened.push(schema.close)
    process.stderr.write(`working on ${queues.join(', ')} (${backend.kind === 'redis' ? 'Redis' : 'PostgreSQL'}); Ctrl-C stops\n`)
    await untilStopped(AbortSignal.any([stopping, schema.outgrown]))
  } finally {
    await closeInOrder(opened)
  }
}

function checkedQueues(names: string): QueueName[] {
  const wanted = names.split(',').map((name) => name.trim())
  const unknown = wanted.filter((name) => !QUEUE_NAMES.includes(name as QueueName))
  if (unknown.length > 0)
    throw new ConfigError(`--queues: there is no queue "${unknown.join('", "')}". There are ${QUEUE_NAMES.join(', ')}.`)
  return [...new Set(wanted)] as QueueName[]
}
