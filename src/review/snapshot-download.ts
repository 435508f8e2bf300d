import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import * as snapshotRows from '../../db/snapshots.ts'
import { found, pathPart, SHA256 } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/html/, 'html'],
  [/pdf/, 'pdf'],
  [/wordprocessingml/, 'docx'],
  [/msword/, 'doc'],
  [/spreadsheetml/, 'xlsx'],
  [/^text\//, 'txt'],
]

/** The bytes as fetched, to be kept and never to be opened in the page. */
export function snapshotDownload(db: Db, snapshots: SnapshotStore): Handler<ReviewEnv> {
  return async (c) => {
    const sha256 = pathPart(c, 'sha256', SHA256)
    const row = found(await snapshotRows.get(db, sha256))
    const ending = ENDINGS.find(([pattern]) => pattern.test(row.media_type ?? ''))?.[1] ?? 'bin'
    return c.body(new Uint8Array(await snapshots.get(sha256)), 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${sha256.slice(0, 16)}.${ending}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
  }
}
