import { link, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openSnapshotStore, SnapshotDamaged, SnapshotMissing, type SnapshotStore, snapshotPath } from '../snapshot-store.ts'
import { syncFolder } from './folder.ts'
import { snapshotsPath } from './manifest.ts'
import { forEachOf, type SnapshotRow } from './snapshot-rows.ts'

export type CopiedSnapshots = {
  readonly count: number
  readonly linked: number
  readonly copied: number
  readonly lacking: string[]
}

type Copying = {
  readonly from: SnapshotStore
  /** Folder of the backup that is made, and of the one before; null: there is none. */
  readonly folder: string
  readonly previous: string | null
  readonly signal?: AbortSignal | undefined
  readonly onSnapshot?: ((done: number) => void) | undefined
}

const AT_ONCE = 8
/** The file system has no hard links, or no more of them for one file. */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES']

/**
 * Puts the snapshots into a backup. What the backup before holds is the same file under two names; the rest is copied when its bytes have
 * their hash. What is missing or damaged is told, and everything else kept.
 */
export async function copySnapshots(rows: AsyncIterable<SnapshotRow>, copying: Copying): Promise<CopiedSnapshots> {
  const { from, folder, previous, signal, onSnapshot } = copying
  const store = openSnapshotStore(snapshotsPath(folder))
  const lacking: string[] = []
  const changed = new Set<string>()
  let [linked, copied] = [0, 0]
  const keep = async (sha256: string) => {
    if (previous !== null && (await linkFrom(previous, folder, sha256))) {
      changed.add(dirname(pathOf(folder, sha256)))
      linked++
      return
    }
    const bytes = await from.get(sha256).catch((error) => {
      if (error instanceof SnapshotMissing || error instanceof SnapshotDamaged) return null
      throw error
    })
    if (bytes === null) lacking.push(sha256)
    else {
      await store.put(bytes)
      copied++
    }
  }
  await mkdir(snapshotsPath(folder))
  await forEachOf(rows, AT_ONCE, async ({ sha256 }) => {
    signal?.throwIfAborted()
    await keep(sha256)
    onSnapshot?.(linked + copied + lacking.length)
  })
  await syncAll(changed, snapshotsPath(folder))
  return { count: linked + copied, linked, copied, lacking: lacking.sort() }
}

function pathOf(backup: string, sha256: string): string {
  return join(snapshotsPath(backup), ...snapshotPath(sha256))
}

/** @returns whether the backup before holds it, now under a second name */
async function linkFrom(previous: string, folder: string, sha256: string): Promise<boolean> {
  const path = pathOf(folder, sha256)
  await mkdir(dirname(path), { recursive: true })
  try {
    await link(pathOf(previous, sha256), path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || NO_LINKS.includes(code)) return false
    throw error
  }
}

/** The folders, and those that they stand in. */
async function syncAll(folders: ReadonlySet<string>, root: string): Promise<void> {
  const parents = new Set([...folders].map((path) => dirname(path)))
  for (const path of [...folders, ...parents, root]) await syncFolder(path)
}
