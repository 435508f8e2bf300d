import { createHash } from 'node:crypto'
import axe from 'axe-core'
import type { Page } from 'playwright'

type Look = { readonly colours: 'light' | 'dark'; readonly width: number; readonly height: number }

const DESKTOP = { width: 1280, height: 800 } as const
const PHONE = { width: 360, height: 740 } as const
const LOOKS: readonly Look[] = [DESKTOP, PHONE].flatMap((size) =>
  (['light', 'dark'] as const).map((colours) => ({ ...size, colours })),
)
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The share of the window that may jump while a page loads (cumulative layout shift); 0.1 is what is called good. */
const MOST_SHIFT = 0.01

/** Structures that were looked at in this file, so that a page that differs in its words only is not judged again. */
const judged = new Set<string>()

/**
 * What is wrong with an open page, each as a sentence: what axe finds at desktop and phone width in both colour schemes, a page wider than a phone,
 * and what jumped while it loaded. The window is left as it was.
 */
export async function auditPage(page: Page): Promise<string[]> {
  const where = new URL(page.url()).pathname
  const { sum, moved } = await layoutShift(page)
  const complaints = sum > MOST_SHIFT ? [`${where}: jumps while it loads (${sum.toFixed(3)}: ${moved.join(', ')})`] : []
  const key = createHash('sha1')
    .update(await structureOf(page))
    .digest('hex')
  if (judged.has(key)) return complaints
  judged.add(key)
  const before = page.viewportSize()
  await page.evaluate(axe.source)
  const seen = new Map<string, string[]>()
  for (const look of LOOKS) {
    await page.emulateMedia({ colorScheme: look.colours })
    await page.setViewportSize(look)
    // At its end a page has nothing under the bar that else stays in view.
    const width = await page.evaluate(() => {
      window.scrollTo(0, document.documentElement.scrollHeight)
      return document.documentElement.scrollWidth
    })
    const wide = width > look.width ? [`${width} px wide`] : []
    for (const fault of [...(await violations(page)), ...wide])
      seen.set(fault, [...(seen.get(fault) ?? []), `${look.width} ${look.colours}`])
  }
  complaints.push(...[...seen].map(([fault, looks]) => `${where} (${looks.join(', ')}): ${fault}`))
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
  return complaints
}

/** Frames are left out: what is in them is foreign, and no script runs there. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async (standards) => {
    const judge = (window as unknown as { axe: typeof axe }).axe
    const { violations } = await judge.run(document, {
      runOnly: standards,
      iframes: false,
      resultTypes: ['violations'],
    })
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    }))
  }, STANDARDS)
  return found.map(({ id, nodes }) => `${id} × ${nodes.length}: ${nodes.slice(0, 3).join(' | ')}`)
}

/** What jumped since the page began to load: the sum of the shifts that no key or press explains, and what moved most in each. */
function layoutShift(page: Page): Promise<{ readonly sum: number; readonly moved: readonly string[] }> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        type Shift = PerformanceEntry & {
          readonly value: number
          readonly hadRecentInput: boolean
          readonly sources: readonly { readonly node: Node | null }[]
        }
        const nameOf = (node: Node | null | undefined) => {
          const element = node instanceof Element ? node : node?.parentElement
          return element ? `${element.tagName.toLowerCase()}.${element.className}` : 'what is gone'
        }
        const shifts: Shift[] = []
        const watch = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as Shift[]) if (!entry.hadRecentInput) shifts.push(entry)
        })
        watch.observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => {
          watch.disconnect()
          resolve({
            sum: shifts.reduce((sum, { value }) => sum + value, 0),
            moved: shifts.map(({ sources, startTime }) => `${nameOf(sources[0]?.node)} after ${Math.round(startTime)} ms`),
          })
        }, 30)
      }),
  )
}

/** The elements of a page with what decides over their look, without the words and figures in them. */
function structureOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const seen = new Set<string>()
    for (const element of document.querySelectorAll('*')) {
      const { tagName, className } = element
      const kept = ['role', 'type', 'scope', 'lang', 'hidden'].map((name) => element.getAttribute(name) ?? '')
      const named = element
        .getAttributeNames()
        .filter((name) => name.startsWith('aria-'))
        .join()
      seen.add([element.parentElement?.tagName, element.parentElement?.className, tagName, className, ...kept, named].join('·'))
    }
    return [document.title.split(' · ').length, location.pathname.replace(/\d+/g, 'n'), ...[...seen].sort()].join('\n')
  })
}
