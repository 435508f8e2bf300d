import type { CrawlIo, FetchOutcome, ListEntry } from '../model/crawl.ts'
import type { Manners } from '../model/manners.ts'
import type { Portal } from '../model/portal.ts'
import { sha256Of } from '../model/sha256.ts'
import type { ColumnProgress } from './column-progress.ts'
import type { Article } from './crawl-state.ts'
import type { Answer, Ask, Fetcher } from './fetcher.ts'
import { shownOf } from './walls.ts'

/** What is asked for: a page of a list, or an article (or its file) that stands in lists. */
export type Wanted =
  | { readonly kind: 'list'; readonly url: string; readonly ask: Ask; readonly column: ColumnProgress; readonly isFirst: boolean }
  | {
      readonly kind: 'article' | 'file'
      readonly url: string
      readonly article: Article
      /** What is known of it led nowhere. */
      readonly isAgain: boolean
    }

export type SecondLook = {
  /** Gets what is asked for: from the last crawl where it need not be asked again, and never a page that stands for another. */
  readonly get: (wanted: Wanted) => Promise<Answer>
  /** What was had of an address so lately that it need not be asked again. */
  readonly recall: (url: string) => Promise<Answer | null>
  /** How many entries the last reading of a column found; null where there was none. */
  readonly entriesBefore: (columnUrl: string) => number | null
}

const DAY_MS = 86_400_000
/** So much of a title stands in the page of its article, however the list cut it. */
const TITLE_BEGINNING = 8

/**
 * Looks at answers in the light of what earlier crawls and the rest of this one saw: what need not be asked again, the same page for every
 * address (soft 404), the list in place of an article (a silent throttle).
 */
export async function openSecondLook(
  portal: Portal,
  io: CrawlIo,
  fetcher: Fetcher,
  { recheckDays }: Pick<Manners, 'recheckDays'>,
): Promise<SecondLook> {
  const before = new Map<string, readonly ListEntry[]>()
  for (const { url } of portal.columns) {
    const entries = (await io.lastEntries?.(url)) ?? null
    if (entries !== null) before.set(url, entries)
  }
  const rowsBefore = new Map([...before].map(([url, entries]) => [url, new Set(entries.map(rowOf))]))
  const lists = new Map<string, string>()

  const isUnchanged = ({ places }: Article): boolean =>
    places.every(({ column, row }) => rowsBefore.get(column.column.url)?.has(rowOf(row)) === true)

  const recall = async (url: string): Promise<Answer | null> =>
    recheckDays > 0 ? await fetcher.recallSince(url, new Date(Date.now() - freshFor(url, recheckDays))) : null

  const getList = async ({ url, ask, column, isFirst }: Wanted & { kind: 'list' }): Promise<Answer> => {
    const columnUrl = column.column.url
    const review = async (answer: Answer): Promise<Answer> => {
      if (answer.sha256 !== null) lists.set(answer.sha256, url)
      const isDoubtful = isFirst && answer.text !== null && !showsList(answer.text, before.get(columnUrl) ?? [])
      return isDoubtful && (await fetcher.isNotThere(answer)) ? withoutPage(answer, 'soft-404', SAME_FOR_ALL) : answer
    }
    return await fetcher.fetch(url, ask, { columnUrl, review })
  }

  const getArticle = async ({ url, article, kind, isAgain }: Wanted & { kind: 'article' | 'file' }): Promise<Answer> => {
    if (!isAgain && io.begunAt !== undefined) {
      const fetched = await fetcher.recallSince(url, io.begunAt)
      if (fetched !== null) return fetched
    }
    if (!isAgain && isUnchanged(article)) {
      const known = await recall(url)
      if (known !== null) return known
    }
    const review = async (answer: Answer): Promise<Answer> => {
      if (kind === 'file' || answer.text === null) return answer
      const listUrl = answer.sha256 === null ? undefined : lists.get(answer.sha256)
      if (listUrl !== undefined && listUrl !== url) {
        await fetcher.slowDown(answer.finalUrl)
        return withoutPage(answer, 'later', 'the host answers with the list in place of the article: it throttles us')
      }
      const title = article.places[0]?.row.title ?? ''
      const isDoubtful = isHtml(answer.text) && !holds(answer.text, beginningOf(title))
      return isDoubtful && (await fetcher.isNotThere(answer)) ? withoutPage(answer, 'soft-404', SAME_FOR_ALL) : answer
    }
    return await fetcher.fetch(url, undefined, { review })
  }

  return {
    get: (wanted) => (wanted.kind === 'list' ? getList(wanted) : getArticle(wanted)),
    recall,
    entriesBefore: (columnUrl) => before.get(columnUrl)?.length ?? null,
  }
}

const SAME_FOR_ALL = 'the host answers the same to an address that does not exist'

/** Articles of one list are not all asked again in the same night. */
function freshFor(url: string, recheckDays: number): number {
  const share = Number.parseInt(sha256Of(url).slice(0, 2), 16) / 256
  return recheckDays * DAY_MS * (0.5 + share / 2)
}

/**
 * Whether a page has something of a list of annual reports: a word for them, and one of the titles that stood there before. One that a
 * script fills may have it all.
 */
function showsList(html: string, before: readonly ListEntry[]): boolean {
  const shown = shownOf(html)
  if (!isHtml(html) || shown === '') return true
  const isKnown = before.length === 0 || before.some(({ title }) => shown.includes(beginningOf(title)))
  return isKnown && /年报|年度报告|工作报告/.test(shown)
}

function isHtml(text: string): boolean {
  return /<(?:html|body|div|p|table)\b/i.test(text)
}

/** Whether a page has these words, blanks between its characters or not; most pages have them as they are. */
function holds(html: string, words: string): boolean {
  return html.includes(words) || html.replace(/\s+/g, '').includes(words)
}

function beginningOf(title: string): string {
  return title.replace(/\s+/g, '').slice(0, TITLE_BEGINNING)
}

function rowOf({ url, title, date }: Pick<ListEntry, 'url' | 'title' | 'date'>): string {
  return `${url}\n${title}\n${date ?? ''}`
}

function withoutPage(answer: Answer, outcome: FetchOutcome, error: string): Answer {
  return { ...answer, outcome, error, bytes: null, text: null, sha256: null }
}
