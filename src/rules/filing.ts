import { type Deadline, deadlineOf, type FilingStatus } from '../model/filing.ts'
import type { Finding } from '../model/finding.ts'
import type { RegisteredAuthority } from '../model/portal.ts'
import type { DateEvidence } from '../model/report.ts'
import { RULES } from './catalogue.ts'
import { fillMessage } from './message.ts'
import type { RuleOfKind } from './rule.ts'

/** One reading of a column in which the report should be listed. `complete`: every page of the list was read. */
type ColumnAbsence = {
  readonly columnUrl: string
  readonly readAt: string
  readonly complete: boolean
  readonly found: boolean
}

export type FilingInput = {
  readonly authority: RegisteredAuthority
  readonly year: number
  /** MM-DD for townships, sub-districts and zones of this district; null where none is known. */
  readonly localDue: string | null
  /** The day of judgement, YYYY-MM-DD in Asia/Shanghai. */
  readonly asOf: string
  readonly report: null | { readonly firstSeenOn: string; readonly dates: readonly DateEvidence[] }
  /** Addresses of all columns that are registered for the authority now; one that was never read proves nothing. */
  readonly columns: readonly string[]
  readonly readings: readonly ColumnAbsence[]
}

export type FilingAssessment = {
  readonly status: FilingStatus
  readonly deadline: Deadline
  readonly publishedOn: string | null
  /** Which evidence `publishedOn` rests on: as in `DateEvidence.from`, or `first-seen`. */
  readonly publishedFrom: string | null
  readonly daysLate: number | null
  /** A complete reading after the due date did not list the report, which later appeared with an earlier page date. */
  readonly backdated: boolean
}

type Dated = { readonly date: string; readonly from: string }

/** A page date this long after the due date looks like a move to a new site or a second publication, not like a late report. */
const MIGRATION_DAYS = 180
const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Says whether the report of one year was published in time, as far as evidence goes. Dates are ranked (a labelled date on the page,
 * the date in the list, the PubDate meta, the address) and never corrected; the first capture is the latest possible day. Absence is
 * stated only when every registered column was read completely after the due date.
 */
export function assessFiling(input: FilingInput): FilingAssessment {
  const { authority, year, localDue, asOf, report } = input
  const deadline = deadlineOf(authority.kind, year, localDue)
  const open = { deadline, publishedOn: null, publishedFrom: null, daysLate: null, backdated: false }
  if (authority.exempt[String(year)] !== undefined || (authority.since !== null && year < authority.since))
    return { ...open, status: 'exempt' }
  if (report === null) return { ...open, status: statusWithoutReport(input, deadline.date, asOf) }

  const absentOn = lastAbsence(input, deadline.date)
  const page = pageDate(report.dates)
  const seen: Dated = { date: report.firstSeenOn, from: 'first-seen' }
  const backdated = absentOn !== null && page !== null && page.date < absentOn
  const published = page === null || backdated || page.date > seen.date ? seen : page
  const daysLate = daysBetween(deadline.date, published.date)
  const found = { deadline, publishedOn: published.date, publishedFrom: published.from, backdated }
  if (daysLate <= 0) return { ...found, daysLate: null, status: 'on-time' }
  if (page === null && absentOn === null) return { ...open, status: 'not-assessable' }
  return {
    ...found,
    daysLate,
    status: backdated || (absentOn === null && isDoubtful(input, published)) ? 'late-doubtful' : 'late',
  }
}

function statusWithoutReport({ columns, readings }: FilingInput, due: string, asOf: string): FilingStatus {
  if (asOf <= due) return 'not-due'
  const isAbsentIn = (url: string) => readings.some((reading) => reading.columnUrl === url && isAbsence(reading, due))
  return columns.length > 0 && columns.every(isAbsentIn) && !readings.some(({ found }) => found) ? 'not-found' : 'not-assessable'
}

/** The first day after the due date by which every column had been read completely without finding the report. */
function absentSince({ columns, readings }: FilingInput, due: string): string | null {
  const firsts = columns.flatMap((url) => {
    const days = readings
      .filter((each) => each.columnUrl === url && isAbsence(each, due))
      .map(({ readAt }) => shanghaiDay(readAt))
    return days.toSorted().slice(0, 1)
  })
  return firsts.toSorted().at(-1) ?? null
}

/** The latest day after the due date on which a whole column was read and did not list the report, before we first saw it. */
function lastAbsence({ readings, report }: FilingInput, due: string): string | null {
  // Where it never appeared it was not to appear: another column of the same authority proves nothing.
  const columns = new Set(readings.filter(({ found }) => found).map(({ columnUrl }) => columnUrl))
  const days = readings
    .filter((reading) => columns.has(reading.columnUrl) && isAbsence(reading, due))
    .map(({ readAt }) => shanghaiDay(readAt))
  return (
    days
      .filter((day) => report !== null && day <= report.firstSeenOn)
      .toSorted()
      .at(-1) ?? null
  )
}

function isAbsence({ complete, found, readAt }: ColumnAbsence, due: string): boolean {
  return complete && !found && shanghaiDay(readAt) > due
}

/** Late by its page date, but the paper or its address is older than the due date, or the page date looks like a migration. */
function isDoubtful({ report, authority, year, localDue }: FilingInput, published: Dated): boolean {
  const due = deadlineOf(authority.kind, year, localDue).date
  const older = (report?.dates ?? []).some(({ date, from }) => from !== published.from && isPlausible(date, year) && date <= due)
  return older || daysBetween(due, published.date) > MIGRATION_DAYS
}

/** A paper about a year is not older than that year's last month. */
function isPlausible(date: string, year: number): boolean {
  return DAY.test(date) && date >= `${year}-12-01`
}

/** The best evidence of the publication date that the page itself gives; a signature says when the paper was signed, not published. */
function pageDate(dates: readonly DateEvidence[]): Dated | null {
  const ranked = dates
    .filter(({ date, from }) => DAY.test(date) && rankOf(from) < RANKS.length)
    .toSorted((a, b) => rankOf(a.from) - rankOf(b.from) || a.date.localeCompare(b.date))
  return ranked[0] ?? null
}

const SIGNED = /^signature|成文|落款|生成日期/
const RANKS: readonly RegExp[] = [/^label/, /^line/, /^list/, /^meta/, /^url/]

function rankOf(from: string): number {
  if (SIGNED.test(from)) return RANKS.length
  const rank = RANKS.findIndex((pattern) => pattern.test(from))
  return rank === -1 ? RANKS.length : rank
}

type Sentence = { readonly values: Readonly<Record<string, string | number>>; readonly severity: Finding['severity'] }

/** The findings that an assessment gives rise to. Messages say 未发现, since a crawl can prove no more. */
export function checkFiling(input: FilingInput, assessment: FilingAssessment): Finding[] {
  return RULES.flatMap((rule) => {
    if (rule.kind !== 'deadline' && rule.kind !== 'dates-agree') return []
    const sentence = rule.kind === 'deadline' ? lateness(rule, input, assessment) : disagreement(rule, input, assessment)
    if (sentence === null) return []
    const { severity, values } = sentence
    return [
      {
        rule: rule.id,
        family: rule.family,
        severity,
        verdict: 'fail' as const,
        message: fillMessage(rule.zh, values),
        messageEn: fillMessage(rule.en, values),
        cells: [],
        quote: null,
        left: null,
        right: null,
        difference: null,
        basis: rule.kind === 'deadline' ? assessment.deadline.basis : rule.basis,
        repair: [],
        subject: 'filing',
      },
    ]
  })
}

function lateness(rule: RuleOfKind<'deadline'>, input: FilingInput, assessment: FilingAssessment): Sentence | null {
  const { status, deadline, publishedOn, publishedFrom, daysLate, backdated } = assessment
  const late = (status === 'late' || status === 'late-doubtful') && !backdated
  const absent = status === 'not-found'
  const fires = rule.when === 'either' ? late || absent : rule.when === 'late' ? late : absent
  if (!fires || rule.strength !== deadline.strength) return null
  const names = {
    agency: input.authority.name,
    year: input.year,
    date: deadline.date,
    due: deadline.date,
    seen: absentSince(input, deadline.date) ?? input.asOf,
  }
  const doubt = status === 'late-doubtful' ? '，页面日期可能为迁移或重新发布日期，请核实' : ''
  const doubtEn = status === 'late-doubtful' ? ', which may be the date of a migration; please verify' : ''
  const source = sourceName(publishedFrom)
  const lowered = status === 'late-doubtful' ? 'warning' : rule.severity
  // Where the district names no local date, 31 January is only a habit.
  const severity = deadline.strength === 'policy' && input.localDue === null ? 'info' : lowered
  if (!late || publishedOn === null) return { severity, values: { ...names, text: '', textEn: '' } }
  if (rule.when === 'late')
    return {
      severity,
      values: { ...names, date: publishedOn, a: daysLate ?? 0, text: `${source.zh}${doubt}`, textEn: `${source.en}${doubtEn}` },
    }
  const text = `（${source.zh}为${publishedOn}，晚${daysLate}天${doubt}）`
  return { severity, values: { ...names, text, textEn: ` (${source.en}: ${publishedOn}, ${daysLate} days late${doubtEn})` } }
}

function disagreement(rule: RuleOfKind<'dates-agree'>, input: FilingInput, assessment: FilingAssessment): Sentence | null {
  const page = input.report === null ? null : pageDate(input.report.dates)
  if (page === null || input.report === null || assessment.status === 'exempt') return null
  if (assessment.backdated) {
    const absentOn = lastAbsence(input, assessment.deadline.date)
    const text = `首次采集日期（${absentOn}完整读取栏目时未发现该报告）`
    const textEn = `our first sight of it (a complete reading of the column on ${absentOn} did not list it)`
    return { severity: 'warning', values: { a: page.date, text, textEn, b: input.report.firstSeenOn } }
  }
  // The doubt is then told by the finding on lateness.
  if (assessment.status === 'late-doubtful') return null
  const others = input.report.dates.filter(
    ({ date, from }) => from !== page.from && DAY.test(date) && /^(?:signature|url)/.test(from),
  )
  const [farthest] = others.toSorted((a, b) => distance(b.date, page.date) - distance(a.date, page.date))
  if (!farthest || distance(farthest.date, page.date) <= rule.days) return null
  const source = sourceName(farthest.from)
  return { severity: rule.severity, values: { a: page.date, text: source.zh, textEn: source.en, b: farthest.date } }
}

const SOURCES: readonly { readonly pattern: RegExp; readonly zh: string; readonly en: string }[] = [
  { pattern: /^first-seen/, zh: '首次采集日期', en: 'first seen by our crawl' },
  { pattern: /^(?:label|line)/, zh: '页面标注日期', en: 'the date printed on the page' },
  { pattern: /^list/, zh: '栏目列表日期', en: 'the date in the list' },
  { pattern: /^meta/, zh: '页面元数据日期', en: 'the date in the page meta data' },
  { pattern: /^url/, zh: '网址日期', en: 'the date in the address' },
  { pattern: SIGNED, zh: '落款日期', en: 'the date of signature' },
]

function sourceName(from: string | null): { readonly zh: string; readonly en: string } {
  return SOURCES.find(({ pattern }) => pattern.test(from ?? '')) ?? { zh: '日期', en: 'a date' }
}

function distance(a: string, b: string): number {
  return Math.abs(daysBetween(a, b))
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The calendar day in China of a moment; a plain date stands for itself. */
function shanghaiDay(moment: string): string {
  return DAY.test(moment) ? moment : new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10)
}
