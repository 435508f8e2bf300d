import type { Claim } from '../../model/report.ts'
import type { CellKey } from '../../model/template.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Term } from '../term.ts'
import { apartOf } from './apart.ts'
import { scopeFits } from './claim-scope.ts'
import { failureOf, type Outcome } from './outcome.ts'
import { claimsOf, type View, valueAt } from './view.ts'

/** A growth that the text gives against the one between the two reports, on every base that it may be taken of. */
export function checkGrowth(view: View, rule: RuleOfKind<'growth'>): Outcome[] {
  const { report, prior } = view
  if (prior === null || apartOf(view)) return []
  return claimsOf(view, 'growth').flatMap((growth) => {
    const count = growth.of === null ? undefined : report.claims[growth.of]
    const bases = count && !count.approximate ? rule.bases[count.kind] : undefined
    if (!count || !bases || growth.value === null || growth.approximate || growth.unit === null) return []
    if (count.label !== null && count.kind === 'review') return []
    if (!scopeFits(view, count) || isAgainstOtherYear(growth, report.year)) return []
    const pairs = bases.flatMap((cells) => pairsOf(view, { count, cells }))
    const changes = pairs.map(([now, before]) => (growth.unit === '%' ? ((now - before) / before) * 100 : now - before))
    const fits = (change: number) => Math.abs(change - growth.value!) <= slack(growth, rule.tolerance)
    if (changes.length === 0 || changes.some(fits)) return []
    const nearest = changes.toSorted((a, b) => Math.abs(a - growth.value!) - Math.abs(b - growth.value!))[0]!
    const right = Number(nearest.toFixed(2))
    const unit = growth.unit === '%' ? '%' : growth.unit
    return [
      failureOf(view, rule, {
        subject: `claim:${count.kind}`,
        values: { a: `${growth.value}${unit}`, b: `${right}${unit}` },
        cells: bases[0]!,
        quote: growth.text,
        left: growth.value,
        right,
      }),
    ]
  })
}

/** What this year and last year may be: as the table says or, for this year, as the text does. */
function pairsOf(
  view: View,
  { count, cells }: { readonly count: Claim; readonly cells: readonly CellKey[] },
): readonly (readonly [number, number])[] {
  const now = sumOf(view, cells)
  const before = sumOf(
    view,
    cells.map((cell) => `prior:${cell}` as const),
  )
  if (before === null || before <= 0) return []
  return [now, count.value].filter((each) => each !== null).map((each) => [each, before] as const)
}

function sumOf(view: View, terms: readonly Term[]): number | null {
  const values = terms.map((term) => valueAt(view, term))
  return values.includes(null) ? null : values.reduce((sum: number, value) => sum + value!, 0)
}

/** 较2019年 speaks of another year than the one before. */
function isAgainstOtherYear({ label }: Claim, year: number | null): boolean {
  const named = /20\d\d/.exec(label ?? '')?.[0]
  return named !== undefined && year !== null && Number(named) !== year - 1
}

/** A percentage may be cut off or rounded at its last digit; a number of cases may not. */
function slack({ unit, value }: Claim, tolerance: number): number {
  if (unit !== '%') return 0
  const digits = String(value).split('.')[1]?.length ?? 0
  return Math.max(tolerance, 10 ** -digits) + 1e-9
}
