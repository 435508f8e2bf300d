import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hasOtherSchema } from '../../src/cli/watch-schema.ts'
import type { Log } from '../../src/jobs/context.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { createWorkers } from '../../src/jobs/workers.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { reportPage } from './report-page.ts'
import { silentLog } from './silent-log.ts'

let world: JobWorld
beforeEach(async () => {
  world = await openJobWorld()
})
afterEach(() => world.close())

const stateOf = async () => (await world.context.db.selectFrom('captures').select(['state', 'reason']).execute())[0]

/** The jobs of a run until `until`, by a worker of this version; what it logged as errors. */
async function work(isOtherSchema: () => Promise<boolean>, until: (errors: readonly string[]) => Promise<void>): Promise<void> {
  const errors: string[] = []
  const log = { ...silentLog, error: (_: object, message: string) => void errors.push(message) } as Log
  const options = { queues: QUEUE_NAMES, concurrency: 2, log, isOtherSchema }
  const workers = createWorkers(world.backend, world.processors, options)
  try {
    await vi.waitFor(() => until(errors), { timeout: 30_000, interval: 50 })
  } finally {
    await workers.close()
  }
}

test('work that meets the tables of another version waits for a process of that version, and is no failure', async () => {
  const { db } = world.context
  const runId = await world.startRun()
  await world.see(runId, [{ url: 'http://127.0.0.1:3/1.html', bytes: reportPage('yl-gonganju', 2025) }])
  await sql`ALTER TABLE captures RENAME COLUMN reason TO why`.execute(db)
  await sql`INSERT INTO kysely_migration VALUES ('2099-01-01-later', '')`.execute(db)
  await sweep(world.context)
  await work(
    () => hasOtherSchema(db),
    async (errors) => {
      expect(errors.length).toBeGreaterThan(1)
      expect(new Set(errors)).toEqual(
        new Set(['work waits for a process of the version that the schema of the database belongs to']),
      )
    },
  )
  await sql`ALTER TABLE captures RENAME COLUMN why TO reason`.execute(db)
  await sql`DELETE FROM kysely_migration WHERE name LIKE '2099%'`.execute(db)
  expect(await stateOf()).toEqual({ state: 'pending', reason: null })
  expect(await world.finish(runId)).toMatchObject({ run: { state: 'complete' }, documents: { total: 1, ofReports: 1 } })
})

test('the same error with the tables of this version is a failure of the work: it is told, and the run ends', async () => {
  const { db } = world.context
  const runId = await world.startRun()
  await world.see(runId, [{ url: 'http://127.0.0.1:3/1.html', bytes: reportPage('yl-gonganju', 2025) }])
  await sql`ALTER TABLE report_versions RENAME COLUMN title TO heading`.execute(db)
  await sweep(world.context)
  await work(
    () => hasOtherSchema(db),
    async () => expect(await stateOf()).toMatchObject({ state: 'failed' }),
  )
})
