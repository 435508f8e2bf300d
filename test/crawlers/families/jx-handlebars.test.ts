import { afterEach, describe, expect, test } from 'vitest'
import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { jxHandlebars } from '../../../src/crawlers/families/jx-handlebars.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import type { Capture } from '../../../src/model/crawl.ts'
import { tellOutcome } from '../../nasty.ts'
import { dialogRoutes, JX_COLUMN, JX_ENTRIES, JX_STATIC, jxRoutes } from '../../portals/hosts/handlebars.ts'
import { nightOf, outcomesAt, outcomesIn, outcomesOfColumns } from '../outcomes.ts'
import { memoryIo, portalOf, type Routes, type Site, serve } from '../serve.ts'

const OTHER = 'elsewhere.test'
const options = { chromiumPath: null, contact: null }
const sites: Site[] = []
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()))
})

async function crawl(routes: Routes, path: string) {
  const site = await serve(routes)
  sites.push(site)
  const { portal, registry } = portalOf(site, [{ url: site.url(path), authorities: ['education'] }])
  const io = memoryIo()
  const crawled = await crawlPortal(portal, registry, io, options)
  return { site, io, night: nightOf(crawled, registry, io.snapshots), ...crawled }
}

const pagesOf = (captures: readonly Capture[]) => captures.filter(({ attachmentOf }) => attachmentOf === null)
const reports = JX_ENTRIES.filter(({ year }) => year !== null)

describe('nasty 44: a list that is a template', () => {
  test.each([
    { name: 'papers in "source"', isWrapped: true },
    { name: 'papers as they are', isWrapped: false },
    { name: 'parameters in the call', isWrapped: true, isInline: true },
  ])('is read from what fills it: $name', async (traps) => {
    const { captures, readings, family, site } = await crawl(jxRoutes(traps), JX_COLUMN)
    expect(family).toBe('jx-handlebars')
    expect(readings).toMatchObject([{ complete: true, pages: 2, declared: JX_ENTRIES.length }])
    expect(pagesOf(captures).map(({ url, listTitle, dates }) => [url, listTitle, dates[0]])).toEqual(
      reports.map(({ path, title, day }) => [site.url(path), title, { date: day, from: 'list' }]),
    )
    tellOutcome('ok', outcomesOfColumns(readings))
  })

  test('its articles are read', async () => {
    const { captures, io, night } = await crawl(jxRoutes({ isWrapped: true }), JX_COLUMN)
    const [{ sha256 }] = captures as [(typeof captures)[number]]
    expect(await extractReport({ name: 'x.html', bytes: io.snapshots.get(sha256)!, sha256 })).toMatchObject({
      kind: 'report',
      report: { year: 2025, authority: '示例区教育局' },
    })
    // Its file is none: the page says it all, and the file is told.
    tellOutcome('ok, needs_human', await outcomesAt(night, new URL(captures[0]!.url).pathname))
  })

  test('an endpoint that breaks off leaves the column incomplete', async () => {
    const routes = jxRoutes({ isWrapped: true })
    const whole = routes['/queryList'] as (
      request: Parameters<Extract<Routes[string], (...given: never) => unknown>>[0],
    ) => Promise<object>
    let asked = 0
    const broken: Routes = {
      ...routes,
      '/queryList': async (request) => (asked++ === 0 ? whole(request) : { status: 404, body: '{}' }),
    }
    const { readings, problems } = await crawl(broken, JX_COLUMN)
    expect(readings).toMatchObject([{ complete: false, pages: 1 }])
    expect(problems.length).toBe(1)
  })
})

describe('a page that calls for several lists', () => {
  const page = (calls: string) => `<script type="text/x-handlebars-template"></script><script>${calls}</script>`
  const call = (unit: number, channel: string) =>
    `loadPageData({unitid: '${unit}', channelCode: ['${channel}'], perPage: '5'}, '${unit}')`
  const read = (calls: string, path: string) => {
    const url = new URL(`https://www.example.gov.cn${path}`)
    const column = { url, html: page(calls) }
    const first = jxHandlebars.readData({ request: { url: url.href }, url, text: column.html, page: 1, years: [2025], column })
    const asked: string[] = []
    for (let next = first?.next; next !== undefined && next.length > 0; ) {
      const [request] = next as [(typeof next)[number]]
      asked.push(new URLSearchParams(request.post?.body).get('channelCode[]') ?? '')
      next = jxHandlebars.readData({
        request,
        url,
        text: '{"data":{"total":1,"results":[{"title":"x","url":"/1"}]}}',
        page: 1,
        years: [2025],
        column,
      })?.next
    }
    return asked
  }

  test('that of the column in its address is read', () =>
    expect(read(`${call(1, 'col1')};${call(2, 'col42150')}`, '/jx/col/col42150/index.html')).toEqual(['col42150']))

  test('where none is, all are read', () =>
    expect(read(`${call(1, 'col1')};${call(2, 'col2')}`, '/jx/nb/index.html')).toEqual(['col1', 'col2']))
})

test('nasty 36: addresses are meant from the base of the page, in lists, data and articles', async () => {
  const { captures, site, readings } = await crawl(jxRoutes({ isWrapped: true }), JX_COLUMN)
  expect(pagesOf(captures)[1]?.url).toBe(site.url('/slqjyj/202601/t_7158621.html'))
  expect(captures.map(({ url }) => url)).toContain(site.url('/slqjyj/files/nb2025.pdf'))
  expect(site.log.some(({ path }) => path.startsWith('/slqjyj/col/col42150/202601'))).toBe(false)
  tellOutcome('ok', outcomesOfColumns(readings))
})

test('nasty 64: links are read and not clicked, so that no dialog stands in the way', async () => {
  const { captures, readings, problems, site, night } = await crawl(dialogRoutes(OTHER), JX_STATIC)
  expect(pagesOf(captures).map(({ url }) => url)).toEqual([
    site.url('/slqjyj/202601/t_7158620.html'),
    site.url('/slqjyj/202601/t_7158622.html'),
  ])
  expect(readings[0]?.entries.map(({ url }) => new URL(url).host)).toEqual([site.host, OTHER, site.host])
  expect(problems).toMatchObject([{ code: 'refused-host' }])
  expect(site.log.every(({ path }) => !path.includes('t_7158629'))).toBe(true)
  // Beside two files that are none, the report on a host that is not registered.
  tellOutcome('2 ok, 3 needs_human', await outcomesIn(night))
})

test('only a page with a template and the call that fills it is recognised', () => {
  const url = new URL('https://www.example.gov.cn/jx/col/col42150/index.html')
  expect(jxHandlebars.recognise({ url, html: '<script type="text/x-handlebars-template"></script>' })).toBe(false)
})
