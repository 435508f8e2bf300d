import { type Selectable, sql } from 'kysely'
import type { RegistryChange } from '../src/model/registry-changes.ts'
import type { Actor } from '../src/model/role.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { Database } from './tables.ts'

/** A change with who made it and when. */
export type RecordedChange = Selectable<Database['registry_changes']>

/** Name under which changes are recorded that were made on the command line. */
export const COMMAND_LINE = '命令行'

/** Writes changes down, for good. */
export async function record(db: Db, changes: readonly RegistryChange[], { name, account }: Actor): Promise<void> {
  if (changes.length === 0) return
  await sql`
    INSERT INTO registry_changes (district_id, kind, portal_id, subject, before, after, changed_by, changed_by_account)
    SELECT district, kind, portal, subject, before, after, ${name}, ${account}::int
    FROM jsonb_to_recordset(${toJson(changes)}::jsonb)
      AS c (district text, kind text, portal text, subject text, before jsonb, after jsonb)`.execute(db)
}

/** The latest changes of a district, the newest first; of one entry where `of` names it. */
export async function ofDistrict(
  db: Db,
  district: string,
  { limit, of }: { readonly limit: number; readonly of?: Pick<RegistryChange, 'kind' | 'subject' | 'portal'> },
): Promise<RecordedChange[]> {
  return db
    .selectFrom('registry_changes')
    .selectAll()
    .where('district_id', '=', district)
    .$if(of !== undefined, (query) =>
      query
        .where('kind', '=', of!.kind)
        .where('subject', '=', of!.subject)
        .where('portal_id', 'is not distinct from', of!.portal),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The latest change of each district. */
export async function latestOfDistricts(db: Db): Promise<ReadonlyMap<string, RecordedChange>> {
  const rows = await db
    .selectFrom('registry_changes')
    .distinctOn('district_id')
    .selectAll()
    .orderBy('district_id')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.district_id, row]))
}
