import type { Portal } from '../../../src/model/portal.ts'
import type { Routes } from '../../crawlers/serve.ts'

/** What a crawl must make of an entry; `authority`: whose it is for sure, where it is a candidate. */
type Expected =
  | { readonly judgement: 'candidate'; readonly authority: string | null }
  | { readonly judgement: 'foreign' | 'not-report' }

/** An entry of a list on a simulated host, with what must come of it. */
export type Listed = Expected & {
  /** From the root of the host. */
  readonly href: string
  readonly title: string
  /** As the list prints it, where that differs. */
  readonly shown?: string
  /** As the page prints it; the list too, where it prints one. */
  readonly date: string
}

/** A simulated host of the portals reference §10: its addresses, the columns to register, and the truth about each column. */
export type Host = {
  readonly routes: Routes
  readonly columns: readonly {
    readonly path: string
    readonly authorities: 'all' | readonly string[]
    readonly truth: readonly Listed[]
  }[]
  readonly portal?: Partial<Portal>
}

export function candidate(href: string, title: string, date: string, authority: string | null): Listed {
  return { href, title, date, judgement: 'candidate', authority }
}

export function passedOver(judgement: 'foreign' | 'not-report', href: string, title: string, date: string): Listed {
  return { href, title, date, judgement }
}
