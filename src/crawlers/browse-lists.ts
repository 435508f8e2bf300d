import { setTimeout as delay } from 'node:timers/promises'
import { PlaywrightCrawler } from '@crawlee/playwright'
import { chromium, type Locator, type Page } from 'playwright'
import type { CrawlIo } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import { passThrough, type Scripts, type Traffic } from './browser-traffic.ts'
import { inBrowserTurn } from './browser-turns.ts'
import type { Article, CrawlState } from './crawl-state.ts'
import { crawleeForOneRun, NO_TIME_LIMIT_SECS } from './crawlee.ts'
import type { PortalFamily } from './families/family.ts'
import { printedCount } from './families/paging.ts'
import type { Fetcher } from './fetcher.ts'
import { type Browser, WITHOUT_NETWORK } from './find-browser.ts'
import { needsHuman } from './needs-human.ts'
import { type ListOnPage, readList } from './read-list.ts'
import { addSingleArticle, type DrawnList } from './single-article.ts'

export type BrowseOptions = {
  readonly state: CrawlState
  readonly fetcher: Fetcher
  readonly io: CrawlIo
  readonly browser: Browser | null
  readonly isFirstPageOnly?: boolean
  readonly signal?: AbortSignal
}

const MAX_PAGES = 300
const POLL_MS = 100
const SCREENSHOT_MS = 15_000
const NEXT_MARK = 'data-gouji-next'
/** The rows are taken when they have not changed for this long. */
const SETTLED_MS = 300
/** Nothing on its way and still no rows: the page shows none. After a click there is less to wait for than on a first page. */
const QUIET_MS = { first: 2_500, next: 1_200 }
/** A page that never falls silent (counters poll for ever) and never shows a row. */
const PATIENCE_MS = 120_000

/** A page is asked this often whether it still answers, and is given up when it keeps silent for so long. */
const WATCH_MS = 5_000
const SILENT_MS = 20_000

/** Reads columns drawn by script in a browser, page after page, and gives the articles to open. */
export async function browseLists(lists: readonly DrawnList[], options: BrowseOptions): Promise<readonly Article[]> {
  const { state, fetcher, browser, signal } = options
  if (browser === null) {
    for (const { column, family, page } of lists)
      if (family.list.needsReport === true) needsHuman(column, page, null, state)
      else state.columnFailed(column, 'browser-missing', said('no-browser'))
    return []
  }

  const { config, log } = crawleeForOneRun()
  const articles: Article[] = []
  const scripts: Scripts = new Map()
  const traffics = new WeakMap<Page, Traffic>()
  let fault: unknown = null
  const listOf = (userData: Record<string, unknown>): DrawnList => lists[userData['list'] as number]!
  const crawler = new PlaywrightCrawler(
    {
      log,
      maxConcurrency: 1,
      maxRequestRetries: 1,
      requestHandlerTimeoutSecs: NO_TIME_LIMIT_SECS,
      navigationTimeoutSecs: NO_TIME_LIMIT_SECS,
      useSessionPool: false,
      launchContext: {
        launcher: chromium,
        useIncognitoPages: true,
        launchOptions: {
          executablePath: browser.executablePath,
          args: [...browser.args, ...WITHOUT_NETWORK],
          headless: true,
          // Whoever started us closes things in order; the launcher would end the process.
          handleSIGINT: false,
          handleSIGTERM: false,
          handleSIGHUP: false,
        },
      },
      browserPoolOptions: {
        useFingerprints: false,
        prePageCreateHooks: [
          (_id, _controller, pageOptions) => {
            Object.assign(pageOptions ?? {}, { serviceWorkers: 'block', acceptDownloads: false, locale: 'zh-CN' })
          },
        ],
      },
      preNavigationHooks: [
        async ({ page, request }, gotoOptions) => {
          const list = listOf(request.userData)
          traffics.set(page, await passThrough(page, list.page, fetcher, { scripts, columnUrl: list.column.column.url }))
          gotoOptions.waitUntil = 'commit'
        },
      ],
      requestHandler: async ({ page, request }) => {
        if (fault !== null) return
        const list = listOf(request.userData)
        const traffic = traffics.get(page)!
        try {
          articles.push(...(await whileResponsive(page, signal, readDrawnList(page, list, traffic, options))))
        } catch (error) {
          if (traffic.fault === null && !signal?.aborted) throw error
        }
        if (traffic.fault !== null || signal?.aborted) {
          fault ??= traffic.fault ?? signal?.reason
          crawler.stop()
        }
      },
      failedRequestHandler: async ({ request }, error) => {
        const { column } = listOf(request.userData)
        state.columnFailed(column, 'later', said('browser-failed', error.message.split('\n')[0]!))
      },
    },
    config,
  )
  const requests = lists.map(({ page }, list) => ({
    url: page.finalUrl,
    uniqueKey: `${list} ${page.finalUrl}`,
    userData: { list },
  }))
  await inBrowserTurn(() => crawler.run(requests), signal)
  signal?.throwIfAborted()
  if (fault !== null) throw fault
  return articles
}

/** Waits for what is asked of a page as long as it answers at all: a script that never lets go would keep the crawl for ever. */
async function whileResponsive<T>(page: Page, signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  const over = new AbortController()
  const ended = signal ? AbortSignal.any([signal, over.signal]) : over.signal
  const watch = async (): Promise<never> => {
    while (true) {
      await delay(WATCH_MS, undefined, { signal: ended })
      // A page that is just being replaced refuses the question, which is an answer, too.
      const answer = page.evaluate('0').catch(() => 0)
      const isSilent = await Promise.race([answer.then(() => false), delay(SILENT_MS, true, { signal: ended })])
      if (isSilent) throw new Error(said('browser-silent', SILENT_MS / 1_000))
    }
  }
  try {
    return await Promise.race([work, watch()])
  } finally {
    over.abort()
  }
}

async function readDrawnList(page: Page, list: DrawnList, traffic: Traffic, options: BrowseOptions): Promise<readonly Article[]> {
  const { state } = options
  const { column, family } = list
  const read = async (): Promise<ListOnPage> =>
    readList(await page.content(), page.url(), family, state.isCandidate, column.place)

  let shown = await settled(page, family, traffic, new Set())
  const first = await read()
  if (first.rows.length === 0 && traffic.stop !== null) {
    state.columnFailed(column, traffic.stop.outcome, traffic.stop.error ?? said('asked-no-more'))
    return []
  }
  if (first.rows.length === 0) return readSingleArticle(page, list, options)
  column.place = first.place
  column.declared = printedCount((await page.locator('body').textContent()) ?? '')
  const articles = [...(state.addRows(column, first.rows) ?? [])]

  for (let n = 2; ; n++) {
    const next = await nextControl(page, family)
    if (next === null) break
    if (options.isFirstPageOnly) return articles
    if (n > MAX_PAGES) {
      state.columnFailed(column, 'too-large', said('too-many-pages', MAX_PAGES))
      return articles
    }
    const troubled = traffic.failures.length
    await next.click({ timeout: 5_000 }).catch(() => next.dispatchEvent('click'))
    const now = await settled(page, family, traffic, shown)
    if (traffic.failures.length > troubled) {
      state.columnFailed(column, 'later', said('list-page-not-read', n, traffic.failures.at(-1) ?? ''))
      return articles
    }
    if ([...now].every((href) => shown.has(href))) break
    shown = new Set([...shown, ...now])
    articles.push(...(state.addRows(column, (await read()).rows) ?? []))
  }
  if (traffic.failures.length > 0) state.columnFailed(column, 'later', said('list-not-whole', traffic.failures.at(-1) ?? ''))
  else column.end()
  return articles
}

/** A column that holds one article may show it in place of a list: the page of the column is the article then. */
async function readSingleArticle(page: Page, list: DrawnList, { state, io }: BrowseOptions): Promise<readonly Article[]> {
  const { column, page: fetched } = list
  const text = await page.content()
  const articles = addSingleArticle({ ...list, page: { ...fetched, text, sha256: null } }, state)
  if (articles === null) {
    needsHuman(column, fetched, await keepScreenshot(page, io), state)
    return []
  }
  const sha256 = await io.saveSnapshot(Buffer.from(text), 'text/html; charset=utf-8')
  for (const article of articles) article.answer = { ...fetched, text, sha256 }
  return articles
}

/** What a reader would see, kept as a snapshot; null where the browser cannot draw it. */
async function keepScreenshot(page: Page, io: CrawlIo): Promise<string | null> {
  const picture = await page.screenshot({ fullPage: true, timeout: SCREENSHOT_MS }).catch(() => null)
  return picture === null ? null : io.saveSnapshot(picture, 'image/png')
}

/** Waits until the rows stand still – with one that is not in `before`, or none coming – and gives their addresses. */
async function settled(page: Page, family: PortalFamily, traffic: Traffic, before: ReadonlySet<string>): Promise<Set<string>> {
  const start = Date.now()
  const patience = before.size === 0 ? QUIET_MS.first : QUIET_MS.next
  let rows = new Set<string>()
  let changedAt = start
  while (true) {
    const hrefs = await page
      .locator(family.list.link)
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
      .catch(() => [...rows]) // the page is just being replaced by the next one
    if (hrefs.length !== rows.size || hrefs.some((href) => !rows.has(href))) changedAt = Date.now()
    rows = new Set(hrefs)
    const isNew = hrefs.some((href) => !before.has(href))
    const still = Date.now() - changedAt
    const quiet = traffic.quietSince() === null ? 0 : Date.now() - Math.max(traffic.quietSince() ?? 0, start)
    if (isNew && still >= SETTLED_MS && (quiet >= SETTLED_MS || still >= patience)) return rows
    if (!isNew && quiet >= (traffic.stop === null ? patience : SETTLED_MS)) return rows
    if (Date.now() - start > PATIENCE_MS && still > PATIENCE_MS / 4) return rows
    await delay(POLL_MS)
  }
}

/** The control that leads to the next page, when it is shown and not switched off. */
async function nextControl(page: Page, family: PortalFamily): Promise<Locator | null> {
  if (family.nextPage.by !== 'click') return null
  const { source, flags } = family.nextPage.words
  const isThere = await page.evaluate(
    ({ source, flags, mark }) => {
      const words = new RegExp(source, flags)
      const isOff = (element: Element) =>
        element.hasAttribute('disabled') ||
        element.getAttribute('aria-disabled') === 'true' ||
        /(?:^|[\s_-])(?:disabled?|unable|off|nolink)(?:$|[\s_-])/i.test(element.className)
      for (const marked of document.querySelectorAll(`[${mark}]`)) marked.removeAttribute(mark)
      const controls = [...document.querySelectorAll('a, button, span, li, div, input[type=button]')].filter((element) =>
        words.test((element instanceof HTMLInputElement ? element.value : (element.textContent ?? '')).trim()),
      )
      // Of a row, its cell and its link, the innermost is what a reader presses.
      const next = controls.find(
        (element) =>
          !controls.some((other) => other !== element && element.contains(other)) &&
          element.checkVisibility() &&
          ![element, element.parentElement].some((each) => each !== null && isOff(each)),
      )
      next?.setAttribute(mark, '')
      return next !== undefined
    },
    { source, flags, mark: NEXT_MARK },
  )
  return isThere ? page.locator(`[${NEXT_MARK}]`).first() : null
}
