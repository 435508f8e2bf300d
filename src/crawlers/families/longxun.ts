import { load } from 'cheerio/slim'
import type { FirstSight, PortalFamily } from './family.ts'
import { nextHref } from './next-link.ts'
import { type Paging, printedCount } from './paging.ts'

// 龙讯. A column belongs to one body, whose number stands in the path: `/public/column/<number>?…`; its articles are
// `/public/<number>/<id>.html` or, without an extension, `/public/content/<id>`.
export const longxun = {
  id: 'longxun',
  delivery: 'static',
  recognise: ({ url, html }) =>
    /\/public\/column\/\d+/.test(url.pathname) ||
    /href\s*=\s*["'][^"']*\/public\/(?:content\/\d+|\d+\/\d+\.html)["']/i.test(html),
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: /\/public\/(?:content\/\d+|\d+\/\d+\.html)$|\.(?:pdf|docx?|wps|ofd)$/i,
  },
  nextPage: { by: 'address', read: readPaging },
  article: {
    title: 'h1, h2, .title, .newstitle, .contentbox_title, .article-title',
    body: '#zoom, .newscontnet, .j-fontContent, .content, .article',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

/** Over the link 下一页; where script leads on, by the page count that is told and `pageIndex` in the query. */
function readPaging({ url, html }: FirstSight): Paging {
  const $ = load(html)
  const href = nextHref($)
  const told = html.match(/\b(?:pageCount|totalPages?)["']?\s*[:=]\s*["']?(\d+)/i)?.[1]
  $('script, style').remove()
  const shown = $.root().text().replace(/\s+/g, '')
  const declared = printedCount(shown)
  if (href !== null) return { kind: 'next', href, declared }
  const pages = Number(told ?? shown.match(/共(\d+)页/)?.[1] ?? 1)
  return pages > 1
    ? { kind: 'numbered', pages, addresses: [(page) => withPage(url, page)], declared }
    : { kind: 'single', declared }
}

function withPage(url: URL, page: number): string {
  const next = new URL(url)
  next.searchParams.set('pageIndex', String(page))
  return next.href
}
