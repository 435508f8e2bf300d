import { parseArgs } from 'node:util'
import { makeDocument } from '../test/generate/documents.ts'
import { measure } from '../test/generate/measure.ts'
import { layoutsNamed } from './accuracy.ts'

const MEGABYTE = 1024 * 1024

/** How often memory is looked at. */
const LOOKS = 20

/**
 * Reads generated documents of every layout in turn and prints how much memory the process holds on the way.
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
  let most = 0
  console.log('documents   resident MB   heap MB   outside MB')
  for (let index = 0; index < count; index += 1) {
    const { report, bytes, fileName } = await makeDocument(layouts[index % layouts.length]!, index + 1)
    await measure(report, bytes, fileName)
    most = Math.max(most, process.memoryUsage.rss())
    if ((index + 1) % every === 0) printMemory(index + 1)
  }
  console.log(`most resident memory: ${(most / MEGABYTE).toFixed(0)} MB`)
}

function printMemory(documents: number): void {
  const { rss, heapUsed, external } = process.memoryUsage()
  const numbers = [rss, heapUsed, external].map((bytes) => (bytes / MEGABYTE).toFixed(0).padStart(10))
  console.log(`${String(documents).padStart(9)} ${numbers.join(' ')}`)
}
