import { describe, expect, test } from 'vitest'
import { generic } from '../../src/crawlers/families/generic.ts'
import { gongkai } from '../../src/crawlers/families/gongkai.ts'
import { trsStatic } from '../../src/crawlers/families/trs-static.ts'
import { judgeTitle } from '../../src/crawlers/judge-title.ts'
import { readList } from '../../src/crawlers/read-list.ts'
import { identityOf, resolveHref } from '../../src/crawlers/resolve-href.ts'

const URL_OF_PAGE = 'https://www.example.gov.cn/zw/nb/'
const isCandidate = (title: string) => judgeTitle(title).judgement === 'candidate'
const rowsOf = (html: string) => readList(html, URL_OF_PAGE, trsStatic, isCandidate).rows
const report = (year: number) => `示例局${year}年政府信息公开工作年度报告`

describe('shapes of lists', () => {
  test('a ul list behind a submenu of the same kind', () => {
    const html = `<ul class="sub"><li><a href="../zn/">指南</a></li><li><a href="../zd/">制度</a></li><li><a href="../zn/t20200101_1.html">指南全文</a></li></ul>
      <ul><li><a href="./202601/t20260129_3.html">${report(2025)}</a><span>2026-01-29</span></li>
      <li><a href="./202501/t20250120_2.html">${report(2024)}</a><span>2025-01-20</span></li></ul>`
    expect(rowsOf(html)).toEqual([
      { url: `${URL_OF_PAGE}202601/t20260129_3.html`, title: report(2025), date: '2026-01-29' },
      { url: `${URL_OF_PAGE}202501/t20250120_2.html`, title: report(2024), date: '2025-01-20' },
    ])
  })

  test('a table in capitals with a heading and a blank row after every five', () => {
    const row = (n: number) =>
      `<TR><TD width=20><IMG src=a.gif></TD><TD><A href="t202601${10 + n}_${n}.htm" title="${report(2025 - n)}">示例局…</A></TD><TD align=right width=60>2026/01/${10 + n}`
    const html = `<TABLE><TR><TH>名称<TH>发布日期</TR>${[0, 1, 2, 3, 4].map(row).join('')}<TR><TD class=GroupBlankLine colSpan=3></TD></TR>${[5, 6].map(row).join('')}</TABLE>`
    expect(rowsOf(html).map(({ title, date }) => [title, date])).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((n) => [report(2025 - n), `2026-01-${10 + n}`]),
    )
  })

  test('every five rows in a list of their own', () => {
    const block = (from: number) =>
      `<ul class="l">${[0, 1, 2, 3, 4].map((n) => `<li><a href="t2026010${n + 1}_${from + n}.html">${report(2025 - from - n)}</a><b>[2026-01-0${n + 1}]</b></li>`).join('')}</ul>`
    expect(rowsOf(`<div class="box">${block(0)}${block(5)}</div>`).length).toBe(10)
  })

  test('days without a year: from the heading of the group, or from the address that carries the same day', () => {
    const html = `<div><h3>2025年</h3><ul><li><a href="a/t20250131_1.html">${report(2024)}</a><span>01-29</span></li></ul></div>
      `
    expect(rowsOf(html)[0]?.date).toBe('2025-01-29')
    expect(rowsOf(`<ul><li><a href="a/t20260129_1.html">${report(2025)}</a><span>01-29</span></li></ul>`)[0]?.date).toBe(
      '2026-01-29',
    )
    expect(rowsOf(`<ul><li><a href="a/t20260131_1.html">${report(2025)}</a><span>01-29</span></li></ul>`)[0]?.date).toBeNull()
  })

  test('a date inside of the link is no part of the title, a year in the title is', () => {
    const html = `<ul><li><a href="t20260129_1.html">${report(2025)}<span>2026-01-29</span></a></li></ul>`
    expect(rowsOf(html)).toMatchObject([{ title: report(2025), date: '2026-01-29' }])
  })

  test('a list of files', () => {
    const html = `<ul><li><a href="./P020260129.pdf">${report(2025)}</a> 2026-01-29</li></ul>`
    expect(rowsOf(html)).toMatchObject([{ url: `${URL_OF_PAGE}P020260129.pdf`, date: '2026-01-29' }])
  })

  test('side boxes with news do not win over the list, on any page', () => {
    const news = `<ul class="hot">${[1, 2, 3, 4, 5, 6].map((n) => `<li><a href="/xw/t2026010${n}_${n}.html">新闻${n}</a><span>2026-01-0${n}</span></li>`).join('')}</ul>`
    const first = readList(
      `${news}<ul class="nb"><li><a href="t20260129_9.html">${report(2025)}</a><i>2026-01-29</i></li></ul>`,
      URL_OF_PAGE,
      trsStatic,
      isCandidate,
    )
    expect(first.rows.length).toBe(1)
    const second = `${news}<ul class="nb"><li><a href="t20160129_8.html">工作动态一则</a><i>2016-01-29</i></li></ul>`
    expect(readList(second, URL_OF_PAGE, trsStatic, isCandidate, first.place).rows.map(({ title }) => title)).toEqual([
      '工作动态一则',
    ])
  })

  test('a page of menus is no list', () => {
    expect(
      rowsOf(
        '<ul><li><a href="/zn/">指南</a></li><li><a href="/zd/">制度</a></li></ul><select><option value="http://www.other.gov.cn/">x</option></select>',
      ),
    ).toEqual([])
  })
})

test.each([
  ['./202601/t1.html', 'https://www.example.gov.cn/zw/nb/202601/t1.html'],
  ['../a.html', 'https://www.example.gov.cn/zw/a.html'],
  ['//file.example.gov.cn/a.pdf', 'https://file.example.gov.cn/a.pdf'],
  ['\r\n\t/Item/24067.aspx\t', 'https://www.example.gov.cn/Item/24067.aspx'],
  ['/It\r\n\tem/1.aspx', 'https://www.example.gov.cn/Item/1.aspx'],
  ['http://http://www.example.gov.cn/a', 'http://www.example.gov.cn/a'],
  ['http:/www.example.gov.cn/a', 'http://www.example.gov.cn/a'],
  ['https://./t1.html', 'https://www.example.gov.cn/zw/nb/t1.html'],
  ['\\a\\b.html', 'https://www.example.gov.cn/a/b.html'],
  ['channel_c_5f_n_16.62/doc_1.html#top', 'https://www.example.gov.cn/zw/nb/channel_c_5f_n_16.62/doc_1.html'],
  ['#', null],
  ['', null],
  ['javascript:void(0)', null],
  ['mailto:a@example.cn', null],
  ['http://user:secret@www.example.gov.cn/', null],
])('href %j leads to %j', (href, url) => {
  expect(resolveHref(href, URL_OF_PAGE)).toBe(url)
})

test('a base address in the head is what relative links are meant from', () => {
  const html = `<head><base href="/other/"></head><ul><li><a href="t20260129_1.html">${report(2025)}</a><span>2026-01-29</span></li></ul>`
  expect(rowsOf(html)[0]?.url).toBe('https://www.example.gov.cn/other/t20260129_1.html')
})

test('twins for phones are the same article', () => {
  expect(identityOf('https://x.gov.cn/t20260129_1_wap.html')).toBe(identityOf('http://x.gov.cn/t20260129_1.html'))
  expect(identityOf('https://big5.x.gov.cn/gate/big5/www.x.gov.cn/t20260129_1.html')).toBe(
    identityOf('http://x.gov.cn/t20260129_1.html'),
  )
  expect(identityOf('https://x.gov.cn/a?id=1')).not.toBe(identityOf('https://x.gov.cn/a?id=2'))
})

describe('what the query of an address says', () => {
  test('one page for all articles: the query is the identity', () => {
    const shell = 'https://x.gov.cn/article.html?infoid='
    expect(identityOf(`${shell}d1c6a083-8cf7`)).not.toBe(identityOf(`${shell}0d53e2f1-77aa`))
  })

  test('an article named by its path: what steers the menu is left out, what else is in the query counts', () => {
    const article = 'https://x.gov.cn/artview/195/345407.html'
    expect(identityOf(`${article}?nbYear=2025&orgCode=A01A01`)).toBe(identityOf(article))
    expect(identityOf(`${article}?nbYear=2025&page=2`)).toBe(identityOf(`${article}?page=2`))
    expect(identityOf('https://x.gov.cn/report.jsp?nbYear=2025')).not.toBe(identityOf('https://x.gov.cn/report.jsp?nbYear=2024'))
  })

  test('a family may have a rule of its own', () => {
    expect(identityOf('https://x.gov.cn/a.html?id=1', () => '')).toBe(identityOf('https://x.gov.cn/a.html?id=2', () => ''))
  })
})

test('twins of one article, by scheme, host and file name', () => {
  const twins = ['https://www.x.gov.cn/nb/content/post_17.html', 'http://x.gov.cn/nb/content/mpost_17.html']
  expect(new Set(twins.map((url) => identityOf(url))).size).toBe(1)
})

describe('rows of a list that lead to no address of an article', () => {
  const row = (href: string, title: string, day = '2026-01-20') => `<li><a href="${href}">${title}</a><span>${day}</span></li>`
  const article = row('t20250120_1.html', report(2024))

  test('a report and a paper with a day are entries; menus and pagers between them are none', () => {
    const html = `<ul><li><a href="/zn/">指南</a></li>${row('/go.html', report(2025))}${row('https://mp.example.com/s/a1', '信息公开培训')}
      ${article}${row('t20240120_1.html', report(2023))}<li><a href="index_1.html">下一页</a></li></ul>`
    expect(rowsOf(html).map(({ url, title }) => [url, title])).toEqual([
      ['https://www.example.gov.cn/go.html', report(2025)],
      ['https://mp.example.com/s/a1', '信息公开培训'],
      [`${URL_OF_PAGE}t20250120_1.html`, report(2024)],
      [`${URL_OF_PAGE}t20240120_1.html`, report(2023)],
    ])
  })

  test('a list of nothing else is read as one of an unknown system, not the box of news beside it', () => {
    const news = `<ul class="hot">${[1, 2, 3].map((n) => row(`/xw/t2026010${n}_${n}.html`, `新闻${n}`)).join('')}</ul>`
    const list = `<ul class="nb">${row('/go.html', report(2025))}${row('/to.html?id=4', report(2024))}</ul>`
    const { rows } = readList(news + list, URL_OF_PAGE, generic, isCandidate)
    expect(rows.map(({ title }) => title)).toEqual([report(2025), report(2024)])
    expect(rowsOf(news + list)).toEqual([])
  })

  test('so are rows that a family whose links it knows by their form does not know', () => {
    const html = `<ul>${row('./doc_65aa00112233445566778899.html', report(2024))}${row('https://www.other.gov.cn/t1.html', report(2025))}</ul>`
    const { rows } = readList(html, URL_OF_PAGE, gongkai, isCandidate)
    expect(rows.map(({ title }) => title)).toEqual([report(2024), report(2025)])
  })

  test('folders of years with a day are no articles of their own', () => {
    expect(rowsOf(`<ul>${row('2025n/', report(2025))}${row('2024n/index.html', report(2024))}</ul>`)).toEqual([])
  })
})
