import type { Routes } from '../test/crawlers/serve.ts'
import { drawFrom } from '../test/generate/draw.ts'
import { CLEAN, type HtmlStyle, renderBody } from '../test/generate/layouts/html-style.ts'
import { makeReport } from '../test/generate/make-report.ts'
import { type Frame, framePage } from '../test/portals/page-furniture.ts'

const ROWS_A_PAGE = 20
export const COLUMN = '/zfxxgk/nb/'

/** Reports that a body publishes, one a year. */
const YEARS = [2025, 2024, 2023, 2022, 2021] as const

const FRAME: Frame = {
  siteName: '示例区人民政府',
  domain: 'www.example.test',
  siteCode: '0000000000',
  css: '/css/main.css',
  menu: Array.from({ length: 60 }, (_, n) => ({ text: `第${n + 1}栏目`, href: `/lm${n}/` })),
  organiser: '示例区人民政府办公室',
  phone: '000-0000000',
}

/** Other sites, as nearly every portal lists them under each of its pages. */
const OTHER_SITES = `<select onchange="window.open(this.value)"><option>各地政府网站</option>${Array.from(
  { length: 180 },
  (_, n) => `<option value="http://www.place${n}.example.test/index.html">外地第${n + 1}市人民政府</option>`,
).join('')}</select>`

/** A table as an office program leaves it on a page: every cell with a paragraph, a span and their styles. */
const FROM_WORD: HtmlStyle = {
  ...CLEAN,
  content: (cell, draw) =>
    `<p class="MsoNormal" align="center" style="text-align:center"><span style="font-size:10.5pt;font-family:宋体;color:#333" lang="EN-US">${CLEAN.content(cell, draw)}</span></p>`,
  cell: (cell, content) => CLEAN.cell(cell, content).replace('<td', '<td valign="top" style="border:solid windowtext 1.0pt"'),
}
/** What editors of portals write. */
const STYLED: HtmlStyle = {
  ...CLEAN,
  content: (cell, draw) => `<span style="font-size:14px;font-family:宋体">${CLEAN.content(cell, draw)}</span>`,
}
const STYLES: readonly HtmlStyle[] = [CLEAN, STYLED, STYLED, FROM_WORD]

/** Names of made-up bodies of the district; as many as asked for. */
export function bodiesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `示例区第${n + 1}局`)
}

/**
 * The pages of a portal: a TRS column of the reports of `bodies` over five years, `ROWS_A_PAGE` a page, and every report as an article of
 * 25 to 100 kB as real ones are.
 */
export function crawlSite(bodies: readonly string[], years: readonly number[] = YEARS): Routes {
  const articles = bodies.flatMap((name, body) =>
    years.map((year, index) => {
      const serial = body * YEARS.length + index
      const day = `${year + 1}01${String(10 + (body % 20))}`
      return { name, year, serial, day, href: `${day.slice(0, 6)}/t${day}_${1_000_000 + serial}.html` }
    }),
  )
  const pages = Math.max(1, Math.ceil(articles.length / ROWS_A_PAGE))
  const lists = Array.from({ length: pages }, (_, page): [string, string] => {
    const rows = articles
      .slice(page * ROWS_A_PAGE, (page + 1) * ROWS_A_PAGE)
      .map(
        ({ name, year, day, href }) =>
          `<li><a href="./${href}" title="${titleOf(name, year)}">${titleOf(name, year)}</a><span>${dayOf(day)}</span></li>`,
      )
    const pager = `<script>createPageHTML(${pages}, ${page}, "index", "html");</script>`
    const main = `<ul class="list">${rows.join('\n')}</ul><div class="page">${pager}</div>`
    return [`${COLUMN}${page === 0 ? '' : `index_${page}.html`}`, framed('政府信息公开年报', main)]
  })
  return {
    '/robots.txt': 'User-agent: *\nDisallow: /admin/\n',
    ...Object.fromEntries(lists),
    ...Object.fromEntries(articles.map((each) => [`${COLUMN}${each.href}`, articlePage(each)])),
  }
}

function articlePage({ name, year, serial, day }: { name: string; year: number; serial: number; day: string }): string {
  const authority = { name, self: '我单位', kind: 'department', region: '全区' } as const
  const report = makeReport(drawFrom(serial), { edition: '2021', year, authority })
  const body = renderBody(report, drawFrom(serial), STYLES[serial % STYLES.length]!)
  const main = `<h2>${titleOf(name, year)}</h2><div class="info">发布时间：${dayOf(day)}　来源：${name}</div><div class="TRS_Editor">${body}</div>`
  return framed(titleOf(name, year), main)
}

function framed(title: string, main: string): string {
  const trail = [{ text: '首页', href: '/' }]
  return framePage(FRAME, { title, meta: [['ArticleTitle', title]], trail, main: main + OTHER_SITES })
}

function titleOf(name: string, year: number): string {
  return `${name}${year}年政府信息公开工作年度报告`
}

function dayOf(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
}
