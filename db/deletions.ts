import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { DeletionTable } from './tables.ts'

/** What retention took away at once. It is recorded in the transaction that deletes it. */
export type Deletion = Pick<Selectable<DeletionTable>, 'kind' | 'rows' | 'bytes' | 'oldest' | 'newest'>

/** The setting that a deletion follows, and the moment before which all of it was made. */
export type Limit = { readonly days: number; readonly before: Date }

/** Midnight in China so many days ago, by the clock that all machines share: the limit moves once a day. */
export async function limitOf(db: Db, days: number): Promise<Limit> {
  const { rows } = await sql<{ before: Date }>`
    SELECT (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') - make_interval(days => ${days})) AT TIME ZONE 'Asia/Shanghai' AS before`.execute(
    db,
  )
  return { days, before: rows[0]!.before }
}

/** Keeps that something was deleted; nothing where nothing was. */
export async function record(db: Db, { kind, rows, bytes, oldest, newest }: Deletion, { days, before }: Limit): Promise<void> {
  if (rows === 0) return
  await db.insertInto('deletions').values({ kind, rows, bytes, oldest, newest, keep_days: days, before }).execute()
}

/** What was deleted of a kind, the newest moment of it, the last setting that it followed, and when that was. */
export type DeletedOfKind = Omit<Deletion, 'oldest'> & { readonly keepDays: number; readonly lastAt: Date }

/** All that was ever deleted, by kind. */
export async function inAll(db: Db): Promise<DeletedOfKind[]> {
  return await sums(db, sql`true`)
}

/** What was deleted since the run before this one ended, by kind. */
export async function sinceRunBefore(db: Db, runId: number): Promise<DeletedOfKind[]> {
  return await sums(db, sql`deleted_at > coalesce((SELECT max(ended_at) FROM runs WHERE id < ${runId}), '-infinity')`)
}

async function sums(db: Db, which: RawBuilder<unknown>): Promise<DeletedOfKind[]> {
  const { rows } = await sql<DeletedOfKind>`
    SELECT kind, sum(rows)::float8 AS rows, sum(bytes)::float8 AS bytes, max(newest) AS newest,
      (array_agg(keep_days ORDER BY id DESC))[1] AS "keepDays", max(deleted_at) AS "lastAt"
    FROM deletions WHERE ${which} GROUP BY kind ORDER BY min(id)`.execute(db)
  return rows
}
