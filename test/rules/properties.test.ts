import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Finding, repairOptions } from '../../src/model/finding.ts'
import type { Cell, Claim, ClaimKind } from '../../src/model/report.ts'
import type { CellKey } from '../../src/model/template.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { consistentReport, withOneWrongDigit } from './consistent-report.ts'
import { sampleReport } from './sample-report.ts'

function errorsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity, verdict }) => severity === 'error' && verdict === 'fail')
}

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

test('one wrong digit is one error, and nearly always the first proposal names the cell and its number', () => {
  const runs = { all: 0, named: 0 }
  fc.assert(
    fc.property(withOneWrongDigit, ({ report, cell, right }) => {
      const errors = errorsOf(checkReport({ report, prior: null }))
      expect(errors).toHaveLength(1)
      runs.all += 1
      const proposals = errors[0]!.repair.filter(({ option }) => option === 0)
      if (proposals.some((proposal) => proposal.cell === cell && proposal.to === right)) runs.named += 1
    }),
    { numRuns: 300, seed: 20260131 },
  )
  expect(runs.named / runs.all).toBeGreaterThan(0.95)
})

test('a repair makes every sum hold: the report with it has no error left', () => {
  fc.assert(
    fc.property(withOneWrongDigit, ({ report }) => {
      for (const option of repairOptions(errorsOf(checkReport({ report, prior: null }))[0]!.repair)) {
        const repaired = Object.fromEntries(
          option.map(({ cell, to }) => [cell!, { ...report.cells[cell!]!, raw: String(to), value: to }]),
        )
        expect(errorsOf(checkReport({ report: { ...report, cells: { ...report.cells, ...repaired } }, prior: null }))).toEqual([])
      }
    }),
    { numRuns: 150 },
  )
})

test('of two wrong figures both are nearly always among what is proposed', () => {
  const runs = { all: 0, named: 0 }
  fc.assert(
    fc.property(withOneWrongDigit, fc.nat(10_000), fc.integer({ min: 1, max: 40 }), ({ report, cell }, pick, by) => {
      const keys = (Object.keys(report.cells) as CellKey[]).filter((key) => /^t[34]/.test(key) && key !== cell)
      const other = keys[pick % keys.length]!
      const wrong = report.cells[other]!.value! + by
      const cells = { ...report.cells, [other]: { ...report.cells[other]!, raw: String(wrong), value: wrong } }
      const proposed = checkReport({ report: { ...report, cells }, prior: null }).flatMap(({ repair }) => repair)
      runs.all += 1
      if ([cell, other].every((each) => proposed.some((proposal) => proposal.cell === each))) runs.named += 1
    }),
    { numRuns: 200, seed: 20260131 },
  )
  expect(runs.named / runs.all).toBeGreaterThan(0.85)
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

test('a comparison that rests on sure cells is not doubted for others of its cause, which it then does not name', () => {
  const figures = {
    't3.new_received.total': 1,
    't3.carried_out.other_org': 1,
    't3.carried_out.total': 1,
    't3.result_total.other_org': { value: null, kind: 'slash', raw: '/', confidence: 0.5 },
  } as const
  const [finding] = checkReport({ report: sampleReport({ figures }), prior: null }).filter(({ rule }) => rule === 'T3-05')
  expect(finding).toMatchObject({ severity: 'error', subject: 'column:other_org' })
  expect(finding?.cells).not.toContain('t3.result_total.other_org')
  expect(finding?.cells).toContain('t3.carried_out.other_org')
})

test('figures that only an identity with a blank asks to change are no cause of a failure', () => {
  const blank = (kind: 'dash' | 'slash' | 'number') => ({ value: null, kind, raw: '', confidence: 1 }) as const
  const received = {
    natural_person: 56,
    commercial: 1,
    research: 1,
    public_interest: 1,
    legal_service: 3,
    other_org: 6,
    total: 68,
  }
  const row = (key: string, figures: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(figures).map(([column, figure]) => [`t3.${key}.${column}`, figure]))
  const figures = {
    ...row('new_received', received),
    ...row('result_total', { ...received, legal_service: blank('number') }),
    ...row('denied_state_secret', { natural_person: 2, public_interest: blank('dash'), total: 1 }),
    ...row('unable_still_unclear', { legal_service: 66 }),
    ...row('rejected_publication', { natural_person: 1, commercial: blank('number'), total: 2 }),
    ...row('other_no_correction', { natural_person: 55, research: 1, legal_service: 3, other_org: 6, total: blank('slash') }),
  }
  const found = checkReport({ report: sampleReport({ figures }), prior: null })
  const failed = found.filter(({ verdict, severity }) => verdict === 'fail' && severity === 'error')
  expect(failed.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
    'T3-03 row:denied_state_secret',
    'T3-03 row:unable_still_unclear',
  ])
})
