import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { consistentReport, withOneWrongDigit } from './consistent-report.ts'

test('a consistent report never gives an error', () => {
  fc.assert(
    fc.property(consistentReport, (report) => {
      const findings = checkReport({ report, prior: null })
      expect(findings.filter(({ severity, verdict }) => severity === 'error' && verdict === 'fail')).toEqual([])
    }),
    { numRuns: 200 },
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
    { numRuns: 200 },
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
    { numRuns: 500, seed: 20260131 },
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
