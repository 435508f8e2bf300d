import { expect, test } from 'vitest'
import { type RunSummary, unbalanced } from '../../src/jobs/run-summary.ts'

const item = { title: 'a', url: 'b', message: null }
const refused = { judgement: 'foreign', title: 'a', url: 'b', reason: null } as const
const balanced = {
  portals: [{ id: 'a', name: 'a', state: 'complete', requests: 9, problems: [] }],
  pages: { requests: 9, fetched: 5, unchanged: 3, failed: 1 },
  entries: { total: 4, refused: [refused], opened: 2, unopened: 1 },
  documents: { total: 5, ofReports: 3 },
  notReports: [{ reason: 'notice', count: 1, items: [item] }],
  failed: [{ reason: 'error', count: 1, items: [item] }],
  reports: { new: 1, changed: 1, unchanged: 1, total: 3 },
} as unknown as RunSummary

const cases: { name: string; change: Partial<RunSummary>; says: string[] }[] = [
  { name: 'all add up', change: {}, says: [] },
  {
    name: 'a request of no portal',
    change: { pages: { requests: 10, fetched: 6, unchanged: 3, failed: 1 } },
    says: ['requests by portal'],
  },
  { name: 'a page without an outcome', change: { pages: { requests: 9, fetched: 4, unchanged: 3, failed: 1 } }, says: ['pages'] },
  { name: 'an entry lost', change: { entries: { total: 5, refused: [refused], opened: 2, unopened: 1 } }, says: ['entries'] },
  { name: 'a document that still waits', change: { documents: { total: 6, ofReports: 3 } }, says: ['documents'] },
  { name: 'a report counted twice', change: { reports: { new: 2, changed: 1, unchanged: 1, total: 3 } }, says: ['reports'] },
]

test.each(cases)('$name', ({ change, says }) => {
  expect(unbalanced({ ...balanced, ...change }).map(({ en }) => en.replace(/:.*/, ''))).toEqual(says)
})
