import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Account } from '../../db/accounts.ts'
import { launchBrowser } from '../review/review-browser.ts'
import { addAccount, cookieOf, PASSWORD } from '../review/sign-in.ts'
import { type E2eWorld, openE2eWorld } from './night-world.ts'
import { openPerson, tabTo } from './person.ts'

/** A busy machine takes long to judge a page. */
vi.setConfig({ testTimeout: 240_000 })

let world: E2eWorld
let browser: Browser
let officers: readonly Account[]
beforeAll(async () => {
  ;[world, browser] = await Promise.all([openE2eWorld(), launchBrowser()])
  const add = (login: string, name: string) => addAccount(world.db, { login, name })
  officers = [await add('li.na', '李娜'), await add('zhao.lei', '赵磊')]
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** One of the two officers, signed in. */
async function officer(number: 0 | 1, options: { readonly scripts?: boolean; readonly width?: number } = {}) {
  const { plain } = await cookieOf(world.db, officers[number] as Account)
  return await openPerson(browser, { home: world.url, cookie: plain, ...options })
}

/** The finding of a rule that nobody has decided on. */
async function findingOf(rule: string): Promise<number> {
  const { id } = await world.db
    .selectFrom('findings')
    .select('id')
    .where('rule', '=', rule)
    .where('status', '=', 'undecided')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return id
}

test('a morning by keyboard alone: signing in, filtering, deciding, acting on many, taking it back, assigning', async () => {
  const { page, goes, looks, leaves } = await openPerson(browser, { home: world.url })
  const follows = async (name: string | RegExp, until: string) => {
    await tabTo(page, name)
    await page.keyboard.press('Enter')
    await page.waitForURL(until)
    await looks()
  }
  /** In the list that has the focus: the first choice, then one after the other. */
  const choose = async (list: string, value: string) => {
    await page.keyboard.press('Home')
    for (let presses = 0; presses < 12 && (await page.locator(list).inputValue()) !== value; presses++)
      await page.keyboard.press('ArrowDown')
    expect(await page.locator(list).inputValue()).toBe(value)
  }
  await goes('/sign-in')
  await page.getByLabel('用户名').focus()
  await page.keyboard.type('li.na')
  await tabTo(page, '密码')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${world.url}/`)
  await looks()

  await follows('核查结果', '**/findings?*')
  await follows(/^错误/, '**severity=error*')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/findings/*?*')
  await looks()
  await page.keyboard.press('c')
  await page.locator('.decided.confirmed').waitFor()
  await looks()
  await follows(/返回列表/, '**/findings?*severity=error*')

  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
  await tabTo(page, '对所选的操作')
  await choose('#act', 'dismiss')
  await tabTo(page, '排除理由')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, '执行')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('已对 2 条“排除（误报）”').waitFor()
  await looks()
  await tabTo(page, '撤销')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('已撤销 2 条').waitFor()
  await looks()

  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await page.waitForURL('**#assign')
  await choose('#assign', 'zhao.lei')
  await tabTo(page, '指派')
  await page.keyboard.press('Enter')
  await page.getByText('经办人：赵磊').waitFor()
  await leaves()
})

test('of two officers at one finding the second is told what the first did, and nothing is lost', async () => {
  const id = await findingOf('T3-03')
  const [first, second] = [await officer(0), await officer(1)]
  for (const { goes } of [first, second]) await goes(`/findings/${id}`)
  await first.page.getByRole('button', { name: '确认问题属实' }).click()
  await first.page.locator('.decided.confirmed').waitFor()
  await first.looks()
  await second.page.getByLabel('说明（可不填）').first().fill('口径不同，已电话核实')
  await second.page.locator('#dismiss').selectOption('scope')
  await second.page.getByRole('button', { name: '排除' }).click()
  await second.page.getByRole('alert').waitFor()
  expect(await second.page.locator('.history li').last().textContent()).toContain('李娜')
  expect(await second.page.locator('.decided.confirmed').count()).toBe(1)
  expect(await second.page.getByLabel('说明（可不填）').first().inputValue()).toBe('口径不同，已电话核实')
  await first.leaves()
  await second.leaves()
})

test('what is typed when the session ends is kept, and done once confirmed', async () => {
  const id = await findingOf('T4-01')
  const { page, goes, looks, leaves } = await officer(1)
  await goes(`/findings/${id}`)
  await page.getByLabel('说明（可不填）').first().fill('请于月底前更正')
  await page.waitForLoadState('networkidle')
  await world.db
    .updateTable('sessions')
    .set({ seen_at: new Date(0) })
    .where('account_id', '=', officers[1]!.id)
    .execute()
  await page.getByRole('button', { name: '通知整改' }).click()
  await page.getByText('已为您保留').waitFor()
  await looks()
  await page.getByLabel('用户名').fill('zhao.lei')
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.locator('.as-typed', { hasText: '请于月底前更正' }).waitFor()
  await looks()
  await page.getByRole('button', { name: '确认提交' }).click()
  await page.locator('.decided.notified').waitFor()
  await page.getByText('请于月底前更正').first().waitFor()
  await leaves()
})

test('without scripts a phone reads the list, a report and the board, and decides', async () => {
  const { page, goes, leaves } = await officer(0, { scripts: false, width: 360 })
  await goes('/findings?state=open&rule=T3-02')
  await page.locator('tbody a').first().click()
  await page.getByRole('button', { name: '确认问题属实' }).click()
  await page.locator('.decided.confirmed').waitFor()
  await page.frameLocator('iframe').locator('.selected').first().waitFor()
  await goes('/filings/yunlan/2025')
  await page.locator('details summary').first().click()
  expect(await page.locator('details[open]').count()).toBe(1)
  await goes('/reports')
  await page.locator('tbody a').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await leaves()
})

test('a cell that was read wrongly goes to the list of misreadings, and its findings count against nobody', async () => {
  const id = await findingOf('CELL-02')
  const { page, goes, looks, leaves } = await officer(0)
  const { report_id: report, cells } = await world.db
    .selectFrom('findings')
    .select(['report_id', 'cells'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await goes(`/reports/${report}?cell=${cells[0]}`)
  await page.getByText('读取有误', { exact: false }).locator('xpath=self::summary').click()
  await page.locator('#misread-printed').fill('0')
  await page.locator('#misread-note').fill('原件清楚印着 0')
  await page.locator('details.misread button').click()
  await page.getByText('原件清楚印着 0').first().waitFor()
  await looks()
  await goes('/misreadings')
  await page.getByText('原件清楚印着 0').waitFor()
  await goes(`/findings/${id}`)
  await page.locator('.decided.misread').waitFor()
  await leaves()
})

test('the board leads from a figure to who is behind it, to the evidence, and to the findings; back leads the same way', async () => {
  const { page, goes, looks, leaves } = await officer(0)
  await goes('/filings')
  await goes('/filings/yunlan/2025')
  await page.locator('.tally a', { hasText: /^\d+$/ }).nth(3).click()
  await page.waitForURL('**/filings/yunlan/2025?*')
  const narrowed = page.url()
  await looks()
  await page.locator('.board details summary').first().click()
  await page.locator('.proof').first().waitFor()
  await looks()
  await page.locator('.board tbody .number a').first().click()
  await page.waitForURL('**/findings?*')
  const list = page.url()
  await looks()
  await page.locator('tbody a').first().click()
  await page.waitForURL('**/findings/*')
  await looks()
  await page.goBack()
  expect(page.url()).toBe(list)
  await page.goBack()
  expect(page.url()).toBe(narrowed)
  await page.goBack()
  expect(page.url()).toBe(`${world.url}/filings/yunlan/2025`)
  await page.goForward()
  expect(page.url()).toBe(narrowed)
  await leaves()
})

test('a link that one officer shares shows another the same', async () => {
  const [first, second] = [await officer(0), await officer(1)]
  await first.goes('/findings?state=open')
  await first.page.getByRole('link', { name: /^2024/ }).first().click()
  await first.page.waitForURL('**year=2024*')
  await first.looks()
  const shared = new URL(first.page.url())
  await second.goes(shared.pathname + shared.search)
  const rows = () => [first, second].map(({ page }) => page.locator('tbody tr').allTextContents())
  const [own, others] = await Promise.all(rows())
  expect(own!.length).toBeGreaterThan(3)
  expect(others).toEqual(own)
  await first.leaves()
  await second.leaves()
})
