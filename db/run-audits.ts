import type { Db } from './connect.ts'

/** Notes that the filing status of these districts and years is owed to a run; those noted before stay as they are. */
export async function owe(db: Db, runId: number, audits: readonly { district: string; year: number }[]): Promise<void> {
  if (audits.length === 0) return
  await db
    .insertInto('run_audits')
    .values(audits.map(({ district, year }) => ({ run_id: runId, district_id: district, year })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** All audits of a run, done or not. */
export async function ofRun(db: Db, runId: number): Promise<{ district: string; year: number; done: boolean }[]> {
  const rows = await db
    .selectFrom('run_audits')
    .select(['district_id', 'year', 'done_at'])
    .where('run_id', '=', runId)
    .orderBy('district_id')
    .orderBy('year')
    .execute()
  return rows.map((row) => ({ district: row.district_id, year: row.year, done: row.done_at !== null }))
}

export async function markDone(db: Db, audit: { runId: number; district: string; year: number }): Promise<void> {
  await db
    .updateTable('run_audits')
    .set({ done_at: new Date() })
    .where('run_id', '=', audit.runId)
    .where('district_id', '=', audit.district)
    .where('year', '=', audit.year)
    .where('done_at', 'is', null)
    .execute()
}
