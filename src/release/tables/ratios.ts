import type { CellKey } from '../../model/template.ts'
import type { Titled } from '../table.ts'

/** A derived ratio: the sum of some cells over the sum of others, less some where `less` names them. The name says the denominator. */
type Ratio = Titled & {
  readonly name: string
  readonly numerator: readonly CellKey[]
  readonly denominator: readonly CellKey[]
  readonly less?: readonly CellKey[]
}

/** The derived ratios of the domain reference §7.5, over column 总计 of table 3. */
export const RATIOS: readonly Ratio[] = [
  {
    name: 'ratio.disclosed_of_results',
    zh: '公开率：（予以公开＋部分公开）÷ 办理结果总计',
    en: 'granted and partly granted, of all results',
    numerator: ['t3.granted.total', 't3.partly_granted.total'],
    denominator: ['t3.result_total.total'],
  },
  {
    name: 'ratio.unable_of_results',
    zh: '无法提供占比：无法提供三项之和 ÷ 办理结果总计',
    en: 'unable to provide, of all results',
    numerator: ['t3.unable_not_held.total', 't3.unable_needs_creation.total', 't3.unable_still_unclear.total'],
    denominator: ['t3.result_total.total'],
  },
  {
    name: 'ratio.carried_out_of_in_hand',
    zh: '结转率：结转下年度 ÷（本年新收＋上年结转）',
    en: 'carried out, of new and carried in',
    numerator: ['t3.carried_out.total'],
    denominator: ['t3.new_received.total', 't3.carried_in.total'],
  },
  {
    name: 'ratio.review_corrected_of_all',
    zh: '复议纠错占比（以复议总计为分母）：结果纠正 ÷ 总计',
    en: 'reviews that corrected, of all reviews',
    numerator: ['t4.review_corrected'],
    denominator: ['t4.review_total'],
  },
  {
    name: 'ratio.review_corrected_of_decided',
    zh: '复议纠错占比（以已审结为分母）：结果纠正 ÷（总计－尚未审结）',
    en: 'reviews that corrected, of those decided (all less pending)',
    numerator: ['t4.review_corrected'],
    denominator: ['t4.review_total'],
    less: ['t4.review_pending'],
  },
]

/** Null where a figure is not known, or the denominator is not above zero: a blank is never taken for zero. */
export function ratioOf({ numerator, denominator, less = [] }: Ratio, figureOf: (key: CellKey) => number | null): number | null {
  const [top, bottom, away] = [numerator, denominator, less].map((keys) => sumOf(keys.map(figureOf))) as [
    number | null,
    number | null,
    number | null,
  ]
  if (top === null || bottom === null || away === null || bottom - away <= 0) return null
  return top / (bottom - away)
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0)
}
