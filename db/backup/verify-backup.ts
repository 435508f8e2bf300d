import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { openSnapshotStore, SnapshotDamaged, SnapshotMissing } from '../snapshot-store.ts'
import { countingLines, hashOf } from './dump-tables.ts'
import { type KeptTable, type Manifest, readManifest, snapshotsPath, tablePath } from './manifest.ts'
import { forEachOf, snapshotRows } from './snapshot-rows.ts'

export type VerifiedBackup = {
  readonly manifest: Manifest
  readonly rows: number
  readonly snapshots: number
  /** What is not as it was written, one sentence each; a backup without any can be restored whole. */
  readonly problems: string[]
  /** Snapshots that were lacking already when the backup was made. */
  readonly lacking: readonly string[]
}

type Progress = { readonly onSnapshot?: (done: number, of: number) => void; readonly signal?: AbortSignal | undefined }

const AT_ONCE = 4

/** Reads all of a backup and compares it with its hashes and counts. @throws NoBackup */
export async function verifyBackup(folder: string, { onSnapshot, signal }: Progress = {}): Promise<VerifiedBackup> {
  const manifest = await readManifest(folder)
  const problems: string[] = []
  for (const table of manifest.tables) {
    signal?.throwIfAborted()
    const problem = await problemOfTable(folder, table)
    if (problem !== null) problems.push(problem)
  }
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const lacking = new Set(manifest.snapshots.lacking)
  // Which snapshots there should be is told by a table: where that one is damaged, nothing can be said of them.
  if (problems.length > 0) return { manifest, rows, snapshots: 0, problems, lacking: [...lacking] }
  const store = openSnapshotStore(snapshotsPath(folder))
  const total = manifest.snapshots.count
  let snapshots = 0
  await forEachOf(snapshotRows(folder, manifest.tables), AT_ONCE, async ({ sha256, bytes }) => {
    signal?.throwIfAborted()
    if (lacking.has(sha256)) return
    const length = await store.get(sha256).then(
      (found) => found.length,
      (error) => {
        if (!(error instanceof SnapshotMissing || error instanceof SnapshotDamaged)) throw error
        problems.push(error.message)
        return null
      },
    )
    if (length !== null && length !== bytes) problems.push(`Snapshot ${sha256} has ${length} bytes; its row says ${bytes}.`)
    snapshots++
    onSnapshot?.(snapshots, total)
  })
  if (snapshots !== total) problems.push(`The rows name ${snapshots} snapshots; ${total} were kept.`)
  return { manifest, rows, snapshots, problems, lacking: [...lacking] }
}

async function problemOfTable(folder: string, { name, sha256, rows }: KeptTable): Promise<string | null> {
  const path = tablePath(folder, name)
  try {
    if ((await hashOf(path)) !== sha256) return `${path} is damaged: it does not have the hash that it was written with.`
    const counted = countingLines()
    counted.resume()
    await pipeline(createReadStream(path), createZstdDecompress(), counted)
    return counted.lines() === rows ? null : `${path} holds ${counted.lines()} rows; ${rows} were written.`
  } catch (error) {
    return `${path} cannot be read: ${(error as Error).message}.`
  }
}
