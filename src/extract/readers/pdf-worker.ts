import { parentPort } from 'node:worker_threads'
import { GiveUp } from '../../model/give-up.ts'
import type { SnapshotFile } from '../../model/snapshot.ts'
import type { PdfAnswer } from './pdf.ts'
import { readPdfDocument } from './pdf-document.ts'

parentPort?.on('message', async (file: SnapshotFile) => {
  parentPort?.postMessage(await answerFor(file))
})

async function answerFor(file: SnapshotFile): Promise<PdfAnswer> {
  try {
    return { kind: 'read', document: await readPdfDocument(file) }
  } catch (error) {
    if (error instanceof GiveUp) return { kind: 'given-up', reason: error.reason, detail: error.detail }
    return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
