import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { sha256Of } from '../src/model/sha256.ts'

const decompress = promisify(zstdDecompress)
/** Bytes as they are kept in files and objects. */
export const packSnapshot = promisify(zstdCompress)

/** Keeps bytes under their SHA-256. What `put` has returned is on the disk whole, whatever happens afterwards. */
export type SnapshotStore = {
  /** Returns the hash (lower-case hex). Bytes that are there already are not written again, unless the file is damaged. */
  put(bytes: Uint8Array): Promise<string>
  /** @throws SnapshotMissing, SnapshotDamaged */
  get(sha256: string): Promise<Uint8Array>
  has(sha256: string): Promise<boolean>
  /** Removes what processes that died while they wrote have left, and returns how many files that were. Others may write meanwhile. */
  clean(): Promise<number>
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

/** Where files are written before they get their names. */
const WRITING = '.writing'
/** What was last written to so long ago is of a process that is gone: writing takes seconds. */
const LEFT_AFTER_MS = 3_600_000

/** Opens the store in `folder`, which need not exist yet: `ab/cd/<sha256>.zst`. Any number of processes may use it at once. */
export function openSnapshotStore(folder: string): SnapshotStore {
  const pathOf = (sha256: string) => join(folder, ...snapshotPath(sha256))

  const get = async (sha256: string) => {
    const path = pathOf(sha256)
    const packed = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? new SnapshotMissing(sha256, path, { cause }) : cause
    })
    return await unpackSnapshot(packed, { sha256, path })
  }

  const has = (sha256: string) => isWhole(get, sha256)

  const put = async (bytes: Uint8Array) => {
    const sha256 = sha256Of(bytes)
    if (await has(sha256)) return sha256
    await writeDurably(pathOf(sha256), await packSnapshot(bytes), join(folder, WRITING)).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOSPC' || cause.code === 'EDQUOT'
        ? new Error(`The disk is full: snapshot ${sha256} could not be kept in ${folder}. Free some space, then start again.`, {
            cause,
          })
        : cause
    })
    return sha256
  }

  return { put, get, has, clean: () => removeLeftovers(join(folder, WRITING)) }
}

/**
 * Ages are told by the folder alone, which may lie on a machine with another clock: every file that comes or goes dates the folder, so that what is
 * much older than that was left. Where nothing is written, nothing is removed.
 */
async function removeLeftovers(folder: string): Promise<number> {
  const names = await readdir(folder).catch(orNone([]))
  if (names.length === 0) return 0
  const { mtimeMs: lastChange } = await stat(folder)
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      writtenMs: (await stat(join(folder, name)).catch(orNone(null)))?.mtimeMs,
    })),
  )
  const left = files.filter(({ writtenMs }) => writtenMs !== undefined && lastChange - writtenMs > LEFT_AFTER_MS)
  await Promise.all(left.map(({ path }) => rm(path, { force: true })))
  return left.length
}

/** What is not there any more, or not yet, is none; anything else is thrown. */
function orNone<Value>(none: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return none
    throw error
  }
}

/** Folders and file name of a snapshot in any store: ab, cd, `<sha256>.zst`. A name from outside never leads out of the store. */
export function snapshotPath(sha256: string): string[] {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`"${sha256}" is not a SHA-256 in lower-case hex.`)
  return [sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.zst`]
}

/** The bytes in a file or object of a store, which `path` names. @throws SnapshotDamaged */
export async function unpackSnapshot(packed: Uint8Array, of: { sha256: string; path: string }): Promise<Uint8Array> {
  const bytes = await decompress(packed).catch((cause) => {
    throw new SnapshotDamaged(of.sha256, of.path, { cause })
  })
  if (sha256Of(bytes) !== of.sha256) throw new SnapshotDamaged(of.sha256, of.path)
  return bytes
}

export async function isWhole(get: SnapshotStore['get'], sha256: string): Promise<boolean> {
  try {
    await get(sha256)
    return true
  } catch (error) {
    if (error instanceof SnapshotMissing || error instanceof SnapshotDamaged) return false
    throw error
  }
}

/** Writes the whole file or nothing, by way of the folder `writing` on the same disk, and returns when file and folder entries are on the disk. */
async function writeDurably(path: string, bytes: Uint8Array, writing: string): Promise<void> {
  const folder = dirname(path)
  const created = await mkdir(folder, { recursive: true })
  await mkdir(writing, { recursive: true })
  const temporary = join(writing, randomUUID())
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
