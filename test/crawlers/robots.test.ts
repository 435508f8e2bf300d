import { expect, test } from 'vitest'
import { readRobots } from '../../src/crawlers/robots.ts'

const cases = [
  { name: 'nothing is forbidden', text: '', path: '/nb/', allowed: true },
  { name: 'everything is', text: 'User-agent: *\nDisallow: /', path: '/nb/', allowed: false },
  { name: 'an empty Disallow allows', text: 'User-agent: *\nDisallow:', path: '/nb/', allowed: true },
  { name: 'a folder is', text: 'User-agent: *\r\nDisallow: /admin/', path: '/admin/x', allowed: false },
  { name: 'the longest rule wins', text: 'User-agent: *\nDisallow: /zw/\nAllow: /zw/nb/', path: '/zw/nb/1.html', allowed: true },
  { name: 'a pattern with an end', text: 'User-agent: *\nDisallow: /*.pdf$', path: '/a/b.pdf', allowed: false },
  { name: 'a pattern with an end, not reached', text: 'User-agent: *\nDisallow: /*.pdf$', path: '/a/b.pdf?x', allowed: true },
  {
    name: 'a group of our own',
    text: 'User-agent: *\nDisallow: /\n\nUser-agent: gouji\nDisallow: /tmp',
    path: '/nb/',
    allowed: true,
  },
  { name: 'a group of somebody else', text: 'User-agent: badbot\nDisallow: /', path: '/nb/', allowed: true },
  {
    name: 'several agents in one group',
    text: 'User-agent: badbot\nUser-agent: *\nDisallow: / # all',
    path: '/nb/',
    allowed: false,
  },
]
test.each(cases)('robots.txt: $name', ({ text, path, allowed }) => {
  expect(readRobots(text, 'Gouji').allows(path)).toBe(allowed)
})

test('Crawl-delay is read', () => {
  expect(readRobots('User-agent: *\nCrawl-delay: 7\nDisallow: /x', 'Gouji').crawlDelay).toBe(7)
  expect(readRobots('User-agent: *\nDisallow: /x', 'Gouji').crawlDelay).toBeNull()
})
