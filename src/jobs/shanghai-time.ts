/** Deadlines, nights and dates are those of China, wherever the machine stands. */
export const TIME_ZONE = 'Asia/Shanghai'

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' })

/** The calendar day in China at a moment, YYYY-MM-DD. */
export function shanghaiDay(moment: Date): string {
  return day.format(moment)
}

export function shanghaiToday(): string {
  return shanghaiDay(new Date())
}
