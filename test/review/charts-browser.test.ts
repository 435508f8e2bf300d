import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import { openSnapshotStore } from '../../db/snapshot-store.ts'
import { findBrowser } from '../../src/crawlers/find-browser.ts'
import type { FilingStatus } from '../../src/model/filing.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { publish, reportOf, startRun } from '../db/rows.ts'
import { openTestDatabase } from '../test-database.ts'
import { desksOf } from './desks.ts'
import { idOf, type MadeDistrict, makeDistricts } from './filing-world.ts'
import { makeFindings } from './overview-world.ts'

let open: OpenDatabase
let site: Awaited<ReturnType<typeof serveReview>>
let browser: Browser

const STATUSES: readonly FilingStatus[] = ['on-time', 'late', 'late-doubtful', 'not-found', 'not-assessable', 'exempt']
const DISTRICT: MadeDistrict = {
  id: 'd1',
  years: [2022, 2023],
  authorities: STATUSES.map((status, index) => ({
    kind: index === 0 ? 'county_gov' : 'gov_department',
    years: [2022, 2023].map(() => ({ status, days: 5, backdated: status === 'late-doubtful' })),
  })),
}

beforeAll(async () => {
  const found = await findBrowser(process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null)
  if (!found) throw new Error('This test needs Chromium: install it, or set PLAYWRIGHT_CHROMIUM_PATH.')
  open = await openTestDatabase()
  const { db } = open
  await makeDistricts(db, [DISTRICT])
  const base = {
    authority: idOf(DISTRICT, 1),
    district: 'd1',
    year: 2023,
    family: 'inaccurate',
    verdict: 'fail',
    age: 40,
  } as const
  const decided = (['undecided', 'confirmed', 'dismissed', 'misread'] as const).map((decision) => ({
    ...base,
    rule: 'T3-01',
    severity: 'error' as const,
    isClosed: false,
    decision,
    reason: decision === 'dismissed' ? 'scope' : null,
  }))
  await makeFindings(db, decided)
  const runId = await startRun(db)
  const page = { runId, bytes: 'one', authorityId: idOf(DISTRICT, 1) }
  const cells = { 't3.new_received.total': 7, 't3.granted.total': 5, 't3.result_total.total': 7 }
  await publish(db, page, reportOf(cells), { filer: page.authorityId, authorityId: page.authorityId, authorityName: '甲局' })
  const app = createReviewApp({ ...desksOf(db), db, snapshots: openSnapshotStore('/nowhere'), thisMachine: true })
  site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  browser = await chromium.launch({ ...found, args: [...found.args] })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await open?.close()
})

/** Opens a page and tells what the browser complained of. */
async function visit(
  path: string,
  options: { readonly width: number; readonly dark?: boolean },
): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = []
  const page = await browser.newPage({
    viewport: { width: options.width, height: 800 },
    colorScheme: options.dark ? 'dark' : 'light',
  })
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => !request.url().startsWith(site.url) && complaints.push(request.url()))
  await page.goto(site.url + path)
  return { page, complaints }
}

const PATHS = ['/?year=2023', '/?district=d1&year=all', '/filings/d1/2023', '/filings/d1']

describe.each([
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 360, dark: false },
])('at %o', (options) => {
  test.each(PATHS)('%s fits, is named and complains of nothing', async (path) => {
    const { page, complaints } = await visit(path, options)
    expect(complaints).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.width)
    const faults = await page.evaluate(() => [
      ...[...document.querySelectorAll('main svg:not([aria-hidden])')]
        .filter((svg) => svg.getAttribute('role') !== 'img' || !svg.getAttribute('aria-label') || !svg.querySelector('title'))
        .map((svg) => `a picture without a name: ${svg.outerHTML.slice(0, 80)}`),
      ...[...document.querySelectorAll('main th:not([scope])')].map((th) => `a head without scope: ${th.textContent}`),
      ...[...document.querySelectorAll('main a')]
        .filter((a) => !a.textContent?.trim() && !a.querySelector('[aria-label]'))
        .map((a) => `a link without a name: ${a.getAttribute('href')}`),
      ...[...document.querySelectorAll('[id]')]
        .map(({ id }) => id)
        .filter((id, index, ids) => ids.indexOf(id) !== index)
        .map((id) => `an id twice: ${id}`),
      ...[...document.querySelectorAll('[fill^="url("]')]
        .map((area) => area.getAttribute('fill')?.slice(5, -1) ?? '')
        .filter((id) => !document.getElementById(id))
        .map((id) => `no texture ${id}`),
    ])
    expect(faults).toEqual([])
    await page.close()
  })
})

test('bars have areas of some width, in the colours of light and dark', async () => {
  const colours = await Promise.all(
    [false, true].map(async (dark) => {
      const { page } = await visit('/filings/d1/2023', { width: 1280, dark })
      const area = page.locator('.chart .bar .area.error.solid').first()
      expect((await area.boundingBox())?.width ?? 0).toBeGreaterThan(10)
      const colour = await area.evaluate((element) => getComputedStyle(element).fill)
      await page.close()
      return colour
    }),
  )
  expect(new Set(colours).size).toBe(2)
})

test('a phone drops nothing of the board: the due date, its distance, the day of publication and the proof are seen', async () => {
  const { page } = await visit('/filings/d1/2023?status=late', { width: 360 })
  const line = page.locator('.filing-lines tbody tr')
  const shown = (await line.innerText()).replace(/\s+/g, ' ')
  for (const text of ['期限 2024年1月31日', '发布日期 2024年2月6日', '列表', '距期限 晚 6 天', '2024年2月7日首次采集'])
    expect(shown).toContain(text)
  await page.close()
})

test('a bar leads to what is behind it, and back', async () => {
  const { page } = await visit('/?district=d1&year=2023', { width: 1280 })
  await page.locator('section[aria-labelledby=timeliness] td.bars a').first().click()
  await page.waitForURL('**/filings/d1/2023')
  await page.goBack()
  await page.locator('select[name=year]').selectOption('2022')
  await page.getByRole('button', { name: '显示' }).click()
  await page.waitForURL('**/?district=d1&year=2022&level=')
  await page.close()
})
