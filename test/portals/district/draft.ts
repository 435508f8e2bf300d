import type { CellKey, Edition, TableName } from '../../../src/model/template.ts'
import type { SampleAuthority, SampleYear } from './authorities.ts'
import { diceFor } from './dice.ts'
import { type Figures, OUTCOME_GROUPS, totalOf } from './figures.ts'

/** What the text of a report says in numbers. A seeded defect may make it differ from the tables. */
export type Stated = {
  disclosed: { total: number; parts: { label: string; count: number }[] }
  newReceived: number
  carriedIn: number
  answered: number
  carriedOut: number
  /** Says that nothing was received, whatever the table shows. */
  saysNoRequests: boolean
  /** `received` gives what came in with one verb, `flow` names new, carried, answered and left over one by one. */
  requestForm: 'received' | 'flow'
  /** Outcome groups with their counts; null leaves them out. */
  outcomes: { label: string; count: number }[] | null
  /** Share of 予以公开, as printed: `37.5`. */
  grantedShare: string | null
  reviews: number
  lawsuits: number
  saysAllUpheld: boolean
  /** Leaves reviews and lawsuits to the table. */
  silentOnDisputes: boolean
}

export type Layout = 'plain' | 'word' | 'full-width' | 'split' | 'docx'

/** A report in the making: figures, what the text says of them, what is printed in each cell, and what is left out. */
export type Draft = {
  readonly authority: SampleAuthority
  readonly year: SampleYear
  edition: Edition
  layout: Layout
  figures: Figures
  stated: Stated
  /** Printed text of single cells where it is not simply the figure. */
  printed: Map<CellKey, string>
  leaveOut: { sections: Set<number>; tables: Set<TableName>; rows: Set<string> }
}

/** What the text says when it agrees with the tables. */
export function statedOf(authority: SampleAuthority, year: number, figures: Figures): Stated {
  const dice = diceFor(`text/${authority.id}/${year}`)
  const { t3, t4 } = figures
  const carried = t3.carried_in.total + t3.carried_out.total
  const answered = t3.result_total.total
  const outcomes = OUTCOME_GROUPS.map(({ label, rows }) => ({ label, count: totalOf(figures, rows) }))
  const complete = dice.chance(0.5)
  return {
    disclosed: drawDisclosed(authority, year),
    newReceived: t3.new_received.total,
    carriedIn: t3.carried_in.total,
    answered,
    carriedOut: t3.carried_out.total,
    saysNoRequests: t3.new_received.total + t3.carried_in.total === 0,
    requestForm: carried === 0 && dice.chance(0.7) ? 'received' : 'flow',
    outcomes: answered >= 4 && dice.chance(0.7) ? outcomes.filter(({ count }) => complete || count > 0) : null,
    grantedShare: authority.kind === 'city_gov' ? ((100 * t3.granted.total) / answered).toFixed(1) : null,
    reviews: t4.review_total,
    lawsuits: t4.direct_total + t4.postreview_total,
    saysAllUpheld: false,
    silentOnDisputes: false,
  }
}

function drawDisclosed(authority: SampleAuthority, year: number): Stated['disclosed'] {
  const dice = diceFor(`disclosed/${authority.id}/${year}`)
  const total = Math.round((authority.workload.disclosed * dice.between(85, 115)) / 100)
  let left = total
  const parts = authority.subjects.map((label) => {
    const count = Math.round((left * dice.between(20, 45)) / 100)
    left -= count
    return { label: label.endsWith('信息') ? label : `${label}信息`, count }
  })
  return { total, parts: [...parts, { label: '其他信息', count: left }] }
}
