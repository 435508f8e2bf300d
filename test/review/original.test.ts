import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openReadingDesk } from '../../src/cli/open-reading-desk.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { makePdf } from '../extract/readers/make-pdf.ts'
import { makeDocument } from '../generate/documents.ts'
import { LAYOUTS } from '../generate/layouts/index.ts'
import { type Filled, fillDatabase } from './filled-database.ts'
import { HOSTILE_MARKUP } from './hostile-markup.ts'
import { readFile } from './read-file.ts'
import { launchBrowser, watchedPage } from './review-browser.ts'
import { samplePage } from './sample-page.ts'

let filled: Filled
let reading: ReturnType<typeof openReadingDesk>
let site: Awaited<ReturnType<typeof serveReview>>
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
let canary: Server
let canaryAddress: string
const asked: string[] = []

beforeAll(async () => {
  canary = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((listening) => canary.listen(0, '127.0.0.1', listening))
  canaryAddress = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
  filled = await fillDatabase()
  reading = openReadingDesk()
  const app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true, reading })
  site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await reading?.close()
  await filled?.close()
  canary?.close()
})

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })
  const watched = await watchedPage(context, site.url)
  page = watched.page
  complaints = watched.complaints
})
afterEach(async () => {
  await context.close()
  expect(complaints).toEqual([])
})

/** The address of a report that was published anew, in the version just stored. */
async function publish(authority: string, file: Parameters<Filled['publish']>[1], url: string): Promise<string> {
  const stored = await filled.publish(authority, file, url)
  const row = await filled.db
    .selectFrom('report_versions')
    .select('version')
    .where('id', '=', stored.versionId)
    .executeTakeFirstOrThrow()
  return `${site.url}/reports/${stored.reportId}?version=${row.version}`
}

describe('a hostile original is shown and does nothing', () => {
  test.each(HOSTILE_MARKUP)('$name', async ({ name, markup }) => {
    asked.length = 0
    const sample = samplePage({ authority: '云河区教育局', paragraphs: [name, '这句话留下。'], extra: markup(canaryAddress) })
    const address = await publish('education', sample, `https://www.yunhe.example/${encodeURIComponent(name)}`)
    await page.goto(address)
    const frame = page.frameLocator('iframe[name="original"]')
    await frame.locator('body').waitFor()
    const src = await page.locator('iframe[name="original"]').getAttribute('src')
    await page.mouse.move(300, 500)
    await page.mouse.click(300, 500)
    await page.waitForTimeout(150)
    expect(page.url()).toBe(address)
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false)
    expect(page.frames().map((each) => new URL(each.url()).origin)).toEqual([site.url, site.url])
    // Opened on its own, without the frame, the policy alone must do.
    await page.goto(new URL(src ?? '', site.url).href)
    await page.waitForTimeout(100)
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false)
    expect(await page.locator('script, img, svg, iframe, form, a, link, base, input, [style], [onclick]').count()).toBe(0)
    expect(await page.locator('style').count()).toBe(1)
    if (!/ends elements/.test(name)) await page.getByText('这句话留下。').first().waitFor()
    expect(asked).toEqual([])
  })

  test('the canary itself works, where nothing is in its way', async () => {
    asked.length = 0
    const free = await (await browser.newContext()).newPage()
    // Not until "load": the hostile page navigates away, and what it asks for may never have ended.
    await free.setContent(HOSTILE_MARKUP.map(({ markup }) => markup(canaryAddress)).join(''), { waitUntil: 'commit' })
    await expect.poll(() => asked.length).toBeGreaterThan(5)
    await free.context().close()
  })
})

describe('an original of pages', () => {
  test('a PDF is shown by its pages, the cells of the finding boxed and scrolled to, without a script', async () => {
    const html = await makeDocument(LAYOUTS.find(({ name }) => name === 'html-clean')!, 11, [])
    const printer = await browser.newPage({ javaScriptEnabled: false })
    await printer.setContent(Buffer.from(html.bytes).toString('utf8'))
    const file = await readFile('report.pdf', await printer.pdf({ format: 'A4' }))
    await printer.close()
    const address = await publish('government', file, 'https://www.yunhe.example/report.pdf')
    const key = 't3.result_total.total'
    expect(file.report.cells[key]?.at?.page).toBeGreaterThan(1)

    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } })
    const bare = await plain.newPage()
    await bare.goto(`${address}&cell=${key}`)
    const frame = bare.frameLocator('iframe[name="original"]')
    await frame.locator('rect.selected').waitFor()
    expect(await frame.locator('rect.selected title').textContent()).toContain('总计')
    expect(await bare.evaluate(() => scrollY), 'the frame scrolls, the page does not').toBe(0)
    expect(await frame.locator('img').getAttribute('alt')).toMatch(/^原文第2页，共\d页$/)
    expect(await frame.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(1000)
    const [box, view] = [
      await frame.locator('rect.selected').boundingBox(),
      await bare.locator('iframe[name="original"]').boundingBox(),
    ]
    expect(box!.y).toBeGreaterThan(view!.y)
    expect(box!.y + box!.height).toBeLessThan(view!.y + view!.height)
    await bare.getByRole('link', { name: '200%' }).click()
    await frame.locator('body.zoom-200').waitFor()
    await expect.poll(async () => (await frame.locator('figure').first().boundingBox())!.width).toBeGreaterThan(view!.width * 1.8)
    await bare.getByRole('link', { name: '1', exact: true }).click()
    await frame.getByAltText(/^原文第1页/).waitFor()
    await plain.close()
  })

  test('what stands in the box of a cell is what its picture shows there', async () => {
    const file = await readFile(
      'report.pdf',
      (await makeDocument(LAYOUTS.find(({ name }) => name === 'pdf-ruled')!, 11, [])).bytes,
    )
    const [first] = await reading.measure({ name: 'report.pdf', ...file })
    expect(first).toMatchObject({ width: expect.any(Number), letters: [] })
    const png = await reading.draw({ name: 'report.pdf', ...file }, { page: 1, scale: 1 })
    expect(Buffer.from(png).readUInt32BE(16)).toBe(Math.round(first!.width))
  })

  test('characters whose font the file does not carry are shown in a font of the reader, and it is said', async () => {
    const pdf = makePdf(
      [{ width: 400, height: 200, texts: [{ x: 20, y: 40, text: '未嵌入字体12', unembedded: true }], shapes: [] }],
      {},
    )
    const file = { ...samplePage({ authority: '云河区教育局', paragraphs: ['未嵌入'] }), bytes: pdf }
    const source = { name: 'a.pdf', mediaType: 'application/pdf', bytes: pdf.length, sha256: sha256Of(pdf) }
    const address = await publish(
      'education',
      { ...file, report: { ...file.report, source } },
      'https://www.yunhe.example/font.pdf',
    )
    await page.goto(address)
    const frame = page.frameLocator('iframe[name="original"]')
    expect(await frame.locator('svg text').allTextContents()).toEqual(['未嵌入字体12'])
    await frame.getByText('未嵌入部分字体').waitFor()
  })

  test('a damaged PDF says so and offers the file', async () => {
    const bytes = Buffer.from('%PDF-1.7 damaged')
    const file = samplePage({ authority: '云河区教育局', paragraphs: ['坏文件'] })
    const source = { name: 'b.pdf', mediaType: 'application/pdf', bytes: bytes.length, sha256: sha256Of(bytes) }
    await page.goto(
      await publish('education', { ...file, bytes, report: { ...file.report, source } }, 'https://www.yunhe.example/bad.pdf'),
    )
    await page.frameLocator('iframe[name="original"]').getByText('文件已损坏或不完整').waitFor()
  })
})
