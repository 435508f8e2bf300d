import { expect, test } from 'vitest'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, sampleReport, table3, table4 } from './sample-report.ts'

type Case = {
  readonly name: string
  readonly figures: Figures
  readonly edition?: '2019' | '2021'
  readonly mediaType?: string
  /** `RULE subject` of every failure but CELL-02. */
  readonly fails: readonly string[]
  readonly repair?: readonly string[]
  readonly open?: readonly string[]
}

const clean = table3({
  new_received: [10, 2, 0, 0, 0, 0, 12],
  carried_in: [1, 0, 0, 0, 0, 0, 1],
  granted: [9, 2, 0, 0, 0, 0, 11],
  result_total: [9, 2, 0, 0, 0, 0, 11],
  carried_out: [2, 0, 0, 0, 0, 0, 2],
})

const cases: readonly Case[] = [
  { name: 'a report whose sums hold has no finding', figures: clean, fails: [] },
  {
    name: 'an applicant total with its digits swapped is one finding on its row, though three sums break',
    figures: { ...clean, 't3.new_received.total': 21 },
    fails: ['T3-03 row:new_received'],
    repair: ['t3.new_received.total 21→12 数字颠倒'],
  },
  {
    name: 'a wrong outcome breaks its row and its column and is told once, at the crossing',
    figures: { ...clean, 't3.granted.commercial': 22 },
    fails: ['T3-03 row:granted'],
    repair: ['t3.granted.commercial 22→2 数字重复'],
  },
  {
    name: 'a wrong result total is named as such',
    figures: { ...clean, 't3.result_total.natural_person': 19 },
    fails: ['T3-02 column:natural_person'],
    repair: ['t3.result_total.natural_person 19→9 多写一位数字'],
  },
  {
    name: 'the printed identity names a wrong number of new applications',
    figures: { ...clean, 't3.new_received.natural_person': 1 },
    fails: ['T3-01 column:natural_person'],
    repair: ['t3.new_received.natural_person 1→10 漏写一位数字'],
  },
  {
    name: 'an outcome left out of a column and its total is one finding',
    figures: { ...clean, 't3.result_total.natural_person': 8, 't3.result_total.total': 10 },
    fails: ['T3-02 column:natural_person'],
    repair: ['t3.result_total.natural_person 8→9 一位数字有误', 't3.result_total.total 10→11 随分项有误'],
  },
  {
    name: 'a figure in the neighbouring column breaks two columns by opposite amounts and is one finding',
    figures: { ...clean, ...table3({ new_received: [10, 0, 2, 0, 0, 0, 12] }) },
    fails: ['T3-01 column:commercial'],
    repair: ['t3.new_received.commercial 0→2 疑似错列', 't3.new_received.research 2→0 疑似错列'],
  },
  {
    name: 'two errors that offset each other in their row are told together',
    figures: { ...clean, ...table3({ granted: [8, 3, 0, 0, 0, 0, 11] }) },
    fails: ['T3-02 column:natural_person'],
    repair: ['t3.granted.natural_person 8→9 一位数字有误', 't3.granted.commercial 3→2 一位数字有误'],
  },
  {
    name: 'neighbouring columns that fail by opposite amounts where nothing tells the row: an error and a hint',
    figures: {
      ...clean,
      ...table3({
        new_received: [34, 34, 0, 0, 0, 0, 68],
        granted: [9, 13, 0, 0, 0, 0, 22],
        denied_process_info: [5, 5, 0, 0, 0, 0, 10],
        denied_query_matter: [5, 5, 0, 0, 0, 0, 10],
        denied_third_party: [5, 5, 0, 0, 0, 0, 10],
        rejected_repeat: [5, 5, 0, 0, 0, 0, 10],
        carried_in: [0, 0, 0, 0, 0, 0, 0],
        result_total: [32, 30, 0, 0, 0, 0, 62],
        carried_out: [2, 4, 0, 0, 0, 0, 6],
      }),
    },
    fails: ['T3-02 column:natural_person', 'T3-06 columns:natural_person+commercial'],
    repair: [],
  },
  {
    name: 'two wrong rows are two findings, and the total column that follows from them is none',
    figures: { ...clean, 't3.granted.total': 13, 't3.denied_query_matter.total': 1 },
    fails: ['T3-03 row:granted', 'T3-03 row:denied_query_matter'],
    repair: ['t3.granted.total 13→11 一位数字有误', 't3.denied_query_matter.total 1→0 一位数字有误'],
  },
  {
    name: 'outcomes without any application replace the imbalance',
    figures: table3({ granted: [3, 0, 0, 0, 0, 0, 3], result_total: [3, 0, 0, 0, 0, 0, 3] }),
    fails: ['T3-04 table'],
  },
  {
    name: 'more carried out than there was replaces the imbalance',
    figures: { ...clean, 't3.carried_out.natural_person': 20, 't3.carried_out.total': 20 },
    fails: ['T3-05 column:natural_person'],
  },
  {
    name: 'the 2019 form has one row of other outcomes',
    edition: '2019',
    figures: table3({
      new_received: [5, 0, 0, 0, 0, 0, 5],
      other_all: [4, 0, 0, 0, 0, 0, 4],
      result_total: [5, 0, 0, 0, 0, 0, 5],
    }),
    fails: ['T3-02 column:natural_person'],
  },
  {
    name: 'the mixed form counts the one row and not the three that are missing',
    figures: {
      ...clean,
      ...table3({
        new_received: [10, 2, 0, 0, 0, 0, 12],
        granted: [8, 2, 0, 0, 0, 0, 10],
        other_all: [1, 0, 0, 0, 0, 0, 1],
        other_no_correction: Array(7).fill('missing'),
        other_fee_unpaid: Array(7).fill('missing'),
        other_misc: Array(7).fill('missing'),
      }),
    },
    fails: ['FMT-06 table:t3'],
  },
  {
    name: 'blank totals are one finding and break no sum',
    figures: { ...clean, 't3.granted.total': null, 't3.result_total.total': null },
    fails: ['CELL-07 column:total'],
  },
  {
    name: 'a slash is not zero: the column stays open',
    figures: { ...clean, 't3.carried_out.natural_person': '/', 't3.carried_out.total': '/' },
    fails: [],
    open: ['T3-01'],
  },
  {
    name: 'no filling of a blank can save the column',
    figures: {
      ...clean,
      ...table3({
        new_received: [10, 2, 0, 0, 0, 0, 12],
        carried_in: [null, 0, 0, 0, 0, 0, null],
        carried_out: [0, 0, 0, 0, 0, 0, 0],
      }),
    },
    fails: ['T3-01 column:natural_person'],
  },
  {
    name: 'a row that was not read is not assessable, never wrong',
    figures: { ...clean, 't3.granted.commercial': 'unreadable' },
    fails: [],
    open: ['T3-02', 'T3-03'],
  },
  {
    name: 'a missing row is told by its own rule and silences the sums',
    figures: { ...clean, ...table3({ granted: Array(7).fill('missing') }), 't3.new_received.total': 21 },
    fails: ['FMT-06 table:t3'],
  },
  {
    name: 'an empty table 3 is one finding',
    figures: Object.fromEntries(
      Object.keys(table3(Object.fromEntries(Object.keys(clean).map((key) => [key.split('.')[1]!, []])))).map((key) => [key, '/']),
    ) as Figures,
    fails: [],
  },
  {
    name: 'totals of 0 beside filled results are not updated totals',
    figures: table4(10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0),
    fails: ['T4-01 table', 'T4-03 table'],
    repair: ['t4.review_total 0→11 总计未填写', 't4.postreview_total 0→5 总计未填写'],
  },
  {
    name: 'a table 4 sum with five equal candidates proposes nothing',
    figures: table4(62, 64, 178, 37, 351),
    fails: ['T4-01 table'],
    repair: [],
  },
  { name: 'direct lawsuits have a rule of their own', figures: table4(0, 0, 0, 0, 0, 3, 0, 0, 0, 4), fails: ['T4-02 table'] },
]

test.each(cases)('$name', ({ figures, edition, fails, repair, open }) => {
  const findings = checkReport({ report: sampleReport({ edition, figures }), prior: null })
  const failing = findings.filter(({ verdict, rule }) => verdict === 'fail' && rule !== 'CELL-02')
  expect(failing.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual(fails)
  if (repair)
    expect(
      failing.flatMap((finding) => finding.repair).map(({ cell, from, to, reason }) => `${cell} ${from}→${to} ${reason}`),
    ).toEqual(repair)
  const undecided = findings.filter(({ verdict, rule }) => verdict === 'not-assessable' && !/^(?:YR-01|T4-05)$/.test(rule))
  expect(undecided.map(({ rule }) => rule)).toEqual(open ?? [])
})

test('a finding shows both numbers, their difference and the cells, the suspect first', () => {
  const report = sampleReport({ figures: { ...clean, 't3.new_received.total': 21 } })
  const [finding] = checkReport({ report, prior: report })
  expect(finding).toMatchObject({ rule: 'T3-03', family: 'inaccurate', severity: 'error', left: 12, right: 21, difference: -9 })
  expect(finding?.cells[0]).toBe('t3.new_received.total')
  expect(finding?.message).toBe(
    '表三“一、本年新收政府信息公开申请数量”行：各类申请人合计12，总计填21，相差-9。（同一差错还使“总计”列的T3-01不成立）',
  )
})

test('a sum over cells read with little confidence is a suspicion and says so', () => {
  const report = sampleReport({ figures: { ...clean, 't3.new_received.total': { value: 21, confidence: 0.6 } } })
  const finding = checkReport({ report, prior: null }).find(({ rule }) => rule === 'T3-03')
  expect(finding).toMatchObject({ severity: 'warning' })
  expect(finding?.message).toContain('原文识别置信度较低，请对照原文核实')
})

test('a table that was hardly read gives a note instead of errors', () => {
  const doubted = Object.fromEntries(
    Object.entries(table4(10, 1, 0, 0, 0)).map(([key, value]) => [key, { value: Number(value), confidence: 0.5 }]),
  ) as Figures
  const rules = checkReport({ report: sampleReport({ figures: doubted }), prior: null }).map(({ rule }) => rule)
  expect(rules).toContain('CELL-08')
  expect(rules).not.toContain('T4-01')
})

test('a number split over two doubtful cells is a reading to compare, not an error of the author', () => {
  const figures = {
    ...table3({
      new_received: [10, 0, 0, 0, 0, 0, 10],
      rejected_repeat: [1, 0, 0, 0, 0, 0, 10],
      result_total: [10, 0, 0, 0, 0, 0, 10],
    }),
    't3.rejected_repeat.natural_person': { value: 1, confidence: 0.7 },
  }
  const findings = checkReport({ report: sampleReport({ figures }), prior: null }).filter(({ severity }) => severity !== 'info')
  expect(findings.map(({ rule }) => rule)).toEqual(['T3-07'])
})

test('the text decides between repairs that the sums allow alike', () => {
  const claim = {
    kind: 'review',
    value: 72,
    unit: '件',
    approximate: false,
    text: '结果维持72件',
    section: 1,
    label: '结果维持',
    of: null,
    scope: null,
    at: null,
  } as const
  const report = sampleReport({ figures: table4(62, 64, 178, 37, 351), claims: [claim] })
  const [finding] = checkReport({ report, prior: null })
  expect(finding?.repair).toEqual([
    { cell: 't4.review_upheld', from: 62, to: 72, reason: '一位数字有误，与正文或上年报告一致', option: 0 },
  ])
})

test('a comparison that holds once the likely repair is supposed has the same cause and is left out', () => {
  const claim = {
    kind: 'new_received',
    value: 12,
    unit: '件',
    approximate: false,
    text: '新收12件',
    section: 1,
    label: '新收',
    of: null,
    scope: null,
    at: null,
  } as const
  const report = sampleReport({ figures: { ...clean, 't3.new_received.total': 21 }, claims: [claim] })
  expect(checkReport({ report, prior: null }).map(({ rule }) => rule)).toEqual(['T3-03', 'YR-01'])
})

test('where more figures than three may be wrong, a finding says that nobody can tell', () => {
  const report = sampleReport({ figures: table4(62, 64, 178, 37, 351) })
  const [finding] = checkReport({ report, prior: null })
  expect(finding?.message).toBe('行政复议：各项合计341，总计填351，相差-10。（仅凭现有数据无法确定是哪一处有误）')
})

test('errors that offset each other are named together', () => {
  const report = sampleReport({ figures: { ...clean, ...table3({ granted: [8, 3, 0, 0, 0, 0, 11] }) } })
  const [finding] = checkReport({ report, prior: null })
  expect(finding?.repair.map(({ option }) => option)).toEqual([0, 0])
  expect(finding?.message).toContain('“（一）予以公开—自然人”与“（一）予以公开—商业企业”的差错相互关联，请一并核实')
})

test('equally likely repairs are options of one finding', () => {
  const report = sampleReport({ figures: table4(58, 9, 0, 0, 69) })
  const [finding] = checkReport({ report, prior: null })
  expect(finding?.repair.map(({ cell, to, option }) => [cell, to, option])).toEqual([
    ['t4.review_other', 2, 0],
    ['t4.review_pending', 2, 1],
    ['t4.review_total', 67, 2],
  ])
})

test('what the text says of the total leaves only the parts to doubt', () => {
  const said = {
    kind: 'no_reviews',
    value: 0,
    unit: null,
    approximate: false,
    text: '未发生行政复议。',
    section: 1,
    label: null,
    of: null,
    scope: null,
    at: null,
  } as const
  const report = sampleReport({ figures: table4(0, 0, 4, 0, 0), claims: [said] })
  const [finding] = checkReport({ report, prior: null }).filter(({ rule }) => rule === 'T4-01')
  expect(finding?.repair.map(({ cell, to }) => [cell, to])).toEqual([['t4.review_other', 0]])
})
