import { type Selectable, sql } from 'kysely'
import type { DeletionKind } from '../src/model/retention.ts'
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

/** All that was deleted of a kind, the newest setting that it followed, and the newest moment of what was deleted. */
export type DeletedInAll = {
  readonly kind: DeletionKind
  readonly rows: number
  readonly bytes: number
  readonly newest: Date
  readonly keepDays: number
  readonly lastAt: Date
}

export async function inAll(db: Db): Promise<DeletedInAll[]> {
  const { rows } = await sql<DeletedInAll>`
    SELECT kind, sum(rows)::float8 AS rows, sum(bytes)::float8 AS bytes, max(newest) AS newest,
      (array_agg(keep_days ORDER BY id DESC))[1] AS "keepDays", max(deleted_at) AS "lastAt"
    FROM deletions GROUP BY kind ORDER BY min(id)`.execute(db)
  return rows
}

/** What was deleted since the run before this one ended, by kind. */
export async function sinceRunBefore(db: Db, runId: number): Promise<DeletedInAll[]> {
  const { rows } = await sql<DeletedInAll>`
    SELECT kind, sum(rows)::float8 AS rows, sum(bytes)::float8 AS bytes, max(newest) AS newest,
      (array_agg(keep_days ORDER BY id DESC))[1] AS "keepDays", max(deleted_at) AS "lastAt"
    FROM deletions WHERE deleted_at > coalesce((SELECT max(ended_at) FROM runs WHERE id < ${runId}), '-infinity')
    GROUP BY kind ORDER BY min(id)`.execute(db)
  return rows
}
