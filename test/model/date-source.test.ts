import { expect, test } from 'vitest'
import { correctedBy } from '../../src/model/correction.ts'
import { dateSource } from '../../src/model/date-source.ts'

const cases = [
  { from: 'label:发布日期', zh: '页面标注（发布日期）', en: 'label on the page (发布日期)' },
  { from: 'first-seen', zh: '首次抓取到', en: 'first seen by us' },
  { from: correctedBy('李娜'), zh: '人工更正（李娜）', en: 'corrected by (李娜)' },
  { from: 'elsewhere', zh: 'elsewhere', en: 'elsewhere' },
]
test.each(cases)('$from is told in both languages', ({ from, zh, en }) => {
  expect([dateSource(from, 'zh'), dateSource(from, 'en')]).toEqual([zh, en])
})
