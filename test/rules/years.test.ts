import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, registeredAs, sampleReport, table3, table4 } from './sample-report.ts'

type Case = readonly [name: string, now: Report, before: Report | null, said: readonly string[]]

/** `RULE severity subject` of failures, `RULE open` of what was not compared. */
function judge(report: Report, prior: Report | null): string[] {
  return checkReport({ report, prior })
    .filter(({ rule }) => /^YR-0[1-8]|^PLA-06|^T2-05/.test(rule))
    .map(({ rule, severity, subject, verdict }) => (verdict === 'fail' ? `${rule} ${severity} ${subject}` : `${rule} open`))
}

const report = (year: number, figures: Figures, rest: Partial<Report> = {}): Report => ({
  ...sampleReport({ year, edition: year < 2021 ? '2019' : '2021', figures, authority: '示例市人民政府' }),
  ...rest,
})

/** Normative documents: issued, repealed, in force. */
const papers = (issued: number, repealed: number, inForce: number): Figures => ({
  't2.nd_issued': issued,
  't2.nd_repealed': repealed,
  't2.nd_in_force': inForce,
})

function run(cases: readonly Case[]): void {
  for (const [name, now, before, said] of cases) test(name, () => expect(judge(now, before)).toEqual(said))
}

describe('what was carried over', () => {
  const carried = (row: string, people: number, companies: number) =>
    table3({ [row]: [people, companies, 0, 0, 0, 0, people + companies] })
  const flow = (people: number, companies: number) => ({
    ...carried('carried_in', people, companies),
    ...carried('granted', people, companies),
    ...carried('result_total', people, companies),
  })
  const out = (people: number, companies: number) => ({
    ...carried('new_received', people, companies),
    ...carried('carried_out', people, companies),
  })
  run([
    ['YR-02: a company became a person', report(2024, flow(3, 0)), report(2023, out(2, 1)), ['YR-02 warning row']],
    ['YR-02: every column as it was', report(2024, flow(2, 1)), report(2023, out(2, 1)), []],
    ['YR-02: YR-01 says more', report(2024, flow(3, 1)), report(2023, out(2, 1)), ['YR-01 error column:total']],
    [
      'YR-02: last year left the columns blank',
      report(2024, flow(3, 0)),
      report(2023, { ...out(2, 1), 't3.carried_out.natural_person': null, 't3.carried_out.commercial': null }),
      [],
    ],
    [
      'YR-01: last year is another body',
      report(2024, flow(3, 1)),
      report(2023, out(2, 1), { authority: '示例市行政审批服务局' }),
      ['YR-01 open'],
    ],
    [
      'YR-01: the region now, the office then',
      report(2024, flow(3, 1), { scope: 'whole_region' }),
      report(2023, out(2, 1), { scope: 'own_office' }),
      ['YR-01 open'],
    ],
  ])

  test('a short name of the same body is no other body', () => {
    const now = { ...report(2024, flow(3, 1)), authority: '江苏省示例市水务局' }
    const before = { ...report(2023, out(2, 1)), authority: '示例市水务局' }
    expect(judge(now, before)).toEqual(['YR-01 error column:total'])
  })

  test('the registry knows that a renamed body is the same', () => {
    const now = report(2024, flow(3, 1))
    const prior = report(2023, out(2, 1), { authority: '示例市地方税务局' })
    const authority = registeredAs('示例市人民政府', 'city_gov')
    const findings = checkReport({ report: now, prior, authority })
    expect(findings.filter(({ rule, verdict }) => rule === 'YR-01' && verdict === 'fail')).toHaveLength(1)
  })

  test('the reason is told', () => {
    const before = report(2023, out(2, 1), { authority: '示例市行政审批服务局' })
    const [finding] = checkReport({ report: report(2024, flow(3, 1)), prior: before })
    expect(finding?.message).toContain('上一年度报告的机关名称为“示例市行政审批服务局”')
  })
})

describe('what is in force', () => {
  run([
    ['C2: 597 with 50 more and 227 fewer is 420', report(2024, papers(50, 227, 420)), report(2023, papers(109, 489, 597)), []],
    ['YR-04: 20 + 2 − 1 is not 25', report(2024, papers(2, 1, 25)), report(2023, papers(2, 1, 20)), ['YR-04 warning nd']],
    [
      'YR-04: a small gap in the same scope stays a warning',
      report(2024, papers(2, 1, 22), { scope: 'whole_region' }),
      report(2023, papers(2, 1, 20), { scope: 'whole_region' }),
      ['YR-04 warning nd'],
    ],
    [
      'YR-04: a gap above a tenth in the same scope is an error',
      report(2024, papers(2, 1, 25), { scope: 'whole_region' }),
      report(2023, papers(2, 1, 20), { scope: 'whole_region' }),
      ['YR-04 error nd'],
    ],
    [
      'C8: from 66 to 372, and nobody says what is counted',
      report(2025, papers(0, 0, 372)),
      report(2024, papers(8, 26, 66)),
      ['YR-04 warning nd', 'PLA-06 info cell:t2.nd_in_force'],
    ],
    [
      'C8: where the reports say that the scope changed, nothing is compared',
      report(2025, papers(0, 0, 372), { scope: 'whole_region' }),
      report(2024, papers(8, 26, 66), { scope: 'own_office' }),
      ['YR-04 open'],
    ],
    ['YR-04: blank last year', report(2024, papers(2, 1, 25)), report(2023, { ...papers(2, 1, 20), 't2.nd_in_force': '/' }), []],
    ['YR-04: impossible within the year, which T2-02 tells', report(2024, papers(9, 0, 3)), report(2023, papers(2, 1, 20)), []],
    [
      'YR-03',
      report(2024, { 't2.reg_issued': 3, 't2.reg_in_force': 16 }),
      report(2023, { 't2.reg_in_force': 12 }),
      ['YR-03 warning reg'],
    ],
    ['YR-06: 2020 counted otherwise', report(2021, papers(1, 0, 40)), report(2020, { 't2.nd_public_total': 90 }), ['YR-06 open']],
    ['YR-06: nothing to compare', report(2021, {}), report(2020, {}), []],
    [
      'a column of another meaning is not compared',
      report(2024, papers(2, 1, 25), {
        notes: [{ code: 'column-meaning', message: '', table: 't2', cells: ['t2.nd_in_force'] }],
      }),
      report(2023, papers(2, 1, 20)),
      [],
    ],
    [
      'YR-05: 60 less 3 is not 60',
      report(2020, { 't2.license_items_prev': 60 }),
      report(2019, { 't2.license_items_prev': 60, 't2.license_items_delta': -3 }),
      ['YR-05 warning license'],
    ],
    [
      'YR-05: 60 less 3 is 57',
      report(2020, { 't2.license_items_prev': 57 }),
      report(2019, { 't2.license_items_prev': 60, 't2.license_items_delta': -3 }),
      [],
    ],
    ['PLA-06: a year of cleaning up', report(2024, papers(0, 40, 5)), report(2023, papers(0, 0, 45)), []],
    ['PLA-06: less than twenty', report(2024, papers(0, 15, 5)), report(2023, papers(0, 0, 20)), []],
  ])
})

describe('what became of it', () => {
  run([
    ['YR-07', report(2024, {}), report(2023, table4(0, 0, 0, 2, 2)), ['YR-07 info cell:t4.review_total']],
    ['YR-07: told this year', report(2024, table4(2, 0, 0, 0, 2)), report(2023, table4(0, 0, 0, 2, 2)), []],
    ['YR-07: blank this year', report(2024, { 't4.review_total': '/' }), report(2023, table4(0, 0, 0, 2, 2)), []],
    [
      'YR-08: a hundredfold',
      report(2024, { 't2.penalty_decisions': 3500 }),
      report(2023, { 't2.penalty_decisions': 35 }),
      ['YR-08 info cell:t2.penalty_decisions'],
    ],
    ['YR-08: new powers', report(2024, { 't2.penalty_decisions': 3500 }), report(2023, {}), []],
    [
      'YR-08: none any more',
      report(2024, {}),
      report(2023, { 't2.penalty_decisions': 3500 }),
      ['YR-08 info cell:t2.penalty_decisions'],
    ],
    ['YR-08: tenfold', report(2024, { 't2.penalty_decisions': 350 }), report(2023, { 't2.penalty_decisions': 35 }), []],
    ['YR-08: small numbers', report(2024, { 't2.penalty_decisions': 50 }), report(2023, { 't2.penalty_decisions': 1 }), []],
    [
      'YR-08: another form',
      report(2021, { 't2.penalty_decisions': 3500 }),
      report(2020, { 't2.penalty_decisions': 35 }),
      ['YR-06 open'],
    ],
  ])
})

describe('money', () => {
  const inYuan = { code: 'unit-differs', message: '', table: 't2', cells: ['t2.fee_amount_wan'], unit: '元' } as const
  run([
    [
      'T2-05: a thousand times last year',
      report(2024, { 't2.fee_amount_wan': 125_000 }),
      report(2023, { 't2.fee_amount_wan': 12.5 }),
      ['T2-05 warning row'],
    ],
    [
      'T2-05: the heading says 元, and divided it is the same',
      report(2024, { 't2.fee_amount_wan': 125_000 }, { notes: [inYuan] }),
      report(2023, { 't2.fee_amount_wan': 12.5 }),
      [],
    ],
    [
      'T2-05: the cell says 元',
      report(2024, { 't2.fee_amount_wan': { value: 125_000, raw: '125000元', remark: '元' } }),
      report(2023, { 't2.fee_amount_wan': 12.5 }),
      [],
    ],
    [
      'T2-05: no unit is printed: the form says 万元',
      report(2024, { 't2.fee_amount_wan': 125_000 }, { notes: [{ ...inYuan, unit: undefined }] as never }),
      report(2023, { 't2.fee_amount_wan': 12.5 }),
      ['T2-05 warning row'],
    ],
  ])

  test('what is printed in 元 is told in 万元', () => {
    const now = report(2024, { 't2.fee_amount_wan': 3_000_000_000 }, { notes: [inYuan] })
    const findings = checkReport({ report: now, prior: report(2023, { 't2.fee_amount_wan': 12 }) })
    expect(findings.find(({ rule }) => rule === 'T2-05')?.message).toBe(
      '行政事业性收费300000万元，上年为12万元，疑似单位误用“元”。',
    )
  })
})
