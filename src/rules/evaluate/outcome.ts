import type { Finding, Repair, Severity, SharedPassage, Verdict } from '../../model/finding.ts'
import type { Report } from '../../model/report.ts'
import type { CellKey, TableName } from '../../model/template.ts'
import { fillMessage, plainNumber } from '../message.ts'
import type { Rule } from '../rule.ts'
import { isSure } from './view.ts'

export type Values = Readonly<Record<string, string | number>>

/** One step less severe. */
export const LOWER: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'info' }

/** A finding before the settings of a district are applied to it. */
export type Judgement = Omit<Finding, 'ruleSet'>

/** What a rule says before suppression: a failure, or something that could not be assessed. */
export type Outcome = {
  readonly rule: Rule
  readonly table: TableName | null
  readonly finding: Judgement
}

/** What was judged: a report, or nothing where its absence is. */
type Judged = { readonly report: Pick<Report, 'cells'> | null }

type FailureParts = {
  readonly subject: string
  readonly values: Values
  readonly cells?: readonly CellKey[]
  readonly quote?: string | null
  readonly left?: number | null
  readonly right?: number | null
  readonly repair?: readonly Repair[]
  readonly passages?: readonly SharedPassage[]
  readonly severity?: Severity
  readonly table?: TableName | null
}

const DOUBT = '（原文识别置信度较低，请对照原文核实）'
const DOUBT_EN = ' (read with little confidence; compare with the original)'

/** A failure of a rule. One that rests on cells read with little confidence is a suspicion at most, and says so. */
export function failureOf(view: Judged, rule: Rule, parts: FailureParts): Outcome {
  const {
    subject,
    values,
    cells = [],
    quote = null,
    left = null,
    right = null,
    repair = [],
    passages = [],
    table = rule.table ?? null,
  } = parts
  const severity = parts.severity ?? rule.severity
  const sure = isSure(view, cells)
  const message = fillMessage(rule.zh, values)
  const messageEn = fillMessage(rule.en, values)
  return outcomeOf(rule, table, {
    severity: sure || severity !== 'error' ? severity : 'warning',
    verdict: 'fail',
    message: sure ? message : `${message}${DOUBT}`,
    messageEn: sure ? messageEn : `${messageEn}${DOUBT_EN}`,
    cells,
    quote,
    left: left === null ? null : plainNumber(left),
    right: right === null ? null : plainNumber(right),
    difference: left === null || right === null ? null : plainNumber(left - right),
    repair,
    ...(passages.length === 0 ? {} : { passages }),
    subject,
  })
}

/** The same finding as a suspicion at most, which says why. */
export function doubted(finding: Judgement): Judgement {
  if (finding.message.endsWith(DOUBT)) return finding
  return {
    ...finding,
    severity: finding.severity === 'error' ? 'warning' : finding.severity,
    message: `${finding.message}${DOUBT}`,
    messageEn: `${finding.messageEn}${DOUBT_EN}`,
  }
}

/** One finding for all that a rule could not assess in this report, or in one table of it. */
export function openOf(
  rule: Rule,
  reason: { readonly zh: string; readonly en: string },
  { cells = [], table = null }: { readonly cells?: readonly CellKey[]; readonly table?: TableName | null } = {},
): Outcome {
  return outcomeOf(rule, table ?? rule.table ?? null, {
    severity: 'info',
    verdict: 'not-assessable',
    message: `未能核对“${innerQuotes(rule.title.zh)}”：${reason.zh}。`,
    messageEn: `Not assessable: ${rule.title.en} – ${reason.en}.`,
    cells,
    quote: null,
    left: null,
    right: null,
    difference: null,
    repair: [],
    subject: table === null ? 'not-assessable' : `not-assessable:${table}`,
  })
}

/** What a rule has to say of the comparison itself: nothing is wrong, and something was not compared. */
export function noteOf(rule: Rule, { subject }: { readonly subject: string }): Outcome {
  return outcomeOf(rule, rule.table ?? null, {
    severity: rule.severity,
    verdict: 'not-assessable',
    message: rule.zh,
    messageEn: rule.en,
    cells: [],
    quote: null,
    left: null,
    right: null,
    difference: null,
    repair: [],
    subject,
  })
}

function outcomeOf(
  rule: Rule,
  table: TableName | null,
  said: Omit<Judgement, 'rule' | 'family' | 'basis'> & { readonly verdict: Verdict },
): Outcome {
  return { rule, table, finding: { rule: rule.id, family: rule.family, basis: rule.basis, ...said } }
}

/** Quotation marks within quotation marks. */
function innerQuotes(text: string): string {
  return text.replaceAll('“', '‘').replaceAll('”', '’')
}
