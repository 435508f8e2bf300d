import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import * as runs from '../../db/runs.ts'
import { comeBackIn } from '../../src/jobs/come-back.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { NotNow } from '../../src/jobs/workers.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'
import { articlePage, listPage, portalOf, type Routes, type Site, serve } from '../crawlers/serve.ts'
import { type JobWorld, openJobWorld, rowsOf } from './job-world.ts'

const MINUTE_MS = 60_000
const now = new Date('2026-01-13T03:00:00+08:00')
const quiet = { hours: { from: 4 * 60, to: 5 * 60 }, season: { from: '01-01', to: '12-31' } }
const away = { isNightly: true, wasWell: true, awayMs: 0 }

test.each([
  { name: 'just gone', given: {}, minutes: 10 },
  { name: 'gone for half an hour', given: { awayMs: 30 * MINUTE_MS }, minutes: 30 },
  { name: 'gone for two hours', given: { awayMs: 120 * MINUTE_MS }, minutes: 60 },
  { name: 'gone for nearly four hours', given: { awayMs: 200 * MINUTE_MS }, minutes: null },
  { name: 'gone the night before as well', given: { wasWell: false }, minutes: null },
  { name: 'crawled by hand', given: { isNightly: false }, minutes: null },
])('a portal that is $name is asked again in $minutes minutes', ({ given, minutes }) => {
  const wait = comeBackIn({ ...away, ...given }, { quiet: null }, now)
  expect(wait === null ? null : wait / MINUTE_MS).toBe(minutes)
})

test('no portal is waited for into the hours of its officers', () => {
  expect(comeBackIn({ ...away, awayMs: 55 * MINUTE_MS }, { quiet }, now)).toBe(55 * MINUTE_MS)
  expect(comeBackIn({ ...away, awayMs: 65 * MINUTE_MS }, { quiet }, now)).toBeNull()
})

const title = (year: number) => `示例区财政局${year}年政府信息公开工作年度报告`
const columns = ['/a/', '/b/']

let world: JobWorld
let site: Site
/** After so many more requests the portal drops every connection. */
let answersLeft: number
beforeEach(async () => {
  world = await openJobWorld()
  const pages: Record<string, string> = {
    '/a/': listPage([['/a/1.html', title(2024), '2025-01-20']]),
    '/b/': listPage([['/b/1.html', title(2023), '2024-01-20']]),
    '/a/1.html': articlePage(title(2024)),
    '/b/1.html': articlePage(title(2023)),
  }
  const whileThere = (body: string) => () => {
    if (answersLeft-- <= 0) throw new Error('gone')
    return { body, headers: { 'content-type': 'text/html' } }
  }
  const routes = Object.fromEntries(Object.entries(pages).map(([path, body]) => [path, whileThere(body)])) as Routes
  site = await serve({ ...routes, '/robots.txt': () => ({ ...whileThere('')(), status: 404 }) })
  const { registry: known } = portalOf(
    site,
    columns.map((path) => ({ url: site.url(path), authorities: 'all' })),
  )
  await registry.importRegistry(world.context.db, known)
})
afterEach(async () => {
  await site.close()
  await world.close()
})

async function planNight(): Promise<number> {
  const { db } = world.context
  const { id } = await runs.start(db, { kind: 'nightly' })
  return (await portalCrawls.plan(db, id, ['p']))[0] as number
}

/** One visit of the crawl: the minutes after which it wants to come back, or null when it has ended. */
async function visit(portalCrawlId: number): Promise<number | null> {
  const sampleManners = { ...PLAIN_MANNERS, awayPatienceMs: 4 * 60 * MINUTE_MS }
  const { crawl } = createProcessors({ ...world.context, sampleManners })
  const thrown: unknown = await crawl.run({ portalCrawlId }, { signal: new AbortController().signal }).catch((error) => error)
  if (thrown === undefined) return null
  if (!(thrown instanceof NotNow)) throw thrown
  return Math.round(thrown.delayMs / MINUTE_MS)
}

const letTimePass = (hours: number) =>
  sql`UPDATE fetches SET fetched_at = fetched_at - make_interval(hours => ${hours})`.execute(world.context.db)
const crawled = async () => {
  const { portal_crawls, column_readings, captures } = await rowsOf(world)
  return {
    states: (portal_crawls as { state: string }[]).map(({ state }) => state),
    pages: (column_readings as { pages: number; complete: boolean }[]).map(({ pages, complete }) => [pages, complete]).toSorted(),
    captures: captures?.length,
  }
}

test('a portal that is away is asked again within its night, and its crawl is complete when it is back', async () => {
  const id = await planNight()
  answersLeft = 0
  expect(await visit(id)).toBe(10)
  expect((await crawled()).states).toEqual(['waiting'])
  answersLeft = 100
  expect(await visit(id)).toBeNull()
  expect(await crawled()).toEqual({
    states: ['complete'],
    pages: [
      [1, true],
      [1, true],
    ],
    captures: 2,
  })
})

test('a portal that goes away in the middle and stays away ends its crawl: what was read counts, and the rest is told', async () => {
  const id = await planNight()
  // robots.txt, both lists and one article.
  answersLeft = 4
  expect(await visit(id)).toBe(10)
  const before = await crawled()
  expect(before).toMatchObject({ states: ['waiting'], captures: 1 })
  await letTimePass(2)
  expect(await visit(id)).toBe(60)
  await letTimePass(2)
  expect(await visit(id)).toBeNull()
  expect(await crawled()).toEqual({ ...before, states: ['partial'] })
  const crawl = await world.context.db
    .selectFrom('portal_crawls')
    .select('problems')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(JSON.stringify(crawl.problems)).toContain('did not answer')

  // In the next night nobody waits for it.
  expect(await visit(await planNight())).toBeNull()
  expect((await crawled()).states.toSorted()).toEqual(['failed', 'partial'])
})
