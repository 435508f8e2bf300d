import { createHash } from 'node:crypto'
import type { Bucket } from '../src/model/bucket.ts'
import { sha256Of } from '../src/model/sha256.ts'
import { type BucketAnswer, openBucket, type Patience, refusal } from './bucket-requests.ts'
import { isWhole, packSnapshot, SnapshotMissing, type SnapshotStore, snapshotPath, unpackSnapshot } from './snapshot-store.ts'

/**
 * Opens the store in a bucket of S3-compatible storage, under the names that the folder has: `<prefix>/ab/cd/<sha256>.zst`. What is there whole is
 * not sent again, and nothing is ever deleted. Nothing is asked before the first use.
 * All functions throw SnapshotStoreUnavailable where the storage does not answer or does not let us in.
 */
export function openBucketStore(bucket: Bucket, patience?: Patience): SnapshotStore {
  const send = openBucket(bucket, patience)
  const keyOf = (sha256: string) => [...(bucket.prefix === '' ? [] : [bucket.prefix]), ...snapshotPath(sha256)].join('/')

  const get = async (sha256: string) => {
    const key = keyOf(sha256)
    const path = `s3://${bucket.name}/${key}`
    const answer = await send({ method: 'GET', key })
    if (answer.status === 404 && answer.code !== 'NoSuchBucket') throw new SnapshotMissing(sha256, path)
    if (answer.status !== 200) throw refusal(bucket, answer)
    return await unpackSnapshot(answer.body, { sha256, path })
  }

  const has = (sha256: string) => isWhole(get, sha256)

  const put = async (bytes: Uint8Array) => {
    const sha256 = sha256Of(bytes)
    const key = keyOf(sha256)
    const packed = await packSnapshot(bytes)
    const there = await send({ method: 'HEAD', key })
    // Another compression, or a service whose ETag is no MD5, is no fault: then the bytes themselves are compared.
    if (there.status === 200 && (isSame(there, packed) || (await has(sha256)))) return sha256
    // An answer to HEAD has no words: the one to PUT says what is wrong.
    const answer = await send({ method: 'PUT', key, body: packed })
    if (answer.status !== 200) throw refusal(bucket, answer)
    return sha256
  }

  // An object is there whole or not at all.
  return { put, get, has, clean: async () => 0 }
}

/** @throws SnapshotStoreUnavailable where the bucket does not answer, is not there, or does not let us in */
export async function assertBucketAnswers(bucket: Bucket, patience?: Patience): Promise<void> {
  // Of names that nobody has, so that the answer is short however full the bucket is.
  const query = { 'list-type': '2', 'max-keys': '1', prefix: `${bucket.prefix === '' ? '' : `${bucket.prefix}/`}.gouji` }
  const answer = await openBucket(bucket, patience)({ method: 'GET', key: '', query })
  if (answer.status !== 200) throw refusal(bucket, answer)
}

function isSame({ headers }: BucketAnswer, packed: Uint8Array): boolean {
  const md5 = createHash('md5').update(packed).digest('hex')
  return headers.get('etag') === `"${md5}"` && Number(headers.get('content-length')) === packed.length
}
