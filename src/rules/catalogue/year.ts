import type { Rule } from '../rule.ts'

export const yearRules = [
  {
    kind: 'carry',
    id: 'YR-01',
    title: { zh: '本年“上年结转” = 上一年度报告“结转下年度”', en: "carried in = last year's carried out" },
    family: 'inaccurate',
    severity: 'error',
    scope: 'cross-year',
    table: 't3',
    editions: ['2019', '2021'],
    yieldsTo: ['FMT-05', 'FMT-06', 'CELL-08', 'FMT-20'],
    basis: '同一批申请在相邻两年的报告中各出现一次',
    zh: '{year}年上年结转{a}件，与上一年度报告结转下年{b}件不一致，相差{diff}。',
    en: "{year}: {a} carried in, but last year's report carried out {b}; they differ by {diff}.",
    left: ['t3.carried_in.total'],
    prior: ['t3.carried_out.total'],
  },
  {
    kind: 'copied-figures',
    id: 'YR-09',
    title: { zh: '本年数据与上一年度不完全相同', en: "the figures are not all last year's" },
    family: 'copied',
    severity: 'warning',
    scope: 'cross-year',
    editions: ['2019', '2021'],
    basis: '国办公开办函〔2021〕30号：内容雷同',
    zh: '{year}年与上一年度的表格数据完全相同，疑似沿用旧数据，请核实。',
    en: "All figures of {year} equal last year's: probably carried over.",
    atLeast: 5,
  },
] as const satisfies readonly Rule[]
