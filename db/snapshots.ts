import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Db } from './connect.ts'
import type { SnapshotTable } from './tables.ts'

/**
 * Notes that these bytes are in the snapshot store; the media type is the first one that a server gave them. Bytes that came over a
 * certificate that could not be verified are marked, until the same bytes come over one that can.
 */
export async function record(
  db: Db,
  snapshot: { sha256: string; bytes: number; mediaType: string | null; tlsUnverified?: boolean },
): Promise<void> {
  const { sha256, bytes, mediaType, tlsUnverified = false } = snapshot
  await db
    .insertInto('snapshots')
    .values({ sha256, bytes, media_type: mediaType, tls_unverified: tlsUnverified })
    .onConflict((conflict) =>
      tlsUnverified
        ? conflict.column('sha256').doNothing()
        : conflict.column('sha256').doUpdateSet({ tls_unverified: false }).where('snapshots.tls_unverified', '=', true),
    )
    .execute()
}

export async function get(db: Db, sha256: string): Promise<Selectable<SnapshotTable> | null> {
  return (await db.selectFrom('snapshots').selectAll().where('sha256', '=', sha256).executeTakeFirst()) ?? null
}

/** Hashes of so many snapshots in a row, beginning anywhere among them all. */
export async function some(db: Db, limit: number): Promise<string[]> {
  const from = randomBytes(4).toString('hex')
  const inOrder = db.selectFrom('snapshots').select('sha256').orderBy('sha256').limit(limit)
  const rows = [...(await inOrder.where('sha256', '>=', from).execute()), ...(await inOrder.where('sha256', '<', from).execute())]
  return rows.slice(0, limit).map(({ sha256 }) => sha256)
}
