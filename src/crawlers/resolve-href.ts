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

/** What two addresses of one article have in common: scheme, mobile and app twins (`_wap`, `_app`) left out. */
export function identityOf(url: string): string {
  const { host, pathname, search } = new URL(url)
  return `${host}${pathname.replace(/_(?:wap|app)(?=\.s?html?$)/, '')}${search}`
}
