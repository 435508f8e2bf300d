/**
 * The address that a link means, as a browser resolves it, after the slips that portals make: line breaks and tabs inside, a scheme
 * written twice, `https://./x`. Null for links that lead to no page (`#`, `javascript:`, `mailto:`).
 */
export function resolveHref(href: string, base: string): string | null {
  const cleaned = href
    .replace(/[\u0000-\u0020\u200B\uFEFF\u3000]+/g, (blank) => (/[\t\r\n]/.test(blank) ? '' : ' '))
    .trim()
    .replace(/^(?:https?:\/\/)+(?=https?:\/\/)/i, '')
    .replace(/^https?:\/\/(?=\.{1,2}\/)/i, '')
  if (cleaned === '' || cleaned.startsWith('#') || !URL.canParse(cleaned, base)) return null
  const url = new URL(cleaned, base)
  url.hash = ''
  return /^https?:$/.test(url.protocol) && url.username === '' ? url.href : null
}

/** How a family tells articles apart where the query of their addresses does not count as it stands. */
export type QueryRule = (url: URL) => string

/** Parameters that only steer the menu around an article which the path names by a number of its own. */
const OF_THE_MENU = ['nbYear', 'orgCode']
const NAMED_BY_PATH = /\/[\w-]*\d{4,}[\w-]*\.s?html?$/

/**
 * What two addresses of one article have in common: scheme, `www.`, twins for phones and apps (`_wap`, `_app`, `mpost_`) and the gate that
 * shows it in traditional characters (`/gate/big5/<host>/…`) left out.
 * The query counts, unless the family has a rule of its own: `article.html?infoid=…` is one page for all articles.
 */
export function identityOf(url: string, queryThatCounts: QueryRule = menuLeftOut): string {
  const parsed = withoutGate(new URL(url))
  const path = parsed.pathname.replace(/_(?:wap|app)(?=\.s?html?$)/, '').replace(/\/mpost_(?=\d+\.html?$)/, '/post_')
  return `${parsed.host.replace(/^www\./, '')}${path}${queryThatCounts(parsed)}`
}

function withoutGate(url: URL): URL {
  const behind = url.pathname.match(/^\/gate\/big5\/([\w.-]+(?::\d+)?)(\/.*)$/)
  if (behind === null) return url
  const [, host, path] = behind
  return URL.canParse(`${url.protocol}//${host}`) ? new URL(`${url.protocol}//${host}${path}${url.search}`) : url
}

function menuLeftOut({ pathname, search }: URL): string {
  if (search === '' || !NAMED_BY_PATH.test(pathname)) return search
  const parameters = search.slice(1).split('&')
  const counting = parameters.filter((each) => !OF_THE_MENU.includes(each.split('=')[0] ?? ''))
  return counting.length === 0 ? '' : `?${counting.join('&')}`
}
