import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { timeOf, todayOf } from '../../db/clock.ts'
import type { OpenDatabase } from '../../db/connect.ts'
import * as portalCrawls from '../../db/portal-crawls.ts'
import { importRegistry } from '../../db/registry.ts'
import * as runAudits from '../../db/run-audits.ts'
import * as runs from '../../db/runs.ts'
import { readPortalsFile } from '../../src/crawlers/portals-file.ts'
import { samplePortalsYaml } from '../portals/portals-yaml.ts'
import { openTestDatabase } from '../test-database.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

// The clock of this machine is wrong by years.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-05-05T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('the moments of a run are those of the database, whatever the clock of a worker shows', async () => {
  const { db } = database
  const yaml = samplePortalsYaml({ main: '127.0.0.1:1', gongkai: '127.0.0.1:2', townships: '127.0.0.1:3' })
  await importRegistry(db, readPortalsFile(yaml, 'portals.yaml', new Date('2026-11-23')))
  const began = await timeOf(db)
  const { id } = await runs.start(db, { kind: 'manual' })
  const [crawl = 0] = await portalCrawls.plan(db, id, ['yunlan-main'])
  await portalCrawls.begin(db, crawl)
  await portalCrawls.end(db, crawl, { state: 'complete', family: null, requests: 0, problems: [] })
  const audit = { runId: id, district: 'yunlan', year: 2025 }
  await runAudits.owe(db, id, [audit])
  await runAudits.markDone(db, { ...audit, problem: null })
  await runs.end(db, id, { state: 'complete', summary: {} })
  const ended = await timeOf(db)

  const run = await runs.get(db, id)
  const { started_at, ended_at } = await db
    .selectFrom('portal_crawls')
    .selectAll()
    .where('id', '=', crawl)
    .executeTakeFirstOrThrow()
  const { done_at } = await db.selectFrom('run_audits').selectAll().where('run_id', '=', id).executeTakeFirstOrThrow()
  const moments = [began, run?.started_at, started_at, ended_at, done_at, run?.ended_at, ended].map(
    (moment) => moment?.getTime() ?? 0,
  )
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  expect(await todayOf(db)).not.toContain('2031')
})
