/** Deadlines, nights and dates are those of China, wherever the machine stands. */
export const TIME_ZONE = 'Asia/Shanghai'

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' })

/** The calendar day in China now, YYYY-MM-DD. */
export function shanghaiToday(): string {
  return day.format(new Date())
}
