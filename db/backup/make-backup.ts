import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupError } from '../../src/model/setup-error.ts'
import type { SnapshotStore } from '../snapshot-store.ts'
import { withClient } from './client.ts'
import { type CopiedSnapshots, copySnapshots } from './copy-snapshots.ts'
import { dumpTables, requireNewestSchema } from './dump-tables.ts'
import { backupsIn, beginBackup, completeBackup, nameOf } from './folder.ts'
import type { KeptTable, Manifest } from './manifest.ts'
import { snapshotRows } from './snapshot-rows.ts'

export type MadeBackup = { readonly path: string; readonly manifest: Manifest; readonly snapshots: CopiedSnapshots }

type Making = {
  /** Address of the database. */
  readonly url: string
  readonly snapshots: SnapshotStore
  /** Folder that holds the backups, one folder each. */
  readonly into: string
  readonly signal?: AbortSignal | undefined
  readonly onTable?: (table: KeptTable) => void
  readonly onSnapshot?: (done: number, of: number) => void
}

/**
 * Writes the rows of one moment and the snapshots that they name into a new folder, which gets its name when all of it is on the disk. Others
 * work meanwhile. @throws SetupError where the disk is full; nothing is left then
 */
export async function makeBackup({ url, snapshots, into, signal, onTable, onSnapshot }: Making): Promise<MadeBackup> {
  const previous = (await backupsIn(into)).at(-1)
  const name = nameOf(new Date())
  const partial = await beginBackup(into, name).catch((error) => {
    throw explained(error, into)
  })
  try {
    const { madeAt, migrations, tables } = await withClient(url, async (client) => {
      await requireNewestSchema(client)
      return await dumpTables(client, partial, { signal, ...(onTable && { onTable }) })
    })
    const total = tables.find((table) => table.name === 'snapshots')?.rows ?? 0
    const copied = await copySnapshots(snapshotRows(partial, tables), {
      from: snapshots,
      folder: partial,
      previous: previous === undefined ? null : join(into, previous),
      signal,
      onSnapshot: (done) => onSnapshot?.(done, total),
    })
    const manifest: Manifest = {
      schema: 'gouji.backup/1',
      madeAt,
      migrations,
      tables,
      snapshots: { count: copied.count, lacking: copied.lacking },
    }
    return { path: await completeBackup(partial, into, name, manifest), manifest, snapshots: copied }
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw signal?.aborted ? new SetupError(`Stopped: no backup was made in ${into}.`, { cause: error }) : explained(error, into)
  }
}

function explained(error: unknown, into: string): unknown {
  if (!isFull(error)) return error
  return new SetupError(`The disk is full: no backup was made in ${into}. Free some space, then start again.`, { cause: error })
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') || isFull(error.cause)
}
