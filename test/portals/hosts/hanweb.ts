import type { IncomingMessage } from 'node:http'
import type { Routes } from '../../crawlers/serve.ts'
import { reportBody } from './report-body.ts'

/** An entry of a list; `year`: of the report that its article holds, else it is something else. */
export type HanwebEntry = {
  readonly href: string
  readonly title: string
  readonly date: string
  readonly name: string
  readonly year: number | null
}

const NAMES = ['示例区人民政府', '示例区财政局', '示例区教育局']
const YEARS = [2025, 2024, 2023]
/** What papers are in force until; it stands beside the other days of an article. */
export const EXPIRES = '2031-12-31'

/** The reports of three bodies for three years, among `others` papers that are none, the latest first. */
export function hanwebEntries(others: number): HanwebEntry[] {
  const reports = NAMES.flatMap((name, n) =>
    YEARS.map((year): HanwebEntry => {
      const id = `${year}${n}`
      const old = `/art/${year + 1}/1/${20 + n}/art_61490_${id}.html`
      const hex = `/col/colz496Mliys/art/${year + 1}/art_${id.padStart(32, '0')}.html`
      const title = `${name}${year}年政府信息公开工作年度报告`
      return { href: year === 2025 ? hex : old, title, date: `${year + 1}-01-${20 + n}`, name, year }
    }),
  )
  const papers = Array.from({ length: others }, (_, n): HanwebEntry => {
    const date = `${2026 - Math.floor(n / 40)}-0${1 + (n % 9)}-1${n % 10}`
    return { href: `/art/2026/2/1/art_61490_9${n}.html`, title: `第${n + 1}号工作简报`, date, name: '示例区人民政府', year: null }
  })
  return [...reports, ...papers].toSorted((a, b) => b.date.localeCompare(a.date))
}

/** How records are written differs from site to site, and within one. */
const RECORDS: readonly ((entry: HanwebEntry) => string)[] = [
  ({ href, title, date }) => `<li><a href="${href}" title="${title}">${title.slice(0, 12)}…</a><span>${date}</span></li>`,
  ({ href, title, date }) => `<li><a href='${href}' target='_blank'>${title}</a><b>${date}</b></li>`,
  ({ href, title, date }) => `<a href="${href}">${title}</a>[${date}]`,
  ({ href, title, date }) => `<tr><td>·</td><td><a href="${href}">${title}</a></td><td>${date}</td></tr>`,
  ({ href, title, date }) => `<li style=<br/><a href="${href}" title="${title}">${title}<span>${date}</span></a></li>`,
]

/** One unit of a page: what names it to the proxy, and what it holds at the moment. */
export type Unit = { readonly query: string; entries: readonly HanwebEntry[] }

function datastore({ query, entries }: Unit, from: number, to: number): string {
  const records = entries
    .slice(from, to)
    .map((entry, n) => `<record><![CDATA[\n${RECORDS[(from + n) % RECORDS.length]!(entry)}\n]]></record>`)
  const address = `/module/web/jpage/dataproxy.jsp?page=1&${query}`
  return `<datastore><nextgroup><![CDATA[<a href="${address}"></a>]]></nextgroup><totalrecord>${entries.length}</totalrecord><totalpage>${Math.ceil(entries.length / 15)}</totalpage><recordset>${records.join('\n')}</recordset></datastore>`
}

const NEWS: Unit = {
  query: 'appid=1&webid=39&path=/&columnid=70001&unitid=250001&webname=示例区&permissiontype=0',
  entries: Array.from({ length: 80 }, (_, n) => ({
    href: `/art/2026/5/6/art_70001_${n}.html`,
    title: `要闻${n}`,
    date: '2026-05-06',
    name: '',
    year: null,
  })),
}

/** A column as it is written now and then: three groups of 15 in the page, and another unit in a box beside the list. */
export function columnPage(unit: Unit, shown = 45): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年报</title></head><body>
<div class="left-box"><h3>要闻</h3><div id="250001"><script type="text/xml">${datastore(NEWS, 0, 15)}</script></div><ul></ul></div>
<div class="main"><div id="247686"><script type="text/xml">${datastore(unit, 0, shown)}</script></div><ul class="list"></ul>
<div class="page"><a href="?pageNum=2&uid=247686">下一页</a></div></div><p>技术支持：大汉版通</p></body></html>`
}

export type ProxyTraps = {
  /** Most records of one answer, whatever is asked for. */
  readonly cap?: number
  /** GET answers 54 bytes from this page on. */
  readonly hollowFrom?: number
  /** The same for POST from this record on. */
  readonly hollowRecord?: number
  /** Called before an answer with how many came before it: a list may change while it is read. */
  readonly onAnswer?: (unit: Unit, answered: number) => void
}

const HOLLOW = '<datastore><recordset></recordset>  </datastore><!-- -->'

type Reply = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }

/** Answers for the unit that the query names, only to a page of its own. */
export function proxy(units: readonly Unit[], traps: ProxyTraps = {}): (request: IncomingMessage) => Reply {
  let answered = 0
  return (request) => {
    if (request.headers.referer === undefined) return { status: 403, body: '<html><title>403</title></html>' }
    const asked = new URL(request.url ?? '', 'http://hanweb.test').searchParams
    const isPosted = request.method === 'POST'
    const unit = units.find(({ query }) => isPosted || (request.url ?? '').includes(query.match(/columnid=[^&]*/)?.[0] ?? ''))
    if (unit === undefined) return { status: 404, body: '' }
    traps.onAnswer?.(unit, answered++)
    const headers = { 'content-type': isPosted ? 'text/xml; charset=utf-8' : 'text/html; charset=utf-8' }
    const perpage = Math.min(Number(asked.get('perpage') ?? 15), traps.cap ?? 300)
    const page = Number(asked.get('page') ?? 1)
    const first = isPosted ? Number(asked.get('startrecord')) - 1 : (page - 1) * perpage
    const isHollow = isPosted ? first + 1 >= (traps.hollowRecord ?? 1e9) : page >= (traps.hollowFrom ?? 1e9)
    const last = isPosted ? Math.min(Number(asked.get('endrecord')), first + perpage) : first + perpage
    return { headers, body: isHollow ? HOLLOW : datastore(unit, first, last) }
  }
}

/** The article of an entry: its body between marks, its table with the day on which the paper goes out of force. */
function hanwebArticle({ title, date, name, year }: HanwebEntry): string {
  const body = year === null ? '<p>简报内容。</p>' : reportBody(name, year)
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title><meta name="ArticleTitle" content="${title}"></head><body>
<table class="xxgk"><tr><td>索引号</td><td>00001/${date.replaceAll('-', '')}</td><td>组配分类</td><td>信息公开年报</td></tr>
<tr><td>成文日期</td><td>${date}</td><td>失效日期</td><td>${EXPIRES}</td></tr><tr><td>发布机构</td><td>${name}</td><td>有效性</td><td>有效</td></tr></table>
<h1><!--<$[标题]>begin-->${title}<!--<$[标题]>end--></h1><p>发布日期：${date}</p>
<div id="zoom"><!--<$[信息内容]>begin-->${body}<!--<$[信息内容]>end--></div></body></html>`
}

export function articleRoutes(entries: readonly HanwebEntry[]): Routes {
  return Object.fromEntries(entries.filter(({ year }) => year !== null).map((entry) => [entry.href, hanwebArticle(entry)]))
}

/** The public-information module: the page of the column and what its script loads, 10 rows a page, with a heading row. */
export function catalogueRoutes(path: string, area: string, entries: readonly HanwebEntry[]): Routes {
  const pages = Math.ceil(entries.length / 10)
  const rows = (page: number) =>
    entries
      .slice((page - 1) * 10, page * 10)
      .map(
        ({ href, title, date }, n) =>
          `<tr><td>${area}/2026-000${n}</td><td><a href="${href}" title="${title}">${title.slice(0, 10)}…</a></td><td>${date}</td></tr>`,
      )
  return {
    [path]: `<html><head><title>信息公开目录</title></head><body><ul class="menu"><li><a href="/zn/">指南</a></li></ul><div id="divlist"></div>
<script>loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&isAllList=1&texttype=&fbtime=&vc_all=&infotypeId=A0203&area=${area}&divid=divlist', 'divlist')</script></body></html>`,
    '/module/xxgk/search.jsp': (request) => {
      const asked = new URL(request.url ?? '', 'http://hanweb.test').searchParams
      const page = Number(asked.get('currpage'))
      const isMeant = request.method === 'POST' && asked.get('area') === area && asked.get('infotypeId') === 'A0203'
      if (!isMeant || request.headers.referer === undefined) return { status: 403, body: '' }
      return `<table><tr><th>索引号</th><th>名称</th><th>发布日期</th></tr>${rows(page).join('\n')}</table>
<table><tr><td>共 ${entries.length} 条 ${page}/${pages}页 <a href="javascript:goPage(${page + 1})">下页</a></td></tr></table>`
    },
  }
}

/** The page of one body and year; a year without a report is the same page with an empty frame. */
export function annualPage(title: string, body: string, time: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开年度报告</title></head><body>
<ul class="nav">${'<li><a href="/zwgk/">政务公开</a></li>'.repeat(30)}</ul>
<div class="main"><h1>${title}</h1><p>发布时间：${time}　<a href="javascript:window.print()">打印</a></p><div id="zoom">${body}</div></div></body></html>`
}
