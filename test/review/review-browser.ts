import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { findBrowser } from '../../src/crawlers/find-browser.ts'
import { createReviewApp } from '../../src/review/app.ts'
import { serveReview } from '../../src/review/serve-review.ts'
import { type Filled, fillDatabase } from './filled-database.ts'

/** Chromium as the crawls use it. */
export async function launchBrowser(): Promise<Browser> {
  const found = await findBrowser(process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null)
  if (!found) throw new Error('This test needs Chromium: install it, or set PLAYWRIGHT_CHROMIUM_PATH.')
  return await chromium.launch({ ...found, args: [...found.args] })
}

export type ServedReview = {
  readonly filled: Filled
  readonly site: Awaited<ReturnType<typeof serveReview>>
  readonly browser: Browser
  readonly close: () => Promise<void>
}

/** The review pages over a database with findings, for whoever uses this machine, and a browser to open them in. */
export async function openServedReview(): Promise<ServedReview> {
  const browser = await launchBrowser()
  const filled = await fillDatabase()
  const app = createReviewApp({ ...filled.desks, db: filled.db, snapshots: filled.snapshots, thisMachine: true })
  const site = await serveReview({ app, host: '127.0.0.1', port: 0 })
  const close = async () => {
    await browser.close()
    await site.close()
    await filled.close()
  }
  return { filled, site, browser, close }
}

/** A page that notes all that it should not do: errors of scripts and of the console, dialogs, and requests that leave `home`. */
export async function watchedPage(context: BrowserContext, home: string): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(home)) complaints.push(`request to ${request.url()}`)
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`))
  page.on('dialog', async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('popup', (opened) => complaints.push(`window: ${opened.url()}`))
  page.on('download', (download) => complaints.push(`download: ${download.url()}`))
  return { page, complaints }
}
