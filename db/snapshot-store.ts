import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { sha256Of } from '../src/model/sha256.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Keeps bytes under their SHA-256. What `put` has returned is on the disk whole, whatever happens afterwards. */
export type SnapshotStore = {
  /** Returns the hash (lower-case hex). Bytes that are there already are not written again, unless the file is damaged. */
  put(bytes: Uint8Array): Promise<string>
  /** @throws SnapshotMissing, SnapshotDamaged */
  get(sha256: string): Promise<Uint8Array>
  has(sha256: string): Promise<boolean>
}

export class SnapshotMissing extends Error {
  constructor(sha256: string, path: string, options?: ErrorOptions) {
    super(
      `Snapshot ${sha256} is not in the store: there is no ${path}. Restore it from a backup, or crawl the page again.`,
      options,
    )
    this.name = 'SnapshotMissing'
  }
}

export class SnapshotDamaged extends Error {
  constructor(sha256: string, path: string, options?: ErrorOptions) {
    super(
      `Snapshot ${sha256} is damaged: ${path} does not hold the bytes of that hash. Check the disk, then restore the file from a backup.`,
      options,
    )
    this.name = 'SnapshotDamaged'
  }
}

/** Opens the store in `folder`, which need not exist yet: `ab/cd/<sha256>.zst`. Any number of processes may use it at once. */
export function openSnapshotStore(folder: string): SnapshotStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.zst`)

  const get = async (sha256: string) => {
    const path = pathOf(checkedHash(sha256))
    const packed = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? new SnapshotMissing(sha256, path, { cause }) : cause
    })
    const bytes = await decompress(packed).catch((cause) => {
      throw new SnapshotDamaged(sha256, path, { cause })
    })
    if (sha256Of(bytes) !== sha256) throw new SnapshotDamaged(sha256, path)
    return bytes
  }

  const has = (sha256: string) =>
    get(sha256).then(
      () => true,
      (error) => {
        if (error instanceof SnapshotMissing || error instanceof SnapshotDamaged) return false
        throw error
      },
    )

  const put = async (bytes: Uint8Array) => {
    const sha256 = sha256Of(bytes)
    if (await has(sha256)) return sha256
    await writeDurably(pathOf(sha256), await compress(bytes)).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOSPC' || cause.code === 'EDQUOT'
        ? new Error(`The disk is full: snapshot ${sha256} could not be kept in ${folder}. Free some space, then start again.`, {
            cause,
          })
        : cause
    })
    return sha256
  }

  return { put, get, has }
}

/** A name from outside never leads out of the folder. */
function checkedHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`"${sha256}" is not a SHA-256 in lower-case hex.`)
  return sha256
}

/** Writes the whole file or nothing, and returns when file and folder entries are on the disk. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
  const created = await mkdir(folder, { recursive: true })
  const temporary = `${path}.${randomUUID()}`
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
  for (let parent = folder; created !== undefined && parent !== dirname(created); ) {
    parent = dirname(parent)
    await syncFolder(parent)
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows keeps folder entries without being asked, and opens no folders.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
