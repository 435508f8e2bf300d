import { describe, expect, test } from 'vitest'
import type { RuleSettings } from '../../src/model/rule-settings.ts'
import { RULE_SET } from '../../src/rules/catalogue.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { ruleSetFor, rulesFor, unknownRules } from '../../src/rules/settings.ts'
import { sampleReport } from './sample-report.ts'

// 2 + 0 ≠ 3 + 0, and two cells are blank.
const FIGURES = {
  't3.new_received.total': 2,
  't3.new_received.natural_person': 2,
  't3.result_total.total': 3,
  't3.result_total.natural_person': 3,
  't3.granted.total': 3,
  't3.granted.natural_person': 3,
  't3.carried_in.research': null,
} as const

function judge(settings: RuleSettings, confidence = 1): string[] {
  const figures = { ...FIGURES, 't3.result_total.natural_person': { value: 3, confidence } }
  return checkReport({ report: sampleReport({ figures }), prior: null, settings })
    .filter(({ rule }) => rule === 'T3-01' || rule === 'CELL-02')
    .map(({ rule, severity, ruleSet }) => `${rule} ${severity} ${ruleSet === RULE_SET ? 'as in the catalogue' : 'set'}`)
}

describe('what a district sets', () => {
  test.each<[name: string, settings: RuleSettings, found: readonly string[]]>([
    ['nothing', {}, ['CELL-02 warning as in the catalogue', 'T3-01 error as in the catalogue']],
    ['a rule off', { 'CELL-02': { severity: 'off' } }, ['T3-01 error set']],
    ['a sum off', { 'T3-01': { severity: 'off' } }, ['CELL-02 warning set']],
    [
      'another severity',
      { 'CELL-02': { severity: 'info' }, 'T3-01': { severity: 'warning' } },
      ['CELL-02 info set', 'T3-01 warning set'],
    ],
    ['a graver one', { 'CELL-02': { severity: 'error' } }, ['CELL-02 error set', 'T3-01 error set']],
  ])('%s', (_, settings, found) => {
    expect(judge(settings)).toEqual(found)
  })

  test('what the case itself has lowered is not raised again', () => {
    expect(judge({ 'T3-01': { severity: 'error' } }, 0.5)).toContain('T3-01 warning set')
    expect(judge({ 'T3-01': { severity: 'info' } }, 0.5)).toContain('T3-01 info set')
  })
})

test('rules that are off by default run where a district names their severity', () => {
  const idle = rulesFor({})
  const awake = rulesFor({ 'FMT-18': { severity: 'info', most: 800 } })
  expect(idle.some(({ id }) => id === 'FMT-18')).toBe(false)
  expect(awake.find(({ id }) => id === 'FMT-18')).toMatchObject({ most: 800 })
})

test('the name of the rule set tells settings apart, in whatever order they are written', () => {
  const [a, b] = [{ severity: 'off' }, { severity: 'info' }] as const
  expect(ruleSetFor({})).toBe(RULE_SET)
  expect(ruleSetFor({ 'T2-03': a, 'T2-04': b })).toBe(ruleSetFor({ 'T2-04': b, 'T2-03': a }))
  expect(ruleSetFor({ 'T2-03': a })).not.toBe(ruleSetFor({ 'T2-03': b }))
  expect(ruleSetFor({ 'T2-03': a })).toMatch(new RegExp(`^${RULE_SET}\\+[0-9a-f]{8}$`))
})

test('settings for rules that do not exist are told', () => {
  expect(unknownRules({ 'T3-01': { severity: 'off' }, 'T9-01': { severity: 'off' } })).toEqual(['T9-01'])
})
