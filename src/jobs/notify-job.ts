import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { timeOf } from '../../db/clock.ts'
import type { Db } from '../../db/connect.ts'
import * as deliveries from '../../db/deliveries.ts'
import { alone } from '../../db/locks.ts'
import { unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import type { JobContext } from './context.ts'
import { formatSummary } from './format-summary.ts'
import { enqueuePrune } from './prune-job.ts'
import type { JobData } from './queue-names.ts'
import { enqueue } from './queues.ts'
import { recordRun } from './run-spans.ts'
import { summarise } from './run-summary.ts'
import type { Processor } from './workers.ts'

/**
 * Ends a run, unless portals were added to it meanwhile: writes what it did into its row and into `<data>/summaries/run-<id>.txt`, and
 * logs it. With the end of a night it is committed whom it is owed to; the `deliver` jobs do the telling.
 */
export function notifyJob({ db, dataDir, log, queues, notify, keep, traces }: JobContext): Processor<JobData['notify']> {
  // Somebody who starts a run by hand, or cancels one, watches it.
  const oweToTargets = async (trx: Db, runId: number) => {
    const names = notify.targets.map(({ name }) => name)
    const run = await runs.get(trx, runId)
    if (run?.kind === 'nightly' && run.cancelled_at === null) await deliveries.owe(trx, runId, names)
  }
  return {
    run: async ({ runId }) => {
      if ((await runs.get(db, runId))?.state !== 'running') return
      const summary = await summarise(db, runId, await timeOf(db))
      const isEnded = await alone(db, runs.BEGIN_OR_END, async (trx) => {
        if ((await unfinishedCrawls(trx, runId)).length > 0) return false
        await writeSummary(dataDir, runId, formatSummary(summary, { colour: false }))
        await oweToTargets(trx, runId)
        return await runs.end(trx, runId, { state: summary.run.state, summary })
      })
      if (!isEnded) return
      const { run, reports, findings } = summary
      log.info(
        { run: runId, state: run.state, reports, findings: findings.open, why: run.why.map(({ en }) => en) },
        `run ${runId} ended`,
      )
    },
    recordFailure: async ({ runId }, error) => {
      await alone(db, runs.BEGIN_OR_END, async (trx) => {
        if (await runs.end(trx, runId, { state: 'failed', summary: { problem: error.message } })) await oweToTargets(trx, runId)
      })
    },
    afterwards: async ({ runId }) => {
      if (traces) await recordRun(db, traces, runId)
      await enqueueDeliveries(db, queues)
      await enqueuePrune({ db, queues, keep })
    },
  }
}

/** Queues every delivery that is owed; those that wait for their next attempt stay as they are. */
export async function enqueueDeliveries(db: Db, queues: JobContext['queues']): Promise<void> {
  const owed = await deliveries.owed(db)
  await enqueue(
    queues,
    'deliver',
    owed.map((deliveryId) => ({ deliveryId })),
  )
}

async function writeSummary(dataDir: string, runId: number, text: string): Promise<void> {
  const folder = join(dataDir, 'summaries')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `run-${runId}.txt`)
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, text)
  await rename(temporary, path)
}
