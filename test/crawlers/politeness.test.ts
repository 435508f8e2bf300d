import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { openSender, RefusedAddress } from '../../src/crawlers/send.ts'
import type { Portal } from '../../src/model/portal.ts'
import { articlePage, listPage, memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const options = { chromiumPath: null, contact: null }
const report = '示例区财政局2025年政府信息公开工作年度报告'
const ARTICLE = '/nb/202601/t20260120_1.html'
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

const oneReport = (): Routes => ({ '/nb/': listPage([[ARTICLE, report, '2026-01-20']]), [ARTICLE]: articlePage(report) })

async function crawl(site: Site, more: Partial<Portal> = {}, paths: readonly string[] = ['/nb/']) {
  const { portal, registry } = portalOf(
    site,
    paths.map((path) => ({ url: site.url(path), authorities: 'all' as const })),
    more,
  )
  const io = memoryIo()
  return { ...(await crawlPortal(portal, registry, io, options)), records: io.records }
}

test('requests to a host keep the pace, robots.txt and redirects included', async () => {
  const site = await open({ ...oneReport(), '/old/': { status: 302, headers: { location: '/nb/' } } })
  const { captures } = await crawl(site, { pace: 0.15 }, ['/old/'])
  expect(captures.length).toBe(1)
  const times = site.log.map(({ at }) => at)
  expect(times.length).toBe(4)
  for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(149)
})

describe('robots.txt', () => {
  test('is respected: the column is told as forbidden, and nothing of it is fetched', async () => {
    const site = await open({
      ...oneReport(),
      '/robots.txt': { body: 'User-agent: *\nDisallow: /', headers: { 'content-type': 'text/plain' } },
    })
    const { problems, readings, captures, records } = await crawl(site)
    expect(problems).toMatchObject([{ code: 'robots' }])
    expect(readings).toMatchObject([{ complete: false }])
    expect(captures).toEqual([])
    expect(site.log.map(({ path }) => path)).toEqual(['/robots.txt'])
    expect(records.map(({ outcome }) => outcome)).toEqual(['ok', 'robots'])
  })

  test('counts only as plain text: a home page served in its place forbids nothing', async () => {
    const site = await open({ ...oneReport(), '/robots.txt': '<html>User-agent: *\nDisallow: /</html>' })
    expect((await crawl(site)).captures.length).toBe(1)
  })

  test('may ask for a slower pace', async () => {
    const site = await open({
      ...oneReport(),
      '/robots.txt': { body: 'User-agent: *\nCrawl-delay: 0.3', headers: { 'content-type': 'text/plain' } },
    })
    await crawl(site)
    const times = site.log.map(({ at }) => at)
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(299)
  })
})

describe('hosts', () => {
  test('a redirect to a host that is not registered is refused', async () => {
    const other = await open(oneReport())
    const site = await open({ '/nb/': { status: 302, headers: { location: other.url('/nb/') } } })
    const { problems, readings } = await crawl(site)
    expect(problems).toMatchObject([{ code: 'refused-host' }, { code: 'found-elsewhere', suggests: [{ seen: null }] }])
    expect(problems[0]?.message).toContain(other.host)
    expect(readings).toMatchObject([{ complete: false }])
    expect(other.log).toEqual([])
  })

  test('a further registered host is followed', async () => {
    const other = await open({ '/f/nb.pdf': { body: '%PDF-1.7', headers: { 'content-type': 'application/pdf' } } })
    const site = await open({ '/nb/': listPage([[other.url('/f/nb.pdf'), report, '2026-01-20']]) })
    const family = 'trs-static'
    expect((await crawl(site, { family })).problems).toMatchObject([{ code: 'refused-host', url: other.url('/f/nb.pdf') }])
    expect((await crawl(site, { family, otherHosts: [other.host] })).captures).toMatchObject([{ url: other.url('/f/nb.pdf') }])
  })

  test('a public portal whose name leads to this machine is refused on the look-up that the connection uses', async () => {
    const server = createServer((_, response) => response.end('secret'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const sender = openSender('public')
    const ask = { method: 'GET', headers: {}, body: null }
    try {
      for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]'])
        await expect(sender.send(new URL(`http://${host}:${port}/`), ask, undefined)).rejects.toBeInstanceOf(RefusedAddress)
    } finally {
      sender.close()
      server.close()
    }
  })

  test('a sample may not leave this machine', async () => {
    const site = await open(oneReport())
    const { problems } = await crawl(site, { host: '192.0.2.1', columns: [{ url: 'http://192.0.2.1/nb/', authorities: 'all' }] })
    expect(problems).toMatchObject([{ code: 'refused-host' }])
  })
})

describe('a host in trouble', () => {
  test('that throttles is asked again after the time it names', async () => {
    let refusals = 0
    const site = await open({
      ...oneReport(),
      [ARTICLE]: () => (refusals++ === 0 ? { status: 429, headers: { 'retry-after': '1' } } : articlePage(report)),
    })
    const { captures, problems } = await crawl(site)
    expect(problems).toEqual([])
    expect(captures.length).toBe(1)
    const [first, second] = site.log.filter(({ path }) => path === ARTICLE)
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(999)
  })

  test('that fails now and then is asked three times, later and later', async () => {
    let failures = 0
    const site = await open({ ...oneReport(), '/nb/': () => (failures++ < 2 ? { status: 502 } : String(oneReport()['/nb/'])) })
    const { captures, problems } = await crawl(site)
    expect(problems).toEqual([])
    expect(captures.length).toBe(1)
    const [first, second, third] = site.log.filter(({ path }) => path === '/nb/')
    expect(third!.at - second!.at).toBeGreaterThan(second!.at - first!.at)
  })

  test('that fails for good leaves the column incomplete', async () => {
    const site = await open({ ...oneReport(), '/nb/': { status: 500 } })
    const { readings, problems } = await crawl(site)
    expect(site.asked('/nb/')).toBe(3)
    expect(problems).toMatchObject([{ code: 'later' }])
    expect(readings).toMatchObject([{ complete: false, pages: 0 }])
  })

  test('that blocks three times is left alone for the rest of the crawl', async () => {
    const rows = Array.from(
      { length: 8 },
      (_, i) => [`/nb/t20260120_${i}.html`, `示例区财政局${2018 + i}年政府信息公开工作年度报告`, '2026-01-20'] as const,
    )
    const routes: Routes = { '/nb/': listPage(rows) }
    for (const [path] of rows) routes[path] = { status: 403, body: 'Forbidden' }
    const site = await open(routes)
    const { readings, problems } = await crawl(site)
    expect(site.log.filter(({ status }) => status === 403).length).toBe(3)
    expect(readings).toMatchObject([{ complete: false, pages: 1 }])
    expect(problems.map(({ code }) => code)).toEqual(['blocked', 'blocked', 'blocked', 'blocked'])
    expect(problems.at(-1)?.message).toContain('refused 3 requests')
  })

  test('that is not there is one clear problem', async () => {
    const site = await open({})
    await site.close()
    const { readings, problems } = await crawl(site, {}, ['/a/', '/b/', '/c/'])
    expect(problems.length).toBeLessThanOrEqual(2)
    expect(problems[0]?.message).toContain('refuses connections')
    expect(readings.map(({ complete }) => complete)).toEqual([false, false, false])
  })
})

describe('answers', () => {
  test('compressed, mislabelled as compressed, or in GBK are read', async () => {
    const gbk = Buffer.from('3c68746d6c3e3c7469746c653ec4eab1a83c2f7469746c653e', 'hex')
    const site = await open({
      ...oneReport(),
      '/nb/': { body: gzipSync(String(oneReport()['/nb/'])), headers: { 'content-encoding': 'gzip' } },
      [ARTICLE]: { body: Buffer.concat([gbk, Buffer.from(articlePage('x'))]), headers: { 'content-encoding': 'gzip' } },
    })
    expect((await crawl(site)).captures.length).toBe(1)
  })

  test('broken off in the middle may work later', async () => {
    const site = await open({
      ...oneReport(),
      '/nb/': { body: gzipSync(String(oneReport()['/nb/'])).subarray(0, 60), headers: { 'content-encoding': 'gzip' } },
    })
    const { problems } = await crawl(site)
    expect(problems).toMatchObject([{ code: 'later' }])
    expect(problems[0]?.message).toContain('decompressed')
  })

  test('larger than the limit are refused', async () => {
    const site = await open({
      ...oneReport(),
      [ARTICLE]: { body: articlePage(report), headers: { 'content-length': '32000000' } },
    })
    expect((await crawl(site)).problems).toMatchObject([{ code: 'too-large' }])
  })
})
