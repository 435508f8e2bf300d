import { expect, test } from 'vitest'
import { formatNumber } from '../../src/review/dates.ts'

test.each([
  [0, '0'],
  [9_999, '9999'],
  [10_000, '10,000'],
  [-1_234_567, '−1,234,567'],
  [0.1 + 0.2, '0.3'],
  [-3.5, '−3.5'],
  [1 / 3, '0.333333'],
])('%f is printed as %s', (value, printed) => {
  expect(formatNumber(value)).toBe(printed)
})
