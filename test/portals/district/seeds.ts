import { TABLE3_COLUMNS, TABLE3_ROWS_2021 } from '../../../src/model/template.ts'
import { type SampleYear, sampleAuthority } from './authorities.ts'
import type { Draft } from './draft.ts'
import { copyFigures, figuresOf } from './figures.ts'

/**
 * One defect put into one report on purpose. `figures` changes what text and tables are made from, `draft` what is printed.
 * `expected` names the rule and the number of its findings that a correct check must report, and nothing else for this report.
 */
export type Seed = {
  readonly authority: string
  readonly year: SampleYear
  /** One sentence for the README. */
  readonly what: string
  readonly expected: Readonly<Record<string, number>>
  /** Seen on the first night only: the page is corrected under the same address before the second. */
  readonly correctedOnNight2?: boolean
  readonly figures?: (figures: Draft['figures']) => void
  readonly draft?: (draft: Draft) => void
}

export const SEEDS: readonly Seed[] = [
  {
    authority: 'yl-gonganju',
    year: 2025,
    what: 'Two applications of natural persons are lost: new + carried in is two more than results + carried out.',
    expected: { 'T3-01': 1 },
    correctedOnNight2: true,
    draft: (draft) => {
      const { new_received } = draft.figures.t3
      draft.printed.set('t3.new_received.natural_person', String(new_received.natural_person + 2))
      draft.printed.set('t3.new_received.total', String(new_received.total + 2))
      draft.stated.newReceived += 2
    },
  },
  {
    authority: 'yl-shengtaiju',
    year: 2023,
    what: 'One 予以公开 less, in its column and in the row’s 总计: the outcomes add up to one less than （七）总计.',
    expected: { 'T3-02': 1 },
    draft: (draft) => {
      const { granted } = draft.figures.t3
      draft.printed.set('t3.granted.natural_person', String(granted.natural_person - 1))
      draft.printed.set('t3.granted.total', String(granted.total - 1))
      draft.stated.outcomes = null
    },
  },
  {
    authority: 'yl-shizhengfu',
    year: 2024,
    what: 'The 总计 of （一）予以公开 is printed with its digits swapped; the row and the column are off by the same number.',
    expected: { 'T3-03': 1 },
    draft: (draft) => {
      draft.printed.set('t3.granted.total', swapDigits(draft.figures.t3.granted.total))
      draft.stated.outcomes = null
      draft.stated.grantedShare = null
    },
  },
  {
    authority: 'yl-zhujianju',
    year: 2025,
    what: 'The outcomes of 行政复议 add up to one less than the printed 总计.',
    expected: { 'T4-01': 1 },
    draft: (draft) => {
      draft.printed.set('t4.review_total', String(draft.figures.t4.review_total + 1))
      draft.stated.silentOnDisputes = true
    },
  },
  {
    authority: 'yl-xinglan',
    year: 2025,
    what: 'Attachment only (DOCX). Suits without review: one upheld, but 总计 says 2.',
    expected: { 'T4-02': 1 },
    draft: (draft) => {
      draft.layout = 'docx'
      draft.printed.set('t4.direct_upheld', '1')
      draft.printed.set('t4.direct_total', '2')
      draft.stated.silentOnDisputes = true
    },
  },
  {
    authority: 'yl-shizhengfu',
    year: 2025,
    what: 'Suits after review: the outcomes add up to one more than the printed 总计.',
    expected: { 'T4-03': 1 },
    draft: (draft) => {
      draft.printed.set('t4.postreview_upheld', String(draft.figures.t4.postreview_total + 1))
      draft.stated.silentOnDisputes = true
    },
  },
  {
    authority: 'yl-zhuying',
    year: 2023,
    what: 'One normative document issued, none repealed, none in force.',
    expected: { 'T2-02': 1 },
    figures: ({ t2 }) => {
      t2.nd_issued = 1
    },
  },
  {
    authority: 'yl-tongjiju',
    year: 2025,
    what: 'A department without the power to make 规章 reports one issued and one in force.',
    expected: { 'T2-03': 1 },
    figures: ({ t2 }) => {
      t2.reg_issued = 1
      t2.reg_in_force = 1
    },
  },
  {
    authority: 'yl-jiaotongju',
    year: 2023,
    what: 'A department that licenses and punishes reports no decision of any kind.',
    expected: { 'T2-04': 1 },
    figures: ({ t2 }) => {
      t2.license_decisions = 0
      t2.penalty_decisions = 0
      t2.coercion_decisions = 0
    },
  },
  {
    authority: 'yl-jiaoyuju',
    year: 2024,
    what: 'The fee is printed in 元 in a cell whose unit is 万元: ten thousand times last year.',
    expected: { 'T2-05': 1 },
    figures: ({ t2 }) => {
      t2.fee_amount_wan = Math.round(t2.fee_amount_wan * 10_000)
    },
  },
  {
    authority: 'yl-shenjiju',
    year: 2024,
    what: 'A count cell refers to another table (见附表) instead of giving the number.',
    expected: { 'CELL-01': 1 },
    draft: (draft) => {
      draft.printed.set('t2.license_decisions', '见附表')
    },
  },
  {
    authority: 'yl-mingsha',
    year: 2024,
    what: 'Seven cells of table 3 are blank and seven hold “/”.',
    expected: { 'CELL-02': 1 },
    draft: (draft) => {
      for (const { key } of TABLE3_COLUMNS) {
        draft.printed.set(`t3.denied_query_matter.${key}`, '')
        draft.printed.set(`t3.unable_still_unclear.${key}`, '/')
      }
    },
  },
  {
    authority: 'yl-shijianju',
    year: 2023,
    what: 'A negative number of coercion decisions.',
    expected: { 'CELL-03': 1 },
    draft: (draft) => {
      draft.printed.set('t2.coercion_decisions', `-${draft.figures.t2.coercion_decisions}`)
    },
  },
  {
    authority: 'yl-rensheju',
    year: 2024,
    what: 'A number of decisions with a decimal point.',
    expected: { 'CELL-04': 1 },
    draft: (draft) => {
      draft.printed.set('t2.license_decisions', `${draft.figures.t2.license_decisions}.5`)
    },
  },
  {
    authority: 'yl-tingquan',
    year: 2023,
    what: 'A count printed with its unit 件.',
    expected: { 'CELL-05': 1 },
    draft: (draft) => {
      draft.printed.set('t2.nd_in_force', `${draft.figures.t2.nd_in_force}件`)
    },
  },
  {
    authority: 'yl-zhenliu',
    year: 2024,
    what: 'Full-width digits in the text and in one cell of table 2.',
    expected: { 'CELL-06': 1 },
    draft: (draft) => {
      draft.layout = 'full-width'
      draft.printed.set('t2.license_decisions', fullWidth(String(draft.figures.t2.license_decisions)))
    },
  },
  {
    authority: 'yl-yanchi',
    year: 2023,
    what: '总计 is blank in all rows of table 3 but the four that make up the printed identity.',
    expected: { 'CELL-07': 1 },
    draft: (draft) => {
      const filled = ['new_received', 'carried_in', 'result_total', 'carried_out']
      for (const { key } of TABLE3_ROWS_2021) if (!filled.includes(key)) draft.printed.set(`t3.${key}.total`, '')
    },
  },
  {
    authority: 'yl-caizhengju',
    year: 2025,
    what: 'The parts of what was disclosed add up to six more than the stated total.',
    expected: { 'NAR-01': 1 },
    draft: ({ stated: { disclosed } }) => {
      disclosed.total -= 6
    },
  },
  {
    authority: 'yl-tingquan',
    year: 2025,
    what: 'A closed list (with 其他信息) adds up to four less than the stated total.',
    expected: { 'NAR-02': 1 },
    draft: (draft) => {
      draft.layout = 'split'
      draft.stated.disclosed.total += 4
    },
  },
  {
    authority: 'yl-xinglan',
    year: 2024,
    what: 'A list without 其他信息 adds up to less than the stated total.',
    expected: { 'NAR-03': 1 },
    draft: ({ stated: { disclosed } }) => {
      disclosed.parts = disclosed.parts.filter(({ label }) => label !== '其他信息')
    },
  },
  {
    authority: 'yl-shengtaiju',
    year: 2025,
    what: 'The text gives three new applications more than the table.',
    expected: { 'NAR-04': 1 },
    draft: ({ stated }) => {
      stated.requestForm = 'flow'
      stated.newReceived += 3
    },
  },
  {
    authority: 'yl-fagaiwei',
    year: 2025,
    what: 'The text says how many applications were received; it is neither the new ones nor the new and carried ones.',
    expected: { 'NAR-05': 1 },
    draft: ({ stated }) => {
      stated.requestForm = 'received'
      stated.newReceived += stated.carriedIn + 5
    },
  },
  {
    authority: 'yl-ziranju',
    year: 2024,
    what: 'The text gives one application more as carried in than the table.',
    expected: { 'NAR-06': 1 },
    draft: ({ stated }) => {
      stated.requestForm = 'flow'
      stated.carriedIn += 1
    },
  },
  {
    authority: 'yl-zhengfuban',
    year: 2025,
    what: 'The text gives three answered applications fewer than （七）总计.',
    expected: { 'NAR-07': 1 },
    draft: ({ stated }) => {
      stated.requestForm = 'flow'
      stated.answered -= 3
      stated.outcomes = null
    },
  },
  {
    authority: 'yl-zhujianju',
    year: 2024,
    what: 'The text gives one application more as carried over to the next year than the table.',
    expected: { 'NAR-08': 1 },
    draft: ({ stated }) => {
      stated.requestForm = 'flow'
      stated.carriedOut += 1
    },
  },
  {
    authority: 'yl-gonganju',
    year: 2024,
    what: 'In the text one application is 部分公开 instead of 予以公开; the groups still add up to （七）总计.',
    expected: { 'NAR-09': 2 },
    draft: (draft) => {
      moveOutcome(draft, '予以公开', '部分公开')
    },
  },
  {
    authority: 'yl-shijianju',
    year: 2024,
    what: 'The text leaves out 不予公开, so that the outcomes it names add up to less than （七）总计.',
    expected: { 'NAR-10': 1 },
    draft: ({ stated }) => {
      stated.outcomes = outcomesOf(stated).filter(({ label }) => label !== '不予公开')
    },
  },
  {
    authority: 'yl-zhuying',
    year: 2024,
    what: 'The text says that no application was received; the table has some.',
    expected: { 'NAR-11': 1 },
    draft: ({ stated }) => {
      stated.saysNoRequests = true
      stated.outcomes = null
    },
  },
  {
    authority: 'yl-shijianju',
    year: 2025,
    what: 'The text says that all reviews were upheld; one is still pending in the table.',
    expected: { 'NAR-15': 1 },
    figures: ({ t4 }) => {
      t4.review_upheld = 2
      t4.review_corrected = 0
      t4.review_other = 0
      t4.review_pending = 1
      t4.review_total = 3
      for (const key of ['direct_upheld', 'direct_total', 'postreview_upheld', 'postreview_total'] as const) t4[key] = 0
    },
    draft: (draft) => {
      draft.layout = 'split'
      draft.stated.saysAllUpheld = true
    },
  },
  {
    authority: 'yl-shizhengfu',
    year: 2023,
    what: 'The share of 予以公开 is 9 points above what the figures give.',
    expected: { 'NAR-16': 1 },
    draft: ({ stated }) => {
      stated.grantedShare = (Number(stated.grantedShare) + 9).toFixed(1)
    },
  },
  {
    authority: 'yl-zhuying',
    year: 2025,
    what: 'Part five, 存在的主要问题及改进情况, is missing with heading and text.',
    expected: { 'FMT-01': 1 },
    draft: ({ leaveOut }) => {
      leaveOut.sections.add(5)
    },
  },
  {
    authority: 'yl-wangxia',
    year: 2025,
    what: 'The old form of 2019 for a new year.',
    expected: { 'FMT-04': 1 },
    draft: (draft) => {
      draft.edition = '2019'
    },
  },
  {
    authority: 'yl-wenlvju',
    year: 2024,
    what: 'Part four has a heading and a sentence, but no table.',
    expected: { 'FMT-05': 1 },
    draft: ({ leaveOut }) => {
      leaveOut.tables.add('t4')
    },
  },
  {
    authority: 'yl-yanchi',
    year: 2025,
    what: 'Table 3 lacks the row 3.要求提供公开出版物.',
    expected: { 'FMT-06': 1 },
    draft: ({ leaveOut }) => {
      leaveOut.rows.add('rejected_publication')
    },
  },
  {
    authority: 'yl-mingsha',
    year: 2025,
    what: 'Every cell of table 3 holds “/”.',
    expected: { 'FMT-20': 1 },
    draft: (draft) => {
      for (const row of TABLE3_ROWS_2021)
        for (const column of TABLE3_COLUMNS) draft.printed.set(`t3.${row.key}.${column.key}`, '/')
    },
  },
  {
    authority: 'yl-diecui',
    year: 2025,
    what: 'All three tables repeat the figures of 2024.',
    expected: { 'YR-09': 1 },
    figures: (figures) => {
      Object.assign(figures, copyFigures(figuresOf(sampleAuthority('yl-diecui'), 2024)))
    },
  },
  {
    authority: 'yl-jiaoyuju',
    year: 2025,
    what: 'One application more is carried in than the report of 2024 carried out; the report agrees with itself.',
    expected: { 'YR-01': 1 },
    figures: ({ t3 }) => {
      for (const row of ['carried_in', 'granted', 'result_total'] as const) {
        t3[row].natural_person += 1
        t3[row].total += 1
      }
    },
  },
]

/** Reports set in a layout of their own. */
export const LAYOUTS: Readonly<Record<string, Draft['layout']>> = {
  'yl-caizhengju/2023': 'word',
  'yl-caizhengju/2024': 'word',
  'yl-caizhengju/2025': 'word',
  'yl-zhujianju/2025': 'word',
  'yl-wenlvju/2025': 'word',
  'yl-yanchi/2024': 'word',
  'yl-gonganju/2023': 'split',
  'yl-gonganju/2024': 'split',
  'yl-gonganju/2025': 'split',
  'yl-shengtaiju/2024': 'split',
}

function moveOutcome({ stated }: Draft, from: string, to: string): void {
  for (const outcome of outcomesOf(stated)) outcome.count += outcome.label === from ? -1 : outcome.label === to ? 1 : 0
}

function outcomesOf({ outcomes }: Draft['stated']): { label: string; count: number }[] {
  if (!outcomes) throw new Error('The seed needs a report that states its outcomes.')
  return outcomes
}

function swapDigits(value: number): string {
  const digits = [...String(value)]
  const [last, beforeLast] = [digits.pop(), digits.pop()]
  if (beforeLast === undefined || last === beforeLast) throw new Error(`${value} has no two digits to swap.`)
  return [...digits, last, beforeLast].join('')
}

function fullWidth(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
}
