import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { expect, test } from 'vitest'
import { carriedBrowser, findBrowser } from '../../src/crawlers/find-browser.ts'
import { SetupError } from '../../src/model/setup-error.ts'

test('a configured browser is taken as it is', async () => {
  expect(await findBrowser(process.execPath)).toMatchObject({ executablePath: process.execPath })
})

test.each(['/nowhere/chromium', tmpdir()])(
  'a configured browser at %s is a wrong setting, told with what to do',
  async (path) => {
    await expect(findBrowser(path)).rejects.toThrow(SetupError)
    await expect(findBrowser(path)).rejects.toThrow(/PLAYWRIGHT_CHROMIUM_PATH.*Correct the path/)
  },
)

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the browser of the package runs on a machine that has none',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carried-'))
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    try {
      const found = await carriedBrowser()
      const browser = await chromium.launch({ executablePath: found!.executablePath, args: found!.args })
      const page = await browser.newPage()
      await page.setContent('<script>document.title = "drawn"</script>')
      expect(await page.title()).toBe('drawn')
      await browser.close()
    } finally {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

test.runIf(process.platform !== 'win32')('a command that only says how to install a browser is not one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stub-'))
  writeFileSync(join(folder, 'chromium'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  const before = process.env['PATH']
  process.env['PATH'] = `${folder}:${before}`
  try {
    expect((await findBrowser(null))?.executablePath).not.toBe(join(folder, 'chromium'))
  } finally {
    process.env['PATH'] = before
    rmSync(folder, { recursive: true })
  }
})
