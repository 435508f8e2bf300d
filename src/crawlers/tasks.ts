import type { Portal } from '../model/portal.ts'
import type { Article, CrawlState } from './crawl-state.ts'
import type { ListRequest } from './families/family.ts'
import type { Ask, Fetcher } from './fetcher.ts'
import type { ListCount } from './list-count.ts'
import type { ListRow } from './read-list.ts'
import type { SecondLook, Wanted } from './second-look.ts'
import type { DrawnList } from './single-article.ts'

export type ListTask = {
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
export type ArticleTask = { readonly kind: 'article'; readonly identity: string; readonly onlyFile?: string }
/** `isNeeded`: the article itself holds no report. */
export type FileTask = {
  readonly kind: 'file'
  readonly identity: string
  /** Its place in the article and the text of its link. */
  readonly name: string
  readonly isNeeded: boolean
  readonly isLastTry: boolean
  /** A page of a report that is shown in pictures. */
  readonly isPicture: boolean
}
/** A page that leads to the reports of many bodies, found in the list of a column. */
export type SummaryTask = { readonly kind: 'summary'; readonly column: number; readonly title: string }
export type Task = ListTask | ArticleTask | FileTask | SummaryTask
export type Request = { readonly url: string; readonly uniqueKey: string; readonly userData: { readonly task: Task } }

/** What all steps of one crawl work with. */
export type Scene = {
  readonly portal: Portal
  readonly state: CrawlState
  readonly fetcher: Fetcher
  readonly look: SecondLook
  readonly drawn: DrawnList[]
  /** Null in a crawl; in a preview what is not asked is put aside. */
  readonly preview: { readonly left: Request[]; readonly draws: boolean } | null
}

/** What a task asks for. */
export function wantedBy(task: Task, url: string, { state }: Scene): Wanted {
  if (task.kind === 'summary')
    return { kind: 'list', url, ask: askFor({ url }), column: state.columns[task.column]!, isFirst: false }
  if (task.kind !== 'list') {
    const isAgain = task.kind === 'article' ? task.onlyFile !== undefined : task.isLastTry
    return { kind: task.kind, url, article: state.article(task.identity)!, isAgain }
  }
  const isFirst = task.page === 1 && task.hops === 0
  return { kind: 'list', url, ask: askFor(task.ways[task.way]!), column: state.columns[task.column]!, isFirst }
}

function askFor({ post, headers }: ListRequest): Ask {
  const sent = headers === undefined ? {} : { headers }
  if (post === undefined) return { method: 'GET', body: null, contentType: null, ...sent }
  return { method: 'POST', body: new TextEncoder().encode(post.body), contentType: post.contentType, ...sent }
}

/** For the page that is registered for a column. */
export function firstRequest(column: number, url: string): Request {
  const start = { page: 1, ways: [{ url }], way: 0, firstWay: 0, hops: 0, isExpected: null, count: null, round: 0 }
  return listRequest({ column, ...start })
}

export function listRequest(task: Omit<ListTask, 'kind'>): Request {
  const { url, post } = task.ways[task.way]!
  return {
    url,
    uniqueKey: `list ${task.column} ${task.round} ${task.page} ${task.way} ${task.hops} ${url} ${post?.body ?? ''}`,
    userData: { task: { ...task, kind: 'list' } },
  }
}

export function summaryRequest(column: number, { url, title }: ListRow): Request {
  return { url, uniqueKey: `summary ${column} ${url}`, userData: { task: { kind: 'summary', column, title } } }
}

export function articleRequest({ url, identity }: Article, onlyFile?: string): Request {
  const task: ArticleTask = { kind: 'article', identity, ...(onlyFile === undefined ? {} : { onlyFile }) }
  return { url, uniqueKey: `article ${identity} ${onlyFile ?? ''}`, userData: { task } }
}
