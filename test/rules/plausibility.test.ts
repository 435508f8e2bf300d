import { expect, test } from 'vitest'
import type { AuthorityKind } from '../../src/model/authority.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, registeredAs, sampleReport, table3 } from './sample-report.ts'

type Case = readonly [name: string, authority: string, figures: Figures, said: readonly string[], kind?: AuthorityKind]

const people = (value: number) => [value, 0, 0, 0, 0, 0, value]
/** New applications and what became of them, by row. */
const ended = (fresh: number, out: number, rows: Readonly<Record<string, number>>): Figures =>
  table3({
    new_received: people(fresh),
    carried_out: people(out),
    result_total: people(fresh - out),
    ...Object.fromEntries(Object.entries(rows).map(([row, value]) => [row, people(value)])),
  })
const papers = (issued: number, repealed: number, inForce: number): Figures => ({
  't2.nd_issued': issued,
  't2.nd_repealed': repealed,
  't2.nd_in_force': inForce,
})

const cases: readonly Case[] = [
  ['PLA-01: an office for petitions', '示例县信访局', { 't2.penalty_decisions': 12 }, ['PLA-01 info']],
  ['PLA-01: the police', '示例县公安局', { 't2.penalty_decisions': 12 }, []],
  ['PLA-01: a town may have been given the power', '白沙镇人民政府', { 't2.penalty_decisions': 12 }, []],
  ['PLA-01: none', '示例县信访局', {}, []],
  ['PLA-02: twelve of twelve', '红升乡人民政府', papers(12, 0, 12), ['PLA-02 info']],
  ['PLA-02: five of five', '红升乡人民政府', papers(5, 0, 5), []],
  ['PLA-02: a bureau that nobody registered', '示例县水务局', papers(12, 0, 12), ['PLA-02 info']],
  ['PLA-02: a government', '示例县人民政府', papers(12, 0, 12), []],
  ['PLA-02: a bureau led by its own system', '示例县水务局', papers(12, 0, 12), [], 'vertical'],
  ['PLA-02: some from before', '红升乡人民政府', papers(12, 0, 13), []],
  ['PLA-03: eight of twenty are left', '示例县水务局', ended(20, 8, { granted: 12 }), ['PLA-03 info']],
  ['PLA-03: a quarter is left', '示例县水务局', ended(20, 5, { granted: 15 }), []],
  ['PLA-03: four are few', '示例县水务局', ended(6, 4, { granted: 2 }), []],
  ['PLA-04: thirty of forty not held', '示例县水务局', ended(40, 0, { granted: 10, unable_not_held: 30 }), ['PLA-04 info']],
  ['PLA-04: granting is what the law wants', '示例县水务局', ended(40, 0, { granted: 35, unable_not_held: 5 }), []],
  ['PLA-04: nineteen are few', '示例县水务局', ended(20, 0, { granted: 1, unable_not_held: 19 }), []],
  ['PLA-05: twelve of thirty are other', '示例县水务局', ended(30, 0, { granted: 18, other_misc: 12 }), ['PLA-05 info']],
  ['PLA-05: nine are few', '示例县水务局', ended(10, 0, { granted: 1, other_misc: 9 }), []],
  [
    'PLA-05: a blank total leaves it open',
    '示例县水务局',
    { ...ended(30, 0, { granted: 18, other_misc: 12 }), 't3.result_total.total': '/' },
    [],
  ],
]

for (const [name, authority, figures, said, kind] of cases)
  test(name, () => {
    const report = sampleReport({ authority, figures })
    const findings = checkReport({ report, prior: null, authority: kind ? registeredAs(authority, kind) : null })
    const told = findings.filter(({ rule }) => rule.startsWith('PLA')).map(({ rule, severity }) => `${rule} ${severity}`)
    expect(told).toEqual(said)
  })

test('the share is told with its row', () => {
  const report = sampleReport({ figures: ended(40, 0, { granted: 10, unable_not_held: 30 }) })
  const [finding] = checkReport({ report, prior: null }).filter(({ rule }) => rule === 'PLA-04')
  expect(finding?.message).toBe('“1.本机关不掌握相关政府信息”占办理总量75%，占比异常。')
})
