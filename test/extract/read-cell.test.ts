import { expect, test } from 'vitest'
import { readCell } from '../../src/extract/read-cell.ts'

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
  { name: 'a footnote mark is no digit', raw: '10²', kind: 'unreadable', value: null },
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

test.each(['35 1', '12 03', '007'])('%j is read with doubt', (raw) => {
  const reading = readCell(raw)
  expect(reading.kind).toBe('number')
  expect(reading.confidence).toBeLessThan(0.9)
})
