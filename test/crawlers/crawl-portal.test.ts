import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { articlePage, listPage, memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const options = { chromiumPath: null, contact: 'ops@example.cn' }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

const finance = '示例区财政局2025年政府信息公开工作年度报告'
const education = '示例区教育局2025年政府信息公开工作年度报告'

function twoPages(): Routes {
  return {
    '/nb/': listPage(
      [
        ['./202601/t20260120_101.html', finance, '2026-01-19'],
        ['./202601/t20260121_102.html', '关于做好2025年政府信息公开工作年度报告编制工作的通知', '2026-01-02'],
        ['./202601/t20260122_103.html', '邻县财政局2025年政府信息公开工作年度报告', '2026-01-22'],
      ],
      '<script>createPageHTML(2, 0, "index", "html")</script>',
    ),
    '/nb/index_1.html': listPage([['./202601/t20260123_104.html', education, '[2026-01-23]']]),
    '/nb/202601/t20260120_101.html': {
      body: articlePage(finance),
      headers: { 'last-modified': 'Mon, 19 Jan 2026 20:00:00 GMT' },
    },
    '/nb/202601/t20260123_104.html': articlePage(education, '<p>详见附件</p><p><a href="./P0201.pdf">教育局年报.pdf</a></p>'),
    '/nb/202601/P0201.pdf': { body: '%PDF-1.4 …', headers: { 'content-type': 'application/pdf' } },
  }
}

describe('a static list', () => {
  test('is read to its end; reports and their files are captured with every date', async () => {
    const site = await open(twoPages())
    const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
    const io = memoryIo()
    const crawl = await crawlPortal(portal, registry, io, options)

    expect(crawl.problems).toEqual([])
    expect(crawl.family).toBe('trs-static')
    expect(crawl.readings).toMatchObject([{ complete: true, pages: 2, problem: null }])
    expect(crawl.readings[0]?.entries.map(({ title, judgement }) => [title, judgement])).toEqual([
      [finance, 'candidate'],
      ['关于做好2025年政府信息公开工作年度报告编制工作的通知', 'not-report'],
      ['邻县财政局2025年政府信息公开工作年度报告', 'foreign'],
      [education, 'candidate'],
    ])
    expect(crawl.captures).toMatchObject([
      {
        url: site.url('/nb/202601/t20260120_101.html'),
        authority: 'finance',
        attachmentOf: null,
        dates: [
          { date: '2026-01-19', from: 'list' },
          { date: '2026-01-20', from: 'url' },
          { date: '2026-01-20', from: 'header:Last-Modified' },
        ],
      },
      { authority: 'education', attachmentOf: null },
      {
        url: site.url('/nb/202601/P0201.pdf'),
        authority: 'education',
        listTitle: education,
        attachmentOf: site.url('/nb/202601/t20260123_104.html'),
      },
    ])
    for (const { sha256 } of crawl.captures) expect(io.snapshots.has(sha256)).toBe(true)
    expect(site.log.every(({ headers }) => headers['user-agent'] === 'Gouji/0.1 (+ops@example.cn)')).toBe(true)
    expect(crawl.requests).toBe(site.log.length)
    expect(io.records.length).toBe(site.log.length)
  })

  test('costs no bodies on a second night without changes, and captures the same again', async () => {
    const site = await open(twoPages())
    const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
    const io = memoryIo()
    const first = await crawlPortal(portal, registry, io, options)
    const before = site.log.length
    const second = await crawlPortal(portal, registry, io, options)

    const again = site.log.slice(before).filter(({ path }) => path !== '/robots.txt')
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 304))
    expect(second.captures).toEqual(first.captures)
    expect(second.readings).toEqual(first.readings)
  })

  test('tells on the second night what was changed at the same address', async () => {
    const site = await open(twoPages())
    const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
    const io = memoryIo()
    const first = await crawlPortal(portal, registry, io, options)
    site.routes['/nb/202601/t20260120_101.html'] = articlePage(`${finance}（更正）`)
    const second = await crawlPortal(portal, registry, io, options)
    expect(second.captures[0]?.url).toBe(first.captures[0]?.url)
    expect(second.captures[0]?.sha256).not.toBe(first.captures[0]?.sha256)
    expect(second.captures.slice(1)).toEqual(first.captures.slice(1))
  })
})
