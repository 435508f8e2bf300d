import { describe, expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import type { Report } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, sampleReport, table3, table4 } from './sample-report.ts'

type Options = {
  readonly authority?: string
  readonly scope?: Report['scope']
  readonly year?: number
  readonly prior?: Figures
  readonly notes?: Report['notes']
  /** Text of the last section, on fees. */
  readonly last?: string
}
type Case = readonly [name: string, text: string, figures: Figures, said: readonly string[], options?: Options]

/** `RULE severity left right` of the findings of these rules. */
function judge(rules: RegExp, text: string, figures: Figures, options: Options = {}): string[] {
  const { authority = '示例县水务局', scope = null, year = 2024, last = '' } = options
  const sections = [text, '', '', '', '', last].map((each, index) => ({ number: index + 1, title: '', text: each }))
  const claims = readClaims(sections, '', year)
  const report = { ...sampleReport({ figures, authority, year, claims, notes: options.notes }), sections, scope }
  const prior = options.prior ? { ...sampleReport({ figures: options.prior, authority, year: year - 1 }), scope } : null
  return checkReport({ report, prior })
    .filter(({ rule }) => rules.test(rule))
    .map(({ rule, severity, verdict, left, right }) =>
      verdict === 'fail' ? `${rule} ${severity} ${left} ${right}` : `${rule} open`,
    )
}

function run(rules: RegExp, cases: readonly Case[]): void {
  for (const [name, text, figures, said, options] of cases)
    test(name, () => expect(judge(rules, text, figures, options)).toEqual(said))
}

const row = (people: number, companies = 0) => [people, companies, 0, 0, 0, 0, people + companies]
/** Applications of people: new, carried in, closed, carried out. */
const flow = (fresh: number, inn: number, closed: number, out: number): Figures =>
  table3({
    new_received: row(fresh),
    carried_in: row(inn),
    granted: row(closed),
    result_total: row(closed),
    carried_out: row(out),
  })
const CITY = '示例市人民政府'

describe('reviews and lawsuits', () => {
  run(/^NAR-1[2345]$/, [
    ['NAR-12: none, and none', '未发生因政府信息公开引发的行政复议、行政诉讼。', {}, []],
    ['NAR-12: none, but two', '未发生因政府信息公开引发的行政复议、行政诉讼。', table4(2, 0, 0, 0, 2), ['NAR-12 error 0 2']],
    [
      'NAR-12: no lawsuit, but three of both kinds',
      '未发生因政府信息公开引发的行政诉讼。',
      table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2),
      ['NAR-12 error 0 3'],
    ],
    [
      'NAR-12: a sentence about losing is no such statement',
      '行政复议2件，未发生因政府信息公开行政复议被纠错的情况。',
      table4(2, 0, 0, 0, 2),
      [],
    ],
    [
      'NAR-12: one kind beside a number',
      '因政府信息公开被申请行政复议2件，未发生逾期答复引发的行政复议。',
      table4(2, 0, 0, 0, 2),
      [],
    ],
    ['NAR-12: blank cells say nothing', '未发生因政府信息公开引发的行政复议。', table4('/', '/', '/', '/', '/'), []],
    [
      'NAR-13: five in the text, four in the table',
      '因政府信息公开被申请行政复议5件。',
      table4(4, 0, 0, 0, 4),
      ['NAR-13 warning 5 4'],
    ],
    ['NAR-13: direct suits alone', '因政府信息公开被提起行政诉讼1件。', table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2), []],
    [
      'NAR-13: suits after review alone',
      '因政府信息公开被提起行政诉讼2件。',
      table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2),
      [],
    ],
    ['NAR-13: all suits', '因政府信息公开被提起行政诉讼3件。', table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2), []],
    [
      'NAR-13: none of the three',
      '因政府信息公开被提起行政诉讼4件。',
      table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2),
      ['NAR-13 warning 4 3'],
    ],
    [
      'NAR-13: both parts by name, the first wrong',
      '因政府信息公开被提起行政诉讼3件，其中未经复议直接起诉7件，复议后起诉2件。',
      table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2),
      ['NAR-13 warning 7 1'],
    ],
    [
      'NAR-13: with both parts named the whole is no part',
      '因政府信息公开被提起行政诉讼2件，其中未经复议直接起诉1件，复议后起诉2件。',
      table4(0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2),
      ['NAR-13 warning 2 3'],
    ],
    [
      'NAR-13: no suits are not the part that there was none of',
      '因政府信息公开被提起行政诉讼0件。',
      table4(0, 0, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 0, 0),
      ['NAR-13 warning 0 3'],
    ],
    [
      'NAR-13: the cases that a government decides are others',
      '市政府作为行政复议机关受理政府信息公开行政复议56件。',
      table4(4, 0, 0, 0, 4),
      [],
      { authority: CITY },
    ],
    [
      'NAR-13: the office counts its own, the table the region',
      '市政府办公室因政府信息公开被申请行政复议2件。',
      table4(4, 0, 0, 0, 4),
      ['NAR-13 info 2 4'],
      { authority: CITY },
    ],
    [
      'NAR-13: where nothing says that it is about disclosure',
      '全年行政复议案件9件。',
      table4(4, 0, 0, 0, 4),
      ['NAR-13 info 9 4'],
    ],
    [
      'NAR-14: all upheld, but one corrected',
      '因政府信息公开被申请行政复议4件，均获维持。',
      table4(3, 1, 0, 0, 4),
      ['NAR-14 error 1 0'],
    ],
    ['NAR-14: no case lost, and so it is', '政府信息公开行政诉讼零败诉。', table4(3, 1, 0, 0, 4), []],
    [
      'NAR-14: no case lost, but one was',
      '政府信息公开行政诉讼零败诉。',
      table4(0, 0, 0, 0, 0, 0, 1, 0, 0, 1),
      ['NAR-14 error 1 0'],
    ],
    ['NAR-15: pending', '因政府信息公开被申请行政复议4件，均获维持。', table4(3, 0, 0, 1, 4), ['NAR-15 warning 1 0']],
  ])
})

describe('growth since last year', () => {
  run(/^NAR-17$/, [
    ['a fifth more', '收到政府信息公开申请120件，同比增长20%。', flow(120, 0, 120, 0), [], { prior: flow(100, 0, 100, 0) }],
    [
      'half more is not a fifth',
      '收到政府信息公开申请120件，同比增长50%。',
      flow(120, 0, 120, 0),
      ['NAR-17 info 50 20'],
      { prior: flow(100, 0, 100, 0) },
    ],
    [
      'taken of what there was to handle',
      '共收到政府信息公开申请130件，同比增长30%。',
      flow(120, 10, 130, 0),
      [],
      { prior: flow(90, 10, 100, 0) },
    ],
    [
      'so many fewer',
      '收到政府信息公开申请90件，较上年减少9件。',
      flow(90, 0, 90, 0),
      ['NAR-17 info -9 -10'],
      { prior: flow(100, 0, 100, 0) },
    ],
    [
      'cut off instead of rounded',
      '收到政府信息公开申请119件，同比增长18%。',
      flow(119, 0, 119, 0),
      [],
      { prior: flow(100, 0, 100, 0) },
    ],
    [
      'against another year',
      '收到政府信息公开申请120件，较2019年增长500%。',
      flow(120, 0, 120, 0),
      [],
      { prior: flow(100, 0, 100, 0) },
    ],
    ['last year is not at hand', '收到政府信息公开申请120件，同比增长50%。', flow(120, 0, 120, 0), []],
    [
      'the office within the region',
      '市政府办公室收到政府信息公开申请12件，同比增长50%。',
      flow(120, 0, 120, 0),
      [],
      { prior: flow(100, 0, 100, 0), authority: CITY },
    ],
  ])
})

describe('documents and decisions', () => {
  const papers: Figures = { 't2.nd_issued': 3, 't2.nd_repealed': 2, 't2.nd_in_force': 40 }
  run(/^NAR-1[89]$/, [
    ['as table 2', '全年制定行政规范性文件3件，废止2件，现行有效40件。', papers, []],
    ['one more than table 2', '全年制定行政规范性文件4件，废止2件，现行有效40件。', papers, ['NAR-18 warning 4 3']],
    ['what was published or revised is another count', '公开规范性文件15件，修订规范性文件6件。', papers, []],
    ['two bodies make the whole', '县政府制定规范性文件2件。县政府办公室印发规范性文件1件。', papers, []],
    ['about so many', '制定规范性文件10余件。', papers, []],
    [
      'a heading of another meaning',
      '全年制定行政规范性文件4件。',
      papers,
      [],
      { notes: [{ code: 'column-meaning', message: '', table: 't2', cells: ['t2.nd_issued'] }] },
    ],
    ['the office and the city', '市政府办公室制定行政规范性文件4件。', papers, ['NAR-18 info 4 3'], { authority: CITY }],
    ['a stock told before a clean-up', '梳理出继续有效规范性文件25件。', papers, []],
    ['a blank', '制定规范性文件4件。', { ...papers, 't2.nd_issued': '/' }, []],
    ['NAR-19: penalties', '全年作出行政处罚决定53件。', { 't2.penalty_decisions': 35 }, ['NAR-19 warning 53 35']],
    ['NAR-19: what was published', '公示行政处罚信息53条，公开行政许可120件。', { 't2.penalty_decisions': 35 }, []],
    ['NAR-19: applications', '受理行政许可申请53件。', { 't2.license_decisions': 35 }, []],
  ])
})

describe('one indicator, two values', () => {
  run(/^NAR-20$/, [
    [
      'C16: a column with twenty items here and sixteen there',
      '通过网站“审计公告”栏目发布信息20条。\n网站“审计公告”栏目公开信息16条。',
      {},
      ['NAR-20 warning 20 16'],
    ],
    ['two columns', '网站“审计公告”栏目公开信息20条。\n网站“财政信息”栏目公开信息16条。', {}, []],
    ['the website and the channel', '网站发布审计公告信息20条。\n微信公众号发布审计公告信息16条。', {}, []],
    ['half of the year', '上半年“审计公告”栏目发布信息9条。\n“审计公告”栏目发布信息16条。', {}, []],
    [
      'closed: the flow and the outcomes',
      '新收政府信息公开申请27件，上年结转3件，共办结79件。\n全年共办结政府信息公开申请29件，其中予以公开29件。',
      flow(27, 3, 29, 1),
      ['NAR-20 warning 29 79'],
    ],
    [
      'closed: all, and those of the new ones',
      '共办结政府信息公开申请29件。\n新收的政府信息公开申请已办结26件。',
      flow(27, 3, 29, 1),
      [],
    ],
    ['closed and answered', '共办结政府信息公开申请29件。\n书面答复政府信息公开申请25件。', flow(27, 3, 29, 1), []],
    ['closed in time', '共办结政府信息公开申请29件。\n其中，按期办结政府信息公开申请25件。', flow(27, 3, 29, 1), []],
    ['closed by parts', '各部门办结政府信息公开申请20件。\n乡镇办结政府信息公开申请9件。', flow(27, 3, 29, 1), []],
    ['closed in half a year', '上半年共办结政府信息公开申请12件。\n全年共办结政府信息公开申请29件。', flow(27, 3, 29, 1), []],
    [
      'closed: the body alone beside its region',
      '全县共办结政府信息公开申请29件。\n共办结政府信息公开申请6件。',
      flow(27, 3, 29, 1),
      [],
      { authority: '示例县人民政府' },
    ],
    [
      'new: last year is named beside it',
      '新收政府信息公开申请27件，上年结转3件。\n新收政府信息公开申请37件。',
      flow(27, 3, 29, 1),
      ['NAR-20 warning 27 37'],
    ],
    ['new by way', '新收政府信息公开申请27件。\n网上新收政府信息公开申请20件。', flow(27, 3, 29, 1), []],
    [
      'reviews about disclosure',
      '因政府信息公开被申请行政复议4件。\n全年发生政府信息公开行政复议案件14件。',
      table4(4, 0, 0, 0, 4),
      ['NAR-20 warning 4 14'],
    ],
    ['reviews of any kind', '因政府信息公开被申请行政复议4件。\n全年办理行政复议案件14件。', table4(4, 0, 0, 0, 4), []],
    ['reviews concluded', '因政府信息公开被申请行政复议4件。\n政府信息公开行政复议案件审结3件。', table4(4, 0, 0, 0, 4), []],
    ['a plain total is no name', '主动公开政府信息200条。\n公开政府信息160条。', {}, []],
    [
      'applications: table 3 has the first',
      '全年收到政府信息公开申请15件。\n本年共受理政府信息公开申请16件。',
      flow(15, 0, 15, 0),
      ['NAR-20 warning 15 16'],
    ],
    [
      'applications: new, and with those carried in',
      '全年收到政府信息公开申请15件。\n本年共受理政府信息公开申请16件。',
      flow(15, 1, 16, 0),
      [],
    ],
    [
      'applications: the office and the region',
      '全县收到政府信息公开申请15件。\n县政府办公室收到政府信息公开申请6件。',
      flow(15, 0, 15, 0),
      [],
      { authority: '示例县人民政府' },
    ],
  ])
})

describe('parts of the applications', () => {
  const ten = flow(10, 0, 10, 0)
  run(/^NAR-2[14]$/, [
    ['channels add up', '收到政府信息公开申请10件，其中网络申请7件、信函申请3件。', ten, []],
    ['channels exceed', '收到政府信息公开申请10件，其中网络申请7件、信函申请4件。', ten, ['NAR-21 error 11 10']],
    [
      'channels fall short: a suspicion',
      '收到政府信息公开申请10件，其中网络申请7件、信函申请2件。',
      ten,
      ['NAR-21 warning 9 10'],
    ],
    ['an open list', '收到政府信息公开申请10件，其中网络申请7件、信函申请2件等。', ten, []],
    ['a way in other words', '收到政府信息公开申请10件，其中网络申请7件、信函申请2件、其他1件。', ten, []],
    ['channels in a sentence of their own', '收到政府信息公开申请10件。其中网络申请7件，信函申请3件。', ten, []],
    [
      'channels in a sentence of their own exceed',
      '收到政府信息公开申请10件。其中网络申请7件，信函申请4件。',
      ten,
      ['NAR-21 warning 11 10'],
    ],
    [
      'channels of all that there was to handle, behind other sentences',
      '新收政府信息公开申请10件。加上上年结转2件，共办结12件。其中网络申请8件，信函申请4件。',
      flow(10, 2, 12, 0),
      [],
    ],
    ['applicants exceed', '收到政府信息公开申请10件，其中自然人8件、法人或其他组织3件。', ten, ['NAR-21 error 11 10']],
    [
      'C2: eleven bodies add up to what was handled',
      '全市共收办政府信息公开申请3607件（市政府349件、市各有关部门933件、沭阳县477件、泗阳县301件、泗洪县874件、宿豫区216件、宿城区348件、经济技术开发区55件、湖滨新区26件、工业园区12件、洋河新区16件）。',
      flow(3511, 96, 3486, 121),
      [],
      { authority: CITY },
    ],
    [
      'one body more',
      '全市共收办政府信息公开申请100件（市政府40件、市公安局35件、河口县20件、白沙区15件）。',
      flow(100, 0, 100, 0),
      ['NAR-24 warning 110 100'],
      { authority: CITY },
    ],
    [
      'one body less',
      '全市共收办政府信息公开申请100件（市政府40件、市公安局35件、河口县20件）。',
      flow(100, 0, 100, 0),
      ['NAR-24 warning 95 100'],
      { authority: CITY },
    ],
    [
      'an open list of bodies',
      '全市共收办政府信息公开申请100件（市政府40件、市公安局35件、河口县20件等）。',
      flow(100, 0, 100, 0),
      [],
      { authority: CITY },
    ],
    [
      'what bodies disclosed',
      '主动公开政府信息100条，其中县财政局40条、县教育局30条、白沙镇20条。',
      {},
      ['NAR-24 warning 90 100'],
    ],
  ])

  test('a list of bodies is told by one rule', () => {
    expect(judge(/^NAR/, '主动公开政府信息100条，其中县财政局40条、县教育局30条、白沙镇20条。', {})).toEqual([
      'NAR-24 warning 90 100',
    ])
    expect(judge(/^NAR/, '主动公开政府信息100条，其中县财政局60条、县教育局30条、白沙镇20条。', {})).toEqual([
      'NAR-01 error 110 100',
    ])
  })
})

describe('applicants and closing words', () => {
  const people: Figures = table3({ new_received: row(7, 3), granted: row(7, 3), result_total: row(7, 3) })
  run(/^NAR-2[23]$|^T3-08$/, [
    ['as the columns say', '收到政府信息公开申请10件，其中自然人7件、法人或其他组织3件。', people, []],
    [
      'one more person',
      '收到政府信息公开申请10件，其中自然人8件、法人或其他组织2件。',
      people,
      ['NAR-22 warning 8 7', 'NAR-22 warning 2 3'],
    ],
    [
      'with those carried in',
      '共办理政府信息公开申请12件，其中自然人9件、法人或其他组织3件。',
      { ...people, ...table3({ carried_in: row(2), granted: row(9, 3), result_total: row(9, 3) }) },
      [],
    ],
    [
      'all organisations are not those of one column',
      '收到政府信息公开申请12件，其中自然人7件、法人或其他组织3件。',
      table3({ new_received: [7, 3, 0, 0, 2, 0, 12], granted: [7, 3, 0, 0, 2, 0, 12], result_total: [7, 3, 0, 0, 2, 0, 12] }),
      ['NAR-22 warning 3 5'],
    ],
    [
      'companies may be those of one column',
      '收到政府信息公开申请12件，其中自然人7件、企业3件。',
      table3({ new_received: [7, 3, 0, 0, 2, 0, 12], granted: [7, 3, 0, 0, 2, 0, 12], result_total: [7, 3, 0, 0, 2, 0, 12] }),
      [],
    ],
    [
      'organisations of two names make all',
      '收到政府信息公开申请12件，其中自然人7件、法人4件、其他组织1件。',
      table3({ new_received: [7, 3, 0, 0, 2, 0, 12], granted: [7, 3, 0, 0, 2, 0, 12], result_total: [7, 3, 0, 0, 2, 0, 12] }),
      [],
    ],
    [
      'agents file in their own name: T3-08 tells it',
      '收到政府信息公开申请10件，其中自然人8件、企业2件。',
      flow(10, 0, 10, 0),
      ['T3-08 info 2 0'],
    ],
    ['all closed, and nothing is left', '收到政府信息公开申请15件，均已办结。', flow(15, 0, 15, 0), []],
    ['all closed, but two are left', '收到政府信息公开申请15件，均已办结。', flow(15, 0, 13, 2), ['NAR-23 warning 0 2']],
    ['all closed is told in per cent', '收到政府信息公开申请15件，办结率100%。', flow(15, 0, 13, 2), ['NAR-23 warning 0 2']],
    ['those that were due', '收到政府信息公开申请15件，到期的已全部办结。', flow(15, 0, 13, 2), []],
    ['in time', '收到政府信息公开申请15件，按时办结率100%。', flow(15, 0, 13, 2), []],
    ['something else was closed', '收到政府信息公开申请15件。受理12345热线工单30件，全部办结。', flow(15, 0, 13, 2), []],
    [
      'what is left is told as well',
      '收到政府信息公开申请15件，均已办结。另有结转下年度办理2件。',
      flow(15, 0, 13, 2),
      ['NAR-23 info 0 2'],
    ],
  ])
})

describe('numbers without unit and rough ones', () => {
  run(/^NAR-25$/, [
    ['no unit', '共主动公开政府信息127。其中机构职能1条、其他126条。', {}, ['NAR-25 info null null']],
    ['about', '全年发布政府信息500余条。', {}, ['NAR-25 info null null']],
    ['exact', '全年发布政府信息500条。', {}, []],
    ['rough numbers of other things', '网站访问量30余万次，培训100余人次。', {}, []],
  ])

  test('told once, with the first', () => {
    const text = '全年发布政府信息500余条。收到政府信息公开申请约20件。'
    const claims = readClaims([{ number: 1, title: '', text }], '', 2024)
    const findings = checkReport({ report: sampleReport({ claims, figures: flow(20, 0, 20, 0) }), prior: null })
    const rough = findings.filter(({ rule }) => rule === 'NAR-25')
    expect(rough.map(({ message }) => message)).toEqual(['“全年发布政府信息500余条”等2处未写明单位或为约数。'])
  })
})

describe('fees', () => {
  const unpaid: Figures = { ...table3({ new_received: row(1), other_fee_unpaid: row(1), result_total: row(1) }) }
  run(/^X-/, [
    ['X-01: no notice was sent', '', unpaid, ['X-01 error 1 0'], { last: '本年度未发出信息处理费收费通知。' }],
    ['X-01: no fee arose', '', unpaid, ['X-01 error 1 0'], { last: '本年度没有产生信息处理费。' }],
    ['X-02: none was charged, which may be', '', unpaid, ['X-02 info 1 0'], { last: '本年度未收取信息处理费。' }],
    ['X-02: nothing is said of fees', '', unpaid, ['X-02 info 1 0'], { last: '无其他需要报告的事项。' }],
    ['X-02: the notice is told', '', unpaid, [], { last: '发出信息处理费收费通知1件，金额300元。' }],
    ['X-01: nobody was asked to pay', '', flow(1, 0, 1, 0), [], { last: '本年度未发出信息处理费收费通知。' }],
    ['X-03: a fee without applications', '', {}, ['X-03 warning 300 0'], { last: '收取信息处理费300元。' }],
    ['X-03: from last year', '', flow(0, 1, 1, 0), [], { last: '收取信息处理费300元。' }],
    [
      'X-04: items beyond the sum',
      '',
      flow(9, 0, 9, 0),
      ['X-04 error 3100 2950'],
      { last: '收取信息处理费2950元，其中市公安局1600元、县公安局1500元。' },
    ],
    [
      'X-04: C2, five items in cases and in yuan',
      '',
      flow(25, 0, 25, 0),
      [],
      {
        last: '2023年对25件政府信息公开申请案件收取了信息处理费2950元。其中，县自然资源局1件，收取420元；县政府2件，收取290元；县公安局15件，收取1500元；自然资源局分局1件，收取140元；市公安局6件，收取600元。',
      },
    ],
    [
      'X-04: one case too many',
      '',
      flow(25, 0, 25, 0),
      ['X-04 error 6 5'],
      { last: '对5件政府信息公开申请收取信息处理费700元。其中，市公安局4件，收取400元；市财政局2件，收取300元。' },
    ],
    ['X-04: an open list', '', flow(25, 0, 25, 0), [], { last: '收取信息处理费2950元，其中市公安局1600元、县公安局500元等。' }],
    [
      'X-05: two parts of the text',
      '依法收取信息处理费200元。',
      flow(9, 0, 9, 0),
      ['X-05 warning 200 300'],
      { last: '收取信息处理费300元。' },
    ],
    ['X-05: 元 and 万元', '依法收取信息处理费0.03万元。', flow(9, 0, 9, 0), [], { last: '收取信息处理费300元。' }],
    ['X-05: cases are no yuan', '对2件申请收取信息处理费。', flow(9, 0, 9, 0), [], { last: '收取信息处理费300元。' }],
  ])
})
