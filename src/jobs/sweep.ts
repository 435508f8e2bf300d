import * as portalTries from '../../db/portal-tries.ts'
import { loadRegistry } from '../../db/registry.ts'
import { forgetOtherChecks, readyCaptures, uncheckedVersions, unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import { RULE_SET } from '../rules/catalogue.ts'
import { ruleSetFor } from '../rules/settings.ts'
import { advanceRuns } from './advance-run.ts'
import type { JobContext, QueueContext } from './context.ts'
import { enqueueDeliveries } from './notify-job.ts'
import { enqueuePrune } from './prune-job.ts'
import { enqueue } from './queues.ts'

/**
 * Puts into the queues whatever the committed rows say is still to be done. The queues only make things quick: after a crash, or
 * with queues that were lost wholly, this finds the rest. What is queued already stays as it is.
 */
export async function sweep(context: QueueContext & Pick<JobContext, 'keep'>): Promise<void> {
  const { db, queues } = context
  const crawls = await unfinishedCrawls(db)
  await enqueue(
    queues,
    'crawl',
    crawls.map((portalCrawlId) => ({ portalCrawlId })),
  )
  const tries = await portalTries.unfinished(db)
  await enqueue(
    queues,
    'try',
    tries.map((portalTryId) => ({ portalTryId })),
  )
  const ready = await readyCaptures(db)
  await enqueue(
    queues,
    'extract',
    ready.map((captureId) => ({ captureId })),
  )
  await advanceRuns(context)
  await enqueueDeliveries(db, queues)
  // A run has its reports checked when all of them are there; those of no run wait for nothing.
  if ((await runs.unfinished(db)).length > 0) return
  await enqueuePrune(context)
  const versions = await uncheckedVersions(db)
  await enqueue(
    queues,
    'check',
    versions.map((versionId) => ({ versionId })),
  )
}

/** What a worker does first: looks for work that was left, and for reports that were checked by older rules. */
export async function resume(context: JobContext): Promise<void> {
  const { districts } = await loadRegistry(context.db)
  const byDistrict = Object.fromEntries(districts.map(({ id, rules }) => [id, ruleSetFor(rules)]))
  await forgetOtherChecks(context.db, { standard: RULE_SET, byDistrict })
  await sweep(context)
}

/** `calmMs`: how long after the queues did not answer; by then whoever worked on a job that they have lost knows it. */
const TIMES = { everyMs: 3 * 60_000, calmMs: 20_000, lookMs: 2_000 }

/**
 * Sweeps again and again, and does `also` each time, until the returned function is called; soon after the queues did not answer, since they
 * may have lost everything.
 */
export function sweepRegularly(
  context: JobContext,
  also: () => Promise<void> = async () => undefined,
  { everyMs, calmMs, lookMs }: typeof TIMES = TIMES,
): () => Promise<void> {
  let last = Promise.resolve()
  let isSweeping = false
  let sweptAt = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const trouble = context.queues.lastTrouble()
    const isCalmAgain = trouble !== null && trouble > sweptAt && now - trouble >= calmMs
    if (isSweeping || (now - sweptAt < everyMs && !isCalmAgain)) return
    isSweeping = true
    sweptAt = now
    last = sweep(context)
      .then(also)
      .catch((error) => context.log.error({ err: error }, 'the sweep failed; the next one tries again'))
      .then(() => cleanSnapshots(context))
      .finally(() => {
        isSweeping = false
      })
  }, lookMs)
  return async () => {
    clearInterval(timer)
    await last
  }
}

async function cleanSnapshots({ snapshots, log }: JobContext): Promise<void> {
  try {
    const files = await snapshots.clean()
    if (files > 0) log.info({ files }, 'files were removed that processes had left while they wrote snapshots')
  } catch (error) {
    log.warn({ err: error }, 'the place of the snapshots could not be cleaned; the next sweep tries again')
  }
}
