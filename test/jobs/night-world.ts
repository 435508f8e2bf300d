import { setTimeout as delay } from 'node:timers/promises'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import type { JobContext } from '../../src/jobs/context.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import type { RunSummary } from '../../src/jobs/run-summary.ts'
import { continueOrStartRun } from '../../src/jobs/start-run.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { type LoggedRequest, startSixteen, type World } from '../portals/sixteen/start-sixteen.ts'
import { openJobWorld } from './job-world.ts'
import { silentLog } from './silent-log.ts'

/** One night over the whole world: its summary, and what the hosts were asked. */
export type Night = { readonly summary: RunSummary; readonly asked: readonly LoggedRequest[] }

export type NightWorld = {
  readonly world: World
  readonly context: JobContext
  /** Address of its database. */
  readonly url: string
  /** Crawls the portals (all of them, unless they are named) on a new day. */
  readonly night: (changed?: Partial<JobContext>, options?: NightOptions) => Promise<Night>
  readonly close: () => Promise<void>
}

type NightOptions = {
  readonly portals?: readonly string[] | undefined
  /** Called now and then until the run has ended. */
  readonly meanwhile?: ((runId: number) => Promise<void>) | undefined
}

/** So many portals are crawled side by side. */
const CRAWLERS = 8
const PATIENCE_MS = 230_000

/** All hosts of the world registered in a database of their own; `pace`: seconds between two requests to one of them. */
export async function openNightWorld({ pace }: { readonly pace: number }): Promise<NightWorld> {
  const [jobs, world] = await Promise.all([openJobWorld(), startSixteen({ pace })])
  const { db } = jobs.context
  const context: JobContext = { ...jobs.context, chromiumPath: process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null }
  await registry.importRegistry(db, readPortalsFile(world.portalsYaml, 'sixteen.yaml'))
  return {
    world,
    context,
    url: jobs.url,
    night: async (changed = {}, { portals = world.hosts.map(({ name }) => name), meanwhile } = {}) => {
      // What a host did yesterday is over.
      await db.deleteFrom('host_days').execute()
      const from = world.log.length
      const now = { ...context, ...changed }
      const { runId } = await continueOrStartRun(now, portals)
      const workers = createWorkers(jobs.backend, createProcessors(now), {
        queues: QUEUE_NAMES,
        concurrency: CRAWLERS,
        log: silentLog,
      })
      try {
        for (const start = Date.now(); ; await delay(50)) {
          const run = await runs.get(db, runId)
          if (run?.state !== 'running') return { summary: run?.summary as RunSummary, asked: world.log.slice(from) }
          if (Date.now() - start > PATIENCE_MS) throw new Error(`night ${runId} goes on for ${PATIENCE_MS / 1_000} s`)
          await meanwhile?.(runId)
        }
      } finally {
        await workers.close()
      }
    },
    close: async () => {
      await jobs.close()
      await world.close()
    },
  }
}
