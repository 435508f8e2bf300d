import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { PLAIN_MANNERS } from '../../../src/model/manners.ts'
import { tellOutcome } from '../../nasty.ts'
import {
  annualPage,
  articleRoutes,
  catalogueRoutes,
  columnPage,
  EXPIRES,
  type HanwebEntry,
  hanwebEntries,
  type ProxyTraps,
  proxy,
  type Unit,
} from '../../portals/hosts/hanweb.ts'
import { reportBody } from '../../portals/hosts/report-body.ts'
import { nightOf, outcomeOfYear, outcomesIn, outcomesOfColumns } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const options = { chromiumPath: null, contact: null, manners: { ...PLAIN_MANNERS, recheckDays: 7 } }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function crawl(routes: Routes, path: string, authorities: 'all' | readonly string[] = 'all', io = memoryIo()) {
  const site = await serve(routes)
  sites.push(site)
  const { portal, registry } = portalOf(site, [{ url: site.url(path), authorities }])
  const first = await crawlPortal(portal, registry, io, options)
  const lastEntries = async () => first.readings[0]!.entries
  const night = nightOf(first, registry, io.snapshots)
  return { ...first, site, io, night, again: () => crawlPortal(portal, registry, { ...io, lastEntries }, options) }
}

const COLUMN = '/col/col61490/index.html'
const PLAIN = 'appid=1&webid=39&path=/&columnid=61490&unitid=247686&webname=示例区&permissiontype=0'
const ENCRYPTED = 'appid=1&webid=39&path=/&columnid=p%2Bq7%3D&unitid=Zx%2F9%2BA%3D%3D&webname=%CA%BE%C0%FD&permissiontype=0'

function unitRoutes(entries: readonly HanwebEntry[], traps: ProxyTraps = {}, query = PLAIN): { routes: Routes; unit: Unit } {
  const unit: Unit = { query, entries }
  const routes = {
    [COLUMN]: columnPage(unit),
    '/module/web/jpage/dataproxy.jsp': proxy([unit], traps),
    ...articleRoutes(entries),
  }
  return { routes, unit }
}

const titles = (entries: readonly { title: string }[] | undefined) => entries?.map(({ title }) => title).toSorted()
const reportsOf = (entries: readonly HanwebEntry[]) => titles(entries.filter(({ year }) => year !== null))
const asked = (site: Site) => site.log.map(({ path }) => path).filter((path) => path.includes('dataproxy'))

describe('a unit', () => {
  test('nasty 44: whose rows stand in a script is read without a browser, whatever form its records have', async () => {
    const entries = hanwebEntries(20)
    const { readings, captures, problems, family, site, night } = await crawl(unitRoutes(entries).routes, COLUMN)
    expect(problems).toEqual([])
    expect(family).toBe('hanweb')
    expect(readings).toMatchObject([{ complete: true, declared: 29 }])
    expect(readings[0]?.entries.map(({ url, title, date }) => [new URL(url).pathname, title, date])).toEqual(
      entries.map(({ href, title, date }) => [href, title, date]),
    )
    expect(titles(captures.map(({ listTitle: title }) => ({ title })))).toEqual(reportsOf(entries))
    expect(asked(site)).toEqual([])
    tellOutcome('9 ok, 20 not_report', await outcomesIn(night))
  })

  test('of the column is read, not the one in the box beside it', async () => {
    const { readings } = await crawl(unitRoutes(hanwebEntries(5)).routes, COLUMN)
    expect(readings[0]?.entries.filter(({ title }) => title.startsWith('要闻'))).toEqual([])
  })

  test('nasty 41: whose page ignores its page number is read on behind the proxy, which asks for a Referer', async () => {
    const entries = hanwebEntries(240)
    const { readings, captures, problems, site } = await crawl(unitRoutes(entries).routes, COLUMN)
    expect(problems).toEqual([])
    expect(readings).toMatchObject([{ complete: true, declared: 249 }])
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
    expect(captures.length).toBe(9)
    expect(asked(site).map((path) => path.match(/page=\d+&perpage=\d+$/)?.[0])).toEqual([
      'page=1&perpage=100',
      'page=2&perpage=100',
      'page=3&perpage=100',
    ])
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('whose proxy cuts answers short is asked in steps of its own', async () => {
    const entries = hanwebEntries(240)
    const { readings, problems, site } = await crawl(unitRoutes(entries, { cap: 70 }).routes, COLUMN)
    expect(problems).toEqual([])
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
    expect(asked(site).length).toBe(4)
  })

  test('whose ids are encrypted is named as it stands, and asked by POST where GET brings nothing', async () => {
    const entries = hanwebEntries(240)
    const { readings, problems, site } = await crawl(unitRoutes(entries, { hollowFrom: 2 }, ENCRYPTED).routes, COLUMN)
    expect(problems).toEqual([])
    expect(readings).toMatchObject([{ complete: true }])
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
    expect(asked(site)[0]).toContain('columnid=p%2Bq7%3D&unitid=Zx%2F9%2BA%3D%3D&webname=%CA%BE%C0%FD&')
    expect(site.log.filter(({ method }) => method === 'POST').length).toBeGreaterThan(0)
  })

  test('that answers with nothing before its end is not read completely', async () => {
    const { readings, problems } = await crawl(
      unitRoutes(hanwebEntries(240), { hollowFrom: 2, hollowRecord: 150 }, ENCRYPTED).routes,
      COLUMN,
    )
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems).toMatchObject([{ code: 'gone' }])
    expect(problems[0]?.message).toMatch(/breaks off before page \d, after \d+ of 249 entries/)
  })

  test('whose proxy is named by the script, and meant from there', async () => {
    const entries = hanwebEntries(240)
    const { routes } = unitRoutes(entries)
    const page = String(routes[COLUMN]).replaceAll('/module/web/jpage/dataproxy.jsp?', './dataproxy.jsp?')
    const script = `<script>jpage({ proxyUrl:'/jcms/jpage/dataproxy.jsp', perPage:15, groupSize:3 })</script>`
    const moved = { [COLUMN]: page + script, '/jcms/jpage/dataproxy.jsp': routes['/module/web/jpage/dataproxy.jsp']! }
    const { readings, problems } = await crawl({ ...articleRoutes(entries), ...moved }, COLUMN)
    expect(problems).toEqual([])
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
  })

  test('that is written out as links is read as these', async () => {
    const entries = hanwebEntries(0)
    const items = entries.map(({ href, title, date }) => `<li><a href="${href}">${title}</a><span>${date}</span></li>`)
    const { readings, problems, family } = await crawl(
      { [COLUMN]: `<html><body><ul>${items.join('')}</ul></body></html>`, ...articleRoutes(entries) },
      COLUMN,
    )
    expect(problems).toEqual([])
    expect(family).toBe('hanweb')
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
  })

  test('that refuses us is told', async () => {
    const { routes } = unitRoutes(hanwebEntries(240))
    routes['/module/web/jpage/dataproxy.jsp'] = { status: 403, body: '<html><title>403</title></html>' }
    const { readings, problems, captures } = await crawl(routes, COLUMN)
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems).toMatchObject([{ code: 'blocked' }])
    expect(captures.length).toBeGreaterThan(0)
  })
})

describe('nasty 43: a list that changes while it is read', () => {
  const added: HanwebEntry = {
    href: '/art/2026/1/30/art_61490_77777.html',
    title: '示例区人民政府办公室2025年政府信息公开工作年度报告',
    date: '2026-01-30',
    name: '示例区人民政府办公室',
    year: 2025,
  }

  test('by a row put in between: nothing is lost and nothing doubled', async () => {
    const entries = hanwebEntries(240)
    const insert: ProxyTraps['onAnswer'] = (unit, answered) => {
      if (answered === 1) unit.entries = [added, ...unit.entries]
    }
    const { routes } = unitRoutes(entries, { onAnswer: insert })
    const { readings, problems } = await crawl({ ...routes, ...articleRoutes([added]) }, COLUMN)
    expect(problems).toEqual([])
    expect(readings).toMatchObject([{ complete: true }])
    expect(titles(readings[0]?.entries)).toEqual(titles([added, ...entries]))
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('by a row taken out, which moves the others up over the edge of a page', async () => {
    const entries = hanwebEntries(240)
    const remove: ProxyTraps['onAnswer'] = (unit, answered) => {
      if (answered === 1) unit.entries = unit.entries.toSpliced(60, 1)
    }
    const { readings, problems } = await crawl(unitRoutes(entries, { onAnswer: remove }).routes, COLUMN)
    expect(problems).toEqual([])
    expect(readings).toMatchObject([{ complete: true }])
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('with every answer: it is read to its end, and not said to be complete', async () => {
    const entries = hanwebEntries(240)
    const shrink: ProxyTraps['onAnswer'] = (unit) => {
      unit.entries = unit.entries.slice(0, -1)
    }
    const { readings, problems, site } = await crawl(unitRoutes(entries, { onAnswer: shrink }).routes, COLUMN)
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems[0]?.message).toMatch(/changed each time it was read/)
    expect(asked(site).length).toBeLessThan(15)
    tellOutcome('partial', outcomesOfColumns(readings))
  })
})

test('nasty 11: the day on which a paper goes out of force is no day of publication', async () => {
  const entries = hanwebEntries(0)
  const { captures, io, night } = await crawl(unitRoutes(entries).routes, COLUMN)
  expect(captures.length).toBe(9)
  for (const capture of captures) {
    const extraction = await extractReport({ name: 'a.html', bytes: io.snapshots.get(capture.sha256)!, sha256: capture.sha256 })
    const report = extraction.kind === 'report' ? extraction.report : null
    expect(report?.dates.map(({ date }) => date)).not.toContain(EXPIRES)
    expect(report?.dates.length).toBeGreaterThan(0)
  }
  tellOutcome('9 ok', await outcomesIn(night))
})

test('a second night without changes asks for lists only', async () => {
  const { again, site, captures, readings } = await crawl(unitRoutes(hanwebEntries(240)).routes, COLUMN)
  const before = site.log.length
  const second = await again()
  expect(second.captures).toEqual(captures)
  expect(second.readings).toEqual(readings)
  const asked = site.log.slice(before).filter(({ path }) => path !== '/robots.txt')
  expect(asked.filter(({ path }) => path.includes('/art/'))).toEqual([])
  expect(asked.filter(({ status }) => status === 200)).toEqual([])
})

describe('the public-information module', () => {
  const PATH = '/col/col61500/index.html'

  test('nasty 44: is read row by row, over all its pages', async () => {
    const entries = hanwebEntries(24)
    const { readings, problems, family, captures } = await crawl(
      { ...catalogueRoutes(PATH, '11990100MB1234567X', entries), ...articleRoutes(entries) },
      PATH,
    )
    expect(problems).toEqual([])
    expect(family).toBe('hanweb-catalogue')
    expect(readings).toMatchObject([{ complete: true, pages: 4, declared: 33 }])
    expect(titles(readings[0]?.entries)).toEqual(titles(entries))
    expect(captures.length).toBe(9)
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('that shows its first page again and again is no list of one page', async () => {
    const entries = hanwebEntries(24)
    const routes = catalogueRoutes(PATH, '11990100MB1234567X', entries)
    const first =
      '<table>' +
      entries
        .slice(0, 10)
        .map(({ href, title }) => `<tr><td>1</td><td><a href="${href}">${title}</a></td></tr>`)
        .join('')
    routes['/module/xxgk/search.jsp'] = `${first}</table><p>共 33 条 1/4页</p>`
    const { readings, problems } = await crawl({ ...routes, ...articleRoutes(entries) }, PATH)
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems).toMatchObject([{ code: 'soft-404' }])
  })
})

describe('nasty 48: one page for each body and year', () => {
  const PATH = '/module/xxgk/xxgkAnnualReport.jsp'
  const AREA = '11990100MB1234567X'
  const title = (year: number) => `示例区财政局${year}年政府信息公开工作年度报告`
  const present = (year: number) => annualPage(title(year), reportBody('示例区财政局', year), `${year + 1}-01-20 15:04:05`)
  const pages = (byYear: Readonly<Record<string, string>>, fallback = annualPage('', '', '')): Routes => ({
    [PATH]: (request) => byYear[new URL(request.url ?? '', 'http://hanweb.test').searchParams.get('fbtime') ?? ''] ?? fallback,
  })

  test('a year that answers with an empty frame, with or without a title, has no report', async () => {
    const routes = pages({
      2025: present(2025),
      2024: annualPage('政府信息公开年度报告', '<p>&nbsp;</p>', ''),
      2023: present(2023),
    })
    const { readings, captures, problems, family, site, night } = await crawl(routes, `${PATH}?area=${AREA}`, ['finance'])
    expect(problems).toEqual([])
    expect(family).toBe('hanweb-annual')
    expect(readings).toMatchObject([{ complete: true, problem: null }])
    expect(captures.map(({ listTitle, authority, dates }) => [listTitle, authority, dates[0]])).toEqual([
      [title(2025), 'finance', { date: '2026-01-20', from: 'list' }],
      [title(2023), 'finance', { date: '2024-01-20', from: 'list' }],
    ])
    for (const year of [2023, 2024, 2025]) expect(site.asked(`${PATH}?area=${AREA}&fbtime=${year}`)).toBe(1)
    tellOutcome('2 ok, missing', await Promise.all([2025, 2024, 2023].map((year) => outcomeOfYear(night, 'finance', year))))
  })

  test('the last year may be the one without', async () => {
    const { readings, captures, problems } = await crawl(
      pages({ 2025: present(2025), 2024: present(2024) }),
      `${PATH}?area=${AREA}&fbtime=2025`,
      ['finance'],
    )
    expect(problems).toEqual([])
    expect(readings).toMatchObject([{ complete: true }])
    expect(captures.length).toBe(2)
  })

  test('no year at all is a wrong address, not a body without reports', async () => {
    const { readings, captures, problems } = await crawl(pages({}), `${PATH}?area=${AREA}`, ['finance'])
    expect(captures).toEqual([])
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems).toMatchObject([{ code: 'empty-column' }])
  })

  test('a year that cannot be had is not a year without a report', async () => {
    const routes: Routes = {
      [PATH]: (request) =>
        request.url?.endsWith('2025') ? present(2025) : { status: 404, body: '<html><title>404</title></html>' },
    }
    const { readings } = await crawl(routes, `${PATH}?area=${AREA}&fbtime=2025`, ['finance'])
    expect(readings).toMatchObject([{ complete: false }])
  })

  test('a portal that shows one report for every year is told', async () => {
    const { readings, problems } = await crawl(pages({}, present(2025)), `${PATH}?area=${AREA}`, ['finance'])
    expect(readings).toMatchObject([{ complete: false }])
    expect(problems[0]?.message).toContain('what it gives for a year is not sure')
  })
})
