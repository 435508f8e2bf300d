import type { CrawlProblem } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import { isHomePage } from './answer.ts'
import type { ColumnProgress } from './column-progress.ts'
import { type CrawlState, familyOf } from './crawl-state.ts'
import type { FirstSight, ListPage } from './families/family.ts'
import { drawnGeneric, generic } from './families/generic.ts'
import { FAMILIES } from './families/index.ts'
import type { Answer } from './fetcher.ts'
import { frameTarget, strangeFrameHost } from './frame-target.ts'
import { countOf, type ListCount } from './list-count.ts'
import { readArticle } from './read-article.ts'
import { readList } from './read-list.ts'
import { resolveHref } from './resolve-href.ts'
import { addSingleArticle } from './single-article.ts'
import { strangeSite } from './site-identity.ts'
import { stubTarget } from './stub-target.ts'
import { isSummaryTitle } from './summary-page.ts'
import { takeSummary, toOpen } from './take-article.ts'
import { type ListTask, listRequest, type Request, type Scene, summaryRequest } from './tasks.ts'

const MAX_PAGES = 300
const MAX_STUBS = 3
/** Pages of data without rows, such as years without a report, that are passed over for the page they name. */
const MAX_BLANK_PAGES = 30
/** How often a list that changes while it is read is begun again. */
const MAX_ROUNDS = 3
/** A page past the end of a list is often a stub of some hundred bytes. */
const PAST_THE_END_LENGTH = 1_000

/** Takes in a page of a list: its entries, and where it goes on. Gives the requests that follow from it. */
export function takeList(task: ListTask, answer: Answer, scene: Scene): readonly Request[] {
  const { state, portal, drawn } = scene
  const column = state.columns[task.column]!
  if (answer.text === null) return listNotRead(task, answer, scene)

  const url = new URL(answer.finalUrl)
  const elsewhere = task.hops < MAX_STUBS ? innerPage(task, answer.text, url.href, scene) : null
  if (elsewhere !== null) return [listRequest({ ...task, ways: [{ url: elsewhere }], way: 0, firstWay: 0, hops: task.hops + 1 })]

  column.family ??= familyOf(portal, FAMILIES, url, answer.text) ?? generic
  const family = column.family
  if (family.delivery === 'script') {
    if (isOfAnotherPlace(column, answer, [], scene)) return []
    const list = { column, family, page: answer }
    const single = addSingleArticle(list, state)
    if (single !== null) return single.flatMap((article) => toOpen(article, scene))
    drawn.push(list)
    return []
  }

  const list = readPage(task, answer, column, scene)
  if (task.page === 1 && isOfAnotherPlace(column, answer, list.rows, scene)) return []
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
  if (isChanged) state.columnFailed(column, 'later', said('keeps-changing', count.declared))
  const counted = count === null || task.count?.endpoint === count.endpoint ? task.count : count
  return [...requests, ...nextPage({ ...task, count: counted }, list, column, scene)]
}

/** Whether the page is of the site of another place, by its own words: then nothing on it is taken, and a person is told. */
function isOfAnotherPlace(column: ColumnProgress, answer: Answer, rows: PageRead['rows'], { state }: Scene): boolean {
  const site = strangeSite(
    answer.text ?? '',
    state.places,
    rows.map(({ title }) => title),
  )
  if (site === null) return false
  const message = said('other-site', site, state.places[0] ?? '')
  const kept = answer.sha256 === null ? [] : [{ kind: 'page', sha256: answer.sha256 } as const]
  state.columnFailed(column, 'needs-human', message, answer.url, kept)
  return true
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
    const message = said('framed-by-stranger', framed, scene.portal.id)
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

/** The page after this one. Of several ways the one that proved right on page 2 is kept. */
function nextPage(task: ListTask, list: PageRead, column: ColumnProgress, { state }: Scene): readonly Request[] {
  const { next, goesOn: isExpected = null } = list
  const page = task.page + 1
  if (next.length === 0) {
    column.end()
    return []
  }
  if (page > MAX_PAGES) {
    state.columnFailed(column, 'too-large', said('too-many-pages', MAX_PAGES))
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

const MOVED = said('leads-home')

/** The page could not be had. A page that is gone, after at least one that was read, is the end of the list. */
function listNotRead(task: ListTask, answer: Answer, scene: Scene): readonly Request[] {
  const column = scene.state.columns[task.column]!
  const other = isLeadingAstray(task, answer) ? otherWay(task) : null
  if (other !== null) return [listRequest(other)]
  if (task.page > 1 && (answer.outcome === 'gone' || answer.outcome === 'soft-404')) return pastTheEnd(task, answer, null, scene)
  const isHome = answer.outcome === 'soft-404' && isHomePage(answer.url, answer.finalUrl)
  const reason = isHome ? MOVED : (answer.error ?? said('a-file'))
  const code = answer.error === null ? 'empty-column' : isHome ? 'moved' : answer.outcome
  if (task.page === 1 && isLost(code, answer)) column.lostAt = answer.finalUrl
  const message = reason.startsWith('not asked') ? reason : said('page-not-read', task.page, reason)
  scene.state.columnFailed(column, code, message, answer.url)
  return []
}

/** Whether the column is not where it is registered, so that it is looked for elsewhere: gone, moved, or led to a host that is not ours. */
function isLost(code: CrawlProblem['code'], { url, finalUrl }: Answer): boolean {
  const isLedAway = code === 'refused-host' && new URL(finalUrl).host !== new URL(url).host
  return code === 'moved' || code === 'gone' || code === 'soft-404' || isLedAway
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
  else if (isShort || isRepeated) state.columnFailed(column, 'soft-404', said('nothing-new', task.page), answer.url)
  else column.end()
  return []
}

function brokenOff({ page }: ListTask, answer: Answer, { declared, entryCount }: ColumnProgress): string {
  const read = declared === null ? said('entries', entryCount) : said('entries-of', entryCount, declared)
  return said('breaks-off', page, read, answer.error ?? said('without-entries'))
}

function emptyColumn(column: ColumnProgress, state: CrawlState): readonly Request[] {
  state.columnFailed(column, 'empty-column', said('empty-column'))
  return []
}
