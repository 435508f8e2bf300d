import type { CellKey } from '../../../src/model/template.ts'
import { drawFrom } from '../../generate/draw.ts'
import { CLEAN, renderBody } from '../../generate/layouts/html-style.ts'
import { makeReport } from '../../generate/make-report.ts'
import type { PrintedReport } from '../../generate/printed.ts'
import { hashOf } from '../district/dice.ts'

/** A report whose figures do not add up on purpose, and the one rule that must say so. */
type Defect = {
  readonly name: string
  readonly year: number
  readonly rule: string
  readonly wrong: ReadonlyMap<CellKey, number>
  /** A corrected report stands beside it, at an address of its own. */
  readonly replaced?: boolean
}

export const DEFECTS: readonly Defect[] = [
  { name: '示例区财政局', year: 2024, rule: 'T4-01', wrong: new Map([['t4.review_total', 1]]) },
  {
    name: '示例区教育局',
    year: 2025,
    rule: 'T3-01',
    wrong: new Map([
      ['t3.new_received.natural_person', 2],
      ['t3.new_received.total', 2],
    ]),
  },
  { name: '示例高新区建设局', year: 2025, rule: 'T4-02', wrong: new Map([['t4.direct_total', 1]]) },
  {
    name: '示例高新区行政审批服务局',
    year: 2025,
    rule: 'T4-03',
    wrong: new Map([['t4.postreview_total', 1]]),
    replaced: true,
  },
]
type MadeOptions = {
  /** As it is published again, without its defect. */
  readonly corrected?: boolean
  /** What the body is called today, where it was renamed. */
  readonly lasting?: string
}

/** Before this year the form was another one. */
const FIRST_YEAR = 2021

/**
 * The report of a body for a year (from 2021 on), the same each time: its figures follow from those of the year before, and add up but for the
 * defects above.
 */
export function madeReport(name: string, year: number, { corrected = false, lasting = name }: MadeOptions = {}): PrintedReport {
  const before = year > FIRST_YEAR ? figuresOf(madeReport(name, year - 1, { corrected: true, lasting })) : undefined
  const authority = { name, self: '我单位', kind: 'department', region: '全区' } as const
  const defect = corrected ? undefined : DEFECTS.find((each) => each.name === name && each.year === year)
  return makeReport(drawFrom(hashOf(`${lasting}/${year}`)), {
    edition: '2021',
    scale: 'middle',
    otherAll: false,
    year,
    authority,
    ...(before && { before }),
    ...(defect && { wrong: defect.wrong }),
  })
}

function figuresOf({ truth }: PrintedReport): ReadonlyMap<CellKey, number> {
  return new Map([...truth.cells].flatMap(([key, { value }]) => (value === null ? [] : [[key, value] as const])))
}

/** A report as the inner HTML of an article. */
export function reportBody(name: string, year: number, options: MadeOptions = {}): string {
  return renderBody(madeReport(name, year, options), drawFrom(hashOf(`${name}/${year}`)), CLEAN)
}
