import type { FigureCells } from '../../db/overview.ts'
import { type CellKey, type Table3Row, table3Key } from '../model/template.ts'
import { DENIED, REJECTED, UNABLE } from '../rules/catalogue/groups.ts'
import type { Fill } from './charts/fills.ts'

type Titled = { readonly zh: string; readonly en: string }

/** A figure of the overview. `part`: how it is drawn in the bar of its table; left out: it stands in the table only. */
export type Figure = Titled & FigureCells & { readonly part?: Fill; readonly isShown?: false }

const total = (rows: readonly Table3Row[]): readonly CellKey[] => rows.map((row) => table3Key(row, 'total'))
const row = (rows: readonly Table3Row[]) => ({ sum: total(rows), given: total(rows) })
const t4 = (...keys: readonly CellKey[]) => ({ sum: keys, given: keys })
const RESULTS: readonly Table3Row[] = ['granted', 'partly_granted', 'result_total']
const CARRIED: readonly Table3Row[] = ['new_received', 'carried_in', 'carried_out']

/** Of table 3, column 总计. */
export const OUTCOMES = {
  received: { zh: '本年新收', en: 'received', ...row(['new_received']) },
  carriedIn: { zh: '上年结转', en: 'carried in', ...row(['carried_in']) },
  granted: { zh: '予以公开', en: 'granted', ...row(['granted']), part: { tone: 'soft', texture: 'solid' } },
  partly: { zh: '部分公开', en: 'granted in part', ...row(['partly_granted']), part: { tone: 'soft', texture: 'hatch' } },
  denied: { zh: '不予公开', en: 'refused', ...row(DENIED), part: { tone: 'error', texture: 'solid' } },
  unable: { zh: '无法提供', en: 'cannot be provided', ...row(UNABLE), part: { tone: 'warning', texture: 'cross' } },
  rejected: { zh: '不予处理', en: 'not processed', ...row(REJECTED), part: { tone: 'ink', texture: 'dots' } },
  other: {
    zh: '其他处理',
    en: 'otherwise',
    ...row(['other_no_correction', 'other_fee_unpaid', 'other_misc']),
    or: total(['other_all']),
    part: { tone: 'soft', texture: 'empty' },
  },
  results: { zh: '办理总计', en: 'results', ...row(['result_total']) },
  carriedOut: { zh: '结转下年', en: 'carried out', ...row(['carried_out']) },
  // For the rates: numerator and denominator of the same reports.
  disclosed: { zh: '', en: '', sum: total(['granted', 'partly_granted']), given: total(RESULTS), isShown: false },
  disclosedOf: { zh: '', en: '', sum: total(['result_total']), given: total(RESULTS), isShown: false },
  left: { zh: '', en: '', sum: total(['carried_out']), given: total(CARRIED), isShown: false },
  leftOf: { zh: '', en: '', sum: total(['new_received', 'carried_in']), given: total(CARRIED), isShown: false },
} as const satisfies Readonly<Record<string, Figure>>

/** Of table 4. */
export const REMEDIES = {
  reviews: { zh: '行政复议', en: 'reviews', ...t4('t4.review_total') },
  upheld: { zh: '复议维持', en: 'review upheld', ...t4('t4.review_upheld'), part: { tone: 'soft', texture: 'solid' } },
  corrected: { zh: '复议纠正', en: 'review corrected', ...t4('t4.review_corrected'), part: { tone: 'error', texture: 'solid' } },
  other: { zh: '复议其他', en: 'review, other result', ...t4('t4.review_other'), part: { tone: 'soft', texture: 'hatch' } },
  pending: { zh: '复议未结', en: 'review pending', ...t4('t4.review_pending'), part: { tone: 'soft', texture: 'empty' } },
  suits: { zh: '行政诉讼', en: 'lawsuits', ...t4('t4.direct_total', 't4.postreview_total') },
  lost: { zh: '诉讼纠正', en: 'lawsuit corrected', ...t4('t4.direct_corrected', 't4.postreview_corrected') },
  reversed: { zh: '', en: '', sum: ['t4.review_corrected'], given: ['t4.review_corrected', 't4.review_total'], isShown: false },
  reversedOf: { zh: '', en: '', sum: ['t4.review_total'], given: ['t4.review_corrected', 't4.review_total'], isShown: false },
} as const satisfies Readonly<Record<string, Figure>>
