import { repairOptions } from '../../model/finding.ts'
import { type CellKey, TABLE3_COLUMNS, type Table3Column, type TableName } from '../../model/template.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import type { State } from './identities.ts'
import type { Cause } from './localise.ts'
import { doubted, failureOf, type Outcome, openOf, type Values } from './outcome.ts'
import { columnLabel, isSure, keyOf, labelOf, rowLabel, type View, valueAt } from './view.ts'

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
    if (plain.length > 0) outcomes.push(withCause(view, outcome, plain[0]!))
    for (const cause of plain) rest.delete(cause)
  }
  for (const cause of rest) {
    outcomes.push(splitDigits(view, rules, cause) ?? causeOutcome(view, cause), ...oppositeColumns(view, rules, cause))
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

/** A comparison keeps resting on its own cells: of the others of its cause it names those that were read surely, and is doubted with its repair. */
function withCause(view: View, outcome: Outcome, cause: Cause): Outcome {
  const suspected = cellsOfRepair(cause)
  const beside = cellsOfCause(cause).filter((cell) => isSure(view, [cell]))
  const cells = [...new Set([...suspected, ...outcome.finding.cells, ...beside])]
  const finding = { ...outcome.finding, cells, repair: cause.repair }
  return { ...outcome, finding: isSure(view, cells) ? finding : doubted(finding) }
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
  const { named, repair } = cause
  const { identity, left, right } = named
  const outcome = failureOf(view, identity.rule, {
    subject: identity.subject,
    values: namesOf(view, named),
    cells: cellsOfCause(cause),
    left,
    right,
    repair,
  })
  const { finding } = outcome
  const { zh, en } = besides(view, cause)
  return { ...outcome, finding: { ...finding, message: `${finding.message}${zh}`, messageEn: `${finding.messageEn}${en}` } }
}

/** What else is to be said of a cause: what it breaks besides, what belongs together, and where nobody can tell. */
function besides(view: View, { named, states, repair, options }: Cause): { readonly zh: string; readonly en: string } {
  const said: { readonly zh: string; readonly en: string }[] = []
  const others = states.filter((state) => state !== named)
  if (others.length > 0)
    said.push({
      zh: `同一差错还使${others.map(({ identity }) => `${placeOf(view, identity)}的${identity.rule.id}`).join('、')}不成立`,
      en: `the same slip also breaks ${others.map(({ identity }) => `${identity.rule.id} ${identity.subject}`).join(', ')}`,
    })
  const [first = []] = repairOptions(repair)
  const linked = first.flatMap(({ cell }) => cell ?? [])
  if (linked.length > 1)
    said.push({
      zh: `${linked.map((cell) => `“${labelOf(view, cell)}”`).join('与')}的差错相互关联，请一并核实`,
      en: `these belong together: ${linked.join(', ')}`,
    })
  if (options > 1 && repair.length === 0)
    said.push({ zh: '仅凭现有数据无法确定是哪一处有误', en: 'the figures do not tell which cell is wrong' })
  return {
    zh: said.map(({ zh }) => `（${zh}）`).join(''),
    en: said.map(({ en }) => ` (${en})`).join(''),
  }
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

/** Two neighbouring columns that fail by opposite amounts, where nothing tells which figure stands in the wrong one. */
function oppositeColumns(view: View, rules: readonly Rule[], { states, repair }: Cause): Outcome[] {
  if (repair.length > 0) return []
  return rules
    .filter((rule): rule is RuleOfKind<'opposite-columns'> => rule.kind === 'opposite-columns')
    .flatMap((rule) => {
      const columns = states.filter(
        ({ identity: { rule: of, column } }) => rule.of.includes(of.id) && column !== null && rule.columns.includes(column),
      )
      return columns.flatMap((state) => {
        const before = columns.find((other) => isOppositeBefore(other, state))
        if (!before) return []
        const [first, second] = [before.identity, state.identity]
        const values = { ...namesOf(view, state), text: columnLabel(first.column!), textEn: first.column! }
        const cells = [...second.cells, ...first.cells]
        const { left, right } = state
        return [failureOf(view, rule, { subject: `columns:${first.column}+${second.column}`, values, cells, left, right })]
      })
    })
}

/** Whether a column of one identity stands just before another of it, and fails by the opposite. */
function isOppositeBefore(one: State, other: State): boolean {
  if (one.identity.rule !== other.identity.rule || one.difference !== -other.difference) return false
  return columnPlace(other.identity.column) - columnPlace(one.identity.column) === 1
}

function columnPlace(column: Table3Column | null): number {
  return TABLE3_COLUMNS.findIndex(({ key }) => key === column)
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
