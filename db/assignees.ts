import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Names of those whom a finding of this district can be given to: who may decide there, and signs in here. */
export async function ofDistrict(db: Db, district: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('name')
    .where('locked_at', 'is', null)
    .where('role', '<>', 'viewer')
    .where(({ or, eb }) => or([eb('districts', 'is', null), eb(sql`${district}::text`, '=', sql`ANY(districts)`)]))
    .orderBy('name')
    .limit(500)
    .execute()
  return [...new Set(rows.map(({ name }) => name))]
}
