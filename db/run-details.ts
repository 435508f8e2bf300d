import { sql } from 'kysely'
import type { DeletionKind } from '../src/model/retention.ts'
import type { Db } from './connect.ts'
import type { Deletion, Limit } from './deletions.ts'
import { toJson } from './json.ts'

type Before = Pick<Limit, 'before'>

/**
 * Old rows of which nothing follows any more, by kind, and when they were made. A message that is owed, and a try that has not ended, are work;
 * the counts of a host matter on their day.
 */
const OLD_ROWS = {
  delivery: {
    table: sql.raw('deliveries'),
    made: sql.raw('owed_at'),
    old: ({ before }: Before) => sql<boolean>`state <> 'owed' AND owed_at < ${before}`,
  },
  'host-day': {
    table: sql.raw('host_days'),
    made: sql.raw(`(day::timestamp AT TIME ZONE 'Asia/Shanghai')`),
    old: ({ before }: Before) => sql<boolean>`day < (${before}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date`,
  },
  'portal-try': {
    table: sql.raw('portal_tries'),
    made: sql.raw('asked_at'),
    old: ({ before }: Before) => sql<boolean>`ended_at < ${before}`,
  },
} as const satisfies Partial<Record<DeletionKind, object>>

export type OldRows = keyof typeof OLD_ROWS

/** Deletes so many old rows of a kind; null where there are none. */
export async function deleteOldRows(db: Db, kind: OldRows, limit: Before, most: number): Promise<Deletion | null> {
  const { table, made, old } = OLD_ROWS[kind]
  const { rows } = await sql<Deletion>`
    WITH gone AS (
      DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${old(limit)} LIMIT ${most}))
      RETURNING ${made} AS made, pg_column_size(${table}.*) AS bytes
    )
    SELECT ${kind} AS kind, count(*) AS rows, coalesce(sum(bytes), 0) AS bytes, min(made) AS oldest, max(made) AS newest FROM gone`.execute(
    db,
  )
  return rows[0]!.rows === 0 ? null : rows[0]!
}

/** What would be deleted of a kind, by the calendar year (of China) in which it was made. */
export async function oldRowsByYear(db: Db, kind: OldRows, limit: Before): Promise<(Deletion & { readonly year: number })[]> {
  const { table, made, old } = OLD_ROWS[kind]
  const { rows } = await sql<Deletion & { year: number }>`
    SELECT ${kind} AS kind, extract(year FROM ${made} AT TIME ZONE 'Asia/Shanghai')::int AS year, count(*) AS rows,
      sum(pg_column_size(${table}.*)) AS bytes, min(${made}) AS oldest, max(${made}) AS newest
    FROM ${table} WHERE ${old(limit)} GROUP BY 2 ORDER BY 2`.execute(db)
  return rows
}

/** A run whose account still has its lists. One that was cancelled can be taken up again, and is written anew then. */
const isWhole = ({ before }: Before) =>
  sql<boolean>`details_deleted_at IS NULL AND state NOT IN ('running', 'cancelled') AND ended_at < ${before}`

export type OldAccount = { readonly id: number; readonly endedAt: Date; readonly bytes: number; readonly summary: object | null }

/** The oldest run whose account still has its lists; it stays so until the transaction ends. Null where there is none. */
export async function oldestWhole(db: Db, limit: Before): Promise<OldAccount | null> {
  const { rows } = await sql<OldAccount>`
    SELECT id, ended_at AS "endedAt", coalesce(pg_column_size(summary), 0) AS bytes, summary FROM runs WHERE ${isWhole(limit)}
    ORDER BY id LIMIT 1 FOR UPDATE`.execute(db)
  return rows[0] ?? null
}

/** Keeps the account of a run without its lists, and gives how many bytes it takes now. */
export async function shorten(db: Db, id: number, summary: object | null): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    UPDATE runs SET summary = ${summary === null ? null : toJson(summary)}::jsonb, details_deleted_at = now() WHERE id = ${id}
    RETURNING coalesce(pg_column_size(summary), 0) AS bytes`.execute(db)
  return rows[0]?.bytes ?? 0
}

/** Old accounts with their lists, by the calendar year (of China) in which their runs ended; `bytes` of the whole account. */
export async function wholeByYear(db: Db, limit: Before): Promise<(Deletion & { readonly year: number })[]> {
  const { rows } = await sql<Deletion & { year: number }>`
    SELECT 'run-details' AS kind, extract(year FROM ended_at AT TIME ZONE 'Asia/Shanghai')::int AS year, count(*) AS rows,
      coalesce(sum(pg_column_size(summary)), 0) AS bytes, min(ended_at) AS oldest, max(ended_at) AS newest
    FROM runs WHERE ${isWhole(limit)} GROUP BY 2 ORDER BY 2`.execute(db)
  return rows
}

/** Whether anything of this is left to be done. */
export async function isDue(db: Db, limit: Before): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    SELECT EXISTS (SELECT FROM runs WHERE ${isWhole(limit)}) OR EXISTS (SELECT FROM deliveries WHERE ${OLD_ROWS.delivery.old(limit)})
      OR EXISTS (SELECT FROM host_days WHERE ${OLD_ROWS['host-day'].old(limit)})
      OR EXISTS (SELECT FROM portal_tries WHERE ${OLD_ROWS['portal-try'].old(limit)}) AS due`.execute(db)
  return rows[0]?.due ?? false
}

/** Which of these runs have lost the lists of their accounts. */
export async function shortenedOf(db: Db, ids: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('runs')
    .select('id')
    .where('id', 'in', [...ids, 0])
    .where('details_deleted_at', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** What retention took from one run: the lists of its account, and records of so many of its requests. */
export type LostDetails = { readonly detailsAt: Date | null; readonly requests: number }

export async function lostOf(db: Db, runId: number): Promise<LostDetails> {
  const { rows } = await sql<LostDetails>`
    SELECT details_deleted_at AS "detailsAt", (SELECT coalesce(sum(fetches_deleted), 0) FROM portal_crawls WHERE run_id = runs.id) AS requests
    FROM runs WHERE id = ${runId}`.execute(db)
  return rows[0] ?? { detailsAt: null, requests: 0 }
}
