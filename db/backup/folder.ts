import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST, type Manifest } from './manifest.ts'

const NAME = /^gouji-\d{8}-\d{6}$/
const LEFTOVER = /^\.gouji-\d{8}-\d{6}\.(?:partial|old)-[0-9a-f]+$/
/** No backup takes so long: what is older was cut short. */
const LEFTOVER_AFTER_MS = 2 * 24 * 3_600_000

/** Names of the whole backups in a folder, the oldest first. */
export async function backupsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => NAME.test(name)).sort()
}

/** `gouji-20261123-021500`, by the clock of China. */
export function nameOf(moment: Date): string {
  return `gouji-${moment.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).replaceAll(/[-:]/g, '').replace(' ', '-')}`
}

/** An empty folder for a backup that is being made; those that were cut short long ago are removed. */
export async function beginBackup(into: string, name: string): Promise<string> {
  await mkdir(into, { recursive: true, mode: 0o700 })
  for (const leftover of (await readdir(into)).filter((entry) => LEFTOVER.test(entry))) {
    const path = join(into, leftover)
    if (Date.now() - (await stat(path)).mtimeMs > LEFTOVER_AFTER_MS) await rm(path, { recursive: true, force: true })
  }
  const partial = join(into, `.${name}.partial-${randomBytes(4).toString('hex')}`)
  try {
    await mkdir(join(partial, 'tables'), { recursive: true, mode: 0o700 })
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
  return partial
}

/** Gives the backup its name when all of it is on the disk. */
export async function completeBackup(partial: string, into: string, name: string, manifest: Manifest): Promise<string> {
  await writeFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', flush: true })
  await syncFolder(join(partial, 'tables'))
  await syncFolder(partial)
  const path = join(into, name)
  await rename(partial, path)
  await syncFolder(into)
  return path
}

/** Removes all but the newest `keep` backups and returns the names of those that are gone. One half removed looks like none. */
export async function pruneBackups(into: string, keep: number): Promise<string[]> {
  const gone = (await backupsIn(into)).slice(0, -keep)
  for (const name of gone) {
    const old = join(into, `.${name}.old-${randomBytes(4).toString('hex')}`)
    await rename(join(into, name), old)
    await rm(old, { recursive: true })
  }
  return gone
}

export async function syncFolder(path: string): Promise<void> {
  // Windows keeps folder entries without being asked, and opens no folders.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
