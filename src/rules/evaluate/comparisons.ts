import { SURE } from '../../model/report.ts'
import { type CellKey, cellKeysOf, type Table3Column, TEMPLATES } from '../../model/template.ts'
import type { ComparisonTerms } from '../kinds/comparisons.ts'
import { plainNumber } from '../message.ts'
import type { RuleOfKind } from '../rule.ts'
import type { Side, Term } from '../term.ts'
import { apartOf, meantValue } from './apart.ts'
import type { Checks } from './checks.ts'
import { failureOf, type Outcome, openOf, type Values } from './outcome.ts'
import { cellAt, columnLabel, ownCells, standingOf, sumOf, termsOf, type View, valueAt } from './view.ts'

export const comparisonChecks = {
  'at-least': checkAtLeast,
  'nothing-from-nothing': checkNothingFromNothing,
  'both-or-neither': checkBothOrNeither,
  jump: checkJump,
  'no-power': checkNoPower,
  'all-zero': checkAllZero,
  carry: checkCarry,
  'copied-figures': checkCopiedFigures,
} as const satisfies Checks<ComparisonTerms['kind']>

const BLANKS = { zh: '有关单元格空白或未识别', en: 'cells are blank or were not read' }
const NO_PRIOR = { zh: '未采集到上一年度报告', en: "last year's report is not at hand" }

/** left ≥ right. Fails only if no filling of the blanks can make it true. */
function checkAtLeast(view: View, rule: RuleOfKind<'at-least'>): Outcome[] {
  return rule.cases.flatMap(({ subject, left, right }) => {
    const high = reach(view, left, 'high')
    const low = reach(view, right, 'low')
    if (high === null || low === null || high >= low) return []
    const cells = ownCells([...termsOf(left), ...termsOf(right)])
    const column = subject.startsWith('column:') ? (subject.slice(7) as Table3Column) : null
    const names: Values = column === null ? {} : { col: columnLabel(column), colEn: column }
    const [first, second] = left.plus.map((term) => valueAt(view, term) ?? 0)
    const terms = { first: first ?? 0, second: second ?? 0 }
    const values = { ...names, ...terms, a: plainNumber(high), b: plainNumber(low), row: rowOf(view, cells[0]!) }
    return [failureOf(view, rule, { subject, values, cells, left: high, right: low })]
  })
}

/** The highest or lowest number that a side can be; null where blanks, unread cells or headings of another meaning leave it open. */
function reach(view: View, { plus, minus = [] }: Side, end: 'high' | 'low'): number | null {
  if ([...plus, ...minus].some((term) => valueAt(view, term) !== null && meantValue(view, term) === null)) return null
  const add = sumOf(view, plus)
  const take = sumOf(view, minus)
  if (add.unread + take.unread > 0) return null
  // A blank is at least 0: it can raise `plus` without limit and lower it no further.
  return (end === 'high' ? add.blanks : take.blanks) > 0 ? null : add.value - take.value
}

function rowOf({ edition }: View, cell: CellKey): string {
  return edition === null ? cell : (TEMPLATES[edition].t2.find(({ key }) => cell === `t2.${key}`)?.row ?? cell)
}

/** Something is reported although all that it could come from is 0. */
function checkNothingFromNothing(view: View, rule: RuleOfKind<'nothing-from-nothing'>): Outcome[] {
  if (rule.fromYear !== undefined && (view.report.year ?? 0) < rule.fromYear) return []
  const { none, some } = rule
  const found = sumOf(view, some)
  if (found.value === 0) return []
  const own = sumOf(
    view,
    none.filter((term) => !term.startsWith('prior:')),
  )
  if (own.value > 0) return []
  if (none.some((term) => term.startsWith('prior:')) && view.prior === null) return [openOf(rule, NO_PRIOR)]
  const source = sumOf(view, none)
  if (source.value > 0) return []
  if (source.blanks + source.unread > 0) return [openOf(rule, BLANKS)]
  const apart = none.some((term) => term.startsWith('prior:')) ? apartOf(view) : null
  if (apart) return [openOf(rule, apart)]
  return [
    failureOf(view, rule, {
      subject: 'table',
      values: { a: found.value },
      cells: ownCells([...some, ...none]),
      left: found.value,
      right: 0,
    }),
  ]
}

function checkBothOrNeither(view: View, rule: RuleOfKind<'both-or-neither'>): Outcome[] {
  const [a, b] = [valueAt(view, rule.first), valueAt(view, rule.second)]
  if (a === null || b === null || (a === 0) === (b === 0)) return []
  return [
    failureOf(view, rule, {
      subject: 'row',
      values: { a, b: plainNumber(b) },
      cells: [rule.first, rule.second],
      left: a,
      right: b,
    }),
  ]
}

function checkJump(view: View, rule: RuleOfKind<'jump'>): Outcome[] {
  const now = meantValue(view, rule.cell)
  const before = meantValue(view, `prior:${rule.cell}`)
  if (now === null || before === null || before <= 0 || now < before * rule.factor || apartOf(view)) return []
  const values = { a: plainNumber(now), b: plainNumber(before) }
  return [failureOf(view, rule, { subject: 'row', values, cells: [rule.cell], left: now, right: before })]
}

function checkNoPower(view: View, rule: RuleOfKind<'no-power'>): Outcome[] {
  const agency = view.body.name ?? view.report.authority
  const value = rule.cells.reduce((sum, cell) => sum + (meantValue(view, cell) ?? 0), 0)
  if (agency === null || value === 0 || !isWithoutPower(view, rule, agency)) return []
  return [failureOf(view, rule, { subject: 'row', values: { agency, a: value }, cells: rule.cells, left: value, right: 0 })]
}

/** What the registry says of a body is certain; of others only the name tells, where it does. */
function isWithoutPower({ body }: View, rule: RuleOfKind<'no-power'>, agency: string): boolean {
  if (body.isRegistered && body.kind !== null && rule.kinds.includes(body.kind)) return true
  return rule.without.test(agency) && !rule.unless.test(agency)
}

function checkAllZero(view: View, rule: RuleOfKind<'all-zero'>): Outcome[] {
  const authority = view.body.name ?? view.report.authority
  const { value, blanks, unread } = sumOf(view, rule.cells)
  if (authority === null || !rule.authorities.test(authority) || value !== 0 || blanks + unread > 0) return []
  return [failureOf(view, rule, { subject: 'table', values: {}, cells: rule.cells })]
}

/** A sum of this report against one of last year's. */
function checkCarry(view: View, rule: RuleOfKind<'carry'>): Outcome[] {
  const own = sumOf(view, rule.left)
  if (own.unread > 0) return []
  if (view.prior === null) return [openOf(rule, NO_PRIOR, { cells: rule.left })]
  const terms: Term[] = rule.prior.map((cell) => `prior:${cell}` as const)
  const before = sumOf(view, terms)
  if (own.value === before.value && before.unread === 0) return []
  if (own.blanks + before.blanks + before.unread > 0) return [openOf(rule, BLANKS, { cells: rule.left })]
  const apart = apartOf(view)
  if (apart) return [openOf(rule, apart, { cells: rule.left })]
  const sure = terms.every((term) => (cellAt(view, term)?.confidence ?? 1) >= SURE)
  const values = { year: view.report.year ?? '', a: own.value, b: before.value, diff: own.value - before.value }
  return [
    failureOf(view, rule, {
      subject: 'column:total',
      values,
      cells: rule.left,
      left: own.value,
      right: before.value,
      severity: sure ? rule.severity : 'warning',
    }),
  ]
}

const SUM = /^t[34].*total/
const STOCK = /_in_force$|_public_total$|_prev$/
const NO_CHANCE = 10

/** Every number of the tables is last year's, and there are enough that this is no chance. */
function checkCopiedFigures(view: View, rule: RuleOfKind<'copied-figures'>): Outcome[] {
  const { report, prior, edition } = view
  if (prior === null || edition === null || prior.edition !== edition) return []
  const read = cellKeysOf(edition).flatMap((key) => {
    const pair = [report.cells[key], prior.cells[key]] as const
    return pair.some((cell) => standingOf(cell) === 'known')
      ? [{ key, now: pair[0]?.value ?? 0, before: pair[1]?.value ?? 0 }]
      : []
  })
  const filled = read.filter(({ now, before }) => now !== 0 || before !== 0)
  if (filled.length < rule.atLeast || filled.some(({ now, before }) => now !== before)) return []
  // Sums repeat other figures, what is in force stays from year to year, and a few small numbers meet by chance.
  const own = filled.filter(({ key }) => !SUM.test(key))
  if (own.length < rule.atLeast && !own.some(({ key, now }) => now >= NO_CHANCE && !STOCK.test(key))) return []
  return [failureOf(view, rule, { subject: 'tables', values: { year: report.year ?? '' }, cells: filled.map(({ key }) => key) })]
}
