import { describe, expect, test } from 'vitest'
import { isOtherFormOf, judgeTitle, nameInTitle, yearInTitle } from '../../src/crawlers/judge-title.ts'

describe('titles of reports', () => {
  // title, whose, year
  const cases = [
    ['示例区教育局2025年政府信息公开工作年度报告', '示例区教育局', 2025],
    ['示例区教育局2025年度政府信息公开工作年度报告', '示例区教育局', 2025],
    ['2025年示例区政府信息公开工作年度报告', '示例区', 2025],
    ['示例市2025年政府信息公开工作报告', '示例市', 2025],
    ['示例市水利局2025年度信息公开工作报告', '示例市水利局', 2025],
    ['示例市水利局2025年度信息公开报告', '示例市水利局', 2025],
    ['示例省审计厅2025年政务信息公开工作开展年度报告', '示例省审计厅', 2025],
    ['示例市2016年政务信息公开年度报告', '示例市', 2016],
    ['政府信息公开年度报告', '', null],
    ['示例区审计局关于2025年政府信息公开工作的年度报告', '示例区审计局', 2025],
    ['2025年政府信息公开工作年度报告', '', 2025],
    ['柳河镇_2017年_政府信息公开年度报告', '柳河镇', 2017],
    ['2014柳河镇政府信息公开年报', '柳河镇', 2014],
    ['示例区教育局2025年政府信息公开工作年度报告（图片版）', '示例区教育局', 2025],
    ['示例区教育局2025年政府信息公开工作年度报告（超链版）', '示例区教育局', 2025],
    ['示例区\n教育局  2025年 政府信息公开工作年度报告', '示例区教育局', 2025],
    ['示例区财政局政府信息公开2025年度报告', '示例区财政局', 2025],
    ['2025年政府信息公开工作年度报告-示例区财政局', '示例区财政局', 2025],
    ['政府信息公开工作年度报告（2025年度）', '', 2025],
    ['示例区财政局２０２５年政府信息公开工作年度报告', '示例区财政局', 2025],
  ] as const
  test.each(cases)('%j is a candidate', (title, name, year) => {
    expect(judgeTitle(title)).toEqual({ judgement: 'candidate', reason: null })
    expect(nameInTitle(title)).toBe(name)
    expect(yearInTitle(title)).toBe(year)
  })
})

describe('titles that only look like it', () => {
  const cases = [
    ['关于做好2025年政府信息公开工作年度报告编制工作的通知', /notice/],
    ['示例区人民政府办公室关于报送2025年政府信息公开工作年度报告的函', /notice/],
    ['政府信息公开工作年度报告格式', /form/],
    ['2025年政府信息公开工作年度报告填报说明', /form/],
    ['一图读懂示例区2025年政府信息公开工作年度报告', /interpretation/],
    ['图解：示例区2025年政府信息公开年报', /interpretation/],
    ['《示例区2025年政府信息公开工作年度报告》解读', /interpretation/],
    ['2025年政府网站年度工作报表', /web site/],
    ['示例区政府网站工作年度报表（2025年度）', /web site/],
    ['2025年法治政府建设年度报告', /another/],
    ['示例区教育局2025年依申请公开年度报告', /another/],
    ['2025年政务公开工作总结', /another/],
    ['示例区2025年上半年政府信息公开工作报告', /less than a year/],
    ['示例区各部门2025年政府信息公开年报汇总', /summary/],
    ['示例区召开政府信息公开年度报告编制培训会', /news/],
    ['关于2025年政府信息公开工作年度报告编制发布情况的通报', /notice|assessment/],
    ['示例区2025年政府信息公开工作年度报告统计表', /table/],
    ['示例区教育局2025年部门决算', /another/],
    ['示例区举行春季植树活动', /does not name/],
  ] as const
  test.each(cases)('%j is not a report', (title, reason) => {
    const judged = judgeTitle(title)
    expect(judged.judgement).toBe('not-report')
    expect(judged.reason).toMatch(reason)
  })
})

test.each(['示例区教育局2025年政府信息公开…', '示例区卫生健康局2025年度政...', '示例区人力资源和社会保障局…'])(
  '%j is cut: the article must be opened to tell',
  (title) => {
    expect(judgeTitle(title).judgement).toBe('cut')
  },
)

test('words inside the name of a registered body say nothing about the paper', () => {
  const title = '示例区绩效考核办公室2025年政府信息公开工作年度报告'
  expect(judgeTitle(title).judgement).toBe('not-report')
  expect(judgeTitle(title, ['示例区绩效考核办公室']).judgement).toBe('candidate')
})

test('a second form stands back behind the text, and only behind the text of the same report', () => {
  const text = '示例区2025年政府信息公开工作年度报告'
  expect(isOtherFormOf(`${text}（图解）`, text)).toBe(true)
  expect(isOtherFormOf(`${text}（图解）`, text.replace('2025', '2024'))).toBe(false)
  expect(isOtherFormOf(text, text)).toBe(false)
})
