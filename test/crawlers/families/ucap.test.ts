import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { ucap } from '../../../src/crawlers/families/ucap.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { publicationDate } from '../../../src/rules/filing/date-evidence.ts'
import { tellOutcome } from '../../nasty.ts'
import {
  ARRAY_COLUMN,
  arrayRoutes,
  COUNTY_COLUMN,
  countyEntries,
  countyRoutes,
  DEPARTMENT_COLUMN,
  departmentRoutes,
  SHELL_COLUMN,
  STATIC_COLUMN,
  shellRoutes,
  staticRoutes,
  type UcapEntry,
  ucapArticle,
} from '../../portals/hosts/ucap.ts'
import { nightOf, outcomesAt, outcomesIn, outcomesOfColumns } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const OTHER = 'liuhe.other.test'
const options = { chromiumPath: null, contact: null }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function crawl(routes: Routes, ...paths: readonly string[]) {
  const site = await serve(routes)
  sites.push(site)
  const { portal, registry } = portalOf(
    site,
    paths.map((path) => ({ url: site.url(path), authorities: 'all' as const })),
  )
  const io = memoryIo()
  const crawled = await crawlPortal(portal, registry, io, options)
  return {
    site,
    io,
    night: nightOf(crawled, registry, io.snapshots),
    again: () => crawlPortal(portal, registry, io, options),
    ...crawled,
  }
}

const own = ({ href }: UcapEntry) => href.startsWith('/')
const reports = countyEntries(OTHER).filter(({ authority }) => authority !== null)
const truthOf = (site: Site, entries: readonly UcapEntry[]) =>
  entries.map(({ href, authority, title }) => ({ url: site.url(href), authority, listTitle: title }))

describe('nasty 44: a list that only a script fills is read from the search that it asks', () => {
  test('nasty 22: in a column of the whole county the title says whose report it is, or the publisher that the list names', async () => {
    const { site, io, captures, readings, family, night } = await crawl(countyRoutes(OTHER), COUNTY_COLUMN)
    expect(family).toBe('ucap')
    expect(captures.map(({ url, authority, listTitle }) => ({ url, authority, listTitle }))).toEqual(
      truthOf(site, reports.filter(own)),
    )
    expect(readings).toMatchObject([{ pages: 3, declared: 18 }])
    expect(readings[0]?.entries.filter(({ judgement }) => judgement === 'not-report').length).toBe(3)
    for (const [index, { sha256 }] of captures.entries()) {
      const bytes = io.snapshots.get(sha256)!
      const extraction = await extractReport({ name: 'x.shtml', bytes, sha256 })
      expect(extraction).toMatchObject({ kind: 'report', report: { year: reports.filter(own)[index]?.year } })
    }
    tellOutcome('14 ok', await outcomesAt(night, ...reports.filter(own).map(({ href }) => href)))
  }, 60_000)

  test('a report on a host that is not registered is not fetched, and leaves the column incomplete', async () => {
    const { problems, readings, captures, io } = await crawl(countyRoutes(OTHER), COUNTY_COLUMN)
    expect(problems).toMatchObject([
      { code: 'refused-host', url: `http://${OTHER}${new URL(reports.find((each) => !own(each))!.href).pathname}` },
    ])
    expect(readings).toMatchObject([{ complete: false }])
    expect(captures.some(({ url }) => url.includes(OTHER))).toBe(false)
    tellOutcome('partial', outcomesOfColumns(readings))
    expect(io.records.every(({ status, url }) => !url.includes(OTHER) || status === null)).toBe(true)
  })

  test('a second night asks for the lists again, and gets no article anew', async () => {
    const { site, again, captures } = await crawl(countyRoutes(OTHER), COUNTY_COLUMN)
    const first = site.log.length
    expect((await again()).captures).toEqual(captures)
    const articles = site.log.slice(first).filter(({ path }) => path.endsWith('.shtml') && path !== COUNTY_COLUMN)
    expect(articles.every(({ status }) => status === 304)).toBe(true)
  })

  test('rows in an array of the script, with JSON in a string in it', async () => {
    const { site, captures, readings } = await crawl(arrayRoutes(OTHER), ARRAY_COLUMN)
    const towns = reports.filter((each) => each.authority === 'town' && own(each))
    expect(captures.map(({ url, authority }) => [url, authority])).toEqual(towns.map(({ href }) => [site.url(href), 'town']))
    expect(readings[0]?.entries.length).toBe(6)
  })

  test('rows of a department, asked for by POST', async () => {
    const { captures, readings } = await crawl(departmentRoutes(OTHER), DEPARTMENT_COLUMN)
    expect(readings).toMatchObject([{ complete: true, pages: 5, declared: 17 }])
    expect(captures.length).toBe(14)
  })
})

test('pages on disk count from 1; a row that two pages show is one entry', async () => {
  const { captures, readings, site } = await crawl(staticRoutes(OTHER), STATIC_COLUMN)
  expect(readings).toMatchObject([{ complete: true, pages: 3, declared: 6 }])
  expect(readings[0]?.entries.length).toBe(6)
  expect(captures.length).toBe(6)
  expect(site.asked('/sl/c100122/list_1.shtml')).toBe(0)
})

describe('a page with a box beside its list', () => {
  const BOX = '00112233445566778899aabbccddeeff'
  const boxed = (routes: Routes, column: string, box: string): Routes => ({
    ...routes,
    [column]: String(routes[column]).replace('<div class="main">', `<script>get('/common/search/${BOX}?_pageSize=5')</script>$&`),
    [`/common/search/${BOX}`]: { body: box, headers: { 'content-type': 'application/json' } },
  })
  const news = [1, 2, 3].map((n) => ({
    title: `要闻${n}`,
    url: `/sl/c1000/202601/c04_${n}.shtml`,
    publishedTimeStr: '2026-01-01',
  }))

  test('both filled by searches: both are read', async () => {
    const box = JSON.stringify({ data: { total: 3, page: 1, rows: 5, results: news } })
    const { captures, readings } = await crawl(boxed(countyRoutes(OTHER), COUNTY_COLUMN, box), COUNTY_COLUMN)
    expect(captures.length).toBe(14)
    expect(readings[0]?.entries.length).toBe(21)
  })

  test('whose search gives nothing: the list is read', async () => {
    const box = JSON.stringify({ data: { total: 0, page: 1, rows: 5, results: [] } })
    expect((await crawl(boxed(countyRoutes(OTHER), COUNTY_COLUMN, box), COUNTY_COLUMN)).captures.length).toBe(14)
  })

  test('and a list of links: the links are read', async () => {
    const { captures, readings, site } = await crawl(boxed(shellRoutes(OTHER), SHELL_COLUMN, '{}'), SHELL_COLUMN)
    expect(readings).toMatchObject([{ complete: true }])
    expect(captures.length).toBe(3)
    expect(site.log.some(({ path }) => path.includes(BOX))).toBe(false)
  })
})

test('a report that the list gives no address of leaves the column incomplete', async () => {
  const items = [
    { aT: '示例区财政局2025年政府信息公开工作年度报告', aPd: '2026-01-20', aU: '{}' },
    { aT: '要闻', aPd: '2026-01-20', aU: '{"common":"/sl/c1/202601/c04_1.shtml"}' },
  ]
  const page = `<UCAPTITLE></UCAPTITLE><script>var itemObj=${JSON.stringify(items)}</script>`
  const { readings } = await crawl({ '/nb/list.shtml': page }, '/nb/list.shtml')
  expect(readings).toMatchObject([
    { complete: false, problem: 'the list gives no address of "示例区财政局2025年政府信息公开工作年度报告"' },
  ])
})

describe('nasty 47: whether the query tells articles apart', () => {
  test('article.html?infoid=… is one page for all of them', async () => {
    const { captures, readings, night } = await crawl(shellRoutes(OTHER), SHELL_COLUMN)
    expect(readings).toMatchObject([{ complete: true }])
    expect(captures.map(({ listTitle, authority }) => [listTitle, authority])).toEqual(
      reports.filter(({ authority }) => authority === 'finance').map(({ title, authority }) => [title, authority]),
    )
    tellOutcome(`${captures.length} ok`, await outcomesIn(night))
  })

  test('?nbYear=… only steers a menu: one article in two columns is opened once', async () => {
    const { captures, site, night } = await crawl(
      { ...staticRoutes(OTHER), ...countyRoutes(OTHER) },
      STATIC_COLUMN,
      COUNTY_COLUMN,
    )
    const identities = captures.map(({ url }) => new URL(url).pathname)
    expect(new Set(identities).size).toBe(identities.length)
    for (const { href } of reports.filter(own))
      expect(site.log.filter(({ path }) => path.replace(/\?.*/, '') === href).length).toBe(1)
    tellOutcome('6 ok', await outcomesIn(night))
  })
})

describe('nasty 12: the day that PubDate tells counts least', () => {
  const [report] = reports
  const day = report!.time.slice(0, 10)
  test.each([
    ['with a clock of twelve hours', undefined, day],
    ['the day on which the page was built again', '2026-09-30 03:12', '2026-09-30'],
    ['in another form', '2020年08月02日', '2020-08-02'],
    ['empty', '', null],
  ])('%s', async (_, pubDate, evidence) => {
    const routes = { ...countyRoutes(OTHER), [report!.href]: ucapArticle(report!, pubDate) }
    const { site, captures, night } = await crawl(routes, COUNTY_COLUMN)
    const judgement = await night.judge(captures.find(({ url }) => url === site.url(report!.href))!)
    if (judgement.kind !== 'report') throw new Error(judgement.message)
    const { dates } = judgement.report
    expect(dates.filter(({ from }) => from === 'meta:PubDate').map(({ date }) => date)).toEqual(
      evidence === null ? [] : [evidence],
    )
    expect(publicationDate(dates, 2025)).toEqual({ date: day, from: 'label:发布日期' })
    tellOutcome('ok', await outcomesAt(night, report!.href))
  })
})

describe('a page is recognised', () => {
  const url = new URL('https://www.example.gov.cn/sl/c100122/list.shtml')
  test.each([
    ['by its marks', '<UCAPTITLE></UCAPTITLE>'],
    ['by its addresses', '<a href="/sl/c100122/202601/c04_163476.shtml">x</a>'],
    ['by the search of its list', `<script>get("https://api.example.gov.cn/search/common/search/100782?page=1")</script>`],
    ['by a search whose channel stands in a variable', `<script>var id='9';get('/common/search/' + id + '?page=1')</script>`],
  ])('%s', (_, html) => expect(ucap.recognise({ url, html })).toBe(true))

  test('and others are not', () => {
    const pager = `<a href="/nb/bm/202601/t20260116_5272155.html">x</a><script>createPageHTML('page_div', 2, 1, 'list', 'shtml', 20)</script>`
    expect(ucap.recognise({ url, html: pager })).toBe(false)
    expect(ucap.recognise({ url, html: '<a href="/search/index.html">search</a>' })).toBe(false)
  })
})
