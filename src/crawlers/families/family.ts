import type { Paging } from './paging.ts'

/** What is seen of a page before anything is known about it. */
export type FirstSight = { readonly url: URL; readonly html: string }

/** How the next pages of a list are reached. */
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
  readonly list: {
    /** Rows; those of one list are grouped by where they stand. */
    readonly item: string
    readonly link: string
    /** Where in a row the date stands; the text around the link is read where this finds nothing. */
    readonly date: string
    /** What the path of an article looks like. */
    readonly article: RegExp
  }
  readonly nextPage: NextPage
  readonly article: {
    readonly title: string
    readonly body: string
    /** Links to files inside the body or beside it. */
    readonly attachment: string
  }
}
