import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as runs from '../../db/runs.ts'
import type { JobContext } from '../../src/jobs/context.ts'
import { createProcessors } from '../../src/jobs/processors.ts'
import { QUEUE_NAMES } from '../../src/jobs/queue-names.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { openTraces } from '../../src/jobs/traces.ts'
import { createWorkers, NotNow, type Processors } from '../../src/jobs/workers.ts'
import { GiveUp } from '../../src/model/give-up.ts'
import type { Span } from '../../src/model/trace.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { reportPage } from './report-page.ts'
import { silentLog } from './silent-log.ts'

let world: JobWorld
let context: JobContext
let spans: Span[]
beforeAll(async () => {
  world = await openJobWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  spans = []
  const record = (span: Span) => void spans.push(span)
  context = { ...world.context, traces: openTraces({ db: world.context.db, log: silentLog, record }) }
})

/** Does what is queued until the run has ended, with this in place of what extraction does. */
async function work(runId: number, changed: Partial<Processors['extract']> = {}): Promise<void> {
  const processors = createProcessors(context)
  await sweep(context)
  const workers = createWorkers(
    world.backend,
    { ...processors, extract: { ...processors.extract, ...changed } },
    { queues: QUEUE_NAMES, concurrency: 2, log: silentLog, traces: context.traces },
  )
  try {
    await expect.poll(async () => (await runs.get(context.db, runId))?.state, { timeout: 50_000 }).not.toBe('running')
  } finally {
    await workers.close()
  }
}

const named = (wanted: string) => spans.filter(({ name }) => name === wanted)
const runSpan = () => named('run')[0]?.at

async function seePages(): Promise<number> {
  const runId = await world.startRun()
  await world.see(runId, [{ url: `http://127.0.0.1:3/${runId}/1.html`, bytes: reportPage('yl-gonganju', 2025) }])
  return runId
}

test('a job that fails is told with every attempt, its fate and what sort of error it was; never with its message', async () => {
  const runId = await seePages()
  const run = async () => {
    throw Object.assign(new Error('张三 has no such page'), { code: 'ENOENT' })
  }
  await work(runId, { run })
  const attempts = named('extract')
  expect(attempts.map(({ facts, error }) => [facts['gouji.attempt'], facts['gouji.fate'], error])).toEqual([
    [1, 'later', 'ENOENT'],
    [2, 'later', 'ENOENT'],
    [3, 'later', 'ENOENT'],
    [4, 'failed', 'ENOENT'],
  ])
  expect(new Set(attempts.map(({ at }) => at.traceId))).toEqual(new Set([runSpan()?.traceId]))
  expect(new Set(attempts.map(({ parentId }) => parentId))).toEqual(new Set([runSpan()?.spanId]))
  expect(new Set(attempts.map(({ at }) => at.spanId)).size).toBe(4)
  expect(JSON.stringify(spans)).not.toContain('张三')
})

test.each([
  { name: 'can never be read', thrown: new GiveUp('encrypted-file', '张三.pdf'), fate: 'never', error: 'encrypted-file' },
  {
    name: 'fails by a fault below',
    thrown: new Error('第一层', { cause: new TypeError('张三') }),
    fate: 'later',
    error: 'TypeError',
  },
])('a document that $name ends as "$fate" with $error', async ({ thrown, fate, error }) => {
  const runId = await seePages()
  await work(runId, {
    run: async () => {
      throw thrown
    },
  })
  expect(named('extract')[0]).toMatchObject({ kind: 'job', error, facts: { 'gouji.fate': fate, 'gouji.run_id': runId } })
})

test('a job that only looked whether it is its turn is not told; an attempt that did not succeed is', async () => {
  const runId = await seePages()
  let looks = 0
  const { extract } = createProcessors(context)
  await work(runId, {
    run: async (data, job) => {
      looks++
      if (looks === 1) throw new NotNow(10)
      if (looks === 2) throw new NotNow(10, { cause: Object.assign(new Error('busy'), { code: '450' }) })
      await extract.run(data, job)
    },
  })
  expect(named('extract').map(({ facts, error }) => [facts['gouji.fate'], error])).toEqual([
    ['later', '450'],
    ['done', null],
  ])
})

test('a database that is away is waited for, and the span says so', async () => {
  const runId = await seePages()
  let looks = 0
  const { extract } = createProcessors(context)
  await work(runId, {
    run: async (data, job) => {
      if (looks++ === 0) throw Object.assign(new Error('gone'), { code: '57P01' })
      await extract.run(data, job)
    },
  })
  expect(named('extract').map(({ facts, error }) => [facts['gouji.fate'], error])).toEqual([
    ['waits', '57P01'],
    ['done', null],
  ])
})

test('where nobody can look up what a job belongs to, it begins a trace of its own and is done all the same', async () => {
  const runId = await seePages()
  const record = (span: Span) => void spans.push(span)
  const broken = { ...context.db, selectFrom: undefined, getExecutor: () => undefined } as unknown as JobContext['db']
  context = { ...context, traces: openTraces({ db: broken, log: silentLog, record }) }
  await work(runId)
  expect(named('extract')).toMatchObject([{ parentId: null, error: null, facts: { 'gouji.fate': 'done' } }])
})

test('work that was queued anew stands in the same place', async () => {
  const runId = await seePages()
  const places = async () => {
    await work(runId)
    return named('extract').map(({ at, parentId }) => [at.traceId, parentId])
  }
  const [first] = await places()
  await context.db.updateTable('runs').set({ state: 'running', ended_at: null }).where('id', '=', runId).execute()
  await context.db.updateTable('captures').set({ state: 'pending' }).where('last_run_id', '=', runId).execute()
  spans = []
  expect((await places())[0]).toEqual(first)
})
