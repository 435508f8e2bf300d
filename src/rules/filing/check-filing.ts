import { earlierLocalDay, submissionDay } from '../../model/deadline.ts'
import type { Finding } from '../../model/finding.ts'
import type { CellKey } from '../../model/template.ts'
import type { Judgement } from '../evaluate/outcome.ts'
import type { FilingTerms } from '../kinds/filing.ts'
import { fillMessage } from '../message.ts'
import type { Rule, RuleOfKind } from '../rule.ts'
import { asSet, ruleSetFor, rulesFor } from '../settings.ts'
import { absentSince, isAbsentEverywhere, lastAbsence, leftColumnsOn, unlistedOn } from './absence.ts'
import {
  type Dated,
  daysBetween,
  isPlausible,
  isPrinted,
  isWritten,
  publicationDate,
  publicationDates,
  sourceName,
} from './date-evidence.ts'
import type { FilingAssessment, FilingInput } from './filing-input.ts'

/** What a rule found: the values of its message, and what differs from the rule's own head. */
type Sentence = {
  readonly values: Readonly<Record<string, string | number>>
  readonly severity?: Finding['severity']
  readonly basis?: string
  readonly cells?: readonly CellKey[]
  readonly quote?: string | null
}

type FilingKind = FilingTerms['kind']
type FilingCheck<K extends FilingKind> = (
  rule: RuleOfKind<K>,
  input: FilingInput,
  assessment: FilingAssessment,
) => Sentence | null

type AnyCheck = (rule: never, input: FilingInput, assessment: FilingAssessment) => Sentence | null

const CHECKS: { readonly [K in FilingKind]: FilingCheck<K> } = {
  deadline: checkDeadline,
  'handed-in': checkHandedIn,
  'published-early': checkPublishedEarly,
  'due-on-day-off': checkDayOff,
  'dates-agree': checkDatesAgree,
  'still-there': checkStillThere,
  'in-its-column': checkInItsColumn,
  'content-unchanged': checkContent,
}

/**
 * The findings that an assessment gives rise to. Messages say 未发现, since a crawl can prove no more. Nothing is said of a report that nobody
 * expects.
 */
export function checkFiling(input: FilingInput, assessment: FilingAssessment): Finding[] {
  if (assessment.status === 'exempt') return []
  const settings = input.settings.rules
  const ruleSet = ruleSetFor(settings)
  return rulesFor(settings).flatMap((rule) => {
    // A rule always meets the check of its own kind, which TypeScript cannot follow through the union.
    const check = (CHECKS as Readonly<Record<string, AnyCheck | undefined>>)[rule.kind]
    const sentence = check?.(rule as never, input, assessment) ?? null
    return sentence === null ? [] : (asSet(toFinding(rule, sentence), settings, ruleSet) ?? [])
  })
}

function toFinding(
  rule: Rule,
  { values, severity = rule.severity, basis = rule.basis, cells = [], quote = null }: Sentence,
): Judgement {
  return {
    rule: rule.id,
    family: rule.family,
    severity,
    verdict: 'fail',
    message: fillMessage(rule.zh, values),
    messageEn: fillMessage(rule.en, values),
    cells,
    quote,
    left: null,
    right: null,
    difference: null,
    basis,
    repair: [],
    subject: 'filing',
  }
}

/** TIME-01, 02 and 03: the statutory or the local day passed without the report. */
function checkDeadline(rule: RuleOfKind<'deadline'>, input: FilingInput, assessment: FilingAssessment): Sentence | null {
  const { status, deadline, publishedOn, publishedFrom, daysLate, backdated } = assessment
  if (rule.strength !== deadline.strength) return rule.strength === 'policy' ? checkEarlierDay(input, assessment) : null
  const late = (status === 'late' || status === 'late-doubtful') && !backdated
  const absent = status === 'not-found'
  const fires = rule.when === 'either' ? late || absent : rule.when === 'late' ? late : absent
  if (!fires) return null
  const names = namesIn(input, deadline.date)
  const doubtful = status === 'late-doubtful'
  // Where the district names no local date, 31 January is only a habit.
  const severity = !deadline.isSet ? 'info' : doubtful ? 'warning' : rule.severity
  const { basis } = deadline
  if (!late || publishedOn === null) return { severity, basis, values: { ...names, text: '', textEn: '' } }
  const { zh, en } = sourceName(publishedFrom)
  const doubt = doubtful ? '，页面日期可能为迁移或重新发布日期，请核实' : ''
  const doubtEn = doubtful ? ', which may be the date of a migration; please verify' : ''
  if (rule.when === 'late')
    return {
      severity,
      basis,
      values: { ...names, date: publishedOn, a: daysLate ?? 0, text: `${zh}${doubt}`, textEn: `${en}${doubtEn}` },
    }
  const text = `（${zh}为${publishedOn}，晚${daysLate}天${doubt}）`
  const textEn = ` (${en}: ${publishedOn}, ${daysLate} days late${doubtEn})`
  return { severity, basis, values: { ...names, text, textEn } }
}

/** The district asks for a day before the law's: missed by a report that is in time by law, or is not there yet. */
function checkEarlierDay(input: FilingInput, { status, publishedOn, publishedFrom }: FilingAssessment): Sentence | null {
  const local = earlierLocalDay(input.authority, input.year, input.settings.deadlines)
  if (local === null || input.asOf <= local.date) return null
  const { basis, date } = local
  if (status === 'not-due' && input.unread.length === 0 && isAbsentEverywhere(input, date))
    return { basis, values: { ...namesIn(input, date), text: '', textEn: '' } }
  if (status !== 'on-time' || publishedOn === null || publishedOn <= date) return null
  const { zh, en } = sourceName(publishedFrom)
  const late = daysBetween(date, publishedOn)
  const text = `（${zh}为${publishedOn}，晚${late}天）`
  return { basis, values: { ...namesIn(input, date), text, textEn: ` (${en}: ${publishedOn}, ${late} days late)` } }
}

function namesIn(input: FilingInput, date: string) {
  const { authority, year, asOf } = input
  return { agency: authority.name, year, date, due: date, seen: absentSince(input, date) ?? asOf }
}

/** TIME-04: only where the district keeps a record of what was handed in. */
function checkHandedIn(_: RuleOfKind<'handed-in'>, { authority, year, settings, asOf }: FilingInput): Sentence | null {
  const due = submissionDay(authority.kind, year, settings.deadlines)
  const recorded = authority.submitted[String(year)]
  if (due === null || recorded === undefined || asOf <= due.date) return null
  if (recorded !== null && recorded <= due.date) return null
  const handedIn = recorded !== null && recorded <= asOf
  const text = handedIn ? `（${recorded}报送）` : '（尚无报送记录）'
  const textEn = handedIn ? ` (handed in on ${recorded})` : ' (no record of it)'
  return { basis: due.basis, values: { date: due.date, year, agency: authority.name, text, textEn } }
}

/** TIME-05: by what page and list print of publication. A later day beside it leaves the matter to the rule on dates that disagree, a person's word ends it. */
function checkPublishedEarly(_: RuleOfKind<'published-early'>, { report, year }: FilingInput): Sentence | null {
  if (report?.corrected) return null
  const printed = publicationDates(report?.dates ?? []).filter(isPrinted)
  const [first] = printed
  const isWithinYear = ({ date }: Dated) => date >= `${year}-01-01` && date <= `${year}-12-31`
  if (first === undefined || !printed.every(isWithinYear)) return null
  const { zh, en } = sourceName(first.from)
  return { values: { date: first.date, year, text: zh, textEn: en } }
}

/** TIME-06: told where the report was not there by then, so that whoever judges the delay knows. */
function checkDayOff(_: RuleOfKind<'due-on-day-off'>, __: FilingInput, assessment: FilingAssessment): Sentence | null {
  const { status, deadline, dayOff } = assessment
  const matters = status === 'late' || status === 'late-doubtful' || status === 'not-found'
  if (!matters || dayOff === null || deadline.strength !== 'law') return null
  return { values: { date: deadline.date, text: dayOff.zh, textEn: dayOff.en } }
}

/** TIME-07: the page says another day than signature or address, or than our own readings allow, and nobody has said which is right. */
function checkDatesAgree(rule: RuleOfKind<'dates-agree'>, input: FilingInput, assessment: FilingAssessment): Sentence | null {
  const { report, year } = input
  const page = report === null ? null : publicationDate(report.dates, year)
  if (page === null || report === null || report.corrected) return null
  if (assessment.backdated) {
    const absentOn = lastAbsence(input, assessment.deadline.date)
    const text = `首次采集日期（${absentOn}完整读取栏目时未发现该报告）`
    const textEn = `our first sight of it (a complete reading of the column on ${absentOn} did not list it)`
    return { severity: 'warning', values: { a: page.date, text, textEn, b: report.firstSeenOn } }
  }
  const others = report.dates.filter(
    (other) => other.from !== page.from && (isWritten(other) || (other.from === 'url' && isPlausible(other.date, year))),
  )
  const distance = ({ date }: Dated) => Math.abs(daysBetween(date, page.date))
  const [farthest] = others.toSorted((a, b) => distance(b) - distance(a))
  if (!farthest || distance(farthest) <= rule.days) return null
  const source = sourceName(farthest.from)
  return { values: { a: page.date, text: source.zh, textEn: source.en, b: farthest.date } }
}

/** TIME-08: of two proofs the one that began first. */
function checkStillThere(_: RuleOfKind<'still-there'>, input: FilingInput): Sentence | null {
  const dead = input.report?.dead ?? null
  const left = input.report === null ? null : leftColumnsOn(input)
  if (dead !== null && dead.days >= 2 && (left === null || dead.since <= left))
    return {
      quote: dead.url,
      values: { date: dead.since, text: '链接已失效', textEn: 'is no longer to be had at its address' },
    }
  if (left === null) return null
  return { values: { date: left, text: '已不在原栏目中', textEn: 'is no longer listed in its column' } }
}

/** TIME-09: what came from elsewhere, and stands in no 政府信息公开年报 column of the authority. */
function checkInItsColumn(_: RuleOfKind<'in-its-column'>, input: FilingInput): Sentence | null {
  const date = unlistedOn(input)
  return date === null ? null : { values: { agency: input.authority.name, date } }
}

/** YR-12: the last change that carries no word of itself. */
function checkContent(_: RuleOfKind<'content-unchanged'>, { report }: FilingInput): Sentence | null {
  const change = report?.changes.findLast(({ noted }) => !noted)
  if (change === undefined) return null
  const { on, cells, passage } = change
  const parts = [cells.length > 0 ? `表格${cells.length}处` : '', passage === null ? '' : '正文'].filter(Boolean)
  const partsEn = [cells.length > 0 ? `${cells.length} cells` : '', passage === null ? '' : 'the text'].filter(Boolean)
  return { cells, quote: passage, values: { date: on, text: parts.join('、'), textEn: partsEn.join(' and ') } }
}
