import { describe, expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, sampleReport, table3, table4 } from './sample-report.ts'

type Options = {
  readonly figures?: Figures
  readonly authority?: string
  readonly edition?: '2019' | '2021'
  readonly year?: number
}

/** `RULE severity left right` of the findings that rest on text. */
function judge(text: string, { figures = {}, authority = '示例县水务局', edition = '2021', year }: Options = {}): string[] {
  const claims = readClaims([{ number: 1, title: '总体情况', text }], '')
  const report = sampleReport({ figures, authority, edition, year, claims })
  return checkReport({ report, prior: null })
    .filter(({ rule }) => /^NAR|T3-08/.test(rule))
    .map(({ rule, severity, verdict, left, right }) =>
      verdict === 'fail' ? `${rule} ${severity} ${left} ${right}` : `${rule} open`,
    )
}

/** Table 3 with these numbers of natural persons: new, carried in, result (granted) and carried out. */
function requests(newReceived: number, carriedIn: number, result: number, carriedOut: number): Figures {
  const row = (value: number) => [value, 0, 0, 0, 0, 0, value]
  return table3({
    new_received: row(newReceived),
    carried_in: row(carriedIn),
    granted: row(result),
    result_total: row(result),
    carried_out: row(carriedOut),
  })
}

// Figures are those of the calibration cases of the domain reference, §6; the words are ours.
describe('lists of disclosed items', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'C1: thirteen parts with 其他 add up to 122 of 127',
      '全年共主动公开政府信息127。其中，机构职能1条、法规文件12条、决策预公开0条、会议31条、执行结果64条、组织管理3条、指南1条、制度1条、目录2条、年报1条、规划0条、财政6条、其他信息0条。',
      ['NAR-02 error 122 127', 'NAR-25 info null null'],
    ],
    [
      'C4: more than the total by 477',
      '全年主动公开政府信息3437条，其中机构职能12条、动态1740条、法规225条、财政110条、重点领域1827条。',
      ['NAR-01 error 3914 3437'],
    ],
    ['C5: more than the total by 1', '公开政府信息53篇，其中概况2篇、财政5篇、动态43篇、计划4篇。', ['NAR-01 error 54 53']],
    [
      'C6: less than the total, no 其他',
      '公开信息276条，其中概况216条、数据50条，向市政府办报送信息100余条。',
      ['NAR-03 warning 266 276'],
    ],
    [
      'C15: an open list of mixed units is silent',
      '公开信息497条，其中动态165条、公告39条、文件10篇、解读23篇、图片34个、视频10个、简报121条等。',
      [],
    ],
    ['C13: a list that adds up', '公开信息217条，其中动态127条、公告7条、指南1条、文件75条、财政4条、其他3条。', []],
    [
      'C24: 其他文件 closes the list',
      '主动公开政府信息21条，其中政策文件4条、工作信息5条、其他文件4条、财政0条、年报1条。',
      ['NAR-02 error 14 21'],
    ],
    [
      'C27: a group level counts once',
      '主动公开信息3626条，其中机构类26条，规划类（含专项规划300条、国土空间规划300条）600条，征地信息1000条，行政许可公示2000条。',
      [],
    ],
    ['C30: sixty-one in three parts', '主动公开政府信息61条，其中通知公告30条、工作动态21条、财政信息10条。', []],
    ['highlights only', '主动公开政府信息500条，其中重点领域信息120条、财政信息6条。', []],
    [
      'an approximate total cannot be added up',
      '主动公开政府信息500余条，其中动态300条、公告100条、其他50条。',
      ['NAR-25 info null null'],
    ],
    ['another subject is a suspicion', '全年共制作政策问答12期，其中县级7期、镇级6期。', ['NAR-01 warning 13 12']],
    [
      'nested: the inner list is checked on its own',
      '主动公开信息100条，其中政策文件20条（县政府12条、办公室9条）、动态70条、其他10条。',
      ['NAR-01 warning 21 20'],
    ],
    [
      'one item over two channels: a suspicion',
      '发布政府信息500条，其中网站400条、微信公众号300条。',
      ['NAR-01 warning 700 500'],
    ],
    ['all of it on the website, some elsewhere too', '发布政府信息325条，其中网站发布325条，微信公众号推送200条。', []],
    ['two highlights of many', '公开信息1206条，其中民生领域620条，财政资金86条。', []],
    ['steps of the same things', '发布重大决策草案12项，其中征集意见12项、反馈结果12项。', []],
    ['a share that does not fit', '公开信息430条，其中财政信息120条，占比37.9%。', ['NAR-16 warning 37.9 27.9']],
    ['a share rounded up beyond the next half', '公开信息430条，其中财政信息120条，占比28%。', []],
    ['a share one unit too high', '公开信息430条，其中财政信息121条，占比29%。', ['NAR-16 warning 29 28.1']],
    ['a share cut off', '公开信息430条，其中财政信息120条，占比27%。', []],
    ['a share of nothing', '公开信息430条，其中财政信息0条，占比6%。', ['NAR-16 warning 6 0']],
    ['papers in another unit are a suspicion', '公开信息240条，其中文件24件、动态219条。', ['NAR-01 warning 243 240']],
    ['units of another kind do not prove too much', '发布信息100条，其中动态60条、公告40条、视频20个。', []],
  ]
  test.each(cases)('%s', (_, text, expected) => expect(judge(text)).toEqual(expected))
})

describe('applications', () => {
  const cases: readonly (readonly [string, string, Figures, readonly string[], Options?])[] = [
    ['C9: the text receives fewer', '共受理政府信息公开申请2件。', requests(3, 0, 3, 0), ['NAR-05 error 2 3']],
    [
      'C17: received is new plus carried in',
      '受理政府信息公开申请15件，其中新收14件，结转上年1件，办结13件，结转下年2件。',
      requests(14, 1, 13, 2),
      [],
    ],
    [
      'C2: 收办 with what was carried in',
      '全市共收办政府信息公开申请3607件。',
      requests(3511, 96, 3486, 121),
      [],
      { authority: '示例市人民政府' },
    ],
    [
      'C7: received, answered and carried agree',
      '全市受理政府信息公开申请3119件，答复3050件（含上年度结转34件，另有103件顺延到下年度答复）。',
      requests(3119, 34, 3050, 103),
      [],
      { authority: '示例市人民政府' },
    ],
    ['new received differs', '新收政府信息公开申请13件。', requests(14, 1, 13, 2), ['NAR-04 error 13 14']],
    ['carried in differs', '收到政府信息公开申请14件，上年结转2件。', requests(14, 1, 13, 2), ['NAR-06 error 2 1']],
    ['answered differs', '收到政府信息公开申请14件，办结14件。', requests(14, 2, 13, 3), ['NAR-07 error 14 13']],
    ['answered may leave out what was carried in', '收到政府信息公开申请14件，办结12件。', requests(14, 1, 13, 2), []],
    [
      'carried out differs',
      '收到政府信息公开申请14件，办结13件，结转下年度办理1件。',
      requests(14, 1, 13, 2),
      ['NAR-08 error 1 2'],
    ],
    ['办理 may mean what was finished', '共办理政府信息公开申请13件。', requests(14, 1, 13, 2), []],
    ['an approximate number proves nothing', '收到政府信息公开申请约20余件。', requests(14, 1, 13, 2), ['NAR-25 info null null']],
    [
      'the office counts its own, the table the region: a suspicion',
      '市政府办公室收到政府信息公开申请95件。',
      requests(3119, 34, 3050, 103),
      ['NAR-05 warning 95 3119'],
      { authority: '示例市人民政府' },
    ],
    [
      'the region and the office: one of them fits',
      '全市收到政府信息公开申请3119件，市政府办公室收到政府信息公开申请95件。',
      requests(3119, 34, 3050, 103),
      [],
      { authority: '示例市人民政府' },
    ],
    [
      'what the office answered, beside the region',
      '全市收到政府信息公开申请3119件。市政府办公室收到政府信息公开申请95件，办结93件，结转下年度2件。',
      requests(3119, 34, 3050, 103),
      [],
      { authority: '示例市人民政府' },
    ],
    [
      'departments and towns make the whole',
      '县政府收到政府信息公开申请30件，部门收到170件，乡镇收到30件。',
      requests(230, 0, 230, 0),
      [],
      { authority: '示例县人民政府' },
    ],
    [
      'departments and towns do not make the whole',
      '县政府收到政府信息公开申请30件，县政府部门收到170件，乡镇收到31件。',
      requests(230, 0, 230, 0),
      ['NAR-05 error 30 230'],
      { authority: '示例县人民政府' },
    ],
    ['withdrawn beside answered', '收到政府信息公开申请12件，答复10件，申请人撤回2件。', requests(12, 0, 12, 0), []],
    ['all years together', '截至2023年底，累计受理政府信息公开申请560件。', requests(23, 0, 23, 0), []],
    [
      'a sub-district and its office are one',
      '全街道收到政府信息公开申请4件。',
      requests(3, 0, 3, 0),
      ['NAR-05 error 4 3'],
      { authority: '示例区城东街道办事处' },
    ],
    ['hotline calls are no applications', '受理12345热线工单320件，办结318件。', requests(3, 0, 3, 0), []],
    ['none, and none in the table', '未收到政府信息公开申请。', {}, []],
    ['none, but three in the table', '未收到政府信息公开申请。', requests(3, 0, 3, 0), ['NAR-11 error 0 3']],
    ['none over one channel', '未收到网上提出的政府信息公开申请。', requests(3, 0, 3, 0), []],
    ['none of one kind beside a number', '收到政府信息公开申请3件，未收到信息公开收费申请。', requests(3, 0, 3, 0), []],
    ['a number, but none in the table', '收到政府信息公开申请3件。', {}, ['NAR-05 error 3 0']],
    ['the table was not read', '收到政府信息公开申请3件。', { 't3.new_received.total': 'unreadable' }, ['NAR-05 open']],
    [
      'applications by organisations have no column',
      '收到政府信息公开申请5件，其中自然人申请3件，企业申请2件。',
      requests(5, 0, 5, 0),
      ['T3-08 info 2 0'],
    ],
  ]
  for (const [name, text, figures, expected, options] of cases)
    test(name, () => expect(judge(text, { figures, ...options })).toEqual(expected))
})

describe('outcomes', () => {
  // C3: totals left blank in the rows of outcomes, blank zeros elsewhere; 805 handled.
  const c3: Figures = {
    ...table3({
      new_received: [821, 35, null, null, 2, 1, 859],
      carried_in: [18, null, null, null, null, null, 18],
      granted: [258, 12, null, null, 1, 1, null],
      partly_granted: [3, null, null, null, null, null, null],
      denied_state_secret: [14, null, null, null, null, null, null],
      denied_law_prohibits: [],
      denied_internal_affairs: [5, null, null, null, null, null, null],
      denied_process_info: [3, 1, null, null, null, null, null],
      denied_query_matter: [10, 2, null, null, null, null, null],
      unable_not_held: [252, 12, null, null, 1, null, null],
      unable_needs_creation: [44, 3, null, null, null, null, null],
      unable_still_unclear: [25, null, null, null, null, null, null],
      rejected_petition: [148, 1, null, null, null, null, null],
      rejected_repeat: [5, 4, null, null, null, null, null],
      result_total: [767, 35, null, null, 2, 1, 805],
      carried_out: [72, null, null, null, null, null, 72],
    }),
    ...table4(5, null, null, 2, 7, 8, null, null, 1, 9),
  }
  const c3Text =
    '受理政府信息公开申请859件，答复805件（含上年结转18件，另有72件顺延到下年度答复）。予以公开及部分公开258件，占33.9%；不予公开35件，占4.34%；无法提供265件，占32.9%；不予处理158件，占19.6%；其他处理0件。行政复议7件，诉讼9件，均获维持。'

  test('C3: five contradictions between text and tables', () => {
    expect(judge(c3Text, { figures: c3, edition: '2019', year: 2019, authority: '示例市人民政府办公厅' })).toEqual([
      'NAR-09 error 258 275',
      'NAR-09 warning 265 337',
      'NAR-10 warning 716 805',
      'NAR-15 warning 3 0',
      'NAR-16 warning 33.9 32',
    ])
  })

  test('C14: outcomes that leave fourteen of seventy untold', () => {
    const figures = table3({
      new_received: [70, 0, 0, 0, 0, 0, 70],
      granted: [17, 0, 0, 0, 0, 0, 17],
      partly_granted: [6, 0, 0, 0, 0, 0, 6],
      unable_not_held: [21, 0, 0, 0, 0, 0, 21],
      rejected_petition: [12, 0, 0, 0, 0, 0, 12],
      other_misc: [13, 0, 0, 0, 0, 0, 13],
      result_total: [69, 0, 0, 0, 0, 0, 69],
      carried_out: [1, 0, 0, 0, 0, 0, 1],
    })
    const text = '收到政府信息公开申请70件，予以公开17件，部分公开6件，无法提供21件，不予处理12件，结转下年度1件。'
    expect(judge(text, { figures })).toEqual(['NAR-10 warning 56 69'])
  })

  test('C2: all outcomes and what is carried out make the whole', () => {
    const row = (value: number) => [value, 0, 0, 0, 0, 0, value]
    const figures = table3({
      new_received: row(17),
      granted: row(9),
      partly_granted: row(3),
      denied_third_party: row(1),
      other_misc: row(2),
      result_total: row(15),
      carried_out: row(2),
    })
    const text =
      '收办政府信息公开申请17件，予以公开9件、部分公开3件、不予公开1件、作其他处理（含申请人主动撤回）2件、转下年度办理2件。'
    expect(judge(text, { figures })).toEqual([])
  })

  test('an outcome in other words makes up what is lacking', () => {
    const row = (value: number) => [value, 0, 0, 0, 0, 0, value]
    const figures = table3({
      new_received: row(23),
      granted: row(15),
      partly_granted: row(3),
      denied_third_party: row(2),
      unable_not_held: row(3),
      result_total: row(23),
    })
    expect(judge('受理政府信息公开申请23件，予以公开15件，部分公开3件，不予公开2件，信息不存在3件。', { figures })).toEqual([])
  })

  test('a ground told in other words beside the outcome', () => {
    const row = (value: number) => [value, 0, 0, 0, 0, 0, value]
    const figures = table3({ new_received: row(12), granted: row(10), unable_not_held: row(2), result_total: row(12) })
    expect(judge('收到政府信息公开申请12件，予以公开10件，无法提供1件，信息不存在1件。', { figures })).toEqual([])
    expect(judge('收到政府信息公开申请12件，予以公开10件，无法提供1件。', { figures })).toEqual(['NAR-09 error 1 2'])
  })

  test('all upheld, and so they are', () =>
    expect(judge('行政复议3件，行政诉讼1件，均获维持。', { figures: table4(3, 0, 0, 0, 3, 1, 0, 0, 0, 1) })).toEqual([]))
  test('only the lawsuits are said to be upheld', () =>
    expect(judge('行政诉讼1件，均获维持。', { figures: table4(2, 0, 0, 1, 3, 1, 0, 0, 0, 1) })).toEqual([]))
  test('shares of a list are taken of its total', () => expect(judge('公开政府信息200条，其中动态150条、公告50条。')).toEqual([]))
})
