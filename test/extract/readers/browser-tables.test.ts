import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { describe, expect, test } from 'vitest'
import { findBrowser } from '../../../src/crawlers/find-browser.ts'
import { readHtml } from '../../../src/extract/readers/html/html.ts'
import { MALFORMED_TABLES } from './malformed-tables.ts'
import { readable } from './readable.ts'

// What a browser makes of a broken table is the right answer. It is kept as a golden; GOUJI_UPDATE_GOLDEN=1 asks the browser again (then `npm run format`).
const GOLDEN = join(import.meta.dirname, 'malformed-tables.golden.json')
const read = (html: string) => readable(readHtml(html).blocks)

describe('a broken table is read as a browser reads it', () => {
  const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, ReturnType<typeof readable>>
  test.each(Object.entries(MALFORMED_TABLES))('%s', (name, html) => {
    expect(read(html)).toEqual(golden[name])
  })
  test('none is left out', () => expect(Object.keys(golden)).toEqual(Object.keys(MALFORMED_TABLES)))
})

test('rows without a table are kept, which a browser drops: fragments of pages are cut so', () => {
  expect(read('<div><tr><td>甲</td><td>1</td></tr></div><p>后</p>')).toEqual([[['甲', '1']], '后'])
})

test('a browser gives the same answers today', async () => {
  const found = await findBrowser(process.env['PLAYWRIGHT_CHROMIUM_PATH'] ?? null)
  if (!found) throw new Error('This test needs Chromium: install it, or set PLAYWRIGHT_CHROMIUM_PATH.')
  const browser = await chromium.launch({ ...found, args: [...found.args] })
  const page = await browser.newPage({ javaScriptEnabled: false })
  const answers: Record<string, ReturnType<typeof readable>> = {}
  for (const [name, html] of Object.entries(MALFORMED_TABLES)) {
    await page.setContent(`<!doctype html><body>${html}`)
    // Written out again the page has every tag it needs, so that reading it asks nothing of the reader.
    answers[name] = read((await page.content()).replace(/^.*?<body>|<\/body>.*$/gs, ''))
  }
  await browser.close()
  if (process.env['GOUJI_UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, `${JSON.stringify(answers, null, 2)}\n`)
  expect(answers).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')))
})
