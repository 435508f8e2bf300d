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

/** Rounds before the first that counts, while the code is still being compiled. */
const WARM_UP = 15

/**
 * Speed over a folder of reports (default: `../shared/corpus`): ratios measured in one run, ours and the yardstick in turn, of each the
 * time that a quarter of the rounds stay below, since other work on the machine only ever makes a round slower.
 */
export async function measureSpeed(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '40' } },
  })
  const folder = resolve(positionals[0] ?? join(import.meta.dirname, '../../shared/corpus'))
  const rounds = Number(values.rounds)
  if (!existsSync(folder)) {
    console.error(`bench: there is no folder ${folder}. Give one with reports: npm run bench -- FOLDER`)
    process.exitCode = 2
    return
  }
  const files = filesOf(folder)
  console.log(`${files.length} files of ${folder}, ${rounds} rounds, one core`)
  const [load = 0] = loadavg()
  if (load > availableParallelism() / 2) console.log(`The machine is busy (load ${load.toFixed(1)}): times come out too high.`)
  console.log('')
  await measurePages(files, rounds)
  await measurePdfs(folder, files, rounds)
}

function filesOf(folder: string): SnapshotFile[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isFile() && ['.html', '.txt', '.pdf'].includes(extname(name)))
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      return { name, bytes, sha256: sha256Of(bytes) }
    })
}

/** Pages and texts, against tokenising the same bytes with htmlparser2. */
async function measurePages(all: readonly SnapshotFile[], rounds: number): Promise<void> {
  const files = all.filter(({ name }) => !name.endsWith('.pdf'))
  const totals = { ours: 0, yardstick: 0, bytes: 0 }
  console.log('extract + check      reports/s   ms    yardstick ms   ratio   file')
  for (const file of files) {
    const html = decodeText(file.bytes).text
    const { ours, yardstick } = await compare(
      () => readAndCheck(file),
      () => tokenise(html),
      rounds,
    )
    totals.ours += ours
    totals.yardstick += yardstick
    totals.bytes += file.bytes.length
    printRow(kilobytes(file), { ours, yardstick, name: file.name })
  }
  if (files.length === 0) return
  printRow(`all, ${Math.round(totals.bytes / files.length / 1000)} kB on average`, {
    ours: totals.ours / files.length,
    yardstick: totals.yardstick / files.length,
    name: 'against tokenising with htmlparser2',
  })
}

/** PDF files, against pdftotext. */
async function measurePdfs(folder: string, all: readonly SnapshotFile[], rounds: number): Promise<void> {
  const files = all.filter(({ name }) => name.endsWith('.pdf'))
  if (files.length === 0) return
  console.log('')
  if (spawnSync('pdftotext', ['-v']).error) {
    console.log('PDF left out: pdftotext (poppler-utils) is not on this machine')
    return
  }
  const start = lowerQuartile(Array.from({ length: 20 }, () => time(() => spawnSync('pdftotext', ['-v']))))
  for (const file of files) {
    const { ours, yardstick } = await compare(
      () => readAndCheck(file),
      () => spawnSync('pdftotext', ['-layout', join(folder, file.name), '-']),
      Math.ceil(rounds / 2),
    )
    const name = `${file.name} against pdftotext -layout less its start (${start.toFixed(0)} ms)`
    printRow(kilobytes(file), { ours, yardstick: yardstick - start, name })
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
  times: number,
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

function printRow(
  label: string,
  { ours, yardstick, name }: { readonly ours: number; readonly yardstick: number; readonly name: string },
): void {
  const numbers = [
    (1000 / ours).toFixed(0).padStart(9),
    ours.toFixed(2).padStart(7),
    yardstick.toFixed(2).padStart(12),
    (ours / yardstick).toFixed(2).padStart(8),
  ]
  console.log(`${label.padEnd(20)}${numbers.join(' ')}   ${name}`)
}
