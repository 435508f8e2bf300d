import { candidate, type Host, type Listed, passedOver } from './host.ts'
import { reportBody } from './report-body.ts'

const report = (name: string, year: number) => `${name}${year}年政府信息公开工作年度报告`
const FINANCE = '示例区财政局'
const TOWN = '柳河镇人民政府'

/** One page for each year; those of 2026 and 2024 are empty, and an entry of 2023 is another body's. */
const BY_YEAR: Readonly<Record<number, readonly Listed[]>> = {
  2026: [],
  2025: [candidate('/OpennessAnnualReport/show/5424.html', report(FINANCE, 2025), '2026-01-27', 'finance')],
  2024: [],
  2023: [
    candidate('/OpennessAnnualReport/show/3965.html', report(FINANCE, 2023), '2024-01-14', 'finance'),
    passedOver('foreign', '/OpennessAnnualReport/show/3966.html', report('示例区教育局', 2023), '2024-01-15'),
  ],
  2022: [candidate('/OpennessAnnualReport/show/2871.html', report(FINANCE, 2022), '2023-01-16', 'finance')],
}
const YEARS = [2026, 2025, 2024, 2023, 2022]

/** An agency without the module: its papers of every kind, and a report that names nobody. */
const ALL_PAPERS: readonly Listed[] = [
  candidate('/OpennessContent/show/9001.html', '2025年政府信息公开工作年度报告', '2026-01-26', 'town'),
  passedOver('not-report', '/OpennessContent/show/9002.html', '柳河镇2025年财政决算公开', '2026-01-20'),
  passedOver('not-report', '/OpennessContent/show/9003.html', '柳河镇防汛值班安排', '2025-07-01'),
]

function framed(agency: string, main: string): string {
  return `<html><head><title>政府信息公开年报</title></head><body><div class="trail">网站首页 &gt; 政府信息公开 &gt; <a href="/agency/6/">${agency}</a> &gt; 政府信息公开年报</div>
<ul class="menu"><li><a href="/OpennessContent/showList/6/1/page_1.html">政府信息公开指南</a></li><li><a href="/OpennessAnnualReport/year/6/2026.html">政府信息公开年报</a></li></ul>${main}</body></html>`
}

function yearPage(year: number): string {
  const tabs = YEARS.map((each) => `<a href="/OpennessAnnualReport/year/6/${each}.html">${each}年</a>`).join('')
  const rows = (BY_YEAR[year] ?? []).map(
    ({ href, title, date }) => `<li><a href="${href}" title="${title}">${title}</a><span>${date}</span></li>`,
  )
  const main = rows.length === 0 ? `<p>${year}年暂无信息</p>` : `<ul class="list">${rows.join('')}</ul>`
  return framed(FINANCE, `<div class="tabs">${tabs}</div>${main}<div class="foot">${'本站为演示用虚构网站。'.repeat(120)}</div>`)
}

function article({ title, date }: Listed, agency: string, year: number): string {
  return framed(
    agency,
    `<h1>${title}</h1><div class="info">发布时间:${date} 08:42 字体:[大 中 小]</div><div class="article-content">${reportBody(agency, year)}</div>`,
  )
}

const listPage = (rows: readonly Listed[], page: number) =>
  framed(
    TOWN,
    `<ul class="list">${rows.map(({ href, title, date }) => `<li><a href="${href}">${title}</a><span>${date}</span></li>`).join('')}</ul><p>共3条 共2页 当前第${page}页</p>`,
  )

/** A module of its own for annual reports, one page for a body and a year. */
export const opennessHost: Host = {
  columns: [
    { path: '/OpennessAnnualReport/year/6/2025.html', authorities: ['finance'], truth: Object.values(BY_YEAR).flat() },
    { path: '/OpennessContent/showList/9/0/page_1.html', authorities: 'all', truth: ALL_PAPERS },
  ],
  routes: {
    ...Object.fromEntries(YEARS.map((year) => [`/OpennessAnnualReport/year/6/${year}.html`, yearPage(year)])),
    '/OpennessContent/showList/9/0/page_1.html': listPage(ALL_PAPERS.slice(0, 2), 1),
    '/OpennessContent/showList/9/0/page_2.html': listPage(ALL_PAPERS.slice(2), 2),
    '/OpennessAnnualReport/show/5424.html': article(BY_YEAR[2025]![0]!, FINANCE, 2025),
    '/OpennessAnnualReport/show/3965.html': article(BY_YEAR[2023]![0]!, FINANCE, 2023),
    '/OpennessAnnualReport/show/2871.html': article(BY_YEAR[2022]![0]!, FINANCE, 2022),
    '/OpennessContent/show/9001.html': article(ALL_PAPERS[0]!, TOWN, 2025),
  },
}
