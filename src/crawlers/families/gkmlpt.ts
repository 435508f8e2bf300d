import {
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
import { nfcms } from './nfcms.ts'
import { assignedIn, type Literal } from './read-literal.ts'

/** Articles that the endpoint gives at a time; page 0 is page 1 once more, so counting begins at 1. */
const PAGE_SIZE = 100
const REPORTS = /(?:信息|政务)公开.{0,4}(?:年报|年度报告)|^(?:年报|年度报告)$/

// 政府信息公开目录平台 of Guangdong: a script application around `window._CONFIG`. Ids of articles are not unique across sites, so
// only addresses tell them apart. How many articles a node claims to hold may be more than can be listed.
export const gkmlpt = {
  ...nfcms,
  id: 'gkmlpt',
  recognise: ({ html }) => /\bwindow\._CONFIG\s*=/.test(html) && /["']?\bSID["']?\s*:/.test(html),
  readData,
  article: { ...nfcms.article, asShown: withDetail },
} as const satisfies PortalFamily

function readData({ request, text, column }: ListAnswer): ListPage | null {
  const data = parseData(text)
  const plan = gkmlpt.recognise(column) ? requestsOf(column) : []
  if (isEntry(data)) {
    const asked = plan.findIndex(({ url }) => url === request.url)
    const declared = Number(textAt(entryAt(data, 'classify'), 'post_count') || textAt(data, 'total') || Number.NaN)
    const rows = rowsOf(entriesAt(data, 'articles').map(articleIn), request.url)
    return {
      ...rows,
      declared: Number.isNaN(declared) ? null : declared,
      next: asked < 0 ? [] : plan.slice(asked + 1, asked + 2),
    }
  }
  return gkmlpt.recognise({ url: column.url, html: text }) ? { rows: [], declared: null, next: plan.slice(0, 1) } : null
}

function articleIn(article: Entry): RowData {
  return {
    url: textAt(article, 'url', 'post_url'),
    title: textAt(article, 'title'),
    time: textAt(article, 'display_publish_time', 'first_publish_time', 'created_at', 'date'),
    publisher: textAt(article, 'publisher'),
  }
}

/** Everything to ask for the reports of a site: the first page of each node that may hold some, then the pages that follow. */
function requestsOf({ url, html }: FirstSight): readonly ListRequest[] {
  const script = scriptsOf(html)
  const sid = assignedIn(script, 'SID')
  const nodes = nodesWanted(entriesAt({ tree: assignedIn(script, 'TREE') }, 'tree'), url.hash.slice(1))
  const folder = url.pathname.replace(/\/gkmlpt(?:\/.*)?$/, '').replace(/\/$/, '')
  const headers = { referer: `${url.origin}${url.pathname}`, 'x-requested-with': 'XMLHttpRequest' }
  const pageOf = (node: Entry, page: number): ListRequest => ({
    url: new URL(`${folder}/gkmlpt/api/all/${textAt(node, 'id')}?page=${page}&sid=${sid}`, url).href,
    headers,
  })
  const listed = nodes.filter((node) => textAt(node, 'jump_url') === '')
  const elsewhere = nodes.flatMap((node) => {
    const jump = textAt(node, 'jump_url')
    return URL.canParse(jump, url) && jump !== '' ? [{ url: new URL(jump, url).href }] : []
  })
  const following = listed.flatMap((node) =>
    Array.from({ length: Math.max(0, Math.ceil(postsOf(node) / PAGE_SIZE) - 1) }, (_, index) => pageOf(node, index + 2)),
  )
  return [...listed.map((node) => pageOf(node, 1)), ...following, ...elsewhere]
}

/** The nodes that the address names by id, else those called 政府信息公开年报 or the like. Of a node with nodes below, these are read. */
function nodesWanted(tree: readonly Entry[], id: string): readonly Entry[] {
  const all = tree.flatMap(withNodesBelow)
  const named = all.filter((node) => id !== '' && textAt(node, 'id') === id)
  const called = all.filter((node) => REPORTS.test(textAt(node, 'name').replace(/\s+/g, '')))
  const leaves = (named.length > 0 ? named : called).flatMap((node) =>
    textAt(node, 'jump_url') === '' ? leavesOf(node) : [node],
  )
  const holding = leaves.filter((node) => postsOf(node) > 0 || textAt(node, 'jump_url') !== '')
  return [...new Set(holding.length > 0 ? holding : leaves)]
}

function leavesOf(node: Entry): readonly Entry[] {
  const below = entriesAt(node, 'children')
  const heldBelow = below.reduce((sum, child) => sum + postsOf(child), 0)
  if (below.length === 0) return [node]
  return [...(postsOf(node) > heldBelow ? [node] : []), ...below.flatMap(leavesOf)]
}

function withNodesBelow(node: Entry): readonly Entry[] {
  return [node, ...entriesAt(node, 'children').flatMap(withNodesBelow)]
}

function postsOf(node: Entry): number {
  return Number(textAt(node, 'post_count')) || 0
}

/** An article stands in `_CONFIG.DETAIL` as HTML in a string; title and publisher beside it. */
function withDetail(html: string): string {
  const detail: Literal = unwrap(/\bDETAIL\b/.test(html) ? assignedIn(scriptsOf(html), 'DETAIL') : null)
  const { content, title, publisher } = isEntry(detail)
    ? {
        content: textAt(detail, 'content', 'body', 'html'),
        title: textAt(detail, 'title'),
        publisher: textAt(detail, 'publisher'),
      }
    : { content: typeof detail === 'string' ? detail : '', title: '', publisher: '' }
  if (content === '') return html
  const heading = title === '' ? '' : `<h1>${escaped(title)}</h1>`
  const table = publisher === '' ? '' : `<table><tr><td>发布机构</td><td>${escaped(publisher)}</td></tr></table>`
  return `${html}${table}<div class="article-content">${content}</div>${heading}`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
