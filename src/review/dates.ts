import type { Language } from './language.ts'

/** `2024-01-31` → 2024年1月31日, or 31 January 2024; anything else stays as it is. */
export function formatDay(day: string, language: Language): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(day)
  if (!parts) return day
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number]
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1] ?? month} ${year}`
}

/** An instant as day and minute on the clock of the portals, Asia/Shanghai. */
export function formatTime(time: Date | string, language: Language): string {
  const [day = '', clock = ''] = SHANGHAI.format(new Date(time)).split(' ')
  return `${formatDay(day, language)} ${clock}`
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
// The Swedish form is the ISO one: 2024-01-31 14:05.
const SHANGHAI = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

// Made once: a formatter costs a hundred times what it costs to use it, and pages have hundreds of figures.
const FIGURES = new Intl.NumberFormat('en-US', { useGrouping: false, maximumFractionDigits: 6 })
const GROUPED_FIGURES = new Intl.NumberFormat('en-US', { useGrouping: true, maximumFractionDigits: 6 })

/** Figures as printed in the pages: a true minus sign, thousands apart from five digits on. */
export function formatNumber(value: number): string {
  // What most figures are, a tenth of the price.
  if (Number.isInteger(value) && value >= 0 && value < 10_000) return String(value)
  return (Math.abs(value) >= 10_000 ? GROUPED_FIGURES : FIGURES).format(value).replace('-', '−')
}

/** Today's date on the clock of the portals, or some days later, as `2024-01-31`. */
export function todayInChina(daysLater = 0): string {
  return SHANGHAI.format(new Date(Date.now() + daysLater * 86_400_000)).slice(0, 10)
}

/** A share of 0 to 1 in percent with one decimal: 0.957 → 95.7%. */
export function shareText(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}
