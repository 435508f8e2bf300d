import { launchBrowser } from '../test/review/review-browser.ts'
import type { Visit } from './review-visits.ts'

const PAGES = ['list, all of the country', 'a report', 'filing board of a district', 'overview of a district']
const LOOKS = 5

type Vitals = { readonly lcp: number; readonly cls: number; readonly tbt: number }

/** What a browser says of a page, the median of some looks: largest contentful paint and total blocking time in ms, and how much the layout shifts. */
export async function measureVitals(origin: string, cookie: string, visits: Readonly<Record<string, Visit>>): Promise<void> {
  const browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const [name, value] = cookie.split('=') as [string, string]
  await context.addCookies([{ name, value, url: origin }])
  console.log(`${'in Chromium'.padEnd(34)}LCP ms   CLS   TBT ms`)
  for (const page of PAGES) {
    const looks: Vitals[] = []
    for (let n = 0; n < LOOKS; n++) {
      const tab = await context.newPage()
      await tab.goto(origin + visits[page]!(n).path, { waitUntil: 'networkidle' })
      looks.push(await tab.evaluate(VITALS))
      await tab.close()
    }
    const median = (of: keyof Vitals) => looks.map((look) => look[of]).toSorted((a, b) => a - b)[Math.floor(LOOKS / 2)]!
    console.log(
      `${page.padEnd(34)}${median('lcp').toFixed(0).padStart(6)}${median('cls').toFixed(3).padStart(7)}${median('tbt').toFixed(0).padStart(8)}`,
    )
  }
  await browser.close()
}

/** Runs in the page; what happened before is told to observers that ask for it. */
const VITALS = `new Promise((resolve) => {
  const seen = { lcp: 0, cls: 0, tbt: 0 }
  const observe = (type, add) => new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, buffered: true })
  observe('largest-contentful-paint', ({ startTime }) => { seen.lcp = startTime })
  observe('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.cls += value })
  observe('longtask', ({ duration }) => { seen.tbt += Math.max(0, duration - 50) })
  setTimeout(() => resolve(seen), 300)
})`
