import { load } from 'cheerio/slim'
import { baseOf } from '../read-list.ts'
import { countAt, type Entry, entriesAt, entryAt, isEntry, parseData, rowsOf, scriptsOf, textAt, unwrap } from './data-rows.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { assignedIn, readLiteral } from './read-literal.ts'
import { readTrsPaging } from './trs-paging.ts'

const PAGE_SIZE = 15
const FORM = 'application/x-www-form-urlencoded; charset=UTF-8'
const CALL = /\bloadPageData\s*\(\s*(\{|[A-Za-z_$][\w$]*)/g

// 江西集约化: the list is a template that a script fills from `/queryList`. Links are meant from `<base href>`. A click on a foreign link
// opens a dialog and goes nowhere; addresses are read and nothing is clicked.
export const jxHandlebars = {
  id: 'jx-handlebars',
  delivery: 'static',
  recognise: ({ html }) => /text\/x-handlebars-template/.test(html) && /\bloadPageData\s*\(/.test(html),
  readData,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/(?:t_?\d{5,}|art_\w+|content_\w+|\d{5,})\.s?html?$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, h3, .title, .article-title',
    body: '#zoom, .jgzn_content, .article-content, .content, .con',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

function readData(answer: ListAnswer): ListPage | null {
  const data = parseData(answer.text)
  if (isEntry(data)) return readAnswer(data, answer)
  const next = requestsIn({ url: answer.url, html: answer.text })
  return next.length > 0 && answer.page === 1 ? { rows: [], declared: null, next: next.slice(0, 1) } : null
}

/** What is asked for the list of a page: of several lists that for the column in its address, else each in turn. */
function requestsIn({ url, html }: FirstSight): readonly ListRequest[] {
  const all = calls(html)
  const folders = url.pathname.split('/')
  const own = all.filter(
    ({ channelCode }) => Array.isArray(channelCode) && channelCode.some((code) => folders.includes(String(code))),
  )
  return (own.length > 0 ? own.slice(0, 1) : all).map((call) => requestOf(call, url))
}

/** What the page calls `loadPageData` with, where that names the channels of a list. */
function calls(html: string): readonly Entry[] {
  const script = scriptsOf(html)
  return [...script.matchAll(CALL)].flatMap((match) => {
    const argument = match[1] ?? ''
    const given = argument === '{' ? readLiteral(script, match.index + match[0].length - 1) : assignedIn(script, argument)
    return isEntry(given) && 'channelCode' in given ? [given] : []
  })
}

function requestOf(call: Entry, page: URL): ListRequest {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(call)) {
    if (Array.isArray(value)) for (const each of value) form.append(`${name}[]`, String(each))
    else if (value !== null && !isEntry(value)) form.set(name, String(value))
  }
  form.set('current', '1')
  form.set('pageSize', textAt(call, 'pageSize', 'perPage') || String(PAGE_SIZE))
  const headers = { referer: `${page.origin}${page.pathname}`, 'x-requested-with': 'XMLHttpRequest' }
  return { url: new URL('/queryList', page).href, post: { body: form.toString(), contentType: FORM }, headers }
}

/** `{data: {total, results: [{source: {title, pubDate, urls: "{\"pc\":…}"}}]}}`; some answers leave `source` out. */
function readAnswer(data: Entry, { request, column }: ListAnswer): ListPage {
  const found = entryAt(data, 'data')
  const records = entriesAt(found, 'results', 'list', 'records', 'rows').map((each) =>
    isEntry(each['source']) ? each['source'] : each,
  )
  const rows = rowsOf(
    records.map((record) => ({
      url: textAt(record, 'pcUrl') || addressIn(record) || textAt(record, 'url'),
      title: textAt(record, 'title', 'showTitle'),
      time: textAt(record, 'pubDate', 'publishDate', 'releaseTime'),
      publisher: textAt(record, 'publisher', 'pubOrg'),
    })),
    baseOf(load(column.html), column.url.href),
  )
  const total = countAt(found, 'total', 'totalCount')
  const form = new URLSearchParams(request.post?.body)
  const page = Number(form.get('current') ?? 1)
  const isLast = records.length === 0 || (total !== null && page * Number(form.get('pageSize') ?? PAGE_SIZE) >= total)
  const lists = requestsIn(column)
  // The counts of several lists are no count of the column.
  const declared = lists.length > 1 ? null : total
  form.set('current', String(page + 1))
  const next = isLast ? listAfter(form, lists) : [{ ...request, post: { body: form.toString(), contentType: FORM } }]
  return { ...rows, declared, next, goesOn: !isLast && total !== null }
}

function listAfter(done: URLSearchParams, lists: readonly ListRequest[]): readonly ListRequest[] {
  const unitOf = (form: URLSearchParams) => `${form.getAll('channelCode[]')} ${form.get('unitid')}`
  const at = lists.findIndex(({ post }) => unitOf(new URLSearchParams(post?.body)) === unitOf(done))
  return at < 0 ? [] : lists.slice(at + 1, at + 2)
}

/** `urls` holds the addresses for each kind of screen as JSON in a string. */
function addressIn(record: Entry): string {
  const addresses = unwrap(record['urls'])
  return isEntry(addresses) ? textAt(addresses, 'pc', 'common') : ''
}
