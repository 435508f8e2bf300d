import { parentPort } from 'node:worker_threads'
import { GiveUp } from '../model/give-up.ts'
import { drawPage, measurePages } from './draw-pages.ts'
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

function resultOf(task: ReadingTask) {
  switch (task.what) {
    case 'extract':
      return extractReport(task.file, task.expected, tellProgress)
    case 'explain':
      return explainReport(task.file, tellProgress)
    case 'measure':
      return measurePages(task.file)
    case 'draw':
      return drawPage(task.file, task.drawn)
  }
}

async function answerFor(task: ReadingTask): Promise<ReadingAnswer> {
  try {
    return { kind: 'read', result: await resultOf(task) }
  } catch (error) {
    if (error instanceof GiveUp) return { kind: 'given-up', reason: error.reason, detail: error.detail }
    return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
