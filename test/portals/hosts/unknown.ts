import type { Routes } from '../../crawlers/serve.ts'
import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`
const FINANCE = '示例区财政局'

/** Addresses of many systems, of which some look like a day and are none. */
const ODD: readonly Listed[] = [
  candidate('/xxgk/2017052662977646594.html', report('示例区人民政府', 2025), '2026-01-30', 'gov'),
  candidate('/2026/21/201294.html', report('示例区教育局', 2025), '2026-01-21', 'education'),
  candidate('/columns/0b3f/202601/15/9c1d9c02-8b1a-4d7e-9f55-aa01bb02cc03.html', report(FINANCE, 2025), '2026-01-15', 'finance'),
  candidate('/detail/cid/1899/aid/126541', report('柳河镇人民政府', 2025), '2026-01-12', 'town'),
  passedOver(
    'not-report',
    '/gongkai/show/5f4dcc3b5aa765d61d8327deb882cf99.html',
    '示例区财政局2025年法治政府建设年度报告',
    '2026-01-10',
  ),
]

const FRAMED: readonly Listed[] = [candidate('/in/show/88001.html', report(FINANCE, 2025), '2026-01-20', 'finance')]
const ALONE: readonly Listed[] = [candidate('/one/', report(FINANCE, 2024), '', 'finance')]

const MENU = `<div class="nav"><ul><li><a href="/zn/1001.html">政府信息公开指南</a></li><li><a href="/zd/1002.html">政府信息公开制度</a></li><li><a href="/nb/1003.html">政府信息公开年报</a></li><li><a href="/ys/1004.html">依申请公开</a></li></ul></div>`
const NEWS = `<div class="hot"><ul>${Array.from({ length: 12 }, (_, n) => `<li><a href="/xw/show/7700${n}.html">要闻第${n}条</a><span>2026-02-1${n % 10}</span></li>`).join('')}</ul></div>`

const listOf = (rows: readonly Listed[]) =>
  `<div class="box"><ul>${rows.map(({ href, title, date }) => `<li><a href="${href}" onclick="return leave(this)">${title}</a><time>${date}</time></li>`).join('')}</ul></div>`

const page = (main: string) => `<html><head><title>信息公开</title></head><body>${MENU}${main}${NEWS}</body></html>`

function article({ title, date }: Listed, name: string, year: number): string {
  return `<html><head><title>${title}</title></head><body>${MENU}<h1>${title}</h1>${date === '' ? '' : `<p>发布日期：${date}</p>`}<div class="content">${reportBody(name, year)}</div></body></html>`
}

const articles: Routes = {
  [ODD[0]!.href]: article(ODD[0]!, '示例区人民政府', 2025),
  [ODD[1]!.href]: article(ODD[1]!, '示例区教育局', 2025),
  [ODD[2]!.href]: article(ODD[2]!, FINANCE, 2025),
  [ODD[3]!.href]: article(ODD[3]!, '柳河镇人民政府', 2025),
  [FRAMED[0]!.href]: article(FRAMED[0]!, FINANCE, 2025),
}

/** Systems that nobody knows: a list among menus and news, a list in a frame, a column that is the report itself, and one behind a hint. */
export const unknownHost: Host = {
  columns: [
    { path: '/nb/', authorities: 'all', truth: ODD },
    { path: '/framed/', authorities: ['finance'], truth: FRAMED },
    { path: '/one/', authorities: ['finance'], truth: ALONE },
    { path: '/moved/', authorities: ['finance'], truth: FRAMED },
  ],
  routes: {
    '/nb/': page(`${listOf(ODD.slice(0, 3))}<a href="/nb/index_2.html">下一页</a>`),
    '/nb/index_2.html': page(listOf(ODD.slice(3))),
    '/framed/': page(
      `<iframe src="http://weather.example.com/w.htm" width="800" height="600"></iframe><iframe src="/small.html" width="120" height="30"></iframe><div class="main"><iframe id="iframeid1" src="/in/list.html" width="100%" height="900"></iframe></div>`,
    ),
    '/in/list.html': `<html><body>${listOf(FRAMED)}</body></html>`,
    '/one/': article(ALONE[0]!, FINANCE, 2024),
    '/moved/': '<script>location.replace("../in/list.html")</script>',
    ...articles,
  },
}
