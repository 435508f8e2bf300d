import { expect, test } from 'vitest'
import { readCell } from '../../../src/extract/tables/read-cell.ts'

const cases = [
  { name: 'a count', raw: '12', kind: 'number', value: 12 },
  { name: 'zero', raw: '0', kind: 'number', value: 0 },
  { name: 'padded', raw: '\t 0 \u00a0', kind: 'number', value: 0 },
  { name: 'zero-width characters', raw: '\u200b7\ufeff', kind: 'number', value: 7 },
  { name: 'full-width digits', raw: '１２０４', kind: 'number', value: 1204 },
  { name: 'thousands separators', raw: '1,808,595', kind: 'number', value: 1808595 },
  { name: 'full-width separator', raw: '1，204', kind: 'number', value: 1204 },
  { name: 'a decimal', raw: '59237.2449', kind: 'number', value: 59237.2449 },
  { name: 'a remark in brackets', raw: '22（其中修订16件）', kind: 'number', value: 22, remark: '（其中修订16件）' },
  { name: 'a unit', raw: '251000元', kind: 'number', value: 251000, remark: '元' },
  { name: 'a negative count stays as printed', raw: '-8', kind: 'number', value: -8 },
  { name: 'blank', raw: '', kind: 'blank', value: null },
  { name: 'blank of ideographic space', raw: '\u3000\n', kind: 'blank', value: null },
  { name: 'slash', raw: '／', kind: 'slash', value: null },
  { name: 'dash', raw: '——', kind: 'dash', value: null },
  { name: 'spaced dash', raw: '— —', kind: 'dash', value: null },
  { name: 'none', raw: '无', kind: 'word', value: null },
  { name: 'a word', raw: '县级无此项', kind: 'word', value: null },
  { name: 'two numbers', raw: '12/3', kind: 'unreadable', value: null },
  { name: 'a decimal comma is no separator', raw: '1,2', kind: 'unreadable', value: null },
  { name: 'a footnote mark is no digit', raw: '10²', kind: 'number', value: 10, remark: '²' },
  { name: 'an approximation', raw: '约30', kind: 'unreadable', value: null },
  { name: 'a percentage', raw: '5%', kind: 'unreadable', value: null },
  { name: 'ten thousand is not the unit of a count', raw: '5万', kind: 'unreadable', value: null },
  { name: 'a numbered label', raw: '1.属于国家秘密', kind: 'unreadable', value: null },
  { name: 'a change in words outside the change column', raw: '减3', kind: 'unreadable', value: null },
] as const

test.each(cases)('a cell: $name', ({ raw, kind, value, ...rest }) => {
  const reading = readCell(raw)
  expect(reading).toMatchObject({ kind, value, ...('remark' in rest ? { remark: rest.remark } : {}) })
})

const changes = [
  { raw: '减3', value: -3 },
  { raw: '减少12项', value: -12 },
  { raw: '增加5', value: 5 },
  { raw: '+1036', value: 1036 },
  { raw: '-8', value: -8 },
  { raw: '—8', value: -8 },
  { raw: '-0', value: 0 },
  { raw: '0', value: 0 },
  { raw: '增1减2', value: null },
  { raw: '持平', value: null },
] as const

test.each(changes)('a change cell: $raw', ({ raw, value }) => {
  expect(readCell(raw, { signed: true }).value).toBe(value)
})

test.each(['35 1', '12 03', '007', '00', '1 2', '0 0', '1 204', '3*', '12①', 'O', 'l'])('%j is read with doubt', (raw) => {
  const reading = readCell(raw)
  expect(reading.kind).toBe('number')
  expect(reading.confidence).toBeLessThan(0.9)
})

/** Printed text, kind, value and what stands beside the number. Every number that takes more than reading is below 0.9. */
const printed: readonly (readonly [raw: string, kind: string, value: number | null, remark?: string])[] = [
  ['0', 'number', 0],
  ['0件', 'number', 0, '件'],
  ['3 件', 'number', 3, '件'],
  ['5人次', 'number', 5, '人次'],
  ['5批次', 'number', 5, '批次'],
  ['5户', 'number', 5, '户'],
  ['3件（其中1件为转办）', 'number', 3, '件（其中1件为转办）'],
  ['5（其中3件为上年）', 'number', 5, '（其中3件为上年）'],
  ['0(不含下属)', 'number', 0, '（不含下属）'],
  ['12.5万元', 'number', 12.5, '万元'],
  ['12万元', 'number', 12, '万元'],
  ['251000元', 'number', 251000, '元'],
  ['1，204', 'number', 1204],
  ['1,204.50', 'number', 1204.5],
  ['1.204', 'number', 1.204],
  ['1．5', 'number', 1.5],
  ['0.0', 'number', 0],
  ['0.00', 'number', 0],
  ['3.0', 'number', 3],
  ['+1036', 'number', 1036],
  ['＋3', 'number', 3],
  ['－8', 'number', -8],
  ['﹣3', 'number', -3],
  ['00', 'number', 0],
  ['1 2', 'number', 12],
  ['1 204 000', 'number', 1204000],
  ['3[1]', 'number', 3, '[1]'],
  ['3［2］', 'number', 3, '［2］'],
  ['3①', 'number', 3, '①'],
  ['3²', 'number', 3, '²'],
  ['3*', 'number', 3, '*'],
  ['3＊', 'number', 3, '＊'],
  ['3★', 'number', 3, '★'],
  ['12万', 'unreadable', null],
  ['12.5万', 'unreadable', null],
  ['3千', 'unreadable', null],
  ['减3', 'unreadable', null],
  ['增加5', 'unreadable', null],
  ['减少 8', 'unreadable', null],
  ['—8', 'unreadable', null],
  ['±0', 'unreadable', null],
  ['3/5', 'unreadable', null],
  ['3-5', 'unreadable', null],
  ['3~5', 'unreadable', null],
  ['3+2', 'unreadable', null],
  ['3或4', 'unreadable', null],
  ['约20', 'unreadable', null],
  ['近10', 'unreadable', null],
  ['10余', 'unreadable', null],
  ['10以上', 'unreadable', null],
  ['≥3', 'unreadable', null],
  ['<3', 'unreadable', null],
  ['1.', 'unreadable', null],
  ['1、', 'unreadable', null],
  ['.5', 'unreadable', null],
  ['12,', 'unreadable', null],
  ['1,20', 'unreadable', null],
  ['(3)', 'unreadable', null],
  ['（3）', 'unreadable', null],
  ['3（', 'unreadable', null],
  ['③', 'unreadable', null],
  ['[3]', 'unreadable', null],
  ['★3', 'unreadable', null],
  ['?3', 'unreadable', null],
  ['3?', 'unreadable', null],
  ['1e3', 'unreadable', null],
  ['3％', 'unreadable', null],
  ['2.5倍', 'unreadable', null],
  ['3;4', 'unreadable', null],
  ['=SUM(A1:A3)', 'unreadable', null],
  ['########', 'unreadable', null],
  ['12345678901234567', 'unreadable', null],
  ['#REF!', 'word', null],
  ['#DIV/0!', 'word', null],
  ['三', 'word', null],
  ['十二', 'word', null],
  ['十二件', 'word', null],
  ['零', 'word', null],
  ['〇', 'word', null],
  ['○', 'word', null],
  ['无', 'word', null],
  ['无此项', 'word', null],
  ['县级无此项', 'word', null],
  ['暂无', 'word', null],
  ['未统计', 'word', null],
  ['见附件', 'word', null],
  ['N/A', 'word', null],
  ['持平', 'word', null],
  ['*', 'word', null],
  ['×', 'word', null],
  ['…', 'word', null],
  ['/', 'slash', null],
  ['\\', 'slash', null],
  ['//', 'slash', null],
  ['—', 'dash', null],
  ['--', 'dash', null],
  ['－', 'dash', null],
  ['_', 'dash', null],
  ['\u00a0', 'blank', null],
  ['\u200b', 'blank', null],
]

test.each(printed.map(([raw, kind, value, remark]) => ({ raw, kind, value, remark })))(
  'printed $raw is a $kind of $value',
  ({ raw, kind, value, remark }) => {
    const reading = readCell(raw)
    expect({ kind: reading.kind, value: reading.value, remark: reading.remark }).toEqual({ kind, value, remark })
    const isPlain = /^[-+－＋﹣]?[\d０-９,，.．]+\s*[^\d①-⓿²*＊★[［]*(?:（.*）|\(.*\))?$/u.test(raw) && !/^0\d/.test(raw)
    if (value !== null && !isPlain) expect(reading.confidence).toBeLessThan(0.9)
  },
)
