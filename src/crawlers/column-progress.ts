import type { ColumnReading, ListEntry } from '../model/crawl.ts'
import { said } from '../model/crawl-words.ts'
import type { PortalColumn } from '../model/portal.ts'
import type { FirstSight, PortalFamily } from './families/family.ts'
import type { Paging } from './families/paging.ts'
import { identityOf } from './resolve-href.ts'

/** One column while it is being read. It is complete only when its last page was reached and nothing went wrong on the way. */
export class ColumnProgress {
  readonly column: PortalColumn
  family: PortalFamily | null = null
  /** Where the list stands in its pages. */
  place: string | null = null
  declared: number | null = null
  /** The page that is registered, as it was first seen. */
  sight: FirstSight | null = null
  /** As the first page tells it. */
  paging: Paging | null = null
  /** Where its address led when the column was gone, moved or another page; null while it is there. */
  lostAt: string | null = null
  /** Which of the ways to the next page proved right. */
  way = 0
  /** Address of the first page after redirects, from which the others are meant. */
  firstUrl: string
  #ended = false
  #troubles: string[] = []
  readonly #entries = new Map<string, ListEntry>()
  /** The addresses of each page, as it was read. */
  readonly #pages: string[] = []

  constructor(column: PortalColumn) {
    this.column = column
    this.firstUrl = column.url
  }

  get entryCount(): number {
    return this.#entries.size
  }

  /** What the addresses of one article have in common in this column. */
  identityOf(url: string): string {
    return identityOf(url, this.family?.list.query)
  }

  /** Takes in a page of the list and gives the entries that were not seen before; null when it repeats an earlier page. */
  addPage(entries: readonly ListEntry[]): readonly ListEntry[] | null {
    const content = entries
      .map(({ url }) => this.identityOf(url))
      .sort()
      .join('\n')
    if (this.#pages.includes(content)) return null
    this.#pages.push(content)
    return this.addEntries(entries)
  }

  /** Takes in entries from beside the pages of the list and gives those that were not seen before. */
  addEntries(entries: readonly ListEntry[]): readonly ListEntry[] {
    return entries.filter((entry) => {
      const identity = this.identityOf(entry.url)
      if (this.#entries.has(identity)) return false
      this.#entries.set(identity, entry)
      return true
    })
  }

  /** The list changed while it was read, and is read anew from this page on; what was found so far is kept. */
  beginAgain(page: number): void {
    this.#pages.length = Math.min(page - 1, this.#pages.length)
  }

  /** Judges an entry anew, now that its article has been seen. */
  judge(url: string, judgement: ListEntry['judgement'], reason: string): void {
    const identity = this.identityOf(url)
    const entry = this.#entries.get(identity)
    if (entry) this.#entries.set(identity, { ...entry, judgement, reason })
  }

  /** The last page was read. */
  end(): void {
    this.#ended = true
  }

  trouble(sentence: string): void {
    this.#troubles.push(sentence)
  }

  toReading(): ColumnReading {
    const entries = [...this.#entries.values()]
    const problem = this.#troubles[0] ?? (this.#ended ? null : said('broken-off'))
    return {
      columnUrl: this.column.url,
      complete: problem === null,
      pages: this.#pages.length,
      entries,
      declared: this.declared,
      problem: this.#troubles.length > 1 ? said('and-more', problem ?? '', this.#troubles.length - 1) : problem,
    }
  }
}
