import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import { GiveUp, type GiveUpReason } from '../model/give-up.ts'
import type { Extraction } from '../model/report.ts'
import type { ShownPage } from '../model/shown-page.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import type { PageToDraw } from './draw-pages.ts'
import type { Explained } from './explain.ts'
import type { Expected } from './extract-report.ts'

/** What a file may be read for, and what comes of it. */
type Results = {
  readonly extract: Extraction
  readonly explain: Explained
  readonly measure: readonly ShownPage[]
  readonly draw: Uint8Array
}

/** What a thread is asked to do with a file. */
export type ReadingTask = { readonly file: SnapshotFile } & (
  | { readonly what: 'extract'; readonly expected: Expected }
  | { readonly what: 'explain' | 'measure' }
  | { readonly what: 'draw'; readonly drawn: PageToDraw }
)

/** What a thread answers for one file; `going-on` comes any number of times before. */
export type ReadingAnswer =
  | { readonly kind: 'going-on' }
  | { readonly kind: 'read'; readonly result: Results[keyof Results] }
  | { readonly kind: 'given-up'; readonly reason: GiveUpReason; readonly detail: string }
  | { readonly kind: 'failed'; readonly error: Error }

export type ReadingThreads = {
  /**
   * Reads a file in a thread. Throws `GiveUp` for a file that cannot be read, takes too long or needs too much memory, and an ordinary error
   * where reading itself fails; either way the next file is read.
   */
  readonly extract: (file: SnapshotFile, expected?: Expected) => Promise<Extraction>
  /** Reads a file likewise, and explains how its cells were read. */
  readonly explain: (file: SnapshotFile) => Promise<Explained>
  /** Tells a file's pages as they are to be shown, likewise; none where its format has none that can be drawn. */
  readonly measure: (file: SnapshotFile) => Promise<readonly ShownPage[]>
  /** Draws a page of a PDF likewise, as a PNG. */
  readonly draw: (file: SnapshotFile, drawn: PageToDraw) => Promise<Uint8Array>
  /** Ends all threads; files that are being read or wait are refused. */
  readonly close: () => Promise<void>
}

export type ReadingLimits = {
  /** Files read at once. */
  readonly threads: number
  /** The longest that one file may take, or one step of a scan. A report takes milliseconds, a scanned page seconds. */
  readonly seconds?: number
  /** The most memory that reading one file may add to the process. */
  readonly megabytes?: number
}

/** With these a process that begins with less than 200 MB stays within 10 s a file and 1 GB. A scan takes up to 600 MB with the models' start. */
const SECONDS = 9
const MEGABYTES = 800
/** A scan takes no longer, however many pages it has. */
const SCAN_SECONDS = 600
const MEGABYTE = 1024 * 1024
/** On a machine so busy that reading gets less than half a core, the time limit counts so many times. */
const MOST_PERIODS = 4
/** How often memory is looked at while files are read, in ms. A thread fills less than 150 MB in this time. */
const WATCH_EVERY = 25

/** A file on its way: waiting, or being read. */
type Reading = ReadingTask & {
  readonly resolve: (result: Results[keyof Results]) => void
  readonly reject: (error: Error) => void
  /** Memory ran out while it was read beside others: only alone can it be told which of them took it. */
  alone: boolean
}

type BusyThread = {
  readonly worker: Worker
  readonly reading: Reading
  /** Memory of the process when reading began, in bytes. */
  readonly rssBefore: number
  /** Ends the thread; what becomes of the file is up to the caller. */
  readonly stop: () => void
}

/**
 * Opens a pool of threads that read files. Reading cannot be interrupted otherwise: a file made to keep it busy or to fill the memory ends with its
 * thread, and the next file gets a fresh one. Threads start when they are needed; idle ones do not keep the process alive.
 */
export function openReadingThreads({ threads, seconds = SECONDS, megabytes = MEGABYTES }: ReadingLimits): ReadingThreads {
  const waiting: Reading[] = []
  const idle: Worker[] = []
  const busy = new Set<BusyThread>()
  const ending = new Set<Promise<unknown>>()
  let closed = false
  let watch: NodeJS.Timeout | null = null

  /** Begins as many of the waiting files as there are free threads. */
  function beginWaiting(): void {
    while (waiting.length > 0 && busy.size + ending.size < threads) {
      const others = [...busy]
      if (others.length > 0 && (waiting[0]!.alone || others.some(({ reading }) => reading.alone))) return
      begin(waiting.shift()!)
    }
  }

  function begin(reading: Reading): void {
    const worker = idle.pop() ?? startThread(megabytes)
    worker.removeAllListeners()
    // A busy thread keeps the process alive.
    worker.ref()
    const begun = performance.now()
    let cpuBefore = process.cpuUsage()
    let periods = 0
    /** A machine that has no time for reading says nothing about the file: it gets more. */
    const judgeTime = () => {
      periods++
      if (periods < MOST_PERIODS && cpuSecondsSince(cpuBefore) < seconds / 2) timer.refresh()
      else giveUp()
    }
    const giveUp = () => {
      stop()
      reading.reject(tooSlow(reading.file, (performance.now() - begun) / 1000))
    }
    const timer = setTimeout(judgeTime, seconds * 1000)
    const scanTimer = setTimeout(giveUp, SCAN_SECONDS * 1000)
    const goOn = () => {
      periods = 0
      cpuBefore = process.cpuUsage()
      timer.refresh()
    }
    const thread: BusyThread = { worker, reading, rssBefore: process.memoryUsage.rss(), stop }
    busy.add(thread)
    watch ??= setInterval(watchMemory, WATCH_EVERY)

    function leave(): void {
      clearTimeout(timer)
      clearTimeout(scanTimer)
      worker.removeAllListeners()
      busy.delete(thread)
      if (busy.size > 0 || watch === null) return
      clearInterval(watch)
      watch = null
    }
    function stop(): void {
      leave()
      end(worker)
    }
    worker.on('message', (answer: ReadingAnswer) => {
      if (answer.kind === 'going-on') {
        goOn()
        return
      }
      // After an unexpected error nobody knows the state of the thread.
      if (answer.kind === 'failed') stop()
      else {
        leave()
        rest(worker)
      }
      settle(reading, answer)
      beginWaiting()
    })
    worker.on('error', (error: Error & { code?: string }) => {
      stop()
      reading.reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? needsMore(reading.file, megabytes) : unexpected(reading.file, error),
      )
    })
    worker.on('exit', (code) => {
      stop()
      reading.reject(unexpected(reading.file, new Error(`the thread ended with code ${code}`)))
    })
    // Handing over a copy takes half the memory of having one made.
    const { resolve, reject, alone, ...task } = reading
    const bytes = new Uint8Array(task.file.bytes)
    worker.postMessage({ ...task, file: { ...task.file, bytes } } satisfies ReadingTask, [bytes.buffer])
  }

  function rest(worker: Worker): void {
    worker.unref()
    // Its file has been answered: what fails afterwards costs the thread alone.
    worker.on('error', () => undefined)
    worker.once('exit', () => idle.splice(idle.indexOf(worker), 1))
    idle.push(worker)
  }

  /** The thread's place is free when its memory is. What it still says is about a file that has been settled. */
  function end(worker: Worker): void {
    worker.on('error', () => undefined)
    const ended = worker.terminate().finally(() => {
      ending.delete(ended)
      beginWaiting()
    })
    ending.add(ended)
  }

  function watchMemory(): void {
    const rss = process.memoryUsage.rss()
    for (const thread of [...busy]) {
      if (rss - thread.rssBefore <= megabytes * MEGABYTE) continue
      const { reading } = thread
      const wasAlone = busy.size === 1
      thread.stop()
      if (wasAlone || reading.alone) reading.reject(needsMore(reading.file, megabytes))
      else waiting.unshift(Object.assign(reading, { alone: true }))
    }
  }

  function read<Task extends ReadingTask>(task: Task): Promise<Results[Task['what']]> {
    return new Promise((resolve, reject) => {
      if (closed) throw new Error('the reading threads are closed')
      // A thread answers with the result of what it was asked for.
      const settle = (result: Results[keyof Results]) => resolve(result as Results[Task['what']])
      waiting.push({ ...task, resolve: settle, reject, alone: false })
      beginWaiting()
    })
  }

  return {
    extract: (file, expected = {}) => read({ what: 'extract', file, expected }),
    explain: (file) => read({ what: 'explain', file }),
    measure: (file) => read({ what: 'measure', file }),
    draw: (file, drawn) => read({ what: 'draw', file, drawn }),
    close: async () => {
      closed = true
      for (const { file, reject } of waiting.splice(0)) reject(unexpected(file, new Error('reading was stopped')))
      for (const { stop, reading } of [...busy]) {
        stop()
        reading.reject(unexpected(reading.file, new Error('reading was stopped')))
      }
      for (const worker of idle.splice(0)) {
        worker.removeAllListeners()
        end(worker)
      }
      await Promise.all(ending)
    },
  }
}

function settle({ file, resolve, reject }: Reading, answer: Exclude<ReadingAnswer, { kind: 'going-on' }>): void {
  switch (answer.kind) {
    case 'read':
      resolve(answer.result)
      return
    case 'given-up':
      reject(new GiveUp(answer.reason, answer.detail))
      return
    case 'failed':
      reject(unexpected(file, answer.error))
  }
}

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function tooSlow({ name }: SnapshotFile, seconds: number): GiveUp {
  return new GiveUp(
    'too-slow',
    `reading ${name} takes longer than ${Math.floor(seconds)} s; save it again, or give the report without what is around it`,
  )
}

function needsMore({ name }: SnapshotFile, megabytes: number): GiveUp {
  return new GiveUp(
    'too-large',
    `reading ${name} needs more than ${megabytes} MB of memory; save it again, or give the report without what is around it`,
  )
}

function unexpected({ name }: SnapshotFile, cause: Error): Error {
  return new Error(`reading ${name} failed unexpectedly: ${cause.message}`, { cause })
}

function startThread(megabytes: number): Worker {
  // The file is TypeScript in the project and JavaScript in the published package.
  const script = import.meta.url.endsWith('.ts')
    ? new URL('./read-in-thread.ts', import.meta.url)
    : new URL('./read-in-thread.js', import.meta.url)
  const compiled = getCompileCacheDir()
  return new Worker(script, {
    // Reading depends on nothing but the file; compiled code is only there sooner.
    env: compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled },
    // The engine may end the process where its own limit is met, so that this one lies beyond the one that is watched.
    // A small space for new objects keeps the thread at half the memory, and costs no time.
    resourceLimits: { maxOldGenerationSizeMb: 2 * megabytes, maxYoungGenerationSizeMb: 22 },
  })
}
