import { expect, test } from 'vitest'
import { extractReport } from '../../../src/extract/extract-report.ts'
import { authorityOfTitle } from '../../../src/extract/identity/identity.ts'

const titles = [
  ['青禾县水务局2025年政府信息公开工作年度报告', '青禾县水务局'],
  ['青禾县水务局2025年度政府信息公开工作年度报告', '青禾县水务局'],
  ['青禾县水务局2025年政府信息公开工作报告', '青禾县水务局'],
  ['青禾县水务局2025年度信息公开报告', '青禾县水务局'],
  ['青禾县审计局2025年政务信息公开工作开展年度报告', '青禾县审计局'],
  ['青禾县水务局 2025年 政府信息公开年报', '青禾县水务局'],
  ['青禾县水务局关于2025年政府信息公开工作年度报告', '青禾县水务局'],
  ['青禾县水务局关于公布2025年度政府信息公开工作年度报告', '青禾县水务局'],
  ['2025年青禾县水务局政府信息公开工作年度报告', '青禾县水务局'],
  ['2025年度青禾县人民政府信息公开工作年度报告', '青禾县人民政府'],
  ['2025年青禾县人民政府政府信息公开工作年度报告', '青禾县人民政府'],
  ['青禾县人民政府2025年政府信息公开工作年度报告（图片版）', '青禾县人民政府'],
  ['东岭镇_2017年_政府信息公开年度报告', '东岭镇'],
  ['青禾县人民政府办公室（县外事办公室）2024年政府信息公开工作年度报告', '青禾县人民政府办公室（县外事办公室）'],
  ['青禾县水务局二〇二五年政府信息公开工作年度报告', '青禾县水务局'],
  ['青禾县水务局２０２５年政府信息公开工作年度报告', '青禾县水务局'],
  ['二道河子镇人民政府2025年政府信息公开工作年度报告', '二道河子镇人民政府'],
  ['2025年政府信息公开工作年度报告', null],
  ['政府信息公开工作年度报告', null],
  ['XX县XX局20XX年政府信息公开工作年度报告', null],
  ['我局2025年政府信息公开工作年度报告', null],
] as const

test.each(titles)('%s names %s', (title, authority) => {
  expect(authorityOfTitle(title)).toBe(authority)
})

const BODY = [
  '一、总体情况',
  '全年主动公开信息260条，办理结果均已答复申请人，未发生泄密事件，网站更新及时，制度完善，人员落实，监督到位。'.repeat(3),
  '二、主动公开政府信息情况',
  '规章 0 0 0',
  '五、存在的主要问题及改进情况',
  '公开内容还不够细，下一步将逐项梳理。',
  '六、其他需要报告的事项',
  '没有收取信息处理费。',
]

async function read(head: readonly string[], { name = 'report.txt', tail = [] as readonly string[] } = {}) {
  const bytes = new TextEncoder().encode([...head, ...BODY, ...tail].join('\n'))
  const extraction = await extractReport({ name, bytes, sha256: '' })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  return extraction.report
}

const heads = [
  {
    name: 'a title over two lines',
    head: ['青禾县水务局', '2024年政府信息公开工作年度报告'],
    expected: { authority: '青禾县水务局', year: 2024, title: '青禾县水务局2024年政府信息公开工作年度报告' },
  },
  {
    name: 'a title over three lines',
    head: ['青禾县水务局', '2024年', '政府信息公开工作年度报告'],
    expected: { authority: '青禾县水务局', year: 2024, title: '青禾县水务局2024年政府信息公开工作年度报告' },
  },
  {
    name: 'a year in Chinese digits',
    head: ['青禾县水务局二〇二四年政府信息公开工作年度报告'],
    expected: { authority: '青禾县水务局', year: 2024, title: '青禾县水务局二〇二四年政府信息公开工作年度报告' },
  },
  {
    name: 'a line of the first sentence that names the form',
    head: [
      '青禾县水务局2024年政府信息公开工作年度报告',
      '按照《中华人民共和国政府信息公开条例》和《中华人民',
      '共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）',
      '的规定，现公布上一年度情况。',
    ],
    expected: { authority: '青禾县水务局', year: 2024, title: '青禾县水务局2024年政府信息公开工作年度报告' },
  },
  {
    name: 'a title broken inside a word',
    head: ['青禾县水务局2024年政', '府信息公开工作年度报告'],
    expected: { authority: '青禾县水务局', year: 2024, title: '青禾县水务局2024年政府信息公开工作年度报告' },
  },
  {
    name: 'a title broken inside the name',
    head: ['青禾高新技术产业开发区', '管理委员会2024年政府信息公开工作年度报告', '请与青禾高新技术产业开发区管理委员会联系。'],
    expected: { authority: '青禾高新技术产业开发区管理委员会', year: 2024 },
  },
  {
    name: 'no authority in the title: the first sentence names it',
    head: ['2024年政府信息公开工作年度报告', '现将青禾县水务局2024年政府信息公开工作年度报告公布如下。'],
    expected: { authority: '青禾县水务局', year: 2024, title: '2024年政府信息公开工作年度报告' },
  },
  {
    name: 'year from the period where the title has none',
    head: ['青禾县水务局政府信息公开工作年度报告', '本报告所列数据统计期限自2023年1月1日起至2023年12月31日止。'],
    expected: { authority: '青禾县水务局', year: 2023 },
  },
  {
    name: 'a line of the article without its first words, beside one with all of them',
    head: [
      '东岭新区管理委员会 城市建设办公室2024年政府信息公开工作年度报告',
      '来源：建设办',
      '城市建设办公室2024年政府信息公开工作年度报告',
    ],
    expected: { authority: '东岭新区管理委员会城市建设办公室', year: 2024 },
  },
  {
    name: 'a row of labels that holds the words of the column',
    head: [
      '索引号 | 123456789/2025-00017 | 分类 | 政府信息公开年报 其他 |',
      '现公布青禾县人民政府2024年政府信息公开工作年度报告。',
    ],
    expected: { authority: '青禾县人民政府', year: 2024, title: null },
  },
  {
    name: 'a statement against a period that was left from the year before',
    head: ['青禾县水务局编制了2024年政府信息公开年度报告。统计期限自2023年1月1日起至2023年12月31日止。'],
    expected: { authority: '青禾县水务局', year: 2024, period: { start: '2023-01-01', end: '2023-12-31' } },
  },
] as const

/** How openings name the body, where no title does. */
const openings = [
  ['本报告由青禾县水务局根据《条例》（国务院令第711号）和《格式》及有关规定的要求编制。', '青禾县水务局', null],
  ['本报告由东岭市人民政府信息公开办公室根据《条例》以及有关文件要求，汇总各单位情况而成。', '东岭市人民政府', null],
  ['根据《条例》要求，由青禾经济开发区管理委员会（以下简称管委会）编制。', '青禾经济开发区管理委员会', null],
  ['根据《条例》规定，编制《青禾县水务局2024年政府信息公开工作年度报告》。', '青禾县水务局', 2024],
  ['现向社会公布2024年青禾县水务局政府信息公开工作年度报告。', '青禾县水务局', 2024],
  ['现将2024年青禾县水务局政府信息公开工作报告如下：', '青禾县水务局', 2024],
  ['特向社会公布河口街道2024年度信息公开年度报告。', '河口街道', 2024],
  ['现公开县人民政府办公室2024年政府信息公开工作年度报告。', '县人民政府办公室', 2024],
  ['结合2024年青禾县水务局政府信息公开工作编制而成。', '青禾县水务局', null],
  ['青禾县水务局认真编制了2024年政府信息公开工作年度报告。', '青禾县水务局', 2024],
  ['编制并发布青禾县水务局政府信息公开工作2024年度报告。', '青禾县水务局', null],
  ['由东岭高新区（滨河）水务局编制。', '东岭高新区(滨河)水务局', null],
  ['由青禾县水务局结合有关统计数据编制。', '青禾县水务局', null],
  ['按照2024年青禾县水务局政府信息公开工作实际编制而成。', '青禾县水务局', null],
  ['根据《条例》要求，青禾县水务局特向社会公布2024年度本机关信息公开工作报告。', '青禾县水务局', 2024],
  ['现向社会公布本单位报告。', null, null],
  ['制定水务局2024年政府信息公开工作年度报告。', '水务局', 2024],
  ['本报告由局办公室根据《条例》编制。', null, null],
  ['按照《东岭市人民政府办公室关于做好2023年政府信息公开工作年度报告的通知》要求编制。', null, null],
  ['编制了2024年政府信息公开年度报告。', null, 2024],
  ['本报告由总体情况、主动公开政府信息情况等六部分组成，根据《条例》编制。', null, null],
] as const

test.each(openings)('opening: %s', async (line, authority, year) => {
  expect(await read([line])).toMatchObject({ authority, year })
})

test.each(['2024年我局政府信息公开工作运行良好。', '截至2024年12月31日，我局发布信息30条。', '2024年度，我局认真做好公开工作。'])(
  'a year guessed from the first section: %s',
  async (line) => {
    const bytes = new TextEncoder().encode(BODY.toSpliced(1, 0, line).join('\n'))
    const extraction = await extractReport({ name: 'report.txt', bytes, sha256: '' })
    expect(extraction).toMatchObject({
      report: { year: 2024, notes: expect.arrayContaining([expect.objectContaining({ code: 'year-guessed' })]) },
    })
  },
)

test('the first section may name the body', async () => {
  const line = '根据《条例》规定，编制了《青禾县气象局2024年政府信息公开工作年度报告》（以下简称年报）。'
  const bytes = new TextEncoder().encode(BODY.toSpliced(1, 0, line).join('\n'))
  const extraction = await extractReport({ name: 'report.txt', bytes, sha256: '' })
  expect(extraction).toMatchObject({ report: { authority: '青禾县气象局', year: 2024 } })
})

test('the office of the government of the place is no other body', async () => {
  const { authority, notes } = await read(['来源：县人民政府办公室', '东岭市青禾县2024年政府信息公开工作年度报告'])
  expect(authority).toBe('东岭市青禾县')
  expect(notes.map(({ code }) => code)).not.toContain('authority-conflict')
})

test.each(heads)('identity: $name', async ({ head, expected }) => {
  expect(await read(head)).toMatchObject(expected)
})

test('a year in the address counts where the text has none', async () => {
  const { year } = await read(['青禾县水务局政府信息公开工作年度报告'], { name: 'http://a.example/nb.jsp?area=1&fbtime=2025' })
  expect(year).toBe(2025)
})

test('a publisher that is another body is noted, not preferred', async () => {
  const { authority, notes } = await read([
    '发布机构：青禾县人民政府办公室',
    '青禾县水务局2024年政府信息公开工作年度报告',
    '本报告由青禾县水务局编制。',
  ])
  expect(authority).toBe('青禾县水务局')
  expect(notes.map((note) => note.code)).toContain('authority-conflict')
})

test('a site name before a title without a name does not outvote the text', async () => {
  const { authority, notes } = await read([
    '青禾县人民政府办公室',
    '2024年政府信息公开工作年度报告',
    '现将青禾县水务局2024年政府信息公开工作年度报告公布如下。',
  ])
  expect(authority).toBe('青禾县水务局')
  expect(notes.map((note) => note.code)).toContain('authority-conflict')
})

test('a short form of the same name is no conflict', async () => {
  const { notes } = await read(['发布机构：县水务局', '青禾县水务局2024年政府信息公开工作年度报告'])
  expect(notes.map((note) => note.code)).not.toContain('authority-conflict')
})

const dates = [
  {
    name: 'label behind the source',
    head: ['来源：县水务局 时间：2025-01-20 10:12'],
    tail: [],
    expected: ['2025-01-20 label:时间'],
  },
  { name: 'labelled line', head: ['发布日期：2025-01-20 10:12'], tail: [], expected: ['2025-01-20 label:发布日期'] },
  {
    name: 'padded label and Chinese date',
    head: ['发 布 日 期：2025年1月20日'],
    tail: [],
    expected: ['2025-01-20 label:发布日期'],
  },
  {
    name: 'several labels',
    head: ['成文日期：2025.01.14 发布时间：2025/1/20'],
    tail: [],
    expected: ['2025-01-14 label:成文日期', '2025-01-20 label:发布时间'],
  },
  {
    name: 'expiry and capture are no publication',
    head: ['失效日期：2035-01-20', '采集时间：2025-12-30', '页面生成时间 2025-03-01'],
    tail: [],
    expected: [],
  },
  { name: 'a bare date in the page head is stale', head: ['2019年12月3日 星期二'], tail: [], expected: [] },
  { name: 'signature at the end', head: [], tail: ['青禾县水务局', '2025年1月20日'], expected: ['2025-01-20 signature'] },
  { name: 'signature in Chinese digits', head: [], tail: ['二〇二五年一月二十三日'], expected: ['2025-01-23 signature'] },
  {
    name: 'dates of other pages listed behind the article',
    head: [],
    tail: ['2025年1月20日', '相关链接', '别的报告', '2026-02-01'],
    expected: ['2025-01-20 signature'],
  },
  { name: 'no such day', head: ['发布日期：2025-02-30'], tail: [], expected: [] },
  { name: 'label in brackets', head: ['【发布时间】2025-01-20'], tail: [], expected: ['2025-01-20 label:发布时间'] },
  { name: 'a word before the label', head: ['信息发布日期：2025-01-20'], tail: [], expected: ['2025-01-20 label:发布日期'] },
  { name: 'the page was built, the text was not', head: ['页面发布时间：2025-03-01'], tail: [], expected: [] },
  { name: 'digits in a row', head: ['发布日期：20250120'], tail: [], expected: ['2025-01-20 label:发布日期'] },
  { name: 'made public on', head: ['公布日期：2025年1月20日'], tail: [], expected: ['2025-01-20 label:公布日期'] },
  { name: 'published on', head: ['发布于 2025-01-20 10:22:31'], tail: [], expected: ['2025-01-20 label:发布于'] },
  { name: 'full-width digits', head: ['发布日期：２０２５－０１－２０'], tail: [], expected: ['2025-01-20 label:发布日期'] },
  {
    name: 'written down, in force and ended',
    head: ['成文日期：2025-01-14', '实施日期：2025-02-01', '失效日期：2030-01-01', '废止日期：2031-01-01'],
    tail: [],
    expected: ['2025-01-14 label:成文日期'],
  },
  { name: 'archived is not published', head: ['归档时间:2025-06-15'], tail: [], expected: [] },
  { name: 'the first month by its old name', head: [], tail: ['二〇二五年元月二十日'], expected: ['2025-01-20 signature'] },
  { name: 'body and day on one line', head: [], tail: ['青禾县水务局  2025年1月20日'], expected: ['2025-01-20 signature'] },
  { name: 'in brackets', head: [], tail: ['（2025年1月20日）'], expected: ['2025-01-20 signature'] },
  { name: 'a month alone is no day', head: [], tail: ['2025年1月'], expected: [] },
] as const

test.each(dates)('dates: $name', async ({ head, tail, expected }) => {
  const report = await read([...head, '青禾县水务局2024年政府信息公开工作年度报告'], { tail })
  expect(report.dates.map(({ date, from }) => `${date} ${from}`)).toEqual(expected)
})

test('dates: in brackets behind its label', async () => {
  const { dates } = await read(['青禾县水务局2024年政府信息公开工作年度报告', '发布日期:[2025-01-20]'])
  expect(dates).toEqual([{ date: '2025-01-20', from: 'label:发布日期' }])
})

test('a publisher with a second name in brackets', async () => {
  const { authority, title } = await read([
    '>> 首页 | >> 政府信息公开年度报告 | >> 2024年度政府信息公开年度报告 |',
    '发布机构：青禾县水务局（河长办）',
    '现公布2024年度我局报告。',
  ])
  expect({ authority, title }).toEqual({ authority: '青禾县水务局(河长办)', title: null })
})

test('dates: the day before the source, under the title', async () => {
  const { dates } = await read(['青禾县水务局2024年政府信息公开工作年度报告', '2025年01月20日来源：本站'])
  expect(dates).toEqual([{ date: '2025-01-20', from: 'byline' }])
})

const metas = [
  {
    name: 'as the standard has it',
    meta: '<meta name="PubDate" content="2025-01-20 10:12">',
    expected: ['2025-01-20 meta:PubDate'],
  },
  { name: 'in Chinese', meta: '<meta name="PubDate" content="2025年01月20日">', expected: ['2025-01-20 meta:PubDate'] },
  { name: 'in lower case', meta: '<meta name="pubdate" content="2025/1/20">', expected: ['2025-01-20 meta:pubdate'] },
  {
    name: 'two tags that differ are both kept',
    meta: '<meta name="PubDate" content="2025-01-20"><meta name="publishdate" content="2025-01-22">',
    expected: ['2025-01-20 meta:PubDate', '2025-01-22 meta:publishdate'],
  },
  {
    name: 'two values in one tag',
    meta: '<meta name="PubDate" content="2025-01-20；2025-01-22">',
    expected: ['2025-01-20 meta:PubDate', '2025-01-22 meta:PubDate'],
  },
  { name: 'empty', meta: '<meta name="PubDate" content="">', expected: [] },
  { name: 'when the page was built', meta: '<meta name="HtmlGenerateTime" content="2025-03-01 10:00">', expected: [] },
  {
    name: 'equal to when the page was built',
    meta: '<meta name="PubDate" content="2025-03-01 10:00:05"><meta name="HtmlGenerateTime" content="2025-03-01 10:00">',
    expected: [],
  },
  {
    name: 'the day of the building, at another time',
    meta: '<meta name="PubDate" content="2025-01-20 09:00"><meta name="HtmlGenerateTime" content="2025-01-20 10:00">',
    expected: ['2025-01-20 meta:PubDate'],
  },
] as const

const HEAD = '青禾县水务局2024年政府信息公开工作年度报告'

async function readPage(head: string, title = HEAD, tail: readonly string[] = []) {
  const lines = [...BODY, ...tail].map((line) => `<p>${line}</p>`).join('')
  const html = `<html><head><meta charset="utf-8">${head}</head><body><h1>${title}</h1>${lines}</body></html>`
  const extraction = await extractReport({ name: 'page.html', bytes: new TextEncoder().encode(html), sha256: '' })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  return extraction.report
}

test.each(metas)('dates in meta tags: $name', async ({ meta, expected }) => {
  const { dates } = await readPage(meta)
  expect(dates.map(({ date, from }) => `${date} ${from}`)).toEqual(expected)
})

const brokenTitles = [
  [['青禾县水务局2024年政府信息公开工作', '年度报告'], HEAD],
  [['青禾县水务局2024年政府信息公开工作年度报', '告'], HEAD],
  [['青禾县水务局2024', '年政府信息公开工作年度报', '告'], HEAD],
  [['青禾县水务局政府信息公开工作年度报告', '（2024年度）'], '青禾县水务局政府信息公开工作年度报告（2024年度）'],
  [['青禾县水务局2024年政府信息公开工作年度报告（', '图片版）'], '青禾县水务局2024年政府信息公开工作年度报告（图片版）'],
  [['青禾县水务局2024年政务公开工作年度报告'], '青禾县水务局2024年政务公开工作年度报告'],
] as const

test.each(brokenTitles)('a title on the lines %j', async (head, title) => {
  expect(await read(head)).toMatchObject({ title, authority: '青禾县水务局', year: 2024 })
})

const conflicts = [
  {
    name: 'the period',
    head: [HEAD, '本报告所列数据统计期限自2023年1月1日起至2023年12月31日止。'],
    tail: [],
    code: 'year-conflict',
    says: '统计期限为2023年',
  },
  {
    name: 'the first sentence',
    head: [HEAD, '现公布青禾县水务局2023年政府信息公开工作年度报告。'],
    tail: [],
    code: 'year-conflict',
    says: '正文为2023年',
  },
  {
    name: 'a caption of a table',
    head: [HEAD],
    tail: ['2023年度政府信息公开申请情况统计表'],
    code: 'year-conflict',
    says: '表名为2023年',
  },
  {
    name: 'the signature',
    head: [HEAD],
    tail: ['青禾县教育局', '2025年1月20日'],
    code: 'authority-conflict',
    says: '落款为“青禾县教育局”',
  },
  {
    name: 'who compiled it',
    head: [HEAD, '本报告由青禾县教育局按照《政府信息公开条例》第五十条编制。'],
    tail: [],
    code: 'authority-conflict',
    says: '正文为“青禾县教育局”',
  },
] as const

test.each(conflicts)('a witness against the title is noted: $name', async ({ head, tail, code, says }) => {
  const { authority, year, notes } = await read(head, { tail })
  expect([authority, year]).toEqual(['青禾县水务局', 2024])
  expect(notes.find((note) => note.code === code)?.message).toContain(says)
})

test('the title of the page is a witness, too', async () => {
  const { notes } = await readPage('<title>青禾县教育局2023年政府信息公开工作年度报告_青禾县人民政府</title>')
  expect(notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['year-conflict', 'authority-conflict']))
})

test('witnesses that agree are no conflict', async () => {
  const { notes } = await read(
    [HEAD, '现公布青禾县水务局2024年政府信息公开工作年度报告。统计期限为2024年1月1日至2024年12月31日。'],
    {
      tail: ['青禾县水务局', '2025年1月20日'],
    },
  )
  expect(notes.filter(({ code }) => /conflict/.test(code))).toEqual([])
})

test('a report that only its signature names', async () => {
  const { authority, notes } = await read(['2024年政府信息公开工作年度报告'], { tail: ['青禾县水务局', '2025年1月20日'] })
  expect(authority).toBe('青禾县水务局')
  expect(notes.map(({ code }) => code)).toContain('authority-from-signature')
})
