import { beforeAll, describe, expect, test } from 'vitest'
import { ARTICLE_ADDRESS } from '../../../src/crawlers/families/article-address.ts'
import { frameTarget, strangeFrameHost } from '../../../src/crawlers/frame-target.ts'
import { tellOutcome } from '../../nasty.ts'
import { unknownHost } from '../../portals/hosts/unknown.ts'
import { outcomesAt, outcomesIn } from '../outcomes.ts'
import { articlePage } from '../serve.ts'
import { crawlHost, expectedOf, foundIn, type HostCrawl, publishedOn } from './crawl-host.ts'

let found: HostCrawl
beforeAll(async () => {
  found = await crawlHost(unknownHost)
})

test('unknown.test: every entry is judged as it is, and every report is whose it is', () => {
  expect(foundIn(found)).toEqual(expectedOf(unknownHost))
  expect(found.crawl.problems).toEqual([])
  expect(found.crawl).toMatchObject({ family: 'generic' })
  expect(found.crawl.readings.map(({ complete, pages }) => [complete, pages])).toEqual([
    [true, 2],
    [true, 1],
    [true, 1],
    [true, 1],
  ])
})

describe('nasty cases', () => {
  const datesFrom = (href: string, from: string) =>
    found.crawl.captures.find(({ url }) => url.endsWith(href))?.dates.filter((each) => each.from === from)

  test('nasty 6: an id that begins like a day is none', async () => {
    expect(datesFrom('/2017052662977646594.html', 'url')).toEqual([])
    expect(await publishedOn(found, '/xxgk/2017052662977646594.html')).toMatchObject({ date: '2026-01-30' })
    tellOutcome('ok', await outcomesAt(found.night, '/xxgk/2017052662977646594.html'))
  })

  test('nasty 7: folders of year and day are no date; the page says it', async () => {
    expect(datesFrom('/2026/21/201294.html', 'url')).toEqual([])
    expect(await publishedOn(found, '/2026/21/201294.html')).toMatchObject({ date: '2026-01-21' })
    tellOutcome('ok', await outcomesAt(found.night, '/2026/21/201294.html'))
  })

  test('nasty 46: a list in a frame, behind a hint, and a column that is one report', async () => {
    expect(found.asked).toContain('/in/list.html')
    expect(found.asked).not.toContain('/small.html')
    expect(found.crawl.readings[2]?.entries.map(({ title }) => title)).toEqual(['示例区财政局2024年政府信息公开工作年度报告'])
    expect(found.asked.filter((path) => path === '/one/').length).toBe(1)
    tellOutcome('3 ok', (await Promise.all([1, 2, 3].map((column) => outcomesIn(found.night, column)))).flat())
  })

  test('nasty 64: a link whose click is caught leads where it says', async () => {
    expect(found.asked).toContain('/detail/cid/1899/aid/126541')
    tellOutcome('ok', await outcomesAt(found.night, '/detail/cid/1899/aid/126541'))
  })
})

test('a list of a known system that its family does not find is read like an unknown one, not the news beside it', async () => {
  const title = '示例区财政局2025年政府信息公开工作年度报告'
  const { crawl } = await crawlHost({
    columns: [{ path: '/nb/', authorities: ['finance'], truth: [] }],
    routes: {
      '/nb/': `<html><body><a class="CurrChnlCls" href="/">首页</a><ul class="hot"><li><a href="/xw/90001.html">要闻</a><i>2026-01-01</i></li></ul>
<ul class="nb"><li><a href="/nb/show/90002.html">${title}</a><i>2026-01-20</i></li></ul></body></html>`,
      '/nb/show/90002.html': articlePage(title),
    },
  })
  expect(crawl).toMatchObject({ family: 'generic', problems: [], readings: [{ complete: true }] })
  expect(crawl.captures.map(({ listTitle }) => listTitle)).toEqual([title])
})

test.each([
  ['/art/2026/1/28/art_61469_13602.html', true],
  ['/csrc/c100033/c7511/content.shtml', true],
  ['/2026012914194811951/index.shtml', true],
  ['/public/content/38194471', true],
  ['/article.html', true],
  ['/zwgk/P020260129.pdf', true],
  ['/gongkai/show/5f4dcc3b5aa765d61d8327deb882cf99.html', true],
  ['/art/2025/art_b8b22e03d57e44f1aebccb5ebbb1b1d7.html', true],
  ['/zfxxgk/nb/', false],
  ['/zfxxgk/nb/index.html', false],
  ['/zfxxgk/nb/index_2.html', false],
  ['/gkml/214/index_18091_1.html', false],
  ['/col/col61490/index.html', false],
  ['/zfxxgk/list.shtml', false],
])('the path %s is that of an article: %j', (path, is) => {
  expect(ARTICLE_ADDRESS.test(path)).toBe(is)
})

describe('frames', () => {
  const isOurs = (url: string) => url.startsWith('https://www.example.gov.cn/')
  const at = (frames: string) => frameTarget(`<body>${frames}</body>`, 'https://www.example.gov.cn/nb/', isOurs)

  test.each([
    [
      'one that fills the column',
      '<iframe src="list.html" width="100%" height="800"></iframe>',
      'https://www.example.gov.cn/nb/list.html',
    ],
    [
      'sizes in a style',
      '<iframe src="a.html" style="width:760px; min-height: 700px"></iframe>',
      'https://www.example.gov.cn/nb/a.html',
    ],
    ['a name alone', '<iframe name="mainFrame" src="a.html"></iframe>', 'https://www.example.gov.cn/nb/a.html'],
    [
      'the largest of several',
      '<iframe src="a.html" width="600" height="300"></iframe><iframe src="b.html" width="700" height="900"></iframe>',
      'https://www.example.gov.cn/nb/b.html',
    ],
    ['another host', '<iframe src="https://tianqi.example.com/w.htm" width="700" height="900"></iframe>', null],
    ['a weather report', '<iframe src="w.htm" width="317" height="28"></iframe>', null],
    ['a hidden one', '<iframe src="w.htm" width="700" height="900" style="display: none"></iframe>', null],
    ['no size and no name', '<iframe src="w.htm"></iframe>', null],
    ['the page itself', '<iframe src="./" width="700" height="900"></iframe>', null],
    ['no frame', '<p>iframe</p>', null],
  ])('%s', (_, frames, target) => {
    expect(at(frames)).toBe(target)
  })

  test('one of the same site whose host is not registered is told by its host, one of another site is not', () => {
    const strange = (src: string) =>
      strangeFrameHost(`<iframe src="${src}" width="700" height="900"></iframe>`, 'https://www.example.gov.cn/nb/', isOurs)
    expect(strange('https://xxgk.example.gov.cn/list.html')).toBe('xxgk.example.gov.cn')
    expect(strange('https://www.example.gov.cn/list.html')).toBeNull()
    expect(strange('https://tianqi.example.com/list.html')).toBeNull()
  })
})
