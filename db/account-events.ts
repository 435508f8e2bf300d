import { type Selectable, sql } from 'kysely'
import type { Actor } from '../src/model/role.ts'
import type { AccountEventTable } from './account-tables.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'

const EVENT_KINDS = [
  'created',
  'invited',
  'accepted',
  'changed',
  'locked',
  'unlocked',
  'signed-in',
  'sign-in-failed',
  'sign-in-paused',
  'signed-out',
  'password-changed',
  'reset-link',
  'sessions-ended',
  'token-made',
  'token-revoked',
  'oidc-linked',
  'oidc-unlinked',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export type NewEvent = {
  readonly kind: EventKind
  readonly account: number | null
  readonly by: Actor
  readonly address: string | null
  /** Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes an event down, for good. */
export async function record(db: Db, { kind, account, by, address, detail = {} }: NewEvent): Promise<void> {
  await db
    .insertInto('account_events')
    .values({ kind, account_id: account, by_account_id: by.account, by_name: by.name, address, detail: toJson(detail) })
    .execute()
}

export type RecordedEvent = Selectable<AccountEventTable> & { readonly login: string | null }

/** What happened, the newest first: to one account, or to all. */
export async function latest(
  db: Db,
  { account, limit }: { readonly account?: number; readonly limit: number },
): Promise<RecordedEvent[]> {
  return await db
    .selectFrom('account_events as e')
    .leftJoin('accounts as a', 'a.id', 'e.account_id')
    .selectAll('e')
    .select('a.login')
    .$if(account !== undefined, (query) => query.where('e.account_id', '=', account as number))
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute()
}

/** Whether such an event of an account was recorded within the last minutes. */
export async function isRecent(db: Db, account: number, kind: EventKind, minutes: number): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM account_events WHERE account_id = ${account} AND kind = ${kind}
      AND happened_at > now() - make_interval(mins => ${minutes}) LIMIT 1`.execute(db)
  return rows.length > 0
}
