import type { CrawlIo, PortalCrawl } from '../model/crawl.ts'
import type { Portal, Registry } from '../model/portal.ts'

export type CrawlOptions = {
  readonly chromiumPath: string | null
  /** E-mail or web address for the User-Agent, so that a portal can reach the operator. */
  readonly contact: string | null
  readonly signal?: AbortSignal
}

/** Crawls one portal: every column read to its end, every entry judged, every report and its files kept with their dates. */
export async function crawlPortal(portal: Portal, registry: Registry, io: CrawlIo, options: CrawlOptions): Promise<PortalCrawl> {
  throw new Error(`crawling ${portal.id} is not built yet (${registry.portals.length}, ${typeof io}, ${typeof options})`)
}
