import { describe, expect, test } from 'vitest'
import type { AuthorityKind } from '../../src/model/authority.ts'
import {
  clashOf,
  deadlineOf,
  earlierLocalDay,
  KINDS_WITHOUT_LEGAL_DATE,
  type LocalDeadline,
  submissionDay,
} from '../../src/model/deadline.ts'

const setFor = (kinds: readonly AuthorityKind[], more: Partial<LocalDeadline>): LocalDeadline => ({
  kinds,
  years: null,
  publish: null,
  submit: null,
  basis: '某市政务公开办通知',
  ...more,
})
const townships = (publish: string, years: readonly number[] | null = null) =>
  setFor(KINDS_WITHOUT_LEGAL_DATE, { publish, years })
const due = (kind: AuthorityKind, year: number, ...local: LocalDeadline[]) => deadlineOf({ kind, level: null }, year, local)

// 条例第四十九条: departments by 31 January, governments by 31 March; townships, sub-districts and zones by local requirement.
test.each([
  { kind: 'gov_department', local: [], date: '2026-01-31', strength: 'law' },
  { kind: 'gov_office', local: [townships('02-20')], date: '2026-01-31', strength: 'law' },
  { kind: 'central_department', local: [], date: '2026-01-31', strength: 'law' },
  { kind: 'vertical', local: [], date: '2026-01-31', strength: 'law' },
  { kind: 'authorised_org', local: [], date: '2026-01-31', strength: 'law' },
  { kind: 'county_gov', local: [], date: '2026-03-31', strength: 'law' },
  { kind: 'city_gov', local: [townships('02-20')], date: '2026-03-31', strength: 'law' },
  { kind: 'township', local: [townships('02-20')], date: '2026-02-20', strength: 'policy' },
  { kind: 'subdistrict', local: [], date: '2026-01-31', strength: 'policy' },
  { kind: 'dispatched_unit', local: [], date: '2026-01-31', strength: 'policy' },
  { kind: 'dev_zone', local: [townships('03-31')], date: '2026-03-31', strength: 'policy' },
] as const)('$kind is due on $date by $strength', ({ kind, local, date, strength }) => {
  expect(due(kind, 2025, ...local)).toMatchObject({ date, strength })
})

test('a department below the county has no legal date', () => {
  expect(deadlineOf({ kind: 'gov_department', level: 'township' }, 2025, [])).toMatchObject({ strength: 'policy', isSet: false })
})

test('reports for 2018 and earlier were due on 31 March by the first Regulation', () => {
  expect(due('gov_department', 2018)).toMatchObject({ date: '2019-03-31', strength: 'law' })
  expect(due('gov_department', 2018).basis).toContain('第492号')
  expect(due('township', 2018)).toMatchObject({ date: '2019-03-31', strength: 'law' })
  expect(due('dev_zone', 2018)).toMatchObject({ date: '2019-03-31', strength: 'policy', isSet: false })
  expect(due('gov_department', 2019)).toMatchObject({ date: '2020-01-31' })
})

describe('what a district sets by itself', () => {
  const years = [townships('02-10'), townships('02-25', [2023])]
  test('an entry that names the year goes before one for all years', () => {
    expect(due('township', 2023, ...years)).toMatchObject({ date: '2024-02-25', isSet: true, basis: '某市政务公开办通知' })
    expect(due('township', 2024, ...years)).toMatchObject({ date: '2025-02-10' })
  })
  test('only an earlier day than the law’s says anything to those whose date the law sets', () => {
    const day = (kind: AuthorityKind, publish: string) =>
      earlierLocalDay({ kind, level: null }, 2021, [setFor([kind], { publish })])
    // 怀化 asked its departments for 28 January 2022, before the Spring Festival.
    expect(day('gov_department', '01-28')).toMatchObject({ date: '2022-01-28', strength: 'policy' })
    // 岳阳 let departments publish until the end of February; the Regulation does not.
    expect(day('gov_department', '02-28')).toBeNull()
    expect(day('township', '01-28')).toBeNull()
  })
  test('the day to hand a report in may lie at the end of the reporting year', () => {
    const day = (submit: string) => submissionDay('township', 2025, [setFor(['township'], { submit })])?.date
    expect(day('01-26')).toBe('2026-01-26')
    expect(day('12-15')).toBe('2025-12-15')
    expect(submissionDay('township', 2025, years)).toBeNull()
  })
  test.each([
    {
      name: 'the same kind in all years',
      a: townships('02-10'),
      b: setFor(['township'], { publish: '02-12' }),
      kinds: ['township'],
    },
    {
      name: 'the same year',
      a: townships('02-10', [2023, 2024]),
      b: townships('02-12', [2024]),
      kinds: KINDS_WITHOUT_LEGAL_DATE,
    },
    { name: 'another year', a: townships('02-10', [2023]), b: townships('02-12', [2024]), kinds: [] },
    { name: 'a year beside all years', a: townships('02-10'), b: townships('02-12', [2024]), kinds: [] },
    { name: 'another day', a: townships('02-10'), b: setFor(['township'], { submit: '01-20' }), kinds: [] },
  ] as const)('$name: the same day set twice is told', ({ a, b, kinds }) => {
    expect(clashOf(a, b)).toEqual(KINDS_WITHOUT_LEGAL_DATE.filter((kind) => kinds.some((each) => each === kind)))
  })
})
