import { expect, test } from 'vitest'
import { readTable2Line } from '../../../src/extract/tables/read-table2-line.ts'
import { toTokens } from '../../../src/extract/tables/token.ts'
import type { Block } from '../../../src/model/document.ts'

/** Table 2 as a run of words, blanks between them: its cells (`?` below 0.9) and the codes of its notes. */
function read(text: string) {
  const pieces = text.split(/\s+/).map((word) => ({ text: word, at: {} }))
  const block: Block = { kind: 'paragraph', text, heading: null, pieces, at: {} }
  const { cells, notes } = readTable2Line(toTokens([block], 0, 1), false)
  const printed = [...cells].map(([key, { raw, sure }]) => [key.slice(3), sure >= 0.9 ? raw : `${raw}?`])
  return { ...Object.fromEntries(printed), notes: notes.map(({ code }) => code) }
}

const FIRST = '第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数'
const REST =
  '信息内容 本年处理决定数量 行政许可 7 信息内容 本年处理决定数量 行政处罚 8 行政强制 9 信息内容 本年收费金额（单位：万元） 行政事业性收费 10.5'
const rest = { license_decisions: '7', penalty_decisions: '8', coercion_decisions: '9', fee_amount_wan: '10.5' }
const first = { reg_issued: '1', reg_repealed: '2', reg_in_force: '3', nd_issued: '4', nd_repealed: '5', nd_in_force: '6' }
const doubted = (cells: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(cells).map(([key, raw]) => [key, `${raw}?`]))

test.each([
  { name: 'the official columns', text: `${FIRST} 规章 1 2 3 行政规范性文件 4 5 6 ${REST}`, cells: { ...first, ...rest } },
  {
    name: 'columns in another order',
    text: `信息内容 现行有效件数 本年制发件数 本年废止件数 规章 3 1 2 行政规范性文件 6 4 5 ${REST}`,
    cells: { ...first, ...rest },
  },
  {
    name: 'last year behind',
    text: `${FIRST} 上年数 规章 1 2 3 9 行政规范性文件 4 5 6 9 ${REST}`,
    cells: { ...doubted(first), ...rest },
  },
  {
    name: 'a column of remarks that is blank',
    text: `${FIRST} 备注 规章 1 2 3 行政规范性文件 4 5 6 ${REST}`,
    cells: { ...first, ...rest },
  },
  {
    name: 'fees in 元',
    text: `${FIRST} 规章 1 2 3 行政规范性文件 4 5 6 ${REST.replace('万元', '元').replace('10.5', '105000')}`,
    cells: { ...first, ...rest, fee_amount_wan: '105000' },
    notes: ['unit-differs'],
  },
  {
    name: 'headings of the older form under the newer one',
    text: `信息内容 本年新制作数量 本年新公开数量 对外公开总数量 规章 1 2 3 行政规范性文件 4 5 6 ${REST}`,
    cells: { ...doubted(first), ...rest },
    notes: ['column-meaning', 'column-meaning', 'column-meaning'],
  },
])('$name', ({ text, cells, notes = [] }) => {
  expect(read(text)).toEqual({ ...cells, notes })
})
