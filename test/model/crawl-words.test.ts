import { expect, test } from 'vitest'
import { said, saidInChinese } from '../../src/model/crawl-words.ts'

const cases = [
  { name: 'a sentence with a name', text: said('not-registered', '示例区水务局'), zh: /^“示例区水务局”的年报，该单位未登记/ },
  {
    name: 'one within another, within a third',
    text: said('and-more', said('not-opened', '2024年年报 (一) "附件"', said('silent', 3, said('connection-refused'))), 2),
    zh: /^“2024年年报 \(一\) "附件"”未能打开：网站连续 3 次没有回应（网站拒绝连接）（另有 2 项）$/,
  },
  {
    name: 'a list that breaks off',
    text: said('breaks-off', 3, said('entries-of', 20, 45), said('without-entries')),
    zh: /^列表在第 3 页之前中断，已读 20 项（共 45 项）：返回内容中没有条目$/,
  },
  { name: 'what a browser met', text: said('browser-failed', 'net::ERR_FAILED'), zh: /^浏览器未能读取列表：net::ERR_FAILED$/ },
  { name: 'a reason of nobody', text: said('not-asked', 'something new'), zh: /^未请求：something new$/ },
]
test.each(cases)('$name is found in Chinese by the English one', ({ text, zh }) => {
  expect(saidInChinese(text)).toMatch(zh)
})

test('any other sentence stays as it is', () => {
  expect(saidInChinese('the moon was full')).toBeNull()
})

test('records of before are understood: these sentences stand in databases', () => {
  const stored = [
    'the host did not answer 3 times in a row (the host refuses connections)',
    'page 2 of the column could not be read: the server answers HTTP 503',
    'a report of 示例区税务局, which is not registered; add the name or an alias if it should be',
    'the column shows 3 entries and showed 9 the last time; open it and see whether the others moved',
  ]
  for (const text of stored) expect(saidInChinese(text), text).toMatch(/[一-龥]/)
})
