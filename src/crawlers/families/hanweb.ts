import { judgeTitle } from '../judge-title.ts'
import { resolveHref } from '../resolve-href.ts'
import { type Datastore, readDatastores } from './datastore.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { readRecords } from './records.ts'
import { readTrsPaging } from './trs-paging.ts'

/** Records asked for at once; far more are cut off without a word. */
const PER_PAGE = 100
const PROXY = '/module/web/jpage/dataproxy.jsp'
const SIDE = /left|right|side|nav|menu|head|foot|hot|tuijian/i

// The list on show is empty: its rows stand in a script of the page, and further ones behind a proxy. `?pageNum=2` on the page of the
// column changes nothing. The page is written now and then, the proxy asks the database: their counts may differ.
export const hanweb = {
  id: 'hanweb',
  delivery: 'static',
  recognise: ({ url, html }) =>
    /<datastore[\s>]/.test(html) ||
    (/\/col\/col\w+\//.test(url.pathname) && /href\s*=\s*["']?[^"'\s>]*\/art\/\d{4}\/[^"'\s>]*art_/.test(html)),
  readData: readUnit,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/art\/.*\.html?$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, .title, .bt-title, .article_title',
    body: '#zoom, .bt_content, .bt-content, .article_zoom, .main-txt, .article-content, .article, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

/** Which records of a list are asked for: `size` of them after the first `offset`. */
type Window = { readonly offset: number; readonly size: number; readonly isPosted: boolean }

function readUnit({ request, url, text, column }: ListAnswer): ListPage | null {
  const asked = windowOf(request)
  if (asked === null && !text.includes('<datastore')) return null
  const unit = mainUnit(readDatastores(text), column.url)
  const records = unit?.records ?? []
  const rows = readRecords(records.map((record) => `<div>${record}</div>`).join('\n'), url.href, hanweb)
  const total = unit?.total ?? null
  const read = (asked?.offset ?? 0) + records.length
  const goesOn = total !== null && read < total
  const isOver = asked === null ? !goesOn && total !== null : records.length === 0 || (!goesOn && records.length < asked.size)
  const next = isOver ? [] : nextWays(column, asked, records.length)
  const problem = goesOn && records.length > 0 && next.length === 0 ? 'the list does not say where its further entries are' : null
  return { rows, declared: total, next, goesOn, ...(problem === null ? {} : { problem }) }
}

/** A page may hold several units: that of the column itself is meant, or one with reports, or one that stands in no side box. */
function mainUnit(units: readonly Datastore[], { pathname }: URL): Datastore | null {
  const column = pathname.match(/\/col\/col(\w+)\//)?.[1]
  const isReport = (record: string) => judgeTitle(record.replace(/<[^>]*>/g, '')).judgement === 'candidate'
  const weigh = ({ nextgroup, records, around }: Datastore) =>
    (column !== undefined && nextgroup?.includes(`columnid=${column}&`) ? 4 : 0) +
    (records.some(isReport) ? 2 : 0) +
    (SIDE.test(around) ? 0 : 1)
  return units.toSorted((a, b) => weigh(b) - weigh(a))[0] ?? null
}

/**
 * The proxy is asked from its first record on, since the page may be older than it. When its first answer is shorter than asked for, it
 * has a limit of its own, and the next windows keep to that.
 */
function nextWays(column: FirstSight, asked: Window | null, got: number): readonly ListRequest[] {
  const proxy = proxyOf(column)
  if (proxy === null) return []
  if (asked === null) return [byGet(proxy, column, 0, PER_PAGE), byPost(proxy, column, got, got)]
  const size = asked.offset === 0 ? Math.min(got, asked.size) : asked.size
  const offset = asked.offset + (asked.isPosted ? got : size)
  return [byGet(proxy, column, offset, size), byPost(proxy, column, offset, size)]
}

/** Where further records of the column's unit are had. `./dataproxy.jsp` is meant from the proxy itself, which the script may name. */
function proxyOf({ url, html }: FirstSight): string | null {
  const nextgroup = mainUnit(readDatastores(html), url)?.nextgroup
  if (nextgroup == null) return null
  const named = html.match(/\bproxyUrl\s*:\s*["']([^"']+)["']/)?.[1] ?? PROXY
  return resolveHref(nextgroup, resolveHref(named, url.href) ?? url.href)
}

function byGet(proxy: string, column: FirstSight, offset: number, size: number): ListRequest {
  const page = Math.floor(offset / size) + 1
  return { url: `${without(proxy, 'page', 'perpage')}&page=${page}&perpage=${size}`, headers: asScript(column) }
}

/** As the script of the page asks. What names the unit may be encrypted and is passed on as it stands. */
function byPost(proxy: string, column: FirstSight, offset: number, size: number): ListRequest {
  const { origin, pathname } = new URL(proxy)
  const body = `col=1&${new URL(without(proxy, 'page', 'perpage')).search.slice(1)}&sourceContentType=1`
  return {
    url: `${origin}${pathname}?startrecord=${offset + 1}&endrecord=${offset + size}&perpage=${size}`,
    post: { body, contentType: 'application/x-www-form-urlencoded; charset=UTF-8' },
    headers: asScript(column),
  }
}

function windowOf({ url, post }: ListRequest): Window | null {
  const { pathname, searchParams } = new URL(url)
  if (!pathname.endsWith('/dataproxy.jsp')) return null
  const number = (name: string) => Number(searchParams.get(name))
  if (post !== undefined) {
    const offset = number('startrecord') - 1
    return { offset, size: number('endrecord') - offset, isPosted: true }
  }
  const size = number('perpage')
  return { offset: (number('page') - 1) * size, size, isPosted: false }
}

function asScript({ url }: FirstSight): ListRequest['headers'] {
  return { referer: url.href, 'x-requested-with': 'XMLHttpRequest' }
}

/** An address without some of its parameters; the others keep their escapes, whatever encoding these are of. */
function without(address: string, ...names: readonly string[]): string {
  const [path = '', query = ''] = address.split('?')
  return `${path}?${query
    .split('&')
    .filter((parameter) => !names.includes(parameter.split('=')[0] ?? ''))
    .join('&')}`
}
