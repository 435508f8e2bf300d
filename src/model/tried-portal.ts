import type { AuthorityKind } from './authority.ts'
import type { CrawlProblem, ListEntry } from './crawl.ts'

/** A link of a page whose words are those of a 年报 column. */
export type ColumnLink = { readonly url: string; readonly words: string }

/** An entry of a list with all that tells its date before it is opened. */
export type TriedEntry = ListEntry & { readonly dateInUrl: string | null }

/** What the first page of a column shows. */
export type TriedColumn = {
  readonly url: string
  readonly family: string | null
  readonly entries: readonly TriedEntry[]
  /** Number of entries that the portal claims, and of pages, where it tells them. */
  readonly declared: number | null
  readonly pages: number | null
}

/** A body as the index of a portal names it. */
export type ListedBody = {
  readonly name: string
  readonly url: string
  /** The heading that it stands under, such as 市政府部门. */
  readonly group: string | null
  /** Guessed by its name. */
  readonly kind: AuthorityKind
}

export type TriedPortal = {
  readonly url: string
  readonly siteName: string | null
  /** Columns of annual reports that the page links to, by their words. */
  readonly links: readonly ColumnLink[]
  /** Bodies that the page lists with their addresses; empty where it is no index of them. */
  readonly bodies: readonly ListedBody[]
  /** Whether the page itself shows no report, and the columns that it links to do. */
  readonly isFollowed: boolean
  readonly columns: readonly TriedColumn[]
  readonly problems: readonly CrawlProblem[]
  /** What a crawl would ask beside these pages. */
  readonly next: { readonly articles: readonly string[]; readonly pages: readonly string[] }
  readonly requests: number
}
