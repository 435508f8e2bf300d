import { expect, test } from 'vitest'
import { DatabaseUnavailable } from '../../db/unavailable.ts'
import { isOutage, watchOutages } from '../../src/jobs/outage.ts'
import { GiveUp } from '../../src/model/give-up.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

const cases = [
  { name: 'a full disk', error: coded('ENOSPC'), outage: true },
  {
    name: 'a full disk, told by the snapshot store',
    error: new Error('The disk is full', { cause: coded('ENOSPC') }),
    outage: true,
  },
  { name: 'a full disk of the database', error: coded('53100'), outage: true },
  { name: 'a database that is being stopped', error: coded('57P01'), outage: true },
  { name: 'a database that is starting', error: coded('57P03'), outage: true },
  { name: 'a broken connection to the database', error: new Error('Connection terminated unexpectedly'), outage: true },
  { name: 'a Redis that is gone', error: new Error('Connection is closed.'), outage: true },
  { name: 'nobody listens', error: new AggregateError([coded('ECONNREFUSED')]), outage: true },
  { name: 'a database that cannot be used', error: new DatabaseUnavailable('gone'), outage: true },
  { name: 'a row that is there already', error: coded('23505'), outage: false },
  { name: 'a statement that was cancelled', error: coded('57014'), outage: false },
  { name: 'a deadlock: tried again like any error', error: coded('40P01'), outage: false },
  { name: 'a file that does not exist', error: coded('ENOENT'), outage: false },
  { name: 'a file that can never be read', error: new GiveUp('damaged-file', 'x'), outage: false },
  { name: 'our mistake', error: new TypeError('x is undefined'), outage: false },
]

test.each(cases)('$name: $outage', ({ error, outage }) => {
  expect(isOutage(error)).toBe(outage)
})

test('waits grow to half a minute, begin anew after something worked, and end', () => {
  let now = 0
  const outages = watchOutages(3_600_000, () => now)
  const around = (ms: number, wait: number | null) => {
    expect(wait).toBeGreaterThanOrEqual(0.75 * ms)
    expect(wait).toBeLessThanOrEqual(1.25 * ms)
  }
  around(2_000, outages.wait())
  now = 10_000
  around(10_000, outages.wait())
  now = 3_600_000
  around(30_000, outages.wait())
  now = 3_600_001
  expect(outages.wait()).toBeNull()
  outages.over()
  around(2_000, outages.wait())
})
