import { gunzipSync } from 'node:zlib'
import { GiveUp } from './give-up.ts'
import { MAX_FILE, type SnapshotFile } from './snapshot.ts'

const MEGABYTE = 1024 * 1024
/** Text shrinks to a tenth; data that shrinks more than this is made to exhaust its reader. */
const MAX_RATIO = 250

/**
 * The one file in a gzip file, as servers send pages that were stored compressed; any other file as it is. Throws `GiveUp` for damaged data
 * and for more than any report.
 */
export function unpackGzip(file: SnapshotFile): SnapshotFile {
  const { name, bytes } = file
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 0x08) return file
  try {
    const maxOutputLength = Math.min(MAX_FILE, Math.max(MEGABYTE, bytes.length * MAX_RATIO))
    return { ...file, bytes: gunzipSync(bytes, { maxOutputLength }) }
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError
    throw isTooLarge
      ? new GiveUp('too-large', `${name} is gzip-compressed and unpacks to more than any report; give the document inside`, {
          cause,
        })
      : new GiveUp('damaged-file', `${name} is damaged or truncated gzip data; fetch or save it again`, { cause })
  }
}
