import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as runs from '../../db/runs.ts'
import * as schedules from '../../db/schedules.ts'
import { keepNightly, lastTick, NIGHTLY, scheduleNightly, startDueNight } from '../../src/jobs/schedule.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'

const cases = [
  { name: 'half past two, China', cron: '30 2 * * *', now: '2026-11-23T10:00:00Z', tick: '2026-11-22T18:30:00.000Z' },
  { name: 'the very moment', cron: '30 2 * * *', now: '2026-11-22T18:30:00Z', tick: '2026-11-22T18:30:00.000Z' },
  { name: 'a moment before', cron: '30 2 * * *', now: '2026-11-22T18:29:59Z', tick: '2026-11-21T18:30:00.000Z' },
  { name: 'every ten minutes', cron: '*/10 * * * *', now: '2026-11-22T18:29:59Z', tick: '2026-11-22T18:20:00.000Z' },
  {
    name: 'weekdays only, asked on a Sunday',
    cron: '0 3 * * 1-5',
    now: '2026-11-22T12:00:00Z',
    tick: '2026-11-19T19:00:00.000Z',
  },
  { name: 'February only', cron: '0 3 * 2 *', now: '2026-11-22T12:00:00Z', tick: '2026-02-27T19:00:00.000Z' },
  { name: 'a leap day', cron: '0 3 29 2 *', now: '2026-11-22T12:00:00Z', tick: '2024-02-28T19:00:00.000Z' },
]

test.each(cases)('the last tick: $name', ({ cron, now, tick }) => {
  expect(lastTick(cron, new Date(now))?.toISOString()).toBe(tick)
})

let world: JobWorld
beforeAll(async () => {
  world = await openJobWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  const { db, queues } = world.context
  await queues.of('crawl').removeJobScheduler(NIGHTLY)
  await queues.of('crawl').drain(true)
  for (const table of ['portal_crawls', 'runs', 'schedules'] as const) await db.deleteFrom(table).execute()
})

/** As if the schedule had been set so long ago. */
async function setSince(hoursAgo: number): Promise<void> {
  const since = new Date(Date.now() - hoursAgo * 3_600_000)
  await world.context.db.updateTable('schedules').set({ since }).execute()
}

const allRuns = () => runs.latest(world.context.db, 10)

test('a night that passed while nobody was there is done when somebody comes, once', async () => {
  await scheduleNightly(world.context, '*/30 * * * *')
  await setSince(72)
  await Promise.all([1, 2, 3].map(() => keepNightly(world.context, '*/30 * * * *')))
  const [run, ...others] = await allRuns()
  expect(others).toEqual([])
  expect(run).toMatchObject({
    kind: 'nightly',
    state: 'running',
    key: expect.stringMatching(/^nightly 2\d{3}-.*T\d\d:[03]0:00\.000Z$/),
  })
})

test('a schedule that was set after its last tick has missed nothing', async () => {
  await scheduleNightly(world.context, '30 2 * * *')
  await startDueNight(world.context)
  expect(await allRuns()).toEqual([])
})

test('another pattern counts from now, the same one goes on', async () => {
  await scheduleNightly(world.context, '30 2 * * *')
  await setSince(72)
  await scheduleNightly(world.context, '30 2 * * *')
  const { since } = (await schedules.get(world.context.db, NIGHTLY))!
  expect(Date.now() - since.getTime()).toBeGreaterThan(71 * 3_600_000)
  await scheduleNightly(world.context, '31 2 * * *')
  await startDueNight(world.context)
  expect(await allRuns()).toEqual([])
})

test('a night that comes while a crawl still goes on begins when that has ended', async () => {
  const { db } = world.context
  const { id } = await runs.start(db, { kind: 'manual' })
  await scheduleNightly(world.context, '30 2 * * *')
  await setSince(72)
  await startDueNight(world.context)
  expect(await allRuns()).toMatchObject([{ id }])
  await runs.end(db, id, { state: 'complete', summary: {} })
  await startDueNight(world.context)
  expect(await allRuns()).toMatchObject([{ kind: 'nightly', state: 'running' }, { id }])
})
