import { afterEach, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { PLAIN_MANNERS } from '../../src/model/manners.ts'
import { publicationDate } from '../../src/rules/filing/date-evidence.ts'
import { tellOutcome } from '../nasty.ts'
import { reportBody } from '../portals/hosts/report-body.ts'
import { nightOf, outcomesIn, outcomesOfColumns } from './outcomes.ts'
import { articlePage, memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const options = { chromiumPath: process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null, contact: null }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

const CHANNEL = '/gongkai/site_x/channel_c_5f9f6c84b9dfe9bfb0a8c85f_n_1605684496.6246/'
const docId = (n: number) => `6964${n.toString(16).padStart(20, '0')}`
const doc = (n: number) => `${CHANNEL}doc_${docId(n)}.html`

/** The page asks for its rows with a small fetch, five at a time; a counter polls for ever; a picture is never needed. */
const SHELL = `<html><head><script src="/gongkai/list.js"></script></head><body>
<ul class="side"><li><a href="/gongkai/site_x/">示例区财政局</a></li></ul><ul id="rows"></ul><a id="next">下一页</a><img src="/gongkai/logo.png"></body></html>`
const SCRIPT = `
let page = 0
async function more() {
  page++
  const rows = await (await fetch('/gongkai/rows.json?page=' + page)).json()
  if (rows.length === 0) { document.getElementById('next').className = 'disabled'; return }
  document.getElementById('rows').innerHTML = rows.map((r) => '<li><a href="' + r.url + '">' + r.title + '</a><span>' + r.date + '</span></li>').join('')
}
document.addEventListener('DOMContentLoaded', () => {
  more()
  document.getElementById('next').addEventListener('click', more)
  setInterval(() => fetch('https://counter.example.com/hit'), 200)
})`

function drawn(reports: number): Routes {
  const rows = Array.from({ length: reports }, (_, i) => ({
    url: doc(i + 1),
    title: `示例区财政局${2025 - i}年政府信息公开工作年度报告`,
    date: `${2026 - i}-01-20`,
  }))
  const routes: Routes = {
    [CHANNEL]: SHELL,
    '/gongkai/list.js': SCRIPT,
    '/gongkai/rows.json?page=1': JSON.stringify(rows.slice(0, 5)),
    '/gongkai/rows.json?page=2': JSON.stringify(rows.slice(5)),
    '/gongkai/rows.json?page=3': '[]',
  }
  for (const { url, title } of rows) routes[url] = articlePage(title)
  return routes
}

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

test('a list drawn by script is read page after page, its articles by plain requests', async () => {
  const site = await open(drawn(7))
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: ['finance'] }])
  const io = memoryIo()
  const crawl = await crawlPortal(portal, registry, io, options)
  expect(crawl.problems).toEqual([])
  expect(crawl.family).toBe('gongkai')
  expect(crawl.readings).toMatchObject([{ complete: true, pages: 2 }])
  expect(crawl.captures.map(({ url, authority, dates }) => [url, authority, dates[0]?.date])).toEqual(
    Array.from({ length: 7 }, (_, i) => [site.url(doc(i + 1)), 'finance', `${2026 - i}-01-20`]),
  )
  expect(site.asked('/gongkai/logo.png')).toBe(0)
  expect(site.asked(CHANNEL)).toBe(1)
  expect(io.records.length).toBe(site.log.length)

  const before = site.log.length
  const second = await crawlPortal(portal, registry, io, options)
  expect(second.captures).toEqual(crawl.captures)
  const bodies = site.log.slice(before).filter(({ status, path }) => status !== 304 && path !== '/robots.txt')
  expect(bodies).toEqual([])
})

test('a channel that shows its only article is a list of one', async () => {
  const title = '示例区财政局2025年政府信息公开工作年度报告'
  const site = await open({ [CHANNEL]: articlePage(title) })
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: ['finance'] }])
  const crawl = await crawlPortal(portal, registry, memoryIo(), options)
  expect(crawl.readings).toMatchObject([{ complete: true, entries: [{ url: site.url(CHANNEL), title }] }])
  expect(crawl.captures).toMatchObject([{ url: site.url(CHANNEL), authority: 'finance' }])
  expect(site.asked(CHANNEL)).toBe(1)
})

test('nasty 45: a list beside counters that poll their own host for ever is waited for by its rows', async () => {
  const routes = drawn(7)
  let polls = 0
  routes['/gongkai/list.js'] = SCRIPT.replace("'https://counter.example.com/hit'", "'/gongkai/hits.json?_=' + Math.random()")
  routes['/gongkai/hits.json'] = () => {
    polls++
    return '{}'
  }
  const site = await open(routes)
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: ['finance'] }])
  const crawl = await crawlPortal(portal, registry, memoryIo(), options)
  expect(crawl.problems).toEqual([])
  expect(crawl.readings).toMatchObject([{ complete: true, pages: 2, problem: null }])
  expect(crawl.captures.length).toBe(7)
  // Each of its requests would keep the host busy for seconds: after a few a counter is no longer answered.
  expect(polls).toBeLessThanOrEqual(5)
  tellOutcome('ok', outcomesOfColumns(crawl.readings))
})

test('nasty 10: the day of the draft, which the id tells, is kept beside the day of the paper, before it or behind it', async () => {
  // Made on 19 and on 26 January (seconds in the first eight digits); printed are the 30th and the 23rd.
  const papers = [
    { id: '696d7f80', year: 2025, day: '2026-01-30', draft: '2026-01-19' },
    { id: '6976ba00', year: 2025, day: '2026-01-23', draft: '2026-01-26' },
  ].map((paper, n) => ({
    ...paper,
    name: ['示例区财政局', '示例区教育局'][n]!,
    url: `${CHANNEL}doc_${paper.id}${'0'.repeat(15)}${n}.html`,
  }))
  const routes: Routes = { [CHANNEL]: SHELL, '/gongkai/list.js': SCRIPT, '/gongkai/rows.json?page=2': '[]' }
  const rows = papers.map(({ url, name, year, day }) => ({ url, title: `${name}${year}年政府信息公开工作年度报告`, date: day }))
  routes['/gongkai/rows.json?page=1'] = JSON.stringify(rows)
  for (const { url, name, year, day } of papers)
    routes[url] = articlePage(
      `${name}${year}年政府信息公开工作年度报告`,
      `<table><tr><td>发文日期</td><td>${day}</td></tr></table>${reportBody(name, year)}`,
    )
  const site = await open(routes)
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: 'all' }])
  const io = memoryIo()
  const crawl = await crawlPortal(portal, registry, io, options)
  const night = nightOf(crawl, registry, io.snapshots)
  expect(crawl.captures.length).toBe(2)
  for (const [n, { day, draft, year }] of papers.entries()) {
    const judgement = await night.judge(crawl.captures[n]!)
    if (judgement.kind !== 'report') throw new Error(judgement.message)
    const { dates } = judgement.report
    expect(dates).toEqual(
      expect.arrayContaining([
        { date: draft, from: 'draft' },
        { date: day, from: 'list' },
      ]),
    )
    expect(publicationDate(dates, year)?.date).toBe(day)
  }
  tellOutcome('2 ok', await outcomesIn(night))
})

test('a list whose data does not come is not an empty list', async () => {
  const routes = drawn(7)
  routes['/gongkai/rows.json?page=2'] = { status: 500, body: 'error' }
  const site = await open(routes)
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: ['finance'] }])
  const crawl = await crawlPortal(portal, registry, memoryIo(), options)
  expect(crawl.readings[0]).toMatchObject({ complete: false })
  expect(crawl.captures.length).toBe(5)
  expect(crawl.problems).toMatchObject([{ code: 'later' }])
})

test('a browser that is not where it should be is told for its column, and other columns are read', async () => {
  const site = await open({
    ...drawn(2),
    '/nb/': '<ul><li><a href="t20260120_1.html">示例区教育局2025年政府信息公开工作年度报告</a><span>2026-01-20</span></li></ul>',
    '/nb/t20260120_1.html': articlePage('示例区教育局2025年政府信息公开工作年度报告'),
  })
  const { portal, registry } = portalOf(site, [
    { url: site.url(CHANNEL), authorities: ['finance'] },
    { url: site.url('/nb/'), authorities: 'all' },
  ])
  const crawl = await crawlPortal(portal, registry, memoryIo(), { chromiumPath: '/nowhere/chromium', contact: null })
  expect(crawl.problems).toMatchObject([{ code: 'browser-missing', url: site.url(CHANNEL) }])
  expect(crawl.problems[0]?.message).toContain('/nowhere/chromium')
  expect(crawl.readings.map(({ complete }) => complete)).toEqual([false, true])
  expect(crawl.captures.map(({ authority }) => authority)).toEqual(['education'])
})

test('of a host that is asked nothing more a drawn list says so, at once, and needs no person', async () => {
  const site = await open(drawn(2))
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: ['finance'] }])
  const crawl = await crawlPortal(portal, registry, memoryIo(), { ...options, manners: { ...PLAIN_MANNERS, budget: 2 } })
  expect(crawl.problems).toMatchObject([{ code: 'later', message: expect.stringMatching(/^not asked: /) }])
  expect(crawl.readings).toMatchObject([{ complete: false, entries: [] }])
  expect(site.log.map(({ path }) => path)).toEqual(['/robots.txt', CHANNEL])
})

test('a page whose script never lets go does not keep the crawl from being stopped', async () => {
  const site = await open({
    [CHANNEL]: '<html><head><script src="/gongkai/list.js"></script></head><body><ul id="rows"></ul></body></html>',
    '/gongkai/list.js': 'setTimeout(() => { while (true) {} }, 200)',
  })
  const { portal, registry } = portalOf(site, [{ url: site.url(CHANNEL), authorities: ['finance'] }])
  const stopping = new AbortController()
  const crawling = crawlPortal(portal, registry, memoryIo(), { ...options, signal: stopping.signal })
  setTimeout(() => stopping.abort(), 4_000)
  await expect(crawling).rejects.toThrow('aborted')
}, 20_000)

test('a list of an unknown system that script draws is read in the browser, the news beside it is not', async () => {
  const title = '示例区财政局2025年政府信息公开工作年度报告'
  const site = await open({
    '/nb/': `<html><body><ul class="hot"><li><a href="/xw/show/70001.html">要闻</a><i>2026-01-01</i></li></ul><ul id="rows"></ul>
<script>fetch('/rows.json').then((answer) => answer.json()).then((rows) => {
  document.getElementById('rows').innerHTML = rows.map((row) => '<li><a href="' + row.url + '">' + row.title + '</a><span>' + row.date + '</span></li>').join('')
})</script></body></html>`,
    '/rows.json': JSON.stringify([{ url: '/nb/show/70002.html', title, date: '2026-01-20' }]),
    '/nb/show/70002.html': articlePage(title),
  })
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: ['finance'] }])
  const crawl = await crawlPortal(portal, registry, memoryIo(), options)
  expect(crawl).toMatchObject({ family: 'generic', problems: [], readings: [{ complete: true, pages: 1 }] })
  expect(crawl.captures).toMatchObject([{ listTitle: title, authority: 'finance' }])
})
