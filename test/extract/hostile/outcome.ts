import { openReadingThreads, type ReadingLimits, type ReadingThreads } from '../../../src/extract/reading-threads.ts'
import { GiveUp } from '../../../src/model/give-up.ts'
import { sha256Of } from '../../../src/model/sha256.ts'

/** What became of a hostile file: how it was read or refused, or the error that nobody expected. */
export type Outcome = {
  readonly kind: 'report' | 'not a report' | 'refused' | 'failed'
  /** Why it is no report, was refused, or failed. */
  readonly reason: string
  readonly seconds: number
}

export type HostileReader = {
  readonly read: (bytes: Uint8Array | string) => Promise<Outcome>
  readonly close: ReadingThreads['close']
}

/** Reads files as the commands do, each in a thread that can be stopped. */
export function openHostileReader(limits: ReadingLimits): HostileReader {
  const threads = openReadingThreads(limits)
  return {
    read: async (content) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      const start = performance.now()
      const outcome = await threads
        .extract({ name: 'hostile', bytes, sha256: sha256Of(bytes) })
        .then((extraction) =>
          extraction.kind === 'report'
            ? ({ kind: 'report', reason: '' } as const)
            : ({ kind: 'not a report', reason: extraction.reason.code } as const),
        )
        .catch((error: Error) =>
          error instanceof GiveUp
            ? ({ kind: 'refused', reason: error.reason } as const)
            : ({ kind: 'failed', reason: String(error.stack) } as const),
        )
      return { ...outcome, seconds: (performance.now() - start) / 1000 }
    },
    close: threads.close,
  }
}
