import {
  APPLICANT_COLUMNS,
  type TABLE2_2021,
  TABLE3_COLUMNS,
  TABLE3_ROWS_2021,
  type TABLE4,
  type Table3Column,
} from '../../../src/model/template.ts'
import type { SampleAuthority } from './authorities.ts'
import { type Dice, diceFor } from './dice.ts'

type Table2Key = (typeof TABLE2_2021)[number]['key']
export type Table3RowKey = (typeof TABLE3_ROWS_2021)[number]['key']
type Table4Key = (typeof TABLE4)[number]['key']

/** The figures behind a report of the 2021 form, before they are printed. */
export type Figures = {
  readonly t2: Record<Table2Key, number>
  readonly t3: Record<Table3RowKey, Record<Table3Column, number>>
  readonly t4: Record<Table4Key, number>
}

/** Outcome groups as reports name them in the text, with their rows. */
export const OUTCOME_GROUPS = [
  { label: '予以公开', rows: ['granted'] },
  { label: '部分公开', rows: ['partly_granted'] },
  {
    label: '不予公开',
    rows: [
      'denied_state_secret',
      'denied_law_prohibits',
      'denied_security_stability',
      'denied_third_party',
      'denied_internal_affairs',
      'denied_process_info',
      'denied_enforcement_file',
      'denied_query_matter',
    ],
  },
  { label: '无法提供', rows: ['unable_not_held', 'unable_needs_creation', 'unable_still_unclear'] },
  {
    label: '不予处理',
    rows: ['rejected_petition', 'rejected_repeat', 'rejected_publication', 'rejected_excessive', 'rejected_reconfirm'],
  },
  { label: '其他处理', rows: ['other_no_correction', 'other_fee_unpaid', 'other_misc'] },
] as const satisfies readonly { label: string; rows: readonly Table3RowKey[] }[]

const OUTCOME_WEIGHTS: readonly (readonly [Table3RowKey, number])[] = [
  ['granted', 36],
  ['partly_granted', 12],
  ['denied_third_party', 4],
  ['denied_internal_affairs', 3],
  ['denied_process_info', 5],
  ['denied_enforcement_file', 3],
  ['denied_query_matter', 5],
  ['unable_not_held', 18],
  ['unable_needs_creation', 4],
  ['unable_still_unclear', 2],
  ['rejected_petition', 3],
  ['rejected_repeat', 2],
  ['other_no_correction', 2],
  ['other_misc', 1],
]

/** The year before the first reported one: only what it carries over is ever seen. */
const YEAR_ZERO = 2022

/**
 * Draws the figures of one authority and year. All identities of the form hold, and the carry-over and the documents in force follow
 * from the year before.
 */
export function figuresOf(authority: SampleAuthority, year: number): Figures {
  const dice = diceFor(`${authority.id}/${year}`)
  const prior = year > YEAR_ZERO ? figuresOf(authority, year - 1) : null
  return { t2: drawTable2(authority, dice, prior), t3: drawTable3(authority, dice, prior), t4: drawTable4(authority, dice) }
}

/** Copies figures so that a seeded defect can change them. */
export function copyFigures(figures: Figures): Figures {
  return structuredClone(figures)
}

/** The sum of the 总计 column over some rows. */
export function totalOf(figures: Figures, rows: readonly Table3RowKey[]): number {
  return rows.reduce((sum, row) => sum + figures.t3[row].total, 0)
}

function drawTable2(authority: SampleAuthority, dice: Dice, prior: Figures | null): Figures['t2'] {
  const { workload } = authority
  const around = (middle: number) => (middle === 0 ? 0 : Math.max(1, Math.round((middle * dice.between(88, 112)) / 100)))
  const makesRules = authority.kind === 'city_gov'
  const rules = stockAfter(dice, makesRules ? (prior?.t2.reg_in_force ?? 8) : 0, makesRules ? 1 : 0)
  const documents = stockAfter(dice, prior?.t2.nd_in_force ?? workload.documents.stock, workload.documents.yearly)
  return {
    reg_issued: rules.issued,
    reg_repealed: rules.repealed,
    reg_in_force: rules.inForce,
    nd_issued: documents.issued,
    nd_repealed: documents.repealed,
    nd_in_force: documents.inForce,
    license_decisions: around(workload.licences),
    penalty_decisions: around(workload.penalties),
    coercion_decisions: around(workload.coercions),
    fee_amount_wan: around(workload.feesWan * 100) / 100,
  }
}

function stockAfter(dice: Dice, stock: number, yearly: number): { issued: number; repealed: number; inForce: number } {
  const issued = dice.between(Math.floor(yearly / 2), Math.ceil(yearly * 1.5))
  const repealed = Math.min(stock, dice.between(0, yearly))
  return { issued, repealed, inForce: stock + issued - repealed }
}

function drawTable3(authority: SampleAuthority, dice: Dice, prior: Figures | null): Figures['t3'] {
  const rows = Object.fromEntries(
    TABLE3_ROWS_2021.map((row) => [row.key, Object.fromEntries(TABLE3_COLUMNS.map((column) => [column.key, 0]))]),
  ) as Figures['t3']
  const received = drawReceived(authority, dice)
  for (const column of APPLICANT_COLUMNS) {
    rows.new_received[column] = received[column] ?? 0
    rows.carried_in[column] = prior?.t3.carried_out[column] ?? 0
    const open = rows.new_received[column] + rows.carried_in[column]
    rows.carried_out[column] = open >= 8 ? dice.between(0, Math.floor(open / 9)) : 0
    rows.result_total[column] = open - rows.carried_out[column]
    for (let left = rows.result_total[column]; left > 0; left--) rows[drawOutcome(dice)][column]++
  }
  for (const row of TABLE3_ROWS_2021)
    rows[row.key].total = APPLICANT_COLUMNS.reduce((sum, column) => sum + rows[row.key][column], 0)
  return rows
}

function drawReceived({ workload }: SampleAuthority, dice: Dice): Partial<Record<Table3Column, number>> {
  const { applications, organisations } = workload
  if (applications === 0) return {}
  const organised = organisations === 0 ? 0 : dice.between(Math.floor(organisations / 2), organisations)
  const small = Math.floor(organised / 8)
  const legal = dice.between(0, small)
  const research = dice.between(0, small)
  return {
    natural_person: Math.max(1, dice.between(Math.floor(applications * 0.8), Math.ceil(applications * 1.2)) - organisations),
    commercial: organised - legal - research,
    legal_service: legal,
    research,
  }
}

function drawOutcome(dice: Dice): Table3RowKey {
  const sum = OUTCOME_WEIGHTS.reduce((total, [, weight]) => total + weight, 0)
  let mark = dice.between(1, sum)
  for (const [row, weight] of OUTCOME_WEIGHTS) {
    mark -= weight
    if (mark <= 0) return row
  }
  throw new Error('The weights of the outcomes do not cover the range drawn from.')
}

function drawTable4({ workload: { disputes } }: SampleAuthority, dice: Dice): Figures['t4'] {
  const reviews = dice.between(Math.ceil(disputes / 2), disputes)
  const pending = disputes >= 4 ? dice.between(0, 1) : 0
  const corrected = reviews - pending >= 3 ? dice.between(0, 1) : 0
  const other = reviews - pending - corrected >= 2 ? dice.between(0, 1) : 0
  const direct = disputes >= 2 ? dice.between(0, Math.floor(disputes / 2)) : 0
  const later = disputes >= 3 ? dice.between(0, Math.floor(disputes / 3)) : 0
  return {
    review_upheld: reviews - pending - corrected - other,
    review_corrected: corrected,
    review_other: other,
    review_pending: pending,
    review_total: reviews,
    direct_upheld: direct,
    direct_corrected: 0,
    direct_other: 0,
    direct_pending: 0,
    direct_total: direct,
    postreview_upheld: later,
    postreview_corrected: 0,
    postreview_other: 0,
    postreview_pending: 0,
    postreview_total: later,
  }
}
