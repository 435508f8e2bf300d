import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReviewApp, type ReviewApp } from '../../src/review/app.ts'
import { causeOf, compareVersions } from '../../src/review/compare-versions.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { samplePage } from './sample-page.ts'

let filled: Filled
let app: ReviewApp
beforeAll(async () => {
  filled = await fillDatabase()
  app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
})
afterAll(() => filled?.close())

const FIRST = samplePage({
  authority: '云河区教育局',
  paragraphs: ['共公开12条。其余不变。'],
  raw: { 't3.granted.total': '21', 't2.nd_issued': '' },
})
const SECOND = samplePage({
  authority: '云河区教育局',
  paragraphs: ['共公开１３条。 其余不变。'],
  raw: { 't3.granted.total': '12', 't2.nd_issued': '0' },
})

test('cells and sentences that differ; a blank is not 0, and width and blanks of characters are no difference', () => {
  expect(compareVersions(FIRST.report, SECOND.report)).toMatchObject({
    cells: ['t2.nd_issued', 't3.granted.total'],
    sections: [{ number: 1, removed: ['共公开12条。'], added: ['共公开１３条。'] }],
  })
  expect(compareVersions(FIRST.report, FIRST.report)).toEqual({ cells: [], sections: [], claims: { removed: [], added: [] } })
})

test.each([
  ['read-again', { sha256: 'a', url: '1' }],
  ['corrected', { sha256: 'b', url: '1' }],
  ['other-address', { sha256: 'b', url: '2' }],
] as const)('%s', (cause, later) => expect(causeOf({ sha256: 'a', url: '1' }, later)).toBe(cause))

test('the page tells what changed, why, and when each was first seen', async () => {
  const first = await filled.publish('education', FIRST)
  await filled.publish('education', SECOND)
  const get = (query: string) => app.request(`http://localhost/reports/${first.reportId}/versions${query}`)
  const page = await (await get('?to=2')).text()
  expect(page).toContain('同一网址上的文件变了')
  expect(page).toMatch(/<del>21<\/del><\/td><td class="number"><ins>12<\/ins><\/td><td class="number">−9</)
  expect(page).toMatch(/<del>空白<\/del><\/td><td class="number"><ins>0</)
  expect(page).toContain('<ins>共公开１３条。</ins>')
  expect(page.match(/\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d/g)?.length).toBeGreaterThanOrEqual(4)
  expect(await (await app.request(`http://localhost/reports/${first.reportId}`)).text()).toContain(
    `/reports/${first.reportId}/versions?to=2`,
  )
  expect((await get('?to=9')).status).toBe(404)
  expect((await get('?to=1')).status, 'there is none before the first').toBe(404)
})
