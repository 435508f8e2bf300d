import { expect, test } from 'vitest'
import { dayOffOf, type Holiday } from '../../src/model/work-days.ts'

// Due days of 2020 to 2027 (domain reference §1.4), and days that offices exchanged.
test.each([
  { day: '2020-01-31', zh: '春节放假，国务院办公厅关于延长2020年春节假期的通知' },
  { day: '2021-01-31', zh: '星期日' },
  { day: '2022-01-31', zh: '春节放假，国务院办公厅关于2022年部分节假日安排的通知' },
  { day: '2023-01-31', zh: null },
  { day: '2024-01-31', zh: null },
  { day: '2024-03-31', zh: '星期日' },
  { day: '2025-01-31', zh: '春节放假，国务院办公厅关于2025年部分节假日安排的通知' },
  { day: '2025-03-31', zh: null },
  { day: '2026-01-31', zh: '星期六' },
  { day: '2026-02-14', zh: null },
  { day: '2021-02-20', zh: null },
  { day: '2027-01-31', zh: '星期日，当年调休安排未登记' },
  { day: '2027-02-01', zh: null },
])('$day: $zh', ({ day, zh }) => expect(dayOffOf(day)?.zh ?? null).toBe(zh))

test('a year that is told in the portals file is known, and so are holidays of a region', () => {
  const spring: Holiday = { name: '春节', from: '2027-02-05', to: '2027-02-11', working: ['2027-01-31'], source: '某通知' }
  const losar: Holiday = { name: '藏历新年', from: '2026-02-18', to: '2026-03-03', working: [], source: '自治区通知' }
  expect(dayOffOf('2027-01-31', [spring])).toBeNull()
  expect(dayOffOf('2027-03-07', [spring])?.zh).toBe('星期日')
  expect(dayOffOf('2026-02-25', [losar])?.zh).toBe('藏历新年放假，自治区通知')
  expect(dayOffOf('2026-02-25')).toBeNull()
})
