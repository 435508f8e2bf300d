import type { Claim, ClaimKind } from '../../model/report.ts'
import { APPLICANT_COLUMNS, type CellKey, TABLE4, type Table3Row } from '../../model/template.ts'
import { RULES } from '../catalogue.ts'
import type { RuleOfKind } from '../rule.ts'
import { keyOf, type View, valueAt } from './view.ts'

/** A sum of cells, less others. */
type Reading = { readonly plus: readonly CellKey[]; readonly minus: readonly CellKey[] }

/**
 * A number that something beside the tables gives for cells of this report: the text, or last year's report. It holds where one of its
 * readings makes it.
 */
export type Statement = {
  /** Which claim of the report gives the number; null where last year's report does, or where the text says that there was none. */
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
    const none = SAID_TO_BE_NONE.get(claim.kind)
    if (none) return none.map((plus) => ({ claim: null, value: 0, readings: [{ plus, minus: [] }], weight: TEXT_WEIGHT }))
    if (claim.value === null || claim.approximate) return []
    const readings = readingsOf(view, claim)
    return readings.length === 0 ? [] : [{ claim: index, value: claim.value, readings, weight: TEXT_WEIGHT }]
  })
  return [...said, ...carriedOver(view)]
}

function readingsOf(view: View, claim: Claim): Reading[] {
  const label = claim.label ?? ''
  const result = claim.kind === 'review' ? REVIEW_RESULTS.get(label) : undefined
  if (result !== undefined) return [{ plus: [result], minus: [] }]
  const cells = (rows: readonly Table3Row[]) => rows.filter((row) => view.rows.includes(row)).map((row) => keyOf(row, 'total'))
  return textRules(claim.kind).flatMap((rule): Reading[] => {
    if (rule.kind === 'text-matches-cells')
      return rule.cases
        .filter((told) => told.claim === claim.kind && (told.label === null ? claim.label === null : told.label.test(label)))
        .flatMap(({ sums }) => sums.map((plus) => ({ plus, minus: [] })))
    return rule.readings
      .filter((reading) => reading.label?.test(label) ?? true)
      .map(({ plus, minus = [] }) => ({ plus: cells(plus), minus: cells(minus) }))
  })
}

/** 行政复议结果维持72件: no rule compares the results of reviews one by one, but they tell between repairs. */
const REVIEW_RESULTS: ReadonlyMap<string, CellKey> = new Map(
  TABLE4.filter(({ key }) => key.startsWith('review_')).map(({ key, label }) => [label, `t4.${key}`]),
)

/** The cells that are 0 where a claim of a kind says that there was none. */
const SAID_TO_BE_NONE: ReadonlyMap<ClaimKind, readonly (readonly CellKey[])[]> = new Map(
  [
    ...Map.groupBy(
      RULES.flatMap((rule) => (rule.kind === 'text-says-none' ? rule.cases : [])),
      ({ claim }) => claim,
    ),
  ].map(([claim, cases]) => [claim, cases.map(({ cells }) => cells)]),
)

type TextRule = RuleOfKind<'text-matches-table' | 'text-matches-cells'>

const TEXT_RULES = new Map<ClaimKind, readonly TextRule[]>()

/** The rules that compare claims of a kind with cells; looked for once. */
function textRules(kind: ClaimKind): readonly TextRule[] {
  const known = TEXT_RULES.get(kind)
  if (known) return known
  const found = RULES.filter((rule): rule is TextRule => {
    if (rule.kind === 'text-matches-cells') return rule.cases.some(({ claim }) => claim === kind)
    return rule.kind === 'text-matches-table' && rule.claim === kind
  })
  TEXT_RULES.set(kind, found)
  return found
}

/** What last year's report carried over, in all columns where the rules ask for the total. */
function carriedOver(view: View): Statement[] {
  if (view.prior === null) return []
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
