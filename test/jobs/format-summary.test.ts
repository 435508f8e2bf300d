import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { formatSummary } from '../../src/jobs/format-summary.ts'
import type { RunSummary } from '../../src/jobs/run-summary.ts'

const quiet: RunSummary = {
  run: {
    id: 7,
    kind: 'nightly',
    startedAt: '2026-11-22T18:30:00.000Z',
    endedAt: '2026-11-22T18:31:30.000Z',
    state: 'complete',
    why: [],
  },
  portals: [
    { id: 'a', name: '云岚市人民政府门户网站', state: 'complete', requests: 34, problems: [] },
    { id: 'b', name: '镇街网', state: 'complete', requests: 5, problems: [] },
  ],
  pages: { requests: 39, fetched: 0, unchanged: 39, failed: 0 },
  entries: { total: 10, refused: [], opened: 10, unopened: 0 },
  documents: { total: 3, ofReports: 3 },
  reports: { new: 0, changed: 0, unchanged: 3, total: 3 },
  notReports: [],
  failed: [],
  unchecked: [],
  findings: { open: { error: 0, warning: 0, info: 0 }, byRule: [], notAssessable: 0, dismissed: 0, opened: 0, closed: 0 },
  filings: {
    counts: { 'not-due': 0, 'on-time': 3, late: 0, 'late-doubtful': 0, 'not-found': 0, 'not-assessable': 0, exempt: 0 },
    late: [],
    doubtful: [],
    missing: [],
    backdated: [],
    notAssessable: [],
  },
}

const plain = (summary: RunSummary) => formatSummary(summary, { colour: false })

test('a night without news says so, in the time of China, and names nothing that is not there', () => {
  const text = plain(quiet)
  expect(text).toContain('没有新的或更正的报告：3 份均与上次相同')
  expect(text).toContain('2026-11-23 02:30 起')
  expect(text).not.toMatch(/逾期|未能完成|未采用的文件/)
})

test('columns stand under each other although Chinese characters are twice as wide', () => {
  const rows = plain(quiet)
    .split('\n')
    .filter((line) => line.includes('请求 requests'))
  const places = rows
    .filter((line) => line.startsWith('  云') || line.startsWith('  镇'))
    .map((line) => {
      const before = line.slice(0, line.indexOf('完成'))
      return [...before].reduce((width, character) => width + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0)
    })
  expect(new Set(places).size).toBe(1)
})

test('what could not be done is told with its problems; long lists are cut and counted', () => {
  const problems = Array.from({ length: 25 }, (_, index) => ({ code: 'later', url: `https://b/${index}`, message: 'HTTP 503' }))
  const text = plain({
    ...quiet,
    run: { ...quiet.run, state: 'partial', why: [{ zh: '网站“镇街网”未能抓取', en: 'portal could not be crawled' }] },
    portals: [{ ...quiet.portals[1]!, state: 'failed', problems }],
    filings: {
      ...quiet.filings,
      late: [{ authority: 'x', name: '云岚市卫生健康委员会', year: 2025, daysLate: 25, strength: 'policy' }],
    },
  })
  expect(text).toMatch(/未能完成 What could not be done\n {2}网站“镇街网”未能抓取/)
  expect(text).toContain('https://b/19')
  expect(text).not.toContain('https://b/20')
  expect(text).toContain('另有 5 项 and 5 more')
  expect(text).toMatch(/云岚市卫生健康委员会 {2}2025年 {2}逾期 25 天 25 days（本地工作要求/)
})

test('colour is only for terminals, and text from strangers moves no cursor', () => {
  const item = { title: '标题\u001b[2J\u001b]0;x\u0007', url: 'https://b/\u001b[31m', message: null }
  const summary = { ...quiet, notReports: [{ reason: 'notice', count: 1, items: [item] }] }
  expect(plain(summary)).not.toContain('\u001b')
  const coloured = formatSummary(summary, { colour: true })
  expect(coloured).toContain('\u001b[1m')
  expect(stripVTControlCharacters(coloured)).toBe(plain(summary))
})
