import * as registry from '../../db/registry.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { readPortalsFile } from '../crawlers/portals-file.ts'
import { createProcessors } from '../jobs/processors.ts'
import { QUEUE_NAMES } from '../jobs/queue-names.ts'
import { continueOrStartRun } from '../jobs/start-run.ts'
import { resume, sweepRegularly } from '../jobs/sweep.ts'
import { createWorkers } from '../jobs/workers.ts'
import type { Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { closeInOrder } from './close-in-order.ts'
import { firstLinkText } from './first-link.ts'
import { followRun } from './follow-run.ts'
import { loadPortals } from './import-portals.ts'
import { openWork } from './open-work.ts'
import { printSummary } from './print-summary.ts'
import { requirePort } from './require-port.ts'
import { servePages } from './serve-pages.ts'
import { showAlive } from './show-alive.ts'
import { stopSignal, untilStopped } from './stop-signal.ts'
import { hasOtherSchema, watchSchema } from './watch-schema.ts'

const CONCURRENCY = 2

export type StartOptions = { readonly once?: boolean; readonly portals?: string; readonly night?: number }

/** The main job: everything from the portals to the review pages, in this process. */
export async function run(options: StartOptions): Promise<void> {
  const config = readConfig()
  const stopping = stopSignal()
  const opened: (() => Promise<void>)[] = []
  try {
    if (!options.once) await requirePort(config.host, config.port)
    const portals = await openPortals(config, options)
    opened.push(portals.close)
    const work = await openWork(config)
    opened.push(work.close)
    const schema = watchSchema(work.context)
    opened.push(schema.close)
    const over = AbortSignal.any([stopping, schema.outgrown])
    say(`数据库 database: ${config.databaseUrl === null ? `内置 embedded, ${config.dataDir}` : 'DATABASE_URL'}`)
    const { context, backend } = work
    await registry.importRegistry(context.db, portals.registry)
    const workers = createWorkers(backend, createProcessors(context), {
      queues: QUEUE_NAMES,
      concurrency: CONCURRENCY,
      log: context.log,
      traces: context.traces,
      isOtherSchema: () => hasOtherSchema(context.db),
    })
    opened.push(workers.close)
    await resume(context)
    opened.push(sweepRegularly(context))
    opened.push(await showAlive(context, { role: 'start', queues: [...QUEUE_NAMES] }))
    const { runId, continued } = await continueOrStartRun(
      context,
      portals.registry.portals.map(({ id }) => id),
    )
    if (continued) say(`继续第 ${runId} 次运行（上次未完成） continuing run ${runId}, which was interrupted`)
    await followRun(context.db, runId, process.stderr, over)
    if (over.aborted) return say('已停止，下次启动时继续 stopped; the next start continues from here')
    await printSummary(context.db, runId)
    if (options.once) return
    process.exitCode = 0
    const pages = await servePages(config, { ...context, queues: async () => context.queues, record: context.traces?.record })
    opened.push(pages.close)
    say(`核查页面 review pages: ${pages.url}\n${await firstLinkText(context.db, config, pages.url)}按 Ctrl-C 停止 Ctrl-C stops`)
    await untilStopped(over)
  } finally {
    await closeInOrder(opened)
  }
}

type OpenPortals = { readonly registry: Registry; readonly close: () => Promise<void> }

async function openPortals(config: Config, { portals, night }: StartOptions): Promise<OpenPortals> {
  if (portals !== undefined) {
    if (night !== undefined) throw new ConfigError('--night is about the bundled sample portals; leave it out with --portals.')
    return { registry: await loadPortals(portals), close: async () => undefined }
  }
  if (night !== undefined && night !== 1 && night !== 2) throw new ConfigError('--night is 1 or 2.')
  const { startSamplePortals } = await import('../../test/portals/start-sample-portals.ts')
  const sample = await startSamplePortals({ basePort: config.samplePort, night: night ?? 1 }).catch((cause: Error) => {
    throw new SetupError(`${cause.message} (GOUJI_SAMPLE_PORT sets the first of the three ports.)`, { cause })
  })
  say(`示例网站 sample portals: 127.0.0.1:${config.samplePort}–${config.samplePort + 2}`)
  return { registry: readPortalsFile(sample.portalsYaml, 'the sample portals file'), close: sample.close }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
