import { type ChildProcess, execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '../../db/connect.ts'
import * as releases from '../../db/releases.ts'
import { seedRelease } from '../release/release-rows.ts'
import { openTestDatabase } from '../test-database.ts'

// Real processes: one that is killed while it writes, and one whose disk is full.

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const PATIENCE = { timeout: 60_000, interval: 20 }

let open: OpenDatabase
let dataDir: string

beforeEach(async () => {
  open = await openTestDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'gouji-interrupted-'))
  await seedRelease(open.db)
})

afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true })
  await open.close()
})

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Starts `gouji release --version 2023.1` in CSV and Parquet. */
function start(): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  let told: (ended: Ended) => void
  const ended = new Promise<Ended>((resolve) => {
    told = resolve
  })
  const child = execFile(
    process.execPath,
    [MAIN, 'release', '--version', '2023.1', '--format', 'csv,parquet'],
    { env: { ...process.env, DATABASE_URL: open.url, GOUJI_DATA: dataDir }, encoding: 'utf8' },
    (_, stdout, stderr) => told({ code: child.exitCode, stdout, stderr }),
  )
  return { child, ended }
}

/** What stands where releases are kept, hidden folders included. */
async function standing(): Promise<readonly string[]> {
  return (await readdir(join(dataDir, 'releases'))).toSorted()
}

async function recorded(): Promise<readonly string[]> {
  return (await releases.list(open.db)).map(({ version }) => version)
}

test('a release that is killed leaves no half release, and the next run takes its draft away and succeeds', async () => {
  await open.db.transaction().execute(async (trx) => {
    // Filings are read after most other tables, so that the process stands still in the middle.
    await sql`LOCK TABLE filings IN ACCESS EXCLUSIVE MODE`.execute(trx)
    const { child } = start()
    await vi.waitFor(async () => {
      const [draft = ''] = await standing()
      expect(await readdir(join(dataDir, 'releases', draft, 'csv'))).toContain('filings.csv')
    }, PATIENCE)
    child.kill('SIGKILL')
    if (child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    expect(await standing()).toEqual([expect.stringMatching(/^\.draft-of-2023\.1-/)])
    expect(await recorded()).toEqual([])
  })
  await vi.waitFor(async () => expect(await locksHeld()).toBe(0), PATIENCE)
  expect(await start().ended).toMatchObject({ code: 0, stdout: expect.stringContaining('数据集 2023.1 已写入') })
  expect(await standing()).toEqual(['2023.1'])
  expect(await recorded()).toEqual(['2023.1'])
}, 120_000)

/** Locks by name that some session of this database holds: that of a killed process goes when the server notices. */
async function locksHeld(): Promise<number> {
  const { rows } = await sql<{
    held: number
  }>`SELECT count(*)::int AS held FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = current_database()`.execute(open.db)
  return rows[0]!.held
}

/** A disk of so many KiB at `folder`; false where this user may not mount one. */
function mountDisk(folder: string, kib: number, ...options: readonly string[]): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', [`size=${kib}k`, ...options].join(','), 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('a full disk is told, leaves nothing, and once there is room the same release is made', async (context) => {
  const folder = join(dataDir, 'releases')
  await mkdir(folder)
  if (!mountDisk(folder, 64)) return context.skip('no disk can be mounted here')
  try {
    const full = await start().ended
    expect(full).toMatchObject({ code: 2, stderr: expect.stringContaining('is full. Nothing of the release stays') })
    expect(await standing()).toEqual([])
    expect(await recorded()).toEqual([])
    expect(mountDisk(folder, 65_536, 'remount')).toBe(true)
    expect(await start().ended).toMatchObject({ code: 0 })
    expect(await standing()).toEqual(['2023.1'])
    expect(await recorded()).toEqual(['2023.1'])
  } finally {
    execFileSync('umount', [folder])
  }
}, 120_000)
