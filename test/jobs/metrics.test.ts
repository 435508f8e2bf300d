import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as deliveries from '../../db/deliveries.ts'
import * as runs from '../../db/runs.ts'
import { createMetrics } from '../../src/jobs/metrics.ts'
import { enqueue } from '../../src/jobs/queues.ts'
import { toExposition } from '../../src/model/exposition.ts'
import { GiveUp } from '../../src/model/give-up.ts'
import { sha256Of } from '../../src/model/sha256.ts'
import { createStatusApp } from '../../src/review/status-app.ts'
import { type JobWorld, openJobWorld } from './job-world.ts'
import { reportPage } from './report-page.ts'

let world: JobWorld
beforeAll(async () => {
  world = await openJobWorld()
})
afterAll(() => world.close())

/** The lines of an exposition as name with labels → value; a line that Prometheus would not read fails. */
function samplesOf(text: string): Record<string, number> {
  const samples: Record<string, number> = {}
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('# ')) continue
    const [, name, value] =
      /^([a-z][a-z\d_]*(?:\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})?) (-?[\d.e+-]+)$/.exec(line) ?? []
    if (name === undefined) throw new Error(`not a sample: ${line}`)
    samples[name] = Number(value)
  }
  return samples
}

test('what stands in labels is escaped as Prometheus asks', () => {
  const text = toExposition([
    { name: 'a', help: 'two\nlines', type: 'gauge', samples: [{ labels: { x: 'a"b\\c\n' }, value: 1 }] },
  ])
  expect(text).toBe('# HELP a two\\nlines\n# TYPE a gauge\na{x="a\\"b\\\\c\\n"} 1\n')
})

test('the figures are those of the rows and the queues', async () => {
  const { db, queues } = world.context
  const night = await runs.start(db, { kind: 'nightly' })
  await world.see(night.id, [
    { url: 'http://127.0.0.1:3/xxgk/nianbao/1.html', bytes: reportPage('yl-gonganju', 2025), date: '2026-01-20' },
    { url: 'http://127.0.0.1:3/xxgk/nianbao/2.html', bytes: reportPage('yl-gonganju', 2024), date: '2025-01-20' },
  ])
  await deliveries.owe(db, night.id, ['mail:a@example.cn'])
  await enqueue(queues, 'release', [{ name: 'first' }, { name: 'second' }])
  const before = samplesOf(await createMetrics({ db, queues: async () => queues }).text())
  expect(before).toMatchObject({
    gouji_captures_pending: 2,
    gouji_runs_running: 1,
    'gouji_captures{state="pending"}': 2,
    'gouji_deliveries{state="owed"}': 1,
    'gouji_deliveries{state="failed"}': 0,
    'gouji_last_run_state{kind="nightly",state="running"}': 1,
    'gouji_queue_jobs{queue="release",state="waiting"}': 2,
    'gouji_queue_jobs{queue="extract",state="waiting"}': 0,
    'gouji_portals{condition="never"}': 3,
    gouji_queues_up: 1,
  })
  expect(before['gouji_queue_oldest_seconds{queue="release"}']).toBeGreaterThan(0)
  await queues.of('release').drain()

  await world.finish(night.id)
  const after = samplesOf(await createMetrics({ db, queues: async () => queues }).text())
  expect(after).toMatchObject({
    gouji_captures_pending: 0,
    gouji_versions_unchecked: 0,
    gouji_audits_owed: 0,
    gouji_runs_running: 0,
    'gouji_captures{state="report"}': 2,
    'gouji_last_run_state{kind="nightly",state="complete"}': 1,
    'gouji_findings{severity="error",state="open",decision="undecided"}': expect.any(Number),
  })
  expect(after['gouji_last_run_ended_timestamp_seconds{kind="nightly"}']).toBeGreaterThan(1.7e9)
})

test('queues that do not answer are told as such, and the rest all the same', async () => {
  const { db } = world.context
  for (const queues of [async () => null, () => new Promise<null>(() => undefined)]) {
    const text = await createMetrics({ db, queues }).text()
    expect(samplesOf(text)).toMatchObject({ gouji_queues_up: 0, gouji_captures_pending: expect.any(Number) })
  }
})

test('a process without pages tells that it lives, that the database answers, and its figures to those with the token', async () => {
  const { db } = world.context
  const { text } = createMetrics({ db, queues: async () => null })
  const app = createStatusApp({
    db,
    metrics: { text, token: 'monitoring-token' },
    onError: (error) => expect.fail(error.message),
  })
  expect((await app.request('/healthz')).status).toBe(200)
  expect((await app.request('/readyz')).status).toBe(200)
  expect((await app.request('/metrics')).status).toBe(401)
  expect((await app.request('/metrics', { headers: { authorization: 'Bearer other' } })).status).toBe(401)
  const answer = await app.request('/metrics', { headers: { authorization: 'Bearer monitoring-token' } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(samplesOf(await answer.text())).toHaveProperty('gouji_captures_pending')
})

test('a file that keeps its reader busy does not keep the worker from anything else', async () => {
  const { db, queues, reading } = world.context
  const { text } = createMetrics({ db, queues: async () => queues })
  const lag = async (which: 'p99' | 'max') => samplesOf(await text())[`nodejs_eventloop_lag_${which}_seconds`]
  const blockFor = (ms: number) => {
    for (const until = performance.now() + ms; performance.now() < until; );
  }
  await delay(50)
  blockFor(300)
  await delay(50)
  expect(await lag('max')).toBeGreaterThan(0.2)

  const rows = Array.from({ length: 60_000 }, (_, row) => `<tr><td>${row}</td><td>新收政府信息公开申请数量</td></tr>`)
  const bytes = Buffer.from(`<html><body><table>${rows.join('')}</table></body></html>`)
  const began = performance.now()
  await reading
    .extract({ name: 'long', bytes, sha256: sha256Of(bytes) })
    .catch((error: unknown) => expect(error).toBeInstanceOf(GiveUp))
  const seconds = (performance.now() - began) / 1_000
  expect(seconds).toBeGreaterThan(0.5)
  expect(await lag('p99')).toBeLessThan(seconds / 5)
})
