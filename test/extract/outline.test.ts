import { expect, test } from 'vitest'
import { toOutline, toPreface, toSections } from '../../src/extract/outline.ts'
import type { Block, Paragraph } from '../../src/model/document.ts'

const line = (text: string, heading: number | null = null): Paragraph => ({
  kind: 'paragraph',
  text,
  heading,
  pieces: [{ text, at: {} }],
  at: {},
})
const picture: Block = { kind: 'picture', source: 'a.png', at: {} }

function sectionsOf(lines: readonly (string | Block)[]) {
  const outline = toOutline(lines.map((each) => (typeof each === 'string' ? line(each) : each)))
  return toSections(outline, new Set()).map(({ number, title, text }) => [number, title, text])
}

const HEADS = [
  '一、总体情况',
  '二、主动公开政府信息情况',
  '三、收到和处理政府信息公开申请情况',
  '四、政府信息公开行政复议、行政诉讼情况',
  '五、存在的主要问题及改进情况',
  '六、其他需要报告的事项',
]
const titles = HEADS.map((head) => head.slice(2))
const numbered = titles.map((title, index) => [index + 1, title, `甲${index + 1}。`])

const cases = [
  { name: 'six numbered headings', lines: HEADS.flatMap((head, index) => [head, `甲${index + 1}。`]), expected: numbered },
  { name: 'headings without numbers', lines: titles.flatMap((head, index) => [head, `甲${index + 1}。`]), expected: numbered },
  {
    name: 'a table of contents and a sentence that lists the sections',
    lines: [
      ...HEADS,
      '本报告由总体情况、主动公开政府信息情况等六部分组成。',
      ...HEADS.flatMap((head, index) => [head, `甲${index + 1}。`]),
    ],
    expected: numbered,
  },
  {
    name: 'sub-headings that repeat section names',
    lines: HEADS.flatMap((head, index) =>
      index === 0 ? [head, '（一）主动公开政府信息情况', '（二）其他需要报告的事项', '甲1。'] : [head, `甲${index + 1}。`],
    ),
    expected: numbered.map((each, index) =>
      index === 0 ? [1, titles[0], '（一）主动公开政府信息情况\n（二）其他需要报告的事项\n甲1。'] : each,
    ),
  },
  {
    name: 'headings that run into the text before and behind them',
    lines: [`前言。${HEADS.map((head, index) => `${head}甲${index + 1}。`).join('')}`],
    expected: numbered,
  },
  {
    name: 'other wordings',
    lines: [
      '一、概述',
      '甲',
      '二、行政机关主动公开政府信息的情况',
      '三、依申请公开政府信息情况',
      '四、因政府信息公开工作被申请行政复议、提起行政诉讼情况',
      '五、存在问题及下一步整改措施',
      '六、需要说明的其他事项',
    ],
    expected: [
      [1, '概述', '甲'],
      [2, '行政机关主动公开政府信息的情况', ''],
      [3, '依申请公开政府信息情况', ''],
      [4, '因政府信息公开工作被申请行政复议、提起行政诉讼情况', ''],
      [5, '存在问题及下一步整改措施', ''],
      [6, '需要说明的其他事项', ''],
    ],
  },
  {
    name: 'numbering of its own inside the last section',
    lines: [
      ...HEADS.flatMap((head, index) => [head, `甲${index + 1}。`]),
      '一、没有收费。',
      '二、没有提案。',
      '上一篇：别的报告',
    ],
    expected: numbered.map((each, index) => (index === 5 ? [6, titles[5], '甲6。\n一、没有收费。\n二、没有提案。'] : each)),
  },
  {
    name: 'a section that is missing, and pictures',
    lines: [HEADS[0]!, '甲1。', HEADS[2]!, picture, HEADS[5]!, '甲6。'],
    expected: [
      [1, titles[0], '甲1。'],
      [3, titles[2], ''],
      [6, titles[5], '甲6。'],
    ],
  },
  {
    name: 'sections out of order stay sections',
    lines: [
      HEADS[0]!,
      '甲1。',
      HEADS[2]!,
      '甲3。',
      HEADS[1]!,
      '甲2。',
      HEADS[3]!,
      '甲4。',
      HEADS[4]!,
      '甲5。',
      HEADS[5]!,
      '甲6。',
    ],
    expected: [numbered[0], numbered[2], numbered[1], ...numbered.slice(3)],
  },
]

test.each(cases)('outline: $name', ({ lines, expected }) => {
  expect(sectionsOf(lines)).toEqual(expected)
})

test('lines that the typesetter broke are joined, sentences that end stay apart', () => {
  const full = '全面落实公开要求梳理公开事项清单并逐条对照更新网站栏目确保内容完整'
  const lines = [
    HEADS[0]!,
    full,
    full,
    full,
    `${full.slice(0, 20)}。`,
    '（一）小标题',
    full,
    `${full.slice(0, 9)}。`,
    ...HEADS.slice(1),
  ]
  const [first] = toSections(toOutline(lines.map((each) => line(each))), new Set())
  expect(first?.text).toBe(`${full.repeat(3)}${full.slice(0, 20)}。\n（一）小标题\n${full}${full.slice(0, 9)}。`)
})

test('the preface is the text between title and first section', () => {
  const outline = toOutline(
    ['青禾县水务局2024年政府信息公开工作年度报告', '首页', '根据条例编制本报告。', ...HEADS].map((each) => line(each)),
  )
  expect(toPreface(outline, 1)).toBe('根据条例编制本报告。')
})

test('a number that is not the section’s own is kept', () => {
  const lines = HEADS.map((head, index) => (index === 3 ? `三${head.slice(1)}` : head)).flatMap((head) => [head, '甲。'])
  const sections = toSections(toOutline(lines.map((each) => line(each))), new Set())
  expect(sections.map(({ number, printedNumber }) => printedNumber ?? number)).toEqual([1, 2, 3, 3, 5, 6])
})

const report = (title: string) => [title, ...HEADS.flatMap((head, index) => [head, `${title}的第${index + 1}部分。`])]

test('another report behind the last section is left out and named', () => {
  const [first, second] = ['青禾县水务局2024年政府信息公开工作年度报告', '青禾县教育局2024年政府信息公开工作年度报告']
  for (const title of [[second], [second.slice(0, -4), second.slice(-4)]]) {
    const lines = [...report(first), ...title, ...report(second).slice(1)]
    const outline = toOutline(lines.map((each) => line(each)))
    expect(outline.another).toBe(second)
    expect(toSections(outline, new Set()).at(-1)?.text).toBe(`${first}的第6部分。`)
  }
})

test('the same report twice is one report', () => {
  const lines = report('青禾县水务局2024年政府信息公开工作年度报告')
  expect(toOutline([...lines, ...lines].map((each) => line(each))).another).toBeNull()
})

test('titles of other reports listed behind the article are no reports', () => {
  const outline = toOutline([...report('甲'), '相关链接', '青禾县教育局2024年政府信息公开工作年度报告'].map((each) => line(each)))
  expect(outline.another).toBeNull()
})
