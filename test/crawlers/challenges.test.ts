import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { openMemoryLedger } from '../../src/crawlers/memory-ledger.ts'
import type { PortalCrawl } from '../../src/model/crawl.ts'
import { behindChallenge } from '../portals/hosts/challenge.ts'
import { withFault } from '../portals/hosts/faults.ts'
import { REPORTS, wallRoutes } from '../portals/hosts/wall.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const BROWSER = process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null
const ALL = REPORTS.map(({ path }) => path).toSorted()
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

async function crawl(site: Site, chromiumPath = BROWSER, paths: readonly string[] = ['/nb/']) {
  const columns = paths.map((path) => ({ url: site.url(path), authorities: 'all' as const }))
  const { portal, registry } = portalOf(site, columns)
  const io = Object.assign(memoryIo(), { ledger: openMemoryLedger() })
  const found = await crawlPortal(portal, registry, io, { chromiumPath, contact: 'ops@example.org' })
  return { ...found, io }
}

const found = ({ captures }: PortalCrawl) => captures.map(({ url }) => new URL(url).pathname).toSorted()
const statuses = (site: Site, path: string) => site.log.filter((line) => line.path === path).map(({ status }) => status)

describe('a script challenge', () => {
  test.each(['reload', 'two steps', 'another script', 'short, with status 200'] as const)(
    'that a plain browser passes by itself is passed once: %s',
    async (kind) => {
      const site = await open(behindChallenge(wallRoutes(), kind))
      const crawled = await crawl(site)
      expect(crawled.problems).toEqual([])
      expect(found(crawled)).toEqual(ALL)
      const loads = kind === 'two steps' ? 3 : 2
      expect(site.asked('/nb/')).toBe(loads)
      for (const path of ALL) expect(statuses(site, path)).toEqual([200])
      const agents = new Set(site.log.map(({ headers }) => headers['user-agent']))
      expect([...agents]).toEqual(['Gouji/0.1 (+ops@example.org)'])
      expect(crawled.io.records.map(({ url }) => new URL(url).pathname).toSorted()).toEqual(
        site.log.map(({ path }) => path).toSorted(),
      )
      const told = crawled.io.records.map(({ url, outcome, challenge }) => [new URL(url).pathname, outcome, challenge])
      expect(told.filter(([path]) => path === '/nb/').at(0)).toEqual(['/nb/', 'blocked', 'met'])
      expect(told.filter(([path]) => path === '/nb/').at(-1)).toEqual(['/nb/', 'ok', 'passed'])
      for (const path of ALL) expect(told).toContainEqual([path, 'ok', 'passed'])
      expect(await crawled.io.ledger.recall(site.host)).toMatchObject({ needsBrowser: true })
      expect((await crawled.io.ledger.today(site.host)).blocks).toBe(0)
    },
  )

  test('is met at robots.txt first, whose rules hold once it is passed', async () => {
    const routes: Routes = {
      ...wallRoutes(),
      '/robots.txt': { body: 'User-agent: *\nDisallow: /nb/202601/', headers: { 'content-type': 'text/plain' } },
    }
    const site = await open(behindChallenge(routes, 'reload', { robots: true }))
    const crawled = await crawl(site)
    expect(found(crawled)).toEqual(ALL.filter((path) => !path.includes('202601')))
    expect(crawled.problems.map(({ code }) => code)).toEqual(['robots'])
    expect(site.asked('/robots.txt')).toBe(2)
  })

  test('that never ends is a refusal after one try, however many pages of the host are asked for', async () => {
    const site = await open(withFault({ ...wallRoutes(), '/nb2/': String(wallRoutes()['/nb/']) }, '521'))
    const crawled = await crawl(site, BROWSER, ['/nb/', '/nb2/'])
    expect(crawled.problems.map(({ code }) => code)).toEqual(['blocked', 'blocked'])
    expect(crawled.problems[0]?.message).toContain('did not come through')
    expect(crawled.readings.map(({ complete }) => complete)).toEqual([false, false])
    // The first answer, three loads in the browser; then one request for the other column.
    expect(site.asked('/nb/')).toBe(4)
    expect(site.asked('/nb2/')).toBe(1)
    expect((await crawled.io.ledger.today(site.host)).blocks).toBe(2)
  })

  test('that waits for what a plain browser does not do is a refusal, and asks for nothing more', async () => {
    const site = await open(withFault(wallRoutes(), '412'))
    const crawled = await crawl(site)
    expect(crawled.problems.map(({ code }) => code)).toEqual(['blocked'])
    expect(site.asked('/nb/')).toBe(1)
  })

  test('calls of its script are bounded, and go nowhere else', async () => {
    const other = await open({ '/hit': 'x' })
    const script = `<html><script>document.cookie="C3VK=1";for(let n=0;n<100;n++)fetch('/beat?'+n);fetch('${other.url('/hit')}')</script></html>`
    const site = await open(
      new Proxy(wallRoutes(), {
        get: (target, key) => (String(key) === '/robots.txt' ? target['/robots.txt'] : { status: 521, body: script }),
      }),
    )
    const crawled = await crawl(site)
    expect(crawled.problems.map(({ code }) => code)).toEqual(['blocked'])
    expect(site.log.length).toBeLessThanOrEqual(13)
    expect(other.log).toEqual([])
  })

  test('without a browser is a refusal, and the missing browser is said beside it', async () => {
    const site = await open(behindChallenge(wallRoutes(), 'reload'))
    const crawled = await crawl(site, '/nowhere/chromium')
    expect(crawled.problems.map(({ code }) => code)).toEqual(['blocked', 'browser-missing'])
    expect(site.asked('/nb/')).toBe(1)
  })
})

test.each(['captcha', 'firewall'] as const)('a %s is shown to no browser', async (fault) => {
  const site = await open(withFault(wallRoutes(), fault))
  await crawl(site)
  expect(site.asked('/nb/')).toBe(1)
})

test('a pass that does not last is asked for no second time', async () => {
  let pages = 0
  const routes = behindChallenge(wallRoutes(), 'reload')
  const site = await open(
    new Proxy(routes, {
      get: (target, key) => {
        const route = target[String(key)]
        if (String(key) === '/robots.txt' || typeof route !== 'function') return route
        // Two pages, and the cookie is worth nothing any more.
        return (request: IncomingMessage) => {
          if (request.headers.cookie?.includes('pass=') && ++pages > 2) delete request.headers.cookie
          return route(request)
        }
      },
    }),
  )
  const crawled = await crawl(site)
  expect(new Set(crawled.problems.map(({ code }) => code))).toEqual(new Set(['blocked']))
  expect(found(crawled)).toHaveLength(1)
  expect(site.asked('/nb/')).toBe(2)
  expect(site.log.length).toBeLessThanOrEqual(6)
})
