import { randomUUID } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Patience } from '../../db/bucket-requests.ts'
import { assertBucketAnswers, openBucketStore } from '../../db/bucket-snapshot-store.ts'
import { SnapshotStoreUnavailable } from '../../db/unavailable.ts'
import { isOutage } from '../../src/jobs/outage.ts'
import { type Bucket, readBucketPlace } from '../../src/model/bucket.ts'
import { type Interruption, openFrontOf, openTestStorage, type TestStorage } from './object-storage.ts'

const PATIENCE: Patience = { attempts: 4, waitMs: 5, timeoutMs: 20_000 }
const BYTES = Buffer.from('政府信息公开工作年度报告')

let storage: TestStorage
beforeAll(async () => {
  storage = await openTestStorage()
})
afterAll(() => storage.close())

const errorXml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>…</Message></Error>`

/** What is thrown by a put and by a get, and how often the storage was asked for both. */
async function tryBehind(interrupt: Interruption, change: Partial<Bucket> = {}) {
  let asked = 0
  const front = await openFrontOf(storage, (request, response) => {
    asked += 1
    return interrupt(request, response)
  })
  try {
    const store = openBucketStore({ ...storage.bucket, endpoint: front.endpoint, prefix: randomUUID(), ...change }, PATIENCE)
    const errors: Error[] = []
    const sha256 = await store.put(BYTES).catch((error: Error) => void errors.push(error))
    if (sha256) await store.get(sha256).catch((error: Error) => void errors.push(error))
    return { errors, asked }
  } finally {
    await front.close()
  }
}

test.each([
  { name: 'a wrong secret', change: { secretAccessKey: 'wrong' }, says: 'SignatureDoesNotMatch' },
  { name: 'an unknown key', change: { accessKeyId: 'NOBODY' }, says: 'Check AWS_ACCESS_KEY_ID' },
  { name: 'a bucket that is not there', change: { name: 'nowhere' }, says: 'Create the bucket' },
])('$name is told at the start and by a put, and is no fault of the work', async ({ change, says }) => {
  const bucket = { ...storage.bucket, ...change }
  await expect(assertBucketAnswers(bucket, PATIENCE)).rejects.toThrow(says)
  const thrown = await openBucketStore(bucket, PATIENCE)
    .put(BYTES)
    .catch((error) => error)
  expect(thrown).toBeInstanceOf(SnapshotStoreUnavailable)
  expect(thrown.message).toContain(says)
  expect(isOutage(thrown)).toBe(true)
})

test('a bucket that answers is let pass', async () => {
  await expect(assertBucketAnswers(storage.bucket, PATIENCE)).resolves.toBeUndefined()
})

test('a clock that is wrong is told as such', async () => {
  const { errors } = await tryBehind(({ headers }) => {
    headers['x-amz-date'] = new Date(Date.now() - 3_600_000).toISOString() // with separators: this server reads no other dates here
    return false
  })
  expect(errors[0]?.message).toMatch(/RequestTimeTooSkewed.*clock/)
})

test('SlowDown, a gateway that fails and connections that break are tried again until they pass', async () => {
  let left = 2
  const slow = await tryBehind((_request, response) => {
    if (left-- <= 0) return false
    response.writeHead(503, { 'content-type': 'application/xml', 'retry-after': '0' }).end(errorXml('SlowDown'))
    return true
  })
  expect(slow).toEqual({ errors: [], asked: 5 })

  let breaks = 2
  const broken = await tryBehind((request) => {
    if (breaks-- <= 0) return false
    request.socket.destroy()
    return true
  })
  expect(broken.errors).toEqual([])
})

test('an answer that breaks off is asked for again, and never taken for a whole one', async () => {
  const sha256 = await openBucketStore(storage.bucket).put(BYTES)
  let cut = 0
  const front = await openFrontOf(storage, (request, response) => {
    if (request.method !== 'GET' || cut++ > 1) return false
    response.writeHead(200, { 'content-length': '5000' })
    response.write('a few')
    setTimeout(() => response.destroy(), 10)
    return true
  })
  try {
    const store = openBucketStore({ ...storage.bucket, endpoint: front.endpoint }, PATIENCE)
    expect(Buffer.compare(await store.get(sha256), BYTES)).toBe(0)
    expect(cut).toBe(3)
  } finally {
    await front.close()
  }
})

test('SlowDown that lasts is an outage that says what becomes of the work', async () => {
  const { errors, asked } = await tryBehind((_request, response) => {
    response.writeHead(503, { 'content-type': 'application/xml' }).end(errorXml('SlowDown'))
    return true
  })
  expect(asked).toBe(PATIENCE.attempts)
  expect(errors[0]).toBeInstanceOf(SnapshotStoreUnavailable)
  expect(errors[0]?.message).toContain('the work waits')
  expect(isOutage(new Error('while saving', { cause: errors[0] }))).toBe(true)
})

test('a storage that is not there is an outage', async () => {
  const store = openBucketStore({ ...storage.bucket, endpoint: 'http://127.0.0.1:9' }, PATIENCE)
  const thrown = await store.put(BYTES).catch((error) => error)
  expect(thrown.message).toMatch(/does not answer: .*(ECONNREFUSED|bad port)/)
  expect(isOutage(thrown)).toBe(true)
})

test('a put that the service refuses is never taken for kept', async () => {
  const { errors } = await tryBehind((request, response) => {
    if (request.method !== 'PUT') return false
    request.resume().on('end', () => response.writeHead(400).end(errorXml('BadDigest')))
    return true
  })
  expect(errors[0]?.message).toContain('400 BadDigest')
})

// From "Authenticating Requests: Using the Authorization Header" of the S3 API reference, the second example: a PUT with the bucket before the host.
test('a request is signed as the reference of the API shows', async () => {
  const signer = new AwsV4Signer({
    method: 'PUT',
    url: 'https://examplebucket.s3.amazonaws.com/test$file.text',
    headers: {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    },
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    service: 's3',
    region: 'us-east-1',
    datetime: '20130524T000000Z',
  })
  expect(await signer.signature()).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd')
})

test.each([
  ['s3://evidence', { name: 'evidence', prefix: '', endpoint: null, region: null, addressing: 'host' }],
  [
    's3://evidence/a/b/?endpoint=https://s3.example.gov.cn:9000/&region=cn-1',
    { name: 'evidence', prefix: 'a/b', endpoint: 'https://s3.example.gov.cn:9000', region: 'cn-1', addressing: 'path' },
  ],
  ['s3://evidence?endpoint=https://oss.example.cn&addressing=host', { addressing: 'host', endpoint: 'https://oss.example.cn' }],
  ['s3://evidence?region=cn-north-1&adressing=path', null],
  ['s3://evidence?endpoint=s3.example.gov.cn', null],
  ['s3://evidence?endpoint=https://key:secret@s3.example.gov.cn', null],
  ['s3://Evidence_1', null],
  ['https://evidence', null],
])('%s is read as a place', (text, place) => {
  if (place === null) expect(readBucketPlace(text)).toBeNull()
  else expect(readBucketPlace(text)).toMatchObject(place)
})
