import { load } from 'cheerio/slim'
import { select } from '../dom.ts'
import { resolveHref } from '../resolve-href.ts'
import { entryAt, isEntry, parseData } from './data-rows.ts'
import type { FirstSight, ListAnswer, ListPage, ListRequest, PortalFamily } from './family.ts'
import { readRecords } from './records.ts'
import { readTrsPaging } from './trs-paging.ts'

const ENDPOINT = /\/front\/page\/build\/unit$/
const UNIT = 'script[parsetype="bulidstatic"][url], script[parsetype="buildstatic"][url]'
const LIST_UNIT = /列表|内容|list|zw/i
const OTHER_UNIT = /导航|菜单|位置|面包屑|头部|底部|标题|nav|menu|head|foot|crumb/i

// Every part of the page is a unit that a script asks for (`bulidstatic` is spelt so). A bare `pageNo` is ignored: the page goes into
// `paramJson`. Addresses of files are good for a short time only.
export const jpaas = {
  id: 'jpaas',
  delivery: 'static',
  recognise: ({ html }) => /parseType\s*=\s*["']?(?:bulid|build)static/i.test(html),
  readData: readUnit,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .bt-right, .date, .time',
    article: /\/art\/.*\.html?$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readTrsPaging },
  article: {
    title: 'h1, h2, .title, .bt-title, .article-title',
    body: '#zoom, .wzzw-article, .bt-content, .art-con, .Three_xilan_07, #con_con, .article, .content',
    attachment: 'a[href]',
    linksExpire: true,
  },
} as const satisfies PortalFamily

function readUnit({ request, url, text, column }: ListAnswer): ListPage | null {
  const asked = new URL(request.url)
  if (!ENDPOINT.test(asked.pathname)) {
    const units = unitsOf({ url, html: text })
    return units.length === 0 ? null : { rows: [], declared: null, next: units }
  }
  const html = htmlOf(text)
  if (html === null) return { rows: [], declared: null, next: [], problem: 'the list endpoint answers with no list' }
  const $ = load(html)
  const pager = $('.pagination').first()
  const [size, declared] = [numberIn(pager.attr('rows')), numberIn(pager.attr('count'))]
  pager.remove()
  const rows = readRecords($.html(), column.url.href, jpaas)
  const { pageNo, pageSize } = pageOf(asked)
  const each = pageSize ?? size ?? rows.length
  const goesOn = declared !== null && pageNo * each < declared
  const isOver = rows.length === 0 || (!goesOn && rows.length < each)
  return { rows, declared, next: isOver ? [] : [pageOfUnit(asked, column, pageNo + 1, each)], goesOn }
}

/** The units of a page that may hold its list, the likeliest first. */
function unitsOf({ url, html }: FirstSight): readonly ListRequest[] {
  const $ = load(html)
  return select($, UNIT)
    .toArray()
    .map((script) => {
      const query = [...($(script).attr('querydata') ?? '').matchAll(/["'](\w+)["']\s*:\s*["']([^"']*)["']/g)]
      const tag = query.find(([, name]) => name === 'tagId')?.[2] ?? ''
      const unit = new URL(resolveHref($(script).attr('url') ?? '', url.href) ?? url)
      for (const [, name = '', value = ''] of query) unit.searchParams.set(name, value)
      return { unit, rank: LIST_UNIT.test(tag) ? 0 : OTHER_UNIT.test(tag) ? 2 : 1 }
    })
    .filter(({ unit }) => ENDPOINT.test(unit.pathname))
    .sort((a, b) => a.rank - b.rank)
    .map(({ unit }) => ({ url: unit.href, headers: asScript(url) }))
}

function pageOfUnit(asked: URL, { url }: FirstSight, pageNo: number, pageSize: number): ListRequest {
  const unit = new URL(asked)
  unit.searchParams.set('paramJson', JSON.stringify({ pageNo, pageSize }))
  return { url: unit.href, headers: asScript(url) }
}

/** Which page was asked for; without `paramJson` it is the first, of the portal's own size. */
function pageOf(asked: URL): { readonly pageNo: number; readonly pageSize: number | null } {
  const param = asked.searchParams.get('paramJson')
  return param === null ? { pageNo: 1, pageSize: null } : JSON.parse(param)
}

/** `{"success":true,"data":{"html":"…"}}`, or the HTML as `data` itself; null for anything else. */
function htmlOf(text: string): string | null {
  const answer = parseData(text)
  if (!isEntry(answer) || answer['success'] === false) return null
  const html = entryAt(answer, 'data')['html'] ?? answer['data']
  return typeof html === 'string' ? html : null
}

function numberIn(attribute: string | undefined): number | null {
  return attribute !== undefined && /^\d+$/.test(attribute) ? Number(attribute) : null
}

function asScript(page: URL): ListRequest['headers'] {
  return { referer: page.href, 'x-requested-with': 'XMLHttpRequest' }
}
