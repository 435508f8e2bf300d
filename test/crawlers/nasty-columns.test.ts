import { afterEach, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { extractReport } from '../../src/extract/extract-report.ts'
import { reportBody } from '../portals/hosts/report-body.ts'
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
  const { portal, registry } = portalOf(site, [
    { url: site.url('/nb/'), authorities: ['town'] },
    { url: site.url('/ml/'), authorities: ['town'], annual: false },
  ])
  const { captures } = await crawlPortal(portal, registry, memoryIo(), options)
  expect(captures.map(({ url, columnUrl, authority }) => [path(url), path(columnUrl), authority])).toEqual([
    ['/nb/t20250120_1.html', '/nb/', 'town'],
    ['/ml/t20260119_2.html', '/ml/', 'town'],
  ])
})

test('nasty 19: a corrected report at a new address stands beside the old one; both are kept', async () => {
  const corrected = `${report('示例区财政局')}（更正）`
  const site = await open({
    '/nb/': listPage([
      ['/nb/t20260210_2.html', corrected, '2026-02-10'],
      ['/nb/t20260120_1.html', report('示例区财政局'), '2026-01-20'],
    ]),
    '/nb/t20260210_2.html': articlePage(corrected, reportBody('示例区财政局', 2025)),
    '/nb/t20260120_1.html': articlePage(report('示例区财政局')),
  })
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const { captures } = await crawlPortal(portal, registry, memoryIo(), options)
  expect(captures.map(({ url, authority }) => [path(url), authority])).toEqual([
    ['/nb/t20260210_2.html', 'finance'],
    ['/nb/t20260120_1.html', 'finance'],
  ])
})

test('nasty 23: a report on the site of another government, which the registry names', async () => {
  const [own, other] = [
    await open({}),
    await open({
      '/info/2025.htm': listPage([
        ['/info/204302/1240682.htm', report('示例区人民政府'), '2026-02-09'],
        ['/info/204302/1240683.htm', report('邻县人民政府'), '2026-02-09'],
      ]),
      '/info/204302/1240682.htm': articlePage(report('示例区人民政府')),
    }),
  ]
  const columns = [{ url: other.url('/info/2025.htm'), authorities: ['gov'] }]
  const registered = portalOf(own, columns, { otherHosts: [other.host] })
  const { captures, problems } = await crawlPortal(registered.portal, registered.registry, memoryIo(), options)
  expect(captures.map(({ url, authority }) => [path(url), authority])).toEqual([['/info/204302/1240682.htm', 'gov']])
  expect(problems).toEqual([])

  const unnamed = portalOf(own, columns)
  const refused = await crawlPortal(unnamed.portal, unnamed.registry, memoryIo(), options)
  expect(refused.problems).toMatchObject([{ code: 'refused-host' }])
})

test('nasty 58: a publisher by a short name, by a former name, and none at all', async () => {
  const bare = '2025年政府信息公开工作年度报告'
  const page = (publisher: string) =>
    articlePage(bare, `<table><tr><td>发布机构</td><td>${publisher}</td></tr></table><p>${'本机关公开各项信息。'.repeat(90)}</p>`)
  const site = await open({
    '/nb/': listPage([1, 2, 3].map((n) => [`/nb/t2026012${n}_${n}.html`, bare, `2026-01-2${n}`] as const)),
    '/nb/t20260121_1.html': page('区财政局'),
    '/nb/t20260122_2.html': page('示例区教育体育局'),
    '/nb/t20260123_3.html': page(''),
  })
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const authorities = registry.authorities.map((each) =>
    each.id === 'education' ? { ...each, formerNames: [{ name: '示例区教育体育局', since: null, until: 2023 }] } : each,
  )
  const { captures } = await crawlPortal(portal, { ...registry, authorities }, memoryIo(), options)
  expect(captures.map(({ authority }) => authority)).toEqual(['finance', 'education', null])
})

test('nasty 61 and 62: what a form left in the text is kept, and a report that begins with its first part is one', async () => {
  const residue = '<p>如需了解详情，请登录（具体网址），与行政机关规范全称联系。本报告由五个部分组成。</p>'
  const body = reportBody('示例区财政局', 2025).replace(/^[\s\S]*?(?=<p[^>]*>[^<]*一、)/, '')
  const site = await open({
    '/nb/': listPage([
      ['/nb/t20260120_1.html', report('示例区财政局'), '2026-01-20'],
      ['/nb/t20170121_2.html', '2016年度示例区财政局信息公开年报', '2017-01-21'],
    ]),
    '/nb/t20260120_1.html': articlePage(report('示例区财政局'), `${body}${residue}`),
    '/nb/t20170121_2.html': articlePage(
      '2016年度示例区财政局信息公开年报',
      `<p>一、概述</p><p>${'全文分十个部分。'.repeat(90)}</p>`,
    ),
  })
  const io = memoryIo()
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: 'all' }])
  const { captures, problems } = await crawlPortal(portal, registry, io, options)
  expect(problems).toEqual([])
  expect(captures.map(({ authority }) => authority)).toEqual(['finance', 'finance'])
  const [{ url, sha256 }] = captures as [(typeof captures)[number]]
  const extraction = await extractReport({ name: path(url), bytes: io.snapshots.get(sha256)!, sha256 })
  expect(extraction).toMatchObject({ kind: 'report', report: { authority: '示例区财政局', year: 2025 } })
  expect(JSON.stringify(extraction)).toContain('请登录（具体网址），与行政机关规范全称联系')
})
