import { once } from 'node:events'
import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'
import { watchSchema } from '../../src/cli/watch-schema.ts'
import { silentLog } from '../jobs/silent-log.ts'
import { openTestDatabase } from '../test-database.ts'

const status = process.exitCode
afterEach(() => {
  process.exitCode = status
  vi.restoreAllMocks()
})

test('a process that meets the schema of a newer version says so, and is asked to stop', async () => {
  const { db, close } = await openTestDatabase()
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const { outgrown, close: closeWatch } = watchSchema({ db, log: silentLog }, 20)
  try {
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(outgrown.aborted).toBe(false)
    const asked = once(outgrown, 'abort')
    await sql`INSERT INTO kysely_migration VALUES ('2099-01-01-later', '')`.execute(db)
    await asked
    expect(process.exitCode).toBe(2)
    expect(said.mock.calls.join()).toMatch(/newer version of Gouji \(2099-01-01-later\).*This process stops/)
  } finally {
    await closeWatch()
    await close()
  }
})
