import { sql } from 'kysely'
import { sha256Of } from '../src/model/sha256.ts'
import type { Db } from './connect.ts'

/** Failures of a quarter of an hour after which an attempt is refused unseen: of a login from one address, of a login, of an address. */
export const MOST_FAILURES = { pair: 5, login: 30, address: 60 } as const
export const PAUSE_MINUTES = 15

/**
 * Counts an attempt as failed before the password is looked at, so that many at once, in any number of processes, are not more than one after
 * the other. `paused`: too many failed before this one, which then does not count. What is older than a day is removed.
 */
export async function begin(
  db: Db,
  { login, address }: { readonly login: string; readonly address: string },
): Promise<number | 'paused'> {
  await sql`DELETE FROM sign_in_failures WHERE failed_at < now() - interval '1 day'`.execute(db)
  const hash = sha256Of(login)
  const { id } = await db
    .insertInto('sign_in_failures')
    .values({ login_hash: hash, address })
    .returning('id')
    .executeTakeFirstOrThrow()
  const since = sql`failed_at > now() - make_interval(mins => ${sql.lit(PAUSE_MINUTES)})`
  const { rows } = await sql<{ pair: number; login: number; address: number }>`
    SELECT count(*) FILTER (WHERE login_hash = ${hash} AND address = ${address}) AS pair,
      count(*) FILTER (WHERE login_hash = ${hash}) AS login,
      count(*) FILTER (WHERE address = ${address}) AS address
    FROM sign_in_failures WHERE (login_hash = ${hash} OR address = ${address}) AND ${since}`.execute(db)
  const [counted] = rows
  const isPaused = (['pair', 'login', 'address'] as const).some((kind) => (counted?.[kind] ?? 0) > MOST_FAILURES[kind])
  if (!isPaused) return id
  await forget(db, id)
  return 'paused'
}

/** The attempt did not fail after all. */
export async function forget(db: Db, id: number): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('id', '=', id).execute()
}

/** Nothing speaks against a login any more: its person signed in from here, or chose a new password (everywhere). */
export async function clear(db: Db, { login, address }: { readonly login: string; readonly address?: string }): Promise<void> {
  await db
    .deleteFrom('sign_in_failures')
    .where('login_hash', '=', sha256Of(login))
    .$if(address !== undefined, (query) => query.where('address', '=', address as string))
    .execute()
}
