import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openReadingThreads } from '../src/extract/reading-threads.ts'
import { GiveUp } from '../src/model/give-up.ts'
import { sha256Of } from '../src/model/sha256.ts'
import type { Layout } from '../test/generate/layouts/layout.ts'
import { layoutsNamed } from './accuracy.ts'

const MEGABYTE = 1024 * 1024

/** How often memory is looked at. */
const LOOKS = 20

/**
 * Reads generated documents of every layout in turn, on all cores as a worker does, and prints how much memory the process holds on the way.
 * `--documents N` (default 1000), `--only TEXT` for layouts or formats with this in their name.
 */
export async function measureMemory(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { documents: { type: 'string', default: '1000' }, only: { type: 'string', default: '' } },
  })
  const layouts = layoutsNamed(values.only)
  const count = Number(values.documents)
  const every = Math.max(1, Math.floor(count / LOOKS))
  const threads = availableParallelism()
  const reading = openReadingThreads({ threads })
  const maker = openMaker()
  let most = 0
  console.log('documents   resident MB   heap MB   outside MB')
  let next = 0
  const readOn = async () => {
    while (next < count) {
      const index = next++
      const { bytes, fileName } = await maker.make(layouts[index % layouts.length]!, index + 1)
      // An archive has no report of its own: it is taken apart before.
      await reading.extract({ name: fileName, bytes, sha256: sha256Of(bytes) }).catch((error) => {
        if (!(error instanceof GiveUp && error.reason === 'unsupported-format')) throw error
      })
      most = Math.max(most, process.memoryUsage.rss())
      if ((index + 1) % every === 0) printMemory(index + 1)
    }
  }
  await Promise.all(Array.from({ length: threads }, readOn))
  await reading.close()
  maker.close()
  console.log(`most resident memory: ${(most / MEGABYTE).toFixed(0)} MB`)
}

type Made = { readonly seed: number; readonly bytes: Uint8Array; readonly fileName: string }

/** Makes documents in a process of its own, whose memory does not count. */
function openMaker() {
  const child = fork(join(import.meta.dirname, 'document-maker.ts'), { serialization: 'advanced' })
  const waiting = new Map<number, (made: Made) => void>()
  child.on('message', (made: Made) => {
    waiting.get(made.seed)?.(made)
    waiting.delete(made.seed)
  })
  return {
    make: ({ name }: Layout, seed: number) =>
      new Promise<Made>((resolve) => {
        waiting.set(seed, resolve)
        child.send({ layout: name, seed })
      }),
    close: () => child.disconnect(),
  }
}

function printMemory(documents: number): void {
  const { rss, heapUsed, external } = process.memoryUsage()
  const numbers = [rss, heapUsed, external].map((bytes) => (bytes / MEGABYTE).toFixed(0).padStart(10))
  console.log(`${String(documents).padStart(9)} ${numbers.join(' ')}`)
}
