import { shanghaiDay } from './date-evidence.ts'
import type { ColumnSight, FilingInput } from './filing-input.ts'

/** What the readings of columns prove: that a report was not there, that it left, or that it never was where it belongs. */

type Sights = Pick<FilingInput, 'columns' | 'readings'>

/** Whether every registered column was read completely after `day` without the report, which no reading ever listed. */
export function isAbsentEverywhere({ columns, readings }: Sights, day: string): boolean {
  const isAbsentIn = (url: string) => readings.some((reading) => reading.columnUrl === url && isAbsence(reading, day))
  return columns.length > 0 && columns.every(({ url }) => isAbsentIn(url)) && !readings.some(({ found }) => found)
}

/** The registered columns that were not read completely after `day`: what a search still lacks. */
export function unreadColumns({ columns, readings }: Sights, day: string): readonly string[] {
  const isRead = (url: string) =>
    readings.some((reading) => reading.columnUrl === url && reading.complete && shanghaiDay(reading.readAt) > day)
  return columns.map(({ url }) => url).filter((url) => !isRead(url))
}

/** The moment of the newest reading of a whole column; null where none was read to its end. */
export function lastCompleteReading(readings: readonly ColumnSight[]): string | null {
  const moments = readings.filter(({ complete }) => complete).map(({ readAt }) => readAt)
  return moments.toSorted().at(-1) ?? null
}

/** The first day after `day` by which every column had been read completely without finding the report. */
export function absentSince({ columns, readings }: Sights, day: string): string | null {
  const firsts = columns.flatMap(({ url }) => {
    const days = readings
      .filter((each) => each.columnUrl === url && isAbsence(each, day))
      .map(({ readAt }) => shanghaiDay(readAt))
    return days.toSorted().slice(0, 1)
  })
  return firsts.toSorted().at(-1) ?? null
}

/** The latest day after `day` on which a whole column was read and did not list the report, before we first saw it. */
export function lastAbsence({ readings, report }: Pick<FilingInput, 'readings' | 'report'>, day: string): string | null {
  if (report === null) return null
  // Where it never appeared it was not to appear: another column of the same authority proves nothing.
  const columns = new Set(readings.filter(({ found }) => found).map(({ columnUrl }) => columnUrl))
  const days = readings
    .filter((reading) => columns.has(reading.columnUrl) && isAbsence(reading, day))
    .map(({ readAt }) => shanghaiDay(readAt))
    .filter((each) => each <= report.firstSeenOn)
  return days.toSorted().at(-1) ?? null
}

function isAbsence({ complete, found, readAt }: ColumnSight, day: string): boolean {
  return complete && !found && shanghaiDay(readAt) > day
}

/** Days of complete readings that have to agree before a report counts as gone: a site may be out of order for one. */
const NIGHTS = 2

/**
 * The day since which no column that once listed the report does; null where one still lists it, or where fewer than two nights say so.
 * Columns that are no longer registered say nothing.
 */
export function leftColumnsOn({ columns, readings }: Sights): string | null {
  const stretches = columns.flatMap(({ url }) => {
    const own = readings.filter(({ columnUrl, complete, found }) => columnUrl === url && (complete || found))
    const last = own.findLastIndex(({ found }) => found)
    return last === -1 ? [] : [[...new Set(own.slice(last + 1).map(({ readAt }) => shanghaiDay(readAt)))]]
  })
  if (stretches.length === 0 || stretches.some((days) => days.length < NIGHTS)) return null
  return (
    stretches
      .map(([first]) => first ?? '')
      .toSorted()
      .at(-1) ?? null
  )
}

/**
 * The day by which every 政府信息公开年报 column of the authority had been read completely, after the report was first seen, without ever
 * listing it; null where one lists it or a document that may be it, was not read, or none is registered.
 */
export function unlistedOn({
  columns,
  readings,
  report,
  unread,
}: Sights & Pick<FilingInput, 'report' | 'unread'>): string | null {
  const annual = columns.filter((column) => column.annual)
  if (report === null || unread.length > 0 || annual.length === 0) return null
  const days = annual.map(({ url }) => {
    const own = readings.filter(({ columnUrl }) => columnUrl === url)
    if (own.some(({ found }) => found)) return null
    const read = own.filter(({ complete, readAt }) => complete && shanghaiDay(readAt) > report.firstSeenOn)
    return read[0] ? shanghaiDay(read[0].readAt) : null
  })
  return days.every((each) => each !== null) ? (days.toSorted().at(-1) ?? null) : null
}
