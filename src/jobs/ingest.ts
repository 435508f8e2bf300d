import * as captures from '../../db/captures.ts'
import { readyCaptures } from '../../db/run-progress.ts'
import * as runs from '../../db/runs.ts'
import * as snapshots from '../../db/snapshots.ts'
import { inTransaction } from '../../db/transaction.ts'
import { sha256Of } from '../model/sha256.ts'
import type { JobContext } from './context.ts'
import { enqueue } from './queues.ts'

/** A local file: its address (`file:` URL), and its name without ending, which may tell whose report it is. */
export type GivenFile = { readonly url: string; readonly title: string; readonly read: () => Promise<Uint8Array> }

/**
 * Starts a run that takes local files through the same queues as crawled pages. Run and files are committed together: nobody can see
 * the run without its work and take it for ended. `onProblem` is told of files that could not be opened; the others go on.
 */
export async function startIngestRun(
  context: JobContext,
  files: readonly GivenFile[],
  options: { readonly district: string | null; readonly onProblem: (file: GivenFile, error: Error) => void },
): Promise<number | null> {
  const { db, queues } = context
  const seen: captures.SeenCapture[] = []
  for (const file of files) {
    try {
      seen.push(await keep(context, file, options.district))
    } catch (error) {
      if (!isFileError(error)) throw error
      options.onProblem(file, error)
    }
  }
  if (seen.length === 0) return null
  const runId = await inTransaction(db, async (trx) => {
    const { id } = await runs.start(trx, { kind: 'ingest' })
    await captures.record(trx, id, seen)
    return id
  })
  const ready = await readyCaptures(db, { runId })
  await enqueue(
    queues,
    'extract',
    ready.map((captureId) => ({ captureId })),
  )
  return runId
}

async function keep(
  { db, snapshots: store }: JobContext,
  file: GivenFile,
  district: string | null,
): Promise<captures.SeenCapture> {
  const bytes = await file.read()
  const sha256 = sha256Of(bytes)
  await store.put(bytes)
  await snapshots.record(db, { sha256, bytes: bytes.length, mediaType: null })
  return {
    url: file.url,
    sha256,
    columnId: null,
    authorityId: null,
    districtId: district,
    listTitle: file.title,
    dates: [],
    attachmentOf: null,
  }
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
