import { expect, test } from 'vitest'
import { isJson, readJson } from '../../../src/extract/readers/html/json.ts'
import { readable } from './readable.ts'

const PAGE = '<h1>年报</h1>\n<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>'

test.each([
  { name: 'an answer of an interface', text: JSON.stringify({ code: 200, data: { title: '年报', content: PAGE } }) },
  { name: 'an answer given to a function', text: `callback(${JSON.stringify({ title: '年报', content: PAGE })})` },
  { name: 'markup escaped twice', text: JSON.stringify([{ title: '年报', content: PAGE.replaceAll('<', '&lt;') }], null, 2) },
])('$name', ({ text }) => {
  expect(isJson(text)).toBe(true)
  const content = readJson(text)
  expect(content.title).toBe('年报')
  expect(readable(content.blocks)).toEqual([
    '# 年报',
    [
      ['甲', '1'],
      ['乙', '2'],
    ],
  ])
})

test('places are those of the JSON text', () => {
  const text = JSON.stringify({ content: '<p class="a">甲\n乙</p>' })
  const [paragraph] = readJson(text).blocks
  expect(text.slice(paragraph?.at.start, paragraph?.at.end)).toBe('<p class=\\"a\\">甲\\n乙</p>')
})

test('a long text without markup is read as text, short fields as meta', () => {
  const { blocks, meta } = readJson(JSON.stringify({ pubDate: '2024-01-26', text: `一、总体情况\n${'文'.repeat(600)}` }))
  expect(blocks).toHaveLength(2)
  expect(meta).toEqual([{ name: 'pubDate', content: '2024-01-26' }])
})

test.each(['{草案}\n一、总体情况', '[附件]', '一、总体情况'])('%j is no JSON', (text) => expect(isJson(text)).toBe(false))
