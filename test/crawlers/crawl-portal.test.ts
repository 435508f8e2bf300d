import { existsSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { articlePage, listPage, memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const options = { chromiumPath: null, contact: 'ops@example.cn' }
const chromiumPath = process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null
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

const report = (name: string, year = 2025) => `${name}${year}年政府信息公开工作年度报告`
const row = (n: number, title: string) => [`/nb/t2026012${n}_${n}.html`, title, `2026-01-2${n}`] as const

async function crawlOf(routes: Routes, authorities: 'all' | readonly string[] = 'all') {
  const site = await open(routes)
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities }])
  return { ...(await crawlPortal(portal, registry, memoryIo(), options)), site }
}

describe('the end of a list', () => {
  const pager = (code: string) => `<script>${code}</script>`
  const articles = { [row(1, '')[0]]: articlePage(report('示例区财政局')), [row(2, '')[0]]: articlePage(report('示例区教育局')) }
  const one = listPage([row(1, report('示例区财政局'))])
  const two = listPage([row(2, report('示例区教育局'))])

  test('is a page that does not exist, however many the pager declares', async () => {
    const { readings, problems } = await crawlOf({
      ...articles,
      '/nb/': listPage([row(1, report('示例区财政局'))], pager('var countPage = 9; var currentPage = 0; var countnum = 6348')),
      '/nb/index_1.html': two,
    })
    expect(problems).toEqual([])
    expect(readings).toMatchObject([{ complete: true, pages: 2, declared: 6348 }])
  })

  test('is not a second page that shows the first again', async () => {
    const first = listPage([row(1, report('示例区财政局'))], pager('createPageHTML(3, 0, "index", "html")') + ' '.repeat(1_000))
    const { readings, problems } = await crawlOf({ ...articles, '/nb/': first, '/nb/index_1.html': first })
    expect(readings).toMatchObject([{ complete: false, pages: 1 }])
    expect(problems).toMatchObject([{ code: 'soft-404' }])
  })

  test('is found by trying where the pager leaves the counting open', async () => {
    const { readings, site } = await crawlOf({
      ...articles,
      '/nb/': `${one}<p>共2页</p>`,
      '/nb/index_2.html': `${two}<p>共2页</p>`,
    })
    expect(readings).toMatchObject([{ complete: true, pages: 2 }])
    expect(site.asked('/nb/index_1.html')).toBe(1)
  })

  test('is reached over links to the next page', async () => {
    const { readings } = await crawlOf({
      ...articles,
      '/nb/': `${one}<a href="index_1.html">下一页</a>`,
      '/nb/index_1.html': two,
    })
    expect(readings).toMatchObject([{ complete: true, pages: 2 }])
  })
})

describe('columns', () => {
  test('that yield nothing are a problem, not a quiet day', async () => {
    const { readings, problems } = await crawlOf({ '/nb/': '<html><title>年报</title><!-- TRS_Editor --><p>暂无</p></html>' })
    expect(problems).toMatchObject([{ code: 'empty-column' }])
    expect(readings).toMatchObject([{ complete: false, entries: [] }])
  })

  test('that nothing known fits are for a person to look at; the page and a picture of it are kept', async () => {
    const site = await open({ '/nb/': '<html><title>年报</title><p>示例区</p></html>' })
    const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
    const io = memoryIo()
    const { problems, readings } = await crawlPortal(portal, registry, io, { ...options, chromiumPath })
    expect(readings).toMatchObject([{ complete: false, entries: [] }])
    expect(problems).toMatchObject([{ code: 'needs-human', kept: [{ kind: 'page' }, { kind: 'screenshot' }] }])
    const [page, picture] = problems[0]!.kept!.map(({ sha256 }) => Buffer.from(io.snapshots.get(sha256)!))
    expect(page?.toString()).toContain('示例区')
    expect(picture?.subarray(1, 4).toString()).toBe('PNG')
  })

  test('that moved behind a stub are followed; those that lead to the home page are gone', async () => {
    const list = listPage([row(1, report('示例区财政局'))])
    const moved = await crawlOf({
      '/nb/': '<script>window.location.replace("./new/")</script>',
      '/nb/new/': list,
      [row(1, '')[0]]: articlePage(report('示例区财政局')),
    })
    expect(moved.readings).toMatchObject([{ complete: true, columnUrl: moved.site.url('/nb/') }])
    const gone = await crawlOf({ '/nb/': { status: 302, headers: { location: '/' } }, '/': list })
    expect(gone.problems).toMatchObject([{ code: 'moved' }])
  })

  test('of one authority keep reports of others apart', async () => {
    const rows = [
      row(1, report('鄂州市', 2016)),
      row(2, report('示例区教育局')),
      row(3, '2025年政府信息公开工作年度报告'),
      row(4, '我局开展植树活动'),
    ]
    const { readings, captures } = await crawlOf(
      { '/nb/': listPage(rows), [row(3, '')[0]]: articlePage('2025年政府信息公开工作年度报告') },
      ['finance'],
    )
    expect(readings[0]?.entries.map(({ judgement }) => judgement)).toEqual(['foreign', 'foreign', 'candidate', 'not-report'])
    expect(captures).toMatchObject([{ listTitle: '2025年政府信息公开工作年度报告', authority: 'finance' }])
  })

  test('shared by many: a title without a name is opened, and the article tells whose it is', async () => {
    const bare = '2025年政府信息公开工作年度报告'
    const { readings, captures } = await crawlOf({
      '/nb/': listPage([row(1, bare), row(2, bare), row(3, bare), row(4, '邻县水利局2025年政府信息公开…')]),
      [row(1, '')[0]]: articlePage(report('示例区财政局')),
      [row(2, '')[0]]: articlePage(
        bare,
        `<table><tr><td>发布机构：</td><td>示例区教育局</td></tr></table><p>${'正文'.repeat(400)}</p>`,
      ),
      [row(3, '')[0]]: articlePage(bare),
      [row(4, '')[0]]: articlePage(report('邻县水利局')),
    })
    expect(captures.map(({ authority }) => authority)).toEqual(['finance', 'education', null])
    expect(readings[0]?.entries.map(({ judgement }) => judgement)).toEqual(['candidate', 'candidate', 'candidate', 'foreign'])
  })

  test('a listed report that cannot be opened is no evidence of absence, unless its year is of no concern', async () => {
    const missing = await crawlOf({ '/nb/': listPage([row(1, report('示例区财政局', 2025))]) })
    expect(missing.problems).toMatchObject([{ code: 'gone' }])
    expect(missing.readings).toMatchObject([{ complete: false }])
    const old = await crawlOf({ '/nb/': listPage([row(1, report('示例区财政局', 2015))]) })
    expect(old.problems).toMatchObject([{ code: 'gone' }])
    expect(old.readings).toMatchObject([{ complete: true }])
  })

  test('an article in two columns, and its twin for phones, are one capture', async () => {
    const site = await open({
      '/nb/': listPage([row(1, report('示例区财政局')), ['/nb/t20260121_1_wap.html', report('示例区财政局'), '2026-01-21']]),
      '/czj/': listPage([row(1, '2025年政府信息公开工作年度报告')]),
      [row(1, '')[0]]: articlePage(report('示例区财政局')),
    })
    const { portal, registry } = portalOf(site, [
      { url: site.url('/nb/'), authorities: 'all' },
      { url: site.url('/czj/'), authorities: ['finance'] },
    ])
    const { captures } = await crawlPortal(portal, registry, memoryIo(), options)
    expect(captures.map(({ url, authority }) => [url, authority])).toEqual([[site.url(row(1, '')[0]), 'finance']])
    expect(site.asked(row(1, '')[0])).toBe(1)
  })
})

test('several crawls at once share nothing and leave no files', async () => {
  const crawls = await Promise.all(
    ['示例区财政局', '示例区教育局', '柳河镇'].map((name) =>
      crawlOf({ '/nb/': listPage([row(1, report(name))]), [row(1, '')[0]]: articlePage(report(name)) }),
    ),
  )
  expect(crawls.map(({ captures }) => captures.map(({ authority }) => authority))).toEqual([['finance'], ['education'], ['town']])
  expect(existsSync('storage')).toBe(false)
})

test('bytes lost on our side are asked for again', async () => {
  const site = await open(twoPages())
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const io = memoryIo()
  const first = await crawlPortal(portal, registry, io, options)
  io.snapshots.clear()
  const second = await crawlPortal(portal, registry, io, options)
  expect(second.captures).toEqual(first.captures)
  expect(io.snapshots.has(second.captures[0]!.sha256)).toBe(true)
})

test('a fault on our side is thrown, not told as a problem of the portal', async () => {
  const site = await open(twoPages())
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const io = { ...memoryIo(), saveSnapshot: () => Promise.reject(new Error('disk full')) }
  await expect(crawlPortal(portal, registry, io, options)).rejects.toThrow('disk full')
})

test('a crawl that is told to stop stops, and says so by throwing', async () => {
  const site = await open(twoPages())
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }], { pace: 30 })
  const stop = new AbortController()
  const io = { ...memoryIo(), onPage: () => stop.abort(new Error('shutting down')) }
  await expect(crawlPortal(portal, registry, io, { ...options, signal: stop.signal })).rejects.toThrow('shutting down')
})
