import { describe, expect, test } from 'vitest'
import type { BoardRow } from '../../db/filings.ts'
import { countStatuses, onTimeShare, sortLines, toBoardLine } from '../../src/review/filing-lines.ts'
import { distanceText, proofText } from '../../src/review/filing-table.ts'

const row = (more: Partial<BoardRow> = {}): BoardRow => ({
  authorityId: 'a',
  authorityName: '甲局',
  kind: 'gov_department',
  level: 'county',
  formerNames: [],
  reportId: null,
  versionId: null,
  status: 'not-found',
  reason: null,
  due: '2024-01-31',
  strength: 'law',
  basis: null,
  publishedOn: null,
  publishedFrom: null,
  daysLate: null,
  backdated: false,
  evidence: { readings: [], dates: [] },
  computedAt: null,
  findings: 0,
  ...more,
})

describe('days to the due date', () => {
  test.each([
    [{ publishedOn: '2024-01-21', status: 'on-time' }, '2024-06-01', '提前 10 天'],
    [{ publishedOn: '2024-01-31', status: 'on-time' }, '2024-06-01', '当天'],
    [{ publishedOn: '2024-03-01', status: 'late' }, '2024-06-01', '晚 30 天'],
    [{ status: 'not-due' }, '2024-01-01', '还有 30 天'],
    [{ status: 'not-due' }, '2024-01-31', '今天到期'],
    [{ status: 'not-found' }, '2024-02-29', '已过 29 天'],
    [{ status: 'not-assessable' }, '2024-02-01', '已过 1 天'],
    [{ status: 'exempt' }, '2024-02-01', null],
    [{ status: null, due: null, evidence: null }, '2024-02-01', null],
  ] as const)('%o on %s: %s', (more, today, expected) => {
    const { distance } = toBoardLine(row(more), today)
    expect(distance && distanceText({ language: 'zh' }, distance)).toBe(expected)
  })
})

describe('what the readings prove', () => {
  const reading = (readAt: string, complete: boolean, found = false) => ({
    columnUrl: 'https://x.example/',
    readAt,
    complete,
    found,
  })
  test.each([
    [
      'a whole reading after the due date',
      'not-found',
      [reading('2024-02-01T02:00:00Z', true)],
      '2024年2月1日完整读取全部栏目，未见',
    ],
    [
      'one of the last evening counts by the clock of China',
      'not-found',
      [reading('2024-01-31T16:30:00Z', true)],
      '2024年2月1日完整读取全部栏目，未见',
    ],
    ['one before the due date says nothing', 'not-assessable', [reading('2024-01-31T10:00:00Z', true)], '期限后没有读取记录'],
    [
      'a part of the column',
      'not-assessable',
      [reading('2024-02-01T02:00:00Z', false), reading('2024-02-03T02:00:00Z', false)],
      '2024年2月3日只读到一部分，不能证明未发布',
    ],
    [
      'one column of several',
      'not-assessable',
      [reading('2024-02-01T02:00:00Z', true), reading('2024-02-03T02:00:00Z', false)],
      '2024年2月1日完整读取过栏目，但不足以证明未发布',
    ],
    ['nothing is to be proven yet', 'not-due', [reading('2024-01-01T02:00:00Z', true)], null],
    ['nobody expects it', 'exempt', [reading('2024-02-01T02:00:00Z', true)], null],
  ] as const)('%s', (_, status, readings, expected) => {
    const { proof } = toBoardLine(row({ status, evidence: { readings: [...readings], dates: [] } }), '2024-06-01')
    expect(proof && proofText({ language: 'zh' }, proof)).toBe(expected)
  })

  test('of a report: when it was first seen', () => {
    const evidence = { readings: [], dates: [{ date: '2024-02-05', from: 'first-seen' }] }
    const { proof } = toBoardLine(row({ status: 'late', evidence }), '2024-06-01')
    expect(proof).toEqual({ kind: 'seen', day: '2024-02-05' })
  })
})

test('the kind tells the level where the registry does not', () => {
  expect(toBoardLine(row({ kind: 'township', level: null }), '2024-06-01').level).toBe('township')
  expect(toBoardLine(row({ level: null }), '2024-06-01').level).toBeNull()
})

describe('the order', () => {
  const lines = [
    row({ authorityId: 'a', authorityName: '财政局', status: 'on-time', publishedOn: '2024-01-20', findings: 2 }),
    row({ authorityId: 'b', authorityName: '教育局', status: 'not-found' }),
    row({ authorityId: 'c', authorityName: '安监局', status: 'late', publishedOn: '2024-02-20', findings: 5 }),
    row({ authorityId: 'd', authorityName: '水务局', status: null, due: null, evidence: null }),
  ].map((each) => toBoardLine(each, '2024-03-01'))
  test.each([
    ['status', false, 'bcda'],
    ['status', true, 'adcb'],
    ['name', false, 'cabd'],
    ['published', false, 'acbd'],
    ['published', true, 'cabd'],
    ['days', true, 'bcad'],
    ['findings', true, 'cabd'],
  ] as const)('by %s, descending: %s', (by, descending, expected) => {
    const ids = sortLines(lines, { by, descending }).map(({ authorityId }) => authorityId)
    expect(ids.join('')).toBe(expected)
  })
})

test.each([
  [{ 'on-time': 3, late: 1 }, 0.75],
  [{ 'on-time': 1, late: 1, 'late-doubtful': 1, 'not-found': 1 }, 0.25],
  [{ 'on-time': 1, 'not-assessable': 9, 'not-due': 9, exempt: 9, 'not-computed': 9 }, 1],
  [{ 'not-due': 9, 'not-assessable': 1 }, null],
])('on-time rate of %o: %s', (counts, expected) => expect(onTimeShare({ ...countStatuses([]), ...counts })).toBe(expected))
