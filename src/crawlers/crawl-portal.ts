import type { CrawlIo, PortalCrawl } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import { type Manners, PLAIN_MANNERS } from '../model/manners.ts'
import type { Portal, Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import type { BrowseOptions } from './browse-lists.ts'
import type { ColumnProgress } from './column-progress.ts'
import { type Article, CrawlState } from './crawl-state.ts'
import { openFetcher } from './fetcher.ts'
import { findBrowser } from './find-browser.ts'
import { joinPictures } from './join-pictures.ts'
import { readPages, wantedNow } from './read-pages.ts'
import { rediscover } from './rediscover.ts'
import { openSecondLook } from './second-look.ts'
import type { DrawnList } from './single-article.ts'
import { toOpen } from './take-article.ts'
import { firstRequest, type Request, type Scene, type Task } from './tasks.ts'

export type CrawlOptions = {
  readonly chromiumPath: string | null
  /** E-mail or web address for the User-Agent, so that a portal can reach the operator. */
  readonly contact: string | null
  /** Left out: no quiet hours, and every article is asked each time. */
  readonly manners?: Manners
  readonly signal?: AbortSignal
}

/** Of fewer entries a list may lose half without a reason. */
const FEW_ENTRIES = 6

/**
 * Crawls one portal: every column read to its end, every entry judged, every report kept with its files and all evidence of dates.
 * What the portal does wrong ends up in `problems` and in readings that are not complete; only faults of ours are thrown.
 */
export async function crawlPortal(portal: Portal, registry: Registry, io: CrawlIo, options: CrawlOptions): Promise<PortalCrawl> {
  return (await crawl(portal, registry, io, options, null)).found
}

/** What the first pages of a portal's columns show. */
export type PortalPreview = {
  readonly found: PortalCrawl
  readonly columns: readonly {
    readonly family: string | null
    /** Number of pages where the first one tells it. */
    readonly pages: number | null
    /** Only a browser shows the list. */
    readonly isDrawn: boolean
  }[]
  /** Addresses that a crawl would ask next: further pages, and articles. */
  readonly left: readonly { readonly kind: Task['kind']; readonly url: string }[]
}

/**
 * Reads the first page of each column and opens no article. `draws`: lists that only a browser shows are looked at in one.
 * Nothing is asked twice: who tries a portal is told at once that it does not answer.
 */
export async function previewPortal(
  portal: Portal,
  registry: Registry,
  io: CrawlIo,
  options: CrawlOptions & { readonly draws: boolean },
): Promise<PortalPreview> {
  const left: Request[] = []
  const { found, state, drawn } = await crawl(portal, registry, io, options, { left, draws: options.draws })
  return {
    found,
    columns: state.columns.map((column) => ({
      family: column.family?.id ?? null,
      pages: column.paging?.kind === 'numbered' ? column.paging.pages : null,
      isDrawn: drawn.some((list) => list.column === column),
    })),
    left: left.map(({ url, userData }) => ({ kind: userData.task.kind, url })),
  }
}

async function crawl(portal: Portal, registry: Registry, io: CrawlIo, options: CrawlOptions, preview: Scene['preview']) {
  const fetcher = openFetcher(portal, io, options)
  const state = new CrawlState(portal, registry)
  try {
    const drawn: DrawnList[] = []
    const look = await openSecondLook(portal, io, fetcher, options.manners ?? PLAIN_MANNERS)
    const scene: Scene = { portal, state, fetcher, look, drawn, preview }
    const read = (start: readonly Request[]) => readPages(start, scene, options.signal)
    await read(portal.columns.map(({ url }, column) => firstRequest(column, url)))
    if (drawn.length > 0 && preview?.draws !== false) {
      const isFirstPageOnly = preview !== null
      const articles = await browse(drawn, { state, fetcher, io, isFirstPageOnly, signal: options.signal }, options.chromiumPath)
      await read(
        wantedNow(
          articles.flatMap((article) => toOpen(article, scene)),
          scene,
        ),
      )
    }
    if (preview === null) await rediscover(scene, registry, options.signal)
    const missed = fetcher.missedBrowser()
    if (missed !== null) state.problem('browser-missing', missed.url, missed.message)
    await joinPictures(state, io)
    for (const column of state.columns) tellMuchLess(column, look.entriesBefore(column.column.url), state)
    return { found: state.result(fetcher.requests(), await fetcher.away()), state, drawn }
  } finally {
    fetcher.close()
  }
}

/** Less than half of what was there the night before is no proof that the rest is gone; when it stays so, it is the list. */
function tellMuchLess(column: ColumnProgress, before: number | null, state: CrawlState): void {
  if (before === null || before < FEW_ENTRIES || column.entryCount === 0 || column.entryCount * 2 >= before) return
  const message = said('much-less', column.entryCount, before)
  state.columnFailed(column, 'much-less', message)
}

async function browse(
  lists: readonly DrawnList[],
  scene: Omit<BrowseOptions, 'browser'>,
  chromiumPath: string | null,
): Promise<readonly Article[]> {
  // Loaded when a portal needs it: most do not, and playwright takes a second to load.
  const { browseLists } = await import('./browse-lists.ts')
  try {
    return await browseLists(lists, { ...scene, browser: await findBrowser(chromiumPath) })
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    for (const { column } of lists) scene.state.columnFailed(column, 'browser-missing', error.message)
    return []
  }
}
