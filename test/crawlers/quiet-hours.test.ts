import { afterEach, expect, test, vi } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { QuietNow } from '../../src/crawlers/host-clock.ts'
import { openMemoryLedger } from '../../src/crawlers/memory-ledger.ts'
import type { CrawlIo } from '../../src/model/crawl.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'
import { readHours, readSeason } from '../../src/model/quiet-time.ts'
import { REPORTS, wallRoutes } from '../portals/hosts/wall.ts'
import { articlePage, memoryIo, portalOf, type Site, serve } from './serve.ts'

const sites: Site[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

const manners = { ...PLAIN_MANNERS, quiet: { hours: readHours('22:00-24:00')!, season: readSeason('01-01..01-31')! } }
/** Hours of Tuesday, 13 January 2026, in China. */
const chinaTime = (time: string) => new Date(`2026-01-13T${time}+08:00`)
const setClock = (time: string) => vi.useFakeTimers({ now: chinaTime(time), toFake: ['Date'] })

async function crawl(site: Site, io: CrawlIo) {
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  return await crawlPortal(portal, registry, io, { chromiumPath: null, contact: null, manners })
}

test('in the quiet hours nothing is asked, and the crawl says when it may go on', async () => {
  const site = await serve(wallRoutes())
  sites.push(site)
  setClock('22:30:00')
  const quiet = await crawl(site, memoryIo()).catch((error: unknown) => error)
  expect(quiet).toBeInstanceOf(QuietNow)
  expect((quiet as QuietNow).until).toEqual(chinaTime('24:00:00'))
  expect(site.log).toEqual([])
})

test('a crawl that runs into the quiet hours stops, and goes on afterwards without asking again for what it has', async () => {
  const [first, second, third] = REPORTS as [(typeof REPORTS)[number], (typeof REPORTS)[number], (typeof REPORTS)[number]]
  const routes = wallRoutes()
  routes[second.path] = () => {
    setClock('22:00:01')
    return articlePage(second.title)
  }
  const site = await serve(routes)
  sites.push(site)
  const io = Object.assign(memoryIo(), { ledger: openMemoryLedger() })
  setClock('21:59:00')
  await expect(crawl(site, io)).rejects.toBeInstanceOf(QuietNow)
  expect(site.log.map(({ path }) => path)).toEqual(['/robots.txt', '/nb/', first.path, second.path])

  vi.useFakeTimers({ now: new Date('2026-01-14T00:00:01+08:00'), toFake: ['Date'] })
  const crawled = await crawl(site, { ...io, begunAt: chinaTime('21:59:00') })
  expect(crawled.problems).toEqual([])
  expect(crawled.captures.map(({ url }) => new URL(url).pathname)).toEqual([first.path, second.path, third.path])
  expect(site.log.slice(4).map(({ path, status }) => [path, status])).toEqual([
    ['/robots.txt', 404],
    ['/nb/', 304],
    [third.path, 200],
  ])
})
