import { judgeTitle } from '../judge-title.ts'
import { readList } from '../read-list.ts'
import {
  countAt,
  type Entry,
  entriesAt,
  entryAt,
  isEntry,
  parseData,
  type RowData,
  rowsOf,
  scriptsOf,
  textAt,
  unwrap,
} from './data-rows.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { assignedIn } from './read-literal.ts'
import { readTrsPaging } from './trs-paging.ts'

const PAGE_SIZE = '15'
const SEARCH = /\/(?:(?:common\/search|searchList)\/(?:[0-9a-f]{32}|\d{4,})|search\/[0-9a-f]{32})(?=["'`?&])/i
const LONGEST_ADDRESS = 400
/** Boxes beside a list name one report at most. */
const SOME_REPORTS = 2
const SEARCH_OF_NAME = /["']([^"'\s]*\/(?:common\/search|searchList)\/)["']\s*\+\s*([A-Za-z_$][\w$]*)/
const DEPARTMENT = /["'`]([^"'`\s<>]*\/loadDataByChannelId\w*)["'`?]/
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8'

// 开普云. Lists are pages of links, answers of a search, or an array in a script. The clock in `PubDate` may have twelve hours; the
// number in front of every 索引号 is the county's.
export const ucap = {
  id: 'ucap',
  delivery: 'static',
  recognise: ({ html }) =>
    /UCAPTITLE|UCAPCONTENT|UCAP-CONTENT/i.test(html) ||
    /\/c\d{4,}\/20\d{4}\/(?:[0-9a-f]{32}|c\d+_\d+)\.s?html/.test(html) ||
    SEARCH.test(html) ||
    SEARCH_OF_NAME.test(html) ||
    DEPARTMENT.test(html) ||
    /\bitemObj\s*=\s*\[\s*\{/.test(html),
  readData,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/(?:[0-9a-f]{32}|c?\d+_\d+|\d{6,})\.s?html?$|\/article\.s?html?$|\.(?:pdf|docx?|wps|ofd)$/i,
    // An address that names the article by its own id needs no query; `article.html?infoid=…` is nothing without it.
    query: ({ pathname, search }) => (/\/(?:[0-9a-f]{32}|c\d+_\d+)\.s?html?$/.test(pathname) ? '' : search),
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'ucaptitle, h1, h2, .title, .article-title',
    body: 'ucapcontent, #UCAP-CONTENT, #zoomcon, #zoom, .article-content, .article, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

function readData(answer: ListAnswer): ListPage | null {
  const data = parseData(answer.text)
  if (isEntry(data)) return readAnswer(data, answer)
  const script = scriptsOf(answer.text)
  const items = entriesAt({ items: assignedIn(script, 'itemObj') }, 'items')
  if (items.length > 0) return { ...rowsOf(items.map(itemRow), answer.url.href), declared: null, next: nextPages(answer) }
  if (answer.page > 1 || isOnDisk(answer, script)) return null
  const next = [...searchesIn(answer.text, script, answer.url), ...departmentList(script, answer)]
  return next.length > 0 ? { rows: [], declared: null, next } : null
}

/** A list whose pages are written to disk says how many there are, or shows its reports as links; a search on it is for something else. */
function isOnDisk({ text, url }: ListAnswer, script: string): boolean {
  if (/\bcreatePageHTML\s*\(/.test(script)) return true
  const isReport = (title: string) => judgeTitle(title).judgement === 'candidate'
  return readList(text, url.href, ucap, isReport).rows.filter(({ title }) => isReport(title)).length >= SOME_REPORTS
}

/** `aU` holds addresses as JSON in a string: `{"common":"/…"}`. */
function itemRow(item: Entry): RowData {
  const addresses = unwrap(item['aU'])
  const address = isEntry(addresses) ? textAt(addresses, 'common', 'pc') : textAt(item, 'aU')
  return { url: address, title: textAt(item, 'aT'), time: textAt(item, 'aPd') }
}

function nextPages({ page, column }: ListAnswer): readonly ListRequest[] {
  const told = readTrsPaging(column)
  if (told.kind !== 'numbered' || page >= told.pages) return []
  return told.addresses.map((addressOf) => ({ url: new URL(addressOf(page + 1), column.url).href }))
}

function readAnswer(data: Entry, answer: ListAnswer): ListPage {
  const found = entryAt(data, 'data')
  return entriesAt(found, 'results').length > 0 || 'results' in found ? readSearch(found, answer) : readDepartment(found, answer)
}

/** `{total, page, rows, results: [{title, url, publishedTimeStr}]}`; `rows` is how many there are on a page. */
function readSearch(found: Entry, { request, column }: ListAnswer): ListPage {
  const results = entriesAt(found, 'results')
  const rows = rowsOf(
    results.map((result) => ({
      url: textAt(result, 'url'),
      title: textAt(result, 'title'),
      time: textAt(result, 'publishedTimeStr', 'publishedTime'),
      publisher: publisherIn(result),
    })),
    column.url.href,
  )
  const declared = countAt(found, 'total')
  const url = new URL(request.url)
  const page = Number(url.searchParams.get('page') ?? 1)
  url.searchParams.set('page', String(page + 1))
  const size = countAt(found, 'rows') || Number(url.searchParams.get('_pageSize') ?? PAGE_SIZE)
  const isLast = results.length === 0 || (declared !== null && page * size >= declared)
  const next = isLast ? searchAfter(url, column) : [{ ...request, url: url.href }]
  return { ...rows, declared, next, goesOn: !isLast && declared !== null }
}

function publisherIn(result: Entry): string {
  const values = entriesAt(result, 'domainMetaList').flatMap((group) => entriesAt(group, 'resultList'))
  const found = values.find((value) => /^(?:发布机构|发文机关|publisher)$/i.test(textAt(value, 'name', 'key')))
  return found === undefined ? '' : textAt(found, 'value')
}

/** `{allRow, totalPage, list: [{TITLE, URL, PUBLISHED_TIME_FORMAT}]}`, as 苏州 answers. */
function readDepartment(found: Entry, { request }: ListAnswer): ListPage {
  const list = entriesAt(found, 'list')
  const rows = rowsOf(
    list.map((each) => ({
      url: textAt(each, 'URL_COMMP', 'URL'),
      title: textAt(each, 'TITLE'),
      time: textAt(each, 'PUBLISHED_TIME_FORMAT', 'PUBLISHED_TIME'),
      publisher: textAt(each, 'PUBLISHER', 'DEPT_NAME'),
    })),
    new URL('/', request.url).href,
  )
  const asked = new URLSearchParams(request.post?.body)
  const page = Number(asked.get('pageIndex') ?? 1)
  asked.set('pageIndex', String(page + 1))
  const isLast = list.length === 0 || page >= (countAt(found, 'totalPage') ?? page + 1)
  const next = isLast ? [] : [{ ...request, post: { body: asked.toString(), contentType: FORM } }]
  return { ...rows, declared: countAt(found, 'allRow'), next, goesOn: !isLast && countAt(found, 'totalPage') !== null }
}

/** The searches that a page asks for its rows and boxes, with the parameters that it names. */
function searchesIn(html: string, script: string, page: URL): readonly ListRequest[] {
  const named = script.match(SEARCH_OF_NAME)
  const id = named === null ? null : assignedIn(script, named[2] ?? '')
  const addresses = [...addressesOfSearches(html), ...(named !== null && typeof id === 'string' ? [`${named[1]}${id}`] : [])]
  const searches = new Map<string, ListRequest>()
  for (const address of addresses) {
    if (!URL.canParse(address, page)) continue
    const url = new URL(address.replace(/&amp;/g, '&'), page)
    const asked = { _isAgg: 'true', _isJson: 'true', _pageSize: PAGE_SIZE, _template: 'index' }
    for (const [name, value] of Object.entries(asked)) if (!url.searchParams.get(name)) url.searchParams.set(name, value)
    url.searchParams.set('page', '1')
    if (!searches.has(url.pathname)) searches.set(url.pathname, { url: url.href, headers: headersFrom(page) })
  }
  return [...searches.values()]
}

/** Which search fills the list and which a box beside it is not told: after one has ended the next is read. */
function searchAfter(done: URL, { url, html }: FirstSight): readonly ListRequest[] {
  const searches = searchesIn(html, scriptsOf(html), url)
  const at = searches.findIndex((each) => new URL(each.url).pathname === done.pathname)
  return at < 0 ? [] : searches.slice(at + 1, at + 2)
}

/** The whole addresses in quotes that hold the path of a search. */
function addressesOfSearches(html: string): readonly string[] {
  return [...html.matchAll(new RegExp(SEARCH, 'gi'))].map(({ index }) => {
    const before = html.slice(Math.max(0, index - LONGEST_ADDRESS), index).match(/[^"'`\s<>(]*$/)?.[0] ?? ''
    const after = html.slice(index, index + LONGEST_ADDRESS).match(/^[^"'`\s<>]*/)?.[0] ?? ''
    return before + after
  })
}

function departmentList(script: string, { url }: FirstSight | ListAnswer): readonly ListRequest[] {
  const address = script.match(DEPARTMENT)?.[1]
  const channel = assignedIn(script, 'channelId')
  if (address === undefined || typeof channel !== 'string' || !URL.canParse(address, url)) return []
  const department = assignedIn(script, 'deptCode')
  const body = new URLSearchParams({
    channelId: channel,
    deptCode: typeof department === 'string' ? department : '',
    pageSize: PAGE_SIZE,
    pageIndex: '1',
  })
  return [{ url: new URL(address, url).href, post: { body: body.toString(), contentType: FORM }, headers: headersFrom(url) }]
}

function headersFrom(page: URL): Readonly<Record<string, string>> {
  return { referer: `${page.origin}${page.pathname}${page.search}`, 'x-requested-with': 'XMLHttpRequest' }
}
