import { type CellKey, TABLE3_COLUMNS, type Table3Column, type TableName } from '../../model/template.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import { columnDistance, type State } from './identities.ts'
import type { Cause } from './localise.ts'
import { failureOf, type Outcome, openOf, type Values } from './outcome.ts'
import { columnLabel, isSure, keyOf, rowLabel, type View, valueAt } from './view.ts'

type Reported = {
  readonly outcomes: readonly Outcome[]
  /** Outcomes of other rules that tell the same and are not to be shown again. */
  readonly replaced: ReadonlySet<Outcome>
}

/** One finding for each cause of failing identities, under the rule that says it best. */
export function reportCauses(view: View, rules: readonly Rule[], causes: readonly Cause[], single: readonly Outcome[]): Reported {
  const replaced = new Set<Outcome>()
  const outcomes: Outcome[] = []
  const rest = new Set(causes)
  for (const outcome of single) {
    const same = causes.filter((cause) => cause.states.some((state) => saysTheSame(outcome, state)))
    if (same.length === 0) continue
    replaced.add(outcome)
    const plain = same.filter((cause) => rest.has(cause) && cause.named.identity.rule.id === replacedBy(outcome))
    if (plain.length > 0) outcomes.push(withCause(outcome, plain[0]!))
    for (const cause of plain) rest.delete(cause)
  }
  for (const cause of rest) {
    const split = splitDigits(view, rules, cause)
    const opposite = oppositeColumn(view, rules, cause, [...rest])
    outcomes.push(split ?? opposite ?? causeOutcome(view, cause))
  }
  return { outcomes, replaced }
}

/** What could not be judged for blanks or unread cells: one finding a rule, unless another finding reports the blanks. */
export function reportOpen(
  states: readonly State[],
  single: readonly Outcome[],
  muted: ReadonlyMap<string, ReadonlySet<TableName | null>>,
): Outcome[] {
  // Blank 总计 cells have a finding of their own.
  const blankTotals = single.some(({ rule }) => rule.kind === 'blank-totals')
  const open = states.filter(({ standing, identity }) => {
    if (standing !== 'open' && standing !== 'unread') return false
    return !(identity.rule.yieldsTo ?? []).some((id) => muted.get(id)?.has(identity.rule.table ?? 't3'))
  })
  return [...Map.groupBy(open, ({ identity }) => identity.rule)].flatMap(([rule, group]) => {
    const left = group.filter(({ identity, standing }) => !(blankTotals && standing === 'open' && isAboutTotal(identity)))
    if (left.length === 0) return []
    const places = left.length === 1 ? '' : `（${left.length}处）`
    return [
      openOf(
        rule,
        { zh: `有关单元格空白或未识别${places}`, en: `cells are blank or were not read (${left.length})` },
        { cells: left.flatMap(({ identity }) => identity.sum ?? []) },
      ),
    ]
  })
}

function isAboutTotal({ column, sum }: State['identity']): boolean {
  return column === 'total' || sum?.endsWith('.total') === true
}

function replacedBy({ rule }: Outcome): string | null {
  return rule.kind === 'at-least' || rule.kind === 'nothing-from-nothing' ? (rule.replaces ?? null) : null
}

/** Whether a comparison speaks of the very failure of an identity. */
function saysTheSame(outcome: Outcome, state: State): boolean {
  if (outcome.finding.verdict !== 'fail' || replacedBy(outcome) !== state.identity.rule.id || state.standing !== 'fail')
    return false
  if (outcome.rule.kind === 'nothing-from-nothing') return state.left === 0
  return outcome.finding.subject === state.identity.subject
}

function withCause(outcome: Outcome, cause: Cause): Outcome {
  const cells = [...new Set([...cellsOfRepair(cause), ...outcome.finding.cells, ...cellsOfCause(cause)])]
  return { ...outcome, finding: { ...outcome.finding, cells, repair: cause.repair } }
}

/** The suspected cells first, then those of the identity that names the cause, then those of the others. */
function cellsOfCause({ named, states, repair }: Cause): CellKey[] {
  const filled = states.length > 1 ? states.flatMap(({ identity }) => identity.sum ?? []) : []
  return [...new Set([...cellsOfRepair({ repair }), ...named.identity.cells, ...filled])]
}

function cellsOfRepair({ repair }: Pick<Cause, 'repair'>): CellKey[] {
  return repair.flatMap(({ cell }) => cell ?? [])
}

function causeOutcome(view: View, cause: Cause): Outcome {
  const { named, states, repair } = cause
  const { identity, left, right } = named
  const outcome = failureOf(view, identity.rule, {
    subject: identity.subject,
    values: namesOf(view, named),
    cells: cellsOfCause(cause),
    left,
    right,
    repair,
  })
  const others = states.filter((state) => state !== named)
  if (others.length === 0) return outcome
  const zh = `（同一差错还使${others.map(({ identity: other }) => `${placeOf(view, other)}的${other.rule.id}`).join('、')}不成立）`
  const en = ` (the same slip also breaks ${others.map(({ identity: other }) => `${other.rule.id} ${other.subject}`).join(', ')})`
  const { finding } = outcome
  return { ...outcome, finding: { ...finding, message: `${finding.message}${zh}`, messageEn: `${finding.messageEn}${en}` } }
}

function placeOf(view: View, { row, column }: State['identity']): string {
  if (row !== null) return `“${rowLabel(view, row)}”行`
  return column === null ? '' : `“${columnLabel(column)}”列`
}

function namesOf(view: View, { identity, left, right, difference }: State): Values {
  const { row, column } = identity
  return {
    a: left,
    b: right,
    diff: difference,
    ...(row === null ? {} : { row: rowLabel(view, row), rowEn: row }),
    ...(column === null ? {} : { col: columnLabel(column), colEn: column }),
  }
}

/** A column that fails by the opposite of the column before it: a figure in the wrong column, told beside that column's failure. */
function oppositeColumn(view: View, rules: readonly Rule[], cause: Cause, causes: readonly Cause[]): Outcome | null {
  const { identity, difference } = cause.named
  const rule = rules.find(
    (each): each is RuleOfKind<'opposite-columns'> => each.kind === 'opposite-columns' && each.of.includes(identity.rule.id),
  )
  const { column } = identity
  if (!rule || column === null || !rule.columns.includes(column)) return null
  const neighbour = causes.find(({ named }) => {
    const other = named.identity.column
    if (named.identity.rule !== identity.rule || other === null || !rule.columns.includes(other)) return false
    return columnDistance(other, column) === 1 && isBefore(other, column) && named.difference === -difference
  })
  const other = neighbour?.named.identity.column
  if (!neighbour || !other) return null
  const values = { ...namesOf(view, cause.named), text: columnLabel(other), textEn: other }
  const cells = [...cause.named.identity.cells, ...neighbour.named.identity.cells]
  return failureOf(view, rule, {
    subject: `columns:${other}+${column}`,
    values,
    cells,
    left: cause.named.left,
    right: cause.named.right,
  })
}

function isBefore(a: Table3Column, b: Table3Column): boolean {
  return TABLE3_COLUMNS.findIndex(({ key }) => key === a) < TABLE3_COLUMNS.findIndex(({ key }) => key === b)
}

/** A row that was read with little confidence and would add up if two neighbouring cells were one number. */
function splitDigits(view: View, rules: readonly Rule[], { named }: Cause): Outcome | null {
  const { identity, left, right } = named
  const rule = rules.find(
    (each): each is RuleOfKind<'split-digits'> => each.kind === 'split-digits' && each.of === identity.rule.id,
  )
  const { row } = identity
  if (!rule || row === null || isSure(view, identity.cells)) return null
  const pair = rule.columns.findIndex((column, index) => {
    const next = rule.columns[index + 1]
    if (next === undefined) return false
    const [first, second] = [valueAt(view, keyOf(row, column)), valueAt(view, keyOf(row, next))]
    return first !== null && second !== null && first > 0 && left - first - second + Number(`${first}${second}`) === right
  })
  if (pair === -1) return null
  const cells = rule.columns.slice(pair, pair + 2).map((column) => keyOf(row, column))
  return failureOf(view, rule, { subject: `row:${row}`, values: namesOf(view, named), cells, left, right })
}
