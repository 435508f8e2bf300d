import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as registry from '../../db/registry.ts'
import type { Role } from '../../src/model/role.ts'
import { sampleAuthority } from '../portals/district/authorities.ts'
import { launchBrowser } from '../review/review-browser.ts'
import { addAccount, cookieOf } from '../review/sign-in.ts'
import { type E2eWorld, openE2eWorld } from './night-world.ts'
import { openPerson } from './person.ts'

/** A busy machine takes long to work a night and to judge a page. */
vi.setConfig({ testTimeout: 300_000 })

let world: E2eWorld
let browser: Browser
beforeAll(async () => {
  ;[world, browser] = await Promise.all([openE2eWorld(), launchBrowser()])
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

async function signedIn(role: Role, name: string) {
  const { plain } = await cookieOf(world.db, await addAccount(world.db, { role, name }))
  return await openPerson(browser, { home: world.url, cookie: plain })
}

function findingsOf(authority: string, rule: string) {
  return world.db
    .selectFrom('findings')
    .select(['id', 'status', 'decision', 'year'])
    .where('authority_id', '=', authority)
    .where('rule', '=', rule)
    .execute()
}

test('what an authority was asked to rectify is closed as rectified in the night that its report is corrected', async () => {
  const [asked] = await findingsOf('yl-gonganju', 'T3-01')
  const { page, goes, looks, leaves } = await signedIn('officer', '李娜')
  await goes(`/findings/${asked!.id}`)
  await page.locator('[name="due"]').fill('2026-12-31')
  await page.locator('[name="note"]').first().fill('请核对新收件数')
  await page.locator('button[value="notify"]').click()
  await page.locator('.decided.notified').waitFor()
  await looks()
  await goes('/findings?status=rectified&rule=T3-01')
  expect(await page.locator('tbody tr').count()).toBe(0)

  const night = await world.work(2)
  await night.crawlAll()
  await night.close()

  expect(await findingsOf('yl-gonganju', 'T3-01')).toMatchObject([{ id: asked!.id, status: 'rectified', decision: 'notified' }])
  await goes('/findings?status=rectified&rule=T3-01')
  expect(await page.locator('tbody tr').count()).toBe(1)
  await page.locator('tbody a').first().click()
  await page.waitForURL(`**/findings/${asked!.id}?*`)
  await page.locator('.decided.rectified').waitFor()
  await looks()
  const history = (await page.locator('.history').textContent()) ?? ''
  for (const words of ['李娜', '通知整改', '请核对新收件数', '2026年12月31日']) expect(history).toContain(words)
  // That a figure went without a word is a finding of its own.
  await goes('/findings?rule=YR-12')
  await page.locator('tbody').getByText('云岚市公安局').first().waitFor()
  await leaves()
})

test('a column that nobody registered: tried, saved, crawled at once, and its report is there with what is wrong in it', async () => {
  const { id: authority, name, column } = sampleAuthority('yl-tongjiju')
  const { portals } = await registry.loadRegistry(world.db)
  const portal = portals.find(({ id }) => id === 'yunlan-main')!
  const url = `http://${portal.host}${column}`
  expect(await findingsOf(authority, 'T2-03')).toEqual([])

  const night = await world.work(2)
  const { page, goes, looks, leaves } = await signedIn('supervisor', '陈立')
  await goes('/portal-tries')
  await page.getByLabel('网址').fill(url)
  await page.getByLabel('列出谁的年报').selectOption({ label: name })
  await page.getByRole('button', { name: '试读' }).click()
  await page.waitForURL('**/portal-tries/*')
  await looks()
  await page.getByRole('button', { name: '登记这些栏目' }).waitFor({ timeout: 120_000 })
  await looks()
  expect(await page.locator('.tried tbody').textContent()).toMatch(new RegExp(`年报\\s*2025年${name}政府信息公开工作年度报告`))
  await page.getByRole('button', { name: '登记这些栏目' }).click()
  await page.waitForURL('**/registry/yunlan*')
  await looks()

  await goes(`/portals/${portal.id}`)
  await page.getByRole('button', { name: '立即采集' }).click()
  await page.getByRole('button', { name: '立即采集' }).waitFor({ timeout: 240_000 })
  await looks()
  await expect.poll(async () => (await findingsOf(authority, 'T2-03')).length, { timeout: 120_000 }).toBe(1)
  await night.close()
  const [found] = await findingsOf(authority, 'T2-03')
  await goes(`/reports?q=${encodeURIComponent(name)}`)
  await page.locator('tbody').getByText(name).first().waitFor()
  await goes(`/findings/${found!.id}`)
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
  await leaves()
})
