import { judgeTitle } from '../judge-title.ts'
import { readList } from '../read-list.ts'
import type { FirstSight, ListAnswer, ListPage, PortalFamily } from './family.ts'
import type { Paging } from './paging.ts'
import { readTrsPaging } from './trs-paging.ts'

const MODULE = '(?:OpennessAnnualReport|XxgkAnnualReport|Xxgknb)'
const YEAR_PAGE = new RegExp(`/${MODULE}/year/(\\d+)/(\\d{4})\\.html$`, 'i')

// A module of its own for annual reports, one page for each body and year: `/OpennessAnnualReport/year/<body>/<year>.html`. A year
// without a report is an empty page; the other years are read all the same. Other lists are `…/showList/<body>/<kind>/page_<n>.html`.
export const openness = {
  id: 'openness',
  delivery: 'static',
  recognise: ({ url, html }) =>
    YEAR_PAGE.test(url.pathname) ||
    /\/(?:Openness|Xxgk|BranchOpenness)Content\/showList\//i.test(url.pathname) ||
    new RegExp(`href\\s*=\\s*["'][^"']*/${MODULE}/(?:show/\\d+|year/\\d+/\\d{4})\\.html`, 'i').test(html),
  readData: readYear,
  list: {
    item: 'li, tr, dd',
    link: 'a[href]',
    date: 'td:last-child, span, b, em, i, .date, .time',
    article: new RegExp(`/(?:${MODULE}|\\w*Content|News)/show/\\d+\\.html$|\\.(?:pdf|docx?|wps|ofd)$`, 'i'),
  },
  nextPage: { by: 'address', read: readPaging },
  article: {
    title: 'h1, h2, .title, .article-title, .wenzhang_title',
    body: '#zoom, .wzcon, .article-content, .article, .content',
    attachment: 'a[href]',
  },
} as const satisfies PortalFamily

/** The page of one year, and the next of the years that the registered page links to, the latest first. */
function readYear({ url, text, column }: ListAnswer): ListPage | null {
  const here = url.pathname.match(YEAR_PAGE)
  if (here === null) return null
  const [, body, year] = here
  const rows = readList(text, url.href, openness, (title) => judgeTitle(title).judgement === 'candidate').rows
  const years = yearsOf(column, body ?? '')
  const next = years[years.indexOf(year ?? '') + 1]
  const at = next === undefined ? null : url.href.replace(/\d{4}\.html$/, `${next}.html`)
  return { rows, declared: null, next: at === null ? [] : [{ url: at }] }
}

/** The years of a body in the order in which they are read: that of the registered page, then the others. */
function yearsOf({ url, html }: FirstSight, body: string): readonly string[] {
  const registered = url.pathname.match(YEAR_PAGE)?.[2]
  const links = html.replace(/<!--[\s\S]*?-->/g, '').matchAll(new RegExp(`/${MODULE}/year/${body}/(\\d{4})\\.html`, 'gi'))
  const linked = new Set([...links].map(([, year = '']) => year))
  const others = [...linked].filter((year) => year !== registered).sort((a, b) => Number(b) - Number(a))
  return registered === undefined ? others : [registered, ...others]
}

/** `page_1.html` is followed by `page_2.html` as far as the page count goes, where no link leads on. */
function readPaging(page: FirstSight): Paging {
  const told = readTrsPaging(page)
  if (told.kind !== 'numbered' || !/\/page_\d+\.html$/.test(page.url.pathname)) return told
  return { ...told, addresses: [(number) => `page_${number}.html`] }
}
