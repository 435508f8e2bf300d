import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'
import { readPairs, readSampler } from '../../src/model/trace-settings.ts'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.cn:4318' }

test.each([
  { name: 'nothing set', environment: {}, url: null },
  { name: 'other settings without an address', environment: { OTEL_TRACES_SAMPLER: 'xray', OTEL_SERVICE_NAME: 'x' }, url: null },
  { name: 'a collector', environment: ENDPOINT, url: 'https://collector.example.cn:4318/v1/traces' },
  { name: 'one below a path', environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h/otlp/' }, url: 'http://h/otlp/v1/traces' },
  {
    name: 'an address of its own',
    environment: { ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://h:9/spans' },
    url: 'http://h:9/spans',
  },
])('with $name traces go to $url', ({ environment, url }) => {
  expect(readConfig(environment).traces?.url ?? null).toBe(url)
})

test('headers, names and times are read; the name of the service wins over that among the attributes', () => {
  const settings = {
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc=, x-scope = east',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,site=%E4%B8%9C',
    OTEL_SERVICE_NAME: 'night',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
    OTEL_EXPORTER_OTLP_TIMEOUT: '900',
  }
  expect(readConfig({ ...ENDPOINT, ...settings }).traces).toMatchObject({
    headers: { authorization: 'Basic abc=', 'x-scope': 'east' },
    resource: { 'service.name': 'night', site: '东' },
    ratio: 0.1,
    timeoutMs: 900,
  })
})

test.each([
  { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://secret:4317' }, says: /^OTEL_EXPORTER_OTLP_ENDPOINT is not(?!.*secret)/ },
  {
    environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://u:secret@h' },
    says: /^OTEL_EXPORTER_OTLP_TRACES_ENDPOINT .*a login goes into OTEL_EXPORTER_OTLP_HEADERS(?!.*secret)/,
  },
  {
    environment: { ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'secret' },
    says: /^OTEL_EXPORTER_OTLP_HEADERS is not(?!.*secret)/,
  },
  { environment: { ...ENDPOINT, OTEL_TRACES_SAMPLER: 'xray' }, says: /^OTEL_TRACES_SAMPLER is none of/ },
  { environment: { ...ENDPOINT, OTEL_EXPORTER_OTLP_TIMEOUT: 'long' }, says: /^OTEL_EXPORTER_OTLP_TIMEOUT is "long"/ },
])('$environment is refused', ({ environment, says }) => {
  expect(() => readConfig(environment)).toThrow(ConfigError)
  expect(() => readConfig(environment)).toThrow(says)
})

test.each([
  { text: '', pairs: {} },
  { text: 'a=b=c, d = e ,', pairs: { a: 'b=c', d: 'e' } },
  { text: 'a=%zz', pairs: null },
  { text: 'a', pairs: null },
])('"$text" is read as $pairs', ({ text, pairs }) => {
  expect(readPairs(text)).toEqual(pairs)
})

test.each([
  { name: 'always_on', share: '', ratio: 1 },
  { name: 'parentbased_always_off', share: '1', ratio: 0 },
  { name: 'traceidratio', share: '0', ratio: 0 },
  { name: 'traceidratio', share: '1.5', ratio: null },
  { name: 'parentbased_traceidratio', share: 'x', ratio: null },
  { name: 'toString', share: '1', ratio: null },
])('$name with "$share" keeps $ratio', ({ name, share, ratio }) => {
  expect(readSampler(name, share)).toBe(ratio)
})
