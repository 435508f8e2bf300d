import { type Routes, sentWith } from '../../crawlers/serve.ts'
import { hashOf } from '../district/dice.ts'
import { reportBody } from './report-body.ts'

/** What stands in a county's lists; `authority`: whose report it is, null for what is none. */
export type UcapEntry = {
  readonly href: string
  readonly title: string
  /** When the page says that it was published, by the clock of 24 hours. */
  readonly time: string
  readonly authority: string | null
  readonly name: string
  readonly year: number | null
}

export const COUNTY_COLUMN = '/sl/c128570/zfxxgk_list.shtml'
export const STATIC_COLUMN = '/sl/c100122/list.shtml'
export const SHELL_COLUMN = '/sl/c100140/common_list.shtml'
export const DEPARTMENT_COLUMN = '/srsz/nb/nb_list.shtml'
export const ARRAY_COLUMN = '/sl/c100145/common_list.shtml'

const NAMES = [
  ['gov', '示例区人民政府'],
  ['office', '示例区人民政府办公室'],
  ['finance', '示例区财政局'],
  ['education', '示例区教育局'],
  ['town', '柳河镇人民政府'],
] as const
const CHANNEL = '9c2f0a4be1d84e6fb7a35d10c86e92f4'
/** One agency names itself in no title. */
const NAMELESS = 'education'

function hexOf(text: string): string {
  return [1, 2, 3, 4].map((n) => (hashOf(`${n}/${text}`) >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Every report of the county for three years, one of them on a host of its own, among papers that are none; the latest first. */
export function countyEntries(otherHost: string): readonly UcapEntry[] {
  const reports = [2025, 2024, 2023].flatMap((year) =>
    NAMES.map(([authority, name], n): UcapEntry => {
      const path = `/sl/c128570/${year + 1}01/${hexOf(`${authority}/${year}`)}.shtml`
      const href = authority === 'town' && year === 2023 ? `http://${otherHost}${path}` : path
      const named = authority === NAMELESS ? '' : name
      const title = `${named}${year}年政府信息公开工作年度报告`
      return { href, title, time: `${year + 1}-01-${10 + n} 2${n % 4}:34:07`, authority, name, year }
    }),
  )
  const papers = [
    '关于编制2025年政府信息公开工作年度报告的通知',
    '一图读懂示例区2025年政府信息公开工作年度报告',
    '示例区2024年法治政府建设年度报告',
  ].map(
    (title, n): UcapEntry => ({
      href: `/sl/c128570/202601/${hexOf(title)}.shtml`,
      title,
      time: `2026-01-2${n} 09:00:00`,
      authority: null,
      name: '示例区人民政府办公室',
      year: null,
    }),
  )
  return [...reports, ...papers].toSorted((a, b) => b.time.localeCompare(a.time))
}

/** The clock of an article's `PubDate` shows the hour of the afternoon as one of the morning. */
function pubDateOf(time: string): string {
  const hour = Number(time.slice(11, 13))
  return `${time.slice(0, 11)}${String(hour > 12 ? hour - 12 : hour).padStart(2, '0')}${time.slice(13, 16)}`
}

/** An article: a table with the county's number before each 索引号, an empty 名称 and 文号; the body between marks of the system. */
export function ucapArticle({ title, time, name, year, authority }: UcapEntry, pubDate = pubDateOf(time)): string {
  // The office's papers are signed by the government; an agency without a name in its titles has none here either.
  const publisher = authority === 'office' ? '示例区人民政府' : authority === NAMELESS ? '' : name
  const body = year === null ? '<p>见正文。</p>' : reportBody(name, year)
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}_示例区人民政府网</title>
<meta name="SiteName" content="示例区人民政府网"><meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${pubDate}"></head><body>
<table class="info"><tr><td>索 引 号</td><td>K45899617/${time.slice(0, 4)}-${hexOf(title).slice(0, 5)}</td><td>发布机构</td><td>${publisher}</td></tr>
<tr><td>名　　称</td><td></td><td>发布日期</td><td>${time.slice(0, 16)}</td></tr><tr><td>文　　号</td><td>〔〕号</td><td>有 效 性</td><td>有效</td></tr></table>
<h1><UCAPTITLE>${title}</UCAPTITLE></h1><p>字号：大 中 小　<a href="javascript:void(0)">打印</a>　浏览次数：-</p>
<div id="zoomcon"><UCAPCONTENT>${body}</UCAPCONTENT></div><p>【关闭】　上一篇：没有了</p></body></html>`
}

function articleRoutes(entries: readonly UcapEntry[]): Routes {
  const own = entries.filter(({ href }) => href.startsWith('/'))
  return Object.fromEntries(own.map((entry) => [entry.href, ucapArticle(entry)]))
}

/** The words of a search are marked in its titles. */
function marked(title: string): string {
  return title.replace('信息公开', '<em>信息公开</em>')
}

function resultOf({ href, title, time, name }: UcapEntry): object {
  return {
    title: marked(title),
    url: href,
    content: '本报告依照……',
    publishedTimeStr: time,
    domainMetaList: [{ domainMetaName: '信息公开', resultList: [{ key: 'publisher', name: '发布机构', value: name }] }],
  }
}

function frame(title: string, main: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><UCAPTITLE></UCAPTITLE>
<ul class="nav"><li><a href="/sl/zn/common_list.shtml">政府信息公开指南</a></li><li><a href="${COUNTY_COLUMN}">政府信息公开年报</a></li></ul>
<div class="main">${main}</div></body></html>`
}

/** The column of the whole county, eight rows a page, from the search that its script asks. */
export function countyRoutes(otherHost: string): Routes {
  const entries = countyEntries(otherHost)
  return {
    ...articleRoutes(entries),
    [COUNTY_COLUMN]: frame(
      '政府信息公开年报',
      `<ul class="listContent" id="rows"></ul><script>
function load(page) { $.get("/common/search/${CHANNEL}?_isAgg=true&_isJson=true&_pageSize=8&_template=index&_channelName=&page=" + page, show, 'json') }
load(1)</script>`,
    ),
    [`/common/search/${CHANNEL}`]: (request) => {
      const asked = new URL(request.url ?? '', 'http://ucap.test').searchParams
      const page = Number(asked.get('page'))
      const size = Number(asked.get('_pageSize'))
      const results = asked.get('_isJson') === 'true' ? entries.slice((page - 1) * size, page * size).map(resultOf) : []
      const body = JSON.stringify({ code: 200, data: { total: entries.length, page, rows: size, results } })
      return { body, headers: { 'content-type': 'application/json;charset=UTF-8' } }
    },
  }
}

/** Lists on disk, three rows a page; each link steers the menu with its query, and the second page repeats a row of the first. */
export function staticRoutes(otherHost: string): Routes {
  const entries = countyEntries(otherHost).filter(({ authority }) => authority === 'finance' || authority === 'gov')
  const pages = [entries.slice(0, 3), entries.slice(2, 5), entries.slice(5)]
  const row = ({ href, title, time }: UcapEntry, query: string) =>
    `<li class="texto"><a href="${href}?${query}" title="${title}">${title.slice(0, 9)}…</a><span>[${time.slice(0, 10)}]</span></li>`
  const list = (index: number) =>
    frame(
      '政府信息公开年报',
      `<ul class="list">${pages[index]!.map((entry) => row(entry, `nbYear=${entry.year}&orgCode=A0${index}`)).join('')}</ul><div id="page_div"></div>
<script>createPageHTML('page_div', ${pages.length}, ${index + 1}, 'list', 'shtml', ${entries.length})</script>`,
    )
  return {
    ...articleRoutes(entries),
    [STATIC_COLUMN]: list(0),
    '/sl/c100122/list_2.shtml': list(1),
    '/sl/c100122/list_3.shtml': list(2),
  }
}

/** One page for all articles: what it shows is told by the query alone. */
export function shellRoutes(otherHost: string): Routes {
  const entries = countyEntries(otherHost).filter(({ authority }) => authority === 'finance')
  const shell = (entry: UcapEntry) => `/article.html?infoid=${hexOf(entry.title)}`
  const rows = entries.map(
    (entry) => `<li><a href="${shell(entry)}">${entry.title}</a><span>${entry.time.slice(0, 10)}</span></li>`,
  )
  return {
    ...Object.fromEntries(entries.map((entry) => [shell(entry), ucapArticle(entry)])),
    [SHELL_COLUMN]: frame('政府信息公开年报', `<ul class="list">${rows.join('')}</ul>`),
  }
}

/** The list of a department, asked for by POST, four rows a page. */
export function departmentRoutes(otherHost: string): Routes {
  const entries = countyEntries(otherHost).filter(({ href }) => href.startsWith('/'))
  const path = '/szinf/interfacesWebManu/loadDataByChannelIdAndDeptIdBackSort'
  return {
    ...articleRoutes(entries),
    [DEPARTMENT_COLUMN]: frame(
      '政府信息公开年报',
      `<ul id="rows"></ul><script>var channelId = '${CHANNEL}', deptCode = '11320500014149041N'
function load(n) { $.post('${path}', { channelId: channelId, deptCode: deptCode, pageSize: 15, pageIndex: n }, show) }</script>`,
    ),
    [path]: async (request) => {
      const asked = new URLSearchParams(await sentWith(request))
      if (asked.get('channelId') !== CHANNEL || asked.get('deptCode') === '') return '{"code":"1","msg":"参数错误"}'
      const page = Number(asked.get('pageIndex'))
      const shown = entries.slice((page - 1) * 4, page * 4)
      const list = shown.map(({ href, title, time }) => ({
        TITLE: title,
        URL_COMMP: href.slice(1),
        PUBLISHED_TIME_FORMAT: time.slice(0, 10),
      }))
      const data = { allRow: entries.length, totalPage: Math.ceil(entries.length / 4), list }
      return { body: JSON.stringify({ code: '0', data }), headers: { 'content-type': 'application/json' } }
    },
  }
}

/** Rows in an array of the script, their addresses as JSON in a string. */
export function arrayRoutes(otherHost: string): Routes {
  const entries = countyEntries(otherHost).filter(({ authority }) => authority === 'town' || authority === null)
  const items = entries.map(({ href, title, time }) => ({
    aT: title,
    aPd: time.slice(0, 10),
    aU: JSON.stringify({ common: href }),
  }))
  return {
    ...articleRoutes(entries),
    [ARRAY_COLUMN]: frame(
      '政府信息公开年报',
      `<ul id="rows"></ul><script>var itemObj=${JSON.stringify(items)};\nshow(itemObj)</script>`,
    ),
  }
}
