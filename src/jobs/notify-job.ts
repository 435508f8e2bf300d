import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { alone } from '../../db/locks.ts'
import { unfinishedCrawls } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import type { JobContext } from './context.ts'
import { formatSummary } from './format-summary.ts'
import type { JobData } from './queue-names.ts'
import { summarise } from './run-summary.ts'
import type { Processor } from './workers.ts'

/** Ends a run, unless portals were added to it meanwhile: writes what it did into its row and into `<data>/summaries/run-<id>.txt`, and logs it. */
export function notifyJob({ db, dataDir, log }: JobContext): Processor<JobData['notify']> {
  return {
    run: async ({ runId }) => {
      if ((await runs.get(db, runId))?.state !== 'running') return
      const summary = await summarise(db, runId, new Date())
      const isEnded = await alone(db, runs.BEGIN_OR_END, async (trx) => {
        if ((await unfinishedCrawls(trx, runId)).length > 0) return false
        await writeSummary(dataDir, runId, formatSummary(summary, { colour: false }))
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
      log.error({ err: error, run: runId }, `the summary of run ${runId} could not be written`)
      await runs.end(db, runId, { state: 'failed', summary: { problem: error.message } })
    },
    afterwards: async () => undefined,
  }
}

async function writeSummary(dataDir: string, runId: number, text: string): Promise<void> {
  const folder = join(dataDir, 'summaries')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `run-${runId}.txt`)
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, text)
  await rename(temporary, path)
}
