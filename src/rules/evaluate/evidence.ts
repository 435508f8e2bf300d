import type { Claim } from '../../model/report.ts'
import { APPLICANT_COLUMNS, type CellKey, TABLE4 } from '../../model/template.ts'
import { RULES } from '../catalogue.ts'
import { keyOf, type View, valueAt } from './view.ts'

/** A sum of cells, less others. */
type Reading = { readonly plus: readonly CellKey[]; readonly minus: readonly CellKey[] }

/**
 * A number that something beside the tables gives for cells of this report: the text, or last year's report. It holds where one of its
 * readings makes it.
 */
export type Statement = {
  /** Which claim of the report says it; null for last year's report. */
  readonly claim: number | null
  readonly value: number
  readonly readings: readonly Reading[]
  /** How much it costs a repair that the statement does not hold; the smallest slip costs 1. */
  readonly weight: number
}

const TEXT_WEIGHT = 5
const LAST_YEAR_WEIGHT = 5
/** Applicants may be sorted otherwise in another year. */
const LAST_YEAR_COLUMN_WEIGHT = 3

/** What the text and last year's report state about cells of this report. */
export function statementsOf(view: View): Statement[] {
  const said = view.report.claims.flatMap((claim, index): Statement[] => {
    if (claim.value === null || claim.approximate) return []
    const readings = readingsOf(view, claim)
    return readings.length === 0 ? [] : [{ claim: index, value: claim.value, readings, weight: TEXT_WEIGHT }]
  })
  return [...said, ...carriedOver(view)]
}

function readingsOf(view: View, claim: Claim): Reading[] {
  if (claim.kind === 'by_applicant') return readApplicants(claim)
  if (claim.kind === 'review' || claim.kind === 'lawsuits') return readDisputes(claim)
  return RULES.flatMap((rule) => {
    if (rule.kind !== 'text-matches-table' || rule.claim !== claim.kind) return []
    const cells = (rows: readonly Parameters<typeof keyOf>[0][]) =>
      rows.filter((row) => view.rows.includes(row)).map((row) => keyOf(row, 'total'))
    return rule.readings
      .filter(({ label }) => label?.test(claim.label ?? '') ?? true)
      .map(({ plus, minus = [] }) => ({ plus: cells(plus), minus: cells(minus) }))
  })
}

const ORGANISATIONS = APPLICANT_COLUMNS.filter((column) => column !== 'natural_person')

function readApplicants({ label }: Claim): Reading[] {
  const columns = label === '自然人' ? (['natural_person'] as const) : /法人/.test(label ?? '') ? ORGANISATIONS : []
  if (columns.length === 0) return []
  const cells = (row: 'new_received' | 'carried_in') => columns.map((column) => keyOf(row, column))
  return [
    { plus: cells('new_received'), minus: [] },
    { plus: [...cells('new_received'), ...cells('carried_in')], minus: [] },
  ]
}

const REVIEW_CELLS: ReadonlyMap<string, CellKey> = new Map(
  TABLE4.filter(({ key }) => key.startsWith('review_')).map(({ key, label }) => [label, `t4.${key}`]),
)
const LAWSUITS = ['t4.direct_total', 't4.postreview_total'] as const satisfies readonly CellKey[]

function readDisputes({ kind, label }: Claim): Reading[] {
  if (kind === 'review') return [{ plus: [REVIEW_CELLS.get(label ?? '') ?? 't4.review_total'], minus: [] }]
  return [LAWSUITS, ...LAWSUITS.map((cell) => [cell])].map((plus) => ({ plus, minus: [] }))
}

/** What last year's report carried over, in all columns where the rules ask for the total. */
function carriedOver(view: View): Statement[] {
  return RULES.flatMap((rule) => {
    if (rule.kind !== 'carry' || rule.left.length !== 1 || rule.prior.length !== 1) return []
    return (['total', ...APPLICANT_COLUMNS] as const).flatMap((column): Statement[] => {
      const [left, prior] = [rule.left[0]!, rule.prior[0]!].map((cell) => cell.replace(/\.total$/, `.${column}`) as CellKey)
      const value = valueAt(view, `prior:${prior!}`)
      if (value === null) return []
      const weight = column === 'total' ? LAST_YEAR_WEIGHT : LAST_YEAR_COLUMN_WEIGHT
      return [{ claim: null, value, readings: [{ plus: [left!], minus: [] }], weight }]
    })
  })
}
