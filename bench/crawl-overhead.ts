import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'cheerio/slim'
import * as portalCrawls from '../db/portal-crawls.ts'
import * as registryRows from '../db/registry.ts'
import * as runs from '../db/runs.ts'
import { openSnapshotStore } from '../db/snapshot-store.ts'
import { openWork } from '../src/cli/open-work.ts'
import { readConfig } from '../src/config.ts'
import { crawlPortal } from '../src/crawlers/crawl-portal.ts'
import { crawlJob } from '../src/jobs/crawl-job.ts'
import type { CrawlIo } from '../src/model/crawl.ts'
import { PLAIN_MANNERS } from '../src/model/manners.ts'
import type { Registry } from '../src/model/portal.ts'
import { sha256Of } from '../src/model/sha256.ts'
import { openHosts, registryOf } from './crawl-hosts.ts'
import { printShares, sharesOf } from './crawl-shares.ts'
import { bodiesOf, crawlSite } from './crawl-site.ts'

const MANNERS = { ...PLAIN_MANNERS, budget: 1_000_000 }

/** Rounds before the first that counts: a worker reads thousands of pages in a night. */
const WARM_UP = 4

/** Crawls one portal in several ways, round by round in turn, and prints the processor time of a page in each. */
export async function measureOverhead({ bodies, rounds }: { readonly bodies: number; readonly rounds: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-bench-'))
  const { hosts, close } = await openHosts(1, bodies)
  const registry = registryOf(hosts, bodies, 0)
  const work = await openWork(readConfig({ GOUJI_DATA: folder }))
  const context = { ...work.context, sampleManners: MANNERS }
  await registryRows.importRegistry(context.db, registry)
  const paths = Object.keys(crawlSite(bodiesOf(bodies)))
  const expected = bodies * 5
  let stores = 0
  const ways: Readonly<Record<string, () => Promise<void>>> = {
    'fetch and parse alone': async () => {
      for (const path of paths) load(await (await fetch(`http://${hosts[0]}${path}`)).text())
    },
    'a crawl that keeps nothing': () =>
      crawlOnce(
        registry,
        forgetfulIo((bytes) => sha256Of(bytes)),
        expected,
      ),
    '… that keeps snapshots': () => {
      // A store of its own each time: what is there already is not written again.
      const store = openSnapshotStore(join(folder, `store-${stores++}`))
      return crawlOnce(
        registry,
        forgetfulIo((bytes) => store.put(bytes)),
        expected,
      )
    },
    '… and records in the database': async () => {
      const { id: runId } = await runs.start(context.db, { kind: 'manual' })
      const [portalCrawlId = 0] = await portalCrawls.plan(context.db, runId, ['p0'])
      await context.db.deleteFrom('fetches').execute()
      await crawlJob({ ...context, snapshots: openSnapshotStore(join(folder, `store-${stores++}`)) }).run(
        { portalCrawlId },
        { signal: new AbortController().signal },
      )
    },
  }
  const spent = new Map(Object.keys(ways).map((name) => [name, { cpu: 0, wall: 0 }]))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const [cpu, start] = [process.cpuUsage(), performance.now()]
      await way()
      const { user, system } = process.cpuUsage(cpu)
      const sum = spent.get(name)!
      if (round >= 0) spent.set(name, { cpu: sum.cpu + (user + system) / 1_000, wall: sum.wall + performance.now() - start })
    }
  }
  const pages = rounds * paths.length
  const least = spent.get('fetch and parse alone')!.cpu
  console.log(`${paths.length} addresses of one portal, ${rounds} rounds     processor ms a page     ratio     pages/s`)
  for (const [name, { cpu, wall }] of spent) {
    const numbers = [
      (cpu / pages).toFixed(2).padStart(12),
      (cpu / least).toFixed(2).padStart(17),
      ((1_000 * pages) / wall).toFixed(0).padStart(11),
    ]
    console.log(`${name.padEnd(34)}${numbers.join(' ')}`)
  }
  printShares(await sharesOf(ways['a crawl that keeps nothing']!))
  await work.close()
  close()
  await rm(folder, { recursive: true, force: true })
}

async function crawlOnce(registry: Registry, io: CrawlIo, expected: number): Promise<void> {
  const found = await crawlPortal(registry.portals[0]!, registry, io, { chromiumPath: null, contact: null, manners: MANNERS })
  if (found.captures.length !== expected || found.problems.length > 0)
    throw new Error(
      `the crawl found ${found.captures.length} reports of ${expected}: ${JSON.stringify(found.problems.slice(0, 3))}`,
    )
}

function forgetfulIo(save: (bytes: Uint8Array) => string | Promise<string>): CrawlIo {
  return {
    known: async () => null,
    load: () => Promise.reject(new Error('nothing is kept')),
    saveSnapshot: async (bytes) => save(bytes),
    recordFetch: async () => undefined,
  }
}
