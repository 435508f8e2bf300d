import type { Handler } from 'hono'
import { z } from 'zod'
import type { SnapshotStore } from '../../db/snapshot-store.ts'
import { GiveUp } from '../model/give-up.ts'
import { unpackGzip } from '../model/unpack-gzip.ts'
import type { ReadingDesk } from './reading-desk.ts'
import { NotFound, pathPart, queryPart, SHA256 } from './request.ts'
import type { ReviewEnv } from './visitor.ts'

/** Points of the picture for a point of the page: 144 and 216 dots an inch. */
export const PAGE_SCALES = { plain: '2', fine: '3' } as const

const PAGE = z.coerce.number().int().min(1).max(500)
const SCALE = z.enum(Object.values(PAGE_SCALES)).transform(Number)
const PICTURES = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
] as const

/**
 * A page of an original as a picture: drawn from a PDF, or the picture that the original is. Other bytes are not given out, and none as
 * anything but a picture.
 */
export function pagePicture(snapshots: SnapshotStore, reading: ReadingDesk | undefined): Handler<ReviewEnv> {
  return async (c) => {
    const sha256 = pathPart(c, 'sha256', SHA256)
    const page = pathPart(c, 'page', PAGE)
    const scale = queryPart(c, 'scale', SCALE) ?? Number(PAGE_SCALES.plain)
    const file = unpackGzip({ name: sha256, bytes: await snapshots.get(sha256), sha256 })
    const isPdf = Buffer.from(file.bytes.subarray(0, 1024)).includes('%PDF-')
    const mediaType = PICTURES.find(([, magic]) => magic.equals(file.bytes.subarray(0, magic.length)))?.[0]
    if ((!isPdf && (mediaType === undefined || page !== 1)) || (isPdf && !reading)) throw new NotFound()
    const picture = mediaType ? file.bytes : await drawn(reading!, file, { page, scale })
    return c.body(new Uint8Array(picture), 200, {
      'Content-Type': mediaType ?? 'image/png',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=31536000, immutable',
    })
  }
}

async function drawn(reading: ReadingDesk, ...asked: Parameters<ReadingDesk['draw']>): Promise<Uint8Array> {
  try {
    return await reading.draw(...asked)
  } catch (error) {
    if (error instanceof GiveUp) throw new NotFound(error.message)
    throw error
  }
}
