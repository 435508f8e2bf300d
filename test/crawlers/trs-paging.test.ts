import { expect, test } from 'vitest'
import { readTrsPaging } from '../../src/crawlers/families/trs-paging.ts'

const script = (code: string) => `<html><body><script>${code}</script></body></html>`

// `second`: the addresses of page 2 that are tried, in order.
const cases = [
  {
    name: 'pages, current from 0',
    html: script('createPageHTML(120, 0, "index", "html");'),
    pages: 120,
    second: ['index_1.html'],
    declared: null,
  },
  {
    name: 'the same with a record count at the end',
    html: script('createPageHTML(63, 0, "index", "shtml", "x", 435)'),
    pages: 63,
    second: ['index_1.shtml'],
    declared: 435,
  },
  {
    name: 'three numbers first: the second is the page count',
    html: script('createPageHTML(211, 11, 0, "index", "html")'),
    pages: 11,
    second: ['index_1.html'],
    declared: 211,
  },
  {
    name: 'an element first, current from 1',
    html: script("createPageHTML('page_div', 11, 1, 'list', 'shtml', 154)"),
    pages: 11,
    second: ['list_2.shtml'],
    declared: 154,
  },
  {
    name: 'variables and a chain of document.write',
    html: script(
      'var currentPage=0;//所在页从0开始\nvar countPage = 2//共多少页\nvar countnum= 6348;\ndocument.write("<a href=\\"index_" + (currentPage+1) + ".htm\\">下一页</a>")',
    ),
    pages: 2,
    second: ['index_1.htm'],
    declared: 6348,
  },
  {
    name: 'only a printed count',
    html: '<p>共 4 页 共 58 条</p>',
    pages: 4,
    second: ['index_1.html', 'index_2.html'],
    declared: 58,
  },
  {
    name: 'a call in a comment does not count',
    html: script('// createPageHTML(9, 0, "index", "html")\ncreatePageHTML(2, 0, "home", "htm")'),
    pages: 2,
    second: ['home_1.htm'],
    declared: null,
  },
  {
    name: 'the definition of the function does not count',
    html: script(
      'function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}\ncreatePageHTML(3, 0, "index", "html")',
    ),
    pages: 3,
    second: ['index_1.html'],
    declared: null,
  },
] as const

test.each(cases)('paging: $name', ({ html, pages, second, declared }) => {
  const paging = readTrsPaging({ url: new URL('https://www.example.gov.cn/nb/'), html })
  if (paging.kind !== 'numbered') throw new Error(`read as ${paging.kind}`)
  expect(paging.pages).toBe(pages)
  expect(paging.addresses.map((address) => address(2))).toEqual(second)
  expect(paging.declared).toBe(declared)
})

test.each([
  ['one page says so', script('createPageHTML(1, 0, "index", "html", 7)'), { kind: 'single', declared: 7 }],
  ['no paging at all', '<ul></ul>', { kind: 'single', declared: null }],
  ['a link to the next page', '<a href="index_5.html">下一页</a>', { kind: 'next', href: 'index_5.html', declared: null }],
  ['a next link of script only', '<a href="javascript:next()">下一页</a>', { kind: 'single', declared: null }],
  ['a commented pager', '<!-- <script>createPageHTML(5, 0, "index", "html")</script> -->', { kind: 'single', declared: null }],
])('paging: %s', (_, html, expected) => {
  expect(readTrsPaging({ url: new URL('https://www.example.gov.cn/nb/index.html'), html })).toEqual(expected)
})

test('the name of the file comes from the address where the page does not tell it', () => {
  const paging = readTrsPaging({
    url: new URL('https://www.example.gov.cn/nb/list.shtml'),
    html: script('var countPage = 3; var currentPage = 0'),
  })
  expect(paging.kind === 'numbered' && paging.addresses[0]?.(3)).toBe('list_2.shtml')
})
