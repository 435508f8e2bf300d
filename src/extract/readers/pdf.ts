import { Worker } from 'node:worker_threads'
import type { Document } from '../../model/document.ts'
import { GiveUp, type GiveUpReason } from '../../model/give-up.ts'
import type { SnapshotFile } from '../../model/snapshot.ts'

/** What the worker thread answers for one file. */
export type PdfAnswer =
  | { readonly kind: 'read'; readonly document: Document }
  | { readonly kind: 'given-up'; readonly reason: GiveUpReason; readonly detail: string }
  | { readonly kind: 'failed'; readonly error: Error }

/** A report takes well under a second. */
const MAX_SECONDS = 60
const MAX_HEAP_MEGABYTES = 512

let worker: Worker | null = null
let before: Promise<unknown> = Promise.resolve()

/**
 * Reads a PDF in a thread of its own, one file after another: the library cannot be interrupted, so that a file made to keep it busy
 * or to fill the memory ends with its thread. `seconds` is the longest that one file may take.
 */
export function readPdf(file: SnapshotFile, { seconds = MAX_SECONDS }: { seconds?: number } = {}): Promise<Document> {
  const result = before.then(() => readInThread(file, seconds))
  before = result.catch(() => {})
  return result
}

async function readInThread(file: SnapshotFile, seconds: number): Promise<Document> {
  const answer = await ask(file, seconds)
  switch (answer.kind) {
    case 'read':
      return answer.document
    case 'given-up':
      throw new GiveUp(answer.reason, answer.detail)
    case 'failed':
      throw new Error(`reading ${file.name}`, { cause: answer.error })
  }
}

function ask(file: SnapshotFile, seconds: number): Promise<PdfAnswer> {
  worker ??= startWorker()
  const thread = worker
  // An idle thread does not keep the process alive; a busy one does.
  thread.ref()
  return new Promise((resolve) => {
    const settle = (answer: PdfAnswer, reusable: boolean) => {
      clearTimeout(timer)
      for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event)
      if (reusable) thread.unref()
      else {
        worker = null
        void thread.terminate()
      }
      resolve(answer)
    }
    const giveUp = (reason: GiveUpReason, detail: string) => settle({ kind: 'given-up', reason, detail }, false)
    const timer = setTimeout(
      () => giveUp('damaged-file', `${file.name} takes longer than ${seconds} s to read; open it in a viewer and save it again`),
      seconds * 1000,
    )
    thread.on('message', (answer: PdfAnswer) => settle(answer, true))
    thread.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        giveUp('too-large', `${file.name} needs more than ${MAX_HEAP_MEGABYTES} MB to read`)
      else settle({ kind: 'failed', error }, false)
    })
    thread.on('exit', (code) => settle({ kind: 'failed', error: new Error(`the PDF thread ended with code ${code}`) }, false))
    thread.postMessage({ name: file.name, bytes: file.bytes, sha256: file.sha256 } satisfies SnapshotFile)
  })
}

function startWorker(): Worker {
  // The file is TypeScript in the project and JavaScript in the published package.
  const script = import.meta.url.endsWith('.ts')
    ? new URL('./pdf-worker.ts', import.meta.url)
    : new URL('./pdf-worker.js', import.meta.url)
  return new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEGABYTES } })
}
