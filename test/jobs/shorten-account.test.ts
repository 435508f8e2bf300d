import { expect, test } from 'vitest'
import { formatSummary } from '../../src/jobs/format-summary.ts'
import type { RunSummary } from '../../src/jobs/run-summary.ts'
import { shortenAccount } from '../../src/jobs/shorten-account.ts'
import { FILING_STATUS_TITLES } from '../../src/model/filing.ts'
import { summaryOf } from '../../src/review/run-summary-view.ts'

const item = (n: number) => ({ title: `通知${n}`, url: `https://www.example.gov.cn/${n}.html`, message: null })
const ACCOUNT: RunSummary = {
  run: {
    id: 7,
    kind: 'nightly',
    startedAt: '2025-01-02T18:30:00.000Z',
    endedAt: '2025-01-02T19:00:00.000Z',
    state: 'complete',
    why: [],
  },
  portals: [{ id: 'p1', name: '示例门户', state: 'complete', requests: 9, problems: [] }],
  pages: { requests: 9, fetched: 5, unchanged: 4, failed: 0 },
  entries: {
    total: 5,
    refused: [1, 2, 3].map((n) => ({ judgement: 'not-report', title: `通知${n}`, url: item(n).url, reason: null })),
    opened: 2,
    unopened: 0,
  },
  documents: { total: 4, ofReports: 1 },
  reports: { new: 0, changed: 0, unchanged: 1, total: 1 },
  notReports: [{ reason: 'other-document', count: 2, items: [item(4), item(5)] }],
  failed: [{ reason: 'error', count: 1, items: [item(6)] }],
  unchecked: [],
  findings: { open: { error: 1, warning: 0, info: 0 }, byRule: [], notAssessable: 0, dismissed: 0, opened: 0, closed: 0 },
  filings: {
    counts: Object.fromEntries(Object.keys(FILING_STATUS_TITLES).map((status) => [status, 0])) as RunSummary['filings']['counts'],
    late: [],
    doubtful: [],
    missing: [],
    backdated: [],
    notAssessable: [],
  },
}

test('a shortened account has every figure of the whole one, and none of its lists', () => {
  const short = shortenAccount(ACCOUNT) as RunSummary
  const figures = (text: string) => text.split('\n').filter((line) => !line.includes('通知') && !line.startsWith('未打开的条目'))
  const texts = [ACCOUNT, short].map((account) => formatSummary(account, { colour: false }))
  expect(texts[1]).not.toContain('通知')
  expect(figures(texts[1]!).filter((line) => /entries:|documents:/.test(line))).toEqual(
    figures(texts[0]!).filter((line) => /entries:|documents:/.test(line)),
  )
  expect(texts[1]).toContain('按标题未打开 refused 3')
  expect(summaryOf(short)?.entries).toMatchObject({ total: 5, refusedInAll: 3 })
  expect(shortenAccount(short)).toEqual(short)
})

test('what is no account stays as it is', () => {
  expect(shortenAccount({ problem: 'no disk' })).toEqual({ problem: 'no disk' })
  expect(shortenAccount(null)).toBeNull()
})
