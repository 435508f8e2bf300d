import type { Db } from '../../db/connect.ts'
import * as runs from '../../db/runs.ts'
import { formatSummary } from '../jobs/format-summary.ts'
import type { RunSummary } from '../jobs/run-summary.ts'

/** Prints what a run did, in colour on a terminal. Exit status 2 when it failed. */
export async function printSummary(db: Db, runId: number): Promise<void> {
  const ended = await runs.get(db, runId)
  const summary = ended?.summary as RunSummary | { readonly problem: string }
  if (ended?.state === 'failed') process.exitCode = 2
  if ('problem' in summary)
    process.stderr.write(
      `第 ${runId} 次运行的汇总未能写出 the summary of run ${runId} could not be written: ${summary.problem}\n`,
    )
  else process.stdout.write(`\n${formatSummary(summary, { colour: process.stdout.isTTY === true })}\n`)
}
