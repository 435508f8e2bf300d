import type { Routes } from '../../crawlers/serve.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`
const GOV = '示例区人民政府'
const OFFICE = '示例区人民政府办公室'
const FINANCE = '示例区财政局'

/** The folder says 2024 and holds the reports for 2025; government and office stand side by side. */
const GOVERNMENT: readonly Listed[] = [
  candidate('/nb/zf/2024n/202603/t20260320_11.html', report(GOV, 2025), '2026-03-20', 'gov'),
  candidate('/nb/zf/2024n/202601/t20260130_12.html', '示例区人民政府办公室2025年政府信息公开工作报告', '2026-01-30', 'office'),
]

/** In no order of days, a sticky row first; twins for phones; a picture of the report beside its text. */
const DEPARTMENTS: readonly Listed[] = [
  passedOver(
    'not-report',
    '/nb/bm/202601/t20260105_20.html',
    `关于做好2025年政府信息公开工作年度报告编制发布工作的通知`,
    '2026-01-05',
  ),
  candidate('/nb/bm/202401/t20240126_25.html', report(FINANCE, 2023), '2024-01-26', 'finance'),
  candidate('/nb/bm/202601/t20260121_21.html', report(FINANCE, 2025), '2026-01-21', 'finance'),
  passedOver('not-report', '/nb/bm/202601/t20260121_22.html', `${report(FINANCE, 2025)}（图片版）`, '2026-01-21'),
  candidate('/nb/bm/202601/t20260127_23.html', '示例区教育局　2025年\n政府信息公开工作年度报告', '2026-01-27', 'education'),
  passedOver('not-report', '/nb/bm/202601/t20260128_24.html', '一图读懂示例区教育局2025年政府信息公开工作年度报告', '2026-01-28'),
  passedOver('foreign', '/nb/bm/202601/t20260129_26.html', report('邻县教育局', 2025), '2026-01-29'),
]

/** Reports of a year behind one page, in files called by initials; a menu of the bodies' own sites stands beside them. */
const SUMMARY = '/nb/hz/202602/t20260210_41.html'
const SUMMARISED: readonly Listed[] = [
  passedOver('not-report', SUMMARY, '示例区2025年政府信息公开工作年度报告汇总', '2026-02-10'),
  candidate('/nb/hz/sljyj.docx', report('示例区教育局', 2025), '', 'education'),
  candidate('/nb/hz/lhz.html', report('柳河镇', 2025), '', 'town'),
  passedOver('not-report', '/nb/hz/202601/t20260110_40.html', '年报编制工作培训举办', '2026-01-10'),
]

/** Words that portals put into the name of the paper; each is a report. */
const VARIANTS = [
  '2025年示例区财政局政府信息公开工作年度报告',
  '示例区财政局2024年政府信息公开工作报告',
  '示例区财政局2023年度信息公开工作报告',
  '示例区财政局2022年度信息公开报告',
  '示例区财政局2021年政务信息公开工作开展年度报告',
  '示例区财政局2020年政务信息公开年度报告',
  '示例区财政局关于2019年政府信息公开工作的年度报告',
  '示例区财政局_2018年_政府信息公开工作年度报告',
  '2017示例区财政局政府信息公开年报',
  '示例区财政局2016年政府信息公开工作年度报告（超链版）',
  '2015年政府信息公开工作年度报告',
]
const VARIED = VARIANTS.map((title, n) =>
  candidate(`/nb/bt/202601/t202601${10 + n}_3${n}.html`, title, `2026-01-${10 + n}`, 'finance'),
)

function framed(main: string): string {
  return `<html><head><title>政府信息公开年报</title></head><body><div class="date">2019年12月3日星期二</div>
<ul class="tree"><li><a href="/nb/zf/2024n/">政府</a></li><li><a href="/nb/bm/">部门</a></li><li><a href="/nb/zj/">镇街</a></li></ul>
<a class="CurrChnlCls" href="/nb/">政府信息公开年报</a>${main}</body></html>`
}

const listOf = (rows: readonly Listed[]) =>
  `<ul class="list">${rows.map(({ href, title, date }) => `<li><span>[${date}]</span><a href="${href}">${title}</a></li>`).join('')}</ul>`

function article({ title, date }: Listed, publisher: string, body: string): string {
  const shown = title.replace(/[\s　]+/g, ' ')
  return `<html><head><title>${shown}</title><meta name="ArticleTitle" content="${shown}"><meta name="PubDate" content="${date} 03:24"></head><body>
<div class="date">2019年12月3日星期二</div><h1>${shown}</h1><p>发布日期：${date}　来源：${publisher}</p><div class="TRS_Editor">${body}</div></body></html>`
}

const govArticles: Routes = {
  [GOVERNMENT[0]!.href]: article(GOVERNMENT[0]!, OFFICE, reportBody(GOV, 2025)),
  // The office's report begins like the government's own.
  [GOVERNMENT[1]!.href]: article(
    GOVERNMENT[1]!,
    OFFICE,
    `<p>现公布示例区人民政府2025年度政府信息公开工作年度报告。</p>${reportBody(OFFICE, 2025)}`,
  ),
}

/** Reports by kind of body and year, on pages that count from 1 and call their pager by the id of a box. */
export const trsTree: Host = {
  columns: [
    { path: '/nb/zf/2024n/', authorities: ['gov', 'office'], truth: GOVERNMENT },
    { path: '/nb/bm/list.shtml', authorities: ['finance', 'education'], truth: DEPARTMENTS },
    { path: '/nb/bt/', authorities: ['finance'], truth: VARIED },
    { path: '/nb/hz/', authorities: 'all', truth: SUMMARISED },
  ],
  routes: {
    '/nb/zf/2024n/': framed(listOf(GOVERNMENT)),
    '/nb/bm/list.shtml': framed(
      `${listOf(DEPARTMENTS.slice(0, 4))}<div id="page_div"></div><script>createPageHTML('page_div', 2, 1, 'list', 'shtml', 7)</script>`,
    ),
    '/nb/bm/list_2.shtml': framed(
      `${listOf(DEPARTMENTS.slice(4))}<ul class="app"><li><a href="/nb/bm/202601/t20260121_21_wap.html">手机版</a></li></ul><script>createPageHTML('page_div', 2, 2, 'list', 'shtml', 7)</script>`,
    ),
    '/nb/bt/': framed(`${listOf(VARIED.slice(0, 6))}<script>createPageHTML(11, 2, 0, "index", "html")</script>`),
    '/nb/bt/index_1.html': framed(`${listOf(VARIED.slice(6))}<script>createPageHTML(11, 2, 1, "index", "html")</script>`),
    '/nb/hz/': framed(listOf(SUMMARISED.filter(({ date }) => date !== ''))),
    [SUMMARY]:
      framed(`<h1>示例区2025年政府信息公开工作年度报告汇总</h1><div class="TRS_Editor"><p><a href="/nb/hz/sljyj.docx">示例区教育局</a>　<a href="/nb/hz/lhz.html">柳河镇</a></p></div>
<ul class="sites"><li><a href="http://edu.example.gov.cn/">示例区教育局</a></li><li><a href="/bm/czj/">示例区财政局</a></li></ul>`),
    '/nb/hz/sljyj.docx': {
      body: `<html>${reportBody('示例区教育局', 2025)}</html>`,
      headers: { 'content-type': 'application/msword' },
    },
    '/nb/hz/lhz.html': article(SUMMARISED[2]!, '柳河镇人民政府', reportBody('柳河镇人民政府', 2025)),
    ...govArticles,
    [DEPARTMENTS[1]!.href]: article(DEPARTMENTS[1]!, FINANCE, reportBody(FINANCE, 2023)),
    [DEPARTMENTS[2]!.href]: article(DEPARTMENTS[2]!, FINANCE, reportBody(FINANCE, 2025)),
    [DEPARTMENTS[4]!.href]: article(
      DEPARTMENTS[4]!,
      '示例区教育局',
      `<p>示例区教育局2025年</p><p>政府信息公开工作年度报告</p>${reportBody('示例区教育局', 2025)}`,
    ),
    ...Object.fromEntries(VARIED.map((each) => [each.href, article(each, FINANCE, reportBody(FINANCE, 2025))])),
  },
}
