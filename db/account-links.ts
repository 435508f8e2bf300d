import { type Selectable, sql } from 'kysely'
import { makeToken, tokenHash } from '../src/model/secret-token.ts'
import type { AccountLinkTable } from './account-tables.ts'
import type { Db } from './connect.ts'

export type AccountLink = Selectable<AccountLinkTable>

/** How long a link works, in hours. */
export const LINK_HOURS: Readonly<Record<AccountLink['purpose'], number>> = { first: 24, invitation: 7 * 24, reset: 24 }

/** Makes a link and returns its token, which is kept nowhere. A newer one for an account makes its older ones worthless. */
export async function make(db: Db, purpose: AccountLink['purpose'], account: number | null): Promise<string> {
  const token = makeToken()
  if (account !== null) await dropOf(db, account)
  await sql`
    INSERT INTO account_links (token_hash, purpose, account_id, expires_at)
    VALUES (${tokenHash(token)}, ${purpose}, ${account}, now() + make_interval(hours => ${LINK_HOURS[purpose]}))`.execute(db)
  return token
}

/** The link with this token, as long as it works: not used, not expired. */
export async function find(db: Db, token: string): Promise<AccountLink | null> {
  const row = await db
    .selectFrom('account_links')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row ?? null
}

/** Uses a link up; false when somebody was quicker, or it works no more. */
export async function use(db: Db, token: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('account_links')
    .set({ used_at: sql<Date>`now()` })
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function dropOf(db: Db, account: number): Promise<void> {
  await db.deleteFrom('account_links').where('account_id', '=', account).where('used_at', 'is', null).execute()
}
