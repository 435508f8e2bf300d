import { setTimeout as delay } from 'node:timers/promises'
import * as captures from '../../db/captures.ts'
import { alone } from '../../db/locks.ts'
import * as runs from '../../db/runs.ts'
import * as snapshots from '../../db/snapshots.ts'
import { sha256Of } from '../model/sha256.ts'
import { advanceRuns } from './advance-run.ts'
import type { JobContext } from './context.ts'

/** A local file: its address (`file:` URL), and its name without ending, which may tell whose report it is. */
export type GivenFile = { readonly url: string; readonly title: string; readonly read: () => Promise<Uint8Array> }

type IngestOptions = {
  readonly district: string | null
  /** Is told of files that could not be opened; the others go on. */
  readonly onProblem: (file: GivenFile, error: Error) => void
  /** Is told of a run that works on some of these files: a document counts in one run, so that this one begins when that one has ended. */
  readonly onWait?: (runId: number) => void
  readonly signal?: AbortSignal
}

/** How soon to look again whether another run has ended. */
const POLL_MS = 500

/**
 * Starts a run that takes local files through the same queues as crawled pages. Run and files are committed together: nobody can see
 * the run without its work and take it for ended. Null where no file could be opened.
 */
export async function startIngestRun(
  context: JobContext,
  files: readonly GivenFile[],
  options: IngestOptions,
): Promise<number | null> {
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
  const runId = await begin(context, seen, options)
  // Where no file is new there is nothing to be read, and its next stage comes at once.
  await advanceRuns(context)
  return runId
}

async function begin(
  { db }: JobContext,
  seen: readonly captures.SeenCapture[],
  { onWait, signal }: IngestOptions,
): Promise<number> {
  const urls = seen.map(({ url }) => url)
  for (let told: number | null = null; ; await delay(POLL_MS, undefined, { signal })) {
    const begun = await alone(db, 'ingest', async (trx) => {
      const other = await captures.runWith(trx, urls)
      if (other !== null) return { other }
      const { id } = await runs.start(trx, { kind: 'ingest' })
      await captures.record(trx, id, seen)
      return { id }
    })
    if (begun.id !== undefined) return begun.id
    if (begun.other !== told) onWait?.(begun.other)
    told = begun.other
  }
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
