import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServedReview, type ServedReview, watchedPage } from './review-browser.ts'

let served: ServedReview
beforeAll(async () => {
  served = await openServedReview()
})
afterAll(() => served?.close())

test.each([1280, 360])(
  'the reference of the API at %i pixels: no sideways scrolling, no complaint, and every field can be unfolded',
  async (width) => {
    const context = await served.browser.newContext({ viewport: { width, height: 900 } })
    const { page, complaints } = await watchedPage(context, served.site.url)
    await page.goto(`${served.site.url}/api`)
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
    expect(await isWide()).toBe(false)
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true
    })
    expect(await isWide()).toBe(false)
    await page.goto(`${served.site.url}/api#problem-unknown-parameter`)
    expect(await page.locator('#problem-unknown-parameter').isVisible()).toBe(true)
    expect(complaints).toEqual([])
    await context.close()
  },
)
