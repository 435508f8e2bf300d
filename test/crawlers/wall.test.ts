import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../src/crawlers/answer.ts'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { openMemoryLedger } from '../../src/crawlers/memory-ledger.ts'
import { openSender } from '../../src/crawlers/send.ts'
import type { CrawlIo, PortalCrawl } from '../../src/model/crawl.ts'
import { type Manners, PLAIN_MANNERS } from '../../src/model/manners.ts'
import type { Portal } from '../../src/model/portal.ts'
import { tellOutcome } from '../nasty.ts'
import { type Fault, withFault } from '../portals/hosts/faults.ts'
import { REPORTS, wallRoutes } from '../portals/hosts/wall.ts'
import { outcomesOfColumns, outcomesOfProblems } from './outcomes.ts'
import { articlePage, listPage, memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

type World = ReturnType<typeof memoryIo>
type More = {
  readonly io?: CrawlIo
  readonly manners?: Manners
  readonly portal?: Partial<Portal>
  readonly authorities?: string[]
}

async function crawl(site: Site, { io = memoryIo(), manners, portal: more, authorities }: More = {}): Promise<PortalCrawl> {
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: authorities ?? 'all' }], more)
  const options = { chromiumPath: null, contact: null }
  return await crawlPortal(portal, registry, io, manners === undefined ? options : { ...options, manners })
}

const found = ({ captures }: PortalCrawl) => captures.map(({ url }) => new URL(url).pathname).toSorted()
const ALL = REPORTS.map(({ path }) => path).toSorted()
const codes = ({ problems }: PortalCrawl) => problems.map(({ code }) => code)
/** An io that remembers from night to night, with what the last readings found. */
const remembering = (): World & { ledger: ReturnType<typeof openMemoryLedger>; keep: (crawl: PortalCrawl) => void } => {
  let last: PortalCrawl | null = null
  const io = memoryIo()
  return Object.assign(io, {
    ledger: openMemoryLedger(),
    lastEntries: async (url: string) => last?.readings.find(({ columnUrl }) => columnUrl === url)?.entries ?? null,
    keep: (crawled: PortalCrawl) => {
      last = crawled
    },
  })
}

describe('walls', () => {
  test.each([
    // Loads: the first, and those of the browser that a script challenge is shown to once.
    ['521', 'blocked', 4, false],
    ['412', 'blocked', 1, false],
    ['202', 'blocked', 1, false],
    ['shell', 'blocked', 4, false],
    ['firewall', 'blocked', 1, true],
    ['captcha', 'needs-human', 1, true],
  ] as const)('nasty 49: %s is %s; other hosts go on, and no storm follows', async (fault: Fault, code, loads, isForTheDay) => {
    const walled = await open(withFault(wallRoutes(), fault))
    const calm = await open(wallRoutes())
    const io = remembering()
    const [behind, free] = await Promise.all([crawl(walled, { io }), crawl(calm)])
    expect(codes(behind)).toEqual([code])
    expect(behind.readings).toMatchObject([{ complete: false }])
    expect(found(free)).toEqual(ALL)
    expect(walled.asked('/nb/')).toBe(loads)
    const asked = walled.log.length
    const again = await crawl(walled, { io })
    expect(codes(again)).toEqual([code])
    expect(walled.log.length - asked).toBe(isForTheDay ? 0 : 1 + loads)
    tellOutcome(code === 'blocked' ? 'blocked' : 'needs_human', outcomesOfProblems(behind))
    tellOutcome('ok', outcomesOfColumns(free.readings))
  })

  test('nasty 49: three refusals in a day end the day for the host, whichever crawl meets them', async () => {
    const site = await open(withFault(wallRoutes(), '521'))
    const io = remembering()
    for (let crawls = 0; crawls < 3; crawls++) await crawl(site, { io })
    const asked = site.log.length
    const after = await crawl(site, { io })
    expect(site.log.length).toBe(asked)
    expect(after.problems[0]?.message).toContain('refused 3 requests today')
    tellOutcome('blocked', outcomesOfProblems(after))
  })

  test('nasty 50: the list in place of articles is a throttle: asked again, slower, and nothing false is kept', async () => {
    const routes = wallRoutes()
    const burst = { left: 2 }
    for (const { path, title } of REPORTS) routes[path] = () => (burst.left-- > 0 ? String(routes['/nb/']) : articlePage(title))
    const site = await open(routes)
    const io = remembering()
    const crawled = await crawl(site, { io })
    expect(crawled.problems).toEqual([])
    expect(found(crawled)).toEqual(ALL)
    // No record says that a list was the article, though its bytes are kept.
    const throttled = io.records.filter(({ outcome }) => outcome === 'later')
    expect(throttled.map(({ status, sha256 }) => [status, sha256 !== null])).toEqual([
      [200, true],
      [200, true],
    ])
    expect(crawled.captures.every(({ sha256 }, n, all) => all.findIndex((other) => other.sha256 === sha256) === n)).toBe(true)
    tellOutcome('ok', outcomesOfColumns(crawled.readings))
  })

  test('nasty 50: the home page in place of articles keeps the column incomplete', async () => {
    const routes = withFault(wallRoutes(), 'softblock', (path) => path !== '/nb/')
    const crawled = await crawl(await open(routes))
    expect(found(crawled)).toEqual([])
    expect(new Set(codes(crawled))).toEqual(new Set(['soft-404']))
    expect(crawled.readings).toMatchObject([{ complete: false }])
    tellOutcome('soft_404', outcomesOfProblems(crawled))
  })

  test('nasty 51: a redirect to itself that wants its cookie back is passed; one without end is blocked after 5 hops', async () => {
    const routes = wallRoutes()
    const list = String(routes['/nb/'])
    routes['/nb/'] = (request) =>
      request.headers.cookie?.includes('CT6T=1')
        ? list
        : { status: 302, headers: { location: '/nb/', 'set-cookie': 'CT6T=1; path=/' } }
    const gate = await open(routes)
    const passed = await crawl(gate)
    expect(found(passed)).toEqual(ALL)
    expect(gate.asked('/nb/')).toBe(2)
    const loop = await open(withFault(wallRoutes(), '302loop'))
    const looped = await crawl(loop)
    expect(codes(looped)).toEqual(['blocked'])
    expect(loop.asked('/nb/')).toBe(6)
    tellOutcome('ok, blocked', [...outcomesOfColumns(passed.readings), ...outcomesOfProblems(looped)])
  })
})

describe('limits', () => {
  test('nasty 53: compressed unasked, twice, or labelled once too little is read; a page of 14 MB as well', async () => {
    const routes = wallRoutes()
    const [first, second, third] = REPORTS.map(({ path }) => path) as [string, string, string]
    const page = (path: string) => Buffer.from(String(routes[path]))
    routes['/nb/'] = { body: gzipSync(gzipSync(page('/nb/'))), headers: { 'content-encoding': 'gzip, gzip' } }
    routes[first] = { body: gzipSync(page(first)) }
    routes[second] = { body: gzipSync(gzipSync(page(second))), headers: { 'content-encoding': 'gzip' } }
    routes[third] = Buffer.concat([page(third), Buffer.from(`<!--${' '.repeat(14 * 1024 * 1024)}-->`)])
    const crawled = await crawl(await open(routes))
    expect(crawled.problems).toEqual([])
    expect(found(crawled)).toEqual(ALL)
    tellOutcome('ok', outcomesOfColumns(crawled.readings))
  })

  test('nasty 53: broken off, cut in its compression, or longer than it says is later', async () => {
    const list = String(wallRoutes()['/nb/'])
    const mislabelled: Routes[string][] = [
      { body: list, headers: { 'content-length': String(Buffer.byteLength(list) + 100), connection: 'close' } },
      { body: list, headers: { 'content-length': '200' } },
    ]
    for (const body of mislabelled) {
      const crawled = await crawl(await open({ ...wallRoutes(), '/nb/': body }))
      expect(codes(crawled)).toEqual(['later'])
      expect(crawled.readings).toMatchObject([{ complete: false }])
      tellOutcome('later', outcomesOfProblems(crawled))
    }
    const cut = await crawl(await open(withFault(wallRoutes(), 'gzip-cut')))
    expect(codes(cut)).toEqual(['later'])
    tellOutcome('later', outcomesOfProblems(cut))
  })

  test('nasty 53: an answer that drips is given up by its rate', async () => {
    const server = createServer((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const sender = openSender('loopback', { rateAfterMs: 200, leastRate: 256 })
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const failure: Error = await sender.send(url, { method: 'GET', headers: {}, body: null }, undefined).then(
      () => new Error('the answer was waited for'),
      (error) => error,
    )
    expect(failure.message).toContain('256 bytes a second')
    tellOutcome(
      'later',
      outcomesOfProblems({ problems: [{ code: failureOf(failure).outcome, url: url.href, message: failure.message }] }),
    )
    sender.close()
    server.close().closeAllConnections()
  })

  test('nasty 53: an AAAA record that nobody answers does no harm', async () => {
    const site = await open(wallRoutes())
    const resolve = async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ]
    const sender = openSender('loopback', {}, resolve)
    const url = new URL(`http://portal.localhost:${site.host.split(':')[1]}/nb/`)
    expect((await sender.send(url, { method: 'GET', headers: {}, body: null }, undefined)).status).toBe(200)
    sender.close()
  })
})

describe('what is not there', () => {
  const SORRY =
    '<html><title>示例区政府网</title><body><div>首页 要闻 公开 服务 互动</div><p>本站改版，敬请关注。第%n次访问</p></body></html>'

  test('nasty 54: a page that is the same for every address is none; one made-up address is asked a day', async () => {
    let visits = 0
    const routes = wallRoutes()
    const known = new Set(Object.keys(routes).filter((path) => path !== REPORTS[1]!.path && path !== REPORTS[2]!.path))
    const site = await open(
      new Proxy(routes, {
        get: (target, path) =>
          path === '/robots.txt' || known.has(String(path)) ? target[String(path)] : () => SORRY.replace('%n', String(++visits)),
      }),
    )
    const io = remembering()
    const crawled = await crawl(site, { io })
    expect(found(crawled)).toEqual([REPORTS[0]!.path])
    expect(codes(crawled)).toEqual(['soft-404', 'soft-404'])
    expect(crawled.readings).toMatchObject([{ complete: false }])
    const recorded = new Map(io.records.map(({ url, outcome, sha256 }) => [new URL(url).pathname, [outcome, sha256 !== null]]))
    expect(REPORTS.map(({ path }) => recorded.get(path))).toEqual([
      ['ok', true],
      ['soft-404', true],
      ['soft-404', true],
    ])
    await crawl(site, { io })
    expect(site.log.filter(({ path }) => path.includes('gouji-'))).toHaveLength(1)
    tellOutcome('soft_404', outcomesOfProblems(crawled))
  })

  test('nasty 54: a page that says so in words needs no made-up address', async () => {
    const site = await open({ ...wallRoutes(), [ALL[0]!]: '<html><title>提示</title><body>您访问的页面不存在</body></html>' })
    const crawled = await crawl(site)
    expect(codes(crawled)).toEqual(['soft-404'])
    expect(site.log.filter(({ path }) => path.includes('gouji-'))).toEqual([])
    tellOutcome('soft_404', outcomesOfProblems(crawled))
  })

  test('nasty 55: a site that was renamed leads everything to its home page: moved, and what was kept stays', async () => {
    const routes = wallRoutes()
    const site = await open(routes)
    const io = remembering()
    io.keep(await crawl(site, { io }))
    const kept = [...io.snapshots.keys()]
    Object.assign(
      site.routes,
      Object.fromEntries(Object.keys(routes).map((path) => [path, { status: 301, headers: { location: '/' } }])),
    )
    site.routes['/'] = '<html><title>示例区融媒体中心</title></html>'
    const moved = await crawl(site, { io })
    expect(codes(moved)).toEqual(['moved'])
    expect(moved.problems[0]?.message).toContain('home page')
    expect(moved.readings).toMatchObject([{ complete: false, entries: [] }])
    expect([...io.snapshots.keys()]).toEqual(expect.arrayContaining(kept))
    tellOutcome('moved', outcomesOfProblems(moved))
  })
})

describe('whose host it is', () => {
  test('nasty 56: a mirror that keeps the path is not asked, wherever a link to it stands', async () => {
    const mirror = await open(wallRoutes())
    const rows = REPORTS.map(({ path, title, year }) => [mirror.url(path), title, `${year + 1}-01-20`] as const)
    const site = await open({ '/nb/': listPage(rows) })
    const crawled = await crawl(site, { portal: { family: 'trs-static' } })
    expect(found(crawled)).toEqual([])
    expect(new Set(codes(crawled))).toEqual(new Set(['refused-host']))
    expect(mirror.log).toEqual([])
    tellOutcome('needs_human', outcomesOfProblems(crawled))
  })

  test('nasty 59: an address of numbers with a port is asked once it is registered, whatever its path says', async () => {
    const routes = wallRoutes()
    const site = await open({ ...routes, '/jiaoyuju/nb/': String(routes['/nb/']) })
    const column = { url: site.url('/jiaoyuju/nb/'), authorities: ['finance'] }
    const crawled = await crawl(site, { portal: { columns: [column] } })
    expect(site.host).toMatch(/^[\d.]+:\d+$/)
    expect(found(crawled)).toEqual(ALL)
    expect(new Set(crawled.captures.map(({ authority }) => authority))).toEqual(new Set(['finance']))
    const elsewhere = await crawl(site, { portal: { host: '127.0.0.1:1', columns: [column] } })
    expect(codes(elsewhere)).toEqual(['refused-host'])
    tellOutcome('ok', outcomesOfColumns(crawled.readings))
    tellOutcome('needs_human', outcomesOfProblems(elsewhere))
  })

  const text = (body: string, status = 200) => ({ status, body, headers: { 'content-type': 'text/plain' } })

  test.each([
    ['Disallow: /', text('User-agent: *\nDisallow: /'), 'robots', 1],
    ['a 404 page', { status: 404, body: '<html><title>404</title></html>' }, null, 5],
    ['the home page', '<html>User-agent: *\nDisallow: /</html>', null, 5],
    ['a refusal', text('', 401), null, 5],
  ] as const)('nasty 60: robots.txt is %s', async (_name, robots, code, requests) => {
    const site = await open({ ...wallRoutes(), '/robots.txt': robots })
    const crawled = await crawl(site)
    expect(codes(crawled)).toEqual(code === null ? [] : [code])
    expect(site.log).toHaveLength(requests)
    if (code === 'robots') expect(crawled.problems[0]?.message).toContain('gouji ingest')
    else expect(found(crawled)).toEqual(ALL)
    const outcomes = [...outcomesOfColumns(crawled.readings), ...outcomesOfProblems(crawled)]
    tellOutcome(code === 'robots' ? 'robots' : 'ok', outcomes)
  })

  test('robots.txt that fails leaves the host alone, unless an earlier copy is known or it has failed for a month', async () => {
    const site = await open({ ...wallRoutes(), '/robots.txt': text('', 502) })
    const io = remembering()
    const failing = await crawl(site, { io })
    expect(codes(failing)).toEqual(['later'])
    expect(failing.problems[0]?.message).toContain('robots.txt')
    expect(site.asked('/nb/')).toBe(0)
    const since = await io.ledger.recall(site.host)
    expect(since.robotsFailingSince).not.toBe(null)
    await io.ledger.remember(site.host, { robotsFailingSince: new Date(Date.now() - 31 * 86_400_000).toISOString() })
    expect(found(await crawl(site, { io }))).toEqual(ALL)

    const copied = await open({ ...wallRoutes(), '/robots.txt': text('User-agent: *\nDisallow: /nb/202601/') })
    const memory = remembering()
    await crawl(copied, { io: memory })
    copied.routes['/robots.txt'] = text('', 503)
    const later = await crawl(copied, { io: memory })
    expect(found(later)).toEqual(ALL.filter((path) => !path.includes('202601')))
    expect(codes(later)).toEqual(['robots'])
  })
})

describe('how much is asked', () => {
  const manners: Manners = { ...PLAIN_MANNERS, recheckDays: 7 }

  test('a second night without changes asks for the lists only; a row that changed is opened again', async () => {
    const site = await open(wallRoutes())
    const io = remembering()
    const first = await crawl(site, { io, manners })
    io.keep(first)
    const before = site.log.length
    const second = await crawl(site, { io, manners })
    expect(site.log.slice(before).map(({ path }) => path)).toEqual(['/robots.txt', '/nb/'])
    expect(second.captures).toEqual(first.captures)
    io.keep(second)
    site.routes['/nb/'] = String(site.routes['/nb/']).replace('2026-01-20', '2026-03-02')
    const third = await crawl(site, { io, manners })
    expect(site.log.slice(before + 2).map(({ path }) => path)).toEqual(['/robots.txt', '/nb/', REPORTS[0]!.path])
    expect(third.problems).toEqual([])
  })

  test('the budget of a host ends its day, and the rest is told', async () => {
    const site = await open(wallRoutes())
    const crawled = await crawl(site, { manners: { ...PLAIN_MANNERS, budget: 3 } })
    expect(site.log).toHaveLength(3)
    expect(crawled.captures).toHaveLength(1)
    expect(crawled.problems.at(-1)).toMatchObject({ code: 'later', message: expect.stringContaining('used up') })
    expect(crawled.readings).toMatchObject([{ complete: false, pages: 1 }])
  })

  test('a list that lost more than half is told once, and believed when it stays so', async () => {
    const rows = Array.from({ length: 8 }, (_, n) => [`/nb/202601/t20260120_${n}.html`, REPORTS[0]!.title, '2026-01-20'] as const)
    const routes: Routes = { '/nb/': listPage(rows) }
    for (const [path] of rows) routes[path] = articlePage(REPORTS[0]!.title)
    const site = await open(routes)
    const io = remembering()
    io.keep(await crawl(site, { io }))
    site.routes['/nb/'] = listPage(rows.slice(0, 3))
    const less = await crawl(site, { io })
    expect(codes(less)).toEqual(['much-less'])
    expect(less.readings).toMatchObject([{ complete: false }])
    io.keep(less)
    expect((await crawl(site, { io })).readings).toMatchObject([{ complete: true }])
  })
})
