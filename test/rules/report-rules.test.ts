import { describe, expect, test } from 'vitest'
import type { AuthorityKind } from '../../src/model/authority.ts'
import type { Report } from '../../src/model/report.ts'
import type { CellKey } from '../../src/model/template.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, registeredAs, sampleReport, table3, table4 } from './sample-report.ts'

type Case = readonly [name: string, report: Report, fails: readonly string[], prior?: Report]

/** `RULE severity subject` of failures, `RULE open` of what could not be assessed; YR-01 only with last year's report. */
function judge(report: Report, prior: Report | null = null): string[] {
  return checkReport({ report, prior })
    .filter(({ rule }) => prior !== null || rule !== 'YR-01')
    .map(({ rule, severity, subject, verdict }) => (verdict === 'fail' ? `${rule} ${severity} ${subject}` : `${rule} open`))
}

const one = (figures: Figures, rest: Parameters<typeof sampleReport>[0] = {}) => sampleReport({ figures, ...rest })
const keysOf = (report: Report, prefix: string) => Object.keys(report.cells).filter((key) => key.startsWith(prefix)) as CellKey[]
const sectionsBut = (...absent: readonly number[]) => sampleReport().sections.filter(({ number }) => !absent.includes(number))

describe('form and completeness', () => {
  const cases: readonly Case[] = [
    ['FMT-01: section five is missing', sampleReport({ sections: sectionsBut(5) }), ['FMT-01 error section:5']],
    [
      'FMT-01: the heading is lost, the content is there',
      sampleReport({
        sections: sectionsBut(5).map((section) =>
          section.number === 4 ? { ...section, text: '公开队伍建设有待进一步加强。' } : section,
        ),
      }),
      [],
    ],
    [
      'FMT-01: like words in another section are not the content',
      sampleReport({
        sections: sectionsBut(5).map((section) =>
          section.number === 1 ? { ...section, text: `${section.text}针对存在的问题和不足及时整改。` } : section,
        ),
      }),
      ['FMT-01 error section:5'],
    ],
    ['FMT-01: a table stands for its section', sampleReport({ sections: sectionsBut(3) }), []],
    ['FMT-01: sections could not be told apart', sampleReport({ sections: [] }), ['FMT-01 open']],
    ['FMT-04: the old form in a report for 2023', sampleReport({ edition: '2019', year: 2023 }), ['FMT-04 error table:t2']],
    ['FMT-04: a form that was not in force yet', sampleReport({ edition: '2021', year: 2020 }), ['FMT-04 error table:t2']],
    ['FMT-04: each year in its own form', sampleReport({ edition: '2019', year: 2020 }), []],
    [
      'FMT-05: table 4 is missing, and nothing else is said of it',
      sampleReport({ missing: keysOf(sampleReport(), 't4.') }),
      ['FMT-05 error table:t4'],
    ],
    [
      'FMT-05: table 4 is a picture',
      sampleReport({ missing: keysOf(sampleReport(), 't4.'), notes: [{ code: 'table-as-image', message: '' }] }),
      ['FMT-05 open'],
    ],
    [
      'FMT-05: table 4 may be in an attachment',
      sampleReport({ missing: keysOf(sampleReport(), 't4.'), notes: [{ code: 'table-in-attachment', message: '' }] }),
      ['FMT-05 open'],
    ],
    [
      'FMT-06: a row of table 3 is missing',
      sampleReport({ missing: keysOf(sampleReport(), 't3.rejected_reconfirm.') }),
      ['FMT-06 error table:t3'],
    ],
    [
      'FMT-06: a column of table 3 is missing',
      sampleReport({ missing: keysOf(sampleReport(), 't3.').filter((key) => key.endsWith('.research')) }),
      ['FMT-06 error table:t3'],
    ],
    [
      'FMT-05: table 4 is printed, but could not be read',
      sampleReport({
        missing: keysOf(sampleReport(), 't4.'),
        notes: [{ code: 'table-unread', message: '表四未能自动读取。', table: 't4' }],
      }),
      ['FMT-05 open'],
    ],
    [
      'FMT-06: a row of table 3 is missing beside one that is doubtful',
      sampleReport({
        missing: keysOf(sampleReport(), 't3.rejected_reconfirm.'),
        figures: { 't3.rejected_excessive.total': { value: 0, confidence: 0.85 } },
      }),
      ['FMT-06 open', 'CELL-08 info table:t3', 'T3-02 open', 'T3-03 open'],
    ],
    [
      'FMT-06: a row of table 3 is missing far from one that is doubtful',
      sampleReport({
        missing: keysOf(sampleReport(), 't3.rejected_reconfirm.'),
        figures: { 't3.granted.total': { value: 0, confidence: 0.85 } },
      }),
      ['FMT-06 error table:t3', 'CELL-08 info table:t3'],
    ],
    [
      'FMT-06: a row of table 3 is printed, but could not be read',
      sampleReport({
        missing: keysOf(sampleReport(), 't3.rejected_reconfirm.'),
        notes: [{ code: 'rows-unread', message: '表三有行未能自动读取。', table: 't3' }],
      }),
      ['FMT-06 open', 'T3-02 open', 'T3-03 open'],
    ],
    ['FMT-06: a cell of table 4 is missing', sampleReport({ missing: ['t4.direct_other'] }), ['FMT-06 error table:t4']],
    [
      'FMT-20 replaces CELL-02 of table 3',
      one(Object.fromEntries(keysOf(sampleReport(), 't3.').map((key) => [key, '/'])) as Figures),
      ['FMT-20 warning table:t3'],
    ],
  ]
  for (const [name, report, fails] of cases) test(name, () => expect(judge(report)).toEqual(fails))
})

describe('cells', () => {
  const cases: readonly Case[] = [
    ['CELL-01: a word in place of a number', one({ 't2.nd_issued': '详见附件' }), ['CELL-01 error cell:t2.nd_issued']],
    [
      'CELL-01: a number among words',
      one({ 't2.nd_in_force': { value: null, kind: 'unreadable', raw: '约12' } }),
      ['CELL-01 error cell:t2.nd_in_force'],
    ],
    ['CELL-02: 无 is a blank in other letters', one({ 't2.nd_issued': '无' }), ['CELL-02 warning table:t2']],
    ...['暂无', '暂无数据', '无此项', '没有', '不涉及', '未发生'].map(
      (word): Case => [`CELL-02: ${word} is one too`, one({ 't2.nd_issued': word }), ['CELL-02 warning table:t2']],
    ),
    [
      'CELL-02: an empty row of 规章 alone is worth a look only',
      one({ 't2.reg_issued': '/', 't2.reg_repealed': '/', 't2.reg_in_force': '/' }),
      ['CELL-02 info table:t2'],
    ],
    ['CELL-02: one total of zeros left blank', one({ 't3.carried_in.total': null }), ['CELL-02 warning table:t3']],
    ['CELL-03: a negative number', one({ 't2.nd_in_force': -3 }), ['CELL-03 error cell:t2.nd_in_force', 'T2-02 error nd']],
    [
      'CELL-03: a decrease may be negative',
      one({ 't2.license_items_prev': 9, 't2.license_items_delta': -3 }, { edition: '2019' }),
      [],
    ],
    ['CELL-04: half a decision', one({ 't2.license_decisions': 2.5 }), ['CELL-04 error cell:t2.license_decisions']],
    ['CELL-04: money has decimals', one({ 't2.fee_amount_wan': 12.35 }), []],
    [
      'CELL-05: units are told once a table',
      one({ 't2.nd_issued': { value: 3, raw: '3件', remark: '件' }, 't2.nd_in_force': { value: 3, raw: '3件', remark: '件' } }),
      ['CELL-05 info table:t2'],
    ],
    ['CELL-06: full-width digits', one({ 't2.nd_in_force': { value: 12, raw: '１２' } }), ['CELL-06 info table:t2']],
    [
      'CELL-08: cells read with little confidence',
      one({ 't2.nd_in_force': { value: 12, confidence: 0.5 } }),
      ['CELL-08 info table:t2'],
    ],
    ['an unreadable cell is no error', one({ 't2.nd_in_force': 'unreadable' }), []],
  ]
  for (const [name, report, fails] of cases) test(name, () => expect(judge(report)).toEqual(fails))

  test('the message counts them', () => {
    const [finding] = checkReport({
      report: one({
        't2.nd_issued': { value: 3, raw: '3件', remark: '件' },
        't2.nd_in_force': { value: 3, raw: '3件', remark: '件' },
      }),
      prior: null,
    })
    expect(finding?.message).toBe('“行政规范性文件—本年制发件数”含有单位或文字“3件”等2处。')
  })
})

describe('table 2', () => {
  const cases: readonly Case[] = [
    ['T2-01', one({ 't2.reg_issued': 2, 't2.reg_in_force': 1 }, { authority: '示例市人民政府' }), ['T2-01 error reg']],
    ['T2-02 (C12): issued 1, in force 0', one({ 't2.nd_issued': 1 }), ['T2-02 error nd']],
    ['T2-02: a blank stock may be any number', one({ 't2.nd_issued': 1, 't2.nd_in_force': '/' }), ['CELL-02 warning table:t2']],
    ['T2-04: a branch of the police', one({}, { authority: '示例市公安局河东分局' }), ['T2-04 info table']],
    ['T2-04: police without any decision', one({}, { authority: '示例市公安局' }), ['T2-04 info table']],
    [
      'T2-05: a thousand times last year',
      one({ 't2.fee_amount_wan': 120000 }),
      ['T2-05 warning row'],
      one({ 't2.fee_amount_wan': 12 }, { year: 2022 }),
    ],
    ['T2-06', one({ 't2.nd_published': 3, 't2.nd_made': 3 }, { edition: '2019' }), ['T2-06 error nd']],
    ['T2-07', one({ 't2.nd_published': 3, 't2.nd_public_total': 3 }, { edition: '2019' }), ['T2-07 info nd']],
    ['T2-08', one({ 't2.penalty_items_prev': 3, 't2.penalty_items_delta': -5 }, { edition: '2019' }), ['T2-08 error penalty']],
    ['T2-09', one({ 't2.procurement_count': 3 }, { edition: '2019' }), ['T2-09 warning row']],
  ]
  for (const [name, report, fails, prior] of cases) test(name, () => expect(judge(report, prior)).toEqual(fails))
})

describe('who can make 规章', () => {
  const cannot = [
    '示例县人民政府',
    '示例县人民政府办公室',
    '示例自治县人民政府',
    '重庆市示例区人民政府',
    '苏州市昆山市人民政府',
    '示例旗人民政府',
    '示例县河口镇人民政府',
    '城东街道办事处',
    '示例高新技术产业开发区管理委员会',
    '江苏省财政厅',
    '示例市发展和改革委员会',
    '示例市住房和城乡建设委员会',
    '示例县水务局',
    '国家税务总局示例市税务局',
    '示例地区行政公署',
  ]
  test.each(cannot)('%s cannot', (authority) =>
    expect(judge(one({ 't2.reg_in_force': 3 }, { authority }))).toEqual(['T2-03 warning row']),
  )
  // The name does not tell a county-level city from one that may.
  const can = [
    '示例市人民政府',
    '示例市人民政府办公室',
    '重庆市人民政府',
    '江苏省人民政府办公厅',
    '示例自治州人民政府',
    '示例壮族自治区人民政府',
    '内蒙古自治区人民政府办公厅',
    '国家发展和改革委员会',
    '国家市场监督管理总局',
    '中国证券监督管理委员会',
    '海关总署',
    '财政部',
  ]
  test.each(can)('%s may', (authority) => expect(judge(one({ 't2.reg_in_force': 3 }, { authority }))).toEqual([]))

  test('the registry knows a city that stands at county level', () => {
    const report = one({ 't2.reg_in_force': 3 }, { authority: '示例市人民政府' })
    const rules = (kind: AuthorityKind) =>
      checkReport({ report, prior: null, authority: registeredAs('示例市人民政府', kind) }).map(({ rule }) => rule)
    expect(rules('county_gov')).toContain('T2-03')
    expect(rules('city_gov')).not.toContain('T2-03')
  })
})

describe('across years', () => {
  const row = (value: number) => [value, 0, 0, 0, 0, 0, value]
  const year = (inn: number, out: number, rest: Figures = {}) => ({
    ...table3({
      new_received: row(10),
      carried_in: row(inn),
      granted: row(10 + inn - out),
      result_total: row(10 + inn - out),
      carried_out: row(out),
    }),
    ...rest,
  })
  const last = one(year(0, 2), { year: 2022 })
  const cases: readonly Case[] = [
    ['YR-01: carried on exactly', one(year(2, 1)), [], last],
    ['YR-01: one lost', one(year(1, 1)), ['YR-01 error column:total'], last],
    [
      'YR-01: last year left it blank',
      one(year(1, 1)),
      ['YR-01 open'],
      one({ ...year(0, 2), 't3.carried_out.total': '/' }, { year: 2022 }),
    ],
    ['YR-09: all figures are those of last year', one(year(0, 0)), ['YR-09 warning tables'], one(year(0, 0), { year: 2022 })],
    [
      'YR-09: one application in either year, told in six cells',
      one(table3({ new_received: row(1), granted: row(1), result_total: row(1) })),
      [],
      one(table3({ new_received: row(1), granted: row(1), result_total: row(1) }), { year: 2022 }),
    ],
    ['YR-09: so few that it may be chance', one({ 't2.nd_in_force': 4 }), [], one({ 't2.nd_in_force': 4 }, { year: 2022 })],
    [
      'T4-04: suits after a review that never was',
      one({ ...year(2, 1), ...table4(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1) }),
      ['T4-04 warning table'],
      last,
    ],
    ['T4-05: reviews without any application', one(table4(1, 0, 0, 0, 1)), ['T4-05 warning table'], one({}, { year: 2022 })],
    [
      'T4-06: refusals sued without a review',
      one(
        {
          ...table3({ new_received: row(1), denied_third_party: row(1), result_total: row(1) }),
          ...table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1),
        },
        { year: 2024 },
      ),
      ['T4-06 info table'],
      one({}, { year: 2023 }),
    ],
    [
      'T4-06: decisions of 2023 went another way',
      one({
        ...table3({ new_received: row(1), denied_third_party: row(1), result_total: row(1) }),
        ...table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1),
      }),
      [],
      one({}, { year: 2022 }),
    ],
  ]
  for (const [name, report, fails, prior] of cases) test(name, () => expect(judge(report, prior)).toEqual(fails))

  test('without last year the carry is not assessable, and says why', () => {
    const findings = checkReport({ report: one(year(2, 1)), prior: null })
    expect(findings).toMatchObject([{ rule: 'YR-01', verdict: 'not-assessable', severity: 'info' }])
    expect(findings[0]?.message).toContain('未采集到上一年度报告')
  })

  test('last year decides what a row lacks: the repair of carried in explains both', () => {
    const report = one({ ...year(2, 1), 't3.carried_in.total': 20 })
    expect(judge(report, last)).toEqual(['T3-03 error row:carried_in'])
  })
})

test('a report from before the forms gives no finding on tables', () => {
  const report = { ...sampleReport({ year: 2015 }), edition: null, cells: {} }
  expect(judge(report)).toEqual([])
})
