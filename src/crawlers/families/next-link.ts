import { type CheerioAPI, load } from 'cheerio/slim'
import type { FirstSight } from './family.ts'
import { type Paging, printedCount } from './paging.ts'

const NEXT = /^(?:下一?页|后一?页|next|>|›|»)[>›»]*$/i

/** The address behind 下一页 as the page gives it; null on the last page, and where script leads on. */
export function nextHref($: CheerioAPI): string | null {
  const link = $('a[href]')
    .toArray()
    .find((each) => NEXT.test($(each).text().replace(/\s+/g, '')))
  const href = link === undefined ? '' : ($(link).attr('href')?.trim() ?? '')
  return href === '' || /^(?:javascript:|#)/i.test(href) ? null : href
}

/** Pages that are reached over the link 下一页 only: their numbers count down, or mean nothing. */
export function readLinkedPaging({ html }: FirstSight): Paging {
  const $ = load(html)
  const href = nextHref($)
  $('script, style').remove()
  const declared = printedCount($.root().text())
  return href === null ? { kind: 'single', declared } : { kind: 'next', href, declared }
}
