export const QUEUE_NAMES = ['crawl', 'extract', 'check', 'audit', 'release', 'notify', 'deliver', 'try', 'prune'] as const

export type QueueName = (typeof QUEUE_NAMES)[number]

/** What the jobs of each queue carry: ids of committed rows, never content. */
export type JobData = {
  readonly crawl: { readonly portalCrawlId: number } | { readonly nightly: true }
  readonly extract: { readonly captureId: number }
  readonly check: { readonly versionId: number }
  readonly audit: { readonly runId: number; readonly district: string; readonly year: number }
  readonly release: { readonly name: string }
  readonly notify: { readonly runId: number }
  readonly deliver: { readonly deliveryId: number }
  readonly try: { readonly portalTryId: number }
  readonly prune: Readonly<Record<string, never>>
}
