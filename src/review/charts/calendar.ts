import { type Html, html } from '../html.ts'
import { areaAttributes } from './fills.ts'

type CalendarDay = {
  readonly count: number
  /** Why the day is told apart: a due date. */
  readonly due: string | null
  /** Why offices are closed. */
  readonly off: string | null
}

export type Calendar = {
  /** First and last month shown, as YYYY-MM. */
  readonly from: string
  readonly to: string
  readonly dayOf: (day: string) => CalendarDay
  readonly monthName: (month: string) => string
  /** What the picture of a month says in words. */
  readonly describe: (month: string) => string
  /** The seven days of the week from Monday on, one sign each. */
  readonly weekdays: readonly string[]
}

const CELL = { width: 30, height: 26 }
const HEAD = 36
const SHADES = 4

/** A picture for each month, a week a row: the more on a day the darker, its number in it; due dates framed, days off hatched. */
export function calendarChart(calendar: Calendar): Html {
  const months = monthsBetween(calendar.from, calendar.to)
  const most = Math.max(1, ...months.flatMap(daysOfMonth).map((day) => calendar.dayOf(day).count))
  return html`<div class="calendar">${months.map((month) => monthChart(calendar, month, most))}</div>`
}

function monthChart({ dayOf, monthName, describe, weekdays }: Calendar, month: string, most: number): Html {
  const days = daysOfMonth(month)
  const offset = weekdayOf(days[0]!)
  const weeks = Math.ceil((offset + days.length) / 7)
  const [width, height] = [7 * CELL.width + 2, HEAD + weeks * CELL.height + 2]
  return html`<svg class="month" role="img" aria-label="${describe(month)}" width="${width}" height="${height}" viewBox="-1 0 ${width} ${height}"><title>${monthName(month)}</title><desc>${describe(month)}</desc>
<text class="name" x="0" y="13">${monthName(month)}</text>${weekdays.map((name, index) => html`<text class="weekday" x="${(index + 0.5) * CELL.width}" y="30">${name}</text>`)}
${days.map((day, index) => dayCell(dayOf(day), index + 1, offset + index, most))}</svg>`
}

function dayCell({ count, due, off }: CalendarDay, number: number, place: number, most: number): Html {
  const x = (place % 7) * CELL.width
  const y = HEAD + Math.floor(place / 7) * CELL.height
  const size = html`x="${x + 1}" y="${y + 1}" width="${CELL.width - 2}" height="${CELL.height - 2}"`
  return html`<g>${off !== null && html`<rect ${size} ${areaAttributes({ tone: 'soft', texture: 'hatch' })}/>`}<rect ${size} class="day${count > 0 && ` shade-${shadeOf(count, most)}`}${due !== null && ' due'}"/>${
    due !== null && html`<path class="flag" d="M${x + CELL.width - 10} ${y + 1}h9v9z"/>`
  }${
    count === 0
      ? html`<text class="date" x="${x + 4}" y="${y + 11}">${number}</text>`
      : html`<text class="date" x="${x + 4}" y="${y + 10}">${number}</text><text class="count" x="${x + CELL.width / 2}" y="${y + 20}">${count}</text>`
  }</g>`
}

/** 1 for the least, 4 for the most; even a single one is seen. */
export function shadeOf(count: number, most: number): number {
  return Math.min(SHADES, Math.max(1, Math.ceil((SHADES * count) / most)))
}

/** All months from one to another, both included, as YYYY-MM. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = []
  for (let month = from; month <= to; month = nextMonth(month)) months.push(month)
  return months
}

function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

export function daysOfMonth(month: string): readonly string[] {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}

/** 0 for Monday. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}
