import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { openHostLedger } from '../../db/host-ledger.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as portalHealth from '../../db/portal-health.ts'
import type { CrawlProblem } from '../../src/model/crawl.ts'
import { conditionOf } from '../../src/model/portal-condition.ts'
import { openTestDatabase } from '../test-database.ts'
import { seed, startRun } from './rows.ts'

let open: OpenDatabase
beforeAll(async () => {
  open = await openTestDatabase()
  await seed(open.db)
})
afterAll(() => open.close())

async function crawl(...problems: CrawlProblem[]): Promise<portalHealth.PortalHealth> {
  const { db } = open
  const [id = 0] = await portalCrawls.plan(db, await startRun(db), ['p1'])
  await portalCrawls.begin(db, id)
  await portalCrawls.end(db, id, { state: problems.length === 0 ? 'complete' : 'failed', family: null, requests: 1, problems })
  return latest()
}

async function latest(): Promise<portalHealth.PortalHealth> {
  return (await portalHealth.latestOfPortals(open.db)).find(({ id }) => id === 'p1')!
}

const later: CrawlProblem = { code: 'later', url: 'https://www.example.gov.cn/nb/', message: 'the host does not answer' }

test('a portal is called unhealthy when it failed three times in a row, or at once where no night mends it', async () => {
  expect(conditionOf(await latest())).toBe('never')
  const good = await crawl()
  expect(good).toMatchObject({ failures: 0, lastSuccess: good.endedAt, lastError: null })
  expect(conditionOf(good)).toBe('healthy')
  expect(conditionOf(await crawl(later))).toBe('trying')
  expect(conditionOf(await crawl(later))).toBe('trying')
  const third = await crawl(later)
  expect(third).toMatchObject({ failures: 3, lastSuccess: good.endedAt, lastError: { at: third.endedAt, problem: later } })
  expect(conditionOf(third)).toBe('unhealthy')
  const back = await crawl()
  expect(back).toMatchObject({ failures: 0, lastError: { at: third.endedAt } })
  expect(conditionOf(back)).toBe('healthy')
  expect(conditionOf(await crawl({ ...later, code: 'moved' }))).toBe('unhealthy')
})

test('hosts that are reached otherwise, or asked no more today, are named', async () => {
  const { host, hosts } = await latest()
  expect(hosts).toEqual([])
  const ledger = openHostLedger(open.db)
  const stop = { outcome: 'blocked', reason: 'a firewall' } as const
  await ledger.remember(host, { way: 'unverified' })
  await ledger.stopToday(host, stop)
  expect((await latest()).hosts).toEqual([{ host, way: 'unverified', stop }])
})
