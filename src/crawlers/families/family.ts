import type { ListRow } from '../read-list.ts'
import type { QueryRule } from '../resolve-href.ts'
import type { Paging } from './paging.ts'

/** What is seen of a page before anything is known about it. */
export type FirstSight = { readonly url: URL; readonly html: string }

/** What is asked for a page of a list: an address, and where a script would send more than that, what it sends. */
export type ListRequest = {
  readonly url: string
  /** Sent by POST; left out: a GET. */
  readonly post?: { readonly body: string; readonly contentType: string }
  /** Such as Referer and X-Requested-With, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer to a request for a page of a list. */
export type ListAnswer = {
  readonly request: ListRequest
  /** After redirects. */
  readonly url: URL
  readonly text: string
  /** From 1. */
  readonly page: number
  /** The page that is registered for the column. */
  readonly column: FirstSight
  /** Reporting years that the district looks at. */
  readonly years: readonly number[]
}

/** One page of a list, as a data endpoint or a block of data in the page gives it. */
export type ListPage = {
  readonly rows: readonly ListRow[]
  /** Number of entries that the portal itself claims; null where it claims none. */
  readonly declared: number | null
  /**
   * Ways to ask for the next page, the likeliest first: one that brings nothing new gives way to the next. None after the last page. A page
   * without rows that names some says where its own rows are.
   */
  readonly next: readonly ListRequest[]
  /** The counter says that there is more: the list has not ended when the next page cannot be had or brings nothing. */
  readonly goesOn?: boolean
  /** Why this page is not all that it should be, for the reader of the crawl; the reading is not complete then. */
  readonly problem?: string
}

/** How the next pages of a list in the page itself are reached. */
type NextPage =
  /** Told by the page: calls, variables or links in its text. */
  | { readonly by: 'address'; readonly read: (page: FirstSight) => Paging }
  /** A control that a reader would press, found by its words, until it brings nothing new. */
  | { readonly by: 'click'; readonly words: RegExp }

/** What all portals on one publishing system share; nothing particular to one of them. */
export type PortalFamily = {
  readonly id: string
  /** `script`: the list is drawn by script, so a browser is needed to see it. Articles are always read by plain requests. */
  readonly delivery: 'static' | 'script'
  readonly recognise: (page: FirstSight) => boolean
  /**
   * Reads lists that stand in data and not in the links of the page: a block of records in a script, an answer in JSON. Null where this
   * page holds no such data; its links are read then.
   */
  readonly readData?: (answer: ListAnswer) => ListPage | null
  readonly list: {
    /** Rows; those of one list are grouped by where they stand. */
    readonly item: string
    readonly link: string
    /** Where in a row the date stands; the text around the link is read where this finds nothing. */
    readonly date: string
    /** What the path of an article looks like. */
    readonly article: RegExp
    /** The part of an article's query that tells it from others; left out: all that does not only steer a menu. */
    readonly query?: QueryRule
    /** A list counts only where a title in it names a report, since nothing else vouches for it. */
    readonly needsReport?: true
  }
  readonly nextPage: NextPage
  readonly article: {
    readonly title: string
    readonly body: string
    /** Links to files inside the body or beside it. */
    readonly attachment: string
    /** Addresses of files are good for a short time: the article is opened once more where one fails. */
    readonly linksExpire?: true
    /** The page as its script shows it, where the body stands in a script. */
    readonly asShown?: (html: string) => string
  }
}
