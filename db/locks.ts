import { sql, type Transaction } from 'kysely'
import type { Db } from './connect.ts'
import type { Database } from './tables.ts'

/** Does `work` in one transaction while nobody else, on any machine, works on the same subject: a filer, the schedule. */
export async function alone<Result>(
  db: Db,
  subject: string,
  work: (tx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  return await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`.execute(tx)
    return await work(tx)
  })
}

/** Does `work` as `alone` does, unless somebody else works on the subject right now: then null, without waiting. */
export async function unlessOthers<Result>(
  db: Db,
  subject: string,
  work: (tx: Transaction<Database>) => Promise<Result>,
): Promise<Result | null> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ free: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${subject}, 0)) AS free`.execute(tx)
    return rows[0]?.free ? await work(tx) : null
  })
}

/** As `unlessOthers`, in a transaction that sees the rows as they stand when it begins, whatever is written meanwhile. */
export async function inSnapshotUnlessOthers<Result>(
  db: Db,
  subject: string,
  work: (tx: Transaction<Database>) => Promise<Result>,
): Promise<Result | null> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const { rows } = await sql<{ free: boolean }>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${subject}, 0)) AS free`.execute(tx)
      return rows[0]?.free ? await work(tx) : null
    })
}
