import { type Selectable, sql } from 'kysely'
import type { Cell } from '../src/model/report.ts'
import type { Actor, Reach } from '../src/model/role.ts'
import type { CellKey, Edition } from '../src/model/template.ts'
import type { Db } from './connect.ts'
import { toJson } from './json.ts'
import type { MisreadingTable } from './tables.ts'

export type Misreading = Selectable<MisreadingTable>
export type MisreadingOutcome = NonNullable<Misreading['outcome']>

/** A misreading with the report that it is about. */
export type ListedMisreading = Misreading & {
  readonly authorityName: string
  readonly year: number
  readonly version: number
  readonly edition: Edition | null
  readonly sha256: string
  readonly url: string
}

type Reported = {
  readonly reportId: number
  readonly versionId: number
  readonly key: CellKey
  /** The cell as we read it. */
  readonly cell: Cell
  readonly reader: string
  /** What stands there, as the person reads it. */
  readonly printed: string | null
  readonly note: string | null
  readonly by: Actor
}

/** Records that a cell was read wrongly, and returns the number of the record. */
export async function report(db: Db, { reportId, versionId, key, cell, reader, printed, note, by }: Reported): Promise<number> {
  const { id } = await db
    .insertInto('misreadings')
    .values({
      report_id: reportId,
      version_id: versionId,
      key,
      cell: toJson(cell),
      reader,
      printed,
      note,
      reported_by: by.name,
      reported_by_account: by.account,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Says what became of a misreading; false where that was said before, or the report has none of this number. */
export async function settle(
  db: Db,
  misreading: { readonly id: number; readonly reportId: number; readonly outcome: MisreadingOutcome; readonly by: Actor },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('misreadings')
    .set({
      outcome: misreading.outcome,
      settled_by: misreading.by.name,
      settled_by_account: misreading.by.account,
      settled_at: sql<Date>`now()`,
    })
    .where('id', '=', misreading.id)
    .where('report_id', '=', misreading.reportId)
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Those of one cell of a report, in all versions, the newest first. */
export async function ofCell(db: Db, reportId: number, key: CellKey): Promise<Misreading[]> {
  return await db
    .selectFrom('misreadings')
    .selectAll()
    .where('report_id', '=', reportId)
    .where('key', '=', key)
    .orderBy('id', 'desc')
    .execute()
}

function listed(db: Db, reach: Reach) {
  return db
    .selectFrom('misreadings as m')
    .innerJoin('reports as r', 'r.id', 'm.report_id')
    .innerJoin('report_versions as v', 'v.id', 'm.version_id')
    .innerJoin('captures as c', 'c.id', 'v.capture_id')
    .selectAll('m')
    .select(['r.authority_name as authorityName', 'r.year', 'v.version', 'v.edition', 'v.sha256', 'c.url'])
    .$if(reach !== null, (query) => query.where('r.district_id', '=', sql<string>`ANY(${reach}::text[])`))
}

/** All of the districts in reach, those that wait first, then the newest; at most `limit`. */
export async function list(db: Db, reach: Reach, limit: number): Promise<ListedMisreading[]> {
  return await listed(db, reach).orderBy(sql`m.outcome IS NOT NULL`).orderBy('m.id', 'desc').limit(limit).execute()
}

/** Those of the districts in reach before a number, the newest first; `isWaiting` null: whether they wait or not. */
export async function before(
  db: Db,
  reach: Reach,
  { id, isWaiting, limit }: { readonly id: number | null; readonly isWaiting: boolean | null; readonly limit: number },
): Promise<ListedMisreading[]> {
  return await listed(db, reach)
    .$if(id !== null, (query) => query.where('m.id', '<', id as number))
    .$if(isWaiting !== null, (query) => query.where('m.outcome', isWaiting ? 'is' : 'is not', null))
    .orderBy('m.id', 'desc')
    .limit(limit)
    .execute()
}
