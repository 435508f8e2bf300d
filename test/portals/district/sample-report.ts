import {
  type APPLICANT_COLUMNS,
  type CellKey,
  cellKeysOf,
  type Edition,
  editionOfYear,
  type TableName,
} from '../../../src/model/template.ts'
import type { SampleAuthority, SampleYear } from './authorities.ts'
import type { Draft, Layout } from './draft.ts'
import { statedOf } from './draft.ts'
import { type Figures, figuresOf, OUTCOME_GROUPS, totalOf } from './figures.ts'
import { type Narrative, narrativeOf } from './narrative.ts'
import { LAYOUTS, SEEDS } from './seeds.ts'

export type Night = 1 | 2

/** A report of the sample as it is printed: its text, and the text of every cell. */
export type SampleReport = {
  readonly authority: SampleAuthority
  readonly year: SampleYear
  readonly title: string
  readonly edition: Edition
  readonly layout: Layout
  readonly narrative: Narrative
  readonly cells: ReadonlyMap<CellKey, string>
  readonly leaveOut: {
    readonly sections: ReadonlySet<number>
    readonly tables: ReadonlySet<TableName>
    readonly rows: ReadonlySet<string>
  }
}

/** The report that an authority shows for a year on a night. */
export function sampleReport(authority: SampleAuthority, year: SampleYear, night: Night): SampleReport {
  const seeds = SEEDS.filter(
    (seed) => seed.authority === authority.id && seed.year === year && !(night === 2 && seed.correctedOnNight2),
  )
  const figures = figuresOf(authority, year)
  for (const seed of seeds) seed.figures?.(figures)
  const draft: Draft = {
    authority,
    year,
    edition: editionOfYear(year) ?? '2021',
    layout: LAYOUTS[`${authority.id}/${year}`] ?? 'plain',
    figures,
    stated: statedOf(authority, year, figures),
    printed: new Map(),
    leaveOut: { sections: new Set(), tables: new Set(), rows: new Set() },
  }
  for (const seed of seeds) seed.draft?.(draft)
  const cells = cellKeysOf(draft.edition).map((key) => [key, draft.printed.get(key) ?? printFigure(figures, key)] as const)
  return {
    authority,
    year,
    title: titleOf(authority, year),
    edition: draft.edition,
    layout: draft.layout,
    narrative: narrativeOf(draft),
    cells: new Map(cells),
    leaveOut: draft.leaveOut,
  }
}

function titleOf({ name, id }: SampleAuthority, year: number): string {
  const form = (id.length + year) % 3
  if (form === 0) return `${name}${year}年度政府信息公开工作年度报告`
  return form === 1 ? `${name}${year}年政府信息公开工作年度报告` : `${year}年${name}政府信息公开工作年度报告`
}

function printFigure(figures: Figures, key: CellKey): string {
  const [table, row, column] = key.split('.') as [TableName, string, string | undefined]
  if (table === 't4') return String(figures.t4[row as keyof Figures['t4']])
  if (table === 't2') return String(figures.t2[row as keyof Figures['t2']] ?? oldFormFigure(figures, row))
  const applicant = column as (typeof APPLICANT_COLUMNS)[number]
  const other = OUTCOME_GROUPS.find(({ label }) => label === '其他处理')?.rows ?? []
  if (row === 'other_all')
    return String(
      column === 'total' ? totalOf(figures, other) : other.reduce((sum, each) => sum + figures.t3[each][applicant], 0),
    )
  return String(figures.t3[row as keyof Figures['t3']][applicant])
}

/** Cells that only the form of 2019 has: documents made and public, items, services and purchases. */
function oldFormFigure({ t2 }: Figures, row: string): number {
  const figures: Readonly<Record<string, number>> = {
    nd_made: t2.nd_issued,
    nd_published: t2.nd_issued,
    nd_public_total: t2.nd_in_force,
    license_items_prev: 31,
    service_items_prev: 18,
    service_items_delta: 2,
    service_decisions: 143,
    penalty_items_prev: 46,
    fee_items_prev: 0,
    procurement_count: 3,
    procurement_amount: 418600,
  }
  return figures[row] ?? 0
}
