import { load } from 'cheerio/slim'
import type { ColumnLink } from '../model/tried-portal.ts'
import { yearInTitle } from './judge-title.ts'
import { baseOf, hrefOf } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'

/** 政府信息公开年报, 信息公开工作年度报告, 年报: short, and without a year, which a report would name. */
const COLUMN = /^(?:.{0,12}(?:信息|政务)公开)?(?:工作)?年(?:度)?(?:工作)?报告?$/
/** 政府网站工作年度报表 and its like stand beside it in the same words. */
const ANOTHER_PAPER = /网站|报表|法治|依申请|决算|预算/
const LONGEST = 24

/** The pages by which a site leads to its disclosure, where 年报 stands in the menu. */
const DISCLOSURE = /^(?:法定|主动)?(?:政府信息公开|信息公开|政务公开)(?:专栏|目录|平台|栏目)?$/

/** Links of a page to columns of annual reports, by their words, each address once; the page's own address is left out. */
export function columnLinks(html: string, pageUrl: string): readonly ColumnLink[] {
  return linksWith(html, pageUrl, (words) => COLUMN.test(words) && !ANOTHER_PAPER.test(words) && yearInTitle(words) === null)
}

/** Links of a page to the pages of 政府信息公开 of its site. */
export function disclosureLinks(html: string, pageUrl: string): readonly ColumnLink[] {
  return linksWith(html, pageUrl, (words) => DISCLOSURE.test(words))
}

function linksWith(html: string, pageUrl: string, isMeant: (words: string) => boolean): readonly ColumnLink[] {
  const $ = load(html)
  const base = baseOf($, pageUrl)
  const links = $('a[href]')
    .toArray()
    .flatMap((element) => {
      const link = $(element)
      const words = (link.attr('title') || link.text()).normalize('NFKC').replace(/[\s\u200B\uFEFF]+/g, '')
      const url = words.length <= LONGEST && isMeant(words) ? resolveHref(hrefOf(link), base) : null
      return url === null || url === pageUrl ? [] : [{ url, words }]
    })
  return [...new Map(links.toReversed().map((link) => [link.url, link])).values()].toReversed()
}

/** What a site calls itself: the meta tag SiteName, else the end of the title. Null where it says nothing. */
export function siteName(html: string): string | null {
  const title = load(html)('title').first().text()
  return (
    namedSite(html) ??
    (title
      .split(/[-_|—–]/)
      .at(-1)
      ?.trim() ||
      null)
  )
}

/** What the meta tag SiteName says (国办发〔2017〕47号); null where there is none, or an empty one. */
export function namedSite(html: string): string | null {
  const $ = load(html)
  const named = $('meta')
    .toArray()
    .find((meta) => $(meta).attr('name')?.toLowerCase() === 'sitename')
  return $(named).attr('content')?.trim() || null
}
