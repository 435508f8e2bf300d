import { crawlPortal } from '../../../src/crawlers/crawl-portal.ts'
import { extractReport } from '../../../src/extract/extract-report.ts'
import type { Capture, PortalCrawl } from '../../../src/model/crawl.ts'
import { publicationDate } from '../../../src/rules/filing/date-evidence.ts'
import type { Host } from '../../portals/hosts/host.ts'
import { type Night, nightOf } from '../outcomes.ts'
import { memoryIo, portalOf, type Site, serve } from '../serve.ts'

export type HostCrawl = {
  readonly crawl: PortalCrawl
  /** Addresses asked, without the files that every crawl asks for. */
  readonly asked: readonly string[]
  readonly night: Night
  /** The document of a capture, read as the nightly run reads it. */
  readonly read: (capture: Capture) => ReturnType<typeof extractReport>
}

/** Serves a simulated host and crawls it once. */
export async function crawlHost({ routes, columns, portal: more = {} }: Host): Promise<HostCrawl> {
  const site: Site = await serve(routes)
  const io = memoryIo()
  try {
    const registered = columns.map(({ path, authorities }) => ({ url: site.url(path), authorities }))
    const { portal, registry } = portalOf(site, registered, more)
    const crawl = await crawlPortal(portal, registry, io, { chromiumPath: null, contact: null })
    return {
      crawl,
      night: nightOf(crawl, registry, io.snapshots),
      asked: site.log.map(({ path }) => path).filter((path) => path !== '/robots.txt'),
      read: ({ url, sha256 }) => extractReport({ name: new URL(url).pathname, bytes: io.snapshots.get(sha256)!, sha256 }),
    }
  } finally {
    await site.close()
  }
}

/** The entries of each column and whose the captures are, in the form of `expectedOf`. */
export function foundIn({ crawl }: HostCrawl): unknown {
  const owners = new Map(
    crawl.captures.filter(({ attachmentOf }) => attachmentOf === null).map(({ url, authority }) => [url, authority]),
  )
  return crawl.readings.map(({ entries }) =>
    entries
      .map(({ url, title, judgement }) => ({
        href: new URL(url).pathname,
        title,
        judgement,
        ...(judgement === 'candidate' ? { authority: owners.get(url) } : {}),
      }))
      .toSorted(byHref),
  )
}

/** The truth about a host. */
export function expectedOf({ columns }: Host): unknown {
  return columns.map(({ truth }) =>
    truth
      .map(({ href, title, shown = title, judgement, ...rest }) => ({
        href,
        title: shown,
        judgement,
        ...('authority' in rest ? { authority: rest.authority } : {}),
      }))
      .toSorted(byHref),
  )
}

function byHref(a: { readonly href: string }, b: { readonly href: string }): number {
  return a.href < b.href ? -1 : 1
}

/** When a captured report was published, by everything that its page, list and address say. */
export async function publishedOn(found: HostCrawl, href: string): Promise<{ date: string; all: readonly string[] } | null> {
  const capture = found.crawl.captures.find(({ url }) => new URL(url).pathname === href)
  const extraction = capture === undefined ? null : await found.read(capture)
  if (capture === undefined || extraction?.kind !== 'report' || extraction.report.year === null) return null
  const dates = [...extraction.report.dates, ...capture.dates]
  const best = publicationDate(dates, extraction.report.year)
  return best === null ? null : { date: best.date, all: dates.map(({ from, date }) => `${from} ${date}`) }
}
