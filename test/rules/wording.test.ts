import { describe, expect, test } from 'vitest'
import type { RegisteredAuthority } from '../../src/model/portal.ts'
import type { Report } from '../../src/model/report.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { SOUND_SECTIONS, sampleReport } from './sample-report.ts'

type Sample = NonNullable<Parameters<typeof sampleReport>[0]>
type Case = readonly [name: string, sample: Sample, expected: readonly string[]]

/** `RULE severity said` of what the text is found fault with; `said` is what stands between the first “”. */
function judge(report: Report, authority: RegisteredAuthority | null = null): string[] {
  return checkReport({ report, prior: null, authority })
    .filter(({ rule }) => /^(?:TXT|META)/.test(rule))
    .map(({ rule, severity, message }) => `${rule} ${severity} ${/“([^”]*)”/.exec(message)?.[1] ?? ''}`.trim())
}

/** The sound report with these sentences before the text of a section. */
function saying(section: number, text: string): Pick<Sample, 'sections'> {
  return { sections: SOUND_SECTIONS.map((each) => (each.number === section ? { ...each, text: text + each.text } : each)) }
}

function runCases(cases: readonly Case[]): void {
  for (const [name, sample, expected] of cases) test(name, () => expect(judge(sampleReport(sample))).toEqual(expected))
}

test('a sound report is silent', () => expect(judge(sampleReport())).toEqual([]))

describe('TXT-01: the period', () => {
  const opening = (text: string) => `本报告所列数据的统计期限为${text}。`
  runCases([
    [
      'of the year before',
      { period: { start: '2022-01-01', end: '2022-12-31' }, opening: opening('2022年1月1日至2022年12月31日') },
      ['TXT-01 error 2022年1月1日至2022年12月31日'],
    ],
    [
      'ends before it starts',
      {
        year: 2010,
        edition: '2019',
        period: { start: '2010-01-01', end: '2009-12-31' },
        opening: opening('2010年1月1日至2009年12月31日'),
      },
      ['TXT-01 error 2010年1月1日至2009年12月31日'],
    ],
    [
      'ends a day early',
      { period: { start: '2023-01-01', end: '2023-12-30' }, opening: opening('2023年1月1日至12月30日') },
      ['TXT-01 error 2023年1月1日至12月30日'],
    ],
    [
      'a body founded during the year',
      {
        period: { start: '2023-07-01', end: '2023-12-31' },
        opening: `本局于2023年7月1日挂牌成立。${opening('2023年7月1日至2023年12月31日')}`,
      },
      [],
    ],
    [
      'days that are not said to be those of the figures are a suspicion',
      { period: { start: '2023-02-01', end: '2023-03-31' }, opening: '2023年2月1日至2023年3月31日开展清理。' },
      ['TXT-01 warning 2023年2月1日至2023年3月31日'],
    ],
    ['nothing is said', { period: null }, []],
  ])
})

describe('TXT-02: the year of title and opening', () => {
  runCases([
    ['differ', { opening: '现公布示例县水务局2022年政府信息公开工作年度报告。' }, ['TXT-02 error']],
    [
      'opening and period agree against the title: told once',
      {
        opening: '现公布示例县水务局2022年政府信息公开工作年度报告。统计期限为2022年1月1日至2022年12月31日。',
        period: { start: '2022-01-01', end: '2022-12-31' },
      },
      ['TXT-02 error'],
    ],
    ['a circular of another year', { opening: '根据《关于做好2022年政府信息公开工作年度报告编制工作的通知》要求编制。' }, []],
    ['compared with last year', { opening: '与2022年政府信息公开工作年度报告相比，本报告增加了图表。' }, []],
    ['last year told as such', { opening: '对照上年2022年政府信息公开工作年度报告，编制本报告。' }, []],
    ['the year twice', { title: '示例县水务局2023年2023年度政府信息公开工作年度报告' }, []],
  ])
})

describe('TXT-03: sentences of another year', () => {
  runCases([
    [
      'end of last year',
      saying(1, '截至2022年12月31日，主动公开信息80条。'),
      ['TXT-03 warning 截至2022年12月31日，主动公开信息80条'],
    ],
    [
      'a sentence begins with last year',
      saying(1, '2022年，我局主动公开信息80条。'),
      ['TXT-03 warning 2022年，我局主动公开信息80条'],
    ],
    ['compared with this year', saying(1, '2022年，公开信息80条，2023年公开120条。'), []],
    ['compared with the year before', saying(1, '2022年，公开信息比上年多80条。'), []],
    ['a document number', saying(1, '根据国办公开办函〔2021〕30号，梳理事项20项。'), []],
    ['a plan of several years', saying(1, '2021年以来持续清理，2022年规划印发后更新。'), []],
    ['final accounts', saying(1, '2022年度，部门决算公开于门户网站。'), []],
    ['a prize for the year before', saying(1, '2022年，在全县政务公开评估中获评优秀。'), []],
    ['the coming year', saying(1, '2024年，我局将继续公开。'), []],
    ['problems of last year', saying(1, '2022年，检查发现的问题全部整改。'), []],
  ])
})

describe('TXT-04: another body', () => {
  const name = '云岭市青禾县水务局'
  runCases([
    [
      'the same office of another county drew it up',
      { authority: name, opening: '本报告由云岭市白石县水务局编制。' },
      ['TXT-04 error 云岭市白石县水务局'],
    ],
    [
      'another office of the county drew it up: a suspicion',
      { authority: name, opening: '本报告由云岭市青禾县教育局编制。' },
      ['TXT-04 warning 云岭市青禾县教育局'],
    ],
    [
      'the same office of another county did the work',
      { authority: name, ...saying(1, '2023年，云岭市白石县水务局高度重视信息公开。') },
      ['TXT-04 error 云岭市白石县水务局'],
    ],
    ['its own name', { authority: name, opening: '本报告由云岭市青禾县水务局编制。' }, []],
    ['its own short name', { authority: name, opening: '本报告由青禾县水务局编制。' }, []],
    ['its office', { authority: name, opening: '本报告由云岭市青禾县水务局办公室编制。' }, []],
    ['the city’s bureau, its superior', { authority: name, ...saying(1, '云岭市水务局高度重视信息公开。') }, []],
    ['the government, its superior', { authority: name, ...saying(1, '青禾县人民政府高度重视信息公开。') }, []],
    ['the office for a government', { authority: '云岭市人民政府', opening: '本报告由云岭市人民政府办公室编制。' }, []],
    ['a bureau for a government', { authority: '云岭市青禾县人民政府', opening: '本报告由云岭市青禾县政务服务管理局编制。' }, []],
    [
      'a former name keeps some words',
      { authority: '云岭市青禾县卫生健康委员会', opening: '本报告由云岭市青禾县卫生和计划生育委员会编制。' },
      [],
    ],
    ['a bureau for the markets', { authority: '云岭市青禾县市场监督管理局', opening: '本报告由青禾县市场监督管理局编制。' }, []],
    ['the name is not known', { authority: null, title: null, opening: '本报告由云岭市白石县水务局编制。' }, []],
  ])
})

describe('TXT-05: how a body speaks of itself', () => {
  runCases([
    ['a bureau writes 我镇', saying(1, '我镇严格执行条例。'), ['TXT-05 warning 我镇']],
    ['a town writes 我局', { authority: '示例县白沙镇人民政府', ...saying(1, '我局严格执行条例。') }, ['TXT-05 warning 我局']],
    ['a town writes 我镇', { authority: '示例县白沙镇人民政府', ...saying(1, '我镇严格执行条例，考核良好。') }, []],
    ['a bureau writes 我县', saying(1, '我县水利事业稳步发展。'), []],
    ['the site of the government', saying(1, '在我县政府门户网站公开信息。'), []],
    ['a bureau writes as the government', saying(1, '我县政府高度重视信息公开。'), ['TXT-05 warning 我县政府']],
    ['a party committee', { authority: '示例县白沙镇人民政府', ...saying(1, '县委对我委托事项考核。') }, []],
    ['a quotation', saying(1, '群众留言“我镇水管破裂”已办结。'), []],
    ['the kind is not known', { authority: null, title: null, ...saying(1, '我镇严格执行条例。') }, []],
  ])
})

describe('TXT-06: what the report is based on', () => {
  runCases([
    ['the old decree', { opening: '根据《条例》（国务院令第492号）编制。' }, ['TXT-06 warning 国务院令第492号']],
    ['the old article', { opening: '按照《条例》第三十二条的规定编制年度报告。' }, ['TXT-06 warning 第三十二条']],
    ['the old notice', { opening: '按国办公开办函〔2019〕60号要求编制。' }, ['TXT-06 warning 国办公开办函〔2019〕60号']],
    ['history', { opening: '《条例》由国务院令第492号公布、第711号修订。' }, []],
    ['third parties', saying(3, '依照《条例》第三十二条书面征求第三方意见。'), []],
    ['the old notice in its time', { edition: '2019', year: 2020, opening: '按国办公开办函〔2019〕60号要求编制。' }, []],
  ])
})

describe('TXT-07, TXT-10: plans', () => {
  runCases([
    ['last year’s plan', saying(1, '落实《2022年政务公开工作要点》。'), ['TXT-07 info']],
    ['this year’s plan', saying(1, '落实《2023年政务公开工作要点》。'), []],
    ['a plan of several years', saying(1, '落实2022—2024年政务公开工作要点。'), []],
    [
      'next year’s work in the year past',
      saying(5, '2023年，我局将进一步规范流程。'),
      ['TXT-10 info 2023年，我局将进一步规范流程'],
    ],
    ['next year', saying(5, '2024年，我局将进一步规范流程。'), []],
    ['将 as in 将…纳入', saying(5, '2023年将公开纳入考核不够及时。'), []],
    ['until a later year', saying(5, '到2025年，将进一步规范流程。'), []],
  ])
})

describe('TXT-08: figures of a part of the year', () => {
  runCases([
    ['until June', saying(1, '截至6月底，公众号发布信息320条。'), ['TXT-08 info 6月底']],
    ['nine months', saying(1, '1—9月，公开信息320条。'), ['TXT-08 info 1—9月']],
    ['an account that was closed', saying(1, '截至6月底，公众号发布信息320条，7月注销。'), []],
    ['the whole year', saying(1, '1—12月，公开信息320条。截至12月底，公开信息320条。'), []],
    ['nothing is counted', saying(1, '截至6月底，完成网站改版。'), []],
  ])
})

describe('TXT-09: a summary without figures', () => {
  const hollow =
    '政府部门高度重视信息公开，多渠道主动公开信息，不断规范依申请公开流程，加强政府信息管理，推进网站平台建设，健全监督保障机制，定期检查和评估，投诉渠道畅通，群众获得感不断增强。'
  const only = (text: string) => ({ sections: SOUND_SECTIONS.map((each) => (each.number === 1 ? { ...each, text } : each)) })
  runCases([
    ['no figure at all', only(hollow), ['TXT-09 info']],
    [
      'years, papers and ordinals are no figures',
      only(`2023年，${hollow}落实国办公开办函〔2021〕30号，（1）规范管理。`),
      ['TXT-09 info'],
    ],
    ['one figure', only(`${hollow}公开信息3条。`), []],
    ['none is a figure, too', only(`${hollow}未收到政府信息公开申请。`), []],
    ['a small body with a short text', only('主动公开信息及时，依申请公开渠道畅通，管理规范，网站更新，接受监督。'), []],
  ])
})

describe('TXT-11: slips', () => {
  const titled = (number: number, title: string, printedNumber?: number) => ({
    sections: SOUND_SECTIONS.map((each) =>
      each.number === number ? { ...each, title, printedNumber } : each,
    ) as Report['sections'],
  })
  runCases([
    ['a heading lost its first character', saying(1, '（一）动公开政府信息情况。\n'), ['TXT-11 info （一）动公开政府信息情况']],
    ['a section lost its first character', titled(1, '体情况'), ['TXT-11 info 体情况']],
    ['a doubled word', saying(1, '公开公众关心的的信息。'), ['TXT-11 info 公开公众关心的的信息。全年主']],
    ['目的的, 和和谐, 了了解 are no slips', saying(1, '以便民为目的的服务，促进公平和和谐，增进了了解。'), []],
    ['件件, 事事', saying(1, '件件有回音，事事有着落。'), []],
    [
      'a number twice',
      titled(4, '政府信息公开行政复议、行政诉讼情况', 3),
      ['TXT-11 info 三、政府信息公开行政复议、行政诉讼情况'],
    ],
    ['an item is skipped', saying(1, '（一）甲。\n（二）乙。\n（四）丙。\n'), ['TXT-11 info （四）丙']],
    ['an item stands within a line', saying(1, '（一）甲。\n（二）乙。（三）丁。\n（四）丙。\n'), []],
    ['two lists', saying(1, '（一）甲。\n（二）乙。\n（一）丁。\n（二）丙。\n'), []],
    ['the reader lost characters', { ...titled(1, '体情况'), notes: [{ code: 'text-damaged', message: '正文疑似丢字。' }] }, []],
  ])
})

describe('TXT-12: private data', () => {
  runCases([
    ['a mobile number is masked', { opening: '联系人手机13912345678。' }, ['TXT-12 info 139****5678']],
    ['an identity number with its check digit', saying(6, '身份证11010519491231002X。'), ['TXT-12 info 110***************']],
    ['eighteen digits that are none', saying(6, '编号110105194912310021。'), []],
    ['a mailbox', { opening: '邮箱：shuiwuju@163.com。' }, ['TXT-12 info sh***@163.com']],
    ['an office number', { opening: '电话：0527-84368216。' }, []],
    ['a mailbox of the government', { opening: '邮箱：xxgk@example.gov.cn。' }, []],
  ])
  test('the datum stands nowhere in the finding', () => {
    const found = checkReport({ report: sampleReport({ opening: '手机13912345678，qq12345@qq.com。' }), prior: null })
    expect(JSON.stringify(found)).not.toMatch(/13912345678|qq12345/)
  })
})

describe('META: contact and name', () => {
  const contact = { address: null, zip: null, phone: null, fax: null, email: null }
  runCases([
    ['neither address nor telephone', { contact: null }, ['META-01 info']],
    ['a number that nobody labelled', { contact: null, opening: '请联系我局（某路1号；0527-84368216）。' }, []],
    ['a telephone', { contact: { ...contact, phone: '0527-84368216' } }, []],
    [
      'a number of another province',
      { contact: { ...contact, address: '江苏省宿迁市某路1号', phone: '0571-84368216', zip: '223800' } },
      ['META-02 info 0571-84368216'],
    ],
    [
      'a postcode of another province',
      { contact: { ...contact, address: '宿迁市某路1号', phone: '(0527)84368216', zip: '310000' } },
      ['META-02 info 310000'],
    ],
    ['a local number', { contact: { ...contact, address: '宿迁市某路1号', phone: '84368216' } }, []],
    ['the place is not known', { contact: { ...contact, address: '某路1号', phone: '0571-84368216' } }, []],
  ])

  const registered: RegisteredAuthority = {
    id: 'a',
    district: 'd',
    name: '示例市人民政府办公室',
    kind: 'gov_office',
    level: null,
    aliases: ['示例市政府办'],
    formerNames: [],
    since: null,
    until: null,
    successor: null,
    exempt: {},
    submitted: {},
  }
  test.each([
    ['示例市人民政府', ['META-03 info 示例市人民政府']],
    ['示例市人民政府办公室', []],
    ['示例市政府办公室', []],
    ['示例市政府办', []],
  ])('registered as 示例市人民政府办公室, printed as %s', (authority, expected) =>
    expect(judge(sampleReport({ authority }), registered)).toEqual(expected),
  )
})
