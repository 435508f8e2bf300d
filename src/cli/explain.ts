import { cellsNamed } from '../extract/cells-named.ts'
import { doubtfulCells, type Explained, explainReport, keysOf } from '../extract/explain.ts'
import { GiveUp } from '../model/give-up.ts'
import { type CellKey, cellLabel } from '../model/template.ts'
import { explanationText, overviewText } from './explain-text.ts'
import { describeGiveUp, describeNotReport, filesAt } from './read-reports.ts'
import { headline } from './report-text.ts'

/**
 * `gouji explain FILE [CELL]`: how a cell was read, or which cells are doubtful. Exit status 0, or 2 when the file could not be read as a
 * report or the words name no single cell.
 */
export async function run(path: string, words: readonly string[], { format }: { format: string }): Promise<void> {
  for await (const found of filesAt(path)) {
    if ('problem' in found) fail(found.path, found.problem)
    else {
      try {
        const explained = await explainReport(found.file)
        if (explained.kind === 'not-report') fail(found.path, describeNotReport(explained.reason))
        else tell(found.path, explained, words.join(' '), format)
      } catch (error) {
        if (!(error instanceof GiveUp)) throw error
        fail(found.path, describeGiveUp(error))
      }
    }
  }
}

function tell(path: string, explained: Extract<Explained, { kind: 'report' }>, words: string, format: string): void {
  const { report, explain, attempts } = explained
  if (words.trim() === '') {
    process.stdout.write(
      format === 'json'
        ? `${JSON.stringify({ source: report.source, doubtful: doubtfulCells(report).map(explain) })}\n`
        : `${overviewText(path, report, attempts)}\n`,
    )
    return
  }
  const edition = report.edition ?? '2021'
  const named = cellsNamed(words, keysOf(report), edition)
  if (named.length !== 1) {
    fail(
      path,
      named.length === 0 ? `no cell is named “${words}”; give a key such as t3.granted.total` : openWords(words, named, edition),
    )
    return
  }
  const explanation = explain(named[0]!)
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
