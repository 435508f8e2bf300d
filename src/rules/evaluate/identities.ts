import type { CellKey, Edition, Table3Column, Table3Row } from '../../model/template.ts'
import { RULES } from '../catalogue.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import { keyOf, sumOf, type View } from './view.ts'

type IdentityRule = RuleOfKind<'column-balance' | 'row-sum' | 'balance'>

/** One equation between cells that a form must satisfy: left = right. */
export type Identity = {
  readonly rule: IdentityRule
  readonly subject: string
  readonly left: readonly CellKey[]
  readonly right: readonly CellKey[]
  readonly cells: readonly CellKey[]
  /** The cell that the equation names as a sum, such as 总计; null where both sides are sums. */
  readonly sum: CellKey | null
  readonly row: Table3Row | null
  readonly column: Table3Column | null
}

/**
 * How an identity stands. A blank may be any number ≥ 0: `fail` means that no filling can satisfy it, `pass` that it holds with
 * zeros, `open` that some other filling would do; `unread` that cells are missing or unreadable.
 */
type Standing = 'pass' | 'fail' | 'open' | 'unread'

export type State = {
  readonly identity: Identity
  readonly standing: Standing
  readonly left: number
  readonly right: number
  /** left − right. */
  readonly difference: number
  /** A blank on the left (right) may make up for a left side that is too small (large). */
  readonly isOpenBelow: boolean
  readonly isOpenAbove: boolean
}

/** All identities of a form, for each cell those that it takes part in, and those that no common cell joins apart from each other. */
export type System = {
  readonly identities: readonly Identity[]
  readonly byCell: ReadonlyMap<CellKey, readonly number[]>
  /** How raising a cell by one changes left − right of each of these. */
  readonly pulls: ReadonlyMap<CellKey, readonly (1 | -1)[]>
  readonly parts: readonly (readonly number[])[]
}

const SYSTEMS = new Map<string, System>()

/** The identities of the form that a report prints; built once for each form. */
export function systemOf({ edition, rows }: View): System {
  if (edition === null) return { identities: [], byCell: new Map(), pulls: new Map(), parts: [] }
  const form = `${edition}:${rows.length}`
  const known = SYSTEMS.get(form)
  if (known) return known
  const built = buildSystem(edition, rows)
  SYSTEMS.set(form, built)
  return built
}

function buildSystem(edition: Edition, rows: readonly Table3Row[]): System {
  const identities = RULES.filter(isIdentityRule)
    .filter(({ editions }) => editions === undefined || editions.includes(edition))
    .flatMap((rule) => identitiesOf(rule, rows))
  const byCell = new Map<CellKey, number[]>()
  for (const [index, { cells }] of identities.entries())
    for (const cell of cells) byCell.set(cell, [...(byCell.get(cell) ?? []), index])
  const pulls = new Map(
    [...byCell].map(
      ([cell, indices]) => [cell, indices.map((index) => (identities[index]!.left.includes(cell) ? 1 : -1))] as const,
    ),
  )
  return { identities, byCell, pulls, parts: mergeOverlapping([...byCell.values()]) }
}

function isIdentityRule(rule: Rule): rule is IdentityRule {
  return rule.kind === 'column-balance' || rule.kind === 'row-sum' || rule.kind === 'balance'
}

function identitiesOf(rule: IdentityRule, rows: readonly Table3Row[]): Identity[] {
  switch (rule.kind) {
    case 'column-balance': {
      const printed = (side: readonly Table3Row[]) => side.filter((row) => rows.includes(row))
      return rule.columns.map((column) =>
        identityOf(rule, `column:${column}`, { column }, [
          printed(rule.left).map((row) => keyOf(row, column)),
          printed(rule.right).map((row) => keyOf(row, column)),
        ]),
      )
    }
    case 'row-sum':
      return rows.map((row) =>
        identityOf(rule, `row:${row}`, { row }, [rule.parts.map((column) => keyOf(row, column)), [keyOf(row, rule.total)]]),
      )
    case 'balance':
      return [identityOf(rule, 'table', {}, [rule.left, rule.right])]
  }
}

function identityOf(
  rule: IdentityRule,
  subject: string,
  { row = null, column = null }: { readonly row?: Table3Row | null; readonly column?: Table3Column | null },
  [left, right]: readonly [readonly CellKey[], readonly CellKey[]],
): Identity {
  return {
    rule,
    subject,
    left,
    right,
    cells: [...left, ...right],
    sum: right.length === 1 ? (right[0] ?? null) : null,
    row,
    column,
  }
}

export function stateOf(view: View, identity: Identity): State {
  const left = sumOf(view, identity.left)
  const right = sumOf(view, identity.right)
  const difference = left.value - right.value
  const isOpenBelow = left.blanks > 0
  const isOpenAbove = right.blanks > 0
  return { identity, standing: standing(), left: left.value, right: right.value, difference, isOpenBelow, isOpenAbove }

  function standing(): Standing {
    if (left.unread + right.unread > 0) return 'unread'
    if (difference === 0) return 'pass'
    return (difference < 0 ? isOpenBelow : isOpenAbove) ? 'open' : 'fail'
  }
}

/** Unites sets that have something in common. */
export function mergeOverlapping<T>(sets: readonly (readonly T[])[]): T[][] {
  const merged: Set<T>[] = []
  for (const set of sets) {
    const touching = merged.filter((each) => set.some((item) => each.has(item)))
    const united = new Set([...touching.flatMap((each) => [...each]), ...set])
    for (const each of touching) merged.splice(merged.indexOf(each), 1)
    merged.push(united)
  }
  return merged.map((each) => [...each])
}
