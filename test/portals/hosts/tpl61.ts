import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`

const ANNUAL: readonly Listed[] = [
  candidate('/2026/01-26/3653721.html', report('示例区财政局', 2025), '2026-01-26', 'finance'),
  candidate('/2026/01-23/3652898.html', report('示例区教育局', 2025), '2026-01-23', 'education'),
  passedOver('not-report', '/2026/01-20/3650588.html', '示例区人民政府门户网站2025年政府网站工作年度报表', '2026-01-20'),
  candidate('/2025/01-22/3550001.html', report('示例区财政局', 2024), '2025-01-22', 'finance'),
]

/** A neighbouring column of the yearly papers on web sites. */
const SHEETS: readonly Listed[] = [
  passedOver('not-report', '/2026/01-28/3660001.html', '2025年政府网站工作年度报表（示例区财政局）', '2026-01-28'),
  passedOver('not-report', '/2025/01-26/3560001.html', '示例区2024年度政府网站年度工作报表', '2025-01-26'),
  passedOver('not-report', '/2024/01-25/3460001.html', '示例区政府网站信息公开年报（2023年度）', '2024-01-25'),
]

/** The menu that was commented out holds comments itself: its tail shows again, and closes with a visible mark. */
const STALE_MENU = `<!-- <ul class="old"><li><a href="/old/zn/t20190101_1.html">旧指南</a></li><!-- 部门 -->
<li><a href="/old/nb/t20190128_2.html">示例区财政局2018年政府信息公开工作年度报告</a></li><li><a href="/old/nb/">政府信息公开年报</a></li></ul> -->`

const FOREIGN_SITES = `<select onchange="window.open(this.value)"><option>各地政府网站</option>${Array.from(
  { length: 220 },
  (_, n) => `<option value="http://www.place${n}.gov.cn/nb/t20260101_${n}.html">外地${n}</option>`,
).join('')}</select>`

function framed(rows: readonly Listed[]): string {
  return `<html><head><title>政府信息公开年报</title></head><body>${STALE_MENU}
<div class="sideMenu"><h3><a href="/zn/">政府信息公开指南</a></h3><h3><a href="/zd/">政府信息公开制度</a></h3><h3><a href="/nb/">政府信息公开年报</a></h3>
<ul class="submenu"><li><a href="/zfxxgk/fdzdgknr/zfgb/">政府公报</a></li><li><a href="/zfxxgk/1001.html">机构职能</a><span>2026-01-01</span></li><li><a href="/zfxxgk/1002.html">处罚强制</a><span>2026-01-02</span></li><li><a href="/zfxxgk/1003.html">行政许可</a><span>2026-01-03</span></li><li><a href="/zfxxgk/1004.html">政府采购</a><span>2026-01-04</span></li><li><a href="/zfxxgk/1005.html">历年政府信息公开年度报告</a><span>2026-01-05</span></li></ul></div>
<div class="scroll_main"><div class="scroll_wrap"><div class="scroll_cont ScrollStyle"><div class="zfxxgk_zdgktit">政府信息公开年报</div>
<div class="zfxxgk_zdgkc"><ul>${rows.map(({ href, title, date }) => `<li><a href="${href}" title="${title}">${title.slice(0, 20)}…</a><b>${date}</b></li>`).join('')}</ul></div>
<div id="page_div"></div></div></div></div>${FOREIGN_SITES}</body></html>`
}

function article({ title, date }: Listed, body: string): string {
  return `<html><head><title>${title}</title><meta name="ArticleTitle" content="${title}"></head><body>${STALE_MENU}
<div class="scroll_main"><table><tr><td><b>索 引 号：</b>0001/2026-1</td><td><b>发布日期：</b>${date}</td></tr></table></div>
<h1>${title}</h1><div class="scroll_cont ScrollStyle">${body}</div>${FOREIGN_SITES}</body></html>`
}

/** The template of 国办公开办函〔2019〕61号: menus of the form of a list before it, comments within comments, selects full of other sites. */
export const tpl61Host: Host = {
  columns: [
    { path: '/nb/', authorities: 'all', truth: ANNUAL },
    { path: '/ndgzbb/', authorities: 'all', truth: SHEETS },
  ],
  routes: {
    '/nb/': framed(ANNUAL),
    '/ndgzbb/': framed(SHEETS),
    [ANNUAL[0]!.href]: article(ANNUAL[0]!, reportBody('示例区财政局', 2025)),
    [ANNUAL[1]!.href]: article(ANNUAL[1]!, reportBody('示例区教育局', 2025)),
    [ANNUAL[3]!.href]: article(ANNUAL[3]!, reportBody('示例区财政局', 2024)),
  },
}
