import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Parser } from 'htmlparser2'
import { extractReport } from '../src/extract/extract-report.ts'
import { decodeText } from '../src/model/decode-text.ts'
import { sha256Of } from '../src/model/sha256.ts'
import type { SnapshotFile } from '../src/model/snapshot.ts'
import { checkReport } from '../src/rules/check-report.ts'

// npm run bench [-- FOLDER] [-- --rounds N]: ratios measured in one run, ours and the yardstick in turn, of each the time
// that a quarter of the rounds stay below: other work on the machine only ever makes a round slower.

const { positionals, values } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '40' } } })
const folder = resolve(positionals[0] ?? join(import.meta.dirname, '../../shared/corpus'))
const rounds = Number(values.rounds)
/** Rounds before the first that counts, while the code is still being compiled. */
const WARM_UP = 15

if (!existsSync(folder)) {
  console.error(`bench: there is no folder ${folder}. Give one with reports: npm run bench -- FOLDER`)
  process.exit(2)
}

const files: SnapshotFile[] = readdirSync(folder)
  .filter((name) => statSync(join(folder, name)).isFile() && ['.html', '.txt', '.pdf'].includes(extname(name)))
  .map((name) => {
    const bytes = readFileSync(join(folder, name))
    return { name, bytes, sha256: sha256Of(bytes) }
  })

console.log(`${files.length} files of ${folder}, ${rounds} rounds, one core`)
const [load = 0] = loadavg()
if (load > availableParallelism() / 2) console.log(`The machine is busy (load ${load.toFixed(1)}): times come out too high.`)
console.log('')
console.log('extract + check      reports/s   ms    yardstick ms   ratio   file')
const totals = { ours: 0, yardstick: 0, count: 0, bytes: 0 }

for (const file of files.filter(({ name }) => !name.endsWith('.pdf'))) {
  const html = decodeText(file.bytes).text
  const { ours, yardstick } = await compare(
    () => readAndCheck(file),
    () => tokenise(html),
  )
  totals.ours += ours
  totals.yardstick += yardstick
  totals.count += 1
  totals.bytes += file.bytes.length
  printRow(kilobytes(file), 1000 / ours, ours, yardstick, file.name)
}
if (totals.count > 0) {
  const average = `all, ${Math.round(totals.bytes / totals.count / 1000)} kB on average`
  printRow(
    average,
    (1000 * totals.count) / totals.ours,
    totals.ours / totals.count,
    totals.yardstick / totals.count,
    'against tokenising with htmlparser2',
  )
}

const pdfs = files.filter(({ name }) => name.endsWith('.pdf'))
if (pdfs.length > 0 && spawnSync('pdftotext', ['-v']).error) {
  console.log('\nPDF left out: pdftotext (poppler-utils) is not on this machine')
} else if (pdfs.length > 0) {
  console.log('')
  const start = lowerQuartile(Array.from({ length: 20 }, () => time(() => spawnSync('pdftotext', ['-v']))))
  for (const file of pdfs) {
    const { ours, yardstick } = await compare(
      () => readAndCheck(file),
      () => spawnSync('pdftotext', ['-layout', join(folder, file.name), '-']),
      Math.ceil(rounds / 2),
    )
    printRow(
      kilobytes(file),
      1000 / ours,
      ours,
      yardstick - start,
      `${file.name} against pdftotext -layout less its start (${start.toFixed(0)} ms)`,
    )
  }
}

async function readAndCheck(file: SnapshotFile): Promise<void> {
  const extraction = await extractReport(file)
  if (extraction.kind === 'report') checkReport({ report: extraction.report, prior: null })
}

function tokenise(html: string): void {
  const parser = new Parser({})
  parser.write(html)
  parser.end()
}

/** Milliseconds of two pieces of work, run in turn so that both meet the same machine. */
async function compare(
  ours: () => Promise<void>,
  yardstick: () => unknown,
  times = rounds,
): Promise<{ ours: number; yardstick: number }> {
  const samples = { ours: [] as number[], yardstick: [] as number[] }
  for (let round = -Math.min(WARM_UP, times); round < times; round += 1) {
    const startOurs = performance.now()
    await ours()
    const spentOurs = performance.now() - startOurs
    const spentYardstick = time(yardstick)
    if (round < 0) continue
    samples.ours.push(spentOurs)
    samples.yardstick.push(spentYardstick)
  }
  return { ours: lowerQuartile(samples.ours), yardstick: lowerQuartile(samples.yardstick) }
}

function time(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function lowerQuartile(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 4)] ?? Number.NaN
}

function kilobytes({ bytes }: SnapshotFile): string {
  return `${Math.round(bytes.length / 1000)} kB`
}

function printRow(label: string, rate: number, ours: number, yardstick: number, name: string): void {
  const numbers = [
    rate.toFixed(0).padStart(9),
    ours.toFixed(2).padStart(7),
    yardstick.toFixed(2).padStart(12),
    (ours / yardstick).toFixed(2).padStart(8),
  ]
  console.log(`${label.padEnd(20)}${numbers.join(' ')}   ${name}`)
}
