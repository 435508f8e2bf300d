/** One public holiday as its notice arranges it. Days are YYYY-MM-DD, both ends included. */
export type Holiday = {
  readonly name: string
  readonly from: string
  readonly to: string
  /** Days of a weekend on which offices work in exchange (调休上班). */
  readonly working: readonly string[]
  /** The notice that arranges it. */
  readonly source: string
}

/**
 * The holidays that may touch a due date, January to March, of the whole country. Each year's arrangement is known when the State Council's
 * general office has published it; a year that is missing here can be told in the portals file.
 */
const NATIONAL: readonly Holiday[] = [
  spring(2020, '01-24', '02-02', ['01-19'], '国务院办公厅关于延长2020年春节假期的通知'),
  spring(2021, '02-11', '02-17', ['02-07', '02-20']),
  spring(2022, '01-31', '02-06', ['01-29', '01-30']),
  spring(2023, '01-21', '01-27', ['01-28', '01-29']),
  spring(2024, '02-10', '02-17', ['02-04', '02-18']),
  spring(2025, '01-28', '02-04', ['01-26', '02-08']),
  spring(2026, '02-15', '02-23', ['02-14', '02-28']),
]

function spring(year: number, from: string, to: string, working: readonly string[], source?: string): Holiday {
  const day = (monthAndDay: string) => `${year}-${monthAndDay}`
  return {
    name: '春节',
    from: day(from),
    to: day(to),
    working: working.map(day),
    source: source ?? `国务院办公厅关于${year}年部分节假日安排的通知`,
  }
}

/** Why offices are closed on a day. */
export type DayOff = { readonly zh: string; readonly en: string }

/**
 * Why a day (YYYY-MM-DD) is none on which offices work, by the holidays that are known and those of `local`; null for a working day.
 * Where no arrangement of the year is known, a weekend day is told as such with that doubt.
 */
export function dayOffOf(day: string, local: readonly Holiday[] = []): DayOff | null {
  const holidays = [...local, ...NATIONAL]
  const holiday = holidays.find(({ from, to }) => from <= day && day <= to)
  if (holiday) return { zh: `${holiday.name}放假，${holiday.source}`, en: `${holiday.name} holiday, ${holiday.source}` }
  const weekend = WEEKEND[new Date(`${day}T00:00:00Z`).getUTCDay()]
  if (weekend === undefined || holidays.some(({ working }) => working.includes(day))) return null
  const isYearKnown = holidays.some(({ from }) => from.slice(0, 4) === day.slice(0, 4))
  return isYearKnown
    ? weekend
    : { zh: `${weekend.zh}，当年调休安排未登记`, en: `${weekend.en}; that year's exchanged working days are not registered` }
}

const WEEKEND: Readonly<Record<number, DayOff>> = { 0: { zh: '星期日', en: 'a Sunday' }, 6: { zh: '星期六', en: 'a Saturday' } }
