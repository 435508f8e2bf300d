import { expect, test } from 'vitest'
import { readClaims } from '../../src/extract/claims.ts'
import type { RegisteredAuthority } from '../../src/model/portal.ts'
import type { Period } from '../../src/model/report.ts'
import { cellKeysOf } from '../../src/model/template.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { type Figures, SOUND_SECTIONS, sampleReport, table3 } from './sample-report.ts'

/** What a case of the domain reference (§6) reports, in our own words with the real figures and labels. */
type Told = {
  readonly authority: string | null
  readonly year: number
  readonly title?: string
  readonly period?: Period
  readonly opening?: string
  /** Texts that differ from a report that nothing is wrong with. */
  readonly texts?: Readonly<Record<number, string>>
  readonly titles?: Readonly<Record<number, string>>
  readonly absent?: readonly number[]
  readonly figures?: Figures
  readonly edition?: '2019' | '2021'
  readonly registered?: RegisteredAuthority
}

/** `RULE severity` of all failures. */
function judge({ texts = {}, titles = {}, absent = [], opening = '', registered, ...told }: Told): string[] {
  const sections = SOUND_SECTIONS.filter(({ number }) => !absent.includes(number)).map(({ number, title, text }) => ({
    number,
    title: titles[number] ?? title,
    text: texts[number] ?? text,
  }))
  const report = sampleReport({ ...told, sections, opening, claims: readClaims(sections, opening) })
  return checkReport({ report, prior: null, authority: registered ?? null })
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ rule, severity }) => `${rule} ${severity}`)
}

const SUMMARY =
  '收到政府信息公开申请0件。政府信息管理规范，网站运行平稳，监督保障有力，工作考核、社会评议结果良好，无责任追究情形。'
const row = (value: number) => [value, 0, 0, 0, 0, 0, value]

function registeredAs(name: string): RegisteredAuthority {
  const plain = { aliases: [], formerNames: [], since: null, until: null, successor: null, exempt: {}, submitted: {} }
  return { id: 'a', district: 'd', name, kind: 'gov_office', level: null, ...plain }
}

const CASES: readonly (readonly [string, Told, readonly string[]])[] = [
  [
    'C1: thirteen parts make 122 of 127, and the unit is missing',
    {
      authority: '淄博高新技术产业开发区群众工作部',
      year: 2023,
      texts: {
        1: `全年共主动公开政府信息127。其中，机构职能1条、法规文件12条、决策预公开0条、会议31条、执行结果64条、组织管理3条、指南1条、制度1条、目录2条、年报1条、规划0条、财政6条、其他信息0条。${SUMMARY}`,
      },
    },
    ['NAR-02 error', 'NAR-25 info'],
  ],
  [
    'C5: parts above the total; the notice of 2019 in a report for 2022',
    {
      authority: '湛江市霞山区教育局',
      year: 2022,
      opening: '按照国办公开办函〔2019〕60号的格式，编制霞山区教育局2022年政府信息公开工作年度报告。',
      texts: { 1: `公开信息53篇，其中概况2篇、财政5篇、动态43篇、计划4篇。${SUMMARY}` },
    },
    ['NAR-01 error', 'TXT-06 warning'],
  ],
  [
    'C12: one paper issued, none in force; 工作报告 in the title',
    {
      authority: '锡林郭勒盟商务局',
      year: 2021,
      title: '锡林郭勒盟商务局2021年政府信息公开工作报告',
      figures: { 't2.nd_issued': 1, 't2.nd_repealed': 0, 't2.nd_in_force': 0 },
    },
    ['FMT-09 warning', 'T2-02 error'],
  ],
  [
    'C13: slashes everywhere but one cell; a part called 街办动态 in the report of a bureau',
    {
      authority: '西安市高陵区行政审批服务局',
      year: 2021,
      figures: {
        ...(Object.fromEntries(cellKeysOf('2021').map((key) => [key, '/'])) as Figures),
        't2.license_decisions': 11839,
      },
      texts: {
        1: `公开政府信息217条，其中动态127条、公告7条、指南1条、街办动态75条、财政4条、其他3条。政府信息公开申请渠道畅通。${SUMMARY.slice(13)}`,
      },
    },
    ['FMT-20 warning', 'CELL-02 warning', 'CELL-02 warning', 'TXT-05 warning'],
  ],
  [
    'C14: outcomes leave fourteen untold; 工作报告; the office writes the name of the government',
    {
      authority: '亳州市人民政府',
      year: 2025,
      title: '2025年亳州市政府信息公开工作报告',
      registered: registeredAs('亳州市人民政府办公室'),
      texts: {
        1: `主动公开信息。收到政府信息公开申请70件，予以公开17件，部分公开6件，无法提供21件，不予处理12件，结转下年度1件。${SUMMARY.slice(13)}`,
      },
      figures: table3({
        new_received: row(70),
        granted: row(17),
        partly_granted: row(6),
        unable_not_held: row(21),
        rejected_petition: row(12),
        other_misc: row(13),
        result_total: row(69),
        carried_out: row(1),
      }),
    },
    ['FMT-09 warning', 'NAR-10 warning', 'META-03 info'],
  ],
  [
    'C19: the headings of three parts are lost, their content is there',
    {
      authority: '上海市黄浦区打浦桥街道办事处',
      year: 2025,
      absent: [1, 5, 6],
      opening: `主动公开政府信息120条。${SUMMARY}`,
      texts: { 4: '公开内容不够细，存在的问题主要是解读不足，下一步改进措施是加强培训。本年度没有收取信息处理费。' },
    },
    [],
  ],
  [
    'C20: the period ends before it begins',
    {
      authority: '人力资源和社会保障部',
      year: 2010,
      edition: '2019',
      period: { start: '2010-01-01', end: '2009-12-31' },
      opening: '数据统计期限为2010年1月1日至2009年12月31日。',
    },
    ['TXT-01 error'],
  ],
  [
    'C21: a sub-district speaks of applications to the city government',
    {
      authority: '迎宾路街道办事处',
      year: 2021,
      texts: { 1: `主动公开信息12条。受理向市政府及市政府办公室提出的政府信息公开申请5件。${SUMMARY.slice(13)}` },
      figures: table3({ new_received: row(5), granted: row(5), result_total: row(5) }),
    },
    ['TXT-05 warning'],
  ],
  [
    'C22: various governments, some regions, no figure',
    {
      authority: '乌恰县',
      year: 2024,
      texts: {
        1: '各级政府部门通过网站、新媒体等渠道主动公开信息，部分地区开发了应用，方便申请人提交申请；建立审核机制，明确责任主体，加强信息管理；优化平台界面，扩大传播范围；建立考核机制，定期检查评估，设立投诉渠道，及时督促整改，开展培训，提升能力。',
      },
    },
    ['TXT-09 info'],
  ],
  [
    'C24: seven parts told, six listed; the list makes 14 of 21',
    {
      authority: '和平县合水镇人民政府',
      year: 2024,
      opening:
        '本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议及诉讼情况、存在的主要问题及改进情况、其他需要报告的事项等7个部分组成。',
      texts: {
        1: `主动公开政府信息21条，其中政策文件4条、工作信息5条、其他文件4条、财政0条、年报1条。${SUMMARY}`,
      },
    },
    ['FMT-10 warning', 'NAR-02 error'],
  ],
  [
    'C25: the notice of 2019 beside the table of 2021',
    { authority: '宜城市教育局', year: 2022, opening: '按《条例》（国务院令第711号）和国办公开办函〔2019〕60号要求编制。' },
    ['TXT-06 warning'],
  ],
  [
    'C26: a heading lost its first character',
    {
      authority: '咸宁市政务服务和大数据管理局',
      year: 2025,
      texts: {
        1: `主动公开信息121条。${SUMMARY}\n（一）主动公开情况。及时。\n（二）申请情况。及时。\n（三）信息管理情况。及时。\n（四）府信息公开平台建设情况。及时。`,
      },
    },
    ['TXT-11 info'],
  ],
  [
    'C27: a group among the parts adds up; an account is counted until June',
    {
      authority: '衢州市自然资源和规划局',
      year: 2024,
      figures: { 't2.license_decisions': 2000 },
      texts: {
        1: `主动公开信息3626条，其中机构类26条，规划类（含专项规划300条、国土空间规划300条）600条，征地信息1000条，行政许可公示2000条。截至6月底，微信公众号推送文章320篇。${SUMMARY}`,
      },
    },
    ['TXT-08 info'],
  ],
  [
    'C28: the title names neither body nor year; one cell is blank',
    {
      authority: '保康县农业农村局',
      year: 2021,
      title: '政府信息公开工作年度报告',
      figures: { 't2.nd_issued': '' },
    },
    ['FMT-09 warning', 'CELL-02 warning'],
  ],
  [
    'C29: six parts told, five listed up to the last',
    {
      authority: '某区统计局',
      year: 2023,
      opening:
        '报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在问题及改进情况、其他需要报告的事项等六部分组成。',
    },
    ['FMT-10 warning'],
  ],
  [
    'C30: 95 and 8 are 98 and 5',
    {
      authority: '长春市人民政府办公厅',
      year: 2024,
      texts: { 1: `主动公开信息。新收政府信息公开申请95件，上年结转8件，办结98件，结转下年度5件。${SUMMARY.slice(13)}` },
      figures: table3({
        new_received: row(95),
        carried_in: row(8),
        granted: row(98),
        result_total: row(98),
        carried_out: row(5),
      }),
    },
    [],
  ],
  [
    'C30: sixty-one in twelve parts',
    {
      authority: '紫金县自然资源局',
      year: 2024,
      figures: { 't2.license_decisions': 40 },
      texts: {
        1: `主动公开政府信息61条，其中机构职能1条、动态20条、公告11条、规划3条、土地5条、矿产2条、测绘1条、执法4条、财政4条、指南1条、年报1条、其他8条。${SUMMARY}`,
      },
    },
    [],
  ],
]

test.each(CASES)('%s', (_, told, expected) => expect(judge(told)).toEqual(expected))
