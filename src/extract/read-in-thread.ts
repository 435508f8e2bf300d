import { parentPort } from 'node:worker_threads'
import { GiveUp } from '../model/give-up.ts'
import { explainReport } from './explain.ts'
import { extractReport } from './extract-report.ts'
import type { ReadingAnswer, ReadingTask } from './reading-threads.ts'

// What runs in a thread of `openReadingThreads`: one file after another is read, and what became of it is told.
parentPort?.on('message', async (task: ReadingTask) => {
  parentPort?.postMessage(await answerFor(task))
})

function tellProgress(): void {
  parentPort?.postMessage({ kind: 'going-on' } satisfies ReadingAnswer)
}

async function answerFor({ what, file, expected }: ReadingTask): Promise<ReadingAnswer> {
  try {
    const result = what === 'extract' ? extractReport(file, expected, tellProgress) : explainReport(file, tellProgress)
    return { kind: 'read', result: await result }
  } catch (error) {
    if (error instanceof GiveUp) return { kind: 'given-up', reason: error.reason, detail: error.detail }
    return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
