import { type Selectable, sql } from 'kysely'
import type { Role } from '../src/model/role.ts'
import { makeApiToken, tokenHash } from '../src/model/secret-token.ts'
import type { ApiTokenTable } from './account-tables.ts'
import type { Account } from './accounts.ts'
import type { Db } from './connect.ts'

export type ApiToken = Selectable<ApiTokenTable>

/** Makes a token and returns it, this once. */
export async function make(
  db: Db,
  { account, name, role, days }: { readonly account: number; readonly name: string; readonly role: Role; readonly days: number },
): Promise<string> {
  const token = makeApiToken()
  await sql`
    INSERT INTO api_tokens (account_id, name, token_hash, role, expires_at)
    VALUES (${account}, ${name}, ${tokenHash(token)}, ${role}, now() + make_interval(days => ${days}))`.execute(db)
  return token
}

/** The token and its account, as long as both work; that it was used is noted once a minute. */
export async function find(db: Db, token: string): Promise<{ readonly token: ApiToken; readonly account: Account } | null> {
  const row = await db
    .selectFrom('api_tokens')
    .selectAll()
    .where('token_hash', '=', tokenHash(token))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (row === undefined) return null
  const account = await db
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', row.account_id)
    .where('locked_at', 'is', null)
    .executeTakeFirst()
  if (account === undefined) return null
  await sql`
    UPDATE api_tokens SET last_used_at = now()
    WHERE id = ${row.id} AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`.execute(db)
  return { token: row, account }
}

/** Tokens of an account, the newest first, revoked and expired ones among them. */
export async function ofAccount(db: Db, account: number): Promise<ApiToken[]> {
  return await db.selectFrom('api_tokens').selectAll().where('account_id', '=', account).orderBy('id', 'desc').execute()
}

/** Revokes one token of an account and returns it, or all of them; null where there was none. */
export async function revoke(db: Db, account: number, id: number): Promise<ApiToken | null> {
  const row = await db
    .updateTable('api_tokens')
    .set({ revoked_at: sql<Date>`now()` })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}
