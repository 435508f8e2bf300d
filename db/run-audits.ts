import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Notes that the filing status of these districts and years is owed to a run; those noted before stay as they are. */
export async function owe(db: Db, runId: number, audits: readonly { district: string; year: number }[]): Promise<void> {
  if (audits.length === 0) return
  await db
    .insertInto('run_audits')
    .values(audits.map(({ district, year }) => ({ run_id: runId, district_id: district, year, problem: null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type RunAudit = {
  readonly district: string
  readonly year: number
  readonly done: boolean
  readonly problem: string | null
}

/** All audits of a run, done or not. */
export async function ofRun(db: Db, runId: number): Promise<RunAudit[]> {
  const rows = await db
    .selectFrom('run_audits')
    .select(['district_id as district', 'year', 'done_at', 'problem'])
    .where('run_id', '=', runId)
    .orderBy('district_id')
    .orderBy('year')
    .execute()
  return rows.map(({ done_at, ...row }) => ({ ...row, done: done_at !== null }))
}

/** Notes that an audit is over, with the reason where it could not be done; the first word counts. */
export async function markDone(
  db: Db,
  audit: { readonly runId: number; readonly district: string; readonly year: number; readonly problem: string | null },
): Promise<void> {
  await db
    .updateTable('run_audits')
    .set({ done_at: sql<Date>`now()`, problem: audit.problem })
    .where('run_id', '=', audit.runId)
    .where('district_id', '=', audit.district)
    .where('year', '=', audit.year)
    .where('done_at', 'is', null)
    .execute()
}

/** Lets the audits of a run be done once more: it goes on, and finds what they did not know of. */
export async function reopen(db: Db, runId: number): Promise<void> {
  await db.updateTable('run_audits').set({ done_at: null, problem: null }).where('run_id', '=', runId).execute()
}
