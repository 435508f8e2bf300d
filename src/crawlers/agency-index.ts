import { load } from 'cheerio/slim'
import type { AuthorityKind } from '../model/authority.ts'
import type { District, RegisteredAuthority } from '../model/portal.ts'
import { sha256Of } from '../model/sha256.ts'
import type { ListedBody } from '../model/tried-portal.ts'
import { matchAuthority } from './match-authority.ts'
import { baseOf, hrefOf } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'

/** Where platforms list the bodies of a place: the boxes of the template of 61号, the sites of gongkai, the departments of openness. */
const PLACES =
  '.scroll_con a[href], a[href*="/gongkai/site_"], a[href*="/OpennessAnnualReport/year/"], a[href*="/OpennessContent/showList/"]'
/** Fewer are the links of a page, and no index. */
const FEWEST = 3
/** 发展改革委, 市财政局, 柳河镇, 邻水县: a body or a place, without a year and without the name of a paper. */
const BODY =
  /(?:政府|局|厅|委|委员会|办|办公厅|办公室|院|署|社|站|所|处|中心|公司|学校|医院|大队|支队|分局|管委会|街道|办事处|镇|乡|县|区|市|旗|州|盟)$/
const NO_BODY = /公开|年报|报告|指南|制度|目录|首页|更多|网站|链接|\d/

/** The bodies that an index of a portal names, each with its address; empty where the page is no such index. */
export function agencyIndex(html: string, pageUrl: string): readonly ListedBody[] {
  const $ = load(html)
  const base = baseOf($, pageUrl)
  const bodies = $(PLACES)
    .toArray()
    .flatMap((element): ListedBody[] => {
      const link = $(element)
      const name = (link.attr('title') || link.text()).normalize('NFKC').replace(/[\s\u200B\uFEFF]+/g, '')
      const url = resolveHref(hrefOf(link), base)
      const group = link.closest('.scroll_con').prevAll('.scroll_tit').first().text().replace(/\s+/g, '') || null
      const isBody = name.length >= 2 && name.length <= 30 && BODY.test(name) && !NO_BODY.test(name)
      return isBody && url !== null ? [{ name, url, group, kind: kindOf(name, group) }] : []
    })
  const once = [...new Map(bodies.map((body) => [body.name, body])).values()]
  return once.length < FEWEST ? [] : once
}

const KINDS: readonly (readonly [RegExp, AuthorityKind])[] = [
  [/(?:政府|^[市县区旗])办(?:公[厅室])?$/, 'gov_office'],
  [/管委会|管理委员会|开发区$|高新区$/, 'dev_zone'],
  [/街道(?:办事处)?$/, 'subdistrict'],
  [/[镇乡](?:人民政府|政府)?$/, 'township'],
  [/税务局$|海关$|气象局$|烟草|邮政管理局$|消防救援/, 'vertical'],
  [/分局$|派出所$|大队$|支队$/, 'dispatched_unit'],
  [/(?:县|区|旗)(?:人民政府|政府)?$/, 'county_gov'],
  [/(?:市|州|盟)(?:人民政府|政府)?$/, 'city_gov'],
  [/公司$|学校$|医院$|中心$/, 'authorised_org'],
]

/** A guess by the name, and by the heading that the body stands under. */
function kindOf(name: string, group: string | null): AuthorityKind {
  const named = KINDS.find(([pattern]) => pattern.test(name))?.[1]
  if (named === 'city_gov' && /县/.test(group ?? '')) return 'county_gov'
  return named ?? 'gov_department'
}

/**
 * The listed bodies that a district does not know yet, as authorities that nobody has verified: what the index prints is their short name,
 * the place is put before it, the kind is guessed, and a note says so.
 */
export function authoritiesOf(
  bodies: readonly ListedBody[],
  district: District,
  known: readonly RegisteredAuthority[],
): readonly RegisteredAuthority[] {
  const ids = new Set(known.map(({ id }) => id))
  const added: RegisteredAuthority[] = []
  for (const { name, url, kind } of bodies) {
    if (matchAuthority(name, district.name, [...known, ...added]).kind === 'registered') continue
    const full = fullName(name, district.name)
    const id = freeId(url, ids)
    ids.add(id)
    const rest = { since: null, level: null, formerNames: [], until: null, successor: null, submitted: {}, exempt: {} }
    const note = `取自机关目录 ${url}，名称和类别为推测，未经核实`
    added.push({ id, district: district.id, name: full, kind, aliases: full === name ? [] : [name], note, ...rest })
  }
  return added
}

/** 市财政局 of 示例市 is 示例市财政局; 柳河镇 and 邻水县 name a place of their own. */
function fullName(name: string, district: string): string {
  const place = district.replace(/人民政府$/, '')
  if (place === '' || name.startsWith(place) || /[镇乡县区旗市]$|街道|[镇乡县区旗](?:人民政府|政府)$/.test(name)) return name
  return place.endsWith(name[0]!) ? `${place}${name.slice(1)}` : `${place}${name}`
}

/** By the folder or the number that the platform gives the body: gongkai/site_gxqjsj, /jyj/, year/12/2025.html. */
function freeId(url: string, taken: ReadonlySet<string>): string {
  const { pathname } = new URL(url)
  const slug =
    pathname.match(/\/site_([a-z0-9-]+)/i)?.[1] ??
    pathname.match(/\/(?:year|showList)\/(\d+)\//)?.[1]?.replace(/^/, 'dept-') ??
    pathname.split('/').findLast((part) => /^[a-z][a-z0-9-]{1,30}$/i.test(part))
  const wanted = (slug ?? `body-${sha256Of(url).slice(0, 8)}`).toLowerCase()
  return taken.has(wanted) ? `${wanted}-${sha256Of(url).slice(0, 6)}` : wanted
}
