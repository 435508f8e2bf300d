import type { AuthorityKind } from '../model/authority.ts'
import type { RegisteredAuthority } from '../model/portal.ts'
import { shownOf } from './walls.ts'

/** Whose 统一社会信用代码 a page carries, and where: its address names one body, what is printed may be that of the whole site. */
export type CodedAuthority = { readonly id: string; readonly from: 'address' | 'page' }

/** A catalogue number of a county may begin with the code of its government, whichever body publishes. */
const MAY_STAND_FOR_ALL: ReadonlySet<AuthorityKind> = new Set(['province_gov', 'city_gov', 'county_gov', 'gov_office'])

/**
 * The one registered body whose credit code stands in an address (`xxgkAnnualReport.jsp?area=<code>`), or in the meta tags or the text of
 * a page (`索引号 <code>/2026-5565521`). Null where there is none, or several. Links are left out: menus name every body.
 */
export function authorityByCode(
  { addresses, html }: { readonly addresses: readonly string[]; readonly html: string | null },
  authorities: readonly RegisteredAuthority[],
): CodedAuthority | null {
  const coded = authorities.filter(({ uscc }) => uscc !== undefined)
  if (coded.length === 0) return null
  const [addressed, ...others] = coded.filter(({ uscc }) => addresses.some((address) => has(address, uscc!)))
  if (addressed !== undefined) return others.length === 0 ? { id: addressed.id, from: 'address' } : null
  if (html === null) return null
  const printed = `${metaContents(html).join(' ')} ${shownOf(html)}`.toUpperCase()
  const [one, ...more] = coded.filter(({ uscc }) => has(printed, uscc!))
  return one === undefined || more.length > 0 || MAY_STAND_FOR_ALL.has(one.kind) ? null : { id: one.id, from: 'page' }
}

function has(text: string, code: string): boolean {
  const at = text.toUpperCase().indexOf(code)
  return at >= 0 && !/[0-9A-Z]/i.test(text[at + code.length] ?? '')
}

function metaContents(html: string): string[] {
  return [...html.matchAll(/<meta\b[^>]*?\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    ([, double, single]) => double ?? single ?? '',
  )
}
