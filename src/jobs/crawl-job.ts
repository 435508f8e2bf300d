import * as captures from '../../db/captures.ts'
import { timeOf } from '../../db/clock.ts'
import * as columnReadings from '../../db/column-readings.ts'
import type { Db } from '../../db/connect.ts'
import * as fetches from '../../db/fetches.ts'
import { openHostLedger } from '../../db/host-ledger.ts'
import { alone } from '../../db/locks.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import * as registry from '../../db/registry.ts'
import { readyCaptures } from '../../db/run-progress.ts'
import * as snapshots from '../../db/snapshots.ts'
import { inTransaction } from '../../db/transaction.ts'
import { crawlPortal } from '../crawlers/crawl-portal.ts'
import { QuietNow } from '../crawlers/host-clock.ts'
import type { CrawlIo, PortalCrawl } from '../model/crawl.ts'
import type { Manners } from '../model/manners.ts'
import { isAsked, type Portal } from '../model/portal.ts'
import type { SpanPlace } from '../model/trace.ts'
import { advanceRuns } from './advance-run.ts'
import { comeBackIn } from './come-back.ts'
import type { JobContext } from './context.ts'
import type { JobData } from './queue-names.ts'
import { enqueue } from './queues.ts'
import { fetchSpan, placeInTraces, recordCrawl } from './run-spans.ts'
import { startDueNight } from './schedule.ts'
import { watchCancelled } from './watch-cancelled.ts'
import { NotNow, type Processor } from './workers.ts'

/** How long a crawl waits before it looks again whether another portal on its host is done. */
const HOST_TAKEN_MS = 10_000

/** Crawls one portal and keeps what it saw; or, at the tick of the schedule, starts the night's run. */
export function crawlJob(context: JobContext): Processor<JobData['crawl']> {
  const { db } = context
  const begin = oneAfterTheOther()
  const whileOpen = watchCancelled(context)
  return {
    run: async (data, { signal, tell }) => {
      if ('nightly' in data) return await startDueNight(context)
      const crawl = await begin(() =>
        alone(db, 'crawls', async (trx) => {
          if (await portalCrawls.isHostTaken(trx, data.portalCrawlId)) throw new NotNow(HOST_TAKEN_MS)
          return await portalCrawls.begin(trx, data.portalCrawlId)
        }),
      )
      if (!crawl) return
      tell?.({ run: crawl.run_id })
      // Of one district only: a worker holds as many registries as it has crawls, and a national one is large.
      const known = await registry.loadRegistryOfPortal(db, crawl.portal_id)
      const portal = known?.portals.find(({ id }) => id === crawl.portal_id)
      if (!known || !portal) {
        const message = 'The portal was taken out of the portals file after this run began.'
        const problems = [{ code: 'gone', url: '', message }] as const
        return await portalCrawls.end(db, crawl.id, { state: 'failed', family: null, requests: 0, problems })
      }
      const { chromiumPath, contact } = context
      const manners = portal.sample ? mannersForSamples(context) : context.manners
      const at = { runId: crawl.run_id, portalCrawlId: crawl.id }
      const begunAt = await fetches.begunAt(db, crawl.id)
      const io = { ...crawlIo(context, crawl, await placeInTraces(context, crawl.id)), ...(begunAt === null ? {} : { begunAt }) }
      const found = await whileOpen(at, signal, (signal) =>
        crawlPortal({ ...portal, columns: portal.columns.filter(isAsked) }, known, io, {
          chromiumPath,
          contact,
          manners,
          signal,
        }),
      ).catch(async (error: unknown) => {
        if (!(error instanceof QuietNow)) throw error
        await portalCrawls.putBack(db, crawl.id)
        throw new NotNow(Math.max(error.until.getTime() - Date.now(), 1_000))
      })
      if (found === null) return
      // A crawl that was cut short knows only a part; its lists are read again from the start, with conditional requests.
      signal.throwIfAborted()
      const waitMs = await waitFor(db, crawl.id, found, manners)
      await inTransaction(db, async (trx) => {
        if (!(await portalCrawls.isOpen(trx, crawl.id))) return
        await keep(trx, at, portal, found)
        if (waitMs === null) await end(trx, crawl.id, found)
        else await portalCrawls.putBack(trx, crawl.id)
      })
      if (waitMs === null) return
      const about = { run: crawl.run_id, portal: portal.id, hosts: found.away, minutes: Math.round(waitMs / 60_000) }
      context.log.info(about, 'a portal does not answer; it is asked again later in its night')
      throw new NotNow(waitMs)
    },
    recordFailure: async (data, error) => {
      if ('nightly' in data) return
      const crawl = await portalCrawls.begin(db, data.portalCrawlId)
      if (!crawl) return
      const known = await registry.loadRegistryOfPortal(db, crawl.portal_id)
      const portal = known?.portals.find(({ id }) => id === crawl.portal_id)
      const reading = { complete: false, pages: 0, entries: [], declared: null, problem: error.message } as const
      await inTransaction(db, async (trx) => {
        const columnIds = await registry.columnIdsOf(trx, crawl.portal_id)
        for (const { url } of portal?.columns ?? []) {
          const columnId = columnIds.get(url)
          if (columnId !== undefined)
            await columnReadings.record(trx, { portalCrawlId: crawl.id, columnId }, { columnUrl: url, ...reading })
        }
        const problems = [{ code: 'later', url: portal?.columns[0]?.url ?? '', message: error.message }] as const
        await portalCrawls.end(trx, crawl.id, { state: 'failed', family: null, requests: 0, problems })
      })
    },
    afterwards: async (data) => {
      if ('nightly' in data) return
      if (context.traces) await recordCrawl(db, context.traces, data.portalCrawlId)
      const ready = await readyCaptures(db, data)
      await enqueue(
        context.queues,
        'extract',
        ready.map((captureId) => ({ captureId })),
      )
      await advanceRuns(context)
    },
  }
}

/** Lets crawls that begin at once wait for each other without a connection: hundreds of them would take all there are, and each wait for the lock. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }
}

function mannersForSamples({ manners, sampleManners }: JobContext): Manners {
  return { awayPatienceMs: 0, ...(sampleManners ?? { ...manners, quiet: null, recheckDays: 0 }) }
}

function crawlIo(context: JobContext, crawl: portalCrawls.PortalCrawlRow, place: SpanPlace | null): CrawlIo {
  const { db, snapshots: store, onPage } = context
  return {
    ledger: openHostLedger(db),
    lastEntries: (columnUrl) => columnReadings.lastEntries(db, crawl, columnUrl),
    known: (url) => fetches.known(db, url),
    load: (sha256) => store.get(sha256),
    saveSnapshot: async (bytes, mediaType, tls) => {
      const sha256 = await store.put(bytes)
      await snapshots.record(db, { sha256, bytes: bytes.length, mediaType, tlsUnverified: tls === 'unverified' })
      return sha256
    },
    recordFetch: async (fetch) => {
      const id = await fetches.record(db, crawl.id, fetch)
      if (place !== null) context.traces?.record(fetchSpan(place, id, fetch))
    },
    onPage,
  }
}

/** How long to wait before what is left of a crawl is asked for, in ms; null where it has ended. */
async function waitFor(db: Db, portalCrawlId: number, { away }: PortalCrawl, manners: Manners): Promise<number | null> {
  if (away.length === 0) return null
  return comeBackIn(await portalCrawls.awayOf(db, portalCrawlId, away), manners, await timeOf(db))
}

/** Stores what a crawl found; with its end in one transaction, so that either all of it is there or the crawl is done again. */
async function keep(
  db: Db,
  at: { readonly runId: number; readonly portalCrawlId: number },
  portal: Portal,
  found: PortalCrawl,
): Promise<void> {
  const columnIds = await registry.columnIdsOf(db, portal.id)
  for (const reading of found.readings) {
    const columnId = columnIds.get(reading.columnUrl)
    if (columnId === undefined) throw new Error(`portal ${portal.id} has no column ${reading.columnUrl}`)
    await columnReadings.record(db, { portalCrawlId: at.portalCrawlId, columnId }, reading)
  }
  await captures.record(
    db,
    at.runId,
    found.captures.map((capture) => ({
      url: capture.url,
      sha256: capture.sha256,
      columnId: columnIds.get(capture.columnUrl) ?? null,
      authorityId: capture.authority,
      districtId: portal.district,
      listTitle: capture.listTitle,
      dates: capture.dates,
      attachmentOf: capture.attachmentOf,
    })),
  )
}

/** What it read before a pause counts, too. */
async function end(db: Db, portalCrawlId: number, { family, requests, problems }: PortalCrawl): Promise<void> {
  const state = stateOf(await columnReadings.progressOf(db, portalCrawlId), problems)
  await portalCrawls.end(db, portalCrawlId, { state, family, requests, problems })
}

type Progress = Pick<PortalCrawl['readings'][number], 'complete' | 'pages'>

function stateOf(readings: readonly Progress[], problems: PortalCrawl['problems']): 'complete' | 'partial' | 'failed' {
  if (readings.length > 0 && readings.every(({ pages }) => pages === 0)) return 'failed'
  return problems.length === 0 && readings.every(({ complete }) => complete) ? 'complete' : 'partial'
}
