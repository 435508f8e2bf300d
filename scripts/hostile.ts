import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { cutOff, withChangedBytes } from '../test/extract/hostile/damage.ts'
import { HOSTILE_FILES } from '../test/extract/hostile/hostile-files.ts'
import { hostilePages, LONG_RUNS } from '../test/extract/hostile/hostile-pages.ts'
import { type Outcome, openHostileReader } from '../test/extract/hostile/outcome.ts'
import { drawFrom } from '../test/generate/draw.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'
import type { Wanted } from './hostile-maker.ts'

// npm run hostile [-- FOLDER…] [--places N] [--seeds N]
// Reads files made to exhaust their readers, then a generated file of every layout and every file of the folders, each cut off at N places
// and N times with 1 % of its bytes changed. Every one must be a result or a clear error within 10 s and 1 GB, pictures
// that are recognised within 2 minutes. Exit status 1 when one is not.

const SECONDS = 10
/** Recognition takes 10 s a step, not a file: a whole report is many steps. */
const SECONDS_OF_PICTURE = 120
/** What reading may add to a process that begins with about 150 MB. */
const MEGABYTES = 850
/** How much of everything the hostile pages hold. */
const MANY = 1_000_000

const { positionals: folders, values } = parseArgs({
  allowPositionals: true,
  options: {
    places: { type: 'string', default: '50' },
    seeds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
  },
})
const places = Number(values.places)
const seeds = Number(values.seeds)

type Tally = { readonly kinds: Map<string, number>; seconds: number; readonly failures: string[] }

const threads = availableParallelism()
const [load = 0] = loadavg()
if (load > threads)
  console.log(`The machine is busy (load ${load.toFixed(1)}): files take longer, and some will be refused as too slow.`)
const reader = openHostileReader({ threads })
let most = 0
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss() / 1e6)
}, 10)
let bad = 0

for (const { name } of [...hostilePages(MANY), ...LONG_RUNS, ...HOSTILE_FILES]) {
  if (name.includes(values.only)) await tell(name, [await madeElsewhere({ hostile: name, many: MANY })])
}
for (const layout of LAYOUTS) {
  const name = `${layout.format}: ${layout.name}`
  if (name.includes(values.only)) await tell(`${name}, damaged`, damaged(await madeElsewhere({ layout: layout.name })))
}
for (const folder of folders) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && path.includes(values.only))
      await tell(`${relative(folder, path)}, damaged`, damaged(readFileSync(path)))
  }
}
clearInterval(watch)
await reader.close()
console.log(bad === 0 ? 'Every file was read or refused clearly, within the limits.' : `${bad} are beyond the limits or failed.`)
process.exitCode = bad === 0 ? 0 : 1

/** A file that another process makes, which is gone with its memory before the file is read. */
async function madeElsewhere(wanted: Wanted): Promise<Uint8Array> {
  const child = fork(join(import.meta.dirname, 'hostile-maker.ts'), { serialization: 'advanced' })
  let made: Uint8Array | null = null
  child.once('message', (bytes: Uint8Array) => {
    made = bytes
  })
  child.send(wanted)
  await once(child, 'close')
  if (made === null) throw new Error(`a file could not be made: ${JSON.stringify(wanted)}`)
  return made
}

function* damaged(bytes: Uint8Array): Generator<Uint8Array> {
  yield bytes
  yield* cutOff(bytes, places)
  for (let seed = 1; seed <= seeds; seed++) yield withChangedBytes(bytes, 0.01, drawFrom(seed))
}

/** Reads the variants of one file and prints a line of what became of them. */
async function tell(name: string, variants: Iterable<Uint8Array | string>): Promise<void> {
  const before = process.memoryUsage.rss() / 1e6
  most = before
  const tally: Tally = { kinds: new Map(), seconds: 0, failures: [] }
  const waiting = variants[Symbol.iterator]()
  const readRest = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) count(tally, await reader.read(next.value))
  }
  await Promise.all(Array.from({ length: threads }, readRest))
  const isBad =
    tally.failures.length > 0 ||
    tally.seconds > (/^(?:picture|scan):/.test(name) ? SECONDS_OF_PICTURE : SECONDS) ||
    most - before > MEGABYTES
  if (isBad) bad += 1
  const kinds = [...tally.kinds].map(([kind, times]) => `${times} ${kind}`).join(', ')
  console.log(
    `${isBad ? '!!' : '  '} ${tally.seconds.toFixed(1).padStart(5)} s +${(most - before).toFixed(0).padStart(4)} MB  ${name}: ${kinds}`,
  )
  for (const failure of tally.failures) console.log(failure)
}

function count(tally: Tally, { kind, reason, seconds }: Outcome): void {
  const { kinds, failures } = tally
  const told = kind === 'failed' || reason === '' ? kind : `${kind} (${reason})`
  kinds.set(told, (kinds.get(told) ?? 0) + 1)
  if (kind === 'failed') failures.push(reason)
  tally.seconds = Math.max(tally.seconds, seconds)
}
