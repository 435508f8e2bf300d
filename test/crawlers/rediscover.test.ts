import { afterEach, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'
import { REPORTS, wallRoutes } from '../portals/hosts/wall.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

async function crawl(site: Site, paths: readonly string[] = ['/nb/'], io = memoryIo(), manners = PLAIN_MANNERS) {
  const columns = paths.map((path) => ({ url: site.url(path), authorities: 'all' as const }))
  const { portal, registry } = portalOf(site, columns)
  return await crawlPortal(portal, registry, io, { chromiumPath: null, contact: null, manners })
}

const page = (links: Readonly<Record<string, string>>) =>
  `<html><head><title>示例区人民政府</title></head><body><p>欢迎</p><ul>${Object.entries(links)
    .map(([words, href]) => `<li><a href="${href}">${words}</a></li>`)
    .join('')}</ul></body></html>`

/** The host of the wall with its column at another address. */
function movedTo(path: string, home: string): Routes {
  const { '/nb/': list, ...articles } = wallRoutes()
  return { ...articles, [path]: list!, '/': home }
}

const suggestion = (crawled: Awaited<ReturnType<typeof crawl>>) => crawled.problems.find(({ code }) => code === 'found-elsewhere')

test('nasty 55: a column that is gone is looked for on the home page, and what stands there is told, not taken', async () => {
  const home = page({ 政府信息公开年报: '/xxgk/nb/', 政府网站工作年度报表: '/wz/', 政府信息公开指南: '/zn/' })
  const site = await open(movedTo('/xxgk/nb/', home))
  const crawled = await crawl(site)
  expect(crawled.problems.map(({ code }) => code)).toEqual(['gone', 'found-elsewhere'])
  expect(suggestion(crawled)).toMatchObject({
    url: site.url('/nb/'),
    suggests: [
      {
        url: site.url('/xxgk/nb/'),
        words: '政府信息公开年报',
        from: site.url('/'),
        seen: { entries: 3, reports: 3, isDrawn: false, titles: REPORTS.map(({ title }) => title) },
      },
    ],
  })
  expect(suggestion(crawled)?.message).toContain('--instead-of')
  expect(crawled.captures).toEqual([])
  expect(crawled.readings).toMatchObject([{ complete: false, entries: [] }])
  expect(site.log.map(({ path }) => path)).toEqual(['/robots.txt', '/nb/', '/', '/xxgk/nb/'])
})

test('until somebody accepts it, a place is told every night and asked for every few days', async () => {
  const home = page({ 政府信息公开年报: '/xxgk/nb/' })
  const site = await open(movedTo('/xxgk/nb/', home))
  const io = memoryIo()
  const first = await crawl(site, ['/nb/'], io, { ...PLAIN_MANNERS, recheckDays: 7 })
  site.log.length = 0
  const second = await crawl(site, ['/nb/'], io, { ...PLAIN_MANNERS, recheckDays: 7 })
  expect(suggestion(second)).toEqual(suggestion(first))
  expect(site.log.map(({ path }) => path)).toEqual(['/robots.txt', '/nb/'])
})

test('nasty 55: it is looked for on the page of 政府信息公开, too', async () => {
  const routes = movedTo('/gk/nb/', page({ 政府信息公开: '/gk/', 新闻: '/xw/' }))
  const site = await open({ ...routes, '/gk/': page({ 信息公开年度报告: 'nb/', 指南: 'zn/' }) })
  const crawled = await crawl(site)
  expect(suggestion(crawled)?.suggests?.map(({ url, from }) => [url, from])).toEqual([[site.url('/gk/nb/'), site.url('/gk/')]])
  expect(site.asked('/xw/')).toBe(0)
})

test('nasty 55: a place on a host that is not registered is named and not asked', async () => {
  const elsewhere = await open(wallRoutes())
  const site = await open({ '/': page({ 政府信息公开年报: elsewhere.url('/nb/') }) })
  const crawled = await crawl(site)
  expect(suggestion(crawled)?.suggests).toEqual([
    { url: elsewhere.url('/nb/'), words: '政府信息公开年报', from: site.url('/'), seen: null },
  ])
  expect(suggestion(crawled)?.message).toContain("may be a stranger's. Ask the authority before you register it")
  expect(suggestion(crawled)?.message).not.toContain('--instead-of')
  expect(elsewhere.log).toEqual([])
})

test('nasty 55: where the column itself is sent to another host, that address is named', async () => {
  const elsewhere = await open(wallRoutes())
  const away = { status: 301, headers: { location: elsewhere.url('/nb/') } }
  const site = await open({ '/nb/': away, '/': { status: 301, headers: { location: elsewhere.url('/') } } })
  const crawled = await crawl(site)
  expect(crawled.problems.map(({ code }) => code)).toEqual(['refused-host', 'found-elsewhere'])
  expect(suggestion(crawled)?.suggests?.map(({ url }) => url)).toEqual([elsewhere.url('/nb/'), elsewhere.url('/')])
  expect(elsewhere.log).toEqual([])
})

test('links without reports behind them, and columns that are registered, are no news; a host is asked for little', async () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${'一二三四五六七八九'[n]}局年报`, `/b${n}/`]))
  const routes = { ...wallRoutes(), '/b0/': page({ 首页: '/' }), '/': page({ 年报: '/nb/', ...many }) }
  const site = await open(routes)
  const crawled = await crawl(site, ['/gone/', '/nb/'])
  expect(crawled.problems.map(({ code }) => code)).toEqual(['gone'])
  expect(crawled.captures).toHaveLength(3)
  expect(site.log.filter(({ path }) => path.startsWith('/b')).length).toBeLessThanOrEqual(3)
})
