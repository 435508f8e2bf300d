import { correctedBy } from '../../model/correction.ts'
import { deadlineOf } from '../../model/deadline.ts'
import { type Reason, reasonForNoReport } from '../../model/expectation.ts'
import { dayOffOf } from '../../model/work-days.ts'
import { isAbsentEverywhere, lastAbsence, unreadColumns } from './absence.ts'
import { type Dated, daysBetween, isOfDraft, isPlausible, isPrinted, publicationDate, writtenDate } from './date-evidence.ts'
import type { FiledReport, FilingAssessment, FilingInput } from './filing-input.ts'

/** A page date this long after the due date looks like a move to a new site or a second publication, not like a late report. */
const MIGRATION_DAYS = 180

type Judged = Pick<FilingAssessment, 'status' | 'reason' | 'publishedOn' | 'publishedFrom' | 'daysLate' | 'backdated'>

const UNKNOWN = { reason: null, publishedOn: null, publishedFrom: null, daysLate: null, backdated: false } as const

/**
 * Says whether the report of one year was published in time, as far as evidence goes. Dates are ranked and never corrected; the first
 * capture is the latest possible day. Absence is stated only when every registered column was read completely after the due date.
 */
export function assessFiling(input: FilingInput): FilingAssessment {
  const { authority, year, settings, report, successor } = input
  const deadline = deadlineOf(authority, year, settings.deadlines)
  const about = { deadline, dayOff: dayOffOf(deadline.date, settings.holidays) }
  const judged = report === null ? judgeAbsence(input, deadline.date) : judgeReport(input, report, deadline.date)
  const reason = reasonForNoReport(authority, year, successor)
  return reason === null
    ? { ...about, ...judged }
    : { ...about, ...judged, status: 'exempt', reason, daysLate: null, backdated: false }
}

function judgeAbsence(input: FilingInput, due: string): Judged {
  if (input.asOf <= due) return { ...UNKNOWN, status: 'not-due' }
  const [unread] = input.unread
  if (unread !== undefined) return { ...UNKNOWN, status: 'not-assessable', reason: unreadReason(unread.title ?? unread.url) }
  if (isAbsentEverywhere(input, due)) return { ...UNKNOWN, status: 'not-found' }
  return { ...UNKNOWN, status: 'not-assessable', reason: searchReason(input, due) }
}

function unreadReason(name: string): Reason {
  return {
    zh: `栏目中有“${name}”，文件未能读取，请人工查看`,
    en: `the column lists “${name}”, which could not be read; please look at it`,
  }
}

function searchReason(input: FilingInput, due: string): Reason {
  if (input.columns.length === 0) return { zh: '名录中没有登记其栏目', en: 'no column is registered for it' }
  const missing = unreadColumns(input, due)
  if (missing.length === 0) return { zh: '栏目曾列出该报告，文件未能读取', en: 'a column listed it, and it could not be read' }
  return {
    zh: `期限届满后尚有${missing.length}个栏目未完整读取`,
    en: `${missing.length} of its columns ${missing.length === 1 ? 'has' : 'have'} not been read completely since the due date`,
  }
}

function judgeReport(input: FilingInput, report: FiledReport, due: string): Judged {
  if (report.corrected) return judgeCorrected(report.corrected, due)
  const absentOn = lastAbsence(input, due)
  const page = publicationDate(report.dates, input.year)
  const seen: Dated = { date: report.firstSeenOn, from: 'first-seen' }
  const backdated = absentOn !== null && page !== null && page.date < absentOn
  const published = page === null || backdated || page.date > seen.date ? seen : page
  if (daysBetween(due, published.date) <= 0) return { ...found(published, due), status: 'on-time', backdated }
  if (backdated) return { ...found(published, due), status: 'late-doubtful', backdated }
  if (absentOn !== null) return { ...found(published, due), status: 'late' }
  if (page === null) return judgeWithoutDate(input, report, due)
  return { ...found(published, due), status: isDoubtful(input, report, published, due) ? 'late-doubtful' : 'late' }
}

/** A person looked at the evidence and named the day: nothing is doubtful about it. */
function judgeCorrected({ date, by }: NonNullable<FiledReport['corrected']>, due: string): Judged {
  const published = { date, from: correctedBy(by) }
  return { ...found(published, due), status: daysBetween(due, date) <= 0 ? 'on-time' : 'late' }
}

/** Neither page, list nor address names a day, and nobody had looked before: only the day of signature may prove lateness. */
function judgeWithoutDate({ year }: FilingInput, report: FiledReport, due: string): Judged {
  const written = writtenDate(report.dates, year)
  if (written !== null && written.date > due && written.date <= report.firstSeenOn)
    return { ...found(written, due), status: 'late-doubtful' }
  const { firstSeenOn } = report
  return {
    ...UNKNOWN,
    status: 'not-assessable',
    reason: {
      zh: `报告没有发布日期，${firstSeenOn}首次采集，此前没有完整读取记录`,
      en: `the report names no day of publication; it was first seen on ${firstSeenOn}, and no complete reading lies before`,
    },
  }
}

function found(published: Dated, due: string): Omit<Judged, 'status'> {
  const daysLate = daysBetween(due, published.date)
  return {
    reason: null,
    publishedOn: published.date,
    publishedFrom: published.from,
    daysLate: daysLate > 0 ? daysLate : null,
    backdated: false,
  }
}

/**
 * Late by its date, but other evidence is older than the due date, the date is one that systems change by themselves (or lies after our first
 * sight of the report), or it lies so far off that the page looks migrated.
 */
function isDoubtful({ year }: FilingInput, report: FiledReport, published: Dated, due: string): boolean {
  const isOlder = report.dates.some(
    ({ date, from }) => from !== published.from && !isOfDraft(from) && isPlausible(date, year) && date <= due,
  )
  return isOlder || !isPrinted(published) || daysBetween(due, published.date) > MIGRATION_DAYS
}
