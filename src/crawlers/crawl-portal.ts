import { BasicCrawler } from '@crawlee/basic'
import type { CrawlIo, PortalCrawl } from '../model/crawl.ts'
import { type Manners, PLAIN_MANNERS } from '../model/manners.ts'
import type { Portal, Registry } from '../model/portal.ts'
import { SetupError } from '../model/setup-error.ts'
import { isHomePage } from './answer.ts'
import type { BrowseOptions } from './browse-lists.ts'
import type { ColumnProgress } from './column-progress.ts'
import { type Article, CrawlState, familyOf } from './crawl-state.ts'
import { crawleeForOneRun, NO_TIME_LIMIT_SECS } from './crawlee.ts'
import type { FirstSight, ListPage, ListRequest } from './families/family.ts'
import { drawnGeneric, generic } from './families/generic.ts'
import { FAMILIES } from './families/index.ts'
import { type Answer, type Ask, type Fetcher, isWorthRetrying, openFetcher, RETRIES } from './fetcher.ts'
import { findBrowser } from './find-browser.ts'
import { frameTarget, strangeFrameHost } from './frame-target.ts'
import { yearInTitle } from './judge-title.ts'
import { countOf, type ListCount } from './list-count.ts'
import { readArticle } from './read-article.ts'
import { type ListRow, readList } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'
import { openSecondLook, type SecondLook, type Wanted } from './second-look.ts'
import { addSingleArticle, type DrawnList } from './single-article.ts'
import { stubTarget } from './stub-target.ts'
import { isSummaryTitle, readSummary } from './summary-page.ts'

export type CrawlOptions = {
  readonly chromiumPath: string | null
  /** E-mail or web address for the User-Agent, so that a portal can reach the operator. */
  readonly contact: string | null
  /** Left out: no quiet hours, and every article is asked each time. */
  readonly manners?: Manners
  readonly signal?: AbortSignal
}

type ListTask = {
  readonly kind: 'list'
  readonly column: number
  readonly page: number
  readonly ways: readonly ListRequest[]
  /** Which of the ways is tried, and which was tried first. */
  readonly way: number
  readonly firstWay: number
  /** Stubs and references to data followed so far. */
  readonly hops: number
  /** Whether the page before counted more entries than had been read; null where it did not say. */
  readonly isExpected: boolean | null
  /** What the list counted where it was first asked, and how often it was begun again since the count changed. */
  readonly count: ListCount | null
  readonly round: number
}
/** `onlyFile`: the article is opened again for one of its files, by its name. */
type ArticleTask = { readonly kind: 'article'; readonly identity: string; readonly onlyFile?: string }
/** `isNeeded`: the article itself holds no report. */
type FileTask = {
  readonly kind: 'file'
  readonly identity: string
  /** Its place in the article and the text of its link. */
  readonly name: string
  readonly isNeeded: boolean
  readonly isLastTry: boolean
}
/** A page that leads to the reports of many bodies, found in the list of a column. */
type SummaryTask = { readonly kind: 'summary'; readonly column: number; readonly title: string }
type Task = ListTask | ArticleTask | FileTask | SummaryTask
type Request = { readonly url: string; readonly uniqueKey: string; readonly userData: { readonly task: Task } }

const MAX_PAGES = 300
const MAX_STUBS = 3
/** Of fewer entries a list may lose half without a reason. */
const FEW_ENTRIES = 6
/** Pages of data without rows, such as years without a report, that are passed over for the page they name. */
const MAX_BLANK_PAGES = 30
/** How often a list that changes while it is read is begun again. */
const MAX_ROUNDS = 3
/** A page past the end of a list is often a stub of some hundred bytes. */
const PAST_THE_END_LENGTH = 1_000

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
    for (const column of state.columns) tellMuchLess(column, look.entriesBefore(column.column.url), state)
    return { found: state.result(fetcher.requests()), state, drawn }
  } finally {
    fetcher.close()
  }
}

/** In a preview only what still leads to the first page of a list is asked. */
function wantedNow(next: readonly Request[], { preview }: Scene): readonly Request[] {
  if (preview === null) return next
  const isFirst = ({ userData: { task } }: Request) => task.kind === 'list' && task.page === 1
  preview.left.push(...next.filter((request) => !isFirst(request)))
  return next.filter(isFirst)
}

function wantedBy(task: Task, url: string, { state }: Scene): Wanted {
  if (task.kind === 'summary')
    return { kind: 'list', url, ask: askFor({ url }), column: state.columns[task.column]!, isFirst: false }
  if (task.kind !== 'list') {
    const isAgain = task.kind === 'article' ? task.onlyFile !== undefined : task.isLastTry
    return { kind: task.kind, url, article: state.article(task.identity)!, isAgain }
  }
  const isFirst = task.page === 1 && task.hops === 0
  return { kind: 'list', url, ask: askFor(task.ways[task.way]!), column: state.columns[task.column]!, isFirst }
}

/** Less than half of what was there the night before is no proof that the rest is gone; when it stays so, it is the list. */
function tellMuchLess(column: ColumnProgress, before: number | null, state: CrawlState): void {
  if (before === null || before < FEW_ENTRIES || column.entryCount === 0 || column.entryCount * 2 >= before) return
  const message = `the column shows ${column.entryCount} entries and showed ${before} the last time; open it and see whether the others moved`
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

type Scene = {
  readonly portal: Portal
  readonly state: CrawlState
  readonly fetcher: Fetcher
  readonly look: SecondLook
  readonly drawn: DrawnList[]
  /** Null in a crawl; in a preview what is not asked is put aside. */
  readonly preview: { readonly left: Request[]; readonly draws: boolean } | null
}

/** May work later in the same night: the request goes back into the queue, and the clock of the host makes it wait. */
class TryAgain extends Error {}

/**
 * Works through lists, articles and files, each found by the one before, in one run of Crawlee. `BasicCrawler` and not
 * `CheerioCrawler`, since snapshots are bytes, which the latter decodes by the header and then parses twice.
 */
async function readPages(start: readonly Request[], scene: Scene, signal: AbortSignal | undefined): Promise<void> {
  if (start.length === 0) return
  const { config, log } = crawleeForOneRun()
  const retries = scene.preview === null ? RETRIES : 0
  let fault: unknown = null
  const crawler = new BasicCrawler(
    {
      log,
      maxConcurrency: 1,
      maxRequestRetries: retries,
      requestHandlerTimeoutSecs: NO_TIME_LIMIT_SECS,
      useSessionPool: false,
      requestHandler: async ({ request }) => {
        if (fault !== null) return
        try {
          const { task } = request.userData as Request['userData']
          const answer = await scene.look.get(wantedBy(task, request.url, scene))
          if (isWorthRetrying(answer) && request.retryCount < retries) throw new TryAgain(answer.error ?? 'no answer')
          const next = wantedNow(takeSafely(task, answer, scene), scene)
          // Files come right after their article: their addresses may be good for a short time only.
          const forefront = task.kind === 'article' && task.onlyFile === undefined
          if (next.length > 0) await crawler.addRequests([...next], { forefront })
        } catch (error) {
          if (error instanceof TryAgain) throw error
          fault ??= error
          crawler.stop()
        }
      },
    },
    config,
  )
  await crawler.run([...start])
  signal?.throwIfAborted()
  if (fault !== null) throw fault
}

/** A page that trips our reading (nested ten thousand deep, say) is told and left; the others are read. */
function takeSafely(task: Task, answer: Answer, scene: Scene): readonly Request[] {
  try {
    return take(task, answer, scene)
  } catch (error) {
    const message = `the page could not be understood (${error instanceof Error ? error.message : error}); please report this address`
    const places =
      task.kind === 'list' || task.kind === 'summary'
        ? [scene.state.columns[task.column]!]
        : scene.state.article(task.identity)!.places.map(({ column }) => column)
    for (const column of places) scene.state.columnFailed(column, 'later', message, answer.url)
    return []
  }
}

function take(task: Task, answer: Answer, scene: Scene): readonly Request[] {
  switch (task.kind) {
    case 'list':
      return takeList(task, answer, scene)
    case 'article':
      return takeArticle(task, answer, scene)
    case 'file':
      return takeFile(task, answer, scene)
    case 'summary':
      return takeSummary(task, answer, scene)
  }
}

function takeList(task: ListTask, answer: Answer, scene: Scene): readonly Request[] {
  const { state, portal, drawn } = scene
  const column = state.columns[task.column]!
  if (answer.text === null) return listNotRead(task, answer, scene)

  const url = new URL(answer.finalUrl)
  const elsewhere = task.hops < MAX_STUBS ? innerPage(task, answer.text, url.href, scene) : null
  if (elsewhere !== null) return [listRequest({ ...task, ways: [{ url: elsewhere }], way: 0, firstWay: 0, hops: task.hops + 1 })]

  column.family ??= familyOf(portal, FAMILIES, url, answer.text) ?? generic
  const family = column.family
  if (family.delivery === 'script') {
    const list = { column, family, page: answer }
    const single = addSingleArticle(list, state)
    if (single !== null) return single.flatMap((article) => toOpen(article, scene))
    drawn.push(list)
    return []
  }

  const list = readPage(task, answer, column, scene)
  if (list.problem !== undefined) state.columnFailed(column, 'later', list.problem, answer.url)
  if (list.rows.length === 0) return withoutRows(task, list, answer, scene)
  const articles = state.addRows(column, list.rows)
  if (articles === null) return pastTheEnd(task, answer, list, scene)
  const requests = articles.flatMap((article) => {
    if (article.url === answer.url) article.answer = answer
    return toOpen(article, scene)
  })
  requests.push(...list.rows.filter(({ title }) => isSummaryTitle(title)).map((row) => summaryRequest(task.column, row)))
  if (task.page === 1) column.declared = list.declared
  if (task.page === 2 || list.isData) column.way = task.way
  const count = list.isData ? countOf(task.ways[task.way]!, list.declared, task.page) : null
  const isChanged = count !== null && task.count?.endpoint === count.endpoint && task.count.declared !== count.declared
  if (isChanged && task.round < MAX_ROUNDS) return [...requests, beginAgain(task, task.count, column)]
  if (isChanged)
    state.columnFailed(column, 'later', `the list changed each time it was read: it counted ${count.declared} entries at last`)
  const counted = count === null || task.count?.endpoint === count.endpoint ? task.count : count
  return [...requests, ...nextPage({ ...task, count: counted }, list, column, scene)]
}

/** Entries came or went between two pages, so that some may have slipped from one to the other: the list is read from its start. */
function beginAgain(task: ListTask, count: ListCount, column: ColumnProgress): Request {
  column.beginAgain(count.page)
  const start = { page: count.page, ways: [count.request], way: 0, firstWay: 0, hops: 0, count: null }
  return listRequest({ ...task, ...start, round: task.round + 1 })
}

/** Where a stub sends its reader, or the frame that holds the list in a page that has none of its own; null for other pages. */
function innerPage(task: ListTask, html: string, url: string, { state, fetcher }: Scene): string | null {
  const target = stubTarget(html)
  if (target !== null) return resolveHref(target, url)
  const frame = task.page === 1 ? frameTarget(html, url, fetcher.isRegistered) : null
  return frame === null || readList(html, url, generic, state.isCandidate).rows.length > 0 ? null : frame
}

/** A page without rows: it may name another, end the list, be the one article of its column, or hold a list of an unknown kind. */
function withoutRows(task: ListTask, list: PageRead, answer: Answer, scene: Scene): readonly Request[] {
  const { state, drawn } = scene
  const column = state.columns[task.column]!
  if (list.next.length > 0 && task.hops < MAX_BLANK_PAGES) {
    const isExpected = list.goesOn ?? null
    return [listRequest({ ...task, ways: list.next, way: 0, firstWay: 0, hops: task.hops + 1, isExpected })]
  }
  if (task.page > 1 || otherWay(task) !== null) return pastTheEnd(task, answer, list, scene)

  const framed = strangeFrameHost(answer.text ?? '', answer.finalUrl, scene.fetcher.isRegistered)
  if (framed !== null) {
    const message = `the list stands in a frame of ${framed}, which is not registered for portal ${scene.portal.id}; name it under "other_hosts"`
    state.columnFailed(column, 'refused-host', message, answer.url)
    return []
  }
  const family = column.family!
  const title = readArticle(answer.text ?? '', answer.finalUrl, family).title() ?? ''
  if (isSummaryTitle(title)) {
    const articles = takeSummary({ kind: 'summary', column: task.column, title }, answer, scene)
    if (column.entryCount === 0) return emptyColumn(column, state)
    column.end()
    return articles
  }
  const single = addSingleArticle({ column, family, page: answer }, state)
  if (single !== null) return single.flatMap((article) => toOpen(article, scene))
  if (family.id === generic.id) {
    drawn.push({ column, family: drawnGeneric, page: answer })
    return []
  }
  const { rows } = readList(answer.text ?? '', answer.finalUrl, generic, state.isCandidate)
  if (rows.length === 0) return emptyColumn(column, state)
  column.family = generic
  return takeList(task, answer, scene)
}

/** What a page of a list was read as; `isData`: not from its links. */
type PageRead = ListPage & { readonly isData: boolean }

/** The rows of a page and the ways to the next one: from its data where the family knows such, else from its links. */
function readPage(task: ListTask, answer: Answer, column: ColumnProgress, { state }: Scene): PageRead {
  const family = column.family!
  const text = answer.text ?? ''
  const url = new URL(answer.finalUrl)
  column.sight ??= { url, html: text }
  const { years } = state
  const request = task.ways[task.way]!
  const data = family.readData?.({ request, url, text, page: task.page, column: column.sight, years }) ?? null
  if (data !== null) return { ...data, isData: true }
  const { rows, place } = readList(text, answer.finalUrl, family, state.isCandidate, column.place)
  if (rows.length === 0) return { rows, declared: null, next: [], isData: false }
  column.place ??= place
  return { rows, ...linkedPages(task.page, { url, html: text }, column), isData: false }
}

/** Where a list of links goes on. How its pages are numbered is told by the first of them. */
function linkedPages(page: number, sight: FirstSight, column: ColumnProgress): Pick<ListPage, 'declared' | 'next'> {
  const { nextPage: reached } = column.family!
  const told = reached.by === 'address' ? reached.read(sight) : null
  if (page === 1) {
    column.paging = told
    column.firstUrl = sight.url.href
  }
  const plan = column.paging?.kind === 'numbered' ? column.paging : told
  const declared = told?.declared ?? null
  if (plan?.kind === 'numbered')
    return {
      declared,
      next: page < plan.pages ? plan.addresses.map((at) => ({ url: new URL(at(page + 1), column.firstUrl).href })) : [],
    }
  const href = plan?.kind === 'next' ? resolveHref(plan.href, sight.url.href) : null
  return { declared, next: href === null || href === sight.url.href ? [] : [{ url: href }] }
}

/** An article is opened by a request, unless the page of its column was the article. */
function toOpen(article: Article, scene: Scene): readonly Request[] {
  const task: ArticleTask = { kind: 'article', identity: article.identity }
  return article.answer === null ? [articleRequest(article)] : takeArticle(task, article.answer, scene)
}

/** The page after this one. Of several ways the one that proved right on page 2 is kept. */
function nextPage(task: ListTask, list: PageRead, column: ColumnProgress, { state }: Scene): readonly Request[] {
  const { next, goesOn: isExpected = null } = list
  const page = task.page + 1
  if (next.length === 0) {
    column.end()
    return []
  }
  if (page > MAX_PAGES) {
    state.columnFailed(column, 'too-large', `the list has more than ${MAX_PAGES} pages; the rest was not read`)
    return []
  }
  const ways = page === 2 || list.isData ? next : [next[column.way] ?? next[0]!]
  const way = column.way < ways.length ? column.way : 0
  return [listRequest({ ...task, page, ways, way, firstWay: way, hops: 0, isExpected })]
}

/** The same page in another way than those tried so far; null where there is none left. */
function otherWay(task: ListTask): ListTask | null {
  const way = (task.way + 1) % task.ways.length
  return way === task.firstWay ? null : { ...task, way }
}

const MOVED =
  'it leads to the home page: the site was renamed or rebuilt, or its columns moved; look for the column there and correct its address'

/** The page could not be had. A page that is gone, after at least one that was read, is the end of the list. */
function listNotRead(task: ListTask, answer: Answer, scene: Scene): readonly Request[] {
  const column = scene.state.columns[task.column]!
  const other = isLeadingAstray(task, answer) ? otherWay(task) : null
  if (other !== null) return [listRequest(other)]
  if (task.page > 1 && (answer.outcome === 'gone' || answer.outcome === 'soft-404')) return pastTheEnd(task, answer, null, scene)
  const isHome = answer.outcome === 'soft-404' && isHomePage(answer.url, answer.finalUrl)
  const reason = isHome ? MOVED : (answer.error ?? 'the answer is a file, not a page')
  const code = answer.error === null ? 'empty-column' : isHome ? 'moved' : answer.outcome
  const message = reason.startsWith('not asked') ? reason : `page ${task.page} of the column could not be read: ${reason}`
  scene.state.columnFailed(column, code, message, answer.url)
  return []
}

/** Where the rows of the first page stand is told in several ways, and this one leads nowhere. */
function isLeadingAstray({ page }: ListTask, { outcome }: Answer): boolean {
  return page === 1 && (outcome === 'gone' || outcome === 'soft-404' || outcome === 'refused-host')
}

/**
 * Nothing new on a page after the first (`list` is null where it could not be had): another way of asking is tried, else the list has
 * ended – unless its own counter says that it goes on, or its paging is a sham.
 */
function pastTheEnd(task: ListTask, answer: Answer, list: PageRead | null, { state }: Scene): readonly Request[] {
  const column = state.columns[task.column]!
  const isEmpty = list?.isData === true && list.rows.length === 0
  const counted = (list?.isData ? list.declared : null) ?? column.declared
  const isWhole = task.page > 1 && list?.isData === true && counted !== null && counted <= column.entryCount
  const other = isWhole || (isEmpty && task.isExpected === false) ? null : otherWay(task)
  if (other !== null) return [listRequest({ ...other, hops: 0 })]

  const isShort = task.isExpected === true && (counted === null ? !isEmpty : counted > column.entryCount)
  const isRepeated =
    answer.text !== null && answer.text.length > PAST_THE_END_LENGTH && (column.declared ?? 1e9) > column.entryCount
  if (isWhole || (isEmpty && !isShort)) column.end()
  else if (isShort && (list === null || isEmpty)) state.columnFailed(column, 'gone', brokenOff(task, answer, column), answer.url)
  else if (isShort || isRepeated)
    state.columnFailed(
      column,
      'soft-404',
      `page ${task.page} of the column shows nothing that earlier pages did not; the paging does not work, or the portal throttles us`,
      answer.url,
    )
  else column.end()
  return []
}

function brokenOff({ page }: ListTask, answer: Answer, { declared, entryCount }: ColumnProgress): string {
  const read = declared === null ? `${entryCount} entries` : `${entryCount} of ${declared} entries`
  return `the list breaks off before page ${page}, after ${read}: ${answer.error ?? 'an answer without entries'}`
}

function emptyColumn(column: ColumnProgress, state: CrawlState): readonly Request[] {
  state.columnFailed(
    column,
    'empty-column',
    'no list of articles was found in the column; open the address and check whether it moved or is drawn by script',
  )
  return []
}

function takeArticle(task: ArticleTask, answer: Answer, { state, fetcher }: Scene): readonly Request[] {
  const article = state.article(task.identity)!
  const { column } = article.places[0]!
  const isAgain = task.onlyFile !== undefined
  if (!isAgain) article.answer = withoutContent(answer)
  if (answer.sha256 === null) {
    state.articleFailed(article, answer, true)
    return []
  }
  if (answer.text === null) return []
  const sight = readArticle(answer.text, answer.finalUrl, column.family!)
  if (!isAgain && !state.judge(article, sight)) return []
  const files = sight.attachments
    .filter(({ url }) => column.identityOf(url) !== task.identity)
    .map(({ url, text }, place) => {
      const isNeeded = sight.isShort && fetcher.isRegistered(url)
      const name = `${place} ${text}`
      const file: FileTask = { kind: 'file', identity: task.identity, name, isNeeded, isLastTry: isAgain }
      return { url, uniqueKey: `file ${task.identity} ${url}${isAgain ? ' again' : ''}`, userData: { task: file } }
    })
  const wanted = files.filter(({ userData: { task: file } }) => !isAgain || file.name === task.onlyFile)
  if (isAgain && wanted.length === 0)
    state.articleFailed(article, { ...answer, outcome: 'gone', error: 'its file is not linked any more' }, true)
  return wanted
}

function takeSummary({ column: index, title }: SummaryTask, answer: Answer, scene: Scene): readonly Request[] {
  const { state } = scene
  const column = state.columns[index]!
  if (answer.text !== null) {
    const rows = readSummary(answer.text, answer.finalUrl, title, state.isBody)
    return (state.addRows(column, rows, 'summary') ?? []).flatMap((article) => toOpen(article, scene))
  }
  const year = yearInTitle(title)
  const message = `"${title}" could not be opened: ${answer.error ?? 'it is a file'}`
  const isOfConcern = year === null || state.years.includes(year)
  if (answer.sha256 === null && isOfConcern) state.columnFailed(column, answer.outcome, message, answer.url)
  else state.problem(answer.outcome, answer.url, message)
  return []
}

function takeFile(task: FileTask, answer: Answer, { state }: Scene): readonly Request[] {
  const article = state.article(task.identity)!
  const expires = article.places[0]!.column.family?.article.linksExpire === true
  const isFile = answer.sha256 !== null && !(expires && answer.text !== null)
  if (isFile) article.files.push(withoutContent(answer))
  else if (expires && !task.isLastTry && !answer.isHostStopped) return [articleRequest(article, task.name)]
  else state.articleFailed(article, { ...answer, error: answer.error ?? 'the answer is a page, not a file' }, task.isNeeded)
  return []
}

/** What is kept until the end of the crawl: a portal may have thousands of long pages. */
function withoutContent(answer: Answer): Answer {
  return { ...answer, bytes: null, text: null }
}

function askFor({ post, headers }: ListRequest): Ask {
  const sent = headers === undefined ? {} : { headers }
  if (post === undefined) return { method: 'GET', body: null, contentType: null, ...sent }
  return { method: 'POST', body: new TextEncoder().encode(post.body), contentType: post.contentType, ...sent }
}

function firstRequest(column: number, url: string): Request {
  const start = { page: 1, ways: [{ url }], way: 0, firstWay: 0, hops: 0, isExpected: null, count: null, round: 0 }
  return listRequest({ column, ...start })
}

function listRequest(task: Omit<ListTask, 'kind'>): Request {
  const { url, post } = task.ways[task.way]!
  return {
    url,
    uniqueKey: `list ${task.column} ${task.round} ${task.page} ${task.way} ${task.hops} ${url} ${post?.body ?? ''}`,
    userData: { task: { ...task, kind: 'list' } },
  }
}

function summaryRequest(column: number, { url, title }: ListRow): Request {
  return { url, uniqueKey: `summary ${column} ${url}`, userData: { task: { kind: 'summary', column, title } } }
}

function articleRequest({ url, identity }: Article, onlyFile?: string): Request {
  const task: ArticleTask = { kind: 'article', identity, ...(onlyFile === undefined ? {} : { onlyFile }) }
  return { url, uniqueKey: `article ${identity} ${onlyFile ?? ''}`, userData: { task } }
}
