import { expect, test } from 'vitest'
import { judgeArticle } from '../../src/crawlers/judge-entry.ts'
import type { ArticleSight } from '../../src/crawlers/read-article.ts'
import { AUTHORITIES } from './serve.ts'

const circle = { district: '示例区', authorities: AUTHORITIES }
const column = { url: 'https://www.example.gov.cn/nb/', authorities: 'all' as const }
const NAMELESS = '2025年政府信息公开工作年度报告'

function sightOf(publisher: string | null, opening = ''): ArticleSight {
  return { title: () => NAMELESS, publisher: () => publisher, opening, isShort: false, attachments: [], pictures: [] }
}

function authorityOf(title: string, publisher: string | undefined, sight: ArticleSight): string | null {
  const row = { url: 'https://www.example.gov.cn/nb/1.html', title, date: null, ...(publisher !== undefined && { publisher }) }
  return judgeArticle(row, sight, column, circle).authority
}

test.each([
  ['the title, whatever the publisher', `示例区财政局${NAMELESS}`, '示例区教育局', '示例区人民政府', 'finance'],
  [
    'the title of the office under the name of the government',
    `示例区人民政府办公室${NAMELESS}`,
    undefined,
    '示例区人民政府',
    'office',
  ],
  ['the publisher of the article', NAMELESS, '示例区教育局', '示例区财政局', 'finance'],
  ['the publisher that the list names, where the article names none', NAMELESS, '示例区教育局', null, 'education'],
  ['nobody, where nobody is named', NAMELESS, undefined, null, null],
  ['nobody, where the publisher is not registered', NAMELESS, '邻县教育局', null, null],
] as const)('whose report it is tells %s', (_, title, inList, inArticle, authority) => {
  expect(authorityOf(title, inList, sightOf(inArticle))).toBe(authority)
})

test('a publisher that the first words of the report contradict tells nothing', () => {
  expect(authorityOf(NAMELESS, '示例区教育局', sightOf(null, '示例区财政局2025年政府信息公开情况如下'))).toBeNull()
})
