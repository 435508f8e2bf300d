import { dayOf } from '../model/day.ts'

const FULL = /(?<!\d)(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)/
const MONTH_AND_DAY = /^[[【(（\s]*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?[\])】）\s]*$/

/** The first full date printed in a piece of text, as YYYY-MM-DD; null where there is none that exists in the calendar. */
export function readFullDate(text: string): string | null {
  const match = text.normalize('NFKC').match(FULL)
  return match ? dayOf(match[1], match[2], match[3]) : null
}

/** A date printed without its year, such as `01-29` or `[1月29日]`, standing alone. */
export function readMonthAndDay(text: string): { readonly month: number; readonly day: number } | null {
  const match = text.normalize('NFKC').match(MONTH_AND_DAY)
  if (!match || dayOf('2024', match[1], match[2]) === null) return null
  return { month: Number(match[1]), day: Number(match[2]) }
}

/**
 * The day that an address carries. Numbers that only look like one (ids made from a counter, year/day folders) give null: every
 * part, and the clock where there is one, must exist.
 */
export function dateInUrl(url: string): string | null {
  const path = URL.canParse(url) ? new URL(url).pathname : url
  const trs = path.match(/\/t(\d{4})(\d\d)(\d\d)_\d+/)
  if (trs) return dayOf(trs[1], trs[2], trs[3])
  const clock = path.match(/\/(20\d\d)(\d\d)(\d\d)([01]\d|2[0-3])([0-5]\d)([0-5]\d)\d*(?:[/.]|$)/)
  if (clock) return dayOf(clock[1], clock[2], clock[3])
  const folders = path.match(/\/(20\d\d)[/-](\d{1,2})\/(\d{1,2})\/[^/]+$/) ?? path.match(/\/(20\d\d)(\d\d)(\d\d)\/[^/]+$/)
  return folders ? dayOf(folders[1], folders[2], folders[3]) : null
}

/**
 * The day in China on which the draft of an article was made, where its address carries an id of MongoDB: the first eight digits are seconds.
 * It may lie before or behind the day of publication, also by years after a move, and says nothing of it.
 */
export function dayOfDraft(url: string): string | null {
  const seconds = new URL(url).pathname.match(/\/doc_([0-9a-f]{8})[0-9a-f]{16}\.html?$/)?.[1]
  return seconds === undefined ? null : dayInChina(Number.parseInt(seconds, 16) * 1_000)
}

/** The day in China of a `Last-Modified` header. */
export function dateOfHeader(value: string | null): string | null {
  const time = value === null ? Number.NaN : Date.parse(value)
  return Number.isNaN(time) ? null : dayInChina(time)
}

function dayInChina(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 10)
}
