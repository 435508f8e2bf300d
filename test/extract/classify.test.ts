import { expect, test } from 'vitest'
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
  { name: 'an empty frame', title: '政府信息公开年报', body: '<p>暂无内容</p>', expected: 'no-report-content' },
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
