import { describe, expect, test } from 'vitest'
import type { FilingInput } from '../../src/rules/filing/filing-input.ts'
import {
  bureau,
  COLUMN,
  columnsOf,
  expectFiling,
  type FilingCase,
  government,
  judgeFiling,
  localDay,
  reading,
  report,
  township,
} from './filing-cases.ts'

const cases: readonly FilingCase[] = [
  { name: 'nothing is due before the date', asOf: '2024-01-31', status: 'not-due' },
  { name: 'a government has two months more', authority: government, asOf: '2024-03-31', status: 'not-due' },
  {
    name: 'not found after a complete reading',
    readings: [reading('2024-02-01')],
    status: 'not-found',
    rules: ['TIME-01 error'],
  },
  { name: 'the reading was before the due date ended', readings: [reading('2024-01-31T15:00:00Z')], status: 'not-assessable' },
  {
    name: 'the same moment is the next day in China',
    readings: [reading('2024-01-31T17:00:00Z')],
    status: 'not-found',
    rules: ['TIME-01 error'],
  },
  { name: 'an incomplete reading proves nothing', readings: [reading('2024-02-01', false, false)], status: 'not-assessable' },
  {
    name: 'one of two columns was not read',
    readings: [reading('2024-02-01'), reading('2024-02-01', false, false, 'https://y.example/')],
    status: 'not-assessable',
  },
  {
    name: 'one of two columns was never read',
    columns: columnsOf(COLUMN, 'https://y.example/'),
    readings: [reading('2024-02-01')],
    status: 'not-assessable',
  },
  {
    name: 'a column that is given up needs no reading any more',
    columns: columnsOf(COLUMN),
    readings: [reading('2024-02-01'), reading('2024-01-20', false, false, 'https://mistyped.example/')],
    status: 'not-found',
    rules: ['TIME-01 error'],
  },
  { name: 'listed, but not read as a report', readings: [reading('2024-02-01', true)], status: 'not-assessable' },
  { name: 'no reading at all', status: 'not-assessable' },
  {
    name: 'on time by the labelled date',
    report: report('2024-03-01', ['label:发布日期', '2024-01-20']),
    status: 'on-time',
    on: '2024-01-20',
    from: 'label:发布日期',
  },
  { name: 'on the last day', report: report('2024-03-01', ['label:发布日期', '2024-01-31']), status: 'on-time' },
  {
    name: 'the labelled date goes before list, meta and address',
    report: report(
      '2024-03-01',
      ['url', '2024-02-17'],
      ['meta:PubDate', '2024-02-15'],
      ['list', '2024-01-30'],
      ['label:发布时间', '2024-01-29'],
    ),
    status: 'on-time',
    on: '2024-01-29',
    rules: ['TIME-07 info'],
  },
  {
    name: 'late by the page',
    report: report('2024-03-01', ['label:发布日期', '2024-02-10']),
    status: 'late',
    late: 10,
    on: '2024-02-10',
    rules: ['TIME-02 error'],
  },
  {
    name: 'late by the list date',
    report: report('2024-03-01', ['list', '2024-02-03']),
    status: 'late',
    late: 3,
    from: 'list',
    rules: ['TIME-02 error'],
  },
  {
    name: 'the signature lies before the due date',
    report: report('2024-03-01', ['label:发布日期', '2024-02-10'], ['signature', '2024-01-20']),
    status: 'late-doubtful',
    late: 10,
    rules: ['TIME-02 warning', 'TIME-07 info'],
  },
  {
    name: 'a signature of the year before is none of this report',
    report: report('2024-03-01', ['label:发布日期', '2024-02-10'], ['signature', '2019-12-03']),
    status: 'late',
    rules: ['TIME-02 error', 'TIME-07 info'],
  },
  {
    name: 'a draft made before the due date is no publication',
    report: report('2024-03-01', ['label:发布日期', '2024-02-10'], ['draft', '2024-01-20']),
    status: 'late',
    rules: ['TIME-02 error'],
  },
  {
    name: 'half a year later looks like a migration',
    report: report('2024-10-01', ['label:发布日期', '2024-09-09']),
    asOf: '2024-12-01',
    status: 'late-doubtful',
    rules: ['TIME-02 warning'],
  },
  {
    name: 'our own reading proves what the page date leaves in doubt',
    report: report('2024-10-01', ['label:发布日期', '2024-09-09']),
    readings: [reading('2024-03-01'), reading('2024-12-01', true)],
    asOf: '2024-12-01',
    status: 'late',
    rules: ['TIME-02 error'],
  },
  {
    name: 'seen before the date that the page gives',
    report: report('2024-01-25', ['label:发布日期', '2024-03-10']),
    status: 'on-time',
    on: '2024-01-25',
    from: 'first-seen',
  },
  { name: 'no date, seen in time', report: report('2024-01-25'), status: 'on-time', on: '2024-01-25' },
  { name: 'no date, seen late, never looked before', report: report('2024-04-25'), status: 'not-assessable', on: null },
  {
    name: 'no date, but absent after the due date',
    report: report('2024-04-25'),
    readings: [reading('2024-03-01'), reading('2024-12-01', true)],
    status: 'late',
    on: '2024-04-25',
    from: 'first-seen',
    rules: ['TIME-02 error'],
  },
  {
    name: 'back-dated',
    report: report('2024-02-20', ['label:发布日期', '2024-01-25']),
    readings: [reading('2024-02-05'), reading('2024-02-20', true)],
    status: 'late-doubtful',
    backdated: true,
    on: '2024-02-20',
    rules: ['TIME-07 warning'],
  },
  {
    name: 'exempt for the year',
    authority: { ...bureau, exempt: { '2023': '机构改革' } },
    readings: [reading('2024-02-01')],
    status: 'exempt',
  },
  { name: 'not expected yet', authority: { ...bureau, since: 2024 }, readings: [reading('2024-02-01')], status: 'exempt' },
  {
    name: 'a township has a local date',
    authority: township,
    settings: localDay('02-20'),
    report: report('2024-03-01', ['label:发布日期', '2024-02-25']),
    status: 'late',
    late: 5,
    rules: ['TIME-03 warning'],
  },
  {
    name: 'a township without a local date is worth a look only',
    authority: township,
    report: report('2024-03-01', ['label:发布日期', '2024-02-25']),
    status: 'late',
    rules: ['TIME-03 info'],
  },
  {
    name: 'a township not found',
    authority: township,
    settings: localDay('02-20'),
    readings: [reading('2024-02-21')],
    status: 'not-found',
    rules: ['TIME-03 warning'],
  },
  {
    name: 'page and address disagree by more than a week',
    report: report('2024-01-30', ['label:发布日期', '2024-01-06'], ['url', '2024-01-23']),
    status: 'on-time',
    rules: ['TIME-07 info'],
  },
]

test.each(cases)('$name', expectFiling)

describe('what officers read', () => {
  const said = (given: Partial<FilingInput>) => judgeFiling(given).findings.map(({ message }) => message)

  test('absence is 未发现', () =>
    expect(said({ readings: [reading('2024-02-01')] })).toEqual([
      '2024-02-01完整读取有关栏目，未发现示例县水务局2023年度报告（应于2024-01-31前公布）。',
    ]))
  test('lateness names its evidence', () =>
    expect(said({ report: report('2024-03-01', ['list', '2024-02-03']) })).toEqual([
      '示例县水务局2023年度报告发布时间为2024-02-03（栏目列表日期），晚于法定期限2024-01-31，逾期3天。',
    ]))
  test('back-dating names the reading that did not show it', () =>
    expect(
      said({
        report: report('2024-02-20', ['label:发布日期', '2024-01-25']),
        readings: [reading('2024-02-05'), reading('2024-02-20', true)],
      }),
    ).toEqual(['页面日期2024-01-25与首次采集日期（2024-02-05完整读取栏目时未发现该报告）2024-02-20不一致，以首次采集时间为准。']))
})
