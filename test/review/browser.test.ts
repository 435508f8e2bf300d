import type { BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkFinance } from './filled-database.ts'
import { openServedReview, type ServedReview, watchedPage } from './review-browser.ts'

let review: ServedReview
let filled: ServedReview['filled']
let site: ServedReview['site']
let browser: ServedReview['browser']
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  review = await openServedReview()
  ;({ filled, site, browser } = review)
})
afterAll(() => review?.close())

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  ;({ page, complaints } = await watchedPage(context, site.url))
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

const open = (path: string) => page.goto(site.url + path)

test('an officer filters the list, opens a finding, confirms it, dismisses another; a re-check keeps both', async () => {
  await open('/')
  await page.getByRole('link', { name: '核查结果' }).click()
  await page.getByRole('link', { name: /^错误/ }).click()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(2)
  expect(new URL(page.url()).search).toBe('?verdict=fail&status=undecided&severity=error')

  await page.getByRole('link', { name: /勾稽关系不成立/ }).click()
  await page.getByRole('heading', { name: /勾稽关系不成立/ }).waitFor()
  const original = page.frameLocator('iframe')
  await original.locator('#here').waitFor()
  expect(await original.locator('.selected').allTextContents()).toEqual(['15', '2', '61', '1'])
  expect(await isInView(page)).toBe(true)
  await page.getByLabel('说明（可不填）').fill('已电话核实')
  await page.getByRole('button', { name: '确认问题属实' }).click()
  await page.locator('.decided.confirmed').waitFor()

  await page
    .getByRole('link', { name: /下一条/ })
    .or(page.getByRole('link', { name: /上一条/ }))
    .first()
    .click()
  await page.getByRole('heading', { name: /分项合计122/ }).waitFor()
  expect(await page.frameLocator('iframe').locator('mark.quote').first().textContent()).toContain('127条')
  await page.getByRole('button', { name: '排除' }).click()
  expect(await page.locator('.decided').count(), 'the browser itself asks for the reason').toBe(0)
  await page.getByLabel('排除理由').selectOption({ label: '报告已作说明' })
  await page.getByRole('button', { name: '排除' }).click()
  await page.locator('.decided.dismissed').waitFor()

  await checkFinance(filled.db, filled.finance)
  await page.reload()
  expect(await page.locator('.decided.dismissed').textContent()).toContain('报告已作说明')
  await page.getByRole('link', { name: '返回列表' }).click()
  await page.getByRole('link', { name: '清除筛选' }).click()
  expect(await page.locator('td.confirmed').count()).toBe(1)
  expect(await page.locator('td.dismissed').count()).toBe(1)

  await page.getByRole('link', { name: /报告已作说明|分项合计122/ }).click()
  await page.getByRole('button', { name: '撤回结论，重新核实' }).click()
  await page.getByRole('button', { name: '确认问题属实' }).waitFor()
  expect(await page.locator('.history li').count()).toBe(2)
})

test('an officer asks for rectification by a day, gives it to somebody, and calls a misreading one', async () => {
  await open('/findings?rule=CELL-02&severity=warning')
  await page.locator('tbody a').click()
  await page.getByLabel('整改期限').fill('2020-01-31')
  await page.getByLabel('说明（可不填）').fill('请于期限前更正')
  await page.getByRole('button', { name: '通知整改' }).click()
  await page.getByRole('alert').getByText('不早于今天').waitFor()
  expect(await page.getByLabel('说明（可不填）').inputValue()).toBe('请于期限前更正')
  expect(complaints.splice(0), 'the browser tells of the refusal').toEqual([expect.stringContaining('422')])
  const due = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('整改期限').fill(due)
  await page.getByRole('button', { name: '通知整改' }).click()
  await page.locator('.decided.notified', { hasText: `${Number(due.slice(8))}日 前整改` }).waitFor()
  await page.getByLabel('经办人').fill('李四')
  await page.getByRole('button', { name: '指派' }).click()
  await page.getByText('经办人：李四').waitFor()
  await page.getByRole('button', { name: '读取有误' }).click()
  await page.locator('.decided.misread').waitFor()
  await page.getByRole('button', { name: '撤回结论，重新核实' }).click()
  await page.getByRole('button', { name: '确认问题属实' }).waitFor()
  expect(await page.locator('.history li').allTextContents()).toEqual([
    expect.stringMatching(/本机 通知整改 · 待核实 → 已通知整改 · 限 .*前整改\s*请于期限前更正/),
    expect.stringMatching(/指派 · 未指派 → 李四/),
    expect.stringMatching(/读取有误 · 已通知整改 → 读取有误/),
    expect.stringMatching(/重新核实 · 读取有误 → 待核实/),
  ])
})

test('the keys lead through the list and to the controls', async () => {
  await open('/findings?state=open')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  expect(await page.locator('tr.here').count()).toBe(1)
  const wanted = await page.locator('tr.here a').getAttribute('href')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q')
  await page.keyboard.press('Escape')
  await page.keyboard.press('d')
  await page.waitForURL(`**${wanted}#dismiss`)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('dismiss')
  await page.goBack()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${wanted}`)
})

test('an officer chooses by keys, acts on all chosen, and takes it back', async () => {
  await open('/findings?rule=CELL-02')
  const before = await page.locator('tbody tr').count()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByText(`所选 ${before}`).waitFor()
  expect(await page.getByLabel('选择本页全部').isChecked()).toBe(true)
  expect(await page.getByLabel('排除理由').isVisible()).toBe(false)
  await page.locator('#act').selectOption('dismiss')
  await page.getByLabel('排除理由').selectOption('explained')
  await page.getByRole('button', { name: '执行' }).click()
  await page.getByRole('status').getByText(`已对 ${before} 条“排除（误报）”`).waitFor()
  expect(await page.locator('td.dismissed').count()).toBe(before)
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('status').getByText(`已撤销 ${before} 条`).waitFor()
  expect(await page.locator('td.undecided').count()).toBe(before)

  await page.getByLabel('符合条件的全部').check()
  await page.locator('#act').selectOption('assign')
  await page.getByLabel('经办人').fill('王五')
  await page.getByRole('button', { name: '执行' }).click()
  await page.getByRole('heading', { name: `对符合条件的全部 ${before} 条“指派”？` }).waitFor()
  await page.getByRole('button', { name: `对这 ${before} 条执行` }).click()
  await page.getByRole('status').getByText(`已对 ${before} 条“指派”`).waitFor()
})

test('the language is remembered', async () => {
  await open('/findings?severity=warning')
  await page.getByRole('link', { name: 'English' }).click()
  expect(new URL(page.url()).search).toBe('?severity=warning')
  await page.getByRole('heading', { name: 'Findings' }).waitFor()
  await open('/filings/yunhe/2023')
  await page.getByText('not found').first().waitFor()
  await page.getByRole('link', { name: '中文' }).click()
  await page.getByText('未发现').first().waitFor()
})

test('nothing of a hostile page acts, and no request leaves', async () => {
  await open(`/reports/${filled.hostile.reportId}`)
  const frame = page.frameLocator('iframe')
  await frame.getByText('正文').waitFor()
  const src = await page.locator('iframe').getAttribute('src')
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => 'stolen' in window)).toBe(false)
  expect(await page.locator('iframe').getAttribute('sandbox')).toBe('')
  // Opened on its own, without the frame, the policy alone must do.
  await open(src ?? '')
  await page.getByText('正文').waitFor()
  expect(await page.locator('script, img, svg, iframe, form, a').count()).toBe(0)
})

test('reading and deciding need no script', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false })
  const bare = await plain.newPage()
  await bare.goto(`${site.url}/findings?state=open&severity=info`)
  await bare.locator('tbody a').click()
  await bare.getByRole('button', { name: '确认问题属实' }).click()
  await bare.locator('.decided.confirmed').waitFor()
  await plain.close()
})

/** Whether the marked place of the original is within what the frame shows. */
async function isInView(of: Page): Promise<boolean> {
  const mark = await of.frameLocator('iframe').locator('#here').boundingBox()
  const frame = await of.locator('iframe').boundingBox()
  return mark !== null && frame !== null && mark.y >= frame.y && mark.y < frame.y + frame.height
}
