import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { strToU8, Zip, ZipDeflate } from 'fflate'

/** Neither the clock nor the machine shows in a file: the first day that ZIP knows. */
export const FIXED_TIME = new Date(1980, 0, 1)

export type ZipFile = {
  readonly begin: (path: string) => void
  /** Waits where the disk is slower than what is given. */
  readonly add: (content: string | Uint8Array) => Promise<void>
  readonly end: () => void
}

/** Writes a ZIP archive part by part; memory stays flat. The file appears under its name once it is whole, and not at all when `fill` fails. */
export async function writeZip(path: string, fill: (zip: ZipFile) => Promise<void>): Promise<void> {
  const part = `${path}.part`
  const file = createWriteStream(part)
  const failed = new AbortController()
  const closed = finished(file).catch((error: unknown) => {
    failed.abort(error)
    throw error
  })
  closed.catch(() => {})
  const zip = new Zip((error, chunk, isLast) => {
    if (error) failed.abort(error)
    else {
      file.write(chunk)
      if (isLast) file.end()
    }
  })
  let current: ZipDeflate
  const drained = async () => {
    failed.signal.throwIfAborted()
    if (file.writableNeedDrain) await Promise.race([once(file, 'drain'), closed])
  }
  try {
    await fill({
      begin: (name) => {
        current = new ZipDeflate(name, { level: 6 })
        current.mtime = FIXED_TIME
        zip.add(current)
      },
      add: async (content) => {
        current.push(typeof content === 'string' ? strToU8(content) : content)
        await drained()
      },
      end: () => current.push(new Uint8Array(), true),
    })
    zip.end()
    await closed
    await rename(part, path)
  } catch (error) {
    file.destroy()
    await rm(part, { force: true })
    throw error
  }
}
