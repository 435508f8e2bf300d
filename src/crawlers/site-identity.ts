import { load } from 'cheerio/slim'
import { namedSite } from './column-links.ts'

/** Words of a site's name that name no place. */
const GENERAL =
  /中国|中华|人民|政府|政务|信息|公开|公示|门户|官方|网站|网|平台|专栏|系统|管理|委员会|管委会|办公室|办公厅|高新|技术|产业|经济|开发|示范|新区|集约化|版权|所有|[·•・\-—_|:：,，()（）\s]/g
const PLACE = /^(?:\p{Script=Han}{2,}?(?:省|自治区|自治州|自治县|地区|市|州|盟|区|县|旗|镇|乡|街道))+/u

/**
 * The name by which the site of a page calls itself, where that is the name of another place than those it should be of: 兰西县人民政府 where
 * 兰溪市 is registered. `places` are the names of the district, of the portal and of its townships; `titles` those of the entries. Null where the site
 * names no place, or where anything on the page that is written for its readers speaks of the place: the tag is typed by hand, and a body may
 * publish on the site of another government. It is evidence against an address, and nothing more.
 */
export function strangeSite(html: string, places: readonly string[], titles: readonly string[]): string | null {
  const site = namedSite(html)
  const place = site === null ? undefined : site.normalize('NFKC').replace(GENERAL, '').match(PLACE)?.[0]
  if (site === null || place === undefined) return null
  const ours = pairsOf(places.map((name) => name.normalize('NFKC').replace(GENERAL, '')))
  const speaksOfUs = (text: string) => [...pairsOf([text.normalize('NFKC').replace(GENERAL, '')])].some((pair) => ours.has(pair))
  if (speaksOfUs(place)) return null
  const $ = load(html)
  const written = [
    ...$('meta[name="ColumnName"], meta[name="ColumnDescription"]')
      .toArray()
      .map((meta) => $(meta).attr('content') ?? ''),
    $('title').first().text(),
    $('h1, h2, h3').text(),
    ...titles,
  ]
  return written.some(speaksOfUs) ? null : site
}

/** Every two characters that stand side by side, without those that many names of places and bodies share. */
function pairsOf(texts: readonly string[]): ReadonlySet<string> {
  const pairs = texts.flatMap((text) => [...text].slice(1).map((character, at) => [...text][at]! + character))
  return new Set(
    pairs.filter((pair) => /^\p{Script=Han}{2}$/u.test(pair) && !/[省市州盟区县旗镇乡局厅部]$|^[省市州盟区县旗镇乡]/u.test(pair)),
  )
}
