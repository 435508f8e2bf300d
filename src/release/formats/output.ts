import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** A file that is written from its beginning to its end, with its SHA-256. */
export type Output = {
  /** Takes text or bytes; resolves when more may come. @throws when the disk is full */
  write(chunk: string | Uint8Array): Promise<void>
  /** Writes what is left, has it on the disk, and tells what the file is. */
  close(): Promise<{ readonly bytes: number; readonly sha256: string }>
  /** Closes without a word, after a failure. */
  abandon(): Promise<void>
}

/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 20

/** Makes the file, which must not exist. */
export async function openOutput(path: string): Promise<Output> {
  const file = await open(path, 'wx')
  const hash = createHash('sha256')
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let bytes = 0
  const flush = async () => {
    if (waitingBytes === 0) return
    const chunk = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting, waitingBytes)
    waiting = []
    bytes += waitingBytes
    waitingBytes = 0
    hash.update(chunk)
    // One call may write less than it was given; a full disk shows in the next.
    for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
  }
  return {
    write: async (chunk) => {
      const added = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      waiting.push(added)
      waitingBytes += added.length
      if (waitingBytes >= CHUNK) await flush()
    },
    close: async () => {
      await flush()
      await file.sync()
      await file.close()
      return { bytes, sha256: hash.digest('hex') }
    },
    abandon: () => file.close(),
  }
}
