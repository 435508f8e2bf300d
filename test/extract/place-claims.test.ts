import { expect, test } from 'vitest'
import { extractReport } from '../../src/extract/extract-report.ts'

const SENTENCE = '全年共收到政府信息公开申请１，２０４件（《青禾县２０２４年规程》另有规定），办结 1,203 件。'
const REST = [
  '二、主动公开政府信息情况',
  '规章 0 0 0',
  '三、收到和处理政府信息公开申请情况',
  `全年办理情况：${'各项工作有序推进，台账清楚，答复规范。'.repeat(12)}`,
  '五、存在的主要问题及改进情况',
  '公开内容还不够细，下一步将逐项梳理。',
]

async function claimsOf(name: string, text: string) {
  const extraction = await extractReport({ name, bytes: new TextEncoder().encode(text), sha256: '' })
  if (extraction.kind !== 'report') throw new Error(extraction.reason.message)
  return extraction.report.claims.map(({ kind, value, at, figureAt }) => ({
    kind,
    value,
    sentence: at && text.slice(at.start, at.end),
    figure: figureAt && text.slice(figureAt.start, figureAt.end),
  }))
}

test('the sentence and the number of a claim are pointed out in plain text, over line breaks', async () => {
  const broken = SENTENCE.replace('公开申', '公开\n  申')
  const text = [
    '青禾县水务局2024年政府信息公开工作年度报告',
    '一、总体情况',
    `工作有序，台账清楚，答复规范，公开及时，监督到位。${broken}`,
    ...REST,
  ].join('\n')
  expect(await claimsOf('report.txt', text)).toEqual([
    { kind: 'received', value: 1204, sentence: expect.stringMatching(/^全年共收到.*[\s\S]*1,203 件。$/), figure: '１，２０４件' },
    {
      kind: 'answered',
      value: 1203,
      sentence: expect.stringMatching(/^全年共收到/),
      figure: expect.stringMatching(/^1,203 ?件?/),
    },
  ])
})

test('and among the markup of a page', async () => {
  const marked = SENTENCE.replace('收到', '<span>收</span><o:p></o:p><b>到</b>').replace('1,203', '1,<!-- x --><i>203</i>&nbsp;')
  const paragraphs = ['<h1>青禾县水务局2024年政府信息公开工作年度报告</h1>', '<p>一、总体情况</p>', `<p>工作有序。${marked}</p>`]
  const text = `<html><body>${paragraphs.join('')}${REST.map((line) => `<p>${line}</p>`).join('')}</body></html>`
  const [received, answered] = await claimsOf('page.html', text)
  expect(received).toMatchObject({ value: 1204, figure: '１，２０４件' })
  expect(answered?.figure?.replace(/<[^>]*>/g, '')).toMatch(/^1,203/)
  expect(answered?.sentence).toMatch(/^全年共<span>[\s\S]*件。$/)
})
