import { expect, test } from 'vitest'
import { deadlineOf } from '../../src/model/filing.ts'

// 条例第四十九条: departments by 31 January, governments by 31 March; townships, sub-districts and zones by local requirement.
test.each([
  { kind: 'gov_department', local: null, date: '2026-01-31', strength: 'law' },
  { kind: 'gov_office', local: '02-20', date: '2026-01-31', strength: 'law' },
  { kind: 'central_department', local: null, date: '2026-01-31', strength: 'law' },
  { kind: 'county_gov', local: null, date: '2026-03-31', strength: 'law' },
  { kind: 'city_gov', local: '02-20', date: '2026-03-31', strength: 'law' },
  { kind: 'township', local: '02-20', date: '2026-02-20', strength: 'policy' },
  { kind: 'subdistrict', local: null, date: '2026-01-31', strength: 'policy' },
  { kind: 'dev_zone', local: '03-31', date: '2026-03-31', strength: 'policy' },
] as const)('$kind with the local date $local is due on $date by $strength', ({ kind, local, date, strength }) => {
  expect(deadlineOf(kind, 2025, local)).toMatchObject({ date, strength })
})
