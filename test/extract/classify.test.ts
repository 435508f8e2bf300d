import { describe, expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'
import { drawFrom } from '../generate/draw.ts'
import { CLEAN, renderBody } from '../generate/layouts/html-style.ts'
import { makeReport } from '../generate/make-report.ts'
import { changeCells } from '../generate/printed.ts'

const page = (title: string, body: string) =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}_青禾县人民政府</title></head><body><div><a href="/">首页</a><a href="/nb/">政府信息公开年报</a></div><h1>${title}</h1>${body}<p>主办单位：青禾县人民政府办公室</p></body></html>`

async function judge(html: string) {
  const extraction = await extractReport({ name: 'page.html', bytes: new TextEncoder().encode(html), sha256: '' })
  return extraction.kind === 'report' ? 'report' : extraction.reason.code
}

const report = makeReport(drawFrom(1), { edition: '2021', scale: 'small' })
const empty = changeCells(report, (cell) => (cell.key ? { ...cell, text: '' } : cell))
const tables = renderBody(report, drawFrom(1), CLEAN)
const blank = renderBody(empty, drawFrom(1), CLEAN)
const TITLE = '青禾县水务局2024年政府信息公开工作年度报告'

const cases = [
  { name: 'a report', title: TITLE, body: tables, expected: 'report' },
  { name: 'a report under an odd title', title: '关于2024年信息公开情况的解读', body: tables, expected: 'report' },
  { name: 'the blank form', title: '政府信息公开工作年度报告', body: blank, expected: 'report' },
  {
    name: 'a notice that names the report',
    title: '关于做好2024年政府信息公开工作年度报告编制和发布工作的通知',
    body: '<p>各乡镇人民政府：请于1月20日前报送。</p>',
    expected: 'notice',
  },
  {
    name: 'a notice that encloses the form',
    title: '关于印发政府信息公开工作年度报告格式的通知',
    body: blank,
    expected: 'notice',
  },
  { name: 'an interpretation', title: `${TITLE}图解`, body: '<p>全年公开260条。</p>', expected: 'interpretation' },
  {
    name: 'the yearly form of the web site',
    title: '青禾县水务局政府网站工作年度报表（2024年度）',
    body: '<table><tr><td>访问量</td><td>12</td></tr></table>',
    expected: 'website-report',
  },
  { name: 'a half year', title: '青禾县水务局2024年上半年政府信息公开情况统计', body: tables, expected: 'half-year' },
  {
    name: 'another yearly paper',
    title: '青禾县水务局2024年法治政府建设年度报告',
    body: '<p>一、总体情况</p><p>全年开展培训。</p>',
    expected: 'other-yearly-paper',
  },
  {
    name: 'only an attachment',
    title: TITLE,
    body: '<p>详见附件</p><p><a href="/f/2024nb.pdf">2024年年报.pdf</a></p>',
    expected: 'attachment-only',
  },
  {
    name: 'only pictures',
    title: TITLE,
    body: '<p><img src="W020250120.png"></p><p><img src="W020250121.png"></p>',
    expected: 'pictures-only',
  },
  {
    name: 'a page of many reports',
    title: '2024年政府信息公开年报',
    body: ['水务', '教育', '民政', '财政', '司法', '审计']
      .map((each) => `<p><a href="/f/${each}.pdf">青禾县${each}局2024年政府信息公开工作年度报告</a></p>`)
      .join(''),
    expected: 'summary-page',
  },
  { name: 'an empty frame', title: '政府信息公开年报', body: '<p>暂无内容</p>', expected: 'list-page' },
  {
    name: 'news',
    title: '县水务局召开工作会议',
    body: `<p>${'会议强调，要做好信息公开工作。'.repeat(40)}</p>`,
    expected: 'no-report-content',
  },
] as const

test.each(cases)('$name is judged $expected', async ({ title, body, expected }) => {
  expect(await judge(page(title, body))).toBe(expected)
})

test('an attachment-only page tells its attachments', async () => {
  const html = page(TITLE, '<p>详见附件</p><p><a href="/f/2024nb.pdf">2024年年报.pdf</a></p>')
  const extraction = await extractReport({ name: 'page.html', bytes: new TextEncoder().encode(html), sha256: '' })
  expect(extraction).toMatchObject({ kind: 'not-report', reason: { attachments: [{ href: '/f/2024nb.pdf' }] } })
})

const paragraphs = (...lines: readonly string[]) => lines.map((line) => `<p>${line}</p>`).join('')
const PROSE = '全年按照《政府信息公开条例》开展工作，主动公开内容逐步完善，制度健全，台账清楚，责任到人，监督到位。'.repeat(3)
const written = (heads: readonly string[]) =>
  heads.map((head, index) => paragraphs(`${'一二三四五六七八'[index]}、${head}`, PROSE)).join('')

/** A report whose tables are pictures, and one from before there was a form. */
const OFFICIAL = written([
  '总体情况',
  '主动公开政府信息情况',
  '收到和处理政府信息公开申请情况',
  '政府信息公开行政复议、行政诉讼情况',
  '存在的主要问题及改进情况',
  '其他需要报告的事项',
])
const EARLY = written(['概述', '主动公开情况', '依申请公开情况', '咨询处理情况', '复议、诉讼情况', '存在的主要问题和改进措施'])

const validTitles = [
  '青禾县水务局2025年政府信息公开工作年度报告',
  '青禾县水务局2025年度政府信息公开工作年度报告',
  '2025年青禾县水务局政府信息公开工作年度报告',
  '2025年度青禾县人民政府信息公开工作年度报告',
  '青禾县水务局2025年政府信息公开工作报告',
  '青禾县水务局2025年度信息公开工作报告',
  '青禾县水务局2025年度信息公开报告',
  '青禾县审计局2025年政务信息公开工作开展年度报告',
  '青禾县水务局2016年政务信息公开年度报告',
  '青禾县水务局政府信息公开年度报告',
  '青禾县水务局关于2025年政府信息公开工作年度报告',
  '青禾县水务局关于公布2025年政府信息公开工作年度报告',
  '2025年政府信息公开工作年度报告',
  '东岭镇_2017年_政府信息公开年度报告',
  '2014东岭镇政府信息公开年度报告',
  '青禾县水务局2025年政府信息公开工作年度报告（图片版）',
  '青禾县水务局2025年政府信息公开工作年度报告（超链版）',
  '青禾县水务局2025年政府信息公开工作年度报告(全文)',
  '青禾县水务局2025年政务公开工作年度报告',
  '青禾县水务局2025年政府信息公开年报',
  '青禾县水务局2025年度政府信息公开年报',
  '青禾县水务局政府信息公开2025年年度报告',
  '青禾县水务局政府信息公开工作年度报告（2025年）',
  '青禾县水务局政府信息公开工作年度报告（2025年度）',
  '青禾县水务局 2025年 政府信息公开工作年度报告',
  '青禾县水务局二〇二五年政府信息公开工作年度报告',
  '青禾县水务局２０２５年政府信息公开工作年度报告',
  '青禾县水务局2025年政府信息公开工作情况报告',
  '青禾县水务局2025年政府信息公开情况年度报告',
  '青禾县水务局2012年政府信息公开工作总结报告',
  '青禾县城东街道办事处2025年政府信息公开工作年度报告',
  '青禾县河口镇人民政府2025年政府信息公开工作年度报告',
  '青禾高新技术产业开发区管理委员会2025年政府信息公开工作年度报告',
  '青禾县人民政府办公室（县外事办公室）2025年政府信息公开工作年度报告',
  '青禾市2025年政府信息公开工作年度报告',
  '青禾县法治建设服务中心2025年政府信息公开工作年度报告',
  '青禾县预算评审中心2025年政府信息公开工作年度报告',
  '青禾县通知管理办公室2025年政府信息公开工作年度报告',
  '青禾县网站监管中心2025年政府信息公开工作年度报告',
  '青禾县水务局<br>2025年政府信息公开工作年度报告',
  '《青禾县水务局2025年政府信息公开工作年度报告》',
  '青禾县水务局2025年政府信息公开工作年度报告（更正）',
] as const

describe('titles that reports have', () => {
  test.each(validTitles)('%s', async (title) => {
    expect(await judge(page(title, OFFICIAL))).toBe('report')
    expect(await judge(page(title, tables))).toBe('report')
  })

  const named = validTitles.filter((title) => /20\d\d|二〇/.test(title) && !/中心|办公室2025/.test(title))
  test.each(named)('before there was a form: %s', async (title) => {
    expect(await judge(page(title, EARLY))).toBe('report')
  })

  const heads = [
    `${TITLE}_通知公告_青禾县人民政府`,
    `通知公告 - ${TITLE}`,
    `${TITLE}_政策解读_青禾县人民政府`,
    `青禾县人民政府门户网站 政府信息公开年报 ${TITLE}`,
    '政府信息公开年报',
    '青禾县人民政府',
    '',
  ]
  test.each(heads)('whatever the page is called: %s', async (head) => {
    const html = page(TITLE, OFFICIAL).replace(/<title>.*?<\/title>/, `<title>${head}</title>`)
    expect(await judge(html)).toBe('report')
    expect(await judge(html.replace(OFFICIAL, EARLY))).toBe('report')
  })

  test('a report stays one beside links to other papers', async () => {
    const links = paragraphs(
      '关于做好2025年防汛工作的通知',
      '青禾县2024年法治政府建设年度报告',
      '青禾县2024年上半年政府信息公开工作报告',
    )
    expect(await judge(page(TITLE, OFFICIAL).replace('<h1>', `${links}<h1>`))).toBe('report')
    expect(await judge(page(TITLE, `${tables}${links}`))).toBe('report')
  })
})

const otherPapers: readonly (readonly [string, string])[] = [
  ['关于做好2025年政府信息公开工作年度报告编制发布工作的通知', 'notice'],
  ['关于报送2025年政府信息公开工作年度报告的通知', 'notice'],
  ['青禾县人民政府办公室关于编制2025年政府信息公开年报的通知', 'notice'],
  ['关于2025年政府信息公开工作年度报告发布情况的通报', 'notice'],
  ['关于报送政府信息公开工作年度报告的函', 'notice'],
  ['政府信息公开工作年度报告填报说明', 'notice'],
  ['政府信息公开工作年度报告编制说明', 'notice'],
  ['关于《青禾县政府信息公开规定》公开征求意见的公告', 'notice'],
  ['《青禾县政务公开办法（草案）》意见征集', 'notice'],
  ['青禾县政府信息公开工作考核结果公示', 'notice'],
  ['青禾县2025年防汛工作方案', 'notice'],
  ['青禾县水务局2025年政府信息公开工作年度报告解读', 'interpretation'],
  ['一图读懂青禾县水务局2025年政府信息公开工作年度报告', 'interpretation'],
  ['一图看懂2025年政府信息公开年报', 'interpretation'],
  ['图解：青禾县2025年政府信息公开工作年度报告', 'interpretation'],
  ['《青禾县2025年政府信息公开工作年度报告》政策问答', 'interpretation'],
  ['长图｜青禾县2025年政府信息公开年报', 'interpretation'],
  ['青禾县水务局政府网站工作年度报表（2025年度）', 'website-report'],
  ['青禾县人民政府网站年度工作报表', 'website-report'],
  ['2025年度青禾县政府网站年度报告', 'website-report'],
  ['青禾县政府网站监管年度报表（2025年度）', 'website-report'],
  ['青禾县水务局2025年上半年政府信息公开工作报告', 'half-year'],
  ['青禾县水务局2025年第三季度政府信息公开统计', 'half-year'],
  ['青禾县水务局2025年1-6月政府信息公开工作报告', 'half-year'],
  ['青禾县水务局2025年1月至6月政府信息公开情况', 'half-year'],
  ['青禾县水务局2025年下半年信息公开报告', 'half-year'],
  ['2025年青禾县政府信息公开年报汇总', 'summary-page'],
  ['青禾县各单位政府信息公开年度报告汇编年报目录', 'summary-page'],
  ['青禾县水务局2025年法治政府建设年度报告', 'other-yearly-paper'],
  ['青禾县水务局2025年度法治政府建设情况报告', 'other-yearly-paper'],
  ['青禾县水务局2025年依法行政工作报告', 'other-yearly-paper'],
  ['青禾县水务局2025年政务公开工作总结', 'other-yearly-paper'],
  ['青禾县2025年政务公开工作要点', 'other-yearly-paper'],
  ['青禾县2025年依申请公开年度报告', 'other-yearly-paper'],
  ['青禾县2025年依申请公开工作情况报告', 'other-yearly-paper'],
  ['青禾县水务局2025年度部门决算', 'other-yearly-paper'],
  ['青禾县水务局2025年部门预算公开说明', 'other-yearly-paper'],
  ['青禾县2025年国民经济和社会发展统计公报', 'other-yearly-paper'],
  ['青禾县水务局2025年工作总结', 'other-yearly-paper'],
  ['青禾县2025年党务公开工作报告', 'other-yearly-paper'],
  ['青禾县2025年政府工作报告', 'other-yearly-paper'],
  ['青禾县水务局2025年建议提案办理情况报告', 'other-yearly-paper'],
  ['青禾县水务局政府信息公开指南', 'other-yearly-paper'],
  ['青禾大学2023—2024学年信息公开年度报告', 'other-yearly-paper'],
  ['青禾大学2024年信息公开年度报告', 'other-yearly-paper'],
  ['青禾县水务局政府信息公开目录', 'other-yearly-paper'],
]

describe('papers that look like reports', () => {
  const bodies = [
    ['a few lines', paragraphs('各单位：现将有关事项说明如下。', '请认真执行。')],
    ['sections of their own', written(['工作开展情况', '主要做法', '存在的主要问题', '下一步打算'])],
    ['sections like those of a report', EARLY],
  ] as const
  const all = bodies.flatMap(([what, body]) => otherPapers.map(([title, expected]) => ({ title, what, body, expected })))
  test.each(all)('$title, with $what: $expected', async ({ title, body, expected }) => {
    expect(await judge(page(title, body))).toBe(expected)
  })

  test('a university says by which rule it reports', async () => {
    const opening = '根据《高等学校信息公开办法》编制本报告，统计期限为2023年9月1日至2024年8月31日，涵盖学校信息公开工作。'
    expect(await judge(page('信息公开工作年度报告', paragraphs(opening) + EARLY))).toBe('other-yearly-paper')
  })

  test('the reason names the title, in Chinese', async () => {
    const html = page('青禾县2025年政务公开工作要点', EARLY)
    const extraction = await extractReport({ name: 'page.html', bytes: new TextEncoder().encode(html), sha256: '' })
    expect(extraction).toMatchObject({ reason: { message: expect.stringContaining('青禾县2025年政务公开工作要点') } })
  })

  const strangers = ['青禾县水务局机构职能', '青禾县河长制工作情况', '县水务局召开全县水利工作会议', '关于水费收缴的说明']
  test.each(strangers)('a page of the column that is something else: %s', async (title) => {
    const plan = written(['总体要求', '工作任务', '保障措施']).replaceAll(/信息公开|主动公开/g, '水利')
    expect(await judge(page(title, plan))).not.toBe('report')
    const head = page(title, plan).replace(/<title>.*?<\/title>/, '<title>政府信息公开年报_青禾县人民政府</title>')
    expect(await judge(head)).not.toBe('report')
  })
})

describe('pages that hold nothing', () => {
  const errors = [
    '<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body></html>',
    '<html><head><title>403 Forbidden</title></head><body>您没有权限查看此页</body></html>',
    page('页面不存在', paragraphs('您访问的页面不存在或已被删除', '返回首页')),
    page('', paragraphs('对不起，您访问的信息已被删除！')),
    page('', paragraphs('您的访问请求存在异常，已被拦截', '事件编号：20250120')),
    page('安全验证', paragraphs('请完成安全验证后继续访问')),
    page('用户登录', '<form>用户名 <input name="u"> 密码 <input name="p" type="password"></form>'),
    page('统一身份认证平台', paragraphs('请登录')),
    page('', paragraphs('系统维护中，请稍后再试')),
    '<html><body><noscript>请启用JavaScript后继续</noscript>请启用 JavaScript 后继续</body></html>',
    '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
    page('', paragraphs('服务器内部错误')),
  ]
  test.each(errors)('error page %#', async (html) => {
    expect(await judge(html)).toBe('error-page')
  })

  test('applications for what does not exist are no error', async () => {
    expect(await judge(page('', paragraphs('“信息不存在”的3件，占10%。', '“非本机关信息”的2件。')))).toBe('no-report-content')
  })

  const lists = [
    page('政府信息公开年报', paragraphs('暂无数据')),
    page('政府信息公开年报', paragraphs('没有找到相关信息')),
    page('政府信息公开年报', paragraphs('共 0 条')),
    page(
      '政府信息公开',
      paragraphs('政府信息公开指南', '政府信息公开制度', '法定主动公开内容', '政府信息公开年报', '依申请公开'),
    ),
    page(
      '政府信息公开年报',
      paragraphs(...['水务', '教育', '民政', '财政'].map((each) => `青禾县${each}局2024年政府信息公开工作年度报告 2025-01-20`)),
    ),
    page(
      '政府信息公开年报',
      `<ul>${[2021, 2022, 2023, 2024].map((year) => `<li><a href="/${year}.html">青禾县水务局${year}年政府信息公开工作年度报告</a><span>${year + 1}-01-20</span></li>`).join('')}</ul>`,
    ),
  ]
  test.each(lists)('list or menu %#', async (html) => {
    expect(await judge(html)).toBe('list-page')
  })
})

describe('a report of another year or body than is looked for', () => {
  const file = (title: string) => ({ name: 'p.html', bytes: new TextEncoder().encode(page(title, OFFICIAL)), sha256: '' })
  const cases = [
    [{ year: 2024, authority: '青禾县水务局' }, 'report'],
    [{ authority: '县水务局' }, 'report'],
    [{ year: 2023 }, 'other-year'],
    [{ authority: '青禾县教育局' }, 'other-authority'],
    [{ year: 2023, authority: '青禾县教育局' }, 'other-year'],
  ] as const
  test.each(cases)('%j: %s', async (expected, answer) => {
    const extraction = await extractReport(file(TITLE), expected)
    expect(extraction.kind === 'report' ? 'report' : extraction.reason.code).toBe(answer)
  })

  test('a title without year or name proves nothing', async () => {
    const extraction = await extractReport(file('政府信息公开工作年度报告'), { year: 2023, authority: '青禾县教育局' })
    expect(extraction.kind).toBe('report')
  })
})
