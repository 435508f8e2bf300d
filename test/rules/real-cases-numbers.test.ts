import { describe, expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import type { Report } from '../../src/model/report.ts'
import { type CellKey, cellKeysOf } from '../../src/model/template.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, sampleReport, table3, table4 } from './sample-report.ts'

// The calibration cases of the domain reference, §6, as far as rules on numbers are concerned: real figures in words of our own. Every
// finding of these rules is listed, so what is not listed stays silent.

type Told = {
  readonly authority: string
  readonly year: number
  readonly edition?: '2019' | '2021'
  readonly figures?: Figures
  readonly text?: string
  /** Text of the last section. */
  readonly last?: string
}

function reportOf({ authority, year, edition = year < 2021 ? '2019' : '2021', figures, text = '', last = '' }: Told): Report {
  const sections = [text, '', '', '', '', last].map((each, index) => ({ number: index + 1, title: '', text: each }))
  const claims = readClaims(sections, '', year)
  return { ...sampleReport({ authority, year, edition, figures, claims }), sections }
}

/** `RULE severity` of everything that rules on numbers find. */
function found(now: Told, before: Told | null = null): string[] {
  return checkReport({ report: reportOf(now), prior: before && reportOf(before) })
    .filter(({ rule, verdict }) => /^(?:CELL|T[234]|X|NAR|YR-0[1-8]|PLA|FMT-04|FMT-20)/.test(rule) && verdict === 'fail')
    .map(({ rule, severity }) => `${rule} ${severity}`)
}

const people = (value: number) => [value, 0, 0, 0, 0, 0, value]
/** Applications, all of people and all granted unless said otherwise: new, carried in, closed, carried out. */
const flow = (fresh: number, inn: number, closed: number, out: number, rest: Figures = {}): Figures => ({
  ...table3({
    new_received: people(fresh),
    carried_in: people(inn),
    granted: people(closed),
    result_total: people(closed),
    carried_out: people(out),
  }),
  ...rest,
})
const papers = (issued: number, repealed: number, inForce: number): Figures => ({
  't2.nd_issued': issued,
  't2.nd_repealed': repealed,
  't2.nd_in_force': inForce,
})

test('C1 淄博高新区群众工作部 2023: thirteen items make 122 of 127, and the 127 has no unit', () => {
  const text =
    '2023年，群众工作部共主动公开政府信息127。其中，机构职能1条、法规文件12条、决策预公开0条、会议31条、执行结果64条、组织管理3条、指南1条、制度1条、目录2条、年报1条、规划0条、财政6条、其他信息0条。未收到政府信息公开申请。'
  expect(found({ authority: '淄博高新区群众工作部', year: 2023, text, last: '未收取信息处理费。' })).toEqual([
    'NAR-02 error',
    'NAR-25 info',
  ])
})

describe('C2 宿迁市 2023 and 2024', () => {
  const authority = '宿迁市人民政府'
  // The cases of 2023 are not told: as many as in 2024.
  const disputes = table4(170, 0, 0, 0, 170, 25, 0, 0, 0, 25, 52, 0, 0, 0, 52)
  const last2023 =
    '对25件政府信息公开申请收取信息处理费2950元。其中，县自然资源局1件，收取420元；县政府2件，收取290元；县公安局15件，收取1500元；自然资源局分局1件，收取140元；市公安局6件，收取600元。'
  const y2023: Told = {
    authority,
    year: 2023,
    figures: flow(3511, 96, 3486, 121, { ...papers(109, 489, 597), ...disputes }),
    text: '全市共收办政府信息公开申请3607件（市政府349件、市各有关部门933件、沭阳县477件、泗阳县301件、泗洪县874件、宿豫区216件、宿城区348件、经济技术开发区55件、湖滨新区26件、工业园区12件、洋河新区16件）。',
    last: last2023,
  }
  const y2024: Told = {
    authority,
    year: 2024,
    figures: flow(3525, 121, 3521, 125, { ...papers(50, 227, 420), ...disputes }),
    text: '全市共收办政府信息公开申请3646件，同比增长1.05%。全市备案政府信息公开行政复议134件、行政诉讼57件。',
    last: '对3件政府信息公开申请收取信息处理费2230元。',
  }
  test('2023: sums, bodies and fees add up', () => expect(found(y2023)).toEqual([]))
  test('2024: what was filed is another count than table 4; growth fits within a tenth', () =>
    expect(found(y2024, y2023)).toEqual(['NAR-13 warning', 'NAR-13 warning']))
})

test('C3 上海市政府办公厅 2019: text and tables contradict each other', () => {
  const figures: Figures = {
    ...table3({
      new_received: [821, 35, null, null, 2, 1, 859],
      carried_in: [18, null, null, null, null, null, 18],
      granted: [258, 12, null, null, 1, 1, null],
      partly_granted: [3, null, null, null, null, null, null],
      denied_state_secret: [14, null, null, null, null, null, null],
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
    ...table4(5, '', '', 2, 7, 8, '', '', 1, 9, '', '', '', '', ''),
  }
  const text =
    '受理政府信息公开申请859件，答复805件（含上年结转18件，另有72件顺延到下年度答复）。予以公开及部分公开258件，占33.9%；不予公开35件，占4.34%；无法提供265件，占32.9%；不予处理158件，占19.6%；其他处理0件。信息公开类行政复议7件，诉讼9件，均获维持。'
  expect(found({ authority: '上海市人民政府办公厅', year: 2019, figures, text })).toEqual([
    'CELL-02 warning',
    'CELL-02 warning',
    'CELL-07 warning',
    'NAR-09 error',
    'NAR-09 warning',
    'NAR-10 warning',
    'NAR-15 warning',
    'NAR-16 warning',
  ])
})

describe('lists of disclosed items', () => {
  const cases: readonly (readonly [name: string, authority: string, year: number, text: string, said: readonly string[]])[] = [
    [
      'C4: 3914 of 3437',
      '子长市人民政府',
      2023,
      '主动公开政府信息3437条，其中机构职能12条、工作动态1740条、政策法规225条、财政信息110条、重点领域1827条。',
      ['NAR-01 error'],
    ],
    [
      'C5: 54 of 53',
      '霞山区教育局',
      2022,
      '网站累计公开政府信息53篇，其中组织机构2篇、部门文件5篇、工作动态43篇、财政预算4篇。',
      ['NAR-01 error'],
    ],
    [
      'C6: 266 of 276, and nothing else is named',
      '广元市统计局',
      2024,
      '公开信息276条，其中统计动态216条、统计数据50条，向市政府办报送信息100余条。',
      ['NAR-03 warning'],
    ],
    [
      'C13: 217 of 217',
      '高陵区行政审批服务局',
      2021,
      '公开信息217条，其中工作动态127条、街办动态7条、指南1条、文件75条、财政4条、公告3条。',
      [],
    ],
    [
      'C15: an open list in several units',
      '葫芦岛市教育局',
      2022,
      '公开信息497条，其中动态165条、公告39条、文件10篇、解读23篇、图片34个、视频10个、简报121条等。',
      [],
    ],
    [
      'C16: one column, twenty and sixteen',
      '杨凌示范区审计局',
      2022,
      '（一）在网站“审计公告”栏目发布信息20条。\n（四）网站“审计公告”栏目公开信息16条。',
      ['NAR-20 warning'],
    ],
    [
      'C24: 14 of 21 with 其他',
      '和平县合水镇人民政府',
      2024,
      '主动公开政府信息21条，其中政策文件4条、工作信息5条、其他文件4条、财政预决算0条、年度报告1条。',
      ['NAR-02 error'],
    ],
    [
      'C27: seventeen parts, one of them a group',
      '衢州市自然资源和规划局',
      2024,
      '主动公开信息3626条，其中机构职能12条，人事信息26条，法规文件31条，规划信息600条（含专项规划280条、国土空间规划320条），征地信息1000条，供地信息410条，不动产登记205条，测绘管理88条，地质灾害防治64条，矿产资源52条，林业信息73条，行政许可560条，行政处罚140条，财政信息38条，建议提案45条，公告公示221条，其他信息61条。',
      [],
    ],
    [
      'C30: 61 in twelve parts',
      '紫金县自然资源局',
      2024,
      '主动公开政府信息61条，其中机构职能1条、领导信息4条、政策文件3条、财政信息4条、工作动态20条、通知公告12条、征地信息6条、行政许可5条、行政处罚2条、规划信息1条、年度报告1条、其他2条。',
      [],
    ],
    ['C30: 314', '二郎街道办事处', 2022, '主动公开政府信息314条，其中政务动态200条、公示公告80条、财政信息34条。', []],
    ['C30: 35', '金屯镇人民政府', 2024, '主动公开政府信息35条，其中工作动态30条、财政信息4条、年度报告1条。', []],
    ['C30: 3067', '广州市人民政府国有资产监督管理委员会', 2020, '主动公开政府信息3067条。', []],
  ]
  test.each(cases)('%s', (_name, authority, year, text, said) =>
    expect(found({ authority, year, text, figures: { 't2.license_decisions': 12 } })).toEqual(said),
  )
})

describe('applications', () => {
  const cases: readonly (readonly [name: string, told: Told, said: readonly string[]])[] = [
    [
      'C7 淮安市 2024: all agrees',
      {
        authority: '淮安市人民政府',
        year: 2024,
        figures: {
          ...flow(3119, 34, 3050, 103),
          ...table4(72, 64, 178, 37, 351, 15, 3, 4, 4, 26, 10, 2, 5, 3, 20),
        },
        text: '全市受理政府信息公开申请3119件，答复3050件（含上年度结转34件，另有103件顺延到下年度答复）。政府信息公开行政复议351件，其中结果维持72件、结果纠正64件、其他结果178件、尚未审结37件。政府信息公开行政诉讼46件。',
      },
      [],
    ],
    [
      'C9 长春市退役军人事务局 2023: two in the text, three in the table',
      {
        authority: '长春市退役军人事务局',
        year: 2023,
        figures: flow(3, 0, 3, 0),
        text: '本年度，共受理政府信息公开申请2件，都在法定期限内予以答复。',
      },
      ['NAR-05 error'],
    ],
    [
      'C14 亳州市政府办公室 2025: the outcomes leave out fourteen of seventy',
      {
        authority: '亳州市人民政府办公室',
        year: 2025,
        figures: table3({
          new_received: [70, 0, 0, 0, 0, 0, 70],
          granted: people(17),
          partly_granted: people(6),
          unable_not_held: people(21),
          rejected_petition: people(12),
          other_misc: people(13),
          result_total: people(69),
          carried_out: people(1),
        }),
        text: '收到政府信息公开申请70件，予以公开17件，部分公开6件，无法提供21件，不予处理12件，结转下年度1件。',
      },
      ['NAR-10 warning'],
    ],
    [
      'C17 铜梁区政府办公室 2025: 15 = 14 + 1 = 13 + 2',
      {
        authority: '铜梁区人民政府办公室',
        year: 2025,
        figures: flow(14, 1, 13, 2),
        text: '受理政府信息公开申请15件，其中新收14件，结转上年1件，办结13件，结转下年2件。',
      },
      [],
    ],
    [
      'C30 长春市政府办公厅 2024: 95 + 8 = 98 + 5',
      {
        authority: '长春市人民政府办公厅',
        year: 2024,
        figures: flow(95, 8, 98, 5),
        text: '收到政府信息公开申请95件，上年结转8件，办结98件，结转下年度5件。',
      },
      [],
    ],
    [
      'C30 湖南省政府办公厅 2020: 190 + 10 = 198 + 2',
      {
        authority: '湖南省人民政府办公厅',
        year: 2020,
        figures: flow(190, 10, 198, 2),
        text: '新收政府信息公开申请190件，上年结转10件，办结198件，结转下年2件。',
      },
      [],
    ],
    [
      'C30 廿三里街道 2022: 7 + 1 = 3 + 4 + 1',
      {
        authority: '廿三里街道办事处',
        year: 2022,
        figures: table3({
          new_received: people(7),
          carried_in: people(1),
          granted: people(3),
          unable_not_held: people(4),
          result_total: people(7),
          carried_out: people(1),
        }),
        text: '新收政府信息公开申请7件，上年结转1件，予以公开3件，无法提供4件，结转下年1件。',
      },
      [],
    ],
  ]
  test.each(cases)('%s', (_name, told, said) => expect(found(told)).toEqual(said))
})

describe('table 2', () => {
  const slashes = (prefix: string): Figures =>
    Object.fromEntries(
      (cellKeysOf('2021') as readonly CellKey[]).filter((key) => key.startsWith(prefix)).map((key) => [key, '/']),
    )

  test('C8 淮安市 2024 to 2025: from 66 to 372 documents in force', () => {
    const authority = '淮安市人民政府'
    expect(
      found({ authority, year: 2025, figures: papers(0, 0, 372) }, { authority, year: 2024, figures: papers(8, 26, 66) }),
    ).toEqual(['YR-04 warning', 'PLA-06 info'])
  })

  test('C10: the old form two years late', () =>
    expect(found({ authority: '示例县民政局', year: 2023, edition: '2019', figures: { 't2.license_items_prev': 6 } })).toEqual([
      'FMT-04 error',
    ]))

  test('C11: the old form, and 减3 in a cell', () => {
    const figures: Figures = {
      't2.license_items_prev': 120,
      't2.license_items_delta': { value: -3, raw: '减3' },
      't2.procurement_count': 2,
      't2.procurement_amount': 1_035_000,
    }
    expect(found({ authority: '示例区行政审批服务局', year: 2021, edition: '2019', figures })).toEqual([
      'FMT-04 error',
      'CELL-05 info',
    ])
  })

  test('C12 锡盟商务局 2021: one issued, none repealed, none in force', () =>
    expect(found({ authority: '锡林郭勒盟商务局', year: 2021, figures: papers(1, 0, 0) })).toEqual(['T2-02 error']))

  test('C13 高陵区行政审批服务局 2021: all but one cell is a slash', () => {
    const figures = { ...slashes('t2.'), ...slashes('t3.'), ...slashes('t4.'), 't2.license_decisions': 11_839 }
    expect(found({ authority: '高陵区行政审批服务局', year: 2021, figures })).toEqual([
      'FMT-20 warning',
      'CELL-02 warning',
      'CELL-02 warning',
    ])
  })

  test('C23 红升乡 2021: all that is in force was issued this year', () =>
    expect(found({ authority: '红升乡人民政府', year: 2021, figures: papers(12, 0, 12) })).toEqual(['PLA-02 info']))

  test('C23 and C30 二郎街道 2022: four are too few to tell', () =>
    expect(found({ authority: '二郎街道办事处', year: 2022, figures: papers(4, 0, 4) })).toEqual([]))
})
