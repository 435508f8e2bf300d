import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBrowser } from '../../src/crawlers/find-browser.ts'
import { makeDocument } from './documents.ts'
import { LAYOUTS } from './layouts/index.ts'
import { measure } from './measure.ts'

// Many portals publish what a browser printed: subset fonts, one text object a line, lines of tables as thin areas.

let browser: Browser
beforeAll(async () => {
  const found = await findBrowser(process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null)
  if (!found) throw new Error('This test needs Chromium: install it, or set PLAYWRIGHT_CHROMIUM_PATH.')
  browser = await chromium.launch({ ...found, args: [...found.args] })
}, 60_000)
afterAll(() => browser?.close())

test.each([
  { layout: 'html-clean', seed: 11, look: '', paper: { format: 'A4' } },
  { layout: 'html-word-paste', seed: 12, look: 'table{border-collapse:collapse}', paper: { format: 'A4', scale: 0.7 } },
  {
    layout: 'html-portal',
    seed: 13,
    look: 'table,td{border:0}td{vertical-align:top;padding:2px}table{width:100%}',
    paper: { format: 'A3', landscape: true },
  },
] as const)('$layout as a browser prints it on $paper.format is read as printed', async ({ layout: name, seed, look, paper }) => {
  const layout = LAYOUTS.find((each) => each.name === name)!
  const { report, bytes } = await makeDocument(layout, seed, [])
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.setContent(`${Buffer.from(bytes).toString('utf8')}<style>${look}</style>`)
  const { faults, claimMisses, refusal } = await measure(report, await page.pdf(paper), 'printed.pdf')
  await page.close()
  expect({ faults, claimMisses, refusal }).toEqual({ faults: [], claimMisses: [], refusal: null })
})
