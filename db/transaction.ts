import { sql, type Transaction } from 'kysely'
import type { Db } from './connect.ts'
import type { Database } from './tables.ts'

/** Does the work in one transaction: the caller's, where `db` is one already. */
export async function inTransaction<Result>(db: Db, work: (trx: Transaction<Database>) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db as Transaction<Database>) : db.transaction().execute(work)
}

/**
 * Lets one transaction at a time work on a filer's reports and findings; it waits for the others to end. A report's check depends on the
 * report of the year before, so that a lock on one report is not enough.
 */
export async function lockFiler(trx: Transaction<Database>, filer: string): Promise<void> {
  await sql`SELECT lock_filer(${filer})`.execute(trx)
}
