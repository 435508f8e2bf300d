import * as registry from '../../db/registry.ts'
import { ConfigError, readConfig } from '../config.ts'
import type { JobContext } from '../jobs/context.ts'
import { createProcessors } from '../jobs/processors.ts'
import { QUEUE_NAMES } from '../jobs/queue-names.ts'
import { continueOrStartRun } from '../jobs/start-run.ts'
import { resume } from '../jobs/sweep.ts'
import { createWorkers } from '../jobs/workers.ts'
import { closeInOrder } from './close-in-order.ts'
import { followRun } from './follow-run.ts'
import { importPortals } from './import-portals.ts'
import { openWork } from './open-work.ts'
import { printSummary } from './print-summary.ts'
import { stopSignal } from './stop-signal.ts'
import { hasOtherSchema } from './watch-schema.ts'

const CONCURRENCY = 2

/** Crawls all portals or one: queued for the workers, or with `once` in this process to the end. */
export async function run(
  portal: string | undefined,
  options: { readonly once?: boolean; readonly portals?: string },
): Promise<void> {
  const config = readConfig()
  const stopping = stopSignal()
  const opened: (() => Promise<void>)[] = []
  try {
    const { context, backend, close } = await openWork(config)
    opened.push(close)
    if (options.portals !== undefined) await importPortals(context.db, options.portals)
    const portals = await chosenPortals(context, portal)
    if (options.once) {
      const workers = createWorkers(backend, createProcessors(context), {
        queues: QUEUE_NAMES,
        concurrency: CONCURRENCY,
        log: context.log,
        traces: context.traces,
        isOtherSchema: () => hasOtherSchema(context.db),
      })
      opened.push(workers.close)
      await resume(context)
    }
    const { runId, continued } = await continueOrStartRun(context, portals)
    if (!options.once) {
      process.stdout.write(`run ${runId} ${continued ? 'goes on' : 'is queued'}; the workers do it\n`)
      return
    }
    await followRun(context.db, runId, process.stderr, stopping)
    if (!stopping.aborted) await printSummary(context.db, runId)
  } finally {
    await closeInOrder(opened)
  }
}

async function chosenPortals({ db }: JobContext, wanted: string | undefined): Promise<string[]> {
  const known = (await registry.loadRegistry(db)).portals.map(({ id }) => id)
  if (known.length === 0)
    throw new ConfigError('No portal is registered. Give a portals file: gouji crawl --portals portals.yaml')
  if (wanted === undefined) return known
  if (!known.includes(wanted)) throw new ConfigError(`There is no portal "${wanted}". Registered are: ${known.join(', ')}.`)
  return [wanted]
}
