import type { CellKey } from '../../model/template.ts'
import type { Rule } from '../rule.ts'
import { REJECTED, UNABLE } from './groups.ts'

const UNREAD = ['FMT-05', 'FMT-06', 'CELL-08'] as const
const LABEL = '表四“总计”列名称'

const partsOf = <Group extends 'review' | 'direct' | 'postreview'>(group: Group) =>
  [`t4.${group}_upheld`, `t4.${group}_corrected`, `t4.${group}_other`, `t4.${group}_pending`] as const

const OTHER_DECISIONS: readonly CellKey[] = ['granted' as const, 'partly_granted' as const, ...UNABLE, ...REJECTED].map(
  (row) => `t3.${row}.total` as const,
)
const REQUESTS = ['t3.new_received.total', 't3.carried_in.total'] as const

export const table4Rules = [
  {
    kind: 'balance',
    id: 'T4-01',
    title: { zh: '行政复议：四种结果之和 = 总计', en: 'reviews: the four results add up to the total' },
    family: 'inaccurate',
    severity: 'error',
    scope: 'row',
    table: 't4',
    editions: ['2019', '2021'],
    yieldsTo: UNREAD,
    basis: LABEL,
    zh: '行政复议：各项合计{a}，总计填{b}，相差{diff}。',
    en: 'Reviews: the results add up to {a}, the total says {b}; they differ by {diff}.',
    left: partsOf('review'),
    right: ['t4.review_total'],
  },
  {
    kind: 'balance',
    id: 'T4-02',
    title: { zh: '未经复议直接起诉：四种结果之和 = 总计', en: 'direct lawsuits: the four results add up to the total' },
    family: 'inaccurate',
    severity: 'error',
    scope: 'row',
    table: 't4',
    editions: ['2019', '2021'],
    yieldsTo: UNREAD,
    basis: LABEL,
    zh: '未经复议直接起诉：各项合计{a}，总计填{b}，相差{diff}。',
    en: 'Direct lawsuits: the results add up to {a}, the total says {b}; they differ by {diff}.',
    left: partsOf('direct'),
    right: ['t4.direct_total'],
  },
  {
    kind: 'balance',
    id: 'T4-03',
    title: { zh: '复议后起诉：四种结果之和 = 总计', en: 'lawsuits after review: the four results add up to the total' },
    family: 'inaccurate',
    severity: 'error',
    scope: 'row',
    table: 't4',
    editions: ['2019', '2021'],
    yieldsTo: UNREAD,
    basis: LABEL,
    zh: '复议后起诉：各项合计{a}，总计填{b}，相差{diff}。',
    en: 'Lawsuits after review: the results add up to {a}, the total says {b}; they differ by {diff}.',
    left: partsOf('postreview'),
    right: ['t4.postreview_total'],
  },
  {
    kind: 'nothing-from-nothing',
    id: 'T4-04',
    title: { zh: '有复议后起诉，近两年应有行政复议', en: 'lawsuits after review need a review in these two years' },
    family: 'inaccurate',
    severity: 'warning',
    scope: 'cross-year',
    table: 't4',
    editions: ['2019', '2021'],
    yieldsTo: UNREAD,
    basis: '逻辑关系：先复议、后起诉',
    zh: '本年有复议后起诉{a}件，但近两年行政复议均为0，请核实。',
    en: '{a} lawsuits after review, but no review in this or the last year.',
    none: ['t4.review_total', 'prior:t4.review_total'],
    some: ['t4.postreview_total'],
  },
  {
    kind: 'nothing-from-nothing',
    id: 'T4-05',
    title: { zh: '有复议或诉讼，近两年应有申请', en: 'reviews and lawsuits need applications in these two years' },
    family: 'inaccurate',
    severity: 'warning',
    scope: 'cross-year',
    table: 't4',
    editions: ['2019', '2021'],
    yieldsTo: UNREAD,
    basis: '逻辑关系：复议、诉讼由信息公开工作引发',
    zh: '近两年未收到申请，但填有行政复议或行政诉讼{a}件，请核实。',
    en: 'No application in this or the last year, but {a} reviews or lawsuits.',
    none: [...REQUESTS, 'prior:t3.new_received.total', 'prior:t3.carried_in.total'],
    some: ['t4.review_total', 't4.direct_total', 't4.postreview_total'],
  },
  {
    kind: 'nothing-from-nothing',
    id: 'T4-06',
    title: { zh: '不予公开决定应先经复议', en: 'refusals go to review before a court' },
    family: 'inaccurate',
    severity: 'info',
    scope: 'cross-year',
    table: 't4',
    editions: ['2019', '2021'],
    yieldsTo: UNREAD,
    basis: '《行政复议法》第二十三条；法释〔2025〕8号',
    zh: '仅有不予公开决定却有未经复议直接起诉{a}件，请核对复议前置情形。',
    en: 'Only refusals were decided, yet {a} cases were sued directly: refusals must go to review first.',
    none: [...OTHER_DECISIONS, ...OTHER_DECISIONS.map((cell) => `prior:${cell}` as const)],
    some: ['t4.direct_total'],
    fromYear: 2024,
  },
] as const satisfies readonly Rule[]
