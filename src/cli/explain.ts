import { cellsNamed } from '../extract/cells-named.ts'
import { doubtfulCells, type Explained } from '../extract/explain.ts'
import { openReadingThreads, type ReadingThreads } from '../extract/reading-threads.ts'
import { GiveUp } from '../model/give-up.ts'
import type { SnapshotFile } from '../model/snapshot.ts'
import { type CellKey, cellLabel } from '../model/template.ts'
import { explanationText, overviewText } from './explain-text.ts'
import { describeGiveUp, describeNotReport, filesAt } from './read-reports.ts'
import { headline } from './report-text.ts'

/**
 * `gouji explain FILE [CELL]`: how a cell was read, or which cells are doubtful. Exit status 0, or 2 when the file could not be read as a
 * report or the words name no single cell.
 */
export async function run(path: string, words: readonly string[], { format }: { format: string }): Promise<void> {
  const reading = openReadingThreads({ threads: 1 })
  try {
    for await (const found of filesAt(path)) {
      const explained = 'problem' in found ? found : await explain(found.file, reading)
      if ('problem' in explained) fail(found.path, explained.problem)
      else tell(found.path, explained, words.join(' '), format)
    }
  } finally {
    await reading.close()
  }
}

type ExplainedReport = Extract<Explained, { kind: 'report' }>

async function explain(file: SnapshotFile, reading: ReadingThreads): Promise<ExplainedReport | { readonly problem: string }> {
  try {
    const explained = await reading.explain(file)
    return explained.kind === 'report' ? explained : { problem: describeNotReport(explained.reason) }
  } catch (error) {
    if (error instanceof GiveUp) return { problem: describeGiveUp(error) }
    // A mistake of ours, but only about this file: the others of an archive are explained all the same.
    return { problem: `${(error as Error).message}; please report this file` }
  }
}

function tell(path: string, explained: ExplainedReport, words: string, format: string): void {
  const { report, explanations, attempts } = explained
  if (words.trim() === '') {
    process.stdout.write(
      format === 'json'
        ? `${JSON.stringify({ source: report.source, doubtful: doubtfulCells(report).map((key) => explanations.get(key)) })}\n`
        : `${overviewText(path, report, attempts)}\n`,
    )
    return
  }
  const edition = report.edition ?? '2021'
  const named = cellsNamed(words, [...explanations.keys()], edition)
  if (named.length !== 1) {
    fail(
      path,
      named.length === 0 ? `no cell is named “${words}”; give a key such as t3.granted.total` : openWords(words, named, edition),
    )
    return
  }
  const explanation = explanations.get(named[0]!)!
  if (format === 'json') process.stdout.write(`${JSON.stringify({ source: report.source, ...explanation })}\n`)
  else process.stdout.write(`${headline(path, report)}\n${explanationText(explanation)}`)
}

function openWords(words: string, named: readonly CellKey[], edition: '2019' | '2021'): string {
  const listed = named.slice(0, 8).map((key) => `${key} (${cellLabel(key, edition)})`)
  return `“${words}” may be ${named.length} cells: ${listed.join(', ')}${named.length > 8 ? ' …' : ''}; give one of the keys`
}

function fail(path: string, problem: string): void {
  process.stderr.write(`gouji: ${path}: ${problem}\n`)
  process.exitCode = 2
}
