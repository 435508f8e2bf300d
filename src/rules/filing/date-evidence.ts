import { correctorOf } from '../../model/correction.ts'
import type { DateEvidence } from '../../model/report.ts'

/** A day (YYYY-MM-DD) and what it rests on: as in `DateEvidence.from`, or `first-seen`. */
export type Dated = { readonly date: string; readonly from: string }

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Says when a paper was made or signed: it was published then at the earliest. */
const WRITTEN = /^signature|^label:(?:公文)?(?:成文|生成|落款|印发)/
/**
 * What says when a report was published, the surest first (portals reference §2.6): the labelled day of the information row, the line under
 * the title, the list, the page's own PubDate, the address, and the day of the last update.
 */
const RANKS: readonly RegExp[] = [
  /^label:(?:发布|公开|公布|发表|发稿|上网|刊登)/,
  /^label(?!:更新)/,
  /^(?:byline|line)/,
  /^list/,
  /^meta/,
  /^url/,
  /^label:更新/,
]
/** Later ranks than this change when a page is built, moved or edited: alone they prove no lateness. */
const LAST_PRINTED_RANK = 3

function rankOf(from: string): number {
  if (WRITTEN.test(from)) return RANKS.length
  const rank = RANKS.findIndex((pattern) => pattern.test(from))
  return rank === -1 ? RANKS.length + 1 : rank
}

/** All dates, the best evidence of publication first; of equal rank the earliest. None is left out and none corrected. */
export function rankDates(dates: readonly DateEvidence[]): readonly DateEvidence[] {
  return dates.toSorted((a, b) => rankOf(a.from) - rankOf(b.from) || a.date.localeCompare(b.date))
}

/** The best evidence of the day of publication that page, list and address give of a report for `year`. */
export function publicationDate(dates: readonly DateEvidence[], year: number): Dated | null {
  return publicationDates(dates).find(({ date }) => isPlausible(date, year)) ?? null
}

/** The dates that speak of publication, whatever year they name, the best first. */
export function publicationDates(dates: readonly DateEvidence[]): readonly Dated[] {
  return rankDates(dates).filter(({ date, from }) => DAY.test(date) && rankOf(from) < RANKS.length)
}

/** The day on which the paper was signed or made; the latest where several are given. */
export function writtenDate(dates: readonly DateEvidence[], year: number): Dated | null {
  return (
    dates
      .filter(({ date, from }) => WRITTEN.test(from) && isPlausible(date, year))
      .toSorted(byDate)
      .at(-1) ?? null
  )
}

function byDate(a: Dated, b: Dated): number {
  return a.date.localeCompare(b.date)
}

/** A paper about a year is not older than that year's last month: an older date is a template's, or a slip. */
export function isPlausible(date: string, year: number): boolean {
  return DAY.test(date) && date >= `${year}-12-01`
}

/** Printed on the page or in the list, not made by the system that serves it. */
export function isPrinted({ from }: Dated): boolean {
  return rankOf(from) <= LAST_PRINTED_RANK
}

export function isWritten({ from }: Dated): boolean {
  return WRITTEN.test(from)
}

/** The day on which a draft was made, which the id of an article tells: it says nothing of when the paper was published. */
export function isOfDraft(from: string): boolean {
  return from === 'draft'
}

const SOURCES: readonly { readonly pattern: RegExp; readonly zh: string; readonly en: string }[] = [
  { pattern: /^first-seen/, zh: '首次采集日期', en: 'first seen by our crawl' },
  { pattern: WRITTEN, zh: '落款日期', en: 'the date of signature' },
  { pattern: /^label:更新/, zh: '页面更新日期', en: 'the date of the last update' },
  { pattern: /^(?:label|byline|line)/, zh: '页面标注日期', en: 'the date printed on the page' },
  { pattern: /^list/, zh: '栏目列表日期', en: 'the date in the list' },
  { pattern: /^meta/, zh: '页面元数据日期', en: 'the date in the page meta data' },
  { pattern: /^url/, zh: '网址日期', en: 'the date in the address' },
  { pattern: /^draft/, zh: '稿件创建日期', en: 'the date on which its draft was made' },
]

/** What officers call a source of a date. Who corrected one is told on the board and in the history, never here: findings go into notices and releases. */
export function sourceName(from: string | null): { readonly zh: string; readonly en: string } {
  if (correctorOf(from) !== null) return { zh: '经人工更正的日期', en: 'a date corrected by an officer' }
  return SOURCES.find(({ pattern }) => pattern.test(from ?? '')) ?? { zh: '日期', en: 'a date' }
}

/** Days from one day to another; negative where the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The calendar day in China of a moment; a plain date stands for itself. */
export function shanghaiDay(moment: string): string {
  return DAY.test(moment) ? moment : new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10)
}
