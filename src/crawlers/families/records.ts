import { load } from 'cheerio/slim'
import { type Element, type Elements, select } from '../dom.ts'
import { type ListRow, readRow } from '../read-list.ts'
import type { PortalFamily } from './family.ts'

/** The rows of a piece of HTML that is nothing but a list: no menu needs to be told apart, and an entry may lead anywhere. */
export function readRecords(html: string, base: string, family: PortalFamily): readonly ListRow[] {
  const $ = load(html)
  const anywhere = { ...family, list: { ...family.list, article: /^/ } }
  const items = new Set<Element>()
  for (const link of select($, 'a[href]').toArray()) {
    const closest = $(link).closest(family.list.item) as Elements
    const item = (closest.length > 0 ? closest : $(link).parent()).get(0)
    if (item) items.add(item)
  }
  return [...items].flatMap((item) => readRow($, $(item), base, anywhere) ?? [])
}
