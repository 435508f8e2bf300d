import { expect, test } from 'vitest'
import { WARCParser } from 'warcio'
import { sha256Of } from '../../src/model/sha256.ts'
import { packRecord, recordIdOf, type WarcEntry } from '../../src/release/evidence/warc.ts'

const PAGE = Buffer.from('<html><title>某局2024年政府信息公开工作年度报告</title></html>')

const RESPONSE: WarcEntry = {
  type: 'response',
  id: recordIdOf('response', '1'),
  url: 'https://www.example.gov.cn/nb/1.html',
  date: '2026-02-01T02:31:04.123Z',
  http: {
    line: 'HTTP/1.1 200 OK',
    headers: [
      ['Content-Type', 'text/html'],
      ['Via', 'a'],
      ['via', 'b'],
      ['Content-Disposition', 'inline; filename="年报.html"'],
    ],
  },
  body: PAGE,
}

test('a response comes back with its bytes, headers and digest', async () => {
  const record = await WARCParser.parse([await packRecord(RESPONSE)], { keepHeadersCase: true })
  expect(Buffer.from((await record?.readFully(false)) ?? [])).toEqual(PAGE)
  expect(record?.warcTargetURI).toBe(RESPONSE.url)
  expect(record?.warcDate).toBe(RESPONSE.date)
  expect(record?.warcPayloadDigest).toBe(`sha256:${sha256Of(PAGE)}`)
  expect([...(record?.httpHeaders?.headers ?? [])]).toEqual([
    ['Content-Type', 'text/html'],
    ['Via', 'a, b'],
    ['Content-Disposition', 'inline; filename="年报.html"'],
  ])
})

test('a page that did not change refers to the earlier one by its own profile', async () => {
  const profile = 'http://netpreserve.org/warc/1.1/revisit/server-not-modified'
  const packed = await packRecord({ ...RESPONSE, type: 'revisit', fields: { 'WARC-Profile': profile }, body: new Uint8Array() })
  const record = await WARCParser.parse([packed])
  expect(record?.warcHeader('WARC-Profile')).toBe(profile)
  expect(record?.warcPayloadDigest ?? null).toBeNull()
})

test('the same record is the same bytes, and its name a UUID', async () => {
  expect(Buffer.from(await packRecord(RESPONSE))).toEqual(Buffer.from(await packRecord(RESPONSE)))
  expect(recordIdOf('a', 'b')).toMatch(/^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$/)
  expect(recordIdOf('a', 'b')).not.toBe(recordIdOf('a', 'c'))
})
