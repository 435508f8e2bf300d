import { AUTHORITY_KIND_TITLES } from '../model/authority.ts'
import type { District } from '../model/portal.ts'
import { dayOffOf } from '../model/work-days.ts'
import { calendarChart, daysOfMonth, monthsBetween } from './charts/calendar.ts'
import { formatDay } from './dates.ts'
import type { BoardLine } from './filing-lines.ts'
import { filingWords } from './filing-words.ts'
import { type Html, html } from './html.ts'
import type { Reader } from './visitor.ts'

type Shown = { readonly lines: readonly BoardLine[]; readonly district: District; readonly path: string }

/** Most months in the picture; days after them stand in the table. */
const MOST_MONTHS = 12

/** When reports of the board were published, day by day, with due dates and days off: a picture and its table. */
export function publicationCalendar(visitor: Reader, { lines, district, path }: Shown): Html {
  const { language } = visitor
  const said = filingWords(visitor)
  const dated = lines.filter(({ publishedOn, status }) => publishedOn !== null && status !== 'exempt')
  const counts = countBy(dated.map(({ publishedOn }) => publishedOn!))
  if (counts.size === 0) return html`<p class="empty">${said.noDates}</p>`
  const due = dueDays(visitor, lines)
  const [from, to] = spanOf([...counts.keys(), ...due.keys()])
  const dueOf = (day: string) => due.get(day) ?? null
  const offOf = (day: string) => dayOffOf(day, district.holidays)?.[language] ?? null
  const monthName = (month: string) => said.monthOf(Number(month.slice(0, 4)), Number(month.slice(5)))
  const describe = (month: string) => {
    const days = daysOfMonth(month)
    const sum = days.reduce((all, day) => all + (counts.get(day) ?? 0), 0)
    return said.monthCount(
      monthName(month),
      sum,
      days.filter((day) => due.has(day)).map((day) => formatDay(day, language)),
    )
  }
  const dayOf = (day: string) => ({ count: counts.get(day) ?? 0, due: dueOf(day), off: offOf(day) })
  const days = [...new Set([...counts.keys(), ...due.keys()])].toSorted()
  return html`<p class="soft">${said.calendarLead(dated.length, lines.length - dated.length)}</p>
  ${calendarChart({ from, to, dayOf, monthName, describe, weekdays: said.weekdays })}
  <details><summary>${said.dayTable}</summary><table class="board days"><thead><tr><th scope="col">${said.day}</th><th scope="col" class="number">${said.count}</th><th scope="col">${said.remark}</th></tr></thead><tbody>${days.map(
    (day) =>
      html`<tr><th scope="row" class="day">${formatDay(day, language)}</th><td class="number">${dayCount(counts.get(day) ?? 0, `${path}?published=${day}`)}</td><td>${[dueOf(day), offOf(day)].filter((each) => each !== null).join(' · ')}</td></tr>`,
  )}</tbody></table></details>`
}

function dayCount(count: number, href: string): Html | string {
  return count === 0 ? '0' : html`<a href="${href}">${count}</a>`
}

/** The due dates of the board, each with the kinds of authority that it is set for. */
function dueDays({ language }: Reader, lines: readonly BoardLine[]): ReadonlyMap<string, string> {
  const said = filingWords({ language })
  const expected = lines.filter(({ due, status }) => due !== null && status !== 'exempt')
  return new Map(
    [...Map.groupBy(expected, ({ due }) => due!)].map(([day, own]) => {
      const kinds = [...new Set(own.map(({ kind }) => AUTHORITY_KIND_TITLES[kind][language]))]
      return [day, said.dueDay(kinds.join(language === 'zh' ? '、' : ', '))]
    }),
  )
}

/** From the month of the earliest day to that of the latest, at most twelve. */
function spanOf(days: readonly string[]): readonly [string, string] {
  const months = days.map((day) => day.slice(0, 7)).toSorted()
  const all = monthsBetween(months[0]!, months.at(-1)!)
  return [all[0]!, all.slice(0, MOST_MONTHS).at(-1)!]
}

function countBy(days: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(days, (day) => day)].map(([day, own]) => [day, own.length]))
}
