import { findBrowser, WITHOUT_NETWORK } from '../crawlers/find-browser.ts'
import { SetupError } from '../model/setup-error.ts'
import type { PrintPdf } from '../papers/body-reports.ts'

/** Prints with the browser that the crawls use; it runs no scripts and asks for nothing. */
export function pdfPrinter(chromiumPath: string | null): PrintPdf {
  return async (html) => {
    const found = await findBrowser(chromiumPath)
    if (found === null)
      throw new SetupError(
        'Pages are printed by a browser, and there is none. Install Chromium, or set PLAYWRIGHT_CHROMIUM_PATH.',
      )
    const { chromium } = await import('playwright')
    const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args, ...WITHOUT_NETWORK] })
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, offline: true })
      const page = await context.newPage()
      await page.setContent(html, { waitUntil: 'load' })
      return await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: false })
    } finally {
      await browser.close()
    }
  }
}
