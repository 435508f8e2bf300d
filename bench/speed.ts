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
import { makeDocument } from '../test/generate/documents.ts'
import { LAYOUTS } from '../test/generate/layouts/index.ts'

/**
 * Rounds before the first that counts. A worker reads thousands of pages in a night, and the code goes on being compiled through the first
 * hundreds: after 15 rounds a page still takes nearly twice the time it takes after 100.
 */
const WARM_UP = { pages: 100, pdf: 15 }

/** Generated pages as large as a report on a portal: its own 8 kB of text with the markup of a page around them. */
const GENERATED = { documents: 300, least: 20_000, most: 40_000 }

/**
 * Speed over a folder of reports (default: `../shared/corpus`) and over generated pages, on one core, against yardsticks measured in the same
 * run: pages in processor time; PDF files, whose yardstick is another process, ours and it in turn, of each the time that a quarter of the
 * `--rounds` stay below, since other work on the machine only ever makes a round slower.
 */
export async function measureSpeed(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '20' } },
  })
  const folder = resolve(positionals[0] ?? join(import.meta.dirname, '../../shared/corpus'))
  const rounds = Number(values.rounds)
  if (!existsSync(folder)) {
    console.error(`bench: there is no folder ${folder}. Give one with reports: npm run bench -- FOLDER`)
    process.exitCode = 2
    return
  }
  const files = filesOf(folder)
  console.log(`${files.length} files of ${folder}, one core`)
  const [load = 0] = loadavg()
  if (load > availableParallelism() / 2)
    console.log(`The machine is busy (load ${load.toFixed(1)}): times of PDF files come out too high.`)
  console.log('')
  await measurePages(files)
  await measureGenerated()
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
async function measurePages(all: readonly SnapshotFile[]): Promise<void> {
  const files = all.filter(({ name }) => !name.endsWith('.pdf'))
  const totals = { ours: 0, yardstick: 0, bytes: 0 }
  console.log('extract + check      reports/s   ms    yardstick ms   ratio   file')
  const pages = files.map((file) => ({ file, html: decodeText(file.bytes).text }))
  for (let round = 0; round < WARM_UP.pages; round += 1) {
    for (const { file, html } of pages) {
      await readAndCheck(file)
      tokenise(html)
    }
  }
  for (const { file, html } of pages) {
    const ours = await processorTime(() => readAndCheck(file))
    const yardstick = await processorTime(async () => tokenise(html))
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

/** Generated pages of about 30 kB, one behind the other, each read once a round: the time of all of them together. */
async function measureGenerated(): Promise<void> {
  const layouts = LAYOUTS.filter(({ format }) => format === 'html')
  const pages: { readonly file: SnapshotFile; readonly html: string }[] = []
  for (let seed = 1; pages.length < GENERATED.documents; seed += 1) {
    const { bytes, fileName } = await makeDocument(layouts[seed % layouts.length]!, seed)
    if (bytes.length < GENERATED.least || bytes.length > GENERATED.most) continue
    pages.push({ file: { name: fileName, bytes, sha256: sha256Of(bytes) }, html: decodeText(bytes).text })
  }
  const readAll = async () => {
    for (const { file } of pages) await readAndCheck(file)
  }
  await readAll()
  const ours = await processorTime(readAll)
  const yardstick = await processorTime(async () => {
    for (const { html } of pages) tokenise(html)
  })
  const bytes = pages.reduce((sum, { file }) => sum + file.bytes.length, 0)
  printRow(`${Math.round(bytes / pages.length / 1000)} kB on average`, {
    ours: ours / pages.length,
    yardstick: yardstick / pages.length,
    name: `${pages.length} generated pages, every one another report`,
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
      { warmUp: WARM_UP.pdf, times: rounds },
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

/** Milliseconds on the clock of two pieces of work, run in turn so that both meet the same machine. */
async function compare(
  ours: () => Promise<void>,
  yardstick: () => unknown,
  { warmUp, times }: { readonly warmUp: number; readonly times: number },
): Promise<{ ours: number; yardstick: number }> {
  const samples = { ours: [] as number[], yardstick: [] as number[] }
  for (let round = -warmUp; round < times; round += 1) {
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

/** Processor time that one measurement takes at least: the clock of a thread moves in steps of some milliseconds. */
const LEAST_MEASURED = 400
const RUNS_AT_ONCE = 5

/** Milliseconds of processor time that this thread needs for some work, whatever else the machine does. */
async function processorTime(work: () => Promise<void>): Promise<number> {
  const start = spent()
  let runs = 0
  do {
    for (let run = 0; run < RUNS_AT_ONCE; run += 1) await work()
    runs += RUNS_AT_ONCE
  } while (spent() - start < LEAST_MEASURED)
  return (spent() - start) / runs
}

function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
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
