import { expect, test } from 'vitest'
import { quietUntil, readHours, readSeason } from '../../src/model/quiet-time.ts'

const january = { hours: readHours('22:00-24:00')!, season: readSeason('01-01..01-31')! }
const allDay = { hours: readHours('00:00-24:00')!, season: readSeason('01-01..01-31')! }
const overMidnight = { hours: readHours('22:30-01:00')!, season: readSeason('12-15..02-15')! }

test.each([
  ['a Tuesday evening in January', january, '2026-01-20T22:30:30+08:00', '2026-01-21T00:00:00+08:00'],
  ['hours that are the whole day', allDay, '2026-01-20T10:00:00+08:00', '2026-01-21T00:00:00+08:00'],
  ['just before', january, '2026-01-20T21:59:59+08:00', null],
  ['at midnight', january, '2026-01-21T00:00:00+08:00', null],
  ['a Saturday', january, '2026-01-24T22:30:00+08:00', null],
  ['a Tuesday in February', january, '2026-02-03T22:30:00+08:00', null],
  ['after midnight of a Friday', overMidnight, '2026-01-24T00:30:00+08:00', '2026-01-24T01:00:00+08:00'],
  ['after midnight of a Sunday', overMidnight, '2026-01-26T00:30:00+08:00', null],
  ['a season over the end of the year', overMidnight, '2025-12-31T22:45:00+08:00', '2026-01-01T01:00:00+08:00'],
])('quiet time: %s', (_name, quiet, now, until) => {
  expect(quietUntil(quiet, new Date(now))?.getTime()).toBe(until === null ? undefined : new Date(until).getTime())
})

test.each(['22-24', '25:00-26:00', '10:61-11:00', '10:00-10:00', ''])('"%s" is no span of hours', (text) => {
  expect(readHours(text)).toBe(null)
})

test.each(['1-1..1-31', '02-30..03-01', '01-01-01-31', ''])('"%s" is no season', (text) => {
  expect(readSeason(text)).toBe(null)
})
