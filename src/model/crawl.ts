import type { HostLedger, TlsState } from './host-ledger.ts'
import type { DateEvidence } from './report.ts'

/** What became of one request. `unchanged` is a 304 or the same bytes as last time. */
export type FetchOutcome =
  | 'ok'
  | 'unchanged'
  | 'gone'
  | 'soft-404'
  | 'blocked'
  | 'robots'
  | 'later'
  | 'needs-human'
  | 'refused-host'
  | 'too-large'
  | 'browser-missing'

/** A header as it was sent, its name in its own letters; bytes beyond ASCII as UTF-8 where they are that, else as Latin-1. */
export type Header = readonly [name: string, value: string]

/** One message that was sent and what came back: each redirect, and each step down the ladder of TLS, is one of its own. */
export type Exchange = {
  readonly url: string
  /** When it was sent (ISO). */
  readonly at: string
  readonly method: string
  /** Without cookies, which are nobody's business later. Null in records of before they were kept. */
  readonly sent: readonly Header[] | null
  /** What was sent beside the headers, where it is text. */
  readonly body: string | null
  /** Null where none came. */
  readonly answer: {
    readonly status: number
    readonly statusLine: string | null
    /** Without cookies. */
    readonly headers: readonly Header[]
    readonly tls: TlsState | null
    /** IP address that answered. */
    readonly address: string | null
  } | null
  readonly error: string | null
}

/** One address as it was asked for; every one is recorded. */
export type FetchRecord = {
  readonly url: string
  /** Address after redirects. */
  readonly finalUrl: string
  readonly redirects: readonly string[]
  readonly status: number | null
  readonly outcome: FetchOutcome
  readonly fetchedAt: string
  readonly durationMs: number
  readonly etag: string | null
  readonly lastModified: string | null
  readonly contentType: string | null
  readonly bytes: number
  /** Hash of the body, or of the earlier body when unchanged; null where none is kept. That of a page that only looked like one is, too. */
  readonly sha256: string | null
  readonly error: string | null
  readonly method: string
  readonly exchanges: readonly Exchange[]
  /** Address of the column that it is a page of the list of; null for what is no part of a list. */
  readonly columnUrl: string | null
  /** Null where no answer came. */
  readonly tls: TlsState | null
  /** A script challenge: the answer was one (`met`), or came while or after a browser passed the host's (`passed`). */
  readonly challenge: 'met' | 'passed' | null
}

/** What an earlier crawl knows of an address, for conditional requests. */
export type KnownFetch = {
  readonly etag: string | null
  readonly lastModified: string | null
  readonly sha256: string
  /** Where its redirects ended. */
  readonly finalUrl: string
  /** When the address was last asked with success. */
  readonly fetchedAt: Date
}

/**
 * A document that may be a report: an article or an attachment, with everything that the way to it says about it.
 * `authority` is the id of the authority when the column or the entry says so without doubt, else null.
 */
export type Capture = {
  readonly url: string
  readonly sha256: string
  readonly columnUrl: string
  readonly listTitle: string
  readonly authority: string | null
  /** List date, URL date, meta tags, labelled values, Last-Modified: all kept, none corrected. */
  readonly dates: readonly DateEvidence[]
  /** Address of the article that links to this attachment. */
  readonly attachmentOf: string | null
}

/** One entry of a list, judged by its title: `candidate` is opened, the others are kept with their reason. */
export type ListEntry = {
  readonly url: string
  readonly title: string
  readonly date: string | null
  readonly judgement: 'candidate' | 'foreign' | 'not-report'
  readonly reason: string | null
}

/** How far a column was read. Only a complete reading is evidence that a report is absent. */
export type ColumnReading = {
  readonly columnUrl: string
  readonly complete: boolean
  readonly pages: number
  readonly entries: readonly ListEntry[]
  /** The portal's own count, where it prints one. */
  readonly declared: number | null
  /** Why it is not complete, in one sentence; null when complete. */
  readonly problem: string | null
}

/** A place where a column that was lost may be now, for a person to accept. */
export type ColumnSuggestion = {
  readonly url: string
  /** The words of the link to it; empty where a redirect led there. */
  readonly words: string
  /** The page that leads there. */
  readonly from: string
  /** What its first page shows; null where its host is not registered, so that it was not asked. */
  readonly seen: {
    readonly family: string | null
    /** Only a browser shows the list: its entries are not known. */
    readonly isDrawn: boolean
    readonly entries: number
    /** Entries that may be reports of bodies that are looked after here, and the titles of the first of them. */
    readonly reports: number
    readonly titles: readonly string[]
  } | null
}

export type CrawlProblem = {
  readonly code: FetchOutcome | 'empty-column' | 'moved' | 'much-less' | 'found-elsewhere'
  readonly url: string
  readonly message: string
  /** What was seen, as snapshots, for the person who has to look; left out where nothing is kept beyond the record of the fetch. */
  readonly kept?: readonly { readonly kind: 'page' | 'screenshot'; readonly sha256: string }[]
  /** Of a column that was lost ("found-elsewhere"): where it may be now. */
  readonly suggests?: readonly ColumnSuggestion[]
}

/** What one crawl of one portal did and could not do. */
export type PortalCrawl = {
  readonly portal: string
  readonly family: string | null
  readonly requests: number
  readonly readings: readonly ColumnReading[]
  readonly captures: readonly Capture[]
  readonly problems: readonly CrawlProblem[]
  /** Hosts that did not answer, or with server errors only, when the crawl ended: soon they may. */
  readonly away: readonly string[]
}

/** What the crawler needs from outside; it never touches the database itself. */
export type CrawlIo = {
  /** What the last crawl knows of this address, or null. */
  readonly known: (url: string) => Promise<KnownFetch | null>
  /** The bytes of a snapshot kept earlier, for reading a page that answered 304. */
  readonly load: (sha256: string) => Promise<Uint8Array>
  /** Keeps bytes unchanged and returns their SHA-256 (lower-case hex). */
  readonly saveSnapshot: (bytes: Uint8Array, mediaType: string | null, tls?: TlsState | null) => Promise<string>
  readonly recordFetch: (record: FetchRecord) => Promise<void>
  /** The entries that the last reading of this column found; null where it was never read. */
  readonly lastEntries?: (columnUrl: string) => Promise<readonly ListEntry[] | null>
  /** When this crawl was begun, where it is taken up again: articles and files that it fetched since then are not asked for once more. */
  readonly begunAt?: Date
  /** What all crawls share about hosts; without it the crawls of this process share their clocks only. */
  readonly ledger?: HostLedger
  /** Called after each request, for progress lines. */
  readonly onPage?: (url: string) => void
}
