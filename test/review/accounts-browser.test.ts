import type { BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as accountLinks from '../../db/account-links.ts'
import * as accounts from '../../db/accounts.ts'
import { openServedReview, type ServedReview } from './review-browser.ts'
import { addAccount, PASSWORD } from './sign-in.ts'

let review: ServedReview
let filled: ServedReview['filled']
let site: ServedReview['site']
let browser: ServedReview['browser']

beforeAll(async () => {
  review = await openServedReview()
  ;({ filled, site, browser } = review)
})
afterAll(() => review?.close())

/** A person's browser; what its console and network complain of is looked at in the end. */
async function withPerson(options: { readonly scripts: boolean }, work: (page: Page, context: BrowserContext) => Promise<void>) {
  const complaints: string[] = []
  const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: options.scripts })
  context.on('request', (request) => {
    if (!request.url().startsWith(site.url)) complaints.push(`request to ${request.url()}`)
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  try {
    await work(page, context)
  } finally {
    await context.close()
  }
  expect(complaints).toEqual([])
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
}

async function choosePassword(page: Page, button: string): Promise<void> {
  await page.getByLabel('新密码').fill(PASSWORD)
  await page.getByLabel('再次输入密码').fill(PASSWORD)
  await page.getByRole('button', { name: button }).click()
}

test('from the open machine to an officer of one district, without a script', async () => {
  const first = await accountLinks.make(filled.db, 'first', null)
  let invitation = ''
  await withPerson({ scripts: false }, async (page) => {
    await page.goto(`${site.url}/`)
    await page.getByText('尚未设置账号').waitFor()
    await page.goto(`${site.url}/first/${first}`)
    await page.getByLabel('用户名').fill('Wang.Fang')
    await page.getByLabel('姓名').fill('王芳')
    await choosePassword(page, '创建并登录')
    await page.getByRole('heading', { name: '账号', exact: true }).waitFor()
    expect(await page.getByText('尚未设置账号').count()).toBe(0)
    await page.getByLabel('用户名').fill('li.na')
    await page.getByLabel('姓名').fill('李娜')
    await page.getByRole('radio', { name: /^核查员/ }).check()
    await page.getByRole('checkbox', { name: '云河区' }).check()
    await page.getByRole('button', { name: '邀请' }).click()
    invitation = (await page.locator('.secret').textContent()) ?? ''
    await page.getByRole('link', { name: '账号', exact: true }).click()
    expect(await page.locator('.secret').count(), 'what was shown once does not come back').toBe(0)
    await page.getByRole('button', { name: '退出', exact: true }).click()
    await page.getByText('已退出。').waitFor()
  })
  await withPerson({ scripts: false }, async (page) => {
    await page.goto(`${site.url}/findings?rule=T3-01`)
    expect(new URL(page.url()).pathname, 'the machine is open no more').toBe('/sign-in')
    await page.goto(invitation)
    await choosePassword(page, '设置密码并登录')
    await page.goto(`${site.url}/findings?rule=T3-01`)
    await page.locator('tbody a').click()
    await page.getByRole('button', { name: '确认问题属实' }).click()
    await page.locator('.decided', { hasText: '李娜 (li.na)' }).waitFor()
    expect(await page.getByRole('link', { name: '账号', exact: true }).count()).toBe(0)
    expect(await page.getByRole('link', { name: '运行记录' }).count(), 'runs go over all districts').toBe(0)
  })
})

test('what was typed when the session ended is shown after signing in, and done when confirmed', async () => {
  const officer = await addAccount(filled.db, { login: 'zhao.lei', name: '赵磊' })
  const finding = await filled.db.selectFrom('findings').select('id').where('rule', '=', 'NAR-02').executeTakeFirstOrThrow()
  await withPerson({ scripts: true }, async (page) => {
    await page.goto(`${site.url}/findings/${finding.id}`)
    await signIn(page, 'zhao.lei')
    await page.getByLabel('说明（可不填）').first().fill('第一行\n第二行 <b>&')
    // The original in its frame is asked for by the same session.
    await page.waitForLoadState('networkidle')
    await filled.db
      .updateTable('sessions')
      .set({ seen_at: new Date(0) })
      .where('account_id', '=', officer.id)
      .execute()
    await page.getByRole('button', { name: '确认问题属实' }).click()
    await page.getByText('已为您保留').waitFor()
    await signIn(page, 'zhao.lei')
    await page.getByRole('heading', { name: '待您确认的内容' }).waitFor()
    expect(await page.locator('.as-typed', { hasText: '第一行' }).textContent()).toContain('第二行 <b>&')
    await page.getByRole('button', { name: '确认提交' }).click()
    await page.locator('.decided', { hasText: '赵磊 (zhao.lei)' }).waitFor()
    await page.getByText('第二行 <b>&').first().waitFor()
    await page.goto(`${site.url}/account/held`)
    await page.getByText('没有待确认的内容').waitFor()
  })
})

test('a phone shows the pages of accounts without scrolling sideways, and a keyboard reaches the sign-in', async () => {
  await addAccount(filled.db, { login: 'qian.yi', name: '钱毅', role: 'administrator' })
  const other = await accounts.byLogin(filled.db, 'li.na')
  await withPerson({ scripts: true }, async (page) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${site.url}/account`)
    await page.getByLabel('用户名').focus()
    await page.keyboard.type('qian.yi')
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '我的账号' }).waitFor()
    await page.getByLabel('用途').fill('每日导出')
    await page.getByRole('button', { name: '生成令牌' }).click()
    await page.locator('.secret').waitFor()
    for (const path of ['/account', '/accounts', `/accounts/${other?.id}`, '/account/held', '/']) {
      await page.goto(site.url + path)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
    }
  })
})
