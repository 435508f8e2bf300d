import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A disk of its own for a folder, that can be filled. */
export type SmallDisk = {
  /** Leaves not one byte. */
  readonly fill: () => void
  readonly makeRoom: () => void
  readonly close: () => void
}

const SIZE = '48m'
const FILLER = 'filler'

/** Mounts a small disk in memory at `folder`. @returns why that cannot be done here, where it cannot */
export function openSmallDisk(folder: string): SmallDisk | string {
  mkdirSync(folder, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder], { encoding: 'utf8' })
  if (mounted.status !== 0) return `no small disk can be mounted here: ${mounted.error?.message ?? mounted.stderr.trim()}`
  const unmount = () => void spawnSync('umount', ['--lazy', folder])
  process.once('exit', unmount)
  return {
    fill: () => {
      const file = openSync(join(folder, FILLER), 'w')
      try {
        for (const size of [1 << 20, 1 << 12, 1]) writeUntilFull(file, Buffer.alloc(size))
      } finally {
        closeSync(file)
      }
    },
    makeRoom: () => rmSync(join(folder, FILLER), { force: true }),
    close: () => {
      process.off('exit', unmount)
      unmount()
    },
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  for (;;) {
    try {
      if (writeSync(file, block) < block.length) return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return
      throw error
    }
  }
}
