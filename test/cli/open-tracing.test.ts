import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTracing } from '../../src/cli/open-tracing.ts'
import { readConfig } from '../../src/config.ts'
import type { Span } from '../../src/model/trace.ts'
import { freePort } from '../jobs/redis-server.ts'
import { silentLog } from '../jobs/silent-log.ts'
import { openTraceReceiver, type TraceReceiver } from '../servers/trace-receiver.ts'

let receiver: TraceReceiver
beforeEach(async () => {
  receiver = await openTraceReceiver()
})
afterEach(() => receiver.close())

function openLog() {
  const lines: string[] = []
  const warn = vi.fn((_about: unknown, message?: string) => void lines.push(message ?? ''))
  return { lines, log: { ...silentLog, warn } }
}

const hex = (number: number, length: number) => number.toString(16).padStart(length, '0')

function span(number: number, more: Partial<Span> = {}): Span {
  return {
    name: 'extract',
    kind: 'job',
    at: { traceId: hex(number, 32), spanId: hex(number, 16) },
    parentId: null,
    from: 1_795_456_513_123.25,
    to: 1_795_456_513_150.5,
    facts: { 'gouji.capture_id': number, 'gouji.format': 'text/html', 'gouji.delivered': false, 'gouji.share': 0.5 },
    error: null,
    ...more,
  }
}

async function open(environment: Readonly<Record<string, string>> = {}) {
  const { log, lines } = openLog()
  const config = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_TIMEOUT: '800', ...environment })
  const tracing = await openTracing(config, log)
  if (tracing === null) throw new Error('no traces are made')
  return { tracing, log, lines }
}

test('a span arrives as it was recorded', async () => {
  const { tracing, lines } = await open({ OTEL_SERVICE_NAME: 'gouji-night', OTEL_RESOURCE_ATTRIBUTES: 'site=east%2C1' })
  const [parent, cause] = [hex(7, 16), { traceId: hex(8, 32), spanId: hex(9, 16) }]
  const events = [{ name: 'sent', at: 1_795_456_513_130, facts: { 'http.response.status_code': 200 } }]
  tracing.record(span(1, { parentId: parent, error: 'too-slow', events, cause }))
  await tracing.close()
  expect(receiver.spans).toEqual([
    {
      traceId: hex(1, 32),
      spanId: hex(1, 16),
      parentId: parent,
      name: 'extract',
      kind: 5,
      from: 1_795_456_513_123.25,
      to: 1_795_456_513_150.5,
      facts: {
        'gouji.capture_id': 1,
        'gouji.format': 'text/html',
        'gouji.delivered': false,
        'gouji.share': 0.5,
        'error.type': 'too-slow',
      },
      events,
      links: [cause],
      isError: true,
      message: '',
      resource: expect.objectContaining({ 'service.name': 'gouji-night', site: 'east,1' }),
    },
  ])
  expect(lines).toEqual([])
})

test('secrets of the settings are hidden wherever one should stand', async () => {
  const { tracing } = await open({
    REDIS_URL: 'redis://:redis-secret-1@host',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-token=collector-secret',
  })
  tracing.record(span(1, { facts: { 'gouji.name': 'a redis-secret-1 b collector-secret', 'url.full': 'http://u:password@h/' } }))
  await tracing.close()
  expect(receiver.spans[0]?.facts).toEqual({ 'gouji.name': 'a [hidden] b [hidden]', 'url.full': 'http://u:[hidden]@h/' })
  expect(receiver.requests[0]?.headers['x-token']).toBe('collector-secret')
})

/** A receiver that answers has as long as it takes: nothing may be lost. */
const PATIENT = { OTEL_EXPORTER_OTLP_TIMEOUT: '30000' }

test.each([
  { sampler: 'always_on', share: '', kept: [1, 1] },
  { sampler: 'always_off', share: '', kept: [0, 0] },
  { sampler: 'parentbased_traceidratio', share: '0.25', kept: [0.2, 0.3] },
])('$sampler $share keeps the traces that it says, each whole', async ({ sampler, share, kept: [least = 0, most = 0] }) => {
  const { tracing } = await open({ ...PATIENT, OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: share })
  const traces = 2_000
  for (let number = 1; number <= traces; number++) {
    const traceId = createHash('md5').update(String(number)).digest('hex')
    for (const at of [1, 2]) tracing.record(span(number, { at: { traceId, spanId: hex(2 * number + at, 16) } }))
  }
  await tracing.close()
  const perTrace = Map.groupBy(receiver.spans, ({ traceId }) => traceId)
  expect([...perTrace.values()].every((spans) => spans.length === 2)).toBe(true)
  expect(perTrace.size / traces).toBeGreaterThanOrEqual(least)
  expect(perTrace.size / traces).toBeLessThanOrEqual(most)
})

test.each(['hang', 'fail', 'refuse', 'closed'] as const)(
  'a receiver that is away (%s) costs spans and nothing else, and is told of once',
  async (behaviour) => {
    if (behaviour !== 'closed') receiver.behave = behaviour
    const closed = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` }
    const { tracing, lines, log } = await open(behaviour === 'closed' ? closed : {})
    for (let number = 1; number <= 12_000; number++) {
      tracing.record(span(number))
      if (number % 3_000 === 0) await delay(600)
    }
    await tracing.close()
    expect(lines).toEqual([
      'traces cannot be sent; work goes on, and this is told once',
      'spans of traces were lost: their receiver did not take them',
    ])
    expect(log.warn).toHaveBeenLastCalledWith({ spans: 12_000, lost: 12_000 }, expect.any(String))
  },
)

test('a receiver that comes back gets the spans from then on, and how many were lost is told at the end', async () => {
  receiver.behave = 'refuse'
  const { tracing, lines, log } = await open()
  const fill = (from: number) => {
    for (let number = from; number < from + 512; number++) tracing.record(span(number))
  }
  fill(1)
  await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 })
  receiver.behave = 'take'
  fill(1_000)
  await vi.waitFor(() => expect(receiver.spans).toHaveLength(512), { timeout: 10_000 })
  await tracing.close()
  expect(lines.slice(1)).toEqual(['traces are sent again', 'spans of traces were lost: their receiver did not take them'])
  expect(log.warn).toHaveBeenLastCalledWith({ spans: 1_024, lost: 512 }, expect.any(String))
})

test('without an address nothing is made', async () => {
  const { log } = openLog()
  expect(await openTracing(readConfig({ OTEL_SERVICE_NAME: 'gouji', OTEL_TRACES_SAMPLER: 'xray' }), log)).toBeNull()
})
