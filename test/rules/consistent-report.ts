import fc from 'fast-check'
import type { Report } from '../../src/model/report.ts'
import {
  APPLICANT_COLUMNS,
  type CellKey,
  type Edition,
  TABLE3_COLUMNS,
  type Table3Row,
  TEMPLATES,
} from '../../src/model/template.ts'
import { type Figures, sampleReport } from './sample-report.ts'

const NOT_OUTCOMES: readonly string[] = ['new_received', 'carried_in', 'result_total', 'carried_out']

/** Small numbers mostly, as in real reports, and now and then a large one. */
const count = fc.oneof(
  { weight: 6, arbitrary: fc.nat(3) },
  { weight: 3, arbitrary: fc.nat(80) },
  { weight: 1, arbitrary: fc.nat(4000) },
)

/** Reports of either edition in which every identity holds. */
export const consistentReport: fc.Arbitrary<Report> = fc
  .record({
    edition: fc.constantFrom<Edition>('2019', '2021'),
    outcomes: fc.array(fc.array(count, { minLength: 6, maxLength: 6 }), { minLength: 21, maxLength: 21 }),
    carriedIn: fc.array(count, { minLength: 6, maxLength: 6 }),
    carriedOut: fc.array(count, { minLength: 6, maxLength: 6 }),
    disputes: fc.array(count, { minLength: 12, maxLength: 12 }),
    issued: count,
    repealed: count,
  })
  .map(({ edition, outcomes, carriedIn, carriedOut, disputes, issued, repealed }) => {
    const rows = TEMPLATES[edition].t3.map(({ key }) => key)
    const kinds = rows.filter((row) => !NOT_OUTCOMES.includes(row))
    const table = new Map<Table3Row, number[]>(kinds.map((row, index) => [row, [...(outcomes[index] ?? [0, 0, 0, 0, 0, 0])]]))
    const handled = APPLICANT_COLUMNS.map((_, column) => sum(kinds.map((row) => table.get(row)![column]!)))
    // What came in is what was handled or is left, less what was there before.
    const before = carriedIn.map((value, column) => Math.min(value, handled[column]! + carriedOut[column]!))
    table.set('carried_in', before)
    table.set('carried_out', carriedOut)
    table.set('result_total', handled)
    table.set(
      'new_received',
      handled.map((value, column) => value + carriedOut[column]! - before[column]!),
    )
    const figures: Partial<Record<CellKey, number>> = {}
    for (const [row, values] of table)
      for (const [index, { key }] of TABLE3_COLUMNS.entries())
        figures[`t3.${row}.${key}` as CellKey] = values[index] ?? sum(values)
    for (const [index, group] of ['review', 'direct', 'postreview'].entries()) {
      const four = disputes.slice(index * 4, index * 4 + 4)
      const results = ['upheld', 'corrected', 'other', 'pending']
      for (const [place, result] of results.entries()) figures[`t4.${group}_${result}` as CellKey] = four[place]!
      figures[`t4.${group}_total` as CellKey] = sum(four)
    }
    if (edition === '2021') {
      figures['t2.nd_issued'] = issued
      figures['t2.nd_repealed'] = repealed
      figures['t2.nd_in_force'] = issued
    }
    return sampleReport({ edition, figures: figures as Figures })
  })

/** The report with one digit of one cell of tables 3 or 4 written as another. */
export const withOneWrongDigit: fc.Arbitrary<{ report: Report; cell: CellKey; right: number }> = fc
  .record({ report: consistentReport, pick: fc.nat(10_000), place: fc.nat(5), digit: fc.integer({ min: 1, max: 9 }) })
  .map(({ report, pick, place, digit }) => {
    const keys = (Object.keys(report.cells) as CellKey[]).filter(
      (key) => /^t[34]/.test(key) && report.cells[key]!.kind === 'number',
    )
    const cell = keys[pick % keys.length]!
    const right = report.cells[cell]!.value!
    const digits = [...String(right)]
    const index = place % digits.length
    digits[index] = String((Number(digits[index]) + digit) % 10)
    const wrong = Number(digits.join(''))
    const cells = { ...report.cells, [cell]: { ...report.cells[cell]!, raw: String(wrong), value: wrong } }
    return { report: { ...report, cells }, cell, right }
  })

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
