import { expect, test } from 'vitest'
import { waysToFill, waysToSpread } from '../../../src/extract/tables/split-digits.ts'

const any = () => true
const lastIsSum = (parts: readonly (string | null)[]) =>
  parts.length < 3 || parts.slice(0, -1).reduce((sum, part) => sum + Number(part ?? 0), 0) === Number(parts.at(-1) ?? 0)

const cases = [
  { name: 'one digit a slot', strings: ['000'], slots: 3, holds: any, ways: ['0 0 0'] },
  { name: 'no leading zeros', strings: ['1005'], slots: 3, holds: any, ways: ['10 0 5'] },
  { name: 'several ways', strings: ['1234'], slots: 3, holds: any, ways: ['1 2 34', '1 23 4', '12 3 4'] },
  { name: 'the sum leaves one', strings: ['12315'], slots: 3, holds: lastIsSum, ways: ['12 3 15'] },
  {
    name: 'a gap in the run is respected',
    strings: ['12', '315'],
    slots: 3,
    holds: any,
    ways: ['1 2 315', '12 3 15', '12 31 5'],
  },
  {
    name: 'numbers whose digits stand apart',
    strings: ['1', '0', '3', '0', '103'],
    slots: 3,
    holds: lastIsSum,
    ways: ['103 0 103'],
  },
  { name: 'too few digits', strings: ['12'], slots: 3, holds: any, ways: [] },
  { name: 'a fraction is not cut', strings: ['1.25'], slots: 2, holds: any, ways: [] },
]

test.each(cases)('splitting: $name', ({ strings, slots, holds, ways }) => {
  expect(waysToFill(strings, slots, holds).map((way) => way.join(' '))).toEqual(ways)
})

test('blanks are spread where the sum allows', () => {
  const ways = waysToSpread(['5', '5'], 3, lastIsSum)
  expect(ways).toEqual([
    ['5', null, '5'],
    [null, '5', '5'],
  ])
})

test('a run of digits that could be anything is given up', () => {
  expect(waysToFill(['1'.repeat(60)], 7, any)).toEqual([])
})

test('a beginning that contradicts the sums is not gone on with', () => {
  const strings = Array.from({ length: 30 }, (_, index) => String((index % 9) + 1))
  let asked = 0
  const neverHolds = (parts: readonly (string | null)[]) => {
    asked += 1
    return parts.length < 5
  }
  expect(waysToFill(strings, 15, neverHolds)).toEqual([])
  expect(asked).toBeLessThan(25_000)
})
