import { type Selectable, sql } from 'kysely'
import { makeToken, tokenHash } from '../src/model/secret-token.ts'
import type { SessionTable } from './account-tables.ts'
import type { Account } from './accounts.ts'
import type { Db } from './connect.ts'

export type Session = Selectable<SessionTable>

/** A session that nobody uses for so long ends, and so does every one after a day's work. */
export const IDLE_HOURS = 4
export const LONGEST_HOURS = 12
/** Ended sessions are kept so long: a form that comes late is known to be somebody's. */
const KEPT_DAYS = 7

const lives = sql<boolean>`(s.ended_at IS NULL AND s.seen_at > now() - make_interval(hours => ${sql.lit(IDLE_HOURS)})
  AND s.created_at > now() - make_interval(hours => ${sql.lit(LONGEST_HOURS)}))`

/** Begins a session and returns its token, which is kept nowhere. Sessions that ended long ago are removed. */
export async function begin(
  db: Db,
  { account, address, agent }: { readonly account: number; readonly address: string | null; readonly agent: string | null },
): Promise<string> {
  const token = makeToken()
  await db
    .insertInto('sessions')
    .values({ token_hash: tokenHash(token), account_id: account, address, agent: agent?.slice(0, 300) ?? null })
    .execute()
  await sql`DELETE FROM sessions WHERE seen_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(db)
  return token
}

export type FoundSession = { readonly session: Session; readonly account: Account; readonly isAlive: boolean }

/** The session with this token and its account; that it was used is noted once a minute. */
export async function find(db: Db, token: string): Promise<FoundSession | null> {
  const found = await db
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .selectAll('a')
    .select(['s.id as session_id', 's.created_at as session_created_at', 's.seen_at', 's.ended_at', 's.address', 's.agent'])
    .select([lives.as('lives'), sql<boolean>`s.seen_at < now() - interval '1 minute'`.as('was_seen_before')])
    .where('s.token_hash', '=', tokenHash(token))
    .executeTakeFirst()
  if (found === undefined) return null
  const { session_id, session_created_at, seen_at, ended_at, address, agent, lives: isOpen, was_seen_before, ...account } = found
  const isAlive = isOpen && account.locked_at === null
  if (isAlive && was_seen_before)
    await sql`UPDATE sessions SET seen_at = now() WHERE id = ${session_id} AND seen_at < now() - interval '1 minute'`.execute(db)
  const session = {
    id: session_id,
    token_hash: '',
    account_id: account.id,
    created_at: session_created_at,
    seen_at,
    ended_at,
    address,
    agent,
  }
  return { session, account, isAlive }
}

/** Sessions of an account that go on, the latest used first. */
export async function alive(db: Db, account: number): Promise<Session[]> {
  return await db
    .selectFrom('sessions as s')
    .selectAll('s')
    .where('s.account_id', '=', account)
    .where(lives)
    .orderBy('s.seen_at', 'desc')
    .execute()
}

/** Ends sessions of an account: one, or all but one, or all. Returns how many. */
export async function end(
  db: Db,
  account: number,
  which: { readonly only?: number; readonly except?: number } = {},
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ ended_at: sql<Date>`now()` })
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .$if(which.only !== undefined, (query) => query.where('id', '=', which.only as number))
    .$if(which.except !== undefined, (query) => query.where('id', '<>', which.except as number))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
