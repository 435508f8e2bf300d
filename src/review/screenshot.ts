import type { Handler } from 'hono'
import type { Db } from '../../db/connect.ts'
import { isScreenshot } from '../../db/portal-history.ts'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import { NotFound, pathPart, SHA256 } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The picture of a page that a crawl kept, and no other bytes: it must be one of ours by the record, and a PNG by its beginning. */
export function screenshot(db: Db, snapshots: SnapshotStore): Handler<ReviewEnv> {
  return async (c) => {
    const sha256 = pathPart(c, 'sha256', SHA256)
    if (!(await isScreenshot(db, sha256))) throw new NotFound()
    const bytes = await snapshots.get(sha256)
    if (!PNG.equals(bytes.subarray(0, PNG.length))) throw new NotFound()
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': 'image/png',
      'Content-Security-Policy': "default-src 'none'; img-src 'self'; sandbox",
      'Cache-Control': 'private, max-age=31536000, immutable',
    })
  }
}
