import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { tellOutcome } from '../../nasty.ts'
import { EPOINT_COLUMN, EPOINT_ENTRIES, type EpointTraps, epointRoutes } from '../../portals/hosts/epoint.ts'
import { nightOf, outcomesAt, outcomesOfColumns } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const options = { chromiumPath: null, contact: null }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function crawl(routes: Routes, path = EPOINT_COLUMN) {
  const site = await serve(routes)
  sites.push(site)
  const { portal, registry } = portalOf(site, [{ url: site.url(path), authorities: ['finance'] }])
  const io = memoryIo()
  const crawled = await crawlPortal(portal, registry, io, options)
  return { site, io, night: nightOf(crawled, registry, io.snapshots), ...crawled }
}

const reports = EPOINT_ENTRIES.filter(({ year }) => year !== null)
const WAYS: readonly (EpointTraps & { readonly name: string })[] = [
  { name: 'an answer in JSON', wrapping: 'plain', script: '/js/webBuilderCommon.js' },
  { name: 'JSON in a string of JSON', wrapping: 'twice', script: '../../js/webBuilderCommon.js?v=3' },
  { name: 'a string of JSON inside', wrapping: 'inside', script: '/theme/js/ajaxReq.js' },
  { name: 'questions under "params"', wrapping: 'plain', underParams: true, script: '/js/webBuilderCommon.js' },
  { name: 'a page that includes no script of the site', wrapping: 'plain' },
]

describe('nasty 44: rows that a script asks for by POST, counting pages from 0', () => {
  test.each(WAYS)('$name', async (traps) => {
    const { captures, readings, problems, family, site } = await crawl(epointRoutes(traps))
    expect(problems).toEqual([])
    expect(family).toBe('epoint')
    expect(readings).toMatchObject([{ complete: true, pages: 2 }])
    expect(captures.map(({ url, listTitle, dates }) => [url, listTitle, dates[0]])).toEqual(
      reports.map(({ href, title, day }) => [site.url(href), title, { date: day, from: 'list' }]),
    )
    const asked = site.log.filter(({ method }) => method === 'POST')
    expect(asked.length).toBe(traps.underParams ? 3 : 2)
    expect(asked.every(({ headers }) => headers.referer === site.url(EPOINT_COLUMN))).toBe(true)
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('entries of other categories are left out', async () => {
    const { readings } = await crawl(epointRoutes(WAYS[0]!))
    expect(readings[0]?.entries.filter(({ title }) => title.includes('采购')).length).toBe(
      EPOINT_ENTRIES.filter(({ category, year }) => year === null && category === '政府信息公开年报').length,
    )
  })

  test('its articles are read', async () => {
    const { captures, io, night } = await crawl(epointRoutes(WAYS[0]!))
    for (const [index, { sha256 }] of captures.entries()) {
      const extraction = await extractReport({ name: 'x.html', bytes: io.snapshots.get(sha256)!, sha256 })
      expect(extraction).toMatchObject({ kind: 'report', report: { year: reports[index]?.year, authority: '示例区财政局' } })
    }
    tellOutcome(`${reports.length} ok`, await outcomesAt(night, ...reports.map(({ href }) => href)))
  }, 60_000)
})

test('a site that does not tell its id is no empty list', async () => {
  const { readings, problems } = await crawl({ ...epointRoutes(WAYS[0]!), '/js/webBuilderCommon.js': 'var nothing = 1' })
  expect(problems).toMatchObject([{ code: 'empty-column' }])
  expect(readings).toMatchObject([{ complete: false }])
})

test('pages on disk are read by their links', async () => {
  const row = ({ href, title, day }: (typeof reports)[number]) =>
    `<li class="ewb-right-item"><a href="${href}" title="${title}">${title.slice(0, 8)}…</a><span class="wb-data-date">${day}</span></li>`
  const list = `<html><body><ul>${reports.map(row).join('')}</ul></body></html>`
  const { captures, readings, family } = await crawl(
    { ...epointRoutes(WAYS[0]!), '/zfxxgk/nb/index.html': list },
    '/zfxxgk/nb/index.html',
  )
  expect(family).toBe('epoint')
  expect(readings).toMatchObject([{ complete: true }])
  expect(captures.length).toBe(reports.length)
})
