/** Hours of the working days of a season in which portals are left to their officers. Minutes of the day in China; days as MM-DD. */
export type QuietTime = {
  readonly hours: { readonly from: number; readonly to: number }
  readonly season: { readonly from: string; readonly to: string }
}

const SHANGHAI_MS = 8 * 3_600_000
const MINUTE_MS = 60_000

/** Reads `22:00-24:00`; null where it is none. Hours that pass midnight (`22:00-02:00`) are allowed. */
export function readHours(text: string): QuietTime['hours'] | null {
  const match = text.match(/^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/)
  if (!match) return null
  const [from, to] = [minuteOf(match[1]!, match[2]!), minuteOf(match[3]!, match[4]!)]
  return from === null || to === null || from === to ? null : { from, to }
}

/** Reads `01-01..01-31`; null where it is none. A season may pass the end of the year. */
export function readSeason(text: string): QuietTime['season'] | null {
  const match = text.match(/^(\d{2}-\d{2})\s*\.\.\s*(\d{2}-\d{2})$/)
  return match && [match[1]!, match[2]!].every(isDayOfYear) ? { from: match[1]!, to: match[2]! } : null
}

/** When the quiet time that it is now ends; null when it is none. */
export function quietUntil({ hours, season }: QuietTime, now: Date): Date | null {
  // A date whose UTC fields are those of the clock in China, which knows no summer time.
  const local = new Date(now.getTime() + SHANGHAI_MS)
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes()
  const length = (hours.to - hours.from + 1440) % 1440 || 1440
  const since = (minute - hours.from + 1440) % 1440
  if (since >= length) return null
  const beginning = new Date(local.getTime() - since * MINUTE_MS)
  const weekday = beginning.getUTCDay()
  if (weekday === 0 || weekday === 6 || !isWithin(beginning.toISOString().slice(5, 10), season)) return null
  const elapsed = local.getUTCSeconds() * 1_000 + local.getUTCMilliseconds()
  return new Date(now.getTime() + (length - since) * MINUTE_MS - elapsed)
}

function isWithin(day: string, { from, to }: QuietTime['season']): boolean {
  return from <= to ? from <= day && day <= to : day >= from || day <= to
}

function minuteOf(hour: string, minute: string): number | null {
  const total = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && total <= 1440 ? total : null
}

function isDayOfYear(text: string): boolean {
  const date = new Date(`2024-${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(5, 10) === text
}
