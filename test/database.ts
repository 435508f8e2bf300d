import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { joinServer } from '../db/embedded-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of the PostgreSQL that all test files share. */
    databaseFolder: string
  }
}

/** Gives the run a folder; the first test file that opens a database makes a server in it, so that a run without one costs nothing. */
export async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'gouji-test-'))
  project.provide('databaseFolder', folder)
  return async () => {
    // A test file that was cut short has not left the server; nobody else is there now.
    if (existsSync(join(folder, 'pg', 'postmaster.pid'))) await (await joinServer(folder)).leave()
    await rm(folder, { recursive: true, force: true })
  }
}
