import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { compareVersions } from '../../src/rules/filing/compare-versions.ts'
import { type Figures, sampleReport } from './sample-report.ts'

const TEXT = '2024年，主动公开政府信息21条。全年新收申请21件。'

function version(figures: Figures = {}, text = TEXT, more: Partial<Report> = {}): Report {
  const report = sampleReport({ figures: { 't3.new_received.total': 21, ...figures } })
  return { ...report, sections: [{ number: 1, title: '总体情况', text }], ...more }
}

const before = version()
const compare = (after: Report, listTitle: string | null = '年报') =>
  compareVersions({ before, after, listTitle, on: '2025-02-06' })

const changed = { 't3.new_received.total': 12 }
const picture = { notes: [{ code: 'read-by-recognition', message: '' }] }

test.each([
  { name: 'a figure', after: version(changed), cells: ['t3.new_received.total'], passage: null },
  {
    name: 'a figure that was taken out',
    after: version({ 't3.new_received.total': null }),
    cells: ['t3.new_received.total'],
    passage: null,
  },
  { name: 'a sentence', after: version({}, TEXT.replace('21件', '12件')), cells: [], passage: '全年新收申请12件。' },
  {
    name: 'a sentence that was taken out',
    after: version({}, '2024年，主动公开政府信息21条。'),
    cells: [],
    passage: '全年新收申请21件。',
  },
  { name: 'both', after: version(changed, `${TEXT}另有补充。`), cells: ['t3.new_received.total'], passage: '另有补充。' },
])('$name', ({ after, cells, passage }) => {
  expect(compare(after)).toEqual({ on: '2025-02-06', noted: false, cells, passage })
})

test.each([
  { name: 'nothing changed', after: version() },
  { name: 'white space and width', after: version({}, ' 2024年，主动公开政府信息２１条。\n全年新收申请21 件。') },
  {
    name: 'a cell that was not read surely',
    after: version({ 't3.new_received.total': { value: 12, raw: '12', confidence: 0.6 } }),
  },
  { name: 'words recognised in a picture', after: version({}, TEXT.replace('主动', '主勣'), picture) },
])('$name: no change', ({ after }) => expect(compare(after)).toBeNull())

describe('a word of correction', () => {
  test.each([
    { name: 'in the text', after: version(changed, `${TEXT}（更正说明：新收申请原报告为21件，有误，现更正为12件。）`) },
    { name: 'in the title', after: version(changed, TEXT, { title: '示例县2024年政府信息公开工作年度报告（更正版）' }) },
    { name: 'in the opening', after: version(changed, TEXT, { opening: '勘误：原报告表三有误，以此为准。' }) },
    { name: 'in the list', after: version(changed), listTitle: '2024年年度报告（重新发布）' },
  ])('$name', ({ after, listTitle }) => expect(compare(after, listTitle)?.noted).toBe(true))

  test('what applicants ask to have corrected is none', () =>
    expect(compare(version(changed, `${TEXT}办理政府信息更正申请1件。`))?.noted).toBe(false))
  test('nor is one that stood there before', () => {
    const old = version({}, `${TEXT}上年报告有一处勘误。`)
    const after = version(changed, `${TEXT}上年报告有一处勘误。`)
    expect(compareVersions({ before: old, after, listTitle: null, on: '2025-02-06' })?.noted).toBe(false)
  })
})
