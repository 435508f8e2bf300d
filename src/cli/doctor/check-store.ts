import { assertBucketAnswers } from '../../../db/bucket-snapshot-store.ts'
import { SnapshotStoreUnavailable } from '../../../db/unavailable.ts'
import type { Bucket } from '../../model/bucket.ts'
import { broken, type Check, ok } from './check.ts'
import { checkFolder } from './check-machine.ts'

/** Few tries: somebody waits for the answer. */
const PATIENCE = { attempts: 2, waitMs: 500, timeoutMs: 10_000 }

/** Whether the place of the snapshots can be reached: a bucket answers and lets us in, a folder can be written. */
export async function checkStore(snapshots: string | Bucket): Promise<Check> {
  const about = { name: 'snapshot-store', title: '快照存放处 place of the snapshots' }
  if (typeof snapshots === 'string') return await checkFolder(snapshots, about)
  try {
    const began = performance.now()
    await assertBucketAnswers(snapshots, PATIENCE)
    const { name, prefix, region } = snapshots
    return ok(about, `s3://${name}/${prefix}，${region}，${Math.round(performance.now() - began)} ms`)
  } catch (error) {
    if (!(error instanceof SnapshotStoreUnavailable)) throw error
    return broken(about, error.message, '请更正 GOUJI_SNAPSHOTS 或密钥 correct GOUJI_SNAPSHOTS or its key')
  }
}
