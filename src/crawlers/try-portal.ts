import type { CrawlIo } from '../model/crawl.ts'
import { decodeText } from '../model/decode-text.ts'
import type { Portal, Registry } from '../model/portal.ts'
import { sha256Of } from '../model/sha256.ts'
import type { TriedColumn, TriedPortal } from '../model/tried-portal.ts'
import { agencyIndex } from './agency-index.ts'
import { columnLinks, siteName } from './column-links.ts'
import { type CrawlOptions, previewPortal } from './crawl-portal.ts'
import { dateInUrl } from './dates.ts'

/** Columns linked from a page that are looked at in its place, at most. */
const MOST_FOLLOWED = 3

/**
 * Looks at a page as a crawl would: what publishes it, what stands in its list, how it goes on. A page without reports that links to
 * columns of annual reports on its own host leads to those. The portal's only host is that of the page. With the `ledger` of the crawls it
 * shares their pace.
 */
export async function tryPortal(
  portal: Portal,
  registry: Registry,
  options: CrawlOptions & Pick<CrawlIo, 'ledger'>,
): Promise<TriedPortal> {
  const { url } = portal.columns[0]!
  const io = keepInMemory(options)
  const look = (columns: Portal['columns'], draws: boolean) =>
    preview({ ...portal, columns }, registry, io, { ...options, draws })
  const first = await look(portal.columns, false)
  const html = io.pageAt(url)
  const links = html === null ? [] : columnLinks(html.text, html.url)
  const bodies = html === null ? [] : agencyIndex(html.text, html.url)
  const told = { url, siteName: html && siteName(html.text), links, bodies }
  if (showsReports(first)) return { ...told, ...first, isFollowed: false }

  const owned = links.filter((link) => new URL(link.url).host === portal.host).slice(0, MOST_FOLLOWED)
  if (owned.length > 0) {
    const followed = await look(
      owned.map((link) => ({ url: link.url, authorities: 'all' })),
      true,
    )
    const isFollowed = showsReports(followed)
    const columns = isFollowed ? followed.columns : [...first.columns, ...followed.columns]
    return { ...told, ...followed, columns, requests: first.requests + followed.requests, isFollowed }
  }
  if (!first.isDrawn) return { ...told, ...first, isFollowed: false }
  const drawn = await look(portal.columns, true)
  return { ...told, ...drawn, requests: first.requests + drawn.requests, isFollowed: false }
}

/** Whether anything that may be a report stands in a column. */
export function showsReports({ columns }: Pick<TriedPortal, 'columns'>): boolean {
  return columns.some(({ entries }) => entries.some(({ judgement }) => judgement !== 'not-report'))
}

async function preview(portal: Portal, registry: Registry, io: CrawlIo, options: CrawlOptions & { readonly draws: boolean }) {
  const { found, columns, left } = await previewPortal(portal, registry, io, options)
  const asked = (kind: 'list' | 'article') => [
    ...new Set(left.flatMap((request) => (request.kind === kind ? [request.url] : []))),
  ]
  return {
    columns: found.readings.map(
      ({ columnUrl, entries, declared }, c): TriedColumn => ({
        url: columnUrl,
        family: columns[c]?.family ?? null,
        entries: entries.map((entry) => ({ ...entry, dateInUrl: dateInUrl(entry.url) })),
        declared,
        pages: columns[c]?.pages ?? null,
      }),
    ),
    problems: found.problems,
    next: { articles: asked('article'), pages: asked('list') },
    requests: found.requests,
    isDrawn: columns.some((column) => column.isDrawn),
  }
}

/** Keeps what is fetched for the time of one look. */
function keepInMemory({ ledger }: Pick<CrawlIo, 'ledger'>): CrawlIo & {
  readonly pageAt: (url: string) => { readonly url: string; readonly text: string } | null
} {
  const snapshots = new Map<string, Uint8Array>()
  const kept = new Map<string, { readonly url: string; readonly sha256: string }>()
  return {
    ...(ledger === undefined ? {} : { ledger }),
    known: async () => null,
    load: async (sha256) => snapshots.get(sha256)!,
    saveSnapshot: async (bytes) => {
      const sha256 = sha256Of(bytes)
      snapshots.set(sha256, bytes)
      return sha256
    },
    recordFetch: async ({ url, finalUrl, sha256 }) => {
      if (sha256 !== null) kept.set(url, { url: finalUrl, sha256 })
    },
    pageAt: (url) => {
      const page = kept.get(url)
      const bytes = page && snapshots.get(page.sha256)
      return page && bytes ? { url: page.url, text: decodeText(bytes).text } : null
    },
  }
}
