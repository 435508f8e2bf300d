import { load } from 'cheerio/slim'
import { countAt, type Entry, entriesAt, entryAt, isEntry, parseData, rowsOf, scriptsOf, textAt } from './data-rows.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { assignedIn, type Literal } from './read-literal.ts'
import { readTrsPaging } from './trs-paging.ts'

const PAGE_SIZE = 20
/** The script that names the site; as pages include it, and where it lies where they do not. */
const COMMON_SCRIPT = /webBuilderCommon[^"']*\.js|ajaxReq[^"']*\.js/i
const COMMON_PATH = '/js/webBuilderCommon.js'

// 新点. `govInfoPub.html?categorynum=…` is a frame; its rows come from an endpoint that is told the site's id, and counts pages from 0.
export const epoint = {
  id: 'epoint',
  delivery: 'static',
  recognise: ({ url, html }) =>
    /govInfoPub|getgovinfolist|EWB-FRONT|webBuilderCommon\.js|\bewb-(?:right-item|zoom|data)|\bwb-data-(?:date|item)/i.test(
      `${url.pathname} ${html}`,
    ),
  readData,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: '.wb-data-date, td:last-child, span, b, em, i, .date, .time',
    article: /\/\d{8}\/[0-9a-f-]{36}\.html?$|\/(?:[0-9a-f-]{32,36}|\d{5,})\.html?$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, h3, .ewb-article-title, .title',
    body: '.ewb-zoom, .mian-cont, .ewb-article-content, .article-content, #zoom, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

function readData(answer: ListAnswer): ListPage | null {
  const { request, text, column } = answer
  const data = parseData(text)
  if (isEntry(data)) return readAnswer(data, answer)
  const category = parameterOf(column.url, 'categorynum')
  if (category === '' || answer.page > 1) return null
  const site = assignedIn(/^\s*</.test(text) ? scriptsOf(text) : text, 'siteInfo')
  if (isEntry(site)) return { rows: [], declared: null, next: firstRequests(site, column) }
  const isPage = request.url === column.url.href || /^\s*</.test(text)
  return { rows: [], declared: null, next: isPage ? commonScripts(text, answer.url) : [] }
}

function commonScripts(html: string, page: URL): readonly ListRequest[] {
  const $ = load(html)
  const included = $('script[src]')
    .toArray()
    .map((element) => $(element).attr('src') ?? '')
    .filter((source) => COMMON_SCRIPT.test(source) && URL.canParse(source, page))
  return [...new Set([...included, COMMON_PATH])].map((source) => ({ url: new URL(source, page).href }))
}

/** The endpoint takes the questions as they are, or – on older sites – under `params`. */
function firstRequests(site: Entry, { url }: FirstSight): readonly ListRequest[] {
  const project = textAt(site, 'projectName').replace(/^\/?/, '/').replace(/\/$/, '')
  const asked = {
    deptcode: parameterOf(url, 'deptcode'),
    categorynum: parameterOf(url, 'categorynum'),
    pageIndex: 0,
    pageSize: PAGE_SIZE,
    siteGuid: textAt(site, 'siteGuid'),
  }
  const headers = { referer: `${url.origin}${url.pathname}${url.search}`, 'x-requested-with': 'XMLHttpRequest' }
  const endpoint = new URL(`${project}/rest/lightfrontaction/getgovinfolist`, url).href
  return [asked, { params: asked }].map((question) => ({ url: endpoint, post: jsonBody(question), headers }))
}

/** `{custom: {total, data: [{realtitle, infourl, infodate, categoryname}]}}`; `custom` and `data` may be JSON in strings. */
function readAnswer(data: Entry, { request, column }: ListAnswer): ListPage {
  const custom = entryAt(data, 'custom')
  const records = entriesAt(custom, 'data', 'list')
  const total = countAt(custom, 'total', 'totalcount')
  const own = records.filter((record) => isOfColumn(record, column))
  const rows = rowsOf(
    own.map((record) => ({
      url: textAt(record, 'infourl', 'visiturl', 'linkurl'),
      title: textAt(record, 'realtitle', 'title'),
      time: textAt(record, 'infodate', 'handsdate'),
      publisher: textAt(record, 'deptname', 'ouname'),
    })),
    column.url.href,
  )
  const next = records.length === 0 ? null : nextRequest(request, total)
  const isWhole = own.length === records.length
  return { ...rows, declared: isWhole ? total : null, next: next === null ? [] : [next], goesOn: next !== null && total !== null }
}

/** Answers hold other categories, too. One is told by its number, else by its name where the column prints its own. */
function isOfColumn(record: Entry, { url, html }: FirstSight): boolean {
  const number = textAt(record, 'categorynum')
  if (number !== '') return number.startsWith(parameterOf(url, 'categorynum'))
  const name = textAt(record, 'categoryname')
  const own = load(html)('meta[name="ColumnName"]').attr('content')?.trim() ?? ''
  return name === '' || own === '' || name.includes(own) || own.includes(name)
}

function nextRequest(request: ListRequest, total: number | null): ListRequest | null {
  const question = parseData(request.post?.body ?? '')
  if (!isEntry(question)) return null
  const asked: Literal = isEntry(question['params']) ? question['params'] : question
  const page = countAt(asked, 'pageIndex') ?? 0
  if (total !== null && (page + 1) * (countAt(asked, 'pageSize') ?? PAGE_SIZE) >= total) return null
  const further = { ...asked, pageIndex: page + 1 }
  return { ...request, post: jsonBody(isEntry(question['params']) ? { params: further } : further) }
}

/** Names of parameters are written in any case. */
function parameterOf(url: URL, name: string): string {
  return [...url.searchParams].find(([each]) => each.toLowerCase() === name)?.[1] ?? ''
}

function jsonBody(question: object): { readonly body: string; readonly contentType: string } {
  return { body: JSON.stringify(question), contentType: 'application/json;charset=UTF-8' }
}
