import type { Selectable } from 'kysely'
import type { Db } from './connect.ts'
import type { SnapshotTable } from './tables.ts'

/** Notes that these bytes are in the snapshot store; the media type is the first one that a server gave them. */
export async function record(db: Db, snapshot: { sha256: string; bytes: number; mediaType: string | null }): Promise<void> {
  await db
    .insertInto('snapshots')
    .values({ sha256: snapshot.sha256, bytes: snapshot.bytes, media_type: snapshot.mediaType })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
}

export async function get(db: Db, sha256: string): Promise<Selectable<SnapshotTable> | null> {
  return (await db.selectFrom('snapshots').selectAll().where('sha256', '=', sha256).executeTakeFirst()) ?? null
}
