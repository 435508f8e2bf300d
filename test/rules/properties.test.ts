import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell, Claim, ClaimKind } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { consistentReport, withOneWrongDigit } from './consistent-report.ts'

test('a consistent report never gives an error', () => {
  fc.assert(
    fc.property(consistentReport, (report) => {
      const findings = checkReport({ report, prior: null })
      expect(findings.filter(({ severity, verdict }) => severity === 'error' && verdict === 'fail')).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('blanks in a consistent report never give an error', () => {
  const blank: Cell = { raw: '', value: null, kind: 'blank', at: null, confidence: 1 }
  fc.assert(
    fc.property(consistentReport, fc.array(fc.nat(10_000), { maxLength: 60 }), (report, picks) => {
      const keys = Object.keys(report.cells)
      const blanks = Object.fromEntries(picks.map((pick) => [keys[pick % keys.length]!, blank]))
      const findings = checkReport({ report: { ...report, cells: { ...report.cells, ...blanks } }, prior: null })
      expect(findings.filter(({ severity, verdict }) => severity === 'error' && verdict === 'fail')).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('one wrong digit is one error, and nearly always the repair names the cell and its number', () => {
  const runs = { all: 0, named: 0 }
  fc.assert(
    fc.property(withOneWrongDigit, ({ report, cell, right }) => {
      const errors = checkReport({ report, prior: null }).filter(
        ({ severity, verdict }) => severity === 'error' && verdict === 'fail',
      )
      expect(errors).toHaveLength(1)
      runs.all += 1
      const [proposal] = errors[0]!.repair
      if (errors[0]!.repair.length === 1 && proposal?.cell === cell && proposal.to === right) runs.named += 1
    }),
    { numRuns: 300, seed: 20260131 },
  )
  expect(runs.named / runs.all).toBeGreaterThan(0.9)
})

test('checking again gives the same findings with the same subjects', () => {
  fc.assert(
    fc.property(withOneWrongDigit, ({ report }) => {
      const [first, second] = [
        checkReport({ report, prior: null }),
        checkReport({ report: structuredClone(report), prior: null }),
      ]
      expect(second).toEqual(first)
      const names = first.map(({ rule, subject }) => `${rule} ${subject}`)
      expect(new Set(names).size).toBe(names.length)
    }),
    { numRuns: 100 },
  )
})

/** Anything that a reader may hand over, consistent or not. */
const anyCell: fc.Arbitrary<Cell> = fc.record({
  // Braces in a cell would look like an unfilled place of a message.
  raw: fc.string({ maxLength: 6 }).map((text) => text.replace(/[{}]/g, '')),
  value: fc.option(fc.oneof(fc.integer({ min: -3, max: 90 }), fc.double({ min: 0, max: 9, noNaN: true }))),
  kind: fc.constantFrom('number', 'blank', 'slash', 'dash', 'word', 'missing', 'unreadable'),
  at: fc.constant(null),
  confidence: fc.constantFrom(1, 0.95, 0.5),
})
const anyClaim: fc.Arbitrary<Claim> = fc.record({
  kind: fc.constantFrom<ClaimKind>(
    'disclosed_total',
    'breakdown_total',
    'part',
    'new_received',
    'received',
    'carried_in',
    'answered',
    'carried_out',
    'no_requests',
    'outcome',
    'by_applicant',
    'review',
    'all_upheld',
    'percentage',
    'no_reviews',
    'no_lawsuits',
    'lawsuits',
    'by_channel',
    'growth',
    'fee_cases',
    'fee_amount',
    'documents',
    'decisions',
    'all_closed',
  ),
  value: fc.option(fc.nat(40)),
  unit: fc.constantFrom('件', '条', '%', '元', null),
  approximate: fc.boolean(),
  text: fc.constantFrom('均获维持', '共收到申请', '未发出收费通知', '公开信息30余条', ''),
  section: fc.nat(6),
  label: fc.constantFrom(
    '予以公开',
    '不予公开',
    '其他处理',
    '办理',
    '企业',
    '行政复议',
    '行政许可',
    '行政规范性文件制发',
    '自然人',
    '“审计公告”栏目',
    '33.9%',
    null,
  ),
  of: fc.option(fc.nat(8)),
  closed: fc.constantFrom(true, false, undefined),
  scope: fc.constantFrom('region', 'own', null),
  at: fc.constant(null),
})

test('whatever was read, every finding has a whole message and a subject of its own', () => {
  const spoilt = fc
    .record({
      report: consistentReport,
      cells: fc.array(fc.tuple(fc.nat(10_000), anyCell), { maxLength: 12 }),
      claims: fc.array(anyClaim, { maxLength: 9 }),
      year: fc.constantFrom(2015, 2019, 2023, 2025, null),
    })
    .map(({ report, cells, claims, year }) => {
      const keys = Object.keys(report.cells)
      const changed = Object.fromEntries(cells.map(([pick, cell]) => [keys[pick % keys.length]!, cell]))
      return { ...report, year, claims, cells: { ...report.cells, ...changed } }
    })
  fc.assert(
    fc.property(spoilt, fc.option(spoilt), (report, prior) => {
      const findings = checkReport({ report, prior })
      for (const { message, messageEn } of findings) expect(`${message}${messageEn}`).not.toMatch(/\{\w+\}|undefined|NaN/)
      const names = findings.map(({ rule, subject }) => `${rule} ${subject}`)
      expect(new Set(names).size).toBe(names.length)
      const doubtful = findings.filter(
        ({ severity, cells }) => severity === 'error' && cells.some((key) => (report.cells[key]?.confidence ?? 1) < 0.9),
      )
      expect(doubtful.filter(({ verdict }) => verdict === 'fail')).toEqual([])
    }),
    { numRuns: 200 },
  )
})
