import type { Routes } from '../../crawlers/serve.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`
const YEARS = [2025, 2024, 2023, 2022, 2021]

/** Five pages of two rows, numbered down: the second is `ndbg/4.htm`, the last `ndbg/1.htm`. */
const PAGES: readonly (readonly Listed[])[] = YEARS.map((year, n) => [
  candidate(`/info/1042/5188${n}.htm`, report('示例区财政局', year), `${year + 1}-01-2${n}`, 'finance'),
  passedOver('not-report', `/info/1042/6188${n}.htm`, `财政简报${year}年第一期`, `${year + 1}-01-1${n}`),
])

const numberOf = (index: number) => PAGES.length - index
const pathOf = (index: number) => (index === 0 ? '/zfxxgk/ndbg.htm' : `/zfxxgk/ndbg/${numberOf(index)}.htm`)

function listPage(rows: readonly Listed[], index: number): string {
  // Relative addresses, from the folder of the list or the one below it.
  const up = index === 0 ? '../' : '../../'
  const at = (other: number) =>
    index === 0 ? `ndbg/${numberOf(other)}.htm` : other === 0 ? '../ndbg.htm' : `${numberOf(other)}.htm`
  const link = (other: number, text: string) =>
    PAGES[other] === undefined ? `<span class="p_next_d">${text}</span>` : `<a href="${at(other)}">${text}</a>`
  const items = rows.map(
    ({ href, title, date }) =>
      `<li id="line_u8_0"><a href="${up}${href.slice(1)}" title="${title}">${title}</a><span>${date}</span></li>`,
  )
  const numbers = PAGES.map((_, other) =>
    other === index ? `<span class="p_no_d">${other + 1}</span>` : link(other, String(other + 1)),
  ).join('')
  return `<html><head><!--Announced by Visual SiteBuilder 9--><title>年度报告</title><script>_sitegray_re();</script></head><body>
<ul class="list">${items.join('\n')}</ul><div class="pb_sys_common"><span class="p_t">共10条</span>${link(0, '首页')}${link(index - 1, '上页')}${numbers}${link(index + 1, '下页')}${link(PAGES.length - 1, '尾页')}</div></body></html>`
}

function article({ title, date }: Listed, body: string, after = ''): string {
  return `<html><head><!--Announced by Visual SiteBuilder 9--><title>${title}-示例区</title></head><body>
<div class="ar_tit"><h3>${title}</h3><p>作者： 时间：${date} 点击数：<script>_showDynClicks("wbnews", 1, 1)</script></p></div>
<div id="vsb_content_4"><div class="v_news_content">${body}</div></div>${after}</body></html>`
}

const attached = '/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=77'

const articles: Routes = Object.fromEntries(
  PAGES.map(([own], n) => [own!.href, article(own!, reportBody('示例区财政局', YEARS[n]!))]),
)

/** 博达: pages numbered down, and a report that stands in a file behind the text, whose address does not end like one. */
export const vsbHost: Host = {
  columns: [{ path: '/zfxxgk/ndbg.htm', authorities: ['finance'], truth: PAGES.flat() }],
  routes: {
    ...Object.fromEntries(PAGES.map((rows, index) => [pathOf(index), listPage(rows, index)])),
    ...articles,
    [PAGES[1]![0]!.href]: article(
      PAGES[1]![0]!,
      '<p>详见附件。</p>',
      `<ul style="list-style-type:none;"><li>附件【<a href="${attached}">示例区财政局2024年年报.doc</a>】已下载<span>3</span>次</li></ul>`,
    ),
    // Named .doc, but a page.
    [attached]: {
      body: `<html><body>${reportBody('示例区财政局', 2024)}</body></html>`,
      headers: { 'content-type': 'application/msword' },
    },
  },
}
