import type { Cheerio, CheerioAPI } from 'cheerio/slim'

/** A selection of elements, as cheerio types it. */
export type Elements = ReturnType<ReturnType<CheerioAPI['root']>['children']>
export type Element = Elements extends Cheerio<infer Each> ? Each : never

/** Elements that a family's selector meets; cheerio knows only of literal selectors that they meet elements and nothing else. */
export function select($: CheerioAPI, selector: string): Elements {
  return $(selector) as Elements
}
