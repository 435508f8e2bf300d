import { type Selectable, sql } from 'kysely'
import type { Actor, Reach } from '../src/model/role.ts'
import type { TriedPortal } from '../src/model/tried-portal.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Database } from './tables.ts'

export type PortalTry = Selectable<Database['portal_tries']>

/** Notes that an address is to be tried, and returns the id of the try. */
export async function add(
  db: Db,
  asked: { readonly url: string; readonly district: string; readonly authority: string | null; readonly by: Actor },
): Promise<number> {
  const { url, district, authority, by } = asked
  const { id } = await db
    .insertInto('portal_tries')
    .values({ url, district_id: district, authority_id: authority, asked_by: by.name, asked_by_account: by.account })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Begins a try, or begins again one whose process died. Null when it has ended (or there is none). */
export async function begin(db: Db, id: number): Promise<PortalTry | null> {
  const row = await db
    .updateTable('portal_tries')
    .set({ started_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** Keeps what was seen, or why nothing could be. */
export async function end(
  db: Db,
  id: number,
  outcome: { readonly result: TriedPortal } | { readonly problem: string },
): Promise<void> {
  const seen = 'result' in outcome ? { result: toJson(outcome.result) } : { problem: outcome.problem }
  await db
    .updateTable('portal_tries')
    .set({ ...seen, ended_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

export async function get(db: Db, id: number): Promise<PortalTry | null> {
  return (await db.selectFrom('portal_tries').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** The newest first, without what was seen. */
export async function latest(db: Db, limit: number, reach: Reach = null): Promise<Omit<PortalTry, 'result'>[]> {
  return db
    .selectFrom('portal_tries')
    .select([
      'id',
      'url',
      'district_id',
      'authority_id',
      'asked_by',
      'asked_by_account',
      'asked_at',
      'started_at',
      'ended_at',
      'problem',
    ])
    .$if(reach !== null, (query) => query.where('district_id', '=', sql<string>`ANY(${reach}::text[])`))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Tries that have not ended, the oldest first. */
export async function unfinished(db: Db): Promise<number[]> {
  const rows = await db.selectFrom('portal_tries').select('id').where('ended_at', 'is', null).orderBy('id').execute()
  return rows.map(({ id }) => id)
}
