import { expect, test } from 'vitest'
import { type CellKey, cellKeysOf, cellLabel, type Edition, editionOfYear, TEMPLATES } from '../../src/model/template.ts'

// Numbers of value cells in the printed forms: table 2 has 22 and 10, table 3 has 23 and 25 rows of 7, table 4 has 15.
test.each<{ edition: Edition; t2: number; t3: number; t4: number }>([
  { edition: '2019', t2: 22, t3: 23 * 7, t4: 15 },
  { edition: '2021', t2: 10, t3: 25 * 7, t4: 15 },
])('the $edition form has as many cells as are printed, each key once', ({ edition, ...counts }) => {
  const keys = cellKeysOf(edition)
  expect(new Set(keys).size).toBe(keys.length)
  const countOf = (table: string) => keys.filter((key) => key.startsWith(`${table}.`)).length
  expect({ t2: countOf('t2'), t3: countOf('t3'), t4: countOf('t4') }).toEqual(counts)
})

test('the editions differ in （六）其他处理 only, as far as table 3 goes', () => {
  const rowsOf = (edition: Edition) => TEMPLATES[edition].t3.map(({ key }) => key)
  const only = (edition: Edition, other: Edition) => rowsOf(edition).filter((row) => !rowsOf(other).includes(row))
  expect(only('2019', '2021')).toEqual(['other_all'])
  expect(only('2021', '2019')).toEqual(['other_no_correction', 'other_fee_unpaid', 'other_misc'])
})

test.each<{ key: CellKey; edition: Edition; label: string }>([
  { key: 't2.nd_in_force', edition: '2021', label: '行政规范性文件—现行有效件数' },
  { key: 't2.penalty_items_delta', edition: '2019', label: '行政处罚—本年增/减' },
  { key: 't3.granted.legal_service', edition: '2021', label: '（一）予以公开—法律服务机构' },
  { key: 't3.other_all.total', edition: '2021', label: '（六）其他处理—总计' },
  { key: 't4.postreview_pending', edition: '2021', label: '复议后起诉—尚未审结' },
])('$key is printed as $label', ({ key, edition, label }) => {
  expect(cellLabel(key, edition)).toBe(label)
})

test.each([
  { year: 2018, edition: null },
  { year: 2019, edition: '2019' },
  { year: 2020, edition: '2019' },
  { year: 2021, edition: '2021' },
  { year: 2025, edition: '2021' },
])('a report for $year uses the form $edition', ({ year, edition }) => {
  expect(editionOfYear(year)).toBe(edition)
})
