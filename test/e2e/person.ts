import type { Browser, Page } from 'playwright'
import { expect } from 'vitest'
import { auditPage } from './audit-page.ts'

type Person = {
  readonly page: Page
  /** Opens an address; the status of its answer. */
  readonly goes: (path: string) => Promise<number>
  /** Judges the page that is open. Each new kind of page must be, before it is left. */
  readonly looks: () => Promise<void>
  /** Looks at the last page, ends the browser, and fails where any page that was open had a fault. */
  readonly leaves: () => Promise<void>
}

type Options = {
  readonly home: string
  readonly scripts?: boolean
  readonly locale?: 'zh-CN' | 'en-GB'
  readonly width?: number
  /** That of a session, as the browser sends it. */
  readonly cookie?: string
}

/** Answers that a page gives on purpose; the browser tells its console of each. */
const REFUSALS = /status of (?:401|403|404|409|422|429)/

/**
 * Somebody with a browser of their own. Every page that is opened must be judged before the next one comes, or the test fails: by axe, for what jumps, for errors in the console (a breach of the content security policy is one) and for requests that leave the host.
 */
export async function openPerson(
  browser: Browser,
  { home, scripts = true, locale = 'zh-CN', width = 1280, cookie }: Options,
): Promise<Person> {
  const complaints: string[] = []
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 740 : 800 },
    locale,
    javaScriptEnabled: scripts,
  })
  const [name = '', value] = cookie?.split('=') ?? []
  if (value !== undefined) await context.addCookies([{ name, value, url: home }])
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !REFUSALS.test(message.text())) complaints.push(`${page.url()}: console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  page.on('dialog', async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('popup', (opened) => complaints.push(`window: ${opened.url()}`))

  const judged = new Set<string>()
  let unjudged: string | null = null
  page.on('domcontentloaded', () => {
    if (unjudged !== null) complaints.push(`${unjudged} was left before it was judged: call looks()`)
    const opened = placeOf(page.url())
    unjudged = scripts && page.url().startsWith(home) && !judged.has(opened) ? opened : null
  })
  const looks = async () => {
    if (!page.url().startsWith(home)) return
    await page.waitForLoadState('load')
    if (scripts) complaints.push(...(await auditPage(page)))
    judged.add(placeOf(page.url()))
    unjudged = null
  }
  context.on('request', (request) => {
    if (!request.url().startsWith(home)) complaints.push(`request to ${request.url()}`)
  })
  return {
    page,
    goes: async (path) => {
      const answer = await page.goto(home + path)
      await looks()
      return answer?.status() ?? 0
    },
    looks,
    leaves: async () => {
      await looks()
      await context.close()
      expect(complaints).toEqual([])
    },
  }
}

const MOST_TABS = 150

/** Pages that differ in a number only are of one kind. */
function placeOf(url: string): string {
  return new URL(url).pathname.replace(/\d+/g, 'n')
}

/** Presses Tab until the element of this name has the focus, as one does who has no mouse. @throws Error where it is not reached */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const isNamed = (text: string) => (typeof name === 'string' ? text === name : name.test(text))
  for (let presses = 0; presses < MOST_TABS; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? ''
    })
    if (isNamed(focused.replace(/\s+/g, ' ').trim())) return
  }
  throw new Error(`Tab does not lead to ${name} on ${page.url()}`)
}
