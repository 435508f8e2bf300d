import { dayOf } from '../../model/day.ts'
import type { Note } from '../../model/document.ts'
import type { Period } from '../../model/report.ts'
import { withPlainDigits } from '../label.ts'

const DAY = /((?:19|20)\d{2})年度?(\d{1,2})月(\d{1,2})日?/
const LAST_DAY = /(?:((?:19|20)\d{2})年度?|同年|当年|本年)?(\d{1,2})月(\d{1,2})日/
const RANGE = new RegExp(`${DAY.source}(?:\\d{1,2}时|零时)?[起始]?[，、]?(?:至|到|—+|-+|~|－|–|―)${LAST_DAY.source}`)
/** 2024年1月至12月: whole months. */
const MONTHS =
  /((?:19|20)\d{2})年(\d{1,2})月(?:份)?[起]?[，、]?(?:至|到|—+|-+|~|–)(?:((?:19|20)\d{2})年)?(\d{1,2})月(?:份|底|末)?(?!\d)/
/** 2024.1.1-2024.12.31 and the like. */
const SHORT_RANGE =
  /((?:19|20)\d{2})[./-](\d{1,2})[./-](\d{1,2})(?:至|到|—+|-+|~|–)(?:((?:19|20)\d{2})[./-])?(\d{1,2})[./-](\d{1,2})(?!\d)/
/** What says that the days which follow are those that the figures cover. */
const SAYS_PERIOD =
  /统计(?:数据)?(?:的)?(?:期限|时限|期间|时间|区间|周期|时段|口径|截[止至]|日期|范围)|(?:数据|报告|情况)[^。]{0,12}(?:期限|时限|起止)|所列[^。]{0,8}数据|(?:报告|报告内容|内容)涵盖|统计自|数据(?:统计)?(?:自|从|起止|为)/
/** Days of which a character or more is gone: `自20251月1日起`, `202511日至20251231日`. */
const DAMAGED =
  /(?:自|从|为|：|期限|时限)?(?:(?:19|20)\d{2}(?:年?1{1,2}日|1月1日|年11日)[^。]{0,6}(?:至|到|-|—)[^。]{0,16}(?:日|止)|(?:19|20)\d{2}年1月1日[^。]{0,4}(?:至|到)(?:(?:19|20)\d{2})?(?:1231日|12月31止|年12月31止|1月31日))/
const LONGEST = 40

/**
 * The span that the report says its figures cover, from its opening or, where that does not say, from a sentence of its first section.
 * Days that are printed but cannot be read are noted.
 */
export function findPeriod(opening: string, first: string): { readonly period: Period | null; readonly notes: readonly Note[] } {
  for (const isOpening of [true, false]) {
    const text = isOpening ? plain(opening) : plain(first).slice(0, 1500)
    const said = SAYS_PERIOD.exec(text)
    const behind = said ? text.slice(said.index) : null
    const period = (behind ? rangeIn(behind, said![0].length + LONGEST) : null) ?? (isOpening ? rangeIn(text, text.length) : null)
    if (period) return { period, notes: [] }
    const damaged = DAMAGED.exec(behind ?? (isOpening ? text : ''))
    if (damaged) {
      const message = `统计期限“${damaged[0].slice(0, 30)}”不是完整的起止日期，无法读取，请对照原文核实。`
      return { period: null, notes: [{ code: 'period-unread', message }] }
    }
  }
  return { period: null, notes: [] }
}

/** One way of writing digits and strokes, without blanks. */
function plain(text: string): string {
  return withPlainDigits(text)
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, '')
    .replaceAll(',', '，')
}

/** The first span of days that begins in the head of a text, or null. */
function rangeIn(text: string, head: number): Period | null {
  const found = [RANGE, SHORT_RANGE]
    .map((pattern) => pattern.exec(text))
    .filter((match) => match !== null && match.index <= head)
    .toSorted((a, b) => a!.index - b!.index)[0]
  if (found) {
    const [, year, month, day, lastYear = year, lastMonth, lastDay] = found
    return periodOf(dayOf(year, month, day), dayOf(lastYear, lastMonth, lastDay))
  }
  const months = MONTHS.exec(text)
  if (!months || months.index > head) return null
  const [, year, month, lastYear = year, lastMonth] = months
  const last = new Date(Date.UTC(Number(lastYear), Number(lastMonth), 0)).getUTCDate()
  return periodOf(dayOf(year, month, '1'), dayOf(lastYear, lastMonth, String(last)))
}

function periodOf(start: string | null, end: string | null): Period | null {
  return start && end ? { start, end } : null
}
