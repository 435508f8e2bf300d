import type { TableName } from '../../model/template.ts'
import { RULES } from '../catalogue.ts'
import type { CheckInput } from '../check-input.ts'
import type { Rule } from '../rule.ts'
import { evaluateRule } from './checks.ts'
import { statementsOf } from './evidence.ts'
import { vanishing } from './explained.ts'
import { type State, stateOf, systemOf } from './identities.ts'
import { localise } from './localise.ts'
import { correctText } from './misstatements.ts'
import type { Judgement, Outcome } from './outcome.ts'
import { reportCauses, reportOpen } from './sums.ts'
import { type View, viewOf } from './view.ts'

/**
 * Runs every rule, then leaves out what another finding explains: first whole tables that were not found or not read, then
 * identities with a common cause, then whatever holds once the likely repair of the tables is supposed, or that of a figure of the text.
 */
export function evaluateRules(input: CheckInput, all: readonly Rule[]): Judgement[] {
  const read = viewOf(input)
  const system = systemOf(read)
  const states = system.identities.map((identity) => stateOf(read, identity))
  const view = { ...read, blanksAreZero: areBlanksZero(states) }
  const rules = all.filter((rule) => applies(view, rule))

  const single = rules.flatMap((rule) => evaluateRule(view, rule))
  const muted = mutedTables(single)
  const heard = states.map((state): State => (isMuted(muted, state.identity.rule) ? { ...state, standing: 'unread' } : state))
  const statements = statementsOf(view)
  const causes = localise({ view, system, states: heard, statements })
  const sums = reportCauses(view, rules, causes, single)

  const repaired = { ...view, supposed: new Map(causes.flatMap(({ change }) => [...(change ?? [])])) }
  const explained = repaired.supposed.size === 0 ? new Set<Outcome>() : vanishing(repaired, single)
  const unexplained = single.filter(
    (outcome) => !explained.has(outcome) && !sums.replaced.has(outcome) && !isLeftOut(muted, outcome.rule, outcome.table),
  )
  const rest = correctText(repaired, statements, unexplained)
  const outcomes = [...rest, ...sums.outcomes, ...reportOpen(heard, single, muted)].filter(
    ({ rule, table }) => !isLeftOut(muted, rule, table),
  )
  const findings = outcomes.map(({ finding }) => finding)
  return withOwnSubjects(findings.toSorted((a, b) => (ORDER.get(a.rule) ?? 0) - (ORDER.get(b.rule) ?? 0)))
}

/** Whether a rule looks at reports of this form and year. */
function applies({ edition, report: { year } }: View, { editions, years }: Rule): boolean {
  if (editions !== undefined && (edition === null || !editions.includes(edition))) return false
  if (years === undefined) return true
  return year !== null && year >= (years.from ?? year) && year <= (years.to ?? year)
}

const ORDER = new Map(RULES.map(({ id }, index) => [id, index]))

/** Findings of one rule on subjects of one name are numbered, in printed order. */
function withOwnSubjects(findings: readonly Judgement[]): Judgement[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const name = `${finding.rule} ${finding.subject}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? finding : { ...finding, subject: `${finding.subject}:${count}` }
  })
}

/** Blanks of table 3 may count as zero where every column of applicants then adds up and nothing else fails. */
function areBlanksZero(states: readonly State[]): boolean {
  const table3 = states.filter(({ identity }) => identity.row !== null || identity.column !== null)
  const columns = table3.filter(({ identity }) => identity.column !== null && identity.column !== 'total')
  return (
    table3.length > 0 &&
    columns.every(({ standing }) => standing === 'pass') &&
    table3.every(({ standing }) => standing !== 'fail')
  )
}

/** For each rule that has fired, the tables that it did so for (null: the report); a table that stands elsewhere counts as not there. */
type Muted = ReadonlyMap<string, ReadonlySet<TableName | null>>

function mutedTables(outcomes: readonly Outcome[]): Muted {
  const muted = new Map<string, Set<TableName | null>>()
  for (const { rule, table, finding } of outcomes)
    if (finding.verdict === 'fail' || (table !== null && rule.kind === 'table-present'))
      muted.set(rule.id, (muted.get(rule.id) ?? new Set()).add(table))
  return muted
}

function isMuted(muted: Muted, rule: Rule): boolean {
  return isLeftOut(muted, rule, rule.table ?? null)
}

function isLeftOut(muted: Muted, rule: Rule, table: TableName | null): boolean {
  return (rule.yieldsTo ?? []).some((id) => muted.get(id)?.has(table))
}
