import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/connect.ts'
import * as deletions from '../../db/deletions.ts'
import { unlessOthers } from '../../db/locks.ts'
import * as runDetails from '../../db/run-details.ts'
import * as spentRequests from '../../db/spent-requests.ts'
import { KEEP_ALL, type Retention } from '../model/retention.ts'
import type { JobContext } from './context.ts'
import { shortenAccount } from './shorten-account.ts'

/** One at a time on all machines; whoever comes second has nothing to do. */
const LOCK = 'retention'
/** What one transaction takes on: small enough that nobody waits for it. */
const CRAWLS_AT_ONCE = 10
const ROWS_AT_ONCE = 1_000

type Step = { readonly days: number; readonly take: (db: Db, limit: deletions.Limit) => Promise<deletions.Deletion | null> }

/** What the settings let go of, each in steps that leave nothing half done. */
function stepsOf({ requestsDays, runsDays }: Retention): Step[] {
  const steps: Step[] = []
  if (requestsDays !== null)
    steps.push({ days: requestsDays, take: (db, limit) => spentRequests.deleteOfCrawls(db, limit, CRAWLS_AT_ONCE) })
  if (runsDays !== null) {
    steps.push({ days: runsDays, take: shortenOldest })
    for (const kind of ['delivery', 'host-day', 'portal-try'] as const)
      steps.push({ days: runsDays, take: (db, limit) => runDetails.deleteOldRows(db, kind, limit, ROWS_AT_ONCE) })
  }
  return steps
}

async function shortenOldest(db: Db, limit: deletions.Limit): Promise<deletions.Deletion | null> {
  const account = await runDetails.oldestWhole(db, limit)
  if (account === null) return null
  const { id, endedAt, summary, bytes } = account
  const left = await runDetails.shorten(db, id, shortenAccount(summary))
  return { kind: 'run-details', rows: 1, bytes: Math.max(bytes - left, 0), oldest: endedAt, newest: endedAt }
}

type Pruning = Pick<JobContext, 'db' | 'dataDir' | 'log'> & { readonly keep?: Retention | undefined }

/**
 * Deletes the bookkeeping that the settings do not keep: nothing that is evidence, data or a decision (docs/operations.md says what of each
 * table). Each step deletes and records that it did in one transaction, so that it may end anywhere, and be begun again by anybody. Returns
 * what was deleted, by kind; null where somebody else is at it.
 */
export async function prune(
  { db, dataDir, log, keep = KEEP_ALL }: Pruning,
  signal: AbortSignal,
): Promise<deletions.Deletion[] | null> {
  const deleted = new Map<string, deletions.Deletion>()
  for (const { days, take } of stepsOf(keep)) {
    const limit = await deletions.limitOf(db, days)
    for (let isLeft = true; isLeft; ) {
      signal.throwIfAborted()
      const step = await unlessOthers(db, LOCK, async (trx) => {
        const deletion = await take(trx, limit)
        if (deletion !== null) await deletions.record(trx, deletion, limit)
        return { deletion }
      })
      if (step === null) return null
      isLeft = step.deletion !== null
      if (step.deletion !== null && step.deletion.rows > 0) add(deleted, step.deletion)
    }
  }
  if (keep.runsDays !== null) await removeSummaries(db, dataDir)
  for (const { kind, rows, bytes, oldest, newest } of deleted.values())
    log.info({ kind, rows, bytes, oldest, newest }, 'deleted by retention')
  return [...deleted.values()]
}

function add(deleted: Map<string, deletions.Deletion>, { kind, rows, bytes, oldest, newest }: deletions.Deletion): void {
  const before = deleted.get(kind) ?? { kind, rows: 0, bytes: 0, oldest, newest }
  deleted.set(kind, {
    kind,
    rows: before.rows + rows,
    bytes: before.bytes + bytes,
    oldest: before.oldest < oldest ? before.oldest : oldest,
    newest: before.newest > newest ? before.newest : newest,
  })
}

/** Whether the settings let go of anything that is still there. */
export async function isPruneDue(db: Db, keep: Retention = KEEP_ALL): Promise<boolean> {
  const { requestsDays, runsDays } = keep
  if (requestsDays !== null && (await spentRequests.isDue(db, await deletions.limitOf(db, requestsDays)))) return true
  return runsDays !== null && (await runDetails.isDue(db, await deletions.limitOf(db, runsDays)))
}

/** What would be deleted now, by kind and calendar year; of an account of a run the bytes that it has in all. Changes nothing. */
export async function foresee(
  db: Db,
  { requestsDays, runsDays }: Retention,
): Promise<(deletions.Deletion & { readonly year: number })[]> {
  const requests = requestsDays === null ? [] : await spentRequests.spentByYear(db, await deletions.limitOf(db, requestsDays))
  if (runsDays === null) return requests
  const limit = await deletions.limitOf(db, runsDays)
  const rows = [...requests, ...(await runDetails.wholeByYear(db, limit))]
  for (const kind of ['delivery', 'host-day', 'portal-try'] as const)
    rows.push(...(await runDetails.oldRowsByYear(db, kind, limit)))
  return rows
}

/** The text of an account that has lost its lists has them still: each machine removes its own. */
async function removeSummaries(db: Db, dataDir: string): Promise<void> {
  const folder = join(dataDir, 'summaries')
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const runOf = (file: string) => Number(/^run-(\d+)\.txt$/.exec(file)?.[1] ?? 0)
  const shortened = new Set(await runDetails.shortenedOf(db, files.map(runOf)))
  for (const file of files) if (shortened.has(runOf(file))) await rm(join(folder, file), { force: true })
}
