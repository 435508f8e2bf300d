import { type Selectable, sql } from 'kysely'
import type { HeldFormTable } from './account-tables.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import { alone } from './locks.ts'

export type HeldForm = Selectable<HeldFormTable>

const MOST_HELD = 20
const KEPT_DAYS = 7

/** Keeps a form for an account. False where so many wait already that it would only fill the database. */
export async function hold(
  db: Db,
  { account, path, fields }: { readonly account: number; readonly path: string; readonly fields: HeldForm['fields'] },
): Promise<boolean> {
  await sql`DELETE FROM held_forms WHERE held_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(db)
  return await alone(db, `held forms of ${account}`, async (trx) => {
    if ((await ofAccount(trx, account)).length >= MOST_HELD) return false
    await trx
      .insertInto('held_forms')
      .values({ account_id: account, path, fields: toJson(fields) })
      .execute()
    return true
  })
}

/** What waits for an account, the oldest first. */
export async function ofAccount(db: Db, account: number): Promise<HeldForm[]> {
  return await db.selectFrom('held_forms').selectAll().where('account_id', '=', account).orderBy('id').execute()
}

export async function drop(db: Db, account: number, id: number): Promise<void> {
  await db.deleteFrom('held_forms').where('account_id', '=', account).where('id', '=', id).execute()
}
