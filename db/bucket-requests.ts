import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { Bucket } from '../src/model/bucket.ts'
import { sha256Of } from '../src/model/sha256.ts'
import { SnapshotStoreUnavailable } from './unavailable.ts'

type BucketRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT'
  /** Key of the object; empty: the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

/** `code`: the service's word for an error, such as NoSuchKey; null where it gives none, as in answers to HEAD. */
export type BucketAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  readonly code: string | null
}

export type SendToBucket = (request: BucketRequest) => Promise<BucketAnswer>

/** `waitMs`: before the second attempt; doubles with each further one, with jitter. */
export type Patience = { readonly attempts: number; readonly waitMs: number; readonly timeoutMs: number }

const PATIENCE: Patience = { attempts: 6, waitMs: 250, timeoutMs: 120_000 }
const LONGEST_WAIT_MS = 20_000
/** What a service that is busy or half away answers; by the S3 API, these are to be tried again. */
const PASSING = new Set([408, 429, 500, 502, 503, 504])

/**
 * Sends signed requests (AWS Signature Version 4) to a bucket; what may pass is tried again: connections that break, time-outs, SlowDown. The
 * body is signed and its MD5 sent along, so that the service stores it whole or refuses it.
 * @throws SnapshotStoreUnavailable
 */
export function openBucket(bucket: Bucket, patience: Patience = PATIENCE): SendToBucket {
  const { accessKeyId, secretAccessKey, sessionToken, region } = bucket
  const client = new AwsClient({ accessKeyId, secretAccessKey, sessionToken: sessionToken ?? undefined, service: 's3', region })

  const sendOnce = async (request: BucketRequest): Promise<BucketAnswer> => {
    const { method, body } = request
    const headers = { 'x-amz-content-sha256': sha256Of(body ?? ''), ...(body ? bodyHeaders(body) : {}) }
    const init = { method, headers, redirect: 'manual', signal: AbortSignal.timeout(patience.timeoutMs) } as const
    const signed = await client.sign(addressOf(bucket, request), { ...init, ...(body ? { body: Buffer.from(body) } : {}) })
    const answer = await fetch(signed)
    const received = new Uint8Array(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, body: received, code: answer.ok ? null : codeOf(received) }
  }

  return async (request) => {
    let last: BucketAnswer | Error = new Error('never sent')
    for (let attempt = 0; attempt < patience.attempts; attempt++) {
      if (attempt > 0) await waitAfter(last, patience.waitMs * 2 ** (attempt - 1))
      last = await sendOnce(request).catch((error: Error) => error)
      if (!(last instanceof Error) && !PASSING.has(last.status)) return last
    }
    throw last instanceof Error ? unreachable(bucket, last) : refusal(bucket, last)
  }
}

/** What an answer that is no success says of the whole store, and what to do. */
export function refusal(bucket: Bucket, { status, headers, code }: BucketAnswer): SnapshotStoreUnavailable {
  const what = `GOUJI_SNAPSHOTS: ${serviceOf(bucket)} answers ${status}${code === null ? '' : ` ${code}`} for the bucket "${bucket.name}"`
  return new SnapshotStoreUnavailable(`${what}. ${adviceFor(bucket, { status, headers, code })}`)
}

function adviceFor(bucket: Bucket, { status, headers, code }: Pick<BucketAnswer, 'status' | 'headers' | 'code'>): string {
  const region = headers.get('x-amz-bucket-region')
  switch (code) {
    case 'NoSuchBucket':
      return 'Create the bucket, or correct its name.'
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return 'Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
    case 'ExpiredToken':
    case 'InvalidToken':
      return 'AWS_SESSION_TOKEN is not valid any more: give a new one, or use keys that last.'
    case 'RequestTimeTooSkewed':
      return 'The clock of this machine is more than a quarter of an hour wrong: let it keep its time by NTP.'
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
      return `The region "${bucket.region}" or the endpoint is not the bucket's${region === null ? '' : `, which is in ${region}`}. Correct region=… or AWS_REGION.`
  }
  if (PASSING.has(status)) return 'It was asked several times; the work waits and goes on when it answers.'
  if (status === 401 || status === 403)
    return 'The key may not use it: allow s3:GetObject and s3:PutObject on the objects, and s3:ListBucket on the bucket.'
  if (status >= 300 && status < 400) return 'The bucket is at another address: correct region, endpoint or addressing.'
  return 'Check endpoint, region and addressing.'
}

function unreachable(bucket: Bucket, cause: Error): SnapshotStoreUnavailable {
  const reason = cause.cause instanceof Error ? cause.cause.message || cause.cause.name : cause.message
  return new SnapshotStoreUnavailable(
    `GOUJI_SNAPSHOTS: the object storage at ${serviceOf(bucket)} does not answer: ${reason}. Start it, or correct endpoint, region and addressing.`,
    { cause },
  )
}

/** Address of the service: the endpoint, or that of AWS. */
function serviceOf({ endpoint, region }: Bucket): string {
  return endpoint ?? `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

function addressOf(bucket: Bucket, { key, query = {} }: BucketRequest): string {
  const url = new URL(serviceOf(bucket))
  if (bucket.addressing === 'host') url.hostname = `${bucket.name}.${url.hostname}`
  url.pathname = [bucket.addressing === 'path' ? bucket.name : '', key].filter((part) => part !== '').join('/')
  url.search = new URLSearchParams(query).toString()
  return url.href
}

function bodyHeaders(body: Uint8Array): Record<string, string> {
  return { 'content-md5': createHash('md5').update(body).digest('base64'), 'content-type': 'application/zstd' }
}

function codeOf(body: Uint8Array): string | null {
  const start = Buffer.from(body.subarray(0, 10_000)).toString()
  return /<Code>\s*([A-Za-z0-9.]{1,100})\s*<\/Code>/.exec(start)?.[1] ?? null
}

async function waitAfter(last: BucketAnswer | Error, waitMs: number): Promise<void> {
  const asked = last instanceof Error ? 0 : Number(last.headers.get('retry-after') ?? 0) * 1_000 || 0
  const wait = Math.min(LONGEST_WAIT_MS, Math.max(asked, waitMs * (0.5 + Math.random())))
  await new Promise((resolve) => setTimeout(resolve, wait))
}
