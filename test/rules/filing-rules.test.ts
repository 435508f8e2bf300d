import { describe, expect, test } from 'vitest'
import type { ContentChange, FilingInput } from '../../src/rules/filing/filing-input.ts'
import {
  authorityOf,
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

const office = authorityOf('subdistrict', '示例街道办事处')
const inTime = report('2024-01-20', ['label:发布日期', '2024-01-20'])
const published = (on: string) => report(on, ['label:发布日期', on])
const messages = (given: Partial<FilingInput>) => judgeFiling(given).findings.map(({ message }) => message)

describe('who is expected', () => {
  const merged = authorityOf('gov_department', '示例县水利局', { until: 2022, successor: 'b' })
  const cases: readonly FilingCase[] = [
    {
      name: 'its first year',
      authority: authorityOf('gov_department', '示例县数据局', { since: 2023 }),
      status: 'not-assessable',
    },
    {
      name: 'before its first year',
      authority: authorityOf('gov_department', '示例县数据局', { since: 2024 }),
      readings: [reading('2024-02-03')],
      status: 'exempt',
      reason: /^2024年度起编制/,
    },
    {
      name: 'its last year',
      authority: merged,
      year: 2022,
      readings: [reading('2023-02-03')],
      status: 'not-found',
      rules: ['TIME-01 error'],
    },
    {
      name: 'merged into another',
      authority: merged,
      successor: '示例县农业农村和水利局',
      readings: [reading('2024-02-03')],
      status: 'exempt',
      reason: /^已并入示例县农业农村和水利局，2023年度起由其编制$/,
    },
    { name: 'dissolved', authority: { ...merged, successor: null }, status: 'exempt', reason: /^已撤销，2022年度后不再编制$/ },
    {
      name: 'exempt for one year, with its reason',
      authority: authorityOf('gov_department', '示例县某办', { exempt: { '2023': '机构改革，由县政府办公室一并编制' } }),
      status: 'exempt',
      reason: /一并编制/,
    },
    {
      name: 'nothing is held against a report that nobody expects',
      authority: merged,
      report: published('2024-05-20'),
      status: 'exempt',
      on: '2024-05-20',
    },
  ]
  test.each(cases)('$name', expectFiling)
})

describe('what may be the report and could not be read', () => {
  const unread = [{ url: `${COLUMN}9.html`, title: '示例县水务局2023年政府信息公开工作年度报告（图片版）' }]
  const cases: readonly FilingCase[] = [
    {
      name: 'a listed document that cannot be read is no absence',
      unread,
      readings: [reading('2024-02-03')],
      status: 'not-assessable',
      reason: /图片版.*请人工查看/,
    },
    { name: 'before the due date nothing is asked of it', unread, asOf: '2024-01-15', status: 'not-due' },
    { name: 'beside a report that was read it does not matter', unread, report: inTime, status: 'on-time' },
    { name: 'no column is registered', columns: [], status: 'not-assessable', reason: /没有登记其栏目/ },
    {
      name: 'one of two columns still has to be read',
      columns: columnsOf(COLUMN, 'https://y.example/'),
      readings: [reading('2024-02-03')],
      status: 'not-assessable',
      reason: /尚有1个栏目未完整读取/,
    },
  ]
  test.each(cases)('$name', expectFiling)
})

describe('which date counts', () => {
  const cases: readonly FilingCase[] = [
    {
      name: 'a line under the title goes before the list',
      report: report('2024-03-01', ['list', '2024-02-09'], ['byline', '2024-01-29']),
      status: 'on-time',
      from: 'byline',
    },
    {
      name: 'a day of update goes last',
      report: report('2024-03-01', ['label:更新时间', '2024-02-28'], ['url', '2024-01-29']),
      status: 'on-time',
      from: 'url',
      rules: [],
    },
    {
      name: 'late by the address alone is in doubt: systems change it',
      report: report('2024-03-01', ['url', '2024-02-17']),
      status: 'late-doubtful',
      late: 17,
      rules: ['TIME-02 warning'],
    },
    {
      name: 'late by the PubDate alone is in doubt: it may be that of a rebuilding',
      report: report('2024-03-01', ['meta:PubDate', '2024-02-17']),
      status: 'late-doubtful',
      rules: ['TIME-02 warning'],
    },
    {
      name: 'late by the day of update alone is in doubt',
      report: report('2024-03-01', ['label:更新时间', '2024-02-17']),
      status: 'late-doubtful',
      rules: ['TIME-02 warning'],
    },
    {
      name: 'the day on which the paper was made is not the day of publication',
      report: report('2024-01-25', ['label:成文日期', '2024-01-10']),
      status: 'on-time',
      from: 'first-seen',
    },
    {
      name: 'a template’s old date is no date of the report',
      report: report('2024-04-25', ['label:发布日期', '2019-12-03']),
      status: 'not-assessable',
      reason: /没有发布日期/,
    },
    {
      name: 'signed after the due date, so published after it',
      report: report('2024-04-25', ['signature', '2024-02-19']),
      status: 'late-doubtful',
      late: 19,
      from: 'signature',
      rules: ['TIME-02 warning'],
    },
    {
      name: 'signed before the due date says nothing of when it was published',
      report: report('2024-04-25', ['signature', '2024-01-19']),
      status: 'not-assessable',
    },
    {
      name: 'a page date after our first sight of it is that of another publication',
      report: report('2024-02-20', ['label:发布日期', '2024-03-10']),
      status: 'late-doubtful',
      on: '2024-02-20',
      from: 'first-seen',
      rules: ['TIME-02 warning'],
    },
  ]
  test.each(cases)('$name', expectFiling)
})

// C5, C18, C28 of the domain reference, with their dates.
describe('reports whose page date is long after the due date', () => {
  const cases: readonly FilingCase[] = [
    {
      name: 'C18: a sub-district’s report for 2022, page of 9 September 2023',
      authority: office,
      year: 2022,
      settings: localDay('01-31'),
      report: published('2023-09-09'),
      asOf: '2023-12-01',
      status: 'late-doubtful',
      late: 221,
      rules: ['TIME-03 warning'],
    },
    {
      name: 'C18: a city’s report for 2020, page of 10 February 2022, signed in time',
      authority: authorityOf('city_gov', '示例市人民政府'),
      year: 2020,
      report: report('2022-02-10', ['label:发布日期', '2022-02-10'], ['url', '2022-02-10'], ['signature', '2021-03-30']),
      asOf: '2022-03-01',
      status: 'late-doubtful',
      late: 316,
      rules: ['TIME-02 warning', 'TIME-07 info'],
    },
    {
      name: 'C5, C18: a district bureau’s report for 2022, page of 20 December 2023',
      year: 2022,
      report: published('2023-12-20'),
      asOf: '2024-01-10',
      status: 'late-doubtful',
      late: 323,
      rules: ['TIME-02 warning'],
    },
    {
      name: 'C28: a county bureau’s report for 2021, page and address of 18 February 2022',
      year: 2021,
      report: report('2022-02-20', ['label:发布时间', '2022-02-18'], ['url', '2022-02-18']),
      asOf: '2022-03-01',
      status: 'late',
      late: 18,
      rules: ['TIME-02 error', 'TIME-06 info'],
    },
    {
      name: 'C17: a district office’s report for 2025 of 23 January 2026',
      authority: authorityOf('gov_office', '示例区人民政府办公室'),
      year: 2025,
      report: published('2026-01-23'),
      asOf: '2026-03-01',
      status: 'on-time',
    },
  ]
  test.each(cases)('$name', expectFiling)
})

describe('TIME-03: a day before the law’s', () => {
  // 怀化: departments publish by 28 January 2022.
  const settings = localDay('01-28', { kinds: ['gov_department'], years: [2021], basis: '怀化市通知' })
  const about = { settings, year: 2021 }
  const cases: readonly FilingCase[] = [
    {
      name: 'in time by law, late by the district',
      ...about,
      report: published('2022-01-30'),
      status: 'on-time',
      rules: ['TIME-03 warning'],
    },
    { name: 'in time by both', ...about, report: published('2022-01-28'), status: 'on-time' },
    {
      name: 'late by law: said once',
      ...about,
      report: published('2022-02-05'),
      status: 'late',
      rules: ['TIME-02 error', 'TIME-06 info'],
    },
    {
      name: 'not there the day after, and not due by law',
      ...about,
      asOf: '2022-01-29',
      readings: [reading('2022-01-29')],
      status: 'not-due',
      rules: ['TIME-03 warning'],
    },
    { name: 'nobody has looked since', ...about, asOf: '2022-01-29', readings: [reading('2022-01-28')], status: 'not-due' },
    { name: 'set for another year only', settings, year: 2022, report: published('2023-01-30'), status: 'on-time' },
    // 岳阳: departments until the end of February.
    {
      name: 'a later day than the law’s changes nothing',
      settings: localDay('02-28', { kinds: ['gov_department'] }),
      report: published('2024-02-20'),
      status: 'late',
      rules: ['TIME-02 error'],
    },
  ]
  test.each(cases)('$name', expectFiling)
  test('the finding quotes what sets the day', () => {
    const [finding] = judgeFiling({ ...about, report: published('2022-01-30') }).findings
    expect(finding).toMatchObject({
      basis: '怀化市通知',
      message: '未发现示例县水务局在本地要求的2022-01-28前公布2021年度报告（页面标注日期为2022-01-30，晚2天），请核实。',
    })
  })
})

describe('TIME-04: handed in', () => {
  const settings = localDay('01-28', { kinds: ['gov_department'], publish: null, submit: '01-26', basis: '某市通知' })
  const handedIn = (day: string | null) => authorityOf('gov_department', '示例县水务局', { submitted: { '2023': day } })
  const about = { settings, report: inTime, status: 'on-time' }
  const cases: readonly FilingCase[] = [
    { name: 'late', ...about, authority: handedIn('2024-01-29'), rules: ['TIME-04 warning'] },
    { name: 'on the last day', ...about, authority: handedIn('2024-01-26') },
    { name: 'recorded as not handed in', ...about, authority: handedIn(null), rules: ['TIME-04 warning'] },
    { name: 'no record is kept', ...about },
    { name: 'no day is set', ...about, settings: localDay('01-28'), authority: handedIn('2024-03-29') },
    { name: 'the day has not passed', ...about, asOf: '2024-01-26', authority: handedIn(null) },
    {
      name: 'handed in after the day of judgement',
      ...about,
      asOf: '2024-01-28',
      authority: handedIn('2024-01-29'),
      rules: ['TIME-04 warning'],
    },
  ]
  test.each(cases)('$name', expectFiling)
  test('the message', () =>
    expect(messages({ ...about, authority: handedIn('2024-01-29') })).toEqual([
      '示例县水务局未在2024-01-26前报送2023年度报告（2024-01-29报送），请核实。',
    ]))
})

describe('TIME-05: published before the year was over', () => {
  const cases: readonly FilingCase[] = [
    { name: 'in its last week', report: published('2023-12-27'), status: 'on-time', rules: ['TIME-05 warning'] },
    { name: 'on New Year’s Eve', report: published('2023-12-31'), status: 'on-time', rules: ['TIME-05 warning'] },
    { name: 'on New Year’s Day', report: published('2024-01-01'), status: 'on-time' },
    {
      name: 'a slip in the year, told by the page',
      report: report('2024-01-25', ['label:发布日期', '2023-01-24']),
      status: 'on-time',
      from: 'first-seen',
      rules: ['TIME-05 warning'],
    },
    {
      name: 'the list says January',
      report: report('2024-01-25', ['label:发布日期', '2023-12-28'], ['list', '2024-01-18']),
      status: 'on-time',
      rules: [],
    },
    {
      name: 'the wrong source: only the draft is of December',
      report: report('2024-01-25', ['signature', '2023-12-28'], ['url', '2023-12-28']),
      status: 'on-time',
    },
    {
      name: 'the date of a template years ago',
      report: report('2024-01-25', ['label:发布日期', '2019-12-03']),
      status: 'on-time',
      from: 'first-seen',
    },
  ]
  test.each(cases)('$name', expectFiling)
  test('the message', () =>
    expect(messages({ report: published('2023-12-27') })).toEqual([
      '发布时间2023-12-27（页面标注日期）早于统计期末，数据可能不完整，请核实。',
    ]))
})

describe('TIME-06: the due date is no working day', () => {
  const missing = (year: number) => ({
    year,
    asOf: `${year + 1}-06-01`,
    readings: [reading(`${year + 1}-05-01`)],
    status: 'not-found',
  })
  const cases: readonly FilingCase[] = [
    { name: '31 January 2026, a Saturday', ...missing(2025), rules: ['TIME-01 error', 'TIME-06 info'] },
    { name: '31 January 2025, in the Spring Festival', ...missing(2024), rules: ['TIME-01 error', 'TIME-06 info'] },
    { name: '31 January 2022, in the Spring Festival', ...missing(2021), rules: ['TIME-01 error', 'TIME-06 info'] },
    { name: '31 January 2024, a Wednesday', ...missing(2023), rules: ['TIME-01 error'] },
    {
      name: '31 March 2024, a Sunday, for a government',
      ...missing(2023),
      authority: government,
      rules: ['TIME-01 error', 'TIME-06 info'],
    },
    {
      name: 'who was in time needs no excuse',
      year: 2025,
      asOf: '2026-06-01',
      report: published('2026-01-30'),
      status: 'on-time',
    },
    {
      name: 'a local date is the district’s own affair',
      ...missing(2025),
      authority: township,
      settings: localDay('02-21'),
      rules: ['TIME-03 warning'],
    },
    {
      name: 'a Sunday on which the district works',
      ...missing(2026),
      settings: {
        ...localDay('02-20'),
        holidays: [{ name: '春节', from: '2027-02-05', to: '2027-02-11', working: ['2027-01-31'], source: '某通知' }],
      },
      rules: ['TIME-01 error'],
    },
  ]
  test.each(cases)('$name', expectFiling)
  test('a year whose exchanged days are not known says so', () =>
    expect(messages(missing(2026))[1]).toBe('法定期限2027-01-31为非工作日（星期日，当年调休安排未登记），条例未规定顺延。'))
})

describe('TIME-08: still there', () => {
  const dead = (days: number) => ({ ...inTime, dead: { url: `${COLUMN}1.html`, since: '2024-03-12', days } })
  const listed = [reading('2024-02-01', true), reading('2024-03-01', true)]
  const cases: readonly FilingCase[] = [
    { name: 'gone on two days', report: dead(2), status: 'on-time', rules: ['TIME-08 warning'] },
    { name: 'a site out of order for one day', report: dead(1), status: 'on-time' },
    {
      name: 'two complete readings no longer list it',
      report: inTime,
      readings: [...listed, reading('2024-03-10'), reading('2024-03-11')],
      status: 'on-time',
      rules: ['TIME-08 warning'],
    },
    { name: 'one reading no longer lists it', report: inTime, readings: [...listed, reading('2024-03-10')], status: 'on-time' },
    {
      name: 'two readings of one day are one',
      report: inTime,
      readings: [...listed, reading('2024-03-10T02:00:00Z'), reading('2024-03-10T06:00:00Z')],
      status: 'on-time',
    },
    {
      name: 'readings that were not complete prove nothing',
      report: inTime,
      readings: [...listed, reading('2024-03-10', false, false), reading('2024-03-11', false, false)],
      status: 'on-time',
    },
    {
      name: 'it came back',
      report: inTime,
      readings: [...listed, reading('2024-03-10'), reading('2024-03-11'), reading('2024-03-12', true)],
      status: 'on-time',
    },
    {
      name: 'another column still lists it',
      report: inTime,
      readings: [
        ...listed,
        reading('2024-03-10'),
        reading('2024-03-11'),
        reading('2024-03-11', true, true, 'https://y.example/'),
      ],
      status: 'on-time',
    },
    {
      name: 'a column that was given up says nothing',
      report: inTime,
      columns: columnsOf('https://y.example/'),
      readings: [
        ...listed,
        reading('2024-03-10'),
        reading('2024-03-11'),
        reading('2024-03-11', true, true, 'https://y.example/'),
      ],
      status: 'on-time',
    },
  ]
  test.each(cases)('$name', expectFiling)
  test('the messages', () => {
    expect(messages({ report: dead(2) })).toEqual(['年报链接已失效（2024-03-12），请核实。'])
    const left = [...listed, reading('2024-03-10'), reading('2024-03-11')]
    expect(messages({ report: inTime, readings: left })).toEqual(['年报已不在原栏目中（2024-03-10），请核实。'])
  })
})

describe('TIME-09: in its column', () => {
  const cases: readonly FilingCase[] = [
    {
      name: 'loaded from a file, and no reading ever listed it',
      report: inTime,
      readings: [reading('2024-02-03')],
      status: 'on-time',
      rules: ['TIME-09 info'],
    },
    {
      name: 'found in the catalogue of all papers only',
      report: inTime,
      columns: [...columnsOf(COLUMN), { url: 'https://y.example/', annual: false }],
      readings: [reading('2024-02-03'), reading('2024-02-03', true, true, 'https://y.example/')],
      status: 'on-time',
      rules: ['TIME-09 info'],
    },
    { name: 'listed', report: inTime, readings: [reading('2024-02-03', true)], status: 'on-time' },
    {
      name: 'the column was not read to its end',
      report: inTime,
      readings: [reading('2024-02-03', false, false)],
      status: 'on-time',
    },
    {
      name: 'the column was read before the report was seen',
      report: inTime,
      readings: [reading('2024-01-19')],
      status: 'on-time',
    },
    {
      name: 'one of two columns was not read',
      report: inTime,
      columns: columnsOf(COLUMN, 'https://y.example/'),
      readings: [reading('2024-02-03')],
      status: 'on-time',
    },
    {
      name: 'no such column is registered',
      report: inTime,
      columns: [{ url: COLUMN, annual: false }],
      readings: [reading('2024-02-03')],
      status: 'on-time',
    },
    {
      name: 'a document in the column that could not be read may be it',
      report: inTime,
      unread: [{ url: `${COLUMN}9.pdf`, title: '2023年年度报告' }],
      readings: [reading('2024-02-03')],
      status: 'on-time',
    },
  ]
  test.each(cases)('$name', expectFiling)
})

describe('YR-12: changed without a word', () => {
  const change = (more: Partial<ContentChange> = {}): ContentChange => ({
    on: '2024-03-05',
    noted: false,
    cells: ['t3.new_received.total'],
    passage: null,
    ...more,
  })
  const changed = (...changes: readonly ContentChange[]) => ({ report: { ...inTime, changes }, status: 'on-time' })
  const cases: readonly FilingCase[] = [
    { name: 'figures changed', ...changed(change()), rules: ['YR-12 warning'] },
    { name: 'the change is told', ...changed(change({ noted: true })) },
    {
      name: 'one of two changes is told',
      ...changed(change(), change({ on: '2024-03-09', noted: true })),
      rules: ['YR-12 warning'],
    },
    { name: 'nothing changed', ...changed() },
  ]
  test.each(cases)('$name', expectFiling)
  test('the message says what changed, and the finding shows it', () => {
    const [finding] = judgeFiling(changed(change({ passage: '全年新收申请12件。' }))).findings
    expect(finding).toMatchObject({
      message: '报告发布后内容有变动（2024-03-05，表格1处、正文），未见更正说明，请核实。',
      cells: ['t3.new_received.total'],
      quote: '全年新收申请12件。',
    })
  })
})

test('a district may switch a rule off, or judge it otherwise', () => {
  const settings = {
    ...localDay('02-20'),
    rules: { 'TIME-02': { severity: 'warning' }, 'TIME-06': { severity: 'off' } },
  } as const
  const { findings } = judgeFiling({ year: 2025, settings, report: published('2026-02-10'), asOf: '2026-03-01' })
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['TIME-02 warning'])
})
