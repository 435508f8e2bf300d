import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { gkmlpt } from '../../../src/crawlers/families/gkmlpt.ts'
import { readArticle } from '../../../src/crawlers/read-article.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { tellOutcome } from '../../nasty.ts'
import {
  CATALOGUE,
  catalogueRoutes,
  type GdTraps,
  jumpingRoutes,
  NODES,
  PAGES,
  PAPERS,
  pageRoutes,
  REPORTS,
  TOWN_CATALOGUE,
} from '../../portals/hosts/gd.ts'
import { nightOf, outcomesIn, outcomesOfColumns } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const options = { chromiumPath: null, contact: null }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function crawl(routes: Routes, ...paths: readonly string[]) {
  const site = await serve(routes)
  sites.push(site)
  const columns = paths.map((path) => ({ url: site.url(path), authorities: 'all' as const }))
  const { portal, registry } = portalOf(site, columns)
  const io = memoryIo()
  const crawled = await crawlPortal(portal, registry, io, options)
  return { site, io, night: nightOf(crawled, registry, io.snapshots), ...crawled }
}

const endpoint = `/gkmlpt/api/all/${NODES.reports}`
const big = [...REPORTS.slice(0, 4), ...PAPERS, ...REPORTS.slice(4)]

describe('a catalogue that is an application of scripts', () => {
  test('nasty 44: is read from its endpoint, with the days as China counts them and the publisher of each paper', async () => {
    const { captures, readings, family, io, night } = await crawl(catalogueRoutes(REPORTS), `${CATALOGUE}#${NODES.reports}`)
    expect(family).toBe('gkmlpt')
    expect(readings).toMatchObject([{ complete: true, declared: REPORTS.length }])
    expect(captures.map(({ listTitle, authority, dates }) => [listTitle, authority, dates[0]])).toEqual(
      REPORTS.map(({ title, name, day }) => [title, name === '柳河镇人民政府' ? 'town' : 'finance', { date: day, from: 'list' }]),
    )
    for (const [index, { sha256 }] of captures.entries()) {
      const bytes = io.snapshots.get(sha256)!
      const { name, year } = REPORTS[index]!
      expect(await extractReport({ name: 'post.html', bytes, sha256 })).toMatchObject({
        kind: 'report',
        report: { authority: name, year },
      })
    }
    tellOutcome(`${REPORTS.length} ok`, await outcomesIn(night))
  }, 60_000)

  test('finds the node of reports by its name where the address names none', async () => {
    const { captures, site } = await crawl(catalogueRoutes(REPORTS), CATALOGUE)
    expect(captures.length).toBe(REPORTS.length)
    expect(site.log.some(({ path }) => path.includes(`/${NODES.other}`))).toBe(false)
  })

  test('reads every page of a long node', async () => {
    const { captures, readings, site } = await crawl(catalogueRoutes(big), CATALOGUE)
    expect(readings).toMatchObject([{ complete: true, pages: 2, declared: big.length }])
    expect(captures.length).toBe(REPORTS.length)
    expect(site.asked(`${endpoint}?page=0&sid=755041`)).toBe(0)
  })

  test('follows a node that leads to pages of the portal', async () => {
    const { captures, readings } = await crawl(jumpingRoutes(), CATALOGUE)
    expect(readings).toMatchObject([{ complete: true, pages: 2 }])
    expect(captures.map(({ authority }) => authority)).toEqual(Array.from({ length: 5 }, () => 'finance'))
  })

  test('a page without a node of reports is no empty list', async () => {
    const { readings, problems } = await crawl(catalogueRoutes([]), `${CATALOGUE}#1`)
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems).toMatchObject([{ code: 'empty-column' }])
  })
})

test('nasty 42: where every page after the first is missing, the list has ended; a count that is too high is no error', async () => {
  const traps: GdTraps = { onePage: true, phantoms: 180 }
  const { captures, readings, problems, night } = await crawl(catalogueRoutes(REPORTS, traps), CATALOGUE)
  expect(problems).toEqual([])
  expect(readings).toMatchObject([{ complete: true, declared: REPORTS.length + 180 }])
  expect(captures.length).toBe(REPORTS.length)
  tellOutcome(`${REPORTS.length + 1} ok`, [...outcomesOfColumns(readings), ...(await outcomesIn(night))])
})

test('nasty 41: a page that is the first once more is told, and the column is not called complete', async () => {
  const { readings, problems, site } = await crawl(catalogueRoutes(big, { samePage: true }), CATALOGUE)
  expect(problems).toMatchObject([{ code: 'soft-404' }])
  expect(readings).toMatchObject([{ complete: false, pages: 1 }])
  expect(site.log.filter(({ path }) => path.startsWith(endpoint)).length).toBe(2)
  tellOutcome('partial', outcomesOfColumns(readings))
})

describe('nasty 17: twins', () => {
  test('the page for phones is the same article', async () => {
    const { captures, readings, family, site, night } = await crawl(pageRoutes(), PAGES)
    expect(family).toBe('nfcms')
    expect(readings).toMatchObject([{ complete: true, pages: 2 }])
    expect(captures.map(({ url }) => url).filter((url) => url.includes('mpost'))).toEqual([])
    expect(captures.length).toBe(5)
    expect(site.log.filter(({ path }) => path.includes('mpost_')).length).toBe(0)
    expect(
      readings[0]?.entries.filter(({ judgement }) => judgement === 'not-report').map(({ url }) => new URL(url).host),
    ).toEqual(['mp.weixin.qq.com'])
    tellOutcome('5 ok, not_report', await outcomesIn(night))
  })

  test('one number on two sites is two articles', async () => {
    const [first] = REPORTS
    const town = [{ ...first!, title: '柳河镇人民政府2025年政府信息公开工作年度报告', name: '柳河镇人民政府' }]
    const routes = { ...catalogueRoutes(REPORTS.slice(0, 1)), ...catalogueRoutes(town, { folder: '/zlhz' }) }
    const { captures, night } = await crawl(routes, CATALOGUE, TOWN_CATALOGUE)
    expect(captures.map(({ authority }) => authority)).toEqual(['finance', 'town'])
    expect(new Set(captures.map(({ url }) => url)).size).toBe(2)
    tellOutcome('2 ok', [...(await outcomesIn(night, 0)), ...(await outcomesIn(night, 1))])
  })
})

test('files that only the text in the script links to are found', () => {
  const body =
    '<p>详见附件</p><p><a class=\\"nfw-cms-attachment\\" href=\\"/attachment/0/306/3255421.pdf\\">2025年年报.pdf</a></p>'
  const html = `<script>window._CONFIG = { SID: '1', DETAIL: {"title": "x", "content": "${body}"} }</script>`
  const sight = readArticle(html, 'https://www.example.gov.cn/gkmlpt/content/4/4688/post_4688997.html', gkmlpt)
  expect(sight.isShort).toBe(true)
  expect(sight.attachments).toEqual([{ url: 'https://www.example.gov.cn/attachment/0/306/3255421.pdf', text: '2025年年报.pdf' }])
})
