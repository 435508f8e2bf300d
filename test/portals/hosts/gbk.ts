import { encodeGb18030 } from '../../generate/layouts/gb18030.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`
const FINANCE = '示例区财政局'

/** What the list shows of a title: eighteen characters, and no more of it in an attribute. */
const cut = (title: string) => (title.length > 18 ? `${title.slice(0, 17)}…` : title)
const shownCut = (listed: Listed): Listed => ({ ...listed, shown: cut(listed.title) })

const PAGES: readonly (readonly Listed[])[] = [
  [
    candidate('/Item/24067.aspx', report(FINANCE, 2025), '2026-01-20', 'finance'),
    passedOver('not-report', '/Item/24066.aspx', '示例区财政局关于示例区2025年预算执行情况的通报', '2026-01-19'),
    passedOver('foreign', '/Item/24064.aspx', report('邻县人力资源和社会保障局', 2025), '2026-01-19'),
  ].map(shownCut),
  [
    candidate('/Item/23067.aspx', report(FINANCE, 2024), '2025-01-20', 'finance'),
    passedOver('not-report', '/Item/23060.aspx', '财政局举办读书会', '2025-01-18'),
  ].map(shownCut),
]

/** Written in GBK, by a server that calls it UTF-8. */
function inGbk(html: string): { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> } {
  return { body: encodeGb18030(html), headers: { 'content-type': 'text/html; charset=utf-8' } }
}

/** Days without a year before the link, a blank row after every two, line breaks inside the addresses. */
function listPage(rows: readonly Listed[], page: number): string {
  const items = rows.map(
    ({ href, shown, date }, n) =>
      `<li><span class="date">${date.slice(5)}</span><a href="&#xD;&#xA;\t${href.replace('/Item', '/It&#xD;&#xA;\tem')}" target="_blank">${shown}</a></li>${n % 2 === 1 ? '<li class="split"></li>' : ''}`,
  )
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>政府信息公开年报</title></head><body>
<ul class="nav"><li><a href="/Category_313/Index.aspx">领导风范</a></li><li><a href="/Category_598/Index.aspx">政府信息公开年报</a></li></ul>
<ul class="newsList infoListA">${items.join('')}<li class="split"></li></ul>
<div class="pager">共5条 ${page === 1 ? '<a href="Index_2.aspx">下一页</a>' : '下一页'}</div></body></html>`
}

/** Every second character stands in a span of its own, as Word pastes it. */
function spanned(html: string): string {
  return html.replace(
    />([^<>]+)</g,
    (_, text: string) =>
      `>${[...text].map((each, n) => (n % 2 === 1 && each.trim() !== '' ? `<span lang="EN-US">${each}</span>` : each)).join('')}<`,
  )
}

function article({ title, date }: Listed, body: string): string {
  return `<html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>
<p class="info">发布时间：${date}　来源：示例区财政局　【字体：大 中 小】</p><div id="fontzoom">${body}</div></body></html>`
}

/** 动易 in GBK under the name of UTF-8: titles without their ends, days without their years. */
export const gbkHost: Host = {
  columns: [{ path: '/Category_598/Index.aspx', authorities: ['finance'], truth: PAGES.flat() }],
  routes: {
    '/Category_598/Index.aspx': inGbk(listPage(PAGES[0]!, 1)),
    '/Category_598/Index_2.aspx': inGbk(listPage(PAGES[1]!, 2)),
    [PAGES[0]![0]!.href]: inGbk(article(PAGES[0]![0]!, spanned(reportBody(FINANCE, 2025)))),
    [PAGES[0]![1]!.href]: inGbk(article(PAGES[0]![1]!, '<p>通报如下。</p>')),
    [PAGES[0]![2]!.href]: inGbk(article(PAGES[0]![2]!, '<p>年度报告。</p>')),
    [PAGES[1]![0]!.href]: inGbk(article(PAGES[1]![0]!, reportBody(FINANCE, 2024))),
  },
}
