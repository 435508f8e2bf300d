import { load } from 'cheerio/slim'
import { expect, test } from 'vitest'
import { findFirst, select } from '../../src/crawlers/dom.ts'
import { FAMILIES } from '../../src/crawlers/families/index.ts'
import { drawFrom } from '../generate/draw.ts'

const TAGS = [
  'div',
  'p',
  'h1',
  'h2',
  'h3',
  'a',
  'span',
  'li',
  'td',
  'article',
  'ucaptitle',
  'iframe',
  'object',
  'script',
] as const
const CLASSES = [
  'TRS_Editor',
  'content',
  'content-title',
  'article',
  'title',
  'bt_content',
  'con',
  'news-content',
  'CONTENT',
] as const
const IDS = ['zoom', 'Zoom', 'content', 'vsb_content_2', 'UCAP-CONTENT'] as const

/** A page of elements within and beside each other that have the names that families look for, or nearly. */
function pageOf(seed: number): string {
  const draw = drawFrom(seed)
  const classes = () =>
    [draw.pick(CLASSES), ...(draw.chance(0.3) ? [draw.pick(CLASSES)] : [])].join(draw.chance(0.2) ? '\n\t' : ' ')
  const element = (depth: number): string => {
    const tag = draw.pick(TAGS)
    const attributes = [
      draw.chance(0.4) ? ` class="${classes()}"` : '',
      draw.chance(0.2) ? ` id="${draw.pick(IDS)}"` : '',
      draw.chance(0.3) ? ' href="/x" src="/y" data="/z"' : '',
    ]
    const inner = depth === 0 || tag === 'script' ? '字' : Array.from({ length: 3 }, () => element(depth - 1)).join('')
    return `<${tag}${attributes.join('')}>${inner}</${tag}>`
  }
  return `<html><head><title>页</title><!-- note --></head><body>${element(4)}${element(3)}</body></html>`
}

test('the selectors of all families meet the same elements in the same order as by the engine of cheerio', () => {
  const selectors = [
    ...new Set(
      FAMILIES.flatMap(({ list, article }) => [list.link, list.date, article.title, article.body, article.attachment]).concat([
        'a[href], iframe[src], embed[src], object[data]',
        'div.content#zoom, .content.con',
        '*',
        'li > a',
      ]),
    ),
  ].filter((each) => each !== '')
  for (let seed = 1; seed <= 20; seed++) {
    const $ = load(pageOf(seed))
    for (const selector of selectors) {
      const [ours, theirs] = [select($, selector).toArray(), $(selector).toArray()]
      expect(ours.length, selector).toBe(theirs.length)
      expect(
        ours.every((element, index) => element === theirs[index]),
        selector,
      ).toBe(true)
    }
  }
})

test('a page that is nested very deep is walked to its end', () => {
  const $ = load(`${'<div>'.repeat(10_000)}<p class="title">标题</p>${'</div>'.repeat(10_000)}<h1>末</h1>`)
  expect(select($, 'h1, .title').toArray()).toHaveLength(2)
})

test('the first of several is found, and none where there is none', () => {
  const $ = load('<head><base target="_blank"><base href="/a/"><base href="/b/"></head>')
  expect(findFirst($, 'base', 'href')?.attribs).toEqual({ href: '/a/' })
  expect(findFirst($, 'base', 'name')).toBeNull()
})
