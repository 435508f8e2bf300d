import { APPLICANT_COLUMNS, type CellKey, type Edition, type Table3Row, TEMPLATES } from '../../src/model/template.ts'
import type { Draw } from './draw.ts'
import { table3Rows } from './form-tables.ts'

/** How much work an authority has: none at all, a township, a county bureau, a city or a province. */
export const SCALES = ['zero', 'small', 'middle', 'big'] as const
export type Scale = (typeof SCALES)[number]

/** The figures of a report by cell key. */
export type Figures = Map<CellKey, number>

const MOST_OF_A_CELL: Readonly<Record<Scale, number>> = { zero: 0, small: 6, middle: 60, big: 2500 }
const FLOW: ReadonlySet<Table3Row> = new Set<Table3Row>(['new_received', 'carried_in', 'result_total', 'carried_out'])

type FigureOptions = {
  readonly edition: Edition
  readonly scale: Scale
  readonly otherAll: boolean
  /** Last year's figures of the same body: what was left then comes in now, what was in force then goes on. */
  readonly before?: ReadonlyMap<CellKey, number>
}

/** Draws figures for which every sum of the form holds. */
export function drawFigures(draw: Draw, options: FigureOptions): Figures {
  const figures: Figures = new Map()
  drawTable2(figures, draw, options)
  drawTable3(figures, draw, options)
  drawTable4(figures, draw, options.scale)
  return figures
}

function drawTable2(figures: Figures, draw: Draw, { edition, scale, before }: FigureOptions): void {
  for (const cell of TEMPLATES[edition].t2) {
    const key = `t2.${cell.key}` as const
    const isMoney = cell.decimal === true || cell.key === 'procurement_amount'
    if (cell.signed) figures.set(key, draw.int(4) === 0 ? -draw.int(8) - 1 : draw.chance(0.5) ? 0 : draw.int(40))
    else if (scale === 'zero' && draw.chance(0.8)) figures.set(key, 0)
    else if (isMoney) figures.set(key, draw.chance(0.5) ? 0 : draw.int(9_000_000) / draw.pick([1, 10, 100, 10_000]))
    else figures.set(key, draw.chance(0.45) ? 0 : draw.int(scale === 'big' ? 90_000 : 300))
  }
  // Only provinces and big cities make 规章.
  for (const key of figures.keys()) if (key.startsWith('t2.reg_') && (scale !== 'big' || draw.chance(0.5))) figures.set(key, 0)
  const at = (key: string) => figures.get(`t2.${key}` as CellKey) ?? 0
  for (const kind of ['reg', 'nd']) {
    const inForce = before?.get(`t2.${kind}_in_force` as CellKey)
    if (edition === '2021' && inForce !== undefined) {
      const repealed = Math.min(at(`${kind}_repealed`), inForce + at(`${kind}_issued`))
      figures.set(`t2.${kind}_repealed` as CellKey, repealed)
      figures.set(`t2.${kind}_in_force` as CellKey, inForce + at(`${kind}_issued`) - repealed)
    } else if (edition === '2021') {
      figures.set(`t2.${kind}_in_force` as CellKey, at(`${kind}_in_force`) + at(`${kind}_issued`))
    } else {
      figures.set(`t2.${kind}_published` as CellKey, Math.min(at(`${kind}_published`), at(`${kind}_made`)))
      figures.set(`t2.${kind}_public_total` as CellKey, at(`${kind}_public_total`) + at(`${kind}_published`))
    }
  }
  if (edition === '2019') {
    for (const kind of ['license', 'service', 'penalty', 'coercion', 'fee'])
      if (at(`${kind}_items_prev`) + at(`${kind}_items_delta`) < 0)
        figures.set(`t2.${kind}_items_prev` as CellKey, at(`${kind}_items_prev`) - at(`${kind}_items_delta`))
    if (at('procurement_count') === 0 || at('procurement_amount') === 0)
      for (const key of ['t2.procurement_count', 't2.procurement_amount'] as const) figures.set(key, 0)
  }
}

/** How often applicants of each kind turn up, beside natural persons. */
const SHARES: Readonly<Record<(typeof APPLICANT_COLUMNS)[number], number>> = {
  natural_person: 1,
  commercial: 0.35,
  research: 0.1,
  public_interest: 0.1,
  legal_service: 0.1,
  other_org: 0.1,
}

function drawTable3(figures: Figures, draw: Draw, options: FigureOptions): void {
  const rows = table3Rows(options).map(({ key }) => key)
  const most = MOST_OF_A_CELL[options.scale]
  for (const column of APPLICANT_COLUMNS) {
    const share = SHARES[column]
    const set = (row: Table3Row, value: number) => figures.set(`t3.${row}.${column}` as CellKey, value)
    let handled = 0
    for (const row of rows) {
      if (FLOW.has(row)) continue
      const isFilled = most > 0 && draw.chance(column === 'natural_person' ? 0.5 : share / 2)
      const value = isFilled ? 1 + draw.int(Math.max(0, Math.floor(most * share) - 1)) : 0
      set(row, value)
      handled += value
    }
    const drawnIn = draw.int(Math.min(handled, Math.floor(most / 4)))
    const drawnOut = most > 0 && draw.chance(0.5) ? draw.int(Math.floor((most * share) / 3)) : 0
    const carriedIn = options.before?.get(`t3.carried_out.${column}`) ?? drawnIn
    // What came in from last year is handled or left.
    const carriedOut = Math.max(drawnOut, carriedIn - handled)
    set('result_total', handled)
    set('carried_in', carriedIn)
    set('carried_out', carriedOut)
    set('new_received', handled + carriedOut - carriedIn)
  }
  for (const row of rows) {
    const total = APPLICANT_COLUMNS.reduce((sum, column) => sum + (figures.get(`t3.${row}.${column}` as CellKey) ?? 0), 0)
    figures.set(`t3.${row}.total` as CellKey, total)
  }
}

function drawTable4(figures: Figures, draw: Draw, scale: Scale): void {
  for (const group of ['review', 'direct', 'postreview'] as const) {
    let total = 0
    for (const result of ['upheld', 'corrected', 'other', 'pending'] as const) {
      const value = scale !== 'zero' && draw.chance(0.4) ? draw.int(Math.floor(MOST_OF_A_CELL[scale] / 2) + 1) : 0
      figures.set(`t4.${group}_${result}`, value)
      total += value
    }
    figures.set(`t4.${group}_total`, total)
  }
}

/** Rows of table 3 that a word of the text sums up, by the word. */
export const OUTCOMES = [
  { label: '予以公开', start: 'granted' },
  { label: '部分公开', start: 'partly_granted' },
  { label: '不予公开', start: 'denied_' },
  { label: '无法提供', start: 'unable_' },
  { label: '不予处理', start: 'rejected_' },
  { label: '其他处理', start: 'other_' },
] as const

/** The sum of the 总计 column over the rows whose key begins so. */
export function totalOf(figures: Figures, start: string): number {
  let sum = 0
  for (const [key, value] of figures) if (key.startsWith(`t3.${start}`) && key.endsWith('.total')) sum += value
  return sum
}
