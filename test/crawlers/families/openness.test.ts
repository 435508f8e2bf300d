import { beforeAll, describe, expect, test } from 'vitest'
import { longxun } from '../../../src/crawlers/families/longxun.ts'
import { opennessHost } from '../../portals/hosts/openness.ts'
import { articlePage, listPage } from '../serve.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl, publishedOn } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(opennessHost)
})

describe('openness.test', () => {
  test('every entry is judged as it is, and every report is whose it is', async () => {
    expect(foundIn(found)).toEqual(expectedOf(opennessHost))
    expect(found.crawl.family).toBe('openness')
    expect(found.crawl.problems).toEqual([])
    expect(await publishedOn(found, '/OpennessAnnualReport/show/5424.html')).toMatchObject({ date: '2026-01-27' })
  })

  test('the years follow the registered one, the latest first, each asked once; years without a report do not end the reading', () => {
    const years = found.asked.flatMap((path) => path.match(/\/year\/6\/(\d+)\.html/)?.[1] ?? [])
    expect(years).toEqual(['2025', '2026', '2024', '2023', '2022'])
    expect(found.crawl.readings[0]).toMatchObject({ complete: true, pages: 3, problem: null })
  })

  test('the last year may be an empty one', async () => {
    const { '/OpennessAnnualReport/year/6/2025.html': first, '/OpennessAnnualReport/year/6/2024.html': empty } =
      opennessHost.routes
    const routes = { ...opennessHost.routes }
    for (const year of [2022, 2023, 2024, 2026]) routes[`/OpennessAnnualReport/year/6/${year}.html`] = empty!
    expect(first).toContain('5424')
    const { crawl } = await crawlHost({ columns: opennessHost.columns.slice(0, 1), routes })
    expect(crawl.readings).toMatchObject([{ complete: true, pages: 1, problem: null }])
  })

  test('whose report it is that names nobody, the way to its page says', () => {
    const bare = found.crawl.captures.find(({ url }) => url.endsWith('/9001.html'))
    expect(bare).toMatchObject({ listTitle: '2025年政府信息公开工作年度报告', authority: 'town' })
  })
})

test('龙讯: articles with and without an extension, and pages that script alone leads on to', async () => {
  const title = (year: number) => `示例区财政局${year}年政府信息公开工作年度报告`
  const { crawl, asked } = await crawlHost({
    columns: [{ path: '/public/column/6596035?type=4&catId=677&action=list', authorities: ['finance'], truth: [] }],
    routes: {
      '/public/column/6596035?type=4&catId=677&action=list': listPage(
        [['/public/6596035/1260855690.html', title(2025), '2026-01-20']],
        '<script>Page.draw({ pageCount: 2 })</script>',
      ),
      '/public/column/6596035?type=4&catId=677&action=list&pageIndex=2': listPage([
        ['/public/content/38194471', title(2024), '2025-01-21'],
      ]),
      '/public/6596035/1260855690.html': articlePage(title(2025)),
      '/public/content/38194471': articlePage(title(2024)),
    },
  })
  expect(crawl).toMatchObject({ family: longxun.id, problems: [], readings: [{ complete: true, pages: 2 }] })
  expect(crawl.captures.map(({ authority }) => authority)).toEqual(['finance', 'finance'])
  expect(asked.length).toBe(4)
})
