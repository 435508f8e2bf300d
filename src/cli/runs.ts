import { userInfo } from 'node:os'
import { openDatabase } from '../../db/connect.ts'
import * as deliveries from '../../db/deliveries.ts'
import { migrateToLatest } from '../../db/migrate.ts'
import * as runs from '../../db/runs.ts'
import { ConfigError, readConfig } from '../config.ts'
import { cancelRun, resumeRun } from '../jobs/cancel-run.ts'
import { formatSummary } from '../jobs/format-summary.ts'
import { accountOf } from '../jobs/run-summary.ts'
import { deliveriesText } from './deliveries-text.ts'
import { openWork } from './open-work.ts'
import { tellOtherRun } from './other-run.ts'
import { runsText } from './runs-text.ts'

type Options = { readonly format: 'text' | 'json'; readonly limit: number }

/** `gouji runs`: the latest runs, one line each; with a number the account of one, also while it still goes on. */
export async function run(id: string | undefined, { format, limit }: Options): Promise<void> {
  const { db, close } = await openDatabase(readConfig())
  try {
    await migrateToLatest(db)
    if (id === undefined) {
      const latest = await runs.latest(db, limit)
      process.stdout.write(format === 'json' ? jsonLines(latest.map(recordOf)) : runsText(latest, new Date()))
      return
    }
    const known = existing(await runs.get(db, checkedId(id)), id)
    const summary = await accountOf(db, known.id)
    const told = await deliveries.ofRun(db, known.id)
    if (format === 'json')
      return void process.stdout.write(jsonLines([{ ...recordOf(known), summary, deliveries: told.map(deliveryOf) }]))
    if (summary === null || !('run' in summary)) process.stdout.write(runsText([known], new Date()))
    else {
      const shown = known.state === 'running' ? { ...summary, run: { ...summary.run, state: 'running' as const } } : summary
      process.stdout.write(formatSummary(shown, { colour: process.stdout.isTTY === true }))
    }
    if (told.length > 0) process.stdout.write(`\n汇总的发送 Deliveries of the summary\n${deliveriesText(told)}`)
  } finally {
    await close()
  }
}

/** `gouji runs cancel ID`: the run asks nothing more, and ends with the account of what it did. */
export async function cancel(id: string): Promise<void> {
  const { context, close } = await openWork(readConfig())
  try {
    const known = existing(await runs.get(context.db, checkedId(id)), id)
    if (!(await cancelRun(context, known.id, userInfo().username)))
      throw new ConfigError(`run ${known.id} has ended (${known.state}); there is nothing to cancel.`)
    say(
      `run ${known.id} asks nothing more; what it has fetched is read, then it ends. gouji runs resume ${known.id} takes it up again`,
    )
  } finally {
    await close()
  }
}

/** `gouji runs resume ID`: a cancelled run goes on where it stopped. */
export async function resume(id: string): Promise<void> {
  const { context, close } = await openWork(readConfig())
  try {
    const known = existing(await runs.get(context.db, checkedId(id)), id)
    const isResumed = await resumeRun(context, known.id).catch(tellOtherRun)
    if (!isResumed)
      throw new ConfigError(
        `run ${known.id} was not cancelled (${known.state}). gouji crawl begins a new one; gouji retry tries again what failed.`,
      )
    say(`run ${known.id} goes on; the workers do it`)
  } finally {
    await close()
  }
}

function recordOf({ id, kind, state, started_at, ended_at, cancelled_by, summary }: runs.Run) {
  const times = { startedAt: started_at.toISOString(), endedAt: ended_at?.toISOString() ?? null }
  return { id, kind, state, ...times, cancelledBy: cancelled_by, summary }
}

function deliveryOf({ target, state, attempts, sent_at, error }: deliveries.Delivery) {
  return { target, state, attempts, sentAt: sent_at?.toISOString() ?? null, error }
}

function jsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

function existing(run: runs.Run | null, id: string): runs.Run {
  if (run) return run
  throw new ConfigError(`There is no run ${id}. gouji runs lists the latest ones.`)
}

function checkedId(text: string): number {
  const id = Number(text)
  if (!Number.isInteger(id) || id < 1 || id > 2 ** 31 - 1)
    throw new ConfigError(`"${text}" is not the number of a run. gouji runs lists the latest ones.`)
  return id
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
