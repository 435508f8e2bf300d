import { readReports } from './read-reports.ts'
import { reportLine } from './report-json.ts'
import { reportText } from './report-text.ts'

/** `gouji extract FILE…`: exit status 0, or 2 when a file could not be read as a report. */
export async function run(paths: readonly string[], { format }: { format: string }): Promise<void> {
  for await (const reading of readReports(paths)) {
    if ('problem' in reading) {
      process.stderr.write(`gouji: ${reading.path}: ${reading.problem}\n`)
      process.exitCode = 2
    } else {
      process.stdout.write(`${format === 'json' ? reportLine(reading.report) : reportText(reading.path, reading.report)}\n`)
    }
  }
}
