import { afterEach, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import type { PortalCrawl } from '../../src/model/crawl.ts'
import type { Portal, RegisteredAuthority } from '../../src/model/portal.ts'
import { compareVersions } from '../../src/rules/filing/compare-versions.ts'
import { tellOutcome } from '../nasty.ts'
import { reportBody } from '../portals/hosts/report-body.ts'
import { type Night, nightOf, outcomesIn, outcomesOfProblems } from './outcomes.ts'
import { articlePage, listPage, memoryIo, portalOf, type Routes, type Site, serve } from './serve.ts'

const options = { chromiumPath: null, contact: null }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function open(routes: Routes): Promise<Site> {
  const site = await serve(routes)
  sites.push(site)
  return site
}

type Crawled = PortalCrawl & { readonly night: Night }

/** One night on a portal, and what its documents are read as. */
async function crawlOf(
  site: Site,
  columns: Portal['columns'],
  { io = memoryIo(), portal: more = {}, rename = (each) => each }: More = {},
): Promise<Crawled> {
  const { portal, registry } = portalOf(site, columns, more)
  const renamed = { ...registry, authorities: registry.authorities.map(rename) }
  const crawl = await crawlPortal(portal, renamed, io, options)
  return { ...crawl, night: nightOf(crawl, renamed, io.snapshots) }
}

type More = {
  readonly io?: ReturnType<typeof memoryIo>
  readonly portal?: Partial<Portal>
  readonly rename?: (authority: RegisteredAuthority) => RegisteredAuthority
}

/** The report in a capture, as the database would hold it. */
async function readAt({ night, captures }: Crawled, at: number) {
  const judgement = await night.judge(captures[at]!)
  if (judgement.kind !== 'report') throw new Error(judgement.message)
  return judgement
}

const report = (name: string, year = 2025) => `${name}${year}年政府信息公开工作年度报告`
const path = (url: string) => new URL(url).pathname

test('nasty 16: a report with a number of its own, in the catalogue and not in the column of reports', async () => {
  const site = await open({
    '/nb/': listPage([['/nb/t20250120_1.html', report('柳河镇人民政府', 2024), '2025-01-20']]),
    '/ml/': listPage([
      ['/ml/t20260119_2.html', report('柳河镇人民政府'), '2026-01-16'],
      ['/ml/t20260118_3.html', '柳河镇人民政府关于印发防汛预案的通知', '2026-01-15'],
    ]),
    '/nb/t20250120_1.html': articlePage(report('柳河镇人民政府', 2024)),
    '/ml/t20260119_2.html': articlePage(
      report('柳河镇人民政府'),
      `<p>柳政发〔2026〕6号</p>${reportBody('柳河镇人民政府', 2025)}`,
    ),
  })
  const { captures, night } = await crawlOf(site, [
    { url: site.url('/nb/'), authorities: ['town'] },
    { url: site.url('/ml/'), authorities: ['town'], annual: false },
  ])
  expect(captures.map(({ url, columnUrl, authority }) => [path(url), path(columnUrl), authority])).toEqual([
    ['/nb/t20250120_1.html', '/nb/', 'town'],
    ['/ml/t20260119_2.html', '/ml/', 'town'],
  ])
  tellOutcome('ok, not_report', await outcomesIn(night, 1))
})

/** The same report with another number of reviews in all. */
function changed(body: string): string {
  const at = body.lastIndexOf('<table')
  const row = /(<td>(?:<p>)?)(\d+)((?:<\/p>)?<\/td>)/g
  let n = 0
  return (
    body.slice(0, at) +
    body.slice(at).replace(row, (cell, open, figure, close) => (++n === 5 ? `${open}${Number(figure) + 7}${close}` : cell))
  )
}

test('nasty 19: a corrected report at a new address stands beside the old one; both are kept', async () => {
  const corrected = `${report('示例区财政局')}（更正版）`
  const site = await open({
    '/nb/': listPage([
      ['/nb/t20260210_2.html', corrected, '2026-02-10'],
      ['/nb/t20260120_1.html', report('示例区财政局'), '2026-01-20'],
    ]),
    '/nb/t20260210_2.html': articlePage(corrected, changed(reportBody('示例区财政局', 2025))),
    '/nb/t20260120_1.html': articlePage(report('示例区财政局'), reportBody('示例区财政局', 2025)),
  })
  const crawled = await crawlOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const { captures, night } = crawled
  expect(captures.map(({ url, authority }) => [path(url), authority])).toEqual([
    ['/nb/t20260210_2.html', 'finance'],
    ['/nb/t20260120_1.html', 'finance'],
  ])
  const [after, before] = await Promise.all([readAt(crawled, 0), readAt(crawled, 1)])
  expect([after, before].map(({ filer, year }) => [filer.filer, year])).toEqual([
    ['finance', 2025],
    ['finance', 2025],
  ])
  const change = compareVersions({ before: before.report, after: after.report, listTitle: corrected, on: '2026-02-10' })
  expect(change).toMatchObject({ noted: true, cells: ['t4.review_total'] })
  tellOutcome('2 ok', await outcomesIn(night))
})

test('nasty 20: figures that are changed at the same address make a second version; the first is kept', async () => {
  const title = report('示例区财政局')
  const site = await open({
    '/nb/': listPage([['/nb/t20260120_1.html', title, '2026-01-20']]),
    '/nb/t20260120_1.html': articlePage(title, reportBody('示例区财政局', 2025)),
  })
  const io = memoryIo()
  const columns = [{ url: site.url('/nb/'), authorities: ['finance'] }]
  const first = await crawlOf(site, columns, { io })
  site.routes['/nb/t20260120_1.html'] = articlePage(title, changed(reportBody('示例区财政局', 2025)))
  const second = await crawlOf(site, columns, { io })
  expect(second.captures.map(({ url }) => url)).toEqual(first.captures.map(({ url }) => url))
  expect(second.captures[0]?.sha256).not.toBe(first.captures[0]?.sha256)
  expect(io.snapshots.has(first.captures[0]!.sha256)).toBe(true)
  const [before, after] = await Promise.all([readAt(first, 0), readAt(second, 0)])
  const change = compareVersions({ before: before.report, after: after.report, listTitle: title, on: '2026-02-10' })
  expect(change).toMatchObject({ noted: false, cells: ['t4.review_total'] })
  tellOutcome('2 ok', [...(await outcomesIn(first.night)), ...(await outcomesIn(second.night))])
})

test('nasty 17: the same report on the old site and on the new one is one report from two sources', async () => {
  const title = report('示例区财政局')
  const site = await open({
    '/col/col14939/index.html': listPage([
      ['/art/2026/1/20/art_14939_2.html', title, '2026-01-20'],
      ['/art/2026/1/20/art_14939_2_app.html', title, '2026-01-20'],
    ]),
    '/nb/': listPage([
      ['/nb/t20260120_1.html', title, '2026-01-20'],
      ['/nb/t20260120_1_wap.html', title, '2026-01-20'],
    ]),
    '/art/2026/1/20/art_14939_2.html': articlePage(title, `<p>旧网站</p>${reportBody('示例区财政局', 2025)}`),
    '/nb/t20260120_1.html': articlePage(title, reportBody('示例区财政局', 2025)),
  })
  const crawled = await crawlOf(site, [
    { url: site.url('/nb/'), authorities: ['finance'] },
    { url: site.url('/col/col14939/index.html'), authorities: ['finance'], status: 'old' },
  ])
  const { captures, readings, night } = crawled
  expect(readings.map(({ entries }) => entries.length)).toEqual([1, 1])
  expect(captures.map(({ url }) => path(url))).toEqual(['/nb/t20260120_1.html', '/art/2026/1/20/art_14939_2.html'])
  const [one, other] = await Promise.all([readAt(crawled, 0), readAt(crawled, 1)])
  expect([one.filer.filer, one.year]).toEqual([other.filer.filer, other.year])
  tellOutcome('2 ok', [...(await outcomesIn(night, 0)), ...(await outcomesIn(night, 1))])
})

test('nasty 23: a report on the site of another government, which the registry names', async () => {
  const [own, other] = [
    await open({}),
    await open({
      '/info/2025.htm': listPage([
        ['/info/204302/1240682.htm', report('示例区人民政府'), '2026-02-09'],
        ['/info/204302/1240683.htm', report('邻县人民政府'), '2026-02-09'],
      ]),
      '/info/204302/1240682.htm': articlePage(report('示例区人民政府'), reportBody('示例区人民政府', 2025)),
    }),
  ]
  const columns = [{ url: other.url('/info/2025.htm'), authorities: ['gov'] }]
  const { captures, problems, night } = await crawlOf(own, columns, { portal: { otherHosts: [other.host] } })
  expect(captures.map(({ url, authority }) => [path(url), authority])).toEqual([['/info/204302/1240682.htm', 'gov']])
  expect(problems).toEqual([])

  const refused = await crawlOf(own, columns)
  expect(refused.problems).toMatchObject([{ code: 'refused-host' }])
  tellOutcome('ok, foreign', await outcomesIn(night))
  tellOutcome('needs_human', outcomesOfProblems(refused))
})

test('nasty 58: a publisher by a short name, by a former name, and none at all', async () => {
  const bare = '2025年政府信息公开工作年度报告'
  const page = (publisher: string, name: string) =>
    articlePage(
      bare,
      `<table><tr><td>发布机构</td><td>${publisher}</td></tr></table>${reportBody(name, 2025).replace(/^<h1>.*?<\/h1>/, '')}`,
    )
  const site = await open({
    '/nb/': listPage([1, 2, 3].map((n) => [`/nb/t2026012${n}_${n}.html`, bare, `2026-01-2${n}`] as const)),
    '/nb/t20260121_1.html': page('区财政局', '示例区财政局'),
    '/nb/t20260122_2.html': page('示例区教育体育局', '示例区教育体育局'),
    '/nb/t20260123_3.html': page('', '柳河镇人民政府'),
  })
  const formerly = (each: RegisteredAuthority) =>
    each.id === 'education' ? { ...each, formerNames: [{ name: '示例区教育体育局', since: null, until: 2023 }] } : each
  const crawled = await crawlOf(site, [{ url: site.url('/nb/'), authorities: 'all' }], { rename: formerly })
  expect(crawled.captures.map(({ authority }) => authority)).toEqual(['finance', 'education', null])
  // What the way to it leaves open, the report says by itself.
  const filers = await Promise.all([0, 1, 2].map(async (at) => (await readAt(crawled, at)).filer.authorityId))
  expect(filers).toEqual(['finance', 'education', 'town'])
  tellOutcome('3 ok', await outcomesIn(crawled.night))
})

test('nasty 61: what a form left in the text is kept as it stands', async () => {
  const residue = '<p>如需了解详情，请登录（具体网址），与行政机关规范全称联系。地址：　地址：示例路1号。</p>'
  const site = await open({
    '/nb/': listPage([['/nb/t20260120_1.html', report('示例区财政局'), '2026-01-20']]),
    '/nb/t20260120_1.html': articlePage(report('示例区财政局'), `${reportBody('示例区财政局', 2025)}${residue}`),
  })
  const crawled = await crawlOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const { report: read } = await readAt(crawled, 0)
  expect(JSON.stringify(read)).toContain('请登录（具体网址），与行政机关规范全称联系')
  expect(JSON.stringify(read)).toMatch(/地址：\s*地址：示例路1号/)
  tellOutcome('ok', await outcomesIn(crawled.night))
})

test('nasty 62: a report without an introduction, one of five parts, and the old form of ten parts', async () => {
  const body = reportBody('示例区财政局', 2025)
  const whole = body.slice(body.search(/<[^>]+>\s*一、/))
  const five = reportBody('示例区财政局', 2024)
  const old = [
    '概述',
    '主动公开情况',
    '依申请公开情况',
    '不予公开情况',
    '收费情况',
    '复议诉讼情况',
    '机构建设',
    '存在问题',
    '改进措施',
    '附表',
  ]
  const parts = old.map(
    (each, n) =>
      `<p>${'一二三四五六七八九十'[n]}、${each}</p><p>${'本局政府信息公开工作按规定开展，依申请公开有序办理。'.repeat(4)}</p>`,
  )
  const titles = [report('示例区财政局'), report('示例区财政局', 2024), '2016年度示例区财政局信息公开年报']
  const site = await open({
    '/nb/': listPage(titles.map((title, n) => [`/nb/t2026012${n}_${n}.html`, title, `2026-01-2${n}`] as const)),
    '/nb/t20260120_0.html': articlePage(titles[0]!, whole),
    '/nb/t20260121_1.html': articlePage(
      titles[1]!,
      `<p>本报告由五个部分组成。</p>${five.slice(0, five.search(/<[^>]+>\s*六、/))}`,
    ),
    '/nb/t20260122_2.html': articlePage(titles[2]!, `<p>2016年度示例区财政局信息公开年报，全文分十个部分。</p>${parts.join('')}`),
  })
  const crawled = await crawlOf(site, [{ url: site.url('/nb/'), authorities: ['finance'] }])
  expect(crawled.problems).toEqual([])
  const years = await Promise.all([0, 1, 2].map(async (at) => (await readAt(crawled, at)).year))
  expect(years).toEqual([2025, 2024, 2016])
  tellOutcome('3 ok', await outcomesIn(crawled.night))
})
