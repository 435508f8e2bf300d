import { namesOf, type RegisteredAuthority } from '../model/portal.ts'

/** Whom a printed name means. `unclear`: words that are no name of a body that we can tell. */
export type NameMatch =
  | { readonly kind: 'registered'; readonly id: string }
  | { readonly kind: 'foreign'; readonly name: string }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'none' }

const REGIONS = /^(?:\p{Script=Han}{1,10}?(?:省|自治区|市|州|盟|区|县|旗|开发区))+$/u
/** A town's own name says nothing of where it lies: there is a 柳河镇 in many counties. */
const BEGINS_WITH_REGION = /^\p{Script=Han}{1,10}?(?:省|市|州|盟|区|县|旗)/u
const BODY =
  /(?:省|市|自治区|自治州|州|盟|区|县|旗|乡|镇|街道|政府|办事处|局|厅|委|部|办|署|院|室|站|所|处|队|中心|委员会|管委会|办公室|公司|学校|医院|协会|联合会|支队|大队|分局)$/u

/** How a place calls its own authority in a title that names only the place. */
const PLACE_BODIES = ['人民政府', '办事处', '管理委员会', '管委会']

/**
 * Tells whom a printed name means among the authorities of one district; the longest registered name or alias wins. Nothing but a
 * region may stand before it (某市示例区教育局 is 示例区教育局) or be left out (教育局 is 示例区教育局 where only one fits):
 * 邻县教育局 is another body even where 教育局 is an alias. A name that one body had and another has is that of the body that bore it in `year`.
 */
export function matchAuthority(
  printed: string,
  district: string,
  authorities: readonly RegisteredAuthority[],
  year: number | null = null,
): NameMatch {
  const name = plain(printed)
  if (name === '') return { kind: 'none' }
  const region = plain(district).replace(/人民政府$/, '')
  const known = authorities.flatMap((authority) => namesOf(authority).map((each) => ({ id: authority.id, name: plain(each) })))

  const spellings = [name, ...PLACE_BODIES.map((body) => name + body)]
  const readings = [
    ...spellings.map((spelling) => known.filter((each) => each.name === spelling)),
    ...spellings.map((spelling) => longest(known.filter((each) => isWithRegionBefore(spelling, each.name, region)))),
    known.filter((each) => isWithoutRegion(name, each.name, region)),
  ]
  const found = readings.find((matches) => matches.length > 0)
  if (found === undefined) return BODY.test(name) ? { kind: 'foreign', name } : { kind: 'unclear' }
  const ids = [...new Set(found.map(({ id }) => id))]
  if (ids.length === 1) return { kind: 'registered', id: ids[0]! }
  const bearers =
    year === null ? [] : authorities.filter((authority) => ids.includes(authority.id) && boreIn(authority, found, year))
  return bearers.length === 1 ? { kind: 'registered', id: bearers[0]!.id } : { kind: 'unclear' }
}

/** Whether one of these names was the authority's in a reporting year: a former name in its own years, any other since the last of those. */
function boreIn(authority: RegisteredAuthority, names: readonly { readonly name: string }[], year: number): boolean {
  const { formerNames, since, until } = authority
  const isMeant = (name: string) => names.some((each) => each.name === plain(name))
  const isWithin = (span: { readonly since: number | null; readonly until: number | null }) =>
    (span.since ?? year) <= year && year <= (span.until ?? year)
  const former = formerNames.filter(({ name }) => isMeant(name))
  if (former.length > 0) return former.some(isWithin)
  const renamed = Math.max(...formerNames.map((each) => each.until ?? Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY)
  return isWithin({ since, until }) && year > renamed
}

/** 某市示例区教育局 for 示例区教育局, or 示例区柳河镇 for 柳河镇. */
function isWithRegionBefore(printed: string, name: string, region: string): boolean {
  const before = printed.slice(0, -name.length)
  const fits = BEGINS_WITH_REGION.test(name) || before.endsWith(region) || isShort(before, region)
  return printed.endsWith(name) && REGIONS.test(before) && fits
}

/** 教育局 or 区教育局 for 示例区教育局. */
function isWithoutRegion(printed: string, name: string, region: string): boolean {
  const missing = name.slice(0, -printed.length)
  return printed.length >= 2 && name.endsWith(printed) && (missing.endsWith(region) || isShort(missing, region))
}

function longest<T extends { readonly name: string }>(matches: readonly T[]): readonly T[] {
  const length = Math.max(0, ...matches.map(({ name }) => name.length))
  return matches.filter(({ name }) => name.length === length)
}

/** 区 or 示例 for 示例区. */
function isShort(word: string, region: string): boolean {
  return word !== '' && (region.endsWith(word) || region.startsWith(word)) && word.length <= region.length
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/[\s\u200B\uFEFF]+/g, '')
}
