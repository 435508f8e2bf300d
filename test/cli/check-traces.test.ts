import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkTraces } from '../../src/cli/doctor/check-traces.ts'
import { readConfig } from '../../src/config.ts'
import { freePort } from '../jobs/redis-server.ts'
import { openTraceReceiver, type TraceReceiver } from '../servers/trace-receiver.ts'

let receiver: TraceReceiver
beforeEach(async () => {
  receiver = await openTraceReceiver()
})
afterEach(() => receiver.close())

const settings = (address: string) =>
  readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: address, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret-4711' }).traces

test('traces that are off are all right', async () => {
  expect(await checkTraces(readConfig({}).traces)).toMatchObject({ state: 'ok', advice: null })
})

test('a receiver that takes an empty message is all right, with its headers', async () => {
  expect(await checkTraces(settings(receiver.url))).toMatchObject({ state: 'ok', found: expect.stringContaining('HTTP 200') })
  expect(receiver.requests).toMatchObject([{ path: '/v1/traces', bytes: 0, headers: { authorization: 'Bearer secret-4711' } }])
})

test('one that refuses, or is not there, is something to look at; work does not depend on it', async () => {
  receiver.behave = 'refuse'
  const refused = await checkTraces(settings(receiver.url))
  expect(refused).toMatchObject({ state: 'warning', advice: expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS') })
  const away = await checkTraces(settings(`http://127.0.0.1:${await freePort()}`))
  expect(away).toMatchObject({ state: 'warning', found: expect.stringContaining('does not answer') })
  expect(JSON.stringify([refused, away])).not.toContain('secret-4711')
})
