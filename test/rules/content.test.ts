import { describe, expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'
import type { Section } from '../../src/model/report.ts'
import { RULES } from '../../src/rules/catalogue.ts'
import { checkReport } from '../../src/rules/check-report.ts'
import { evaluateRule } from '../../src/rules/evaluate/checks.ts'
import { viewOf } from '../../src/rules/evaluate/view.ts'
import { SOUND_SECTIONS, sampleReport } from './sample-report.ts'

type Sample = NonNullable<Parameters<typeof sampleReport>[0]>
type Case = readonly [name: string, sample: Sample, expected: readonly string[]]

function judge(sample: Sample): string[] {
  return checkReport({ report: sampleReport(sample), prior: null })
    .filter(({ rule }) => /^(?:FMT|TXT)/.test(rule))
    .map(({ rule, severity, message, verdict }) =>
      verdict === 'fail' ? `${rule} ${severity} ${/“([^”]*)”/.exec(message)?.[1] ?? ''}`.trim() : `${rule} open`,
    )
}

/** The sound report with one section in other words. */
function writing(number: number, change: Partial<Section>): Pick<Sample, 'sections'> {
  return { sections: SOUND_SECTIONS.map((each) => (each.number === number ? { ...each, ...change } : each)) }
}

function runCases(cases: readonly Case[]): void {
  for (const [name, sample, expected] of cases) test(name, () => expect(judge(sample)).toEqual(expected))
}

describe('FMT-02: headings', () => {
  const variants: readonly (readonly [number, string])[] = [
    [1, '概述'],
    [1, '政府信息公开工作总体情况'],
    [2, '行政机关主动公开政府信息情况'],
    [3, '依申请公开政府信息情况'],
    [4, '政府信息公开行政复议及行政诉讼情况'],
    [4, '因政府信息公开工作被申请行政复议、提起行政诉讼的情况'],
    [5, '政府信息公开工作存在的主要问题及改进情况'],
    [5, '存在问题及改进情况'],
    [5, '存在的主要问题和改进措施'],
    [6, '其他需要报告事项'],
    [6, '其它需要报告的事项'],
  ]
  test.each(variants)('%i %s is in use', (number, title) => expect(judge(writing(number, { title }))).toEqual([]))
  runCases([
    ['words of its own', writing(5, { title: '下一步工作打算' }), ['FMT-02 info 下一步工作打算']],
    ['with the remark of the template', writing(1, { title: '总体情况（文字描述）' }), ['FMT-16 warning （文字描述）']],
  ])
})

describe('FMT-03: order', () => {
  const [one, two, three, four, five, six] = SOUND_SECTIONS as readonly Section[]
  runCases([
    ['six before five', { sections: [one!, two!, three!, four!, six!, five!] }, ['FMT-03 warning 总体情况']],
    ['one is missing', { sections: [one!, two!, three!, five!, six!] }, []],
  ])
})

test('FMT-03: the names of the sections within the first one are no sections', async () => {
  const [title, ...heads] = ['示例县水务局2023年政府信息公开工作年度报告', ...SOUND_SECTIONS.map((each) => each.title)]
  const nested = ['（一）主动公开政府信息情况', '公开120条。', '（二）存在的主要问题及改进情况', '见第五部分。']
  const lines = heads.flatMap((head, index) => [
    `${'一二三四五六'[index]}、${head}`,
    ...(index === 0 ? nested : []),
    SOUND_SECTIONS[index]!.text,
  ])
  const bytes = new TextEncoder().encode([title, '根据《条例》编制本报告。', ...lines].join('\n'))
  const extraction = await extractReport({ name: 'report.txt', bytes, sha256: '0'.repeat(64) })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  expect(extraction.report.sections.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
  const rules = checkReport({ report: extraction.report, prior: null }).map(({ rule }) => rule)
  expect(rules.filter((rule) => rule === 'FMT-02' || rule === 'FMT-03')).toEqual([])
})

describe('FMT-07, FMT-08, FMT-17: what the reading noted of tables', () => {
  const missing = Object.keys(sampleReport().cells).filter((key) => key.startsWith('t4.')) as NonNullable<Sample['missing']>
  runCases([
    [
      'a row beyond the form',
      { notes: [{ code: 'row-extra', message: '', table: 't2', labels: ['其他主动公开文件'] }] },
      ['FMT-07 info 主动公开政府信息情况'],
    ],
    ['no corner note', { notes: [{ code: 'corner-note-missing', message: '', table: 't3' }] }, ['FMT-08 info']],
    [
      'no corner note that recognition would show',
      {
        notes: [
          { code: 'corner-note-missing', message: '', table: 't3' },
          { code: 'read-by-recognition', message: '' },
        ],
      },
      [],
    ],
    [
      'a table that is a picture is told once',
      { missing, notes: [{ code: 'table-as-image', message: '', table: 't4' }] },
      ['FMT-17 info 政府信息公开行政复议、行政诉讼情况'],
    ],
  ])
})

describe('FMT-09: the title', () => {
  const title = (text: string): Sample => ({ title: text })
  runCases([
    ['工作报告', title('示例县水务局2023年政府信息公开工作报告'), ['FMT-09 warning 示例县水务局2023年政府信息公开工作报告']],
    ['no 政府信息公开', title('示例县水务局2023年年度报告'), ['FMT-09 warning 示例县水务局2023年年度报告']],
    ['no name', title('2023年政府信息公开工作年度报告'), ['FMT-09 warning 2023年政府信息公开工作年度报告']],
    ['年度 twice', title('示例县水务局2023年度政府信息公开工作年度报告'), []],
    ['without 工作', title('示例县水务局2023年政府信息公开年度报告'), []],
    ['a government', title('示例县人民政府信息公开工作2023年度报告'), []],
    ['no title was found', { title: null }, []],
  ])
})

describe('FMT-10: parts', () => {
  const all =
    '总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项'
  const opening = (text: string): Sample => ({ opening: text })
  runCases([
    ['six of six, one named by two phrases', opening(`本报告由${all}六部分组成。`), []],
    ['the list behind the number', opening(`报告分为六个部分：${all}。`), []],
    ['the editor before the list', opening(`本报告由示例县水务局编制，包括${all}六个部分，所列数据为全年数据。`), []],
    ['an open list', opening('本报告由总体情况、主动公开政府信息情况等六个部分组成。'), []],
    [
      'a list to the last part that leaves one out',
      opening('本报告由总体情况、主动公开情况、收到和处理申请情况、存在问题及改进情况、其他需要报告的事项等六部分组成。'),
      ['FMT-10 warning'],
    ],
    ['seven, and six are listed', opening(`本报告由${all}7个部分组成。`), ['FMT-10 warning']],
    ['five, without a list', opening('本报告共五部分。'), ['FMT-10 warning']],
    ['some of it', opening('部分数据经过核对。'), []],
  ])
})

describe('FMT-11 to FMT-15: what must be told', () => {
  const one = (text: string) => writing(1, { text })
  const five = (text: string) => writing(5, { text })
  runCases([
    ['two topics untold', one('公开信息12条，收到申请0件，网站运行平稳。'), ['FMT-11 warning 政府信息管理、监督保障']],
    ['other words', one('发布信息12条，答复申请1件，落实三审三校把关，更新公开栏，组织学习。'), []],
    ['the section is empty', one(''), []],
    [
      'a government without appraisal',
      { authority: '示例县人民政府', ...one('主动公开12条，申请0件，管理规范，网站平稳，组织培训。') },
      ['FMT-12 warning'],
    ],
    [
      'a government that tells it under another heading',
      {
        authority: '示例县人民政府',
        sections: SOUND_SECTIONS.map((each) => {
          if (each.number === 1) return { ...each, text: '主动公开12条，申请0件，管理规范，网站平稳，组织培训。' }
          return each.number === 6 ? { ...each, text: `${each.text}开展了社会评议。` } : each
        }),
      },
      [],
    ],
    ['a bureau need not tell it', one('主动公开12条，申请0件，管理规范，网站平稳，组织培训。'), []],
    ['problems: none', five('无。'), ['FMT-13 error 存在的主要问题及改进情况']],
    ['problems: nothing at all', five(''), ['FMT-13 error 存在的主要问题及改进情况']],
    [
      'problems told under the next heading',
      {
        sections: SOUND_SECTIONS.map((each) => {
          if (each.number === 5) return { ...each, text: '' }
          return each.number === 6 ? { ...each, text: `存在的问题：解读不足。${each.text}` } : each
        }),
      },
      ['FMT-13 open'],
    ],
    ['the text was lost', { ...five(''), notes: [{ code: 'page-missing', message: '' }] }, ['FMT-13 open']],
    ['problems only', five('公开内容不够全面，解读形式比较单一，人手偏紧。'), ['FMT-14 warning 存在的主要问题及改进情况']],
    ['improvements only', five('定期更新栏目，加强业务培训，完善工作制度。'), ['FMT-14 warning 存在的主要问题及改进情况']],
    ['implicit wording', five('更新的频率有待提高，政策解读需要更加通俗，人员力量薄弱；正逐步改善，继续努力。'), []],
    ['nothing on fees', writing(6, { text: '无其他需要报告的事项。' }), ['FMT-15 warning']],
    ['fees told elsewhere', { ...writing(6, { text: '无其他需要报告的事项。' }), opening: '本年度未收取信息处理费。' }, []],
    ['before 2021 fees had no place', { edition: '2019', year: 2020, ...writing(6, { text: '无其他需要报告的事项。' }) }, []],
  ])
})

describe('FMT-16: words of the template', () => {
  const six = (text: string) => writing(6, { text: `${text}未收取信息处理费。` })
  runCases([
    ['××局', six('××局本年度'), ['FMT-16 warning ××局本年度未收取信']],
    ['20XX年', six('20XX年，'), ['FMT-16 warning 20XX年']],
    ['a line to fill in', six('本年度____'), ['FMT-16 warning ____']],
    ['a hint', six('（填写单位）'), ['FMT-16 warning （填写单位）']],
    ['a product', six('面积3×4米，'), []],
    ['a quoted title', six('按照《××市信息处理费管理办法》'), []],
    ['an address', six('邮箱xxgk@example.gov.cn，网址www.xx.gov.cn，'), []],
    ['a template as work', six('制定答复书模板5个，'), []],
  ])
})

describe('FMT-18, FMT-19', () => {
  runCases([
    ['a long summary is no fault of its own', writing(1, { text: SOUND_SECTIONS[0]!.text.repeat(30) }), []],
    ['no period', { period: null }, ['FMT-19 info']],
    ['a period that could not be read', { period: null, notes: [{ code: 'period-unread', message: '' }] }, []],
    ['a period in other words', { period: null, opening: '数据统计截至年末。' }, []],
  ])
  test('FMT-18 where a district switches it on', () => {
    const rule = RULES.find(({ id }) => id === 'FMT-18')!
    const report = sampleReport(writing(1, { text: SOUND_SECTIONS[0]!.text.repeat(30) }))
    expect(evaluateRule(viewOf({ report, prior: null }), rule)).toMatchObject([{ finding: { rule: 'FMT-18', right: 1000 } }])
  })
})
