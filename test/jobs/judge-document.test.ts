import { expect, test } from 'vitest'
import type { Attribution } from '../../src/jobs/attribute.ts'
import { judgeDocument } from '../../src/jobs/judge-document.ts'
import { sampleReport } from '../rules/sample-report.ts'

const ATTRIBUTION: Attribution = { kind: 'unregistered', name: '青禾县水务局', notes: [] }

function judged(year: number | null, listTitle: string | null) {
  const report = { ...sampleReport(), year }
  return judgeDocument({ kind: 'report', report }, ATTRIBUTION, { listTitle, district: null, dates: [] })
}

const cases = [
  { name: 'list and report agree', year: 2024, listTitle: '青禾县水务局2024年年报', is: 2024, notes: [] },
  { name: 'only the list names a year', year: null, listTitle: '青禾县水务局2024年年报', is: 2024, notes: ['year-from-list'] },
  { name: 'only the report names a year', year: 2024, listTitle: '年报', is: 2024, notes: [] },
  {
    name: 'the report stands under the title of another year',
    year: 2023,
    listTitle: '青禾县水务局2024年年报',
    is: 2023,
    notes: ['year-differs-from-list'],
  },
  { name: 'a list title of several years says nothing', year: 2023, listTitle: '2022年、2024年年报', is: 2023, notes: [] },
] as const

test.each(cases)('year of a document: $name', ({ year, listTitle, is, notes }) => {
  const judgement = judged(year, listTitle)
  expect(judgement).toMatchObject({ kind: 'report', year: is })
  expect(judgement.kind === 'report' && judgement.report.notes.map(({ code }) => code)).toEqual(notes)
})

test('no year at all is told as such', () => {
  expect(judged(null, '年报')).toMatchObject({ kind: 'failed', reason: 'year-unknown' })
})
