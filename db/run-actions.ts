import type { Selectable } from 'kysely'
import type { Actor } from '../src/model/role.ts'
import type { RunActionTable } from './account-tables.ts'
import type { Db } from './connect.ts'

export type RunAction = Selectable<RunActionTable>

/** Writes down who started, cancelled or took up a run, for good. */
export async function record(db: Db, runId: number, action: RunAction['action'], { name, account }: Actor): Promise<void> {
  await db.insertInto('run_actions').values({ run_id: runId, action, by_name: name, by_account_id: account }).execute()
}

/** The first one first. */
export async function ofRun(db: Db, runId: number): Promise<RunAction[]> {
  return await db.selectFrom('run_actions').selectAll().where('run_id', '=', runId).orderBy('id').execute()
}
