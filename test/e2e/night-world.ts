import { join } from 'node:path'
import { inject } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { followRun } from '../../src/cli/follow-run.ts'
import { openWork, type Work } from '../../src/cli/open-work.ts'
import { servePages } from '../../src/cli/serve-pages.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { continueOrStartRun } from '../../src/jobs/start-run.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { freePort } from '../jobs/redis-server.ts'
import type { Night } from '../portals/district/sample-report.ts'
import { type SamplePortals, startSamplePortals } from '../portals/start-sample-portals.ts'
import { openTestDatabase, type Template } from '../test-database.ts'

/** The column that nobody registered before the first night: that of 云岚市统计局. */
const LEFT_OUT = { authority: 'yl-tongjiju', name: '云岚市统计局' } as const

export type E2eWorld = {
  readonly db: Db
  readonly url: string
  /** Serves the sample portals as they are on a night, and lets workers do whatever is queued, until closed. */
  readonly work: (night: Night) => Promise<{ readonly crawlAll: () => Promise<number>; readonly close: () => Promise<void> }>
  readonly close: () => Promise<void>
}

/**
 * The review pages as `gouji serve` serves them, over what a first night has brought home from the sample portals. The night is worked once in a test
 * run; each file gets a copy of its database, and all share its snapshots, which never change.
 */
export async function openE2eWorld(settings: Readonly<Record<string, string>> = {}): Promise<E2eWorld> {
  const database = await openTestDatabase({ template: FIRST_NIGHT })
  const config = configOf(database.url, await freePort(), settings)
  const work = await openWork(config)
  const pages = await servePages(config, { ...work.context, queues: async () => work.context.queues })
  return {
    db: database.db,
    url: pages.url,
    work: async (night) => {
      const portals = await portalsOf(night, await basePortOf(database.db))
      const workers = workersOf(work)
      const crawlAll = () => crawl(work, Object.values(PORTALS))
      const close = async () => {
        await workers.close()
        await portals.close()
      }
      return { crawlAll, close }
    },
    close: async () => {
      await pages.close()
      await work.close()
      await database.close()
    },
  }
}

/** A busy machine takes minutes for a night that takes seconds. */
const PATIENCE_MS = 240_000

const PORTALS = { main: 'yunlan-main', gongkai: 'yunlan-gongkai', townships: 'yunlan-townships' } as const

const FIRST_NIGHT: Template = {
  name: 'gouji_first_night',
  lock: 7_312,
  fill: async (url) => {
    const work = await openWork(configOf(url, 1))
    const portals = await portalsOf(1, 20_000 + Math.floor(Math.random() * 10_000))
    const workers = workersOf(work)
    try {
      const { text } = withoutColumn(portals.portalsYaml)
      await registry.importRegistry(work.context.db, readPortalsFile(text, 'e2e.yaml'))
      const runId = await crawl(work, Object.values(PORTALS))
      const run = await runs.get(work.context.db, runId)
      if (run?.state !== 'complete') throw new Error(`the first night ended as ${run?.state}`)
    } finally {
      await workers.close()
      await portals.close()
      await work.close()
    }
  },
}

/** The data folder that all files share; nothing but snapshots and summaries is in it. */
function configOf(databaseUrl: string, port: number, settings: Readonly<Record<string, string>> = {}): Config {
  return readConfig({
    ...settings,
    DATABASE_URL: databaseUrl,
    GOUJI_DATA: join(inject('databaseFolder'), 'e2e'),
    GOUJI_PORT: String(port),
    GOUJI_LOG_LEVEL: 'error',
    PLAYWRIGHT_CHROMIUM_PATH: process.env['PLAYWRIGHT_CHROMIUM_PATH'],
  })
}

function workersOf({ backend, context }: Work) {
  return createWorkers(backend, createProcessors(context), { queues: QUEUE_NAMES, concurrency: 2, log: context.log })
}

async function crawl({ context }: Work, portals: readonly string[]): Promise<number> {
  const { runId } = await continueOrStartRun(context, portals)
  await followRun(context.db, runId, { write: () => undefined }, AbortSignal.timeout(PATIENCE_MS))
  return runId
}

/** The sample portals at the addresses that the registry has; the first night takes any. */
function portalsOf(night: Night, basePort: number): Promise<SamplePortals> {
  return startSamplePortals({ basePort, night })
}

/** The first of the three ports that the first night was served at. */
async function basePortOf(db: Db): Promise<number> {
  const { portals } = await registry.loadRegistry(db)
  return Number(portals.find(({ id }) => id === PORTALS.main)?.host.split(':')[1])
}

type PortalsFile = { readonly portals: { columns: { url: string; authorities: 'all' | string[] }[] }[] }

/** The portals file without the column of `LEFT_OUT`, and where that column is. */
function withoutColumn(portalsYaml: string): { readonly text: string } {
  const file = parse(portalsYaml) as PortalsFile
  for (const portal of file.portals) portal.columns = portal.columns.filter(({ authorities }) => !isLeftOut(authorities))
  return { text: stringify(file) }
}

function isLeftOut(authorities: 'all' | readonly string[]): boolean {
  return authorities !== 'all' && authorities.length === 1 && authorities[0] === LEFT_OUT.authority
}
