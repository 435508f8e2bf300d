import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Figure, type Line, smallestRepairs } from '../../src/rules/evaluate/repair-search.ts'

/** A table of rows and columns, each with a total: a[i][j], row totals behind, column totals below. */
type Table = readonly (readonly number[])[]

const ROWS = 2
const COLUMNS = 3

function problemOf(table: Table): { readonly lines: Line[]; readonly figures: Figure[] } {
  const wide = COLUMNS + 1
  const at = (row: number, column: number) => row * wide + column
  const sums: { readonly parts: number[]; readonly total: number; readonly family: number }[] = []
  for (let row = 0; row <= ROWS; row += 1)
    sums.push({ parts: range(COLUMNS).map((column) => at(row, column)), total: at(row, COLUMNS), family: 0 })
  for (let column = 0; column <= COLUMNS; column += 1)
    sums.push({ parts: range(ROWS).map((row) => at(row, column)), total: at(ROWS, column), family: 1 })
  const values = table.flat()
  const lines = sums.map(({ parts, total, family }): Line => {
    const difference = parts.reduce((sum, part) => sum + values[part]!, 0) - values[total]!
    return { difference, isOpenBelow: false, isOpenAbove: false, family }
  })
  const figures = values.map((value, figure): Figure => {
    const pulls = sums.flatMap(({ parts, total }, line): Figure['pulls'] => {
      if (parts.includes(figure)) return [{ line, pull: 1 }]
      return total === figure ? [{ line, pull: -1 }] : []
    })
    return { value, pulls }
  })
  return { lines, figures }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

/** The fewest figures that can be changed, by trying every set and every sum of differences. */
function fewestByTrial({ lines, figures }: ReturnType<typeof problemOf>, most: number): number {
  const mends = (differences: readonly number[], from: number, left: number): boolean => {
    if (differences.every((each) => each === 0)) return true
    if (left === 0) return false
    return figures.some(({ value, pulls }, figure) => {
      if (figure < from) return false
      return DELTAS.some((delta) => {
        if (delta === 0 || value + delta < 0) return false
        const changed = [...differences]
        for (const { line, pull } of pulls) changed[line]! += pull * delta
        return mends(changed, figure + 1, left - 1)
      })
    })
  }
  const start = lines.map(({ difference }) => difference)
  return range(most + 1).find((size) => mends(start, 0, size)) ?? most + 1
}

const DELTAS = range(25).map((index) => index - 12)

const consistent = fc.array(fc.nat(9), { minLength: ROWS * COLUMNS, maxLength: ROWS * COLUMNS }).map((parts): number[][] => {
  const rows = range(ROWS).map((row) => parts.slice(row * COLUMNS, (row + 1) * COLUMNS))
  const withTotals = rows.map((row) => [...row, row.reduce((sum, each) => sum + each, 0)])
  return [...withTotals, range(COLUMNS + 1).map((column) => withTotals.reduce((sum, row) => sum + row[column]!, 0))]
})

test('finds as few changes as any trial, and only changes that mend everything', () => {
  const spoilt = fc.record({
    table: consistent,
    errors: fc.array(fc.record({ place: fc.nat(11), by: fc.integer({ min: -3, max: 3 }) }), { minLength: 1, maxLength: 2 }),
  })
  fc.assert(
    fc.property(spoilt, ({ table, errors }) => {
      const values = table.flat()
      for (const { place, by } of errors) values[place] = Math.max(0, values[place]! + by)
      const problem = problemOf(range(ROWS + 1).map((row) => values.slice(row * 4, row * 4 + 4)))
      const repairs = smallestRepairs(problem.lines, problem.figures)
      const sizes = new Set(repairs.map((steps) => steps.length))
      if (problem.lines.every(({ difference }) => difference === 0)) return
      expect([...sizes]).toEqual([fewestByTrial(problem, 2)])
      for (const steps of repairs) {
        const differences = problem.lines.map(({ difference }) => difference)
        for (const { figure, delta } of steps)
          for (const { line, pull } of problem.figures[figure]!.pulls) differences[line]! += pull * delta
        expect(differences.every((each) => each === 0)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('a blank that may be any number makes up for a side that is too small', () => {
  const figures: Figure[] = [
    { value: 3, pulls: [{ line: 0, pull: 1 }] },
    { value: 5, pulls: [{ line: 0, pull: -1 }] },
  ]
  const line = { difference: -2, isOpenBelow: true, isOpenAbove: false, family: 0 }
  expect(smallestRepairs([line], figures)).toEqual([[]])
  expect(smallestRepairs([{ ...line, isOpenBelow: false }], figures)).toEqual([
    [{ figure: 0, delta: 2 }],
    [{ figure: 1, delta: -2 }],
  ])
})

test('no figure falls below zero', () => {
  const figures: Figure[] = [
    { value: 1, pulls: [{ line: 0, pull: 1 }] },
    { value: 1, pulls: [{ line: 0, pull: 1 }] },
    { value: 0, pulls: [{ line: 0, pull: -1 }] },
  ]
  const line = { difference: 2, isOpenBelow: false, isOpenAbove: false, family: 0 }
  expect(smallestRepairs([line], figures)).toEqual([[{ figure: 2, delta: 2 }]])
})
