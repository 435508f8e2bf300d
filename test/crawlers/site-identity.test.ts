import { afterEach, expect, test } from 'vitest'
import { crawlPortal } from '../../src/crawlers/crawl-portal.ts'
import { strangeSite } from '../../src/crawlers/site-identity.ts'
import { tellOutcome } from '../nasty.ts'
import { reportBody } from '../portals/hosts/report-body.ts'
import { nightOf, outcomesIn, outcomesOfProblems } from './outcomes.ts'
import { articlePage, listPage, memoryIo, portalOf, type Site, serve } from './serve.ts'

const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

const REPORT = '/nb/202601/t20260120_1.html'
const NAMELESS = '2025年政府信息公开工作年度报告'

/** A column of 示例区财政局 with one report, on a site that calls itself `name`. */
async function crawl(name: string, title = NAMELESS) {
  const list = listPage([[REPORT, title, '2026-01-20']]).replace(
    '<html>',
    `<html><head><meta name="SiteName" content="${name}"><meta name="SiteIDCode" content="9901000001"><title>政府信息公开年报</title></head>`,
  )
  const site = await serve({ '/nb/': list, [REPORT]: articlePage(title, reportBody('示例区财政局', 2025)) })
  sites.push(site)
  const { portal, registry } = portalOf(site, [{ url: site.url('/nb/'), authorities: ['finance'] }])
  const io = memoryIo()
  const crawled = await crawlPortal(portal, registry, io, { chromiumPath: null, contact: null })
  return { crawled, site, io, night: nightOf(crawled, registry, io.snapshots) }
}

test('nasty 57: a site that calls itself by the name of another place is left to a person, and no report of it is taken', async () => {
  const { crawled, site, io } = await crawl('示西区人民政府门户网站')
  expect(crawled.captures).toEqual([])
  expect(crawled.readings).toMatchObject([{ complete: false, entries: [] }])
  expect(site.asked(REPORT)).toBe(0)
  const [problem] = crawled.problems
  expect(problem?.message).toContain('"示西区人民政府门户网站"')
  expect(io.snapshots.has(problem?.kept?.[0]?.sha256 ?? '')).toBe(true)
  tellOutcome('needs_human', outcomesOfProblems(crawled))
})

test('nasty 57: the site of another government that lists our reports by their names is read', async () => {
  const { crawled, night } = await crawl('青禾市人民政府', `示例区财政局${NAMELESS}`)
  expect(crawled.problems).toEqual([])
  tellOutcome('ok', await outcomesIn(night))
})

test.each([
  ['兰西县人民政府', '兰西县人民政府'],
  ['兰西县', '兰西县'],
  ['兰溪市人民政府', null],
  ['中国·兰溪', null],
  ['金华市兰溪市政务公开', null],
  ['政府信息公开平台', null],
  ['首都之窗', null],
  ['', null],
])('on the site %j of 兰溪市 the strange name is %j', (name, strange) => {
  const html = `<head><meta name="sitename" content="${name}"><title>政府信息公开年报</title></head>`
  expect(strangeSite(html, ['兰溪市', '兰溪市人民政府', '灵洞乡人民政府'], [NAMELESS])).toBe(strange)
})

test('a name typed by hand is outweighed by what the page says of itself', () => {
  const html = '<head><meta name="SiteName" content="齐齐哈尔市"><title>兰溪市人民政府 政府信息公开</title></head>'
  expect(strangeSite(html, ['兰溪市'], [])).toBeNull()
  expect(strangeSite(html.replace('兰溪市人民政府', ''), ['兰溪市'], ['兰溪市财政局2025年年报'])).toBeNull()
  expect(strangeSite(html.replace('兰溪市人民政府', ''), ['兰溪市'], ['财政局2025年年报'])).toBe('齐齐哈尔市')
})
