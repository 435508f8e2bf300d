import type { BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openServedReview, type ServedReview } from './review-browser.ts'

let review: ServedReview
let site: ServedReview['site']
let browser: ServedReview['browser']
let context: BrowserContext
let complaints: string[]

beforeAll(async () => {
  review = await openServedReview()
  ;({ site, browser } = review)
})
afterAll(() => review?.close())
beforeEach(async () => {
  complaints = []
  // No script at all: everything is done by plain forms.
  context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', javaScriptEnabled: false })
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

async function open(path: string): Promise<Page> {
  const page = await context.newPage()
  // An answer that refuses a form is told by its status, and a browser calls that an error.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (?:409|422)/.test(message.text())) complaints.push(message.text())
  })
  await page.goto(site.url + path)
  return page
}

test('without scripts and on a phone an authority is edited, a mistake corrected, and the second of two officers told', async () => {
  const [first, second] = [await open('/registry/yunhe'), await open('/registry/yunhe/authority?id=finance')]
  await first.getByRole('link', { name: '修改：云河区财政局' }).click()
  await first.getByLabel('统一社会信用代码').fill('123')
  await first.getByLabel('备注').fill('电话核实')
  await first.getByRole('button', { name: '保存' }).click()
  await first.locator('#wrong-uscc').waitFor()
  expect(await first.getByLabel('备注').inputValue()).toBe('电话核实')
  await first.getByLabel('统一社会信用代码').fill('')
  await first.getByRole('button', { name: '保存' }).click()
  await first.locator('.changes', { hasText: '电话核实' }).first().waitFor()

  await second.getByLabel('备注').fill('另一人写的')
  await second.getByRole('button', { name: '保存' }).click()
  expect(await second.locator('#theirs-note').textContent()).toBe('现在登记为：电话核实')
  await second.getByRole('button', { name: '保存' }).click()
  await second.locator('.changes', { hasText: '电话核实 → 另一人写的' }).first().waitFor()
})

test('a crawl is started by the button, and the page says that it waits', async () => {
  const page = await open('/portals')
  await page.getByRole('link', { name: '云河区人民政府门户网站' }).click()
  await page.getByRole('button', { name: '立即采集' }).click()
  await page.getByText('已排队等候采集').waitFor()
  expect(await page.getByRole('button', { name: '立即采集' }).count()).toBe(0)
})

test('a phone shows every page without scrolling sideways', async () => {
  for (const path of [
    '/registry',
    '/registry/yunhe',
    '/registry/yunhe/authority?id=finance',
    '/registry/yunhe/portal',
    '/registry/yunhe/column?portal=portal',
    '/portals/portal',
    '/portal-tries',
  ]) {
    const page = await open(path)
    const body = await page.locator('#content').boundingBox()
    expect(body?.width, path).toBeLessThanOrEqual(360)
    await page.close()
  }
})
