import { expect, test } from 'vitest'
import { alignRows } from '../../../src/extract/tables/align-rows.ts'
import { ROWS3, type RowTemplate, rows2 } from '../../../src/extract/tables/labels.ts'
import { toTokens } from '../../../src/extract/tables/token.ts'

/** Each line is a token; the rows found, with their values. */
function aligned<Key extends string>(lines: readonly string[], rows: readonly RowTemplate<Key>[]) {
  const blocks = lines.map((text) => ({ kind: 'paragraph' as const, text, heading: null, pieces: [{ text, at: {} }], at: {} }))
  const tokens = toTokens(blocks, 0, blocks.length)
  return Object.fromEntries(
    alignRows(tokens, rows)
      .filter((row) => row.values.length > 0)
      .map((row) => [row.key, row.values.map((index) => tokens[index]!.text).join(' ')]),
  )
}

const NEW = '一、本年新收政府信息公开申请数量'
const IN = '二、上年结转政府信息公开申请数量'
const GRANTED = '（一）予以公开'
const seven = (value: number) => Array<string>(7).fill(String(value))
const row = (value: number) => seven(value).join(' ')

const cases = [
  { name: 'plain rows', lines: [NEW, ...seven(1), IN, ...seven(2)], expected: { new_received: row(1), carried_in: row(2) } },
  {
    name: 'a label over three lines',
    lines: ['一、本年新收', '政府信息公开', '申请数量', ...seven(1), IN, ...seven(2)],
    expected: { new_received: row(1), carried_in: row(2) },
  },
  {
    name: 'values between the lines of a label',
    lines: ['5.要求行政机关确认或重新', ...seven(1), '出具已获取信息', '（七）总计', ...seven(2)],
    expected: { rejected_reconfirm: row(1), result_total: row(2) },
  },
  {
    name: 'a missing label shifts nothing',
    lines: [NEW, ...seven(1), ...seven(2), GRANTED, ...seven(3)],
    expected: { new_received: row(1), carried_in: row(2), granted: row(3) },
  },
  { name: 'a misspelt label', lines: ['一、本年新牧政府信急公开申请数量', ...seven(1)], expected: { new_received: row(1) } },
  {
    name: 'a value too few stays with its row',
    lines: [NEW, ...seven(1).slice(1), IN, ...seven(2)],
    expected: { new_received: seven(1).slice(1).join(' '), carried_in: row(2) },
  },
  {
    name: 'a value too many stays with its row',
    lines: [NEW, ...seven(1), '9', IN, ...seven(2)],
    expected: { new_received: `${row(1)} 9`, carried_in: row(2) },
  },
  {
    name: 'a row without values gives none away',
    lines: [NEW, IN, ...seven(2), GRANTED, ...seven(3)],
    expected: { carried_in: row(2), granted: row(3) },
  },
  {
    name: 'rows in another order',
    lines: [IN, ...seven(2), NEW, ...seven(1)],
    expected: { new_received: row(1), carried_in: row(2) },
  },
  {
    name: 'group labels, headings and page numbers between',
    lines: ['自然人', '总计', NEW, ...seven(1), '三、本年度办理结果', '（三）不予公开', '1.属于国家秘密', ...seven(3)],
    expected: { new_received: row(1), denied_state_secret: row(3) },
  },
  {
    name: '（六）其他处理 as one row',
    lines: ['5.要求行政机关确认或重新出具已获取信息', ...seven(1), '（六）其他处理', ...seven(2), '（七）总计', ...seven(3)],
    expected: { rejected_reconfirm: row(1), other_all: row(2), result_total: row(3) },
  },
  {
    name: '（六）其他处理 above its details',
    lines: [
      '（六）其他处理',
      '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请',
      ...seven(1),
      '3.其他',
      ...seven(2),
    ],
    expected: { other_no_correction: row(1), other_misc: row(2) },
  },
]

test.each(cases)('alignment: $name', ({ lines, expected }) => {
  expect(aligned(lines, ROWS3)).toEqual(expected)
})

test('alignment: the values of a row that the form does not have belong to none', () => {
  const printed = [
    '规章 0 0 1',
    '规范性文件 4 4 9',
    '其他主动公开文件 12 11 230',
    '行政许可 7 1 60',
    '其他对外管理服务事项 2 0 5',
  ]
  const lines = [...printed, '行政处罚 8 0 3', '行政强制 6 0 0'].flatMap((line) => line.split(' '))
  expect(aligned(lines, rows2('2019'))).toEqual({
    reg: '0 0 1',
    nd: '4 4 9',
    license: '7 1 60',
    service: '2 0 5',
    penalty: '8 0 3',
    coercion: '6 0 0',
  })
})
