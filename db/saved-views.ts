import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { alone } from './locks.ts'

/** A list of findings under a name. */
export type SavedView = {
  readonly id: number
  readonly name: string
  /** As in the address, without the question mark. */
  readonly query: string
  readonly shared: boolean
  readonly isOwn: boolean
}

/** Views that one account keeps at most. */
const MOST = 50

/** The views of an account (null: of this machine), and those that others share; its own first, each by name. */
export async function listFor(db: Db, account: number | null): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    SELECT id, name, query, shared, account_id IS NOT DISTINCT FROM ${account}::int AS "isOwn"
    FROM saved_views WHERE shared OR account_id IS NOT DISTINCT FROM ${account}::int
    ORDER BY account_id IS NOT DISTINCT FROM ${account}::int DESC, name, id LIMIT 500`.execute(db)
  return rows
}

type NewView = Pick<SavedView, 'name' | 'query' | 'shared'> & { readonly account: number | null }

/** Keeps a list under a name; one of the same name takes its place. False where the account keeps as many as it may. */
export async function save(db: Db, { account, name, query, shared }: NewView): Promise<boolean> {
  return await alone(db, `saved views ${account}`, async (trx) => {
    const own = (await listFor(trx, account)).filter(({ isOwn }) => isOwn)
    if (own.length >= MOST && !own.some((each) => each.name === name)) return false
    await sql`
      INSERT INTO saved_views (account_id, name, query, shared) VALUES (${account}, ${name}, ${query}, ${shared})
      ON CONFLICT (coalesce(account_id, 0), name) DO UPDATE SET query = excluded.query, shared = excluded.shared, saved_at = now()`.execute(
      trx,
    )
    return true
  })
}

/** Renames and shares a view of the account. False where it is none of its own, or another of its views has that name. */
export async function change(
  db: Db,
  id: number,
  { account, name, shared }: Pick<NewView, 'account' | 'name' | 'shared'>,
): Promise<boolean> {
  return await alone(db, `saved views ${account}`, async (trx) => {
    const own = (await listFor(trx, account)).filter(({ isOwn }) => isOwn)
    if (!own.some((each) => each.id === id) || own.some((each) => each.id !== id && each.name === name)) return false
    await trx.updateTable('saved_views').set({ name, shared }).where('id', '=', id).execute()
    return true
  })
}

/** Removes a view of the account or, for whoever keeps order, one that somebody shares. False where there is none. */
export async function remove(
  db: Db,
  id: number,
  { account, keepsOrder }: { readonly account: number | null; readonly keepsOrder: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    DELETE FROM saved_views WHERE id = ${id} AND (account_id IS NOT DISTINCT FROM ${account}::int OR (shared AND ${keepsOrder}))
    RETURNING id`.execute(db)
  return rows.length > 0
}
